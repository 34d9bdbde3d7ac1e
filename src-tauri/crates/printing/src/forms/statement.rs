//! An oral appeal put on paper for the applicant's signature (A14): a claim, an application, a sheet of the
//! book of complaints and suggestions; domain §7, forms 6, 16, 19.

use stoika_domain::text::case::Naming;

use super::{HandedDocument, Head};
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const STATEMENT: &str = "statement";

/// What stands on the sheet. How a written answer is to come nobody has asked yet: a line to fill in by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The head: of the registration.
    pub head: Head,
    /// To whom it is made.
    pub supplier: Naming,
    /// Who makes it.
    pub applicant: Naming,
    /// Who speaks for the applicant, and by what authority.
    pub representative: Option<String>,
    /// Personal account or contract.
    pub account: Option<String>,
    /// Address of supply.
    pub address: Option<String>,
    /// Category of the appeal by its id: it gives the heading.
    pub kind: String,
    /// Topic: «Расчёты стоимости».
    pub topic: String,
    /// The applicant's words.
    pub text: String,
    /// What the applicant asks for.
    pub demand: Option<String>,
    /// What is handed in with it.
    pub documents: Vec<HandedDocument>,
}

impl Statement {
    /// The values by the names that the template `statement` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let documents = self.documents.into_iter().map(HandedDocument::into_row);
        self.head
            .into_model()
            .name("supplier", self.supplier)
            .name("applicant", self.applicant)
            .optional_text("representative", self.representative)
            .optional_text("account", self.account)
            .optional_text("address", self.address)
            .text("kind", self.kind)
            .text("topic", self.topic)
            .text("text", self.text)
            .optional_text("demand", self.demand)
            .rows("documents", documents.collect())
    }
}
