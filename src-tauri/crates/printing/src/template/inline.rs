//! Text with placeholders: `от {received_on|long}`.

use std::borrow::Cow;

use super::Problem;
use super::form::Form;
use crate::{FormModel, PrintError, Row, Value};

/// The number of a row, from 1: a column that every row has.
pub(crate) const ROW_NUMBER: &str = "row_number";

/// A row of a table, a list or a loop that is being printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowAt<'r> {
    /// Name of the field with the rows.
    pub(crate) rows: &'r str,
    pub(crate) row: &'r Row,
    /// From 1.
    pub(crate) number: u32,
}

/// The value of a column of the row around, else of a field.
pub(crate) fn value_of<'m>(
    name: &str,
    model: &'m FormModel,
    row: Option<RowAt<'m>>,
) -> Option<Cow<'m, Value>> {
    let Some(at) = row else {
        return model.get(name).map(Cow::Borrowed);
    };
    if name == ROW_NUMBER {
        return Some(Cow::Owned(Value::Number(i64::from(at.number))));
    }
    at.row
        .get(name)
        .or_else(|| model.get(name))
        .map(Cow::Borrowed)
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Words of the template.
    Words(String),
    /// The value of a field, or of a column of the current row.
    Field {
        /// Its name.
        name: String,
        /// How it is written.
        form: Form,
    },
}

/// A text with placeholders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline {
    parts: Vec<Part>,
}

impl Inline {
    /// Reads `words {field} words {field|form}`; `{{` and `}}` are braces.
    ///
    /// # Errors
    /// A brace with no pair, an empty name, or an unknown word after a bar.
    pub fn parse(source: &str) -> Result<Self, Problem> {
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut rest = source;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            words.push_str(before);
            let doubled = ["{{", "}}"].into_iter().find(|two| from.starts_with(two));
            if let Some(two) = doubled {
                words.push_str(&two[..1]);
                rest = &from[2..];
                continue;
            }
            let broken = || Problem::Placeholder {
                near: from.chars().take(24).collect(),
            };
            let inside = from.strip_prefix('{').ok_or_else(broken)?;
            let (placeholder, after) = inside.split_once('}').ok_or_else(broken)?;
            let mut steps = placeholder.split('|');
            let name = steps.next().unwrap_or_default();
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.is_empty() || !name.chars().all(plain) {
                return Err(broken());
            }
            if !words.is_empty() {
                parts.push(Part::Words(std::mem::take(&mut words)));
            }
            let steps: Vec<&str> = steps.collect();
            parts.push(Part::Field {
                name: name.to_owned(),
                form: Form::parse(&steps)?,
            });
            rest = after;
        }
        words.push_str(rest);
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        Ok(Self { parts })
    }

    /// The fields in it and how they are written.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &Form)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field { name, form } => Some((name.as_str(), form)),
            Part::Words(_) => None,
        })
    }

    /// The words of the template in it.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| match part {
            Part::Words(words) => std::slice::from_ref(words).iter().map(String::as_str),
            Part::Field { form, .. } => form.words().iter().map(String::as_str),
        })
    }

    /// Whether every field of it is there.
    pub(crate) fn is_complete(&self, model: &FormModel, row: Option<RowAt<'_>>) -> bool {
        self.fields()
            .all(|(name, _)| value_of(name, model, row).is_some())
    }

    /// The text with all values; a column of the row goes before a field of the model.
    pub(crate) fn fill(
        &self,
        template: &str,
        model: &FormModel,
        row: Option<RowAt<'_>>,
    ) -> Result<String, PrintError> {
        let mut out = String::new();
        for part in &self.parts {
            let (name, form) = match part {
                Part::Words(words) => {
                    out.push_str(after(&out, words));
                    continue;
                }
                Part::Field { name, form } => (name, form),
            };
            let Some(value) = value_of(name, model, row) else {
                let field = row.map_or_else(|| name.clone(), |at| format!("{}.{name}", at.rows));
                return Err(PrintError::MissingField {
                    template: template.to_owned(),
                    field,
                });
            };
            let text = form.write(&value).ok_or_else(|| PrintError::WrongValue {
                template: template.to_owned(),
                field: name.clone(),
                expected: "a value that is written so",
            })?;
            out.push_str(&text);
        }
        Ok(out)
    }
}

/// The words as they go on: after «г.» or «И. И.» a sentence has no second full stop.
fn after<'w>(out: &str, words: &'w str) -> &'w str {
    match words.strip_prefix('.') {
        Some(rest) if out.ends_with('.') && !rest.starts_with('.') => rest,
        Some(_) | None => words,
    }
}
