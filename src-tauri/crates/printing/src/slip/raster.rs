//! A strip as dots.

use ab_glyph_rasterizer::{Rasterizer, point};
use rustybuzz::ttf_parser::OutlineBuilder;

use super::Strip;
use crate::PrintError;
use crate::fonts::Fonts;
use crate::layout::{Item, TextRun};

/// Black and white dots, eight a millimetre, row by row; in a byte the left dot is the highest bit, a set
/// bit is black: what ESC/POS `GS v 0` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    /// Dots across; a multiple of eight.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width / 8` bytes a row.
    pub bits: Vec<u8>,
}

impl Raster {
    /// Whether the dot is black; white outside.
    #[must_use]
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        let byte = (x < self.width).then(|| y * (self.width / 8) + x / 8);
        byte.and_then(|at| self.bits.get(at))
            .is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    fn blacken(&mut self, x: usize, y: usize) {
        if x < self.width
            && let Some(byte) = self.bits.get_mut(y * (self.width / 8) + x / 8)
        {
            *byte |= 0x80 >> (x % 8);
        }
    }
}

/// How dark a dot must be to be burnt: a little under the half keeps thin strokes whole.
const BURNT_FROM: f32 = 0.42;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a strip is some thousands of dots long; lengths are cut to it"
)]
pub(super) fn draw(strip: &Strip, width: usize) -> Result<Raster, PrintError> {
    let fonts = Fonts::built_in()?;
    let scale = width as f32 / strip.width_pt;
    let height = (strip.height_pt * scale).ceil().clamp(1.0, 20_000.0) as usize;
    let mut raster = Raster {
        width,
        height,
        bits: vec![0; width / 8 * height],
    };
    for item in &strip.page.items {
        match item {
            Item::Text(run) => text(run, fonts, scale, &mut raster),
            Item::Line(line) => {
                let thick = (line.width_pt * scale).round().max(1.0);
                let top = line.y_pt * scale - thick / 2.0;
                fill(
                    &mut raster,
                    line.x_pt * scale,
                    top,
                    line.length_pt * scale,
                    thick,
                );
            }
            Item::Rect(rect) => fill(
                &mut raster,
                rect.x_pt * scale,
                rect.y_pt * scale,
                rect.width_pt * scale,
                rect.height_pt * scale,
            ),
        }
    }
    Ok(raster)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative and huge lengths are cut to the strip"
)]
fn fill(raster: &mut Raster, x: f32, y: f32, width: f32, height: f32) {
    let (left, top) = (x.round().max(0.0) as usize, y.round().max(0.0) as usize);
    let (right, bottom) = (
        (x + width).round().max(0.0) as usize,
        (y + height).round().max(0.0) as usize,
    );
    for row in top..bottom.min(raster.height) {
        for dot in left..right.min(raster.width) {
            raster.blacken(dot, row);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a line of a strip is some hundreds of dots"
)]
fn text(run: &TextRun, fonts: &Fonts, scale: f32, raster: &mut Raster) {
    let size = run.size_pt * scale;
    // Above the baseline for capitals with marks, below for tails.
    let (above, below) = ((size * 1.2).ceil(), (size * 0.4).ceil());
    let (width, height) = (
        (run.width_pt * scale).ceil() as usize + 4,
        (above + below) as usize,
    );
    let mut rasterizer = Rasterizer::new(width, height);
    for glyph in fonts.placed(&run.text, run.weight) {
        let mut outline = Outline {
            to: &mut rasterizer,
            scale: size / glyph.units_per_em,
            x: 2.0 + glyph.x_units * size / glyph.units_per_em,
            baseline: above,
            start: (0.0, 0.0),
            last: (0.0, 0.0),
        };
        fonts.outline(run.weight, glyph.id, &mut outline);
    }
    let left = (run.x_pt * scale - 2.0).round();
    let top = (run.y_pt * scale - above).round();
    rasterizer.for_each_pixel_2d(|x, y, darkness| {
        let (x, y) = (left + x as f32, top + y as f32);
        if darkness >= BURNT_FROM && x >= 0.0 && y >= 0.0 {
            raster.blacken(x as usize, y as usize);
        }
    });
}

/// Hands a glyph's outline to the rasterizer.
struct Outline<'a> {
    to: &'a mut Rasterizer,
    scale: f32,
    x: f32,
    baseline: f32,
    start: (f32, f32),
    last: (f32, f32),
}

impl Outline<'_> {
    fn at(&self, (x, y): (f32, f32)) -> ab_glyph_rasterizer::Point {
        point(self.x + x * self.scale, self.baseline - y * self.scale)
    }
}

impl OutlineBuilder for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = (x, y);
        self.last = (x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (from, to) = (self.at(self.last), self.at((x, y)));
        self.to.draw_line(from, to);
        self.last = (x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, by, to) = (self.at(self.last), self.at((x1, y1)), self.at((x, y)));
        self.to.draw_quad(from, by, to);
        self.last = (x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (from, by1, by2, to) = (
            self.at(self.last),
            self.at((x1, y1)),
            self.at((x2, y2)),
            self.at((x, y)),
        );
        self.to.draw_cubic(from, by1, by2, to);
        self.last = (x, y);
    }

    fn close(&mut self) {
        let (from, to) = (self.at(self.last), self.at(self.start));
        self.to.draw_line(from, to);
        self.last = self.start;
    }
}
