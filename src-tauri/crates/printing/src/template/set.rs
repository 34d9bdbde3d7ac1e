//! All forms a desk has: those in the program, and versions that came with the directory.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

use super::{Template, TemplateError};
use crate::PrintError;

/// Forms that every program carries.
const BUILT_IN: [&str; 32] = [
    include_str!("../../../../../assets/forms/registration_card/form.toml"),
    include_str!("../../../../../assets/forms/documents_receipt/form.toml"),
    include_str!("../../../../../assets/forms/information_sheet/form.toml"),
    include_str!("../../../../../assets/forms/redirect_sheet/form.toml"),
    include_str!("../../../../../assets/forms/consent/form.toml"),
    include_str!("../../../../../assets/forms/consent_withdrawal/form.toml"),
    include_str!("../../../../../assets/forms/repeat_visit_ticket/form.toml"),
    include_str!("../../../../../assets/forms/extension_notice/form.toml"),
    include_str!("../../../../../assets/forms/unconsidered_notice/form.toml"),
    include_str!("../../../../../assets/forms/answer_letter/form.toml"),
    include_str!("../../../../../assets/forms/information_request/form.toml"),
    include_str!("../../../../../assets/forms/missing_documents_notice/form.toml"),
    include_str!("../../../../../assets/forms/statement/form.toml"),
    include_str!("../../../../../assets/forms/claim_form/form.toml"),
    include_str!("../../../../../assets/forms/claim_refusal/form.toml"),
    include_str!("../../../../../assets/forms/claim_settlement/form.toml"),
    include_str!("../../../../../assets/forms/open_claim_notice/form.toml"),
    include_str!("../../../../../assets/forms/book_sheet/form.toml"),
    include_str!("../../../../../assets/forms/questionnaire/form.toml"),
    include_str!("../../../../../assets/forms/survey_report/form.toml"),
    include_str!("../../../../../assets/forms/contract_application/form.toml"),
    include_str!("../../../../../assets/forms/contract_application_citizen/form.toml"),
    include_str!("../../../../../assets/forms/refusal_notice/form.toml"),
    include_str!("../../../../../assets/forms/contract_draft/form.toml"),
    include_str!("../../../../../assets/forms/contract_draft_citizen/form.toml"),
    include_str!("../../../../../assets/forms/contract_amendment/form.toml"),
    include_str!("../../../../../assets/forms/termination_agreement/form.toml"),
    include_str!("../../../../../assets/forms/cover_letter/form.toml"),
    include_str!("../../../../../assets/forms/disagreement_protocol/form.toml"),
    include_str!("../../../../../assets/forms/disagreement_reply/form.toml"),
    include_str!("../../../../../assets/forms/status_slip/form.toml"),
    include_str!("../../../../../assets/forms/inquiry/form.toml"),
];

/// Forms with their versions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TemplateSet {
    templates: Vec<Arc<Template>>,
}

impl TemplateSet {
    /// The forms of `assets/forms`, parsed once in the life of the program.
    ///
    /// # Errors
    /// [`TemplateError`] if one of them is broken: a test of this crate forbids it.
    pub fn built_in() -> Result<Self, TemplateError> {
        static SET: LazyLock<Result<TemplateSet, TemplateError>> = LazyLock::new(|| {
            let mut set = TemplateSet::default();
            for source in BUILT_IN {
                set.add(source)?;
            }
            Ok(set)
        });
        SET.clone()
    }

    /// Adds a version of a form, as its TOML; the same id and version replaces what was there.
    ///
    /// # Errors
    /// [`TemplateError`] with the line; the set stays as it was.
    pub fn add(&mut self, source: &str) -> Result<(), TemplateError> {
        let template = Template::parse(source)?;
        self.templates
            .retain(|known| (&known.id, &known.version) != (&template.id, &template.version));
        self.templates.push(Arc::new(template));
        Ok(())
    }

    /// The latest version of a form, whatever the date: what it declares is what the form is given.
    #[must_use]
    pub fn known(&self, form: &str) -> Option<&Template> {
        let versions = self.templates.iter().filter(|t| t.id == form);
        versions.max_by_key(|t| t.effective_from).map(Arc::as_ref)
    }

    /// The version of a form in force on a civil date: the latest that has begun; of two that
    /// begin on one day, the one added last.
    ///
    /// # Errors
    /// [`PrintError::UnknownForm`], [`PrintError::NotInForce`].
    pub fn in_force(&self, form: &str, on: NaiveDate) -> Result<&Template, PrintError> {
        let of_form = self.templates.iter().filter(|t| t.id == form);
        let mut versions = of_form.map(Arc::as_ref).peekable();
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
