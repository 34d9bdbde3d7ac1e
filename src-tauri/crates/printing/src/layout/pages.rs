//! From strips to pages.

use super::strip::Strip;
use super::{PAGE_HEIGHT_PT, Page, mm};
use crate::template::Margins;

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
        if strip.turns {
            press.place_together(std::mem::take(&mut together));
            if press.y > press.top {
                press.turn(None);
            }
            continue;
        }
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
