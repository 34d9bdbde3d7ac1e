//! What is made of rows: tables, lists, articles.

use std::rc::Rc;

use super::Item;
use super::strip::{
    BLOCK_GAP_PT, CELL_PAD_PT, Frame, Strip, cell_row, hair, keep_all, keep_edges, keep_with_next,
    line_strips, pad_top, tick_box,
};
use super::strips::{Builder, GUTTER_PT, HEADER, TEXT, TITLE};
use crate::template::{Column, Form, Inline, Mark, ROLE, RowAt, Size, Style, TEXT as TEXT_COLUMN};
use crate::{PrintError, Row};

/// Indent of a list, in the size of its letters.
const INDENT_EM: f32 = 1.8;

impl Builder<'_> {
    pub(super) fn table(
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
        let mut header = self.table_row(&places, None, HEADER)?;
        keep_all(&mut header);
        if let Some(last) = header.last_mut() {
            last.height_pt += CELL_PAD_PT;
            last.items.push(hair(frame, last.height_pt));
        }
        let shared = Rc::new(header.clone());
        let mut strips = header;
        let rows = self.rows(field);
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        for (number, row) in (1_u32..).zip(rows) {
            let row = RowAt {
                rows: field,
                row,
                number,
            };
            let mut body = self.table_row(&places, Some(row), TEXT)?;
            if let Some(first) = body.first_mut() {
                pad_top(first);
            }
            if let Some(last) = body.last_mut() {
                last.height_pt += CELL_PAD_PT;
                // What follows the table parts itself from it.
                if number < count {
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
        row: Option<RowAt<'_>>,
        style: Style,
    ) -> Result<Vec<Strip>, PrintError> {
        let mut cells = Vec::new();
        for (column, place) in places {
            let text = match row {
                Some(row) => self.fill(&column.text, Some(row))?,
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

    pub(super) fn list(
        &mut self,
        field: &str,
        mark: Mark,
        (text, style): (&Inline, Style),
        note: Option<(&Inline, Style)>,
        frame: Frame,
    ) -> Result<Vec<Strip>, PrintError> {
        let mut strips = Vec::new();
        for (number, row) in (1_u32..).zip(self.rows(field)) {
            let row = RowAt {
                rows: field,
                row,
                number,
            };
            let text = self.fill(text, Some(row))?;
            let mut item = self.item(mark, number, &text, style, frame);
            let note = note.filter(|(note, _)| note.is_complete(self.model, Some(row)));
            if let Some((note, style)) = note {
                let note = self.fill(note, Some(row))?;
                if !note.trim().is_empty() {
                    keep_with_next(&mut item);
                    let inner = self.item_frame(mark, frame);
                    let mut lines = line_strips(self.wrap(&note, style, inner.x, inner.width));
                    keep_edges(&mut lines);
                    item.append(&mut lines);
                }
            }
            if let Some(first) = item.first_mut() {
                first.before_pt = match (number, mark) {
                    (1, _) | (_, Mark::Bare) => BLOCK_GAP_PT,
                    (_, Mark::Number | Mark::Dash | Mark::Tick) => CELL_PAD_PT,
                };
            }
            strips.append(&mut item);
        }
        Ok(strips)
    }

    /// An article: titles, paragraphs, lists in the order of its rows.
    pub(super) fn prose(&mut self, field: &str, frame: Frame) -> Result<Vec<Strip>, PrintError> {
        let mut strips = Vec::new();
        let (mut step, mut in_list) = (0_u32, false);
        for row in self.rows(field) {
            let text = self.cell(field, TEXT_COLUMN, row)?;
            let role = self.cell(field, ROLE, row)?;
            let mark = match role.as_str() {
                "heading" | "paragraph" => Mark::Bare,
                "bullet" => Mark::Dash,
                "step" => Mark::Number,
                _ => {
                    return Err(PrintError::WrongValue {
                        template: self.template.id.clone(),
                        field: format!("{field}.{ROLE}"),
                        expected: "heading, paragraph, bullet or step",
                    });
                }
            };
            let title = role == "heading";
            step = if mark == Mark::Number { step + 1 } else { 0 };
            let style = if title { TITLE } else { TEXT };
            let mut item = self.item(mark, step, &text, style, frame);
            if title {
                keep_all(&mut item);
            }
            let listed = mark != Mark::Bare;
            if let Some(first) = item.first_mut() {
                first.before_pt = match (title, listed && in_list) {
                    (true, _) => BLOCK_GAP_PT * 1.75,
                    (false, true) => CELL_PAD_PT,
                    (false, false) => BLOCK_GAP_PT,
                };
            }
            in_list = listed;
            strips.append(&mut item);
        }
        Ok(strips)
    }

    /// A value of a row as it goes on paper.
    fn cell(&mut self, field: &str, column: &str, row: &Row) -> Result<String, PrintError> {
        let text = row.get(column).and_then(|value| Form::PLAIN.write(value));
        let text = text.ok_or_else(|| PrintError::MissingField {
            template: self.template.id.clone(),
            field: format!("{field}.{column}"),
        })?;
        self.spend(text.len())?;
        Ok(self.printable(&text))
    }

    /// Where the words of a list stand.
    fn item_frame(&self, mark: Mark, frame: Frame) -> Frame {
        let indent = match mark {
            Mark::Bare => 0.0,
            Mark::Number | Mark::Dash | Mark::Tick => self.size(Size::Text) * INDENT_EM,
        };
        Frame {
            x: frame.x + indent,
            width: frame.width - indent,
        }
    }

    /// One item of a list, with its mark.
    fn item(&self, mark: Mark, number: u32, text: &str, style: Style, frame: Frame) -> Vec<Strip> {
        let inner = self.item_frame(mark, frame);
        let mut item = line_strips(self.wrap(text, style, inner.x, inner.width));
        keep_edges(&mut item);
        let Some(first) = item.first_mut() else {
            return item;
        };
        let sign = match mark {
            Mark::Number => Some(format!("{number}.")),
            Mark::Dash => Some("–".to_owned()),
            Mark::Tick | Mark::Bare => None,
        };
        let sign = sign.map(|sign| self.wrap(&sign, TEXT, frame.x, inner.x - frame.x));
        // The mark is read before the words.
        let mut items: Vec<Item> = sign
            .into_iter()
            .flatten()
            .map(|(_, run)| Item::Text(run))
            .collect();
        if mark == Mark::Tick {
            items.extend(tick_box(frame.x, first.height_pt));
        }
        first.items.splice(0..0, items);
        item
    }
}
