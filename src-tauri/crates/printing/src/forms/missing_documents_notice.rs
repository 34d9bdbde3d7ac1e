//! The notice of missing documents (уведомление о недостающих документах), 8.1; domain §7, form 9.

use chrono::NaiveDate;

use super::MissingDocument;
use super::letter::Letter;
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const MISSING_DOCUMENTS_NOTICE: &str = "missing_documents_notice";

/// What stands in the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingDocumentsNotice {
    /// The frame.
    pub letter: Letter,
    /// What is wanted, and where it is to be had.
    pub missing: Vec<MissingDocument>,
    /// What the checklist says of it to the client.
    pub missing_note: Option<String>,
    /// Control date (контрольный срок).
    pub control_on: NaiveDate,
    /// The term in words: «30 дней».
    pub control_term: String,
    /// Its clause: «Стандарт, п. 5.1, строка 1.5».
    pub control_clause: String,
}

impl MissingDocumentsNotice {
    /// The values by the names that the template `missing_documents_notice` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let count = i64::try_from(self.missing.len()).unwrap_or(i64::MAX);
        let missing = self.missing.into_iter().map(MissingDocument::into_row);
        self.letter
            .into_model()
            .number("missing_count", count)
            .rows("missing", missing.collect())
            .optional_text("missing_note", self.missing_note)
            .date("control_on", self.control_on)
            .text("control_term", self.control_term)
            .text("control_clause", self.control_clause)
    }
}
