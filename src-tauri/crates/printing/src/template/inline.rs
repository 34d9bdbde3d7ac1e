//! Text with placeholders: `от {received_on}`.

use stoika_domain::text;

use super::Problem;
use crate::{FormModel, PrintError, Row, Value};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words of the template.
    Words(String),
    /// The value of a field, or of a column of the current row.
    Field(String),
}

/// A text with placeholders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline {
    parts: Vec<Part>,
}

impl Inline {
    /// Reads `words {field} words`; `{{` and `}}` are braces.
    ///
    /// # Errors
    /// [`Problem::Placeholder`] for a brace with no pair or an empty name.
    pub fn parse(source: &str) -> Result<Self, Problem> {
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut characters = source.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '{' if characters.next_if_eq(&'{').is_some() => words.push('{'),
                '}' if characters.next_if_eq(&'}').is_some() => words.push('}'),
                '{' => {
                    let mut name = String::new();
                    while let Some(letter) =
                        characters.next_if(|c| c.is_ascii_alphanumeric() || *c == '_')
                    {
                        name.push(letter);
                    }
                    if name.is_empty() || characters.next() != Some('}') {
                        return Err(Problem::Placeholder);
                    }
                    if !words.is_empty() {
                        parts.push(Part::Words(std::mem::take(&mut words)));
                    }
                    parts.push(Part::Field(name));
                }
                '}' => return Err(Problem::Placeholder),
                other => words.push(other),
            }
        }
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        Ok(Self { parts })
    }

    /// Its pieces, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Names of the fields in it.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(name) => Some(name.as_str()),
            Part::Words(_) => None,
        })
    }

    /// The text with all values; a column of `row` goes before a field of the model.
    pub(crate) fn fill(
        &self,
        template: &str,
        model: &FormModel,
        row: Option<(&str, &Row)>,
    ) -> Result<String, PrintError> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Words(words) => out.push_str(words),
                Part::Field(name) => match row.map(|(rows, row)| (rows, row.get(name))) {
                    Some((_, Some(cell))) => out.push_str(cell),
                    Some((rows, None)) if model.get(name).is_none() => {
                        return Err(missing(template, &format!("{rows}.{name}")));
                    }
                    Some((_, None)) | None => out.push_str(&plain(template, model, name)?),
                },
            }
        }
        Ok(out)
    }
}

fn plain(template: &str, model: &FormModel, field: &str) -> Result<String, PrintError> {
    match model.get(field) {
        Some(Value::Text(text)) => Ok(text.clone()),
        Some(Value::Date(date)) => Ok(text::date(*date)),
        Some(Value::Rows(_)) => Err(PrintError::WrongValue {
            template: template.to_owned(),
            field: field.to_owned(),
            expected: "text or a date",
        }),
        None => Err(missing(template, field)),
    }
}

fn missing(template: &str, field: &str) -> PrintError {
    PrintError::MissingField {
        template: template.to_owned(),
        field: field.to_owned(),
    }
}
