//! Withdrawal of a consent (отзыв согласия на обработку персональных данных), 152-ФЗ, ст. 9,
//! ч. 2 and ст. 21, ч. 5; domain §7, form 20.

use chrono::NaiveDate;

use super::Head;
use super::parts::{DataSubject, Operator, lines};
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const CONSENT_WITHDRAWAL: &str = "consent_withdrawal";

/// What stands on the withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentWithdrawal {
    /// The head.
    pub head: Head,
    /// Who withdraws.
    pub subject: DataSubject,
    /// From whom.
    pub operator: Operator,
    /// When the consent was given, if that is known.
    pub given_on: Option<NaiveDate>,
    /// For which purposes it is withdrawn.
    pub purposes: Vec<String>,
    /// What follows, when, and by what clause: «Обработка прекращается, данные уничтожаются …».
    pub effect: String,
}

impl ConsentWithdrawal {
    /// The values by the names that the template `consent_withdrawal` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let model = self.operator.into_model(self.head.into_model());
        let model = self
            .subject
            .into_model(model)
            .rows("purposes", lines(self.purposes))
            .text("effect", self.effect);
        match self.given_on {
            Some(given_on) => model.date("given_on", given_on),
            None => model,
        }
    }
}
