//! The notice of extension (уведомление о продлении срока рассмотрения), R207, 59-ФЗ, ст. 12,
//! ч. 2; domain §7, form 17.

use chrono::NaiveDate;

use super::Head;
use super::parts::{Addressee, Signer};
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const EXTENSION_NOTICE: &str = "extension_notice";

/// What stands on the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionNotice {
    /// The head; number and date are those of the letter, the specialist is its executor.
    pub head: Head,
    /// To whom it goes.
    pub addressee: Addressee,
    /// Registration number of the appeal.
    pub appeal_number: String,
    /// Date of its registration.
    pub appeal_on: NaiveDate,
    /// Its topic: «Расчёты стоимости».
    pub topic: String,
    /// The date by which it was to be answered.
    pub old_on: NaiveDate,
    /// The date by which it will be.
    pub new_on: NaiveDate,
    /// Why, as a sentence.
    pub reason: String,
    /// The clause: «часть 2 статьи 12 Федерального закона …».
    pub clause: Option<String>,
    /// Who signs.
    pub signer: Signer,
}

impl ExtensionNotice {
    /// The values by the names that the template `extension_notice` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let model = self.addressee.into_model(self.head.into_model());
        self.signer
            .into_model(model)
            .text("appeal_number", self.appeal_number)
            .date("appeal_on", self.appeal_on)
            .text("topic", self.topic)
            .date("old_on", self.old_on)
            .date("new_on", self.new_on)
            .text("reason", self.reason)
            .optional_text("clause", self.clause)
    }
}
