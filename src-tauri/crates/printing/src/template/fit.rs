//! Whether a version of a form asks only for what the program gives to that form.

use std::collections::BTreeMap;

use super::{Field, FieldKind, Problem, Template, TemplateError};

impl Template {
    /// Compares the fields with those of a version that the program is known to fill.
    ///
    /// # Errors
    /// The first field that the program does not give, gives as another type, or not always.
    pub fn fit(&self, known: &Self) -> Result<(), TemplateError> {
        fields(&self.fields, &known.fields, "")
    }
}

fn fields(
    asked: &BTreeMap<String, Field>,
    given: &BTreeMap<String, Field>,
    rows: &str,
) -> Result<(), TemplateError> {
    for (name, field) in asked {
        let problem = |problem: fn(String) -> Problem| {
            let (line, column) = field.at;
            let problem = problem(format!("{rows}{name}"));
            TemplateError {
                line,
                column,
                problem,
            }
        };
        let Some(known) = given.get(name) else {
            return Err(problem(|field| Problem::Foreign { field }));
        };
        if known.optional && !field.optional {
            return Err(problem(|field| Problem::NotAlways { field }));
        }
        match (&field.kind, &known.kind) {
            (FieldKind::Rows { columns }, FieldKind::Rows { columns: known }) => {
                fields(columns, known, &format!("{name}."))?;
            }
            (FieldKind::Text, known) if !matches!(known, FieldKind::Rows { .. }) => {}
            (asked, known) if asked == known => {}
            (_, known) => {
                let (line, column) = field.at;
                let (field, given) = (format!("{rows}{name}"), known.name());
                let problem = Problem::GivenAs { field, given };
                return Err(TemplateError {
                    line,
                    column,
                    problem,
                });
            }
        }
    }
    Ok(())
}
