//! From blocks to strips.

use std::rc::Rc;

use super::lines::break_lines;
use super::strip::{
    BLOCK_GAP_PT, CELL_PAD_PT, CellLine, Frame, HAIR_PT, Strip, cell_row, hair, keep_all,
    keep_edges, keep_inside, line_strips, pad_top, rule, stretch,
};
use super::{Item, LineItem, PAGE_HEIGHT_PT, PAGE_WIDTH_PT, Page, TextRun, Tone, mm};
use crate::fonts::{Fonts, printable};
use crate::template::{
    Block, BlockKind, Column, Fact, Ink, Inline, Part, Size, Style, Template, Weight,
};
use crate::{FormModel, PrintError, Row, Value, code};

/// Part of the em above and below the baseline (hhea of Golos Text).
const ASCENT_EM: f32 = 0.98;
const DESCENT_EM: f32 = 0.22;
/// Line height by the size of letters: the smaller, the looser.
const LEADING_SMALL: f32 = 1.4;
const LEADING_TEXT: f32 = 1.34;
const LEADING_LARGE: f32 = 1.25;

/// Space between columns, and above and below the line of a section.
const GUTTER_PT: f32 = 16.0;
const SECTION_GAP_PT: f32 = 11.0;

const LABEL: Style = Style {
    size: Size::Small,
    weight: Weight::Regular,
    ink: Ink::Soft,
};
const TITLE: Style = Style {
    size: Size::Text,
    weight: Weight::SemiBold,
    ink: Ink::Full,
};
const TEXT: Style = Style {
    size: Size::Text,
    weight: Weight::Regular,
    ink: Ink::Full,
};
const HEADER: Style = Style {
    size: Size::Small,
    weight: Weight::Medium,
    ink: Ink::Soft,
};

