//! The appeal (обращение): a client's written or oral statement, from registration to closing.
//!
//! Requirements R24–R27 (3.16), 7.4, 10.1–10.2. The aggregate holds what the list and the card
//! show; the term's dates are derived from it and the published norms, never stored.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::body::VoidReason;
use crate::civil;
use crate::ids::{
    AnswerChannelId, CategoryId, ChannelId, FormId, NormKey, OfficeId, TopicId, UrgencyId,
};
use crate::number::PaperNumber;
use crate::role::Role;
use crate::terms::{Audience, Pause, StartDates};

/// Who acted, where and when: what the header of the entry says, for the fold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The act. It becomes the id of the aggregate that it creates.
    pub act_id: Uuid,
    /// The office where it was done.
    pub office_id: OfficeId,
    /// Label of the desk on paper, e.g. `ОТ-04`.
    pub desk_label: String,
    /// The user's row; empty for the program itself.
    pub user_id: String,
    /// «Самойлова Е. В.», as on paper.
    pub user_name: String,
    /// In what role.
    pub role: Role,
    /// Wall clock of the machine, Unix milliseconds.
    pub wall_time_ms: i64,
}

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

/// What can happen to an appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppealEvent {
    /// Зарегистрировано. Creates the appeal.
    Registered(Box<Registered>),
    /// Назначен исполнитель.
    Assigned(Executor),
    /// Дан ответ.
    Answered(Answered),
    /// Закрыто.
    Closed(Closed),
    /// Исправлена дата поступления.
    Redated(Redated),
    /// Напечатан бланк.
    Printed(Printed),
    /// Срок продлён.
    Extended(Extended),
    /// Ждёт сведений от заявителя.
    Suspended(Suspended),
    /// Сведения получены.
    Resumed(Resumed),
    /// Предложено оставить без рассмотрения.
    UnconsideredProposed(UnconsideredProposed),
    /// Начальник не согласился.
    UnconsideredDeclined(UnconsideredDeclined),
    /// Открыто снова по новому доводу.
    Reopened(Reopened),
    /// Изменена срочность.
    UrgencySet(UrgencySet),
}

/// Copies of one form given on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedForm {
    /// Acts of printing: two desks may print the same copy number while apart.
    pub prints: u32,
    /// The highest number of a copy.
    pub last_copy_number: u32,
    /// Version of the template of the last print.
    pub form_version: u32,
    /// When it was last printed, Unix milliseconds of the desk's wall clock.
    pub printed_at_ms: i64,
}

/// Where an appeal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppealStatus {
    /// Зарегистрировано, не назначено.
    Registered,
    /// В работе у исполнителя.
    Assigned,
    /// Ответ дан.
    Answered,
    /// Закрыто.
    Closed,
}

/// The appeal as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// Its id: the act that registered it.
    pub id: Uuid,
    /// As registered, with the date of receipt as corrected.
    pub registered: Registered,
    /// The office that registered it.
    pub office_id: OfficeId,
    /// The desk that registered it, as on paper.
    pub desk_label: String,
    /// Who registered it.
    pub registered_by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub registered_at_ms: i64,
    /// Who prepares the answer.
    pub executor: Option<Executor>,
    /// The answer.
    pub answered: Option<Answered>,
    /// The closing.
    pub closed: Option<Closed>,
    /// Forms given on paper.
    pub printed: BTreeMap<FormId, PrintedForm>,
    /// The extension of this round.
    #[serde(default)]
    pub extended: Option<Extended>,
    /// Times of waiting for the client in this round; at most the last is open.
    #[serde(default)]
    pub waiting: Vec<Waiting>,
    /// What is awaited now.
    #[serde(default)]
    pub awaited: Option<String>,
    /// A proposal to leave it without consideration that the head has not decided yet.
    #[serde(default)]
    pub proposed: Option<UnconsideredProposed>,
    /// The appeal that was answered before, when this one was closed because of it.
    #[serde(default)]
    pub closed_by_former: Option<Uuid>,
    /// Rounds that ended before a new argument, oldest first.
    #[serde(default)]
    pub former_rounds: Vec<FormerRound>,
}

impl Appeal {
    /// Where it stands.
    #[must_use]
    pub const fn status(&self) -> AppealStatus {
        match (&self.closed, &self.answered, &self.executor) {
            (Some(_), _, _) => AppealStatus::Closed,
            (None, Some(_), _) => AppealStatus::Answered,
            (None, None, Some(_)) => AppealStatus::Assigned,
            (None, None, None) => AppealStatus::Registered,
        }
    }

