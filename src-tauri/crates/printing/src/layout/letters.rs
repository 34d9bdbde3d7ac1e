//! What letters and signed papers have: addressee, places to sign, lines to fill in.

use super::strip::{
    BLOCK_GAP_PT, CellLine, Frame, HAIR_PT, Strip, keep_all, keep_inside, line_strips,
};
use super::strips::{Builder, GUTTER_PT, LABEL, SECTION_GAP_PT, TEXT, TITLE};
use super::{Item, LineItem, Tone};
use crate::PrintError;
use crate::template::{Block, Inline, Signer};

/// Part of the width that stays free at the left of an addressee.
const ADDRESSEE_FROM: f32 = 0.52;
/// Space between the parts of an addressee.
const ADDRESS_GAP_PT: f32 = 1.0;
/// Space to write in, above a line.
const PEN_PT: f32 = 22.0;
/// Parts of the width that post and name take at the end of a letter.
const POST_SHARE: f32 = 0.42;
const NAME_SHARE: f32 = 0.32;
/// Part of a place to sign that its caption takes; the rest is for the name.
const CAPTION_SHARE: f32 = 0.3;

impl<'a> Builder<'a> {
    pub(super) fn addressee(
        &mut self,
        parts: &'a [Block],
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let free = frame.width * ADDRESSEE_FROM;
        let half = Frame {
            x: frame.x + free,
            width: frame.width - free,
        };
        let mut strips = self.blocks(parts, half)?;
        // Name and address are one whole.
        for strip in strips.iter_mut().skip(1) {
            strip.before_pt = strip.before_pt.min(ADDRESS_GAP_PT);
        }
        keep_inside(&mut strips);
        Ok(strips)
    }

    /// A label with a line under a space wide enough for a pen.
    pub(super) fn blank(&mut self, label: &Inline, frame: Frame) -> Result<Vec<Strip>, PrintError> {
        let label = self.fill(label, None)?;
        let mut strips = line_strips(self.wrap(&label, LABEL, frame.x, frame.width));
        keep_all(&mut strips);
        if let Some(first) = strips.first_mut() {
            first.before_pt = BLOCK_GAP_PT;
        }
        let mut line = Strip {
            height_pt: PEN_PT,
            ..Strip::default()
        };
        line.items.push(pen_line(frame, PEN_PT - HAIR_PT));
        strips.push(line);
        Ok(strips)
    }

    pub(super) fn signature(
        &mut self,
        post: &Inline,
        name: &Inline,
        caption: &Inline,
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let half = (frame.width - GUTTER_PT) / 2.0;
        let right = frame.x + half + GUTTER_PT;
        let (post, name, caption) = (
            self.fill(post, None)?,
            self.fill(name, None)?,
            self.fill(caption, None)?,
        );
        let mut left_lines = self.wrap(&name, TEXT, frame.x, half);
        let line_y = left_lines.last().map_or(0.0, |(_, run)| run.y_pt)
            + left_lines
                .iter()
                .rev()
                .skip(1)
                .map(|line| line.0)
                .sum::<f32>();
        let under = left_lines.iter().map(|line| line.0).sum::<f32>();
        left_lines.extend(self.wrap(&post, LABEL, frame.x, half));
        let mut strip = Strip {
            before_pt: SECTION_GAP_PT,
            ..Strip::default()
        };
        for (height, run) in left_lines {
            let y = strip.height_pt;
            strip.items.push(Item::Text(run).moved(0.0, y));
            strip.height_pt += height;
        }
        strip.items.push(Item::Line(LineItem {
            x_pt: right,
            y_pt: line_y + 2.0,
            length_pt: half,
            width_pt: HAIR_PT,
            tone: Tone::Ink,
        }));
        for (height, run) in self.wrap(&caption, LABEL, right, half) {
            strip.items.push(Item::Text(run).moved(0.0, under));
            strip.height_pt = strip.height_pt.max(under + height);
        }
        Ok(vec![strip])
    }

