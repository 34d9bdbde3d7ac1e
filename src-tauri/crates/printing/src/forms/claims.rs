//! The papers of a claim: its form for signature (A14), the refusal with its conclusion (R161), the proposals of
//! settlement (R162), the notice that it stays open (R163); domain §7, form 16.

use chrono::NaiveDate;
use stoika_domain::text::case::Naming;

use super::letter::Letter;
use super::parts::Place;
use super::{HandedDocument, Head};
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const CLAIM_FORM: &str = "claim_form";
/// The form's id in `assets/forms`.
pub const CLAIM_REFUSAL: &str = "claim_refusal";
/// The form's id in `assets/forms`.
pub const CLAIM_SETTLEMENT: &str = "claim_settlement";
/// The form's id in `assets/forms`.
pub const OPEN_CLAIM_NOTICE: &str = "open_claim_notice";

/// An oral claim put on paper. Where neither account nor contract is known there is a line to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimForm {
    /// The head: of the registration.
    pub head: Head,
    /// To whom it is made.
    pub supplier: Naming,
    /// Who makes it.
    pub applicant: Naming,
    /// Who speaks for the applicant, and by what authority.
    pub representative: Option<String>,
    /// Personal account.
    pub account: Option<String>,
    /// Contract: «№ 63-ОТ-000098 от 12.03.2019».
    pub contract: Option<String>,
    /// Address of supply.
    pub address: Option<String>,
    /// Topic: «Расчёты стоимости».
    pub topic: String,
    /// Its grounds, in the applicant's words.
    pub text: String,
    /// What the applicant demands.
    pub demand: Option<String>,
    /// What is handed in with it.
    pub documents: Vec<HandedDocument>,
}

impl ClaimForm {
    /// The values by the names that the template `claim_form` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let documents = self.documents.into_iter().map(HandedDocument::into_row);
        self.head
            .into_model()
            .name("supplier", self.supplier)
            .name("applicant", self.applicant)
            .optional_text("representative", self.representative)
            .optional_text("account", self.account)
            .optional_text("contract", self.contract)
            .optional_text("address", self.address)
            .text("topic", self.topic)
            .text("text", self.text)
            .optional_text("demand", self.demand)
            .rows("documents", documents.collect())
    }
}

/// A claim is not founded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRefusal {
    /// The frame.
    pub letter: Letter,
    /// The answer.
    pub text: String,
    /// The reasoned conclusion.
    pub conclusion: String,
    /// Where else to apply (R180).
    pub elsewhere: Vec<Place>,
}

impl ClaimRefusal {
    /// The values by the names that the template `claim_refusal` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let elsewhere = self.elsewhere.into_iter().map(Place::into_row);
        self.letter
            .into_model()
            .text("text", self.text)
            .text("conclusion", self.conclusion)
            .rows("elsewhere", elsewhere.collect())
    }
}

/// A claim is founded, or partly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimSettlement {
    /// The frame.
    pub letter: Letter,
    /// `founded`, `partly_founded`.
    pub outcome: String,
    /// The answer.
    pub text: String,
    /// Why not all of it is founded.
    pub conclusion: Option<String>,
    /// What is proposed.
    pub settlement: String,
    /// Where else to apply (R180).
    pub elsewhere: Vec<Place>,
}

impl ClaimSettlement {
    /// The values by the names that the template `claim_settlement` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let elsewhere = self.elsewhere.into_iter().map(Place::into_row);
        self.letter
            .into_model()
            .text("outcome", self.outcome)
            .text("text", self.text)
            .optional_text("conclusion", self.conclusion)
            .text("settlement", self.settlement)
            .rows("elsewhere", elsewhere.collect())
    }
}

/// The applicant rejected the decision: the claim stays open, and where else to apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenClaimNotice {
    /// The frame.
    pub letter: Letter,
    /// The day of the rejection.
    pub rejected_on: NaiveDate,
    /// The day of the answer that was rejected.
    pub former_on: NaiveDate,
    /// The applicant's words.
    pub words: String,
    /// By when the claim is answered anew.
    pub control_on: NaiveDate,
    /// «3 рабочих дня».
    pub control_term: String,
    /// The company, to whose management the applicant may turn.
    pub company_name: String,
    /// Its address.
    pub company_address: String,
    /// The bodies that he was told of.
    pub elsewhere: Vec<Place>,
}

impl OpenClaimNotice {
    /// The values by the names that the template `open_claim_notice` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let elsewhere = self.elsewhere.into_iter().map(Place::into_row);
        self.letter
            .into_model()
            .date("rejected_on", self.rejected_on)
            .date("former_on", self.former_on)
            .text("words", self.words)
            .date("control_on", self.control_on)
            .text("control_term", self.control_term)
            .text("company_name", self.company_name)
            .text("company_address", self.company_address)
            .rows("elsewhere", elsewhere.collect())
    }
}