    /// Whether it waits for the client now.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.waiting.last().is_some_and(|last| last.until.is_none())
    }

    /// The dates from which its term runs.
    #[must_use]
    pub fn start_dates(&self) -> StartDates {
        StartDates {
            received_on: self.registered.received_on,
            registered_on: Some(self.registered.registered_on),
            completed_on: None,
            pauses: self
                .waiting
                .iter()
                .map(|waiting| Pause {
                    from: waiting.from,
                    until: waiting.until,
                })
                .collect(),
            extended_on: self.extended.as_ref().map(|extended| extended.extended_on),
        }
    }

    /// The offices that must have it: where it was registered and where its executor works.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        let executors = self.executor.as_ref().map(|who| who.office_id.clone());
        std::iter::once(self.office_id.clone())
            .chain(executors)
            .collect()
    }

    /// The number of the next copy of a form.
    #[must_use]
    pub fn next_copy_number(&self, form: &FormId) -> u32 {
        self.printed
            .get(form)
            .map_or(1, |printed| printed.last_copy_number.saturating_add(1))
    }
}

/// Applies one event. Guards look only at the state and the event, so every replica that knows
/// the same order comes to the same verdict.
///
/// # Errors
/// The reason why the event has no effect; the state stays as it was.
pub fn fold(state: Option<Appeal>, act: &Act, event: &AppealEvent) -> Result<Appeal, VoidReason> {
    let Some(mut appeal) = state else {
        return match event {
            AppealEvent::Registered(registered) => Ok(open(act, registered)),
            AppealEvent::Assigned(_)
            | AppealEvent::Answered(_)
            | AppealEvent::Closed(_)
            | AppealEvent::Redated(_)
            | AppealEvent::Printed(_)
            | AppealEvent::Extended(_)
            | AppealEvent::Suspended(_)
            | AppealEvent::Resumed(_)
            | AppealEvent::UnconsideredProposed(_)
            | AppealEvent::UnconsideredDeclined(_)
            | AppealEvent::Reopened(_)
            | AppealEvent::UrgencySet(_) => Err(VoidReason::NotRegistered),
        };
    };
    match event {
        AppealEvent::Registered(_) => return Err(VoidReason::AlreadyRegistered),
        AppealEvent::Assigned(executor) => {
            open_only(&appeal)?;
            if appeal.answered.is_some() {
                return Err(VoidReason::AlreadyAnswered);
            }
            appeal.executor = Some(executor.clone());
        }
        AppealEvent::Extended(extended) => {
            unanswered_only(&appeal)?;
            if appeal.extended.is_some() {
                return Err(VoidReason::AlreadyExtended);
            }
            not_before_receipt(&appeal, extended.extended_on)?;
            appeal.extended = Some(extended.clone());
        }
        AppealEvent::Suspended(suspended) => suspend(&mut appeal, suspended)?,
        AppealEvent::Resumed(resumed) => resume(&mut appeal, resumed.resumed_on)?,
        AppealEvent::UnconsideredProposed(proposed) => {
            unanswered_only(&appeal)?;
            if appeal.proposed.is_some() {
                return Err(VoidReason::AlreadyProposed);
            }
            appeal.proposed = Some(proposed.clone());
        }
        AppealEvent::UnconsideredDeclined(_) => {
            open_only(&appeal)?;
            if appeal.proposed.take().is_none() {
                return Err(VoidReason::NotProposed);
            }
        }
        AppealEvent::Reopened(reopened) => reopen(&mut appeal, reopened)?,
        AppealEvent::UrgencySet(set) => {
            open_only(&appeal)?;
            appeal.registered.urgency = set.urgency.clone();
        }
        AppealEvent::Answered(answered) => {
            open_only(&appeal)?;
            if appeal.answered.is_some() {
                return Err(VoidReason::AlreadyAnswered);
            }
            not_before_receipt(&appeal, answered.answered_on)?;
            appeal.answered = Some(answered.clone());
            // Whatever was awaited or proposed, the answer is given.
            appeal.proposed = None;
            if appeal.is_waiting() {
                resume(&mut appeal, answered.answered_on)?;
            }
        }
        AppealEvent::Closed(closed) => {
            open_only(&appeal)?;
            if appeal.answered.is_none() && closed.ground.is_none() {
                return Err(VoidReason::NotAnswered);
            }
            not_before_receipt(&appeal, closed.closed_on)?;
            appeal.closed = Some(closed.clone());
            appeal.closed_by_former = appeal
                .proposed
                .take()
                .filter(|proposed| Some(proposed.ground) == closed.ground)
                .and_then(|proposed| proposed.former);
            if appeal.is_waiting() {
                resume(&mut appeal, closed.closed_on)?;
            }
        }
        AppealEvent::Redated(redated) => {
            open_only(&appeal)?;
            let answered_on = appeal
                .answered
                .as_ref()
                .map(|answered| answered.answered_on);
            if answered_on.is_some_and(|answered_on| answered_on < redated.received_on) {
                return Err(VoidReason::BeforeReceipt);
            }
            appeal.registered.received_on = redated.received_on;
        }
        // Paper given is paper given, whatever has become of the appeal.
        AppealEvent::Printed(printed) => note_print(&mut appeal, act, printed),
    }
    Ok(appeal)
}

