//! Strict reading of a TOML table: every key is asked for, known by its line, and counted.

use std::cell::RefCell;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Inline, Problem, TemplateError};

/// A table of the template being read.
pub(super) struct Reader<'t> {
    source: &'t str,
    table: &'t DeTable<'t>,
    start: usize,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(source: &'t str, table: &'t DeTable<'t>, start: usize) -> Self {
        let asked = RefCell::default();
        Self {
            source,
            table,
            start,
            asked,
        }
    }

    /// An error at the line where this table begins.
    pub(super) fn error(&self, problem: Problem) -> TemplateError {
        at(self.source, self.start, problem)
    }

    /// An error at the line of a key.
    pub(super) fn error_at(&self, key: &str, problem: Problem) -> TemplateError {
        let start = self
            .table
            .get(key)
            .map_or(self.start, |value| value.span().start);
        at(self.source, start, problem)
    }

    /// An error at a piece of the text under a key, where it is found there.
    pub(super) fn error_in(&self, key: &str, piece: &str, problem: Problem) -> TemplateError {
        let Some(value) = self.table.get(key) else {
            return self.error(problem);
        };
        let span = value.span();
        let text = self.source.get(span.clone()).unwrap_or_default();
        let byte = span.start + text.find(piece).unwrap_or(0);
        at(self.source, byte, problem)
    }

    /// Line and column of a key.
    pub(super) fn place(&self, key: &str) -> (usize, usize) {
        let key = self.table.keys().find(|known| known.get_ref() == key);
        place(self.source, key.map_or(self.start, |key| key.span().start))
    }

    /// The keys of a table whose keys are free (`[fields]`).
    pub(super) fn entries(&self) -> impl Iterator<Item = &'t str> {
        self.table.keys().map(|key| key.get_ref().as_ref())
    }

    /// The table under a free key.
    pub(super) fn inner(&self, key: &str) -> Option<Reader<'t>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Reader::new(self.source, table, value.span().start)),
            _ => None,
        }
    }

    /// The value under a key that is not from a fixed list.
    pub(super) fn entry(&self, key: &str) -> Option<&'t DeValue<'t>> {
        self.table.get(key).map(Spanned::get_ref)
    }

    fn value(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    fn wrong(&self, key: &str, expected: &'static str) -> TemplateError {
        let key_owned = key.to_owned();
        self.error_at(
            key,
            Problem::WrongType {
                key: key_owned,
                expected,
            },
        )
    }

    pub(super) fn optional_text(
        &self,
        key: &'static str,
    ) -> Result<Option<&'t str>, TemplateError> {
        match self.value(key).map(Spanned::get_ref) {
            None => Ok(None),
            Some(DeValue::String(text)) => Ok(Some(text.as_ref())),
            Some(_) => Err(self.wrong(key, "текст в кавычках")),
        }
    }

    pub(super) fn text(&self, key: &'static str) -> Result<&'t str, TemplateError> {
        self.optional_text(key)?.ok_or_else(|| self.missing(key))
    }

    pub(super) fn optional_inline(
        &self,
        key: &'static str,
    ) -> Result<Option<Inline>, TemplateError> {
        self.optional_text(key)?
            .map(|text| Inline::parse(text).map_err(|problem| self.in_text(key, problem)))
            .transpose()
    }

    /// An error at the placeholder that has it.
    pub(super) fn in_text(&self, key: &str, problem: Problem) -> TemplateError {
        let piece = match &problem {
            Problem::Placeholder { near } => near.clone(),
            Problem::UnknownForm { form } => format!("|{form}"),
            Problem::UnknownField { field }
            | Problem::WrongField { field }
            | Problem::WrongForm { field }
            | Problem::Unguarded { field } => format!("{{{field}"),
            Problem::NoGlyph { character } => character.to_string(),
            _ => String::new(),
        };
        self.error_in(key, &piece, problem)
    }

    pub(super) fn inline(&self, key: &'static str) -> Result<Inline, TemplateError> {
        self.optional_inline(key)?.ok_or_else(|| self.missing(key))
    }

    /// A length or a size: above 0, at most 400.
    pub(super) fn optional_length(&self, key: &'static str) -> Result<Option<f32>, TemplateError> {
        let text = match self.value(key).map(Spanned::get_ref) {
            None => return Ok(None),
            Some(DeValue::Integer(number)) => number.as_str(),
            Some(DeValue::Float(number)) => number.as_str(),
            Some(_) => "",
        };
        match text.parse::<f32>() {
            Ok(number) if number > 0.0 && number <= 400.0 => Ok(Some(number)),
            Ok(_) | Err(_) => Err(self.wrong(key, "число больше 0 и не больше 400")),
        }
    }

    pub(super) fn length(&self, key: &'static str) -> Result<f32, TemplateError> {
        self.optional_length(key)?.ok_or_else(|| self.missing(key))
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<bool, TemplateError> {
        match self.value(key).map(Spanned::get_ref) {
            None => Ok(false),
            Some(DeValue::Boolean(flag)) => Ok(*flag),
            Some(_) => Err(self.wrong(key, "true или false")),
        }
    }

    /// A text, or a list of texts.
    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<&'t str>, TemplateError> {
        match self.value(key).map(Spanned::get_ref) {
            None => Ok(Vec::new()),
            Some(DeValue::String(text)) => Ok(vec![text.as_ref()]),
            Some(DeValue::Array(texts)) => texts
                .iter()
                .map(|text| text.get_ref().as_str())
                .collect::<Option<_>>()
                .ok_or_else(|| self.wrong(key, "тексты в кавычках")),
            Some(_) => Err(self.wrong(key, "текст в кавычках")),
        }
    }

    pub(super) fn table(&self, key: &'static str) -> Result<Reader<'t>, TemplateError> {
        let value = self.value(key).ok_or_else(|| self.missing(key))?;
        match value.get_ref() {
            DeValue::Table(table) => Ok(Reader::new(self.source, table, value.span().start)),
            _ => Err(self.wrong(key, "таблица")),
        }
    }

    pub(super) fn tables(&self, key: &'static str) -> Result<Vec<Reader<'t>>, TemplateError> {
        let Some(value) = self.value(key) else {
            return Ok(Vec::new());
        };
        let DeValue::Array(array) = value.get_ref() else {
            return Err(self.wrong(key, "список таблиц"));
        };
        array
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::Table(table) => Ok(Reader::new(self.source, table, item.span().start)),
                _ => Err(self.wrong(key, "список таблиц")),
            })
            .collect()
    }

    pub(super) fn missing(&self, key: &str) -> TemplateError {
        self.error(Problem::MissingKey {
            key: key.to_owned(),
        })
    }

    /// After everything was asked for: is there a key nobody knows?
    pub(super) fn finish(&self) -> Result<(), TemplateError> {
        let asked = self.asked.borrow();
        match self
            .table
            .keys()
            .find(|key| !asked.contains(key.get_ref().as_ref()))
        {
            None => Ok(()),
            Some(key) => {
                let problem = Problem::UnknownKey {
                    key: key.get_ref().to_string(),
                };
                Err(at(self.source, key.span().start, problem))
            }
        }
    }
}

/// An error at a byte of the source.
pub(super) fn at(source: &str, byte: usize, problem: Problem) -> TemplateError {
    let (line, column) = place(source, byte);
    TemplateError {
        line,
        column,
        problem,
    }
}

/// Line and character of a byte of the source, from 1.
fn place(source: &str, byte: usize) -> (usize, usize) {
    let before = source.get(..byte).unwrap_or(source);
    let line = before.rsplit('\n').next().unwrap_or(before);
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}
