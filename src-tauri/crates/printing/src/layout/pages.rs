//! From strips to pages.

use std::rc::Rc;

use super::{PAGE_HEIGHT_PT, Page, mm};
use crate::layout::Item;
use crate::template::Margins;

/// A row of the paper that cannot be cut.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    /// Height without the space before.
    pub(super) height_pt: f32,
    /// Free space above; dropped at the top of a page.
    pub(super) before_pt: f32,
    /// Stays on one page with the next strip.
    pub(super) keep_next: bool,
    /// Header of the table that the strip belongs to, repeated on each new page.
    pub(super) header: Option<Rc<Vec<Strip>>>,
    /// What stands on it: x on the page, y from the top of the strip.
    pub(super) items: Vec<Item>,
}

/// Puts strips on pages. Strips that keep together move together, unless a page is too short
/// for all of them: then they are cut where the page ends.
pub(super) fn paginate(strips: Vec<Strip>, margins: &Margins) -> Vec<Page> {
    let top = mm(margins.top_mm);
    let mut press = Press {
        pages: vec![Page::default()],
        top,
        bottom: PAGE_HEIGHT_PT - mm(margins.bottom_mm),
        y: top,
    };
    let mut together = Vec::new();
    for strip in strips {
        let last = !strip.keep_next;
        together.push(strip);
        if last {
            press.place_together(std::mem::take(&mut together));
        }
    }
    press.place_together(together);
    press.pages
}

struct Press {
    pages: Vec<Page>,
    top: f32,
    bottom: f32,
    y: f32,
}

impl Press {
    fn place_together(&mut self, strips: Vec<Strip>) {
        let height: f32 = strips.iter().map(|s| s.before_pt + s.height_pt).sum();
        let fits_here = self.y + height <= self.bottom;
        let fits_a_page = self.top + height <= self.bottom;
        if !fits_here && fits_a_page && self.y > self.top {
            self.turn(strips.first());
        }
        for strip in strips {
            if self.y + strip.before_pt + strip.height_pt > self.bottom && self.y > self.top {
                self.turn(Some(&strip));
            }
            self.place(strip);
        }
    }

    fn turn(&mut self, next: Option<&Strip>) {
        self.pages.push(Page::default());
        self.y = self.top;
        let header = next.and_then(|strip| strip.header.clone());
        for strip in header.iter().flat_map(|header| header.iter()) {
            self.place(strip.clone());
        }
    }

    fn place(&mut self, strip: Strip) {
        if self.y > self.top {
            self.y += strip.before_pt;
        }
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.items
                .extend(strip.items.into_iter().map(|item| item.moved(0.0, y)));
        }
        self.y += strip.height_pt;
    }
}
