//! Consent to the processing of personal data (согласие на обработку персональных данных):
//! a document of its own, 152-ФЗ, ст. 9; domain §6 and §7, form 20.

use super::Head;
use super::parts::{DataSubject, Operator, lines};
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const CONSENT: &str = "consent";

/// What stands on the consent: the nine points of 152-ФЗ, ст. 9, ч. 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The head.
    pub head: Head,
    /// Who consents.
    pub subject: DataSubject,
    /// To whom.
    pub operator: Operator,
    /// What for, each purpose on its own.
    pub purposes: Vec<String>,
    /// Which data.
    pub personal_data: Vec<String>,
    /// What is done with them and how: «сбор, запись, … с использованием средств автоматизации».
    pub actions: String,
    /// Who processes on the operator's behalf, if anybody does.
    pub processor: Option<String>,
    /// How long it holds: «до отзыва, но не дольше срока действия договора».
    pub term: String,
    /// How to withdraw it.
    pub withdrawal: String,
}

impl Consent {
    /// The values by the names that the template `consent` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let model = self.operator.into_model(self.head.into_model());
        self.subject
            .into_model(model)
            .rows("purposes", lines(self.purposes))
            .rows("personal_data", lines(self.personal_data))
            .text("actions", self.actions)
            .optional_text("processor", self.processor)
            .text("term", self.term)
            .text("withdrawal", self.withdrawal)
    }
}
