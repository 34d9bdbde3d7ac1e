//! The fonts of all papers and the measuring of text by them.

use std::sync::LazyLock;

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder, Tag};
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

/// Letters stand as close as the font says.
const KERN: Feature = Feature {
    tag: Tag::from_bytes(b"kern"),
    value: 1,
    start: 0,
    end: u32::MAX,
};

/// A glyph of a text.
pub(crate) struct PlacedGlyph {
    /// Its number in the font.
    pub(crate) id: GlyphId,
    /// Where it starts, font units from the start of the text.
    pub(crate) x_units: f32,
    /// Font units in the size of the letters.
    pub(crate) units_per_em: f32,
}

/// The three faces, parsed.
pub(crate) struct Fonts {
    faces: [Face<'static>; 3],
}

impl Fonts {
    /// The faces that are built into the program, parsed once.
    pub(crate) fn built_in() -> Result<&'static Self, PrintError> {
        static FONTS: LazyLock<Result<Fonts, PrintError>> = LazyLock::new(Fonts::parse);
        FONTS.as_ref().map_err(Clone::clone)
    }

    fn parse() -> Result<Self, PrintError> {
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

    /// The glyphs of a text with kerning, each from where it starts.
    pub(crate) fn placed(&self, text: &str, weight: Weight) -> Vec<PlacedGlyph> {
        let face = self.face(weight);
        let shaped = rustybuzz::shape(face, &[KERN], buffer_of(text));
        let mut x = 0;
        let mut placed = Vec::with_capacity(shaped.len());
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            if let Ok(id) = u16::try_from(info.glyph_id) {
                placed.push(PlacedGlyph {
                    id: GlyphId(id),
                    x_units: as_f32(x + position.x_offset),
                    units_per_em: as_f32(face.units_per_em()),
                });
            }
            x += position.x_advance;
        }
        placed
    }

    /// Hands a glyph's outline to `to`, in font units, upwards from the baseline.
    pub(crate) fn outline(&self, weight: Weight, glyph: GlyphId, to: &mut dyn OutlineBuilder) {
        self.face(weight).outline_glyph(glyph, to);
    }

    /// Start byte and advance (font units) of each cluster.
    fn advances(&self, text: &str, weight: Weight) -> Vec<(usize, i32)> {
        let shaped = rustybuzz::shape(self.face(weight), &[KERN], buffer_of(text));
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

fn buffer_of(text: &str) -> UnicodeBuffer {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer
}

fn scaled(units: i32, face: &Face<'_>) -> f32 {
    as_f32(units) / as_f32(face.units_per_em())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "advances of one line are far below 2^24 font units"
)]
fn as_f32(units: i32) -> f32 {
    units as f32
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