pub(super) struct Builder<'a> {
    template: &'a Template,
    model: &'a FormModel,
    fonts: &'a Fonts,
    /// Characters that had to be replaced so far.
    pub(super) replaced: Vec<char>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(template: &'a Template, model: &'a FormModel, fonts: &'a Fonts) -> Self {
        Self {
            template,
            model,
            fonts,
            replaced: Vec::new(),
        }
    }

    /// All strips of the paper.
    pub(super) fn document(&mut self) -> Result<Vec<Strip>, PrintError> {
        let frame = self.page_frame();
        let template = self.template;
        self.blocks(&template.blocks, frame)
    }

    fn page_frame(&self) -> Frame {
        let margins = &self.template.margins;
        let x = mm(margins.left_mm);
        Frame {
            x,
            width: PAGE_WIDTH_PT - x - mm(margins.right_mm),
        }
    }

    fn blocks(&mut self, blocks: &[Block], frame: Frame) -> Result<Vec<Strip>, PrintError> {
        let mut strips = Vec::new();
        for block in blocks {
            if block.when.holds(self.model) {
                strips.extend(self.block(&block.kind, frame)?);
            }
        }
        Ok(strips)
    }

    fn block(&mut self, kind: &BlockKind, frame: Frame) -> Result<Vec<Strip>, PrintError> {
        match kind {
            BlockKind::Masthead {
                code,
                code_mm,
                parts,
            } => self.masthead(code, mm(*code_mm), parts, frame),
            BlockKind::Section { title, parts } => self.section(title, parts, frame),
            BlockKind::Heading { text, style } => {
                let mut strips = self.paragraph(None, text, *style, frame)?;
                keep_all(&mut strips);
                Ok(strips)
            }
            BlockKind::Paragraph { label, text, style } => {
                self.paragraph(label.as_ref(), text, *style, frame)
            }
            BlockKind::Facts { columns, items } => self.facts(*columns, items, frame),
            BlockKind::Table { rows, columns } => self.table(rows, columns, frame),
            BlockKind::List { rows, text } => self.list(rows, text, frame),
            BlockKind::Rule { strong } => Ok(vec![rule(*strong, frame)]),
            BlockKind::Signature {
                post,
                name,
                caption,
            } => self.signature(post, name, caption, frame),
            BlockKind::Spacer { mm: height } => Ok(vec![Strip {
                before_pt: mm(*height),
                ..Strip::default()
            }]),
        }
    }

    fn masthead(
        &mut self,
        code: &Inline,
        size: f32,
        parts: &[Block],
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let text = self.fill(code, None)?;
        let too_long = || PrintError::CodeTooLong {
            template: self.template.id.clone(),
        };
        let rects = code::rects(&text, size).ok_or_else(too_long)?;
        let narrow = Frame {
            width: frame.width - size - GUTTER_PT,
            ..frame
        };
        let mut strips = self.blocks(parts, narrow)?;
        if strips.is_empty() {
            strips.push(Strip::default());
        }
        let x = frame.x + frame.width - size;
        if let Some(first) = strips.first_mut() {
            first
                .items
                .extend(rects.into_iter().map(|item| item.moved(x, 0.0)));
        }
        stretch(&mut strips, size);
        keep_inside(&mut strips);
        Ok(strips)
    }

    fn section(
        &mut self,
        title: &Inline,
        parts: &[Block],
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let label = mm(self.template.label_mm);
        let inner = Frame {
            x: frame.x + label,
            width: frame.width - label,
        };
        let mut strips = self.blocks(parts, inner)?;
        let Some(first) = strips.first_mut() else {
            return Ok(strips);
        };
        first.before_pt = 0.0;
        let title = self.fill(title, None)?;
        let lines = self.wrap(&title, TITLE, frame.x, label - GUTTER_PT);
        let baseline = first.items.iter().find_map(|item| match item {
            Item::Text(run) => Some(run.y_pt),
            Item::Line(_) | Item::Rect(_) => None,
        });
        let mut y = match (baseline, lines.first()) {
            (Some(baseline), Some((_, run))) => baseline - run.y_pt,
            (Some(_) | None, _) => 0.0,
        };
        let mut title_items = Vec::new();
        for (height, run) in lines {
            title_items.push(Item::Text(run).moved(0.0, y));
            y += height;
        }
        // The title is read before what stands beside it, also by a screen reader.
        title_items.append(&mut first.items);
        first.items = title_items;
        stretch(&mut strips, y);
        let mut line = rule(false, frame);
        line.before_pt = SECTION_GAP_PT;
        line.height_pt = SECTION_GAP_PT - 3.0;
        line.keep_next = true;
        strips.insert(0, line);
        Ok(strips)
    }

    fn paragraph(
        &mut self,
        label: Option<&Inline>,
        text: &Inline,
        style: Style,
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let mut strips = Vec::new();
        if let Some(label) = label.filter(|label| self.complete(label)) {
            let label = self.fill(label, None)?;
            strips.extend(line_strips(self.wrap(&label, LABEL, frame.x, frame.width)));
            keep_all(&mut strips);
        }
        let text = self.fill(text, None)?;
        let mut body = line_strips(self.wrap(&text, style, frame.x, frame.width));
        keep_edges(&mut body);
        strips.append(&mut body);
        if let Some(first) = strips.first_mut() {
            first.before_pt = if style.size == Size::Small {
                1.0
            } else {
                BLOCK_GAP_PT
            };
        }
        Ok(strips)
    }

    fn facts(
        &mut self,
        columns: u8,
        facts: &[Fact],
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let columns_f = f32::from(columns);
        let width = (frame.width - GUTTER_PT * (columns_f - 1.0)) / columns_f;
        let mut strips = Vec::new();
        let mut cells: Vec<Vec<CellLine>> = Vec::new();
        for fact in facts {
            if !fact.when.holds(self.model) {
                continue;
            }
            if fact.wide || cells.len() >= usize::from(columns) {
                strips.extend(cell_row(&mut cells));
            }
            let column = u8::try_from(cells.len()).unwrap_or(columns);
            let x = frame.x + f32::from(column) * (width + GUTTER_PT);
            let width = if fact.wide { frame.width } else { width };
            cells.push(self.fact(fact, x, width)?);
            if fact.wide {
                strips.extend(cell_row(&mut cells));
            }
        }
        strips.extend(cell_row(&mut cells));
        Ok(strips)
    }

    fn fact(&mut self, fact: &Fact, x: f32, width: f32) -> Result<Vec<CellLine>, PrintError> {
        let label = self.fill(&fact.label, None)?;
        let text = self.fill(&fact.text, None)?;
        let mut lines = self.wrap(&label, LABEL, x, width);
        lines.extend(self.wrap(&text, fact.style, x, width));
        if let Some(note) = fact.note.as_ref().filter(|note| self.complete(note)) {
            let note = self.fill(note, None)?;
            lines.extend(self.wrap(&note, LABEL, x, width));
        }
        Ok(lines)
    }

    fn table(
        &mut self,
        field: &str,
        columns: &[Column],
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let shares: f32 = columns.iter().map(|column| column.share).sum();
        let free =
            frame.width - GUTTER_PT * (f32::from(u8::try_from(columns.len()).unwrap_or(1)) - 1.0);
        let mut places = Vec::new();
        let mut x = frame.x;
        for column in columns {
            let width = free * column.share / shares;
            places.push((column, Frame { x, width }));
            x += width + GUTTER_PT;
        }
        let mut header = self.table_row(&places, None, field, HEADER)?;
        keep_all(&mut header);
        if let Some(last) = header.last_mut() {
            last.height_pt += CELL_PAD_PT;
            last.items.push(hair(frame, last.height_pt));
        }
        let shared = Rc::new(header.clone());
        let mut strips = header;
        let rows = self.rows(field);
        for (number, row) in (1..).zip(rows) {
            let mut body = self.table_row(&places, Some(row), field, TEXT)?;
            if let Some(first) = body.first_mut() {
                pad_top(first);
            }
            if let Some(last) = body.last_mut() {
                last.height_pt += CELL_PAD_PT;
                // What follows the table parts itself from it.
                if number < rows.len() {
                    last.items.push(hair(frame, last.height_pt));
                }
            }
            for strip in &mut body {
                strip.header = Some(Rc::clone(&shared));
            }
            strips.append(&mut body);
        }
        if let Some(first) = strips.first_mut() {
            first.before_pt = BLOCK_GAP_PT;
        }
        Ok(strips)
    }

    /// The titles of a table, or one of its rows.
    fn table_row(
        &mut self,
        places: &[(&Column, Frame)],
        row: Option<&Row>,
        field: &str,
        style: Style,
    ) -> Result<Vec<Strip>, PrintError> {
        let mut cells = Vec::new();
        for (column, place) in places {
            let text = match row {
                Some(row) => self.fill(&column.text, Some((field, row)))?,
                None => self.fill(&column.title, None)?,
            };
            let mut lines = self.wrap(&text, style, place.x, place.width);
            if column.right {
                for (_, run) in &mut lines {
                    run.x_pt += place.width - run.width_pt;
                }
            }
            cells.push(lines);
        }
        let mut strips = cell_row(&mut cells);
        if let Some(first) = strips.first_mut() {
            first.before_pt = 0.0;
        }
        Ok(strips)
    }

    fn list(&mut self, field: &str, text: &Inline, frame: Frame) -> Result<Vec<Strip>, PrintError> {
        let indent = self.size(Size::Text) * 1.8;
        let inner = Frame {
            x: frame.x + indent,
            width: frame.width - indent,
        };
        let mut strips = Vec::new();
        for (number, row) in (1_u32..).zip(self.rows(field)) {
            let text = self.fill(text, Some((field, row)))?;
            let mut item = line_strips(self.wrap(&text, TEXT, inner.x, inner.width));
            keep_edges(&mut item);
            if let Some(first) = item.first_mut() {
                first.before_pt = if number == 1 {
                    BLOCK_GAP_PT
                } else {
                    CELL_PAD_PT
                };
                let number = self.wrap(&format!("{number}."), TEXT, frame.x, indent);
                let number = number.into_iter().map(|(_, run)| Item::Text(run));
                first.items.splice(0..0, number);
            }
            strips.append(&mut item);
        }
        Ok(strips)
    }

    fn signature(
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

    /// Writes the foot of each page, now that their number is known.
    pub(super) fn footers(&mut self, mut pages: Vec<Page>) -> Result<Vec<Page>, PrintError> {
        let frame = self.page_frame();
        let template = self.template;
        let top = PAGE_HEIGHT_PT - mm(template.margins.bottom_mm) + BLOCK_GAP_PT;
        let total = pages.len().to_string();
        for (number, page) in (1_u32..).zip(&mut pages) {
            let row = Row::from([
                ("page".to_owned(), number.to_string()),
                ("pages".to_owned(), total.clone()),
            ]);
            let left = self.fill(&template.footer.left, Some(("footer", &row)))?;
            let right = self.fill(&template.footer.right, Some(("footer", &row)))?;
            page.items.push(hair(frame, top));
            let text_top = top + CELL_PAD_PT;
            for (_, run) in self
                .wrap(&left, LABEL, frame.x, frame.width * 0.7)
                .into_iter()
                .take(1)
            {
                page.items.push(Item::Text(run).moved(0.0, text_top));
            }
            for (_, run) in self
                .wrap(&right, LABEL, frame.x, frame.width)
                .into_iter()
                .take(1)
            {
                let dx = frame.width - run.width_pt;
                page.items.push(Item::Text(run).moved(dx, text_top));
            }
        }
        Ok(pages)
    }

    fn rows(&self, field: &str) -> &'a [Row] {
        match self.model.get(field) {
            Some(Value::Rows(rows)) => rows,
            Some(Value::Text(_) | Value::Date(_)) | None => &[],
        }
    }

    /// Whether every field of a text is there.
    fn complete(&self, inline: &Inline) -> bool {
        inline.fields().all(|field| self.model.get(field).is_some())
    }

    fn fill(&mut self, inline: &Inline, row: Option<(&str, &Row)>) -> Result<String, PrintError> {
        for part in inline.parts() {
            let Part::Words(words) = part else { continue };
            let lacking = words.chars().find(|c| *c != '\n' && !self.fonts.has(*c));
            if let Some(character) = lacking {
                let template = self.template.id.clone();
                return Err(PrintError::NoGlyph {
                    template,
                    character,
                });
            }
        }
        let text = inline.fill(&self.template.id, self.model, row)?;
        Ok(printable(&text, self.fonts, &mut self.replaced))
    }

    fn size(&self, size: Size) -> f32 {
        let sizes = &self.template.sizes;
        match size {
            Size::Small => sizes.small_pt,
            Size::Text => sizes.text_pt,
            Size::Large => sizes.large_pt,
        }
    }

    /// Cuts a text into lines that fit a width: at plain spaces and line feeds; a word longer
    /// than a line is cut between letters.
    fn wrap(&self, text: &str, style: Style, x: f32, width: f32) -> Vec<CellLine> {
        let size = self.size(style.size);
        let leading = match style.size {
            Size::Small => LEADING_SMALL,
            Size::Text => LEADING_TEXT,
            Size::Large => LEADING_LARGE,
        };
        let height = size * leading;
        let baseline = (height - (ASCENT_EM + DESCENT_EM) * size) / 2.0 + ASCENT_EM * size;
        let measure = |text: &str| self.fonts.width_pt(text, style.weight, size);
        let mut lines = Vec::new();
        for paragraph in text.trim_end().split('\n') {
            break_lines(paragraph, width, &measure, &mut lines);
        }
        let tone = match style.ink {
            Ink::Full => Tone::Ink,
            Ink::Soft => Tone::Soft,
        };
        let run = |text: String| TextRun {
            x_pt: x,
            y_pt: baseline,
            size_pt: size,
            width_pt: measure(&text),
            weight: style.weight,
            tone,
            text,
        };
        lines.into_iter().map(|text| (height, run(text))).collect()
    }
}
