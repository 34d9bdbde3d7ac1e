//! What each event of an appeal carries. Short field names: they stand in every entry.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::civil;
use crate::ids::{
    AnswerChannelId, CategoryId, ChannelId, FormId, NormKey, OfficeId, TopicId, UrgencyId,
};
use crate::number::PaperNumber;
use crate::terms::Audience;

/// How a statement was made (форма обращения), 3.16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementForm {
    /// Письменное.
    Written,
    /// Устное: answered orally at once, or put on paper at the desk (A14).
    Oral,
}

/// Who acts for the applicant (представитель), 3.22–3.23.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// ФИО.
    #[serde(rename = "nm")]
    pub name: String,
    /// The document that gives authority: «доверенность от 01.02.2026 № 5».
    #[serde(rename = "au")]
    pub authority: String,
}

/// The contract of an applicant who is not a citizen (§9 «b», A15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractRef {
    /// Its number.
    #[serde(rename = "no")]
    pub number: String,
    /// The day it was concluded, when known.
    #[serde(
        rename = "on",
        default,
        skip_serializing_if = "Option::is_none",
        with = "civil::optional_date"
    )]
    pub concluded_on: Option<NaiveDate>,
}

/// Who appeals (заявитель).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// The client's directory row; `None` for one who is not in the base.
    #[serde(rename = "id", default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<String>,
    /// ФИО or name of the organisation, in full.
    #[serde(rename = "nm")]
    pub display_name: String,
    /// Лицевой счёт.
    #[serde(rename = "ac", default, skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
    /// Address of the object.
    #[serde(rename = "ad", default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Contract, for those who must have one.
    #[serde(rename = "co", default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractRef>,
    /// Who acts for the applicant.
    #[serde(rename = "rp", default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<Representative>,
    /// The office in whose zone the object lies, when that is not the office that took the appeal
    /// in («чужая зона», A27): never a reason to refuse.
    #[serde(rename = "zo", default, skip_serializing_if = "Option::is_none")]
    pub zone_office: Option<OfficeId>,
}

/// In what form a document was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentForm {
    /// Оригинал.
    Original,
    /// Копия.
    Copy,
}

/// A document handed in with the appeal (приложение).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it is: «Квитанция за август».
    #[serde(rename = "nm")]
    pub name: String,
    /// Original or copy.
    #[serde(rename = "fm")]
    pub form: DocumentForm,
    /// Number of sheets.
    #[serde(rename = "sh")]
    pub sheets: u16,
    /// Which document of the checklist it is; `None` for one that was named by hand.
    #[serde(rename = "dc", default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// A document that must still be brought, in the words of its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What it is.
    #[serde(rename = "nm")]
    pub name: String,
    /// Where it is obtained (источник получения, 8.1).
    #[serde(rename = "wh")]
    pub where_to_get: String,
}

/// What was handed in was compared with a checklist (5.1, 8.1). Whatever is missing, the appeal is
/// registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// What is missing; empty when nothing is.
    #[serde(rename = "ms", default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Wanted>,
    /// What the checklist says to the client of what is missing.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Where the answer goes (Приложение 1, п. 1.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerAddress {
    /// By post.
    Postal {
        /// Six digits.
        #[serde(rename = "ix")]
        index: String,
        /// The address in one line.
        #[serde(rename = "ad")]
        address: String,
    },
    /// By e-mail.
    Email {
        /// The address.
        #[serde(rename = "ad")]
        email: String,
    },
    /// By phone.
    Phone {
        /// `+7XXXXXXXXXX`.
        #[serde(rename = "ph")]
        phone: String,
    },
    /// Handed over at the office, or said at once.
    Office,
}

