//! Letters on the way of a contract, the slip that tells where it stands, and the inquiry to another
//! organisation: domain §7, forms 8, 10, 11; R50, R53–R55, R174.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use stoika_domain::text::case::Naming;

use super::contract_papers::ProtocolClause;
use super::letter::Letter;
use super::parts::{Place, Signer, lines};
use super::{Head, MissingDocument};
use crate::model::FormModel;

/// The form's id in `assets/forms`: уведомление об отказе в заключении договора.
pub const REFUSAL_NOTICE: &str = "refusal_notice";
/// The form's id in `assets/forms`: сопроводительное письмо.
pub const COVER_LETTER: &str = "cover_letter";
/// The form's id in `assets/forms`: ответ на протокол разногласий.
pub const DISAGREEMENT_REPLY: &str = "disagreement_reply";
/// The form's id in `assets/forms`: справка о состоянии заключения договора.
pub const STATUS_SLIP: &str = "status_slip";
/// The form's id in `assets/forms`: запрос в стороннюю организацию.
pub const INQUIRY: &str = "inquiry";

/// A reason of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalReason {
    /// «Объект находится вне зоны деятельности гарантирующего поставщика».
    pub title: String,
    /// By which clause; empty if none is named.
    pub clause: String,
}

/// The contract is refused (R53).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalNotice {
    /// The frame.
    pub letter: Letter,
    /// What was asked for: «заявление о заключении договора».
    pub request: String,
    /// Day of the refusal.
    pub refused_on: NaiveDate,
    /// The reasons.
    pub reasons: Vec<RefusalReason>,
    /// The reasoning.
    pub text: String,
    /// Where else to apply (R180).
    pub elsewhere: Vec<Place>,
}

impl RefusalNotice {
    /// The values by the names that the template `refusal_notice` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let reasons = self.reasons.into_iter().map(|it| {
            BTreeMap::from([
                ("title".to_owned(), it.title.into()),
                ("clause".to_owned(), it.clause.into()),
            ])
        });
        let elsewhere = self.elsewhere.into_iter().map(Place::into_row);
        self.letter
            .into_model()
            .text("request", self.request)
            .date("refused_on", self.refused_on)
            .rows("reasons", reasons.collect())
            .text("text", self.text)
            .rows("elsewhere", elsewhere.collect())
    }
}

/// The signed contract goes to the client (R54, R58).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverLetter {
    /// The frame.
    pub letter: Letter,
    /// `conclude`, `change`, `terminate`, `reduce`.
    pub matter: String,
    /// Number of the contract or agreement.
    pub contract_number: String,
    /// Day of sending.
    pub sent_on: NaiveDate,
    /// What goes with it.
    pub enclosures: Vec<String>,
}

impl CoverLetter {
    /// The values by the names that the template `cover_letter` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        self.letter
            .into_model()
            .text("matter", self.matter)
            .text("contract_number", self.contract_number)
            .date("sent_on", self.sent_on)
            .rows("enclosures", lines(self.enclosures))
    }
}

/// The protocol was processed (R55).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisagreementReply {
    /// The frame.
    pub letter: Letter,
    /// Day of receipt of the protocol.
    pub received_on: NaiveDate,
    /// Number of the contract, once it has one.
    pub contract_number: Option<String>,
    /// How many clauses were taken as the client wants.
    pub accepted_count: i64,
    /// How many clauses there are.
    pub clause_count: i64,
    /// The clauses with what is said to each.
    pub clauses: Vec<ProtocolClause>,
}

impl DisagreementReply {
    /// The values by the names that the template `disagreement_reply` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        self.letter
            .into_model()
            .date("received_on", self.received_on)
            .optional_text("contract_number", self.contract_number)
            .number("accepted_count", self.accepted_count)
            .number("clause_count", self.clause_count)
            .rows("clauses", ProtocolClause::rows(self.clauses))
    }
}

/// A step that an application has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusStep {
    /// When.
    pub on: NaiveDate,
    /// «Заявление принято».
    pub what: String,
}

/// Where the conclusion of a contract stands (R50).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSlip {
    /// The head.
    pub head: Head,
    /// «Заявление о заключении договора».
    pub title: String,
    /// Who applied.
    pub applicant: String,
    /// Day of registration.
    pub appeal_on: NaiveDate,
    /// «Документы полны, готовим проект договора».
    pub stage: String,
    /// By when the next step is owed; `None` when nothing is owed.
    pub control_on: Option<NaiveDate>,
    /// By which clause.
    pub control_clause: Option<String>,
    /// What has happened, oldest first.
    pub steps: Vec<StatusStep>,
    /// What the client owes.
    pub missing: Vec<MissingDocument>,
}

impl StatusSlip {
    /// The values by the names that the template `status_slip` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let steps = self.steps.into_iter().map(|it| {
            BTreeMap::from([
                ("on".to_owned(), crate::model::Value::Date(it.on)),
                ("what".to_owned(), it.what.into()),
            ])
        });
        let missing = self.missing.into_iter().map(MissingDocument::into_row);
        let model = self
            .head
            .into_model()
            .text("title", self.title)
            .text("applicant", self.applicant)
            .date("appeal_on", self.appeal_on)
            .text("stage", self.stage)
            .optional_text("control_clause", self.control_clause)
            .rows("steps", steps.collect())
            .rows("missing", missing.collect());
        match self.control_on {
            Some(on) => model.date("control_on", on),
            None => model,
        }
    }
}

/// A question to another organisation (7.4 row 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// The head.
    pub head: Head,
    /// The organisation that is asked.
    pub organisation: Naming,
    /// Who signs.
    pub signer: Signer,
    /// Registration number of the appeal.
    pub appeal_number: String,
    /// Day of its registration.
    pub appeal_on: NaiveDate,
    /// Object that it is about.
    pub object: Option<String>,
    /// Account or contract.
    pub account: Option<String>,
    /// What is asked.
    pub question: String,
    /// By when a reply is wanted.
    pub due_on: NaiveDate,
}

impl Inquiry {
    /// The values by the names that the template `inquiry` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        self.signer
            .into_model(self.head.into_model())
            .name("organisation", self.organisation)
            .text("appeal_number", self.appeal_number)
            .date("appeal_on", self.appeal_on)
            .optional_text("object", self.object)
            .optional_text("account", self.account)
            .text("question", self.question)
            .date("due_on", self.due_on)
    }
}
