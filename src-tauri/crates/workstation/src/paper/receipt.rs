//! The receipt for documents handed in (расписка о приёме документов), domain §7, form 2.

use stoika_domain::appeal::{Appeal, Attachment, Compared, DocumentForm};
use stoika_domain::text;
use stoika_printing::{DocumentsReceipt, HandedDocument, MissingDocument};

use super::forms::{At, Forms, account_and_contract, representative};
use crate::fault::Outcome;
use crate::term_words;

impl Forms<'_> {
    pub(super) fn documents_receipt(&self, appeal: &Appeal, at: &At) -> Outcome<DocumentsReceipt> {
        let registered = &appeal.registered;
        let applicant = &registered.applicant;
        let term = self.term(appeal)?;
        let (head, _) = self.head_of_registration(appeal, at)?;
        let compared = registered.compared.as_ref();
        Ok(DocumentsReceipt {
            head,
            matter: format!(
                "{}: {}",
                self.standards.category(registered.category.as_str()),
                text::lower_first(&self.standards.topic(registered.topic.as_str()))
            ),
            applicant: applicant.display_name.clone(),
            representative: representative(appeal),
            account: account_and_contract(applicant),
            address: applicant.address.clone(),
            documents: registered.attachments.iter().map(handed).collect(),
            missing: compared.map(missing_documents),
            missing_note: compared.and_then(|compared| compared.note.clone()),
            control_on: term.limit,
            control_term: term_words::view(&term).amount_label,
            control_clause: term.explanation.control.clause,
        })
    }
}

/// A line of what was handed in.
pub(super) fn handed(row: &Attachment) -> HandedDocument {
    HandedDocument {
        name: row.name.clone(),
        form: match row.form {
            DocumentForm::Original => "оригинал",
            DocumentForm::Copy => "копия",
        }
        .to_owned(),
        sheets: u32::from(row.sheets),
    }
}

/// What is missing, with where to get it.
pub(super) fn missing_documents(compared: &Compared) -> Vec<MissingDocument> {
    compared
        .missing
        .iter()
        .map(|wanted| MissingDocument {
            name: wanted.name.clone(),
            where_to_get: wanted.where_to_get.clone(),
        })
        .collect()
}
