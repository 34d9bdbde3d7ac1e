//! A strip: a row of a page that cannot be cut; and what is built of strips everywhere.

use std::rc::Rc;

use super::{Item, LineItem, RectItem, TextRun, Tone};

/// Hairlines and strong lines.
pub(super) const HAIR_PT: f32 = 0.4;
const STRONG_PT: f32 = 1.2;

/// Space above a row of facts.
const FACT_GAP_PT: f32 = 7.0;
/// Space between the text and the line of a table row.
pub(super) const CELL_PAD_PT: f32 = 3.0;
/// Space above a block.
pub(super) const BLOCK_GAP_PT: f32 = 8.0;

/// Paragraphs up to this many lines are never cut; longer ones leave at least two lines on
/// each page.
const UNCUT_LINES: usize = 4;

/// Where blocks may stand: left edge and width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) x: f32,
    pub(super) width: f32,
}

/// A line of a cell: its height and its text, y from the top of the line.
pub(super) type CellLine = (f32, TextRun);

/// A row of the paper that cannot be cut.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    /// Height without the space before.
    pub(super) height_pt: f32,
    /// Free space above; dropped at the top of a page.
    pub(super) before_pt: f32,
    /// Stays on one page with the next strip.
    pub(super) keep_next: bool,
    /// Begins a new page, unless one has just begun.
    pub(super) turns: bool,
    /// Header of the table that the strip belongs to, repeated on each new page.
    pub(super) header: Option<Rc<Vec<Strip>>>,
    /// What stands on it: x on the page, y from the top of the strip.
    pub(super) items: Vec<Item>,
}

/// Cells side by side, line by line. Short rows stay whole.
pub(super) fn cell_row(cells: &mut Vec<Vec<CellLine>>) -> Vec<Strip> {
    let cells = std::mem::take(cells);
    let count = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut strips = vec![Strip::default(); count];
    for line in cells
        .into_iter()
        .flat_map(|cell| cell.into_iter().enumerate())
    {
        let (at, (height, run)) = line;
        if let Some(strip) = strips.get_mut(at) {
            strip.height_pt = strip.height_pt.max(height);
            strip.items.push(Item::Text(run));
        }
    }
    keep_edges(&mut strips);
    if let Some(first) = strips.first_mut() {
        first.before_pt = FACT_GAP_PT;
    }
    strips
}

pub(super) fn line_strips(lines: Vec<CellLine>) -> Vec<Strip> {
    let strip = |(height_pt, run)| Strip {
        height_pt,
        items: vec![Item::Text(run)],
        ..Strip::default()
    };
    lines.into_iter().map(strip).collect()
}

/// No single first or last line of a paragraph on a page; short paragraphs stay whole.
pub(super) fn keep_edges(strips: &mut [Strip]) {
    let count = strips.len();
    for (at, strip) in strips.iter_mut().enumerate() {
        let short = count <= UNCUT_LINES && at + 1 < count;
        strip.keep_next |= short || (count > 1 && (at == 0 || at + 2 == count));
    }
}

pub(super) fn keep_all(strips: &mut [Strip]) {
    for strip in strips {
        strip.keep_next = true;
    }
}

/// What comes next stays with the last of these that has something on it.
pub(super) fn keep_with_next(strips: &mut [Strip]) {
    for strip in strips.iter_mut().rev() {
        strip.keep_next = true;
        if !strip.items.is_empty() {
            break;
        }
    }
}

pub(super) fn keep_inside(strips: &mut [Strip]) {
    keep_all(strips);
    if let Some(last) = strips.last_mut() {
        last.keep_next = false;
    }
}

/// Makes strips at least so high in sum.
pub(super) fn stretch(strips: &mut [Strip], height: f32) {
    let so_far: f32 = strips
        .iter()
        .enumerate()
        .map(|(at, s)| {
            if at == 0 {
                s.height_pt
            } else {
                s.before_pt + s.height_pt
            }
        })
        .sum();
    if let Some(last) = strips.last_mut() {
        last.height_pt += (height - so_far).max(0.0);
    }
}

pub(super) fn pad_top(strip: &mut Strip) {
    let items = std::mem::take(&mut strip.items);
    strip.items = items
        .into_iter()
        .map(|item| item.moved(0.0, CELL_PAD_PT))
        .collect();
    strip.height_pt += CELL_PAD_PT;
}

pub(super) fn hair(frame: Frame, y: f32) -> Item {
    Item::Line(LineItem {
        x_pt: frame.x,
        y_pt: y,
        length_pt: frame.width,
        width_pt: HAIR_PT,
        tone: Tone::Hair,
    })
}

pub(super) fn rule(strong: bool, frame: Frame) -> Strip {
    let (width_pt, tone) = if strong {
        (STRONG_PT, Tone::Ink)
    } else {
        (HAIR_PT, Tone::Hair)
    };
    let line = LineItem {
        x_pt: frame.x,
        y_pt: 0.0,
        length_pt: frame.width,
        width_pt,
        tone,
    };
    Strip {
        height_pt: width_pt,
        before_pt: BLOCK_GAP_PT,
        items: vec![Item::Line(line)],
        ..Strip::default()
    }
}

/// A box to tick by hand, in the middle of a line of text.
pub(super) fn tick_box(x: f32, line_height: f32) -> Vec<Item> {
    const SIDE_PT: f32 = 8.0;
    const WALL_PT: f32 = 0.6;
    let y = (line_height - SIDE_PT) / 2.0;
    let wall = |x_pt, y_pt, width_pt, height_pt| {
        Item::Rect(RectItem {
            x_pt,
            y_pt,
            width_pt,
            height_pt,
            tone: Tone::Ink,
        })
    };
    vec![
        wall(x, y, SIDE_PT, WALL_PT),
        wall(x, y + SIDE_PT - WALL_PT, SIDE_PT, WALL_PT),
        wall(x, y, WALL_PT, SIDE_PT),
        wall(x + SIDE_PT - WALL_PT, y, WALL_PT, SIDE_PT),
    ]
}