fn open(act: &Act, registered: &Registered) -> Appeal {
    Appeal {
        id: act.act_id,
        registered: registered.clone(),
        office_id: act.office_id.clone(),
        desk_label: act.desk_label.clone(),
        registered_by: act.user_name.clone(),
        registered_at_ms: act.wall_time_ms,
        executor: None,
        answered: None,
        closed: None,
        printed: BTreeMap::new(),
        extended: None,
        waiting: Vec::new(),
        awaited: None,
        proposed: None,
        closed_by_former: None,
        former_rounds: Vec::new(),
    }
}

fn suspend(appeal: &mut Appeal, suspended: &Suspended) -> Result<(), VoidReason> {
    unanswered_only(appeal)?;
    if appeal.is_waiting() {
        return Err(VoidReason::AlreadyWaiting);
    }
    not_before_receipt(appeal, suspended.suspended_on)?;
    let ended = appeal.waiting.last().and_then(|last| last.until);
    if ended.is_some_and(|ended| suspended.suspended_on < ended) {
        return Err(VoidReason::BeforeReceipt);
    }
    appeal.waiting.push(Waiting {
        from: suspended.suspended_on,
        until: None,
    });
    appeal.awaited = Some(suspended.awaited.clone());
    Ok(())
}

fn resume(appeal: &mut Appeal, on: NaiveDate) -> Result<(), VoidReason> {
    match appeal.waiting.last_mut() {
        Some(last) if last.until.is_none() => {
            if on < last.from {
                return Err(VoidReason::BeforeReceipt);
            }
            last.until = Some(on);
            appeal.awaited = None;
            Ok(())
        }
        Some(_) | None => Err(VoidReason::NotWaiting),
    }
}

fn reopen(appeal: &mut Appeal, reopened: &Reopened) -> Result<(), VoidReason> {
    let Some(closed) = appeal.closed.take() else {
        return Err(VoidReason::NotClosed);
    };
    if reopened.received_on < closed.closed_on {
        appeal.closed = Some(closed);
        return Err(VoidReason::BeforeReceipt);
    }
    appeal.former_rounds.push(FormerRound {
        received_on: appeal.registered.received_on,
        answered: appeal.answered.take(),
        closed,
    });
    appeal.registered.received_on = reopened.received_on;
    appeal.registered.registered_on = reopened.received_on;
    appeal.extended = None;
    appeal.closed_by_former = None;
    appeal.waiting.clear();
    Ok(())
}

const fn unanswered_only(appeal: &Appeal) -> Result<(), VoidReason> {
    if appeal.closed.is_some() {
        return Err(VoidReason::AlreadyClosed);
    }
    if appeal.answered.is_some() {
        return Err(VoidReason::AlreadyAnswered);
    }
    Ok(())
}

const fn open_only(appeal: &Appeal) -> Result<(), VoidReason> {
    if appeal.closed.is_some() {
        return Err(VoidReason::AlreadyClosed);
    }
    Ok(())
}

fn not_before_receipt(appeal: &Appeal, date: NaiveDate) -> Result<(), VoidReason> {
    if date < appeal.registered.received_on {
        return Err(VoidReason::BeforeReceipt);
    }
    Ok(())
}

fn note_print(appeal: &mut Appeal, act: &Act, printed: &Printed) {
    let form = appeal
        .printed
        .entry(printed.form_id.clone())
        .or_insert_with(|| PrintedForm {
            prints: 0,
            last_copy_number: 0,
            form_version: printed.form_version,
            printed_at_ms: act.wall_time_ms,
        });
    form.prints = form.prints.saturating_add(1);
    form.last_copy_number = form.last_copy_number.max(printed.copy_number);
    form.form_version = printed.form_version;
    form.printed_at_ms = act.wall_time_ms;
}