/// The appeal as registered. Short field names: it is the commonest body of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Registration number (номер).
    #[serde(rename = "no")]
    pub number: PaperNumber,
    /// Civil date of receipt in the office's zone, confirmed by the specialist.
    #[serde(rename = "rc", with = "civil::date")]
    pub received_on: NaiveDate,
    /// Civil date of registration.
    #[serde(rename = "rg", with = "civil::date")]
    pub registered_on: NaiveDate,
    /// Written or oral.
    #[serde(rename = "fm")]
    pub form: StatementForm,
    /// By what channel it came.
    #[serde(rename = "ch")]
    pub channel: ChannelId,
    /// Category, 3.16.
    #[serde(rename = "ct")]
    pub category: CategoryId,
    /// Topic, Приложение 1 п. 1.1.
    #[serde(rename = "tp")]
    pub topic: TopicId,
    /// Urgency, 10.2.
    #[serde(rename = "ur")]
    pub urgency: UrgencyId,
    /// Whose term it is.
    #[serde(rename = "au")]
    pub audience: Audience,
    /// Who appeals.
    #[serde(rename = "ap")]
    pub applicant: Applicant,
    /// What happened, in the client's words.
    #[serde(rename = "tx")]
    pub text: String,
    /// What the client asks for.
    #[serde(rename = "dm", default, skip_serializing_if = "Option::is_none")]
    pub demand: Option<String>,
    /// How the client wants the answer.
    #[serde(rename = "an")]
    pub answer_channel: AnswerChannelId,
    /// Where the answer goes.
    #[serde(rename = "to")]
    pub answer_address: AnswerAddress,
    /// The norm of its term.
    #[serde(rename = "nk")]
    pub norm_key: NormKey,
    /// Directory position of the rules that chose it.
    #[serde(rename = "rv")]
    pub rules_version: u64,
    /// Documents handed in with it.
    #[serde(rename = "at", default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// How they compare with the checklist; `None` when there is none for such an appeal.
    #[serde(rename = "cl", default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
}

/// An executor (исполнитель), 7.4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Executor {
    /// The user's row.
    #[serde(rename = "id")]
    pub user_id: String,
    /// «Ермаков Д. С.».
    #[serde(rename = "nm")]
    pub name: String,
    /// The office where the executor works.
    #[serde(rename = "of")]
    pub office_id: OfficeId,
}

/// How it was decided (§9, A23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Обоснована: with proposals of settlement.
    Founded,
    /// Обоснована частично.
    PartlyFounded,
    /// Не обоснована: a refusal with a reasoned conclusion.
    Unfounded,
    /// Разъяснено: an explanation or the information asked for.
    Explained,
}

/// The answer was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Civil date of the answer.
    #[serde(rename = "on", with = "civil::date")]
    pub answered_on: NaiveDate,
    /// How it was decided.
    #[serde(rename = "oc")]
    pub outcome: Outcome,
    /// By what channel.
    #[serde(rename = "an")]
    pub answer_channel: AnswerChannelId,
    /// The essence of the answer.
    #[serde(rename = "tx")]
    pub text: String,
    /// Reasoned conclusion (аргументированное заключение) of a claim that is not founded, R161.
    #[serde(rename = "cn", default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<String>,
    /// Proposals of settlement (предложения по урегулированию) of a founded claim, R162.
    #[serde(rename = "pr", default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<String>,
}

/// Grounds to close without consideration (без рассмотрения), 7.3 and Приложение 1 п. 1.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseGround {
    /// Obscene or insulting words, threats.
    Insult,
    /// The text cannot be read.
    Unreadable,
    /// Already answered on the merits, no new arguments.
    AlreadyAnswered,
    /// No contact data.
    NoContact,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// An electronic appeal with neither an e-mail nor a postal address.
    NoAnswerAddress,
}

impl CloseGround {
    /// All that this program knows.
    pub const ALL: [Self; 6] = [
        Self::Insult,
        Self::Unreadable,
        Self::AlreadyAnswered,
        Self::NoContact,
        Self::Withdrawn,
        Self::NoAnswerAddress,
    ];

