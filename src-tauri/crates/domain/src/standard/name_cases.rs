//! Cases of names that the rules of endings get wrong: data, for no rule knows every name.

use serde::Deserialize;

use super::{StandardError, rows};
use crate::text::case::{Cases, Exceptions, Gender};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameCases {
    nominative_ru: String,
    #[serde(default)]
    gender: Option<Gender>,
    forms_ru: [String; 5],
}

/// Reads `name_cases.json`.
///
/// # Errors
/// [`StandardError`]: not JSON, or a form is empty.
pub fn name_cases(json: &str) -> Result<Exceptions, StandardError> {
    let names: Vec<NameCases> = rows(json)?;
    let mut exceptions = Exceptions::default();
    for name in names {
        let [genitive, dative, accusative, instrumental, prepositional] = name.forms_ru;
        let forms = [
            name.nominative_ru.clone(),
            genitive,
            dative,
            accusative,
            instrumental,
            prepositional,
        ];
        if forms.iter().any(|form| form.trim().is_empty()) {
            return Err(StandardError::Unfit {
                row: name.nominative_ru,
                why: "has an empty form",
            });
        }
        exceptions.add(name.gender, Cases::new(forms));
    }
    Ok(exceptions)
}
