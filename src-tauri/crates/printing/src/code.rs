//! QR codes as rectangles.

use qrcode::{Color, EcLevel, QrCode};

use crate::layout::{Item, RectItem, Tone};

/// Neighbouring rows overlap by this much, so that no viewer shows a seam between them.
const OVERLAP_PT: f32 = 0.05;

/// Longer texts would make modules too small to read from paper: an id is at most this long.
const LENGTH_MAX: usize = 64;

/// A code of level M with its top left corner at (0, 0), no quiet zone: the paper around it is
/// the quiet zone. `None` when the text is too long for a code.
pub(crate) fn rects(text: &str, size_pt: f32) -> Option<Vec<Item>> {
    if text.len() > LENGTH_MAX {
        return None;
    }
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let modules = code.width();
    let colors = code.to_colors();
    let side = size_pt / f32::from(u16::try_from(modules).ok()?);
    let mut items = Vec::new();
    for (y, row) in (0_u16..).zip(colors.chunks(modules)) {
        let mut x = 0_u16;
        for run in row.chunk_by(|a, b| a == b) {
            let length = u16::try_from(run.len()).ok()?;
            if run.first() == Some(&Color::Dark) {
                items.push(Item::Rect(RectItem {
                    x_pt: f32::from(x) * side,
                    y_pt: f32::from(y) * side,
                    width_pt: f32::from(length) * side,
                    height_pt: side + OVERLAP_PT,
                    tone: Tone::Ink,
                }));
            }
            x += length;
        }
    }
    Some(items)
}
