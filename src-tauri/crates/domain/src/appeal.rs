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
use crate::terms::{Audience, StartDates};

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

    /// The dates from which its term runs.
    #[must_use]
    pub fn start_dates(&self) -> StartDates {
        StartDates {
            registered_on: Some(self.registered.registered_on),
            ..StartDates::received(self.registered.received_on)
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
            | AppealEvent::Printed(_) => Err(VoidReason::NotRegistered),
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
        AppealEvent::Answered(answered) => {
            open_only(&appeal)?;
            if appeal.answered.is_some() {
                return Err(VoidReason::AlreadyAnswered);
            }
            not_before_receipt(&appeal, answered.answered_on)?;
            appeal.answered = Some(answered.clone());
        }
        AppealEvent::Closed(closed) => {
            open_only(&appeal)?;
            if appeal.answered.is_none() && closed.ground.is_none() {
                return Err(VoidReason::NotAnswered);
            }
            not_before_receipt(&appeal, closed.closed_on)?;
            appeal.closed = Some(closed.clone());
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
    }
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
