//! From a template and values to placed text, lines and rectangles.
//!
//! Blocks become strips: rows of a page that cannot be cut (`strips`). Strips become pages
//! (`pages`). Both renderers draw what comes out and decide nothing.

mod letters;
mod lines;
mod pages;
mod rows;
mod strip;
mod strips;

use serde::Serialize;

use crate::fonts::Fonts;
pub use crate::fonts::Weight;
use crate::template::{Field, FieldKind, Template};
use crate::{FormModel, PrintError, Value};
pub(crate) use lines::break_lines;

/// A4 in points.
pub const PAGE_WIDTH_PT: f32 = 595.276;
/// A4 in points.
pub const PAGE_HEIGHT_PT: f32 = 841.89;

/// A laid out paper. All lengths are points; (0, 0) is the top left corner of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layout {
    /// Its pages, in order.
    pub pages: Vec<Page>,
    /// Characters of the values that had to be replaced.
    pub replaced: Vec<char>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Page {
    /// What stands on it, in reading order.
    pub items: Vec<Item>,
}

/// A thing on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Text on one line.
    Text(TextRun),
    /// A straight line.
    Line(LineItem),
    /// A filled rectangle.
    Rect(RectItem),
}

/// Text on one line, in one style.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextRun {
    /// Left edge.
    pub x_pt: f32,
    /// Baseline.
    pub y_pt: f32,
    /// Size of the letters.
    pub size_pt: f32,
    /// Width with kerning.
    pub width_pt: f32,
    /// Thickness of the letters.
    pub weight: Weight,
    /// Colour.
    pub tone: Tone,
    /// The text; every character has a glyph.
    pub text: String,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LineItem {
    /// Left end.
    pub x_pt: f32,
    /// Height on the page.
    pub y_pt: f32,
    /// Length to the right.
    pub length_pt: f32,
    /// Thickness.
    pub width_pt: f32,
    /// Colour.
    pub tone: Tone,
}

/// A filled rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RectItem {
    /// Left edge.
    pub x_pt: f32,
    /// Top edge.
    pub y_pt: f32,
    /// Width.
    pub width_pt: f32,
    /// Height.
    pub height_pt: f32,
    /// Colour.
    pub tone: Tone,
}

/// A colour of paper: chosen so that a black-and-white printer keeps text crisp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Text, codes, strong lines.
    Ink,
    /// Labels and notes.
    Soft,
    /// Hairlines.
    Hair,
}

impl Tone {
    /// Red, green, blue.
    #[must_use]
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Ink => [0x11, 0x1B, 0x20],
            Self::Soft => [0x4A, 0x57, 0x5D],
            Self::Hair => [0x8E, 0x9A, 0x9F],
        }
    }
}

impl Item {
    /// The same thing, moved.
    pub(crate) fn moved(mut self, dx_pt: f32, dy_pt: f32) -> Self {
        let (x, y) = match &mut self {
            Self::Text(run) => (&mut run.x_pt, &mut run.y_pt),
            Self::Line(line) => (&mut line.x_pt, &mut line.y_pt),
            Self::Rect(rect) => (&mut rect.x_pt, &mut rect.y_pt),
        };
        *x += dx_pt;
        *y += dy_pt;
        self
    }
}

/// Points in a millimetre.
pub(crate) fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// Lays out a paper.
pub(crate) fn lay_out(
    template: &Template,
    model: &FormModel,
    fonts: &Fonts,
) -> Result<Layout, PrintError> {
    check_values(template, model)?;
    let mut builder = strips::Builder::new(template, model, fonts);
    let strips = builder.document()?;
    let pages = pages::paginate(strips, &template.margins);
    let pages = builder.footers(pages)?;
    Ok(Layout {
        pages,
        replaced: builder.replaced,
    })
}

/// How many rows a field can have.
const ROWS_MAX: usize = 10_000;

/// Every field that the template requires is there, and each value has the declared type; so in
/// each row.
fn check_values(template: &Template, model: &FormModel) -> Result<(), PrintError> {
    for (name, field) in &template.fields {
        check_value(template, model.get(name), field, name)?;
        let (Some(Value::Rows(rows)), FieldKind::Rows { columns }) = (model.get(name), &field.kind)
        else {
            continue;
        };
        if rows.len() > ROWS_MAX {
            let template = template.id.clone();
            return Err(PrintError::TooLong { template });
        }
        for row in rows {
            for (column, field) in columns {
                check_value(
                    template,
                    row.get(column),
                    field,
                    &format!("{name}.{column}"),
                )?;
            }
        }
    }
    Ok(())
}

fn check_value(
    template: &Template,
    value: Option<&Value>,
    field: &Field,
    name: &str,
) -> Result<(), PrintError> {
    match value {
        None if field.optional => Ok(()),
        None => Err(PrintError::MissingField {
            template: template.id.clone(),
            field: name.to_owned(),
        }),
        Some(value) if field.kind.takes(value) => Ok(()),
        Some(_) => Err(PrintError::WrongValue {
            template: template.id.clone(),
            field: name.to_owned(),
            expected: field.kind.name(),
        }),
    }
}
