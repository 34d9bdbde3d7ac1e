//! A slip (талон очереди): a strip of paper as long as its text, for the rolls of ticket printers and,
//! drawn larger, for a sheet of an ordinary printer. The layout is computed once, by the metrics of
//! the papers' fonts, and drawn as dots or as a PDF: no letter depends on what a printer knows.

mod raster;

use crate::fonts::{Fonts, Weight, printable};
use crate::layout::{Item, Layout, LineItem, PAGE_WIDTH_PT, Page, TextRun, Tone, break_lines, mm};
use crate::{Meta, PrintError, pdf};

pub use raster::Raster;

/// Width of a roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roll {
    /// 58 mm of paper, 48 mm of print.
    Mm58,
    /// 80 mm of paper, 72 mm of print.
    Mm80,
}

impl Roll {
    /// The width that is printed, millimetres.
    #[must_use]
    pub const fn print_mm(self) -> u16 {
        match self {
            Self::Mm58 => 48,
            Self::Mm80 => 72,
        }
    }
}

/// A part of a slip, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The number, as large as the roll allows.
    Number(String),
    /// What must be read first beside it.
    Strong(String),
    /// Plain text.
    Text(String),
    /// Small text.
    Small(String),
    /// A line of a list.
    Bullet(String),
    /// A line across.
    Rule,
}

/// A slip on a strip.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// What stands on it; (0, 0) is its top left corner.
    pub page: Page,
    /// Its width, points.
    pub width_pt: f32,
    /// Its length, points.
    pub height_pt: f32,
    /// Characters that no font here can draw: `?` stands for each.
    pub replaced: Vec<char>,
}

/// A size of letters with the line that it stands on, points.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    line: f32,
    weight: Weight,
    centred: bool,
}

/// Letters below this size break up at eight dots a millimetre.
const SMALL: Style = Style {
    size: 7.5,
    line: 10.0,
    weight: Weight::Medium,
    centred: true,
};
const TEXT: Style = Style {
    size: 9.0,
    line: 12.0,
    weight: Weight::Medium,
    centred: true,
};
const STRONG: Style = Style {
    size: 11.0,
    line: 14.5,
    weight: Weight::SemiBold,
    centred: true,
};
/// The most that a number is drawn at; a long one is drawn smaller.
const NUMBER_MAX: f32 = 46.0;
const BULLET_INDENT: f32 = 9.0;

/// Lays a slip out for a roll.
///
/// # Errors
/// [`PrintError::Pdf`] when a built-in font does not parse.
pub fn lay_out(blocks: &[Block], roll: Roll) -> Result<Strip, PrintError> {
    let fonts = Fonts::built_in()?;
    let mut builder = Builder {
        fonts,
        width: mm(f32::from(roll.print_mm())),
        y: 2.0,
        items: Vec::new(),
        replaced: Vec::new(),
    };
    for block in blocks {
        builder.block(block);
    }
    Ok(Strip {
        page: Page {
            items: builder.items,
        },
        width_pt: builder.width,
        height_pt: builder.y + 4.0,
        replaced: builder.replaced,
    })
}

/// The dots of a slip, eight a millimetre.
///
/// # Errors
/// As [`lay_out`].
pub fn raster(blocks: &[Block], roll: Roll) -> Result<Raster, PrintError> {
    let strip = lay_out(blocks, roll)?;
    raster::draw(&strip, usize::from(roll.print_mm()) * 8)
}

/// A slip on a sheet of A4 for an ordinary printer: in the middle of the upper edge, half as large again, so
/// that the number is read from a distance.
///
/// # Errors
/// As [`lay_out`]; [`PrintError::Pdf`].
pub fn sheet(
    blocks: &[Block],
    title: &str,
    author: &str,
    meta: Meta,
) -> Result<Vec<u8>, PrintError> {
    let strip = lay_out(blocks, Roll::Mm80)?;
    let scale = 1.5;
    let left = (PAGE_WIDTH_PT - strip.width_pt * scale) / 2.0;
    let items = strip
        .page
        .items
        .into_iter()
        .map(|item| scaled(item, scale).moved(left, mm(15.0)))
        .collect();
    let layout = Layout {
        pages: vec![Page { items }],
        replaced: strip.replaced,
    };
    pdf::write(&layout, Fonts::built_in()?, title, author, meta)
}

fn scaled(mut item: Item, scale: f32) -> Item {
    match &mut item {
        Item::Text(run) => {
            for length in [
                &mut run.x_pt,
                &mut run.y_pt,
                &mut run.size_pt,
                &mut run.width_pt,
            ] {
                *length *= scale;
            }
        }
        Item::Line(line) => {
            for length in [
                &mut line.x_pt,
                &mut line.y_pt,
                &mut line.length_pt,
                &mut line.width_pt,
            ] {
                *length *= scale;
            }
        }
        Item::Rect(rect) => {
            for length in [
                &mut rect.x_pt,
                &mut rect.y_pt,
                &mut rect.width_pt,
                &mut rect.height_pt,
            ] {
                *length *= scale;
            }
        }
    }
    item
}

struct Builder<'a> {
    fonts: &'a Fonts,
    width: f32,
    y: f32,
    items: Vec<Item>,
    replaced: Vec<char>,
}

impl Builder<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Number(text) => self.number(text),
            Block::Strong(text) => self.paragraph(text, STRONG, 0.0),
            Block::Text(text) => self.paragraph(text, TEXT, 0.0),
            Block::Small(text) => self.paragraph(text, SMALL, 0.0),
            Block::Bullet(text) => {
                let dash = "–".to_owned();
                let style = Style {
                    centred: false,
                    ..TEXT
                };
                self.run(dash, style, 0.0, self.y + style.line * 0.78);
                self.paragraph(text, style, BULLET_INDENT);
            }
            Block::Rule => {
                self.items.push(Item::Line(LineItem {
                    x_pt: 0.0,
                    y_pt: self.y + 4.0,
                    length_pt: self.width,
                    width_pt: 0.9,
                    tone: Tone::Ink,
                }));
                self.y += 8.0;
            }
        }
    }

    fn number(&mut self, text: &str) {
        let text = printable(text, self.fonts, &mut self.replaced);
        let at_most = self.fonts.width_pt(&text, Weight::SemiBold, NUMBER_MAX);
        let size = (NUMBER_MAX * self.width / at_most.max(1.0)).min(NUMBER_MAX);
        let style = Style {
            size,
            line: size * 1.12,
            weight: Weight::SemiBold,
            centred: true,
        };
        let baseline = self.y + size * 0.95;
        self.run(text, style, 0.0, baseline);
        self.y += style.line;
    }

    fn paragraph(&mut self, text: &str, style: Style, indent: f32) {
        let text = printable(text, self.fonts, &mut self.replaced);
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let measure = |text: &str| self.fonts.width_pt(text, style.weight, style.size);
            break_lines(paragraph, self.width - indent, &measure, &mut lines);
        }
        for line in lines {
            let baseline = self.y + style.line * 0.78;
            self.run(line, style, indent, baseline);
            self.y += style.line;
        }
    }

    fn run(&mut self, text: String, style: Style, indent: f32, baseline: f32) {
        let width = self.fonts.width_pt(&text, style.weight, style.size);
        let x_pt = if style.centred {
            ((self.width - width) / 2.0).max(0.0)
        } else {
            indent
        };
        self.items.push(Item::Text(TextRun {
            x_pt,
            y_pt: baseline,
            size_pt: style.size,
            width_pt: width,
            weight: style.weight,
            tone: Tone::Ink,
            text,
        }));
    }
}
