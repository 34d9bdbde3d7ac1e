//! The fonts of all papers and the measuring of text by them.

use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Face, Feature, UnicodeBuffer};
use serde::Serialize;

use crate::PrintError;

/// Bytes of the fonts, as they are embedded.
const REGULAR: &[u8] = include_bytes!("../../../../assets/fonts/GolosText-Regular.ttf");
const MEDIUM: &[u8] = include_bytes!("../../../../assets/fonts/GolosText-Medium.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../../../../assets/fonts/GolosText-SemiBold.ttf");

/// Thickness of strokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// 400.
    Regular,
    /// 500.
    Medium,
    /// 600.
    SemiBold,
}

impl Weight {
    /// All of them, lightest first.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Medium, Self::SemiBold];

    /// The number that CSS and SVG use.
    #[must_use]
    pub fn css(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Medium => 500,
            Self::SemiBold => 600,
        }
    }

    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Medium => MEDIUM,
            Self::SemiBold => SEMI_BOLD,
        }
    }
}

/// The three faces, parsed.
pub(crate) struct Fonts {
    faces: [Face<'static>; 3],
}

impl Fonts {
    /// The faces that are built into the program.
    pub(crate) fn built_in() -> Result<Self, PrintError> {
        let face = |weight: Weight| {
            Face::from_slice(weight.bytes(), 0)
                .ok_or_else(|| PrintError::Pdf(format!("font {weight:?} does not parse")))
        };
        let [regular, medium, semi_bold] = Weight::ALL;
        Ok(Self {
            faces: [face(regular)?, face(medium)?, face(semi_bold)?],
        })
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        let [regular, medium, semi_bold] = &self.faces;
        match weight {
            Weight::Regular => regular,
            Weight::Medium => medium,
            Weight::SemiBold => semi_bold,
        }
    }

    /// Whether the character can be drawn; the three weights cover the same ones.
    pub(crate) fn has(&self, character: char) -> bool {
        self.face(Weight::Regular).glyph_index(character).is_some()
    }

    /// Width of a text with kerning, points.
    pub(crate) fn width_pt(&self, text: &str, weight: Weight, size_pt: f32) -> f32 {
        let units: i32 = self.advances(text, weight).iter().map(|a| a.1).sum();
        scaled(units, self.face(weight)) * size_pt
    }

    /// The text in pieces with what kerning adds after each, thousandths of an em.
    /// Neighbouring characters with no kerning between them stay in one piece.
    pub(crate) fn kerned(&self, text: &str, weight: Weight) -> Vec<(String, f32)> {
        let face = self.face(weight);
        let advances = self.advances(text, weight);
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for (at, &(start, advance)) in advances.iter().enumerate() {
            let end = advances.get(at + 1).map_or(text.len(), |next| next.0);
            let cluster = text.get(start..end).unwrap_or_default();
            let plain: i32 = cluster
                .chars()
                .filter_map(|c| face.glyph_index(c))
                .filter_map(|glyph| face.glyph_hor_advance(glyph))
                .map(i32::from)
                .sum();
            piece.push_str(cluster);
            if advance != plain {
                let kern = scaled(advance - plain, face) * 1000.0;
                pieces.push((std::mem::take(&mut piece), kern));
            }
        }
        if !piece.is_empty() {
            pieces.push((piece, 0.0));
        }
        pieces
    }

    /// Start byte and advance (font units) of each cluster.
    fn advances(&self, text: &str, weight: Weight) -> Vec<(usize, i32)> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let features = [Feature::new(Tag::from_bytes(b"kern"), 1, ..)];
        let shaped = rustybuzz::shape(self.face(weight), &features, buffer);
        let mut clusters: Vec<(usize, i32)> = Vec::with_capacity(shaped.len());
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let start = info.cluster as usize;
            match clusters.last_mut() {
                Some(last) if last.0 == start => last.1 += position.x_advance,
                Some(_) | None => clusters.push((start, position.x_advance)),
            }
        }
        clusters
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "advances of one line are far below 2^24 font units"
)]
fn scaled(units: i32, face: &Face<'_>) -> f32 {
    units as f32 / face.units_per_em() as f32
}

/// Text as it can be printed: canonical letters, no control characters, and only spaces and
/// hyphens that the fonts have. Line feeds stay. What the fonts lack becomes `?` and is told.
pub(crate) fn printable(text: &str, fonts: &Fonts, replaced: &mut Vec<char>) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            '\u{2007}' | '\u{2009}' | '\u{202F}' => out.push('\u{A0}'),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2060}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' => {}
            '\u{306}' if out.ends_with(['и', 'И']) => compose(&mut out, 'й', 'Й'),
            '\u{308}' if out.ends_with(['е', 'Е']) => compose(&mut out, 'ё', 'Ё'),
            control if control.is_control() => {}
            known if fonts.has(known) => out.push(known),
            unknown => {
                if !replaced.contains(&unknown) {
                    replaced.push(unknown);
                }
                out.push('?');
            }
        }
    }
    out
}

fn compose(out: &mut String, small: char, capital: char) {
    if let Some(base) = out.pop() {
        out.push(if base.is_lowercase() { small } else { capital });
    }
}
