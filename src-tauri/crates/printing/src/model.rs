//! What a caller gives to a form: named, typed values.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One row of a table or a list: its columns by name, ready to print.
pub type Row = BTreeMap<String, String>;

/// A value of one field. Text is printed as it stands: money, names, accounts and units come
/// with their no-break spaces from `stoika_domain::text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Text; a line feed begins a new line.
    Text(String),
    /// A civil date, printed `23.11.2026`.
    Date(NaiveDate),
    /// Rows of a table or a list.
    Rows(Vec<Row>),
}

/// The values of one paper (форма). A field that is not here does not exist: there are no
/// empty texts by default, so a paper can never come out with a silent blank.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormModel {
    values: BTreeMap<String, Value>,
}

impl FormModel {
    /// A model with no values yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same model with a text.
    #[must_use]
    pub fn text(mut self, field: &str, text: impl Into<String>) -> Self {
        self.values
            .insert(field.to_owned(), Value::Text(text.into()));
        self
    }

    /// The same model with a text, if there is one with something in it.
    #[must_use]
    pub fn optional_text(self, field: &str, text: Option<String>) -> Self {
        match text {
            Some(text) if !text.trim().is_empty() => self.text(field, text),
            Some(_) | None => self,
        }
    }

    /// The same model with a civil date.
    #[must_use]
    pub fn date(mut self, field: &str, date: NaiveDate) -> Self {
        self.values.insert(field.to_owned(), Value::Date(date));
        self
    }

    /// The same model with rows; no rows, no field.
    #[must_use]
    pub fn rows(mut self, field: &str, rows: Vec<Row>) -> Self {
        if !rows.is_empty() {
            self.values.insert(field.to_owned(), Value::Rows(rows));
        }
        self
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.values.get(field)
    }
}
