//! What several papers share besides their head.

use std::collections::BTreeMap;

use stoika_domain::text::case::Naming;

use crate::model::{FormModel, Row};

/// A document handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedDocument {
    /// What it is: «Квитанция за август».
    pub name: String,
    /// «оригинал» or «копия».
    pub form: String,
    /// Number of sheets.
    pub sheets: u32,
}

impl HandedDocument {
    pub(super) fn into_row(self) -> Row {
        BTreeMap::from([
            ("name".to_owned(), self.name.into()),
            ("form".to_owned(), self.form.into()),
            ("sheets".to_owned(), self.sheets.to_string().into()),
        ])
    }
}

/// To whom a letter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The person or organisation, in all cases and with the salutation.
    pub name: Naming,
    /// Postal address or e-mail; line feeds part its lines.
    pub address: Option<String>,
}

impl Addressee {
    pub(super) fn into_model(self, model: FormModel) -> FormModel {
        model
            .name("addressee", self.name)
            .optional_text("addressee_address", self.address)
    }
}

/// Who signs a letter (the head of the office, as a rule).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// «Начальник отделения».
    pub post: String,
    /// «Е. В. Образцова».
    pub name: String,
}

impl Signer {
    pub(super) fn into_model(self, model: FormModel) -> FormModel {
        model
            .text("signer_post", self.post)
            .text("signer_name", self.name)
    }
}

/// Somewhere to go or to write to: an office, a court, a supervising body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// With what one goes there: «Нарушения антимонопольного законодательства».
    pub competence: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Phone, e-mail, site: what the data has, on one line.
    pub contact: Option<String>,
    /// When it receives: «пн–чт 8:00–17:00».
    pub hours: Option<String>,
}

impl Place {
    /// A row with the name and one text of everything else: a line for each thing known.
    pub(super) fn into_row(self) -> Row {
        let known = [self.competence, self.address, self.contact, self.hours];
        let details: Vec<String> = known.into_iter().flatten().collect();
        BTreeMap::from([
            ("name".to_owned(), self.name.into()),
            ("details".to_owned(), details.join("\n").into()),
        ])
    }
}

/// Whose personal data a consent is about (субъект персональных данных).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSubject {
    /// Full name.
    pub name: String,
    /// Address of the person (152-ФЗ, ст. 9, ч. 4, п. 1). Not known: a line to fill in by hand.
    pub address: Option<String>,
    /// Kind, number, date and issuer of the main document: «паспорт 0000 000000, выдан …». Not
    /// kept: a line to fill in by hand.
    pub document: Option<String>,
    /// The representative with address, document and authority, if the person does not come
    /// himself (152-ФЗ, ст. 9, ч. 4, п. 2).
    pub representative: Option<String>,
}

impl DataSubject {
    pub(super) fn into_model(self, model: FormModel) -> FormModel {
        model
            .text("subject", self.name)
            .optional_text("subject_address", self.address)
            .optional_text("subject_document", self.document)
            .optional_text("representative", self.representative)
    }
}

/// Who processes personal data (оператор), as its register entry names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// Full name of the supplier.
    pub name: String,
    /// Its legal address (152-ФЗ, ст. 9, ч. 4, п. 3).
    pub address: String,
}

impl Operator {
    pub(super) fn into_model(self, model: FormModel) -> FormModel {
        model
            .text("operator", self.name)
            .text("operator_address", self.address)
    }
}

/// Rows of one column, `text`.
pub(super) fn lines(texts: Vec<String>) -> Vec<Row> {
    let row = |text: String| BTreeMap::from([("text".to_owned(), text.into())]);
    texts.into_iter().map(row).collect()
}
