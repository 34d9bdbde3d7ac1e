//! From blocks to strips.

use super::lines::break_lines;
use super::strip::{
    BLOCK_GAP_PT, CELL_PAD_PT, CellLine, Frame, Strip, cell_row, hair, keep_all, keep_edges,
    keep_inside, keep_with_next, line_strips, rule, stretch,
};
use super::{Item, PAGE_HEIGHT_PT, PAGE_WIDTH_PT, Page, TextRun, Tone, mm};
use crate::fonts::{Fonts, printable};
use crate::template::{
    Block, BlockKind, Fact, Ink, Inline, PAGE, PAGES, RowAt, Size, Style, Template, Weight,
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
pub(super) const GUTTER_PT: f32 = 16.0;
pub(super) const SECTION_GAP_PT: f32 = 11.0;

/// How many letters a paper can have, each block counting for at least one: some 300 pages.
const LETTERS_MAX: usize = 1_000_000;

pub(super) const LABEL: Style = Style {
    size: Size::Small,
    weight: Weight::Regular,
    ink: Ink::Soft,
};
pub(super) const TITLE: Style = Style {
    size: Size::Text,
    weight: Weight::SemiBold,
    ink: Ink::Full,
};
pub(super) const TEXT: Style = Style {
    size: Size::Text,
    weight: Weight::Regular,
    ink: Ink::Full,
};
pub(super) const HEADER: Style = Style {
    size: Size::Small,
    weight: Weight::Medium,
    ink: Ink::Soft,
};

pub(super) struct Builder<'a> {
    pub(super) template: &'a Template,
    pub(super) model: &'a FormModel,
    fonts: &'a Fonts,
    /// The row of the loop around, if there is one.
    row: Option<RowAt<'a>>,
    /// What is left of [`LETTERS_MAX`].
    letters_left: usize,
    /// Characters that had to be replaced so far.
    pub(super) replaced: Vec<char>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(template: &'a Template, model: &'a FormModel, fonts: &'a Fonts) -> Self {
        Self {
            template,
            model,
            fonts,
            row: None,
            letters_left: LETTERS_MAX,
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

    pub(super) fn blocks(
        &mut self,
        blocks: &'a [Block],
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let mut strips = Vec::new();
        for block in blocks {
            self.spend(1)?;
            if !block.when.holds(self.model, self.row) {
                continue;
            }
            if block.kind.signs() {
                keep_with_next(&mut strips);
            }
            strips.extend(self.block(&block.kind, frame)?);
        }
        Ok(strips)
    }

    fn block(&mut self, kind: &'a BlockKind, frame: Frame) -> Result<Vec<Strip>, PrintError> {
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
            BlockKind::List {
                rows,
                mark,
                text,
                note,
                note_style,
                style,
            } => {
                let note = note.as_ref().map(|note| (note, *note_style));
                self.list(rows, *mark, (text, *style), note, frame)
            }
            BlockKind::Each { rows, parts } => self.each(rows, parts, frame),
            BlockKind::Prose { rows } => self.prose(rows, frame),
            BlockKind::Addressee { parts } => self.addressee(parts, frame),
            BlockKind::Blank { label } => self.blank(label, frame),
            BlockKind::Rule { strong } => Ok(vec![rule(*strong, frame)]),
            BlockKind::Signature {
                post,
                name,
                caption,
            } => self.signature(post, name, caption, frame),
            BlockKind::Signatures { signers } => self.signatures(signers, frame),
            BlockKind::SignOff { post, name } => self.sign_off(post, name, frame),
            BlockKind::Spacer { mm: height } => Ok(vec![Strip {
                before_pt: mm(*height),
                ..Strip::default()
            }]),
            BlockKind::NewPage => Ok(vec![Strip {
                turns: true,
                ..Strip::default()
            }]),
        }
    }

    fn masthead(
        &mut self,
        code: &Inline,
        size: f32,
        parts: &'a [Block],
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
        parts: &'a [Block],
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

    pub(super) fn paragraph(
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
            if !fact.when.holds(self.model, self.row) {
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

    /// Writes the foot of each page, now that their number is known.
    pub(super) fn footers(&mut self, mut pages: Vec<Page>) -> Result<Vec<Page>, PrintError> {
        let frame = self.page_frame();
        let template = self.template;
        let top = PAGE_HEIGHT_PT - mm(template.margins.bottom_mm) + BLOCK_GAP_PT;
        let total = i64::try_from(pages.len()).unwrap_or(i64::MAX);
        for (number, page) in (1_u32..).zip(&mut pages) {
            let row = Row::from([
                (PAGE.to_owned(), Value::Number(i64::from(number))),
                (PAGES.to_owned(), Value::Number(total)),
            ]);
            let row = RowAt {
                rows: "footer",
                row: &row,
                number,
            };
            let left = self.fill(&template.footer.left, Some(row))?;
            let right = self.fill(&template.footer.right, Some(row))?;
            page.items.push(hair(frame, top));
            let text_top = top + CELL_PAD_PT;
            let right = self.wrap(&right, LABEL, frame.x, frame.width * 0.5);
            let taken = right.iter().map(|(_, run)| run.width_pt + GUTTER_PT);
            let free = frame.width - taken.fold(0.0, f32::max);
            let left = self.wrap(&left, LABEL, frame.x, free);
            for (at, (height, run)) in (0_u8..).zip(left) {
                let dy = text_top + f32::from(at) * height;
                page.items.push(Item::Text(run).moved(0.0, dy));
            }
            for (at, (height, run)) in (0_u8..).zip(right) {
                let dx = frame.width - run.width_pt;
                let dy = text_top + f32::from(at) * height;
                page.items.push(Item::Text(run).moved(dx, dy));
            }
        }
        Ok(pages)
    }

    pub(super) fn rows(&self, field: &str) -> &'a [Row] {
        match self.model.get(field) {
            Some(Value::Rows(rows)) => rows,
            Some(_) | None => &[],
        }
    }

    /// The parts of a loop, once for each row.
    fn each(
        &mut self,
        field: &'a str,
        parts: &'a [Block],
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let mut strips = Vec::new();
        for (number, row) in (1..).zip(self.rows(field)) {
            self.row = Some(RowAt {
                rows: field,
                row,
                number,
            });
            strips.append(&mut self.blocks(parts, frame)?);
        }
        self.row = None;
        Ok(strips)
    }

    /// Whether every field of a text is there.
    pub(super) fn complete(&self, inline: &Inline) -> bool {
        inline.is_complete(self.model, self.row)
    }

    /// Counts what is printed, so that no values make a paper without end.
    pub(super) fn spend(&mut self, letters: usize) -> Result<(), PrintError> {
        let left = self.letters_left.checked_sub(letters.max(1));
        self.letters_left = left.ok_or_else(|| PrintError::TooLong {
            template: self.template.id.clone(),
        })?;
        Ok(())
    }

    /// A text with its values: of this row, else of the loop around, else of the model.
    pub(super) fn fill(
        &mut self,
        inline: &Inline,
        row: Option<RowAt<'_>>,
    ) -> Result<String, PrintError> {
        let text = inline.fill(&self.template.id, self.model, row.or(self.row))?;
        self.spend(text.len())?;
        Ok(self.printable(&text))
    }

    /// A value as it goes on paper: what no font can draw is replaced and told.
    pub(super) fn printable(&mut self, text: &str) -> String {
        printable(text, self.fonts, &mut self.replaced)
    }

    pub(super) fn size(&self, size: Size) -> f32 {
        let sizes = &self.template.sizes;
        match size {
            Size::Small => sizes.small_pt,
            Size::Text => sizes.text_pt,
            Size::Large => sizes.large_pt,
        }
    }

    /// Cuts a text into lines that fit a width: at plain spaces and line feeds; a word longer
    /// than a line is cut between letters.
    pub(super) fn wrap(&self, text: &str, style: Style, x: f32, width: f32) -> Vec<CellLine> {
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
