//! What a caller gives to a form: named, typed values.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use stoika_domain::money::Kopecks;
use stoika_domain::text::case::Naming;

/// One row of a table, a list or a loop: its columns by name.
pub type Row = BTreeMap<String, Value>;

/// A value of one field. Text is printed as it stands: money, names, accounts and units come
/// with their no-break spaces from `stoika_domain::text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Text; a line feed begins a new line.
    Text(String),
    /// A civil date, printed `23.11.2026`.
    Date(NaiveDate),
    /// A sum, printed `1 234,56 ₽`.
    Money(Kopecks),
    /// A whole number, printed `1 234`.
    Number(i64),
    /// A person, an organisation or a post, printed in the nominative.
    Name(Box<Naming>),
    /// Rows of a table, a list or a loop; a row has no rows.
    Rows(Vec<Row>),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
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

    /// The same model with a sum of money.
    #[must_use]
    pub fn money(mut self, field: &str, amount: Kopecks) -> Self {
        self.values.insert(field.to_owned(), Value::Money(amount));
        self
    }

    /// The same model with a whole number.
    #[must_use]
    pub fn number(mut self, field: &str, number: i64) -> Self {
        self.values.insert(field.to_owned(), Value::Number(number));
        self
    }

    /// The same model with the name of a person, an organisation or a post, in all cases.
    #[must_use]
    pub fn name(mut self, field: &str, name: Naming) -> Self {
        self.values
            .insert(field.to_owned(), Value::Name(Box::new(name)));
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
