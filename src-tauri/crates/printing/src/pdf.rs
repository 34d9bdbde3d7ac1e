//! A layout as PDF.

use printpdf::{
    Color, FontId, Line, LinePoint, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect, Rgb, TextItem, WindingOrder,
};

use crate::fonts::{Fonts, Weight};
use crate::layout::{Item, Layout, LineItem, PAGE_HEIGHT_PT, Page, RectItem, TextRun, Tone};
use crate::{Meta, PrintError};

/// Writes the PDF. Everything that `printpdf` would draw by chance (font names, file id) is
/// fixed here, so that the same paper has the same bytes.
pub(crate) fn write(
    layout: &Layout,
    fonts: &Fonts,
    title: &str,
    author: &str,
    meta: Meta,
) -> Result<Vec<u8>, PrintError> {
    let mut document = PdfDocument::new(title);
    for weight in Weight::ALL {
        let mut warnings = Vec::new();
        let parsed = ParsedFont::from_bytes(weight.bytes(), 0, &mut warnings)
            .ok_or_else(|| PrintError::Pdf(format!("font {weight:?} does not parse")))?;
        document
            .resources
            .fonts
            .map
            .insert(font_id(weight), PdfFont::new(parsed));
    }
    let created =
        printpdf::OffsetDateTime::from_unix_timestamp(meta.created_utc_ms.div_euclid(1000))
            .map_err(|error| PrintError::Pdf(format!("date of making: {error}")))?;
    let info = &mut document.metadata.info;
    info.creation_date = created;
    info.modification_date = created;
    info.metadata_date = created;
    info.author = author.to_owned();
    info.creator = "Stoika".to_owned();
    info.producer = "Stoika".to_owned();
    let pages = layout
        .pages
        .iter()
        .map(|page| self::page(page, fonts))
        .collect();
    document.with_pages(pages);
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    // printpdf draws a random file id; without encryption the id is optional.
    file.trailer.remove(b"ID");
    // It also claims conformance to a prepress standard, which this file does not keep.
    if let Ok(dictionary) = file
        .trailer
        .get(b"Info")
        .and_then(|info| info.as_reference())
        .and_then(|id| file.get_dictionary_mut(id))
    {
        dictionary.remove(b"GTS_PDFXVersion");
    }
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)
        .map_err(|error| PrintError::Pdf(error.to_string()))?;
    Ok(bytes)
}

fn font_id(weight: Weight) -> FontId {
    FontId(format!("Golos{}", weight.css()))
}

fn page(page: &Page, fonts: &Fonts) -> PdfPage {
    let mut ops = Vec::new();
    for item in &page.items {
        match item {
            Item::Text(run) => text(run, fonts, &mut ops),
            Item::Line(item) => line(item, &mut ops),
            Item::Rect(item) => rect(item, &mut ops),
        }
    }
    PdfPage::new(Mm(210.0), Mm(297.0), ops)
}

/// A point from the top left corner, in the PDF's coordinates.
fn point(x_pt: f32, y_pt: f32) -> Point {
    Point {
        x: Pt(x_pt),
        y: Pt(PAGE_HEIGHT_PT - y_pt),
    }
}

fn color(tone: Tone) -> Color {
    let [r, g, b] = tone.rgb().map(|channel| f32::from(channel) / 255.0);
    Color::Rgb(Rgb {
        r,
        g,
        b,
        icc_profile: None,
    })
}

fn text(run: &TextRun, fonts: &Fonts, ops: &mut Vec<Op>) {
    let mut items = Vec::new();
    for (piece, kern) in fonts.kerned(&run.text, run.weight) {
        items.push(TextItem::Text(piece));
        if kern != 0.0 {
            // In a PDF a positive number moves the next letter to the left.
            items.push(TextItem::Offset(-kern));
        }
    }
    let font = PdfFontHandle::External(font_id(run.weight));
    ops.extend([
        Op::StartTextSection,
        Op::SetFont {
            font,
            size: Pt(run.size_pt),
        },
        Op::SetFillColor {
            col: color(run.tone),
        },
        Op::SetTextCursor {
            pos: point(run.x_pt, run.y_pt),
        },
        Op::ShowText { items },
        Op::EndTextSection,
    ]);
}

fn line(item: &LineItem, ops: &mut Vec<Op>) {
    let end = |x| LinePoint {
        p: point(x, item.y_pt),
        bezier: false,
    };
    let line = Line {
        points: vec![end(item.x_pt), end(item.x_pt + item.length_pt)],
        is_closed: false,
    };
    ops.extend([
        Op::SetOutlineColor {
            col: color(item.tone),
        },
        Op::SetOutlineThickness {
            pt: Pt(item.width_pt),
        },
        Op::DrawLine { line },
    ]);
}

fn rect(item: &RectItem, ops: &mut Vec<Op>) {
    let corner = point(item.x_pt, item.y_pt + item.height_pt);
    let rectangle = Rect {
        x: corner.x,
        y: corner.y,
        width: Pt(item.width_pt),
        height: Pt(item.height_pt),
        mode: Some(PaintMode::Fill),
        winding_order: Some(WindingOrder::NonZero),
    };
    ops.extend([
        Op::SetFillColor {
            col: color(item.tone),
        },
        Op::DrawRectangle { rectangle },
    ]);
}