    pub(super) fn signatures(
        &mut self,
        signers: &[Signer],
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let count = f32::from(u8::try_from(signers.len()).unwrap_or(1));
        let width = (frame.width - GUTTER_PT * (count - 1.0)) / count;
        // The lines to sign on stand at one height, whatever is above them.
        let mut columns = Vec::new();
        let mut x = frame.x;
        for signer in signers {
            let place = Frame { x, width };
            columns.push((self.above_line(signer, place)?, signer, place));
            x += width + GUTTER_PT;
        }
        let above = columns
            .iter()
            .map(|(lines, _, _)| lines.iter().map(|line| line.0).sum())
            .fold(0.0, f32::max);
        let line_y = above + PEN_PT;
        let mut strip = Strip {
            before_pt: SECTION_GAP_PT,
            height_pt: line_y,
            ..Strip::default()
        };
        for (lines, signer, place) in columns {
            let end = stack(&mut strip, lines, 0.0);
            strip.height_pt = strip.height_pt.max(end);
            strip.items.push(pen_line(place, line_y));
            let caption = self.fill(&signer.caption, None)?;
            let name = self.fill(&signer.name, None)?;
            let narrow = place.width * CAPTION_SHARE;
            let caption = self.wrap(&caption, LABEL, place.x, narrow);
            let mut end = stack(&mut strip, caption, line_y + 2.0);
            let name = self.wrap(&name, LABEL, place.x, place.width - narrow);
            let name = name.into_iter().map(|(height, mut run)| {
                run.x_pt += place.width - run.width_pt;
                (height, run)
            });
            end = end.max(stack(&mut strip, name.collect(), line_y + 2.0));
            strip.height_pt = strip.height_pt.max(end);
        }
        Ok(vec![strip])
    }

    /// What stands above the line of a place to sign.
    fn above_line(&mut self, signer: &Signer, place: Frame) -> Result<Vec<CellLine>, PrintError> {
        let title = self.fill(&signer.title, None)?;
        let mut lines = self.wrap(&title, TITLE, place.x, place.width);
        if let Some(post) = signer.post.as_ref().filter(|post| self.complete(post)) {
            let post = self.fill(post, None)?;
            lines.extend(self.wrap(&post, LABEL, place.x, place.width));
        }
        Ok(lines)
    }

    /// The end of a letter. A long post takes several lines; line and name stand by the last.
    pub(super) fn sign_off(
        &mut self,
        post: &Inline,
        name: &Inline,
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let (post, name) = (self.fill(post, None)?, self.fill(name, None)?);
        let post = self.wrap(&post, TEXT, frame.x, frame.width * POST_SHARE);
        let name_width = frame.width * NAME_SHARE;
        let name_x = frame.x + frame.width - name_width;
        let mut name = self.wrap(&name, TEXT, name_x, name_width);
        for (_, run) in &mut name {
            run.x_pt += name_width - run.width_pt;
        }
        let above = |lines: &[CellLine]| lines.iter().rev().skip(1).map(|line| line.0).sum::<f32>();
        let (post_above, name_above) = (above(&post), above(&name));
        let top = PEN_PT / 2.0;
        let base = top + post_above.max(name_above);
        let baseline = base + post.last().map_or(0.0, |(_, run)| run.y_pt);
        let mut strip = Strip {
            before_pt: SECTION_GAP_PT,
            ..Strip::default()
        };
        let ends = [
            stack(&mut strip, post, base - post_above),
            stack(&mut strip, name, base - name_above),
        ];
        let line = Frame {
            x: frame.x + frame.width * POST_SHARE + GUTTER_PT,
            width: frame.width * (1.0 - POST_SHARE - NAME_SHARE) - 2.0 * GUTTER_PT,
        };
        strip.items.push(pen_line(line, baseline + 2.0));
        strip.height_pt = ends.into_iter().fold(0.0, f32::max);
        Ok(vec![strip])
    }
}

/// Puts lines under each other, from a height on; gives the height where they end.
fn stack(strip: &mut Strip, lines: Vec<CellLine>, from: f32) -> f32 {
    let mut y = from;
    for (height, run) in lines {
        strip.items.push(Item::Text(run).moved(0.0, y));
        y += height;
    }
    y
}

fn pen_line(frame: Frame, y: f32) -> Item {
    Item::Line(LineItem {
        x_pt: frame.x,
        y_pt: y,
        length_pt: frame.width,
        width_pt: HAIR_PT,
        tone: Tone::Ink,
    })
}
