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

    /// The keys of a table whose keys are free (`[fields]`).
    pub(super) fn entries(&self) -> impl Iterator<Item = &'t str> {
        self.table.keys().map(|key| key.get_ref().as_ref())
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
            Some(_) => Err(self.wrong(key, "text")),
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
            .map(|text| Inline::parse(text).map_err(|problem| self.error_at(key, problem)))
            .transpose()
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
            Ok(_) | Err(_) => Err(self.wrong(key, "a number above 0, at most 400")),
        }
    }

    pub(super) fn length(&self, key: &'static str) -> Result<f32, TemplateError> {
        self.optional_length(key)?.ok_or_else(|| self.missing(key))
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<bool, TemplateError> {
        match self.value(key).map(Spanned::get_ref) {
            None => Ok(false),
            Some(DeValue::Boolean(flag)) => Ok(*flag),
            Some(_) => Err(self.wrong(key, "true or false")),
        }
    }

    pub(super) fn table(&self, key: &'static str) -> Result<Reader<'t>, TemplateError> {
        let value = self.value(key).ok_or_else(|| self.missing(key))?;
        match value.get_ref() {
            DeValue::Table(table) => Ok(Reader::new(self.source, table, value.span().start)),
            _ => Err(self.wrong(key, "a table")),
        }
    }

    pub(super) fn tables(&self, key: &'static str) -> Result<Vec<Reader<'t>>, TemplateError> {
        let Some(value) = self.value(key) else {
            return Ok(Vec::new());
        };
        let DeValue::Array(array) = value.get_ref() else {
            return Err(self.wrong(key, "a list of tables"));
        };
        array
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::Table(table) => Ok(Reader::new(self.source, table, item.span().start)),
                _ => Err(self.wrong(key, "a list of tables")),
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
    let before = source.get(..byte).unwrap_or(source);
    TemplateError {
        line: before.matches('\n').count() + 1,
        problem,
    }
}
