//! The receipt for documents (расписка о приёме документов), domain §7, form 2.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{HandedDocument, Head};
use crate::model::{FormModel, Row};

/// The form's id in `assets/forms`.
pub const DOCUMENTS_RECEIPT: &str = "documents_receipt";

/// What stands on the receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentsReceipt {
    /// The head; its number is that of the appeal the documents belong to.
    pub head: Head,
    /// What the documents are for: «Заключение договора энергоснабжения».
    pub matter: String,
    /// Who applied, in full.
    pub applicant: String,
    /// Who handed the documents in for the applicant: «Образцов П. И., доверенность № 5 от …».
    pub representative: Option<String>,
    /// Personal account or contract.
    pub account: Option<String>,
    /// Address of supply.
    pub address: Option<String>,
    /// What was taken.
    pub documents: Vec<HandedDocument>,
    /// What is still wanted: empty when nothing is; `None` when nobody has compared the papers with
    /// a checklist, and then the receipt says nothing of it.
    pub missing: Option<Vec<MissingDocument>>,
    /// Until when to bring it, and what happens else: «Донесите до 13.11.2026: …».
    pub missing_note: Option<String>,
    /// Control date (контрольный срок).
    pub control_on: NaiveDate,
    /// The term in words: «30 дней».
    pub control_term: String,
    /// From what it runs and its clause: «Стандарт, п. 5.1, строка 1.5».
    pub control_clause: String,
}

/// A document that is still wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingDocument {
    /// What it is.
    pub name: String,
    /// Where it is to be had: «МФЦ, выписка из ЕГРН».
    pub where_to_get: String,
}

impl DocumentsReceipt {
    /// The values by the names that the template `documents_receipt` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let sheets: u32 = self
            .documents
            .iter()
            .fold(0, |sum, document| sum.saturating_add(document.sheets));
        let count = self.documents.len();
        let documents = self.documents.into_iter().map(HandedDocument::into_row);
        let complete = self.missing.as_ref().is_some_and(Vec::is_empty);
        let nothing_missing = complete.then(|| count.to_string());
        let missing = self.missing.into_iter().flatten();
        let missing = missing.map(MissingDocument::into_row);
        self.head
            .into_model()
            .text("matter", self.matter)
            .text("applicant", self.applicant)
            .optional_text("representative", self.representative)
            .optional_text("account", self.account)
            .optional_text("address", self.address)
            .rows("documents", documents.collect())
            .text("documents_count", count.to_string())
            .text("sheets_count", sheets.to_string())
            .rows("missing", missing.collect())
            .optional_text("nothing_missing", nothing_missing)
            .optional_text("missing_note", self.missing_note)
            .date("control_on", self.control_on)
            .text("control_term", self.control_term)
            .text("control_clause", self.control_clause)
    }
}

impl MissingDocument {
    pub(super) fn into_row(self) -> Row {
        BTreeMap::from([
            ("name".to_owned(), self.name.into()),
            ("where_to_get".to_owned(), self.where_to_get.into()),
        ])
    }
}
