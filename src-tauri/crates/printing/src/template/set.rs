//! All forms a desk has: those in the program, and versions that came with the directory.

use chrono::NaiveDate;

use super::{Template, TemplateError};
use crate::PrintError;

/// Forms that every program carries.
const BUILT_IN: [&str; 9] = [
    include_str!("../../../../../assets/forms/registration_card/form.toml"),
    include_str!("../../../../../assets/forms/documents_receipt/form.toml"),
    include_str!("../../../../../assets/forms/information_sheet/form.toml"),
    include_str!("../../../../../assets/forms/redirect_sheet/form.toml"),
    include_str!("../../../../../assets/forms/consent/form.toml"),
    include_str!("../../../../../assets/forms/consent_withdrawal/form.toml"),
    include_str!("../../../../../assets/forms/repeat_visit_ticket/form.toml"),
    include_str!("../../../../../assets/forms/extension_notice/form.toml"),
    include_str!("../../../../../assets/forms/unconsidered_notice/form.toml"),
];

/// Forms with their versions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TemplateSet {
    templates: Vec<Template>,
}

impl TemplateSet {
    /// The forms of `assets/forms`.
    ///
    /// # Errors
    /// [`TemplateError`] if one of them is broken: a test of this crate forbids it.
    pub fn built_in() -> Result<Self, TemplateError> {
        let mut set = Self::default();
        for source in BUILT_IN {
            set.add(source)?;
        }
        Ok(set)
    }

    /// Adds a version of a form, as its TOML; the same id and version replaces what was there.
    ///
    /// # Errors
    /// [`TemplateError`] with the line; the set stays as it was.
    pub fn add(&mut self, source: &str) -> Result<(), TemplateError> {
        let template = Template::parse(source)?;
        self.templates
            .retain(|known| (&known.id, &known.version) != (&template.id, &template.version));
        self.templates.push(template);
        Ok(())
    }

    /// The version of a form in force on a civil date: the latest that has begun; of two that
    /// begin on one day, the one added last.
    ///
    /// # Errors
    /// [`PrintError::UnknownForm`], [`PrintError::NotInForce`].
    pub fn in_force(&self, form: &str, on: NaiveDate) -> Result<&Template, PrintError> {
        let mut versions = self.templates.iter().filter(|t| t.id == form).peekable();
        if versions.peek().is_none() {
            return Err(PrintError::UnknownForm {
                form: form.to_owned(),
            });
        }
        versions
            .filter(|t| t.effective_from <= on)
            .max_by_key(|t| t.effective_from)
            .ok_or_else(|| PrintError::NotInForce {
                form: form.to_owned(),
                on,
            })
    }
}