    /// The name of its row in `grounds.json`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Insult => "insult",
            Self::Unreadable => "unreadable",
            Self::AlreadyAnswered => "already_answered",
            Self::NoContact => "no_contact",
            Self::Withdrawn => "withdrawn",
            Self::NoAnswerAddress => "no_answer_address",
        }
    }

    /// The ground of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == name)
    }
}

/// The appeal was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub closed_on: NaiveDate,
    /// Why it is closed without an answer; `None` when it was answered.
    #[serde(rename = "gr", default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<CloseGround>,
    /// Evidence or a note.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The date of receipt was written wrong: the correcting entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redated {
    /// The right date.
    #[serde(rename = "rc", with = "civil::date")]
    pub received_on: NaiveDate,
    /// Why.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// The term is extended (продление): once, with a notice to the applicant before the old control
/// date (59-ФЗ, приложение 1 п. 1.7). By how many days is the norm `appeal.extension`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extended {
    /// Civil date of the decision.
    #[serde(rename = "on", with = "civil::date")]
    pub extended_on: NaiveDate,
    /// Why more time is needed, for the notice.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// The case waits for the client (ожидание сведений), §9: the days of waiting are not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// Civil date from which it waits.
    #[serde(rename = "on", with = "civil::date")]
    pub suspended_on: NaiveDate,
    /// What is awaited from the client.
    #[serde(rename = "wt")]
    pub awaited: String,
}

/// What was awaited has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    /// Civil date on which the term runs on.
    #[serde(rename = "on", with = "civil::date")]
    pub resumed_on: NaiveDate,
    /// What came.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Somebody proposes to leave it without consideration; the head approves by [`Closed`] with the
/// same ground (A16), or declines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnconsideredProposed {
    /// The ground.
    #[serde(rename = "gr")]
    pub ground: CloseGround,
    /// What shows it.
    #[serde(rename = "ev")]
    pub evidence: String,
    /// The former appeal that was answered on the merits (7.3, ground 3).
    #[serde(rename = "fo", default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Uuid>,
}

/// The head does not approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnconsideredDeclined {
    /// Why.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// The applicant came with a new argument: the closed appeal is considered again, and its term
/// runs from that day (7.3, ground 3 turned round).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    /// Civil date of receipt of the argument.
    #[serde(rename = "rc", with = "civil::date")]
    pub received_on: NaiveDate,
    /// The new argument.
    #[serde(rename = "ag")]
    pub argument: String,
}

/// The head set another urgency (10.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgencySet {
    /// The new one.
    #[serde(rename = "ur")]
    pub urgency: UrgencyId,
    /// Why.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// The answer needs study or a word from another organisation: the term runs by another norm (5.1 row 2.4,
/// 7.4 row 4, A3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormChanged {
    /// The new norm.
    #[serde(rename = "nk")]
    pub norm_key: NormKey,
    /// Why, for the notice.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// The norm under which an appeal was registered, and why it runs by another now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormMoved {
    /// As registered.
    pub from: NormKey,
    /// Why it was moved.
    pub reason: String,
}

/// Days on which the term stands still; open while the client has not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// First day of waiting.
    #[serde(with = "civil::date")]
    pub from: NaiveDate,
    /// The day on which the term runs on; `None` while it waits.
    #[serde(default, with = "civil::optional_date")]
    pub until: Option<NaiveDate>,
}

/// An answer that a new argument has set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerRound {
    /// The day of receipt that its term ran from.
    #[serde(with = "civil::date")]
    pub received_on: NaiveDate,
    /// The answer, if one was given.
    pub answered: Option<Answered>,
    /// The closing.
    pub closed: Closed,
}

/// A form about the appeal was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// Which form.
    #[serde(rename = "fm")]
    pub form_id: FormId,
    /// Version of its template.
    #[serde(rename = "fv")]
    pub form_version: u32,
    /// Number of the copy, from 1.
    #[serde(rename = "cp")]
    pub copy_number: u32,
    /// Why it was printed again; `None` for the first copy.
    #[serde(rename = "wy", default, skip_serializing_if = "Option::is_none")]
    pub reprint_reason: Option<String>,
}
