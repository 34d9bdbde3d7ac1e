//! The notice of extension (уведомление о продлении срока рассмотрения), R207, 59-ФЗ, ст. 12,
//! ч. 2; domain §7, form 17.

use chrono::NaiveDate;

use super::letter::Letter;
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const EXTENSION_NOTICE: &str = "extension_notice";

/// What stands on the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionNotice {
    /// The frame.
    pub letter: Letter,
    /// The date by which it was to be answered.
    pub old_on: NaiveDate,
    /// The date by which it will be.
    pub new_on: NaiveDate,
    /// Why, as a sentence.
    pub reason: String,
    /// The clause: «часть 2 статьи 12 Федерального закона …».
    pub clause: Option<String>,
}

impl ExtensionNotice {
    /// The values by the names that the template `extension_notice` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        self.letter
            .into_model()
            .date("old_on", self.old_on)
            .date("new_on", self.new_on)
            .text("reason", self.reason)
            .optional_text("clause", self.clause)
    }
}
