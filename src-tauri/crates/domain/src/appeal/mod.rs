//! The appeal (обращение): a client's written or oral statement, from registration to closing.
//!
//! Requirements R24–R27 (3.16), 7.4, 10.1–10.2. The aggregate holds what the list and the card
//! show; the term's dates are derived from it and the published norms, never stored.

pub mod answer;
pub mod claim;
pub mod contract;
mod events;
pub mod hand_over;
pub mod indicators;
pub mod lifecycle;

pub use events::*;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::body::{EntryKind, VoidReason};
use crate::ids::{FormId, NormKey, OfficeId};
use crate::role::Role;
use crate::tenure::Octets;
use crate::terms::{Pause, StartDates};

use answer::{AnswerCourse, AnswerEvent};
use claim::{ClaimCourse, ClaimEvent};
use contract::{ContractCourse, ContractEvent};
use hand_over::{HandOver, HandOverEvent};

/// Who acted, where and when: what the header of the entry says, for the fold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The act. It becomes the id of the aggregate that it creates.
    pub act_id: Uuid,
    /// The office where it was done.
    pub office_id: OfficeId,
    /// Label of the desk on paper, e.g. `ОТ-04`.
    pub desk_label: String,
    /// Id of the desk's key: its identity.
    pub desk_key: Octets<16>,
    /// The user's row; empty for the program itself.
    pub user_id: String,
    /// «Самойлова Е. В.», as on paper.
    pub user_name: String,
    /// In what role.
    pub role: Role,
    /// Wall clock of the machine, Unix milliseconds.
    pub wall_time_ms: i64,
    /// The machine's estimate of the server's time, Unix milliseconds.
    pub server_time_ms: Option<i64>,
}

impl Act {
    /// When it was, by the best clock that the desk had: times of one office are compared by it, and its
    /// desks' own clocks may be an hour apart.
    #[must_use]
    pub fn at_ms(&self) -> i64 {
        self.server_time_ms.unwrap_or(self.wall_time_ms)
    }
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
    /// Срок по другой норме.
    NormChanged(NormChanged),
    /// Of a contract application.
    Contract(ContractEvent),
    /// Of a claim.
    Claim(ClaimEvent),
    /// On the way to the answer, and after it.
    Answer(AnswerEvent),
    /// Of a hand-over.
    HandOver(HandOverEvent),
}

impl AppealEvent {
    /// The kind under which it is written.
    #[must_use]
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Registered(_) => EntryKind::AppealRegistered,
            Self::Assigned(_) => EntryKind::AppealAssigned,
            Self::Answered(_) => EntryKind::AppealAnswered,
            Self::Closed(_) => EntryKind::AppealClosed,
            Self::Redated(_) => EntryKind::AppealRedated,
            Self::Printed(_) => EntryKind::AppealPrinted,
            Self::Extended(_) => EntryKind::AppealExtended,
            Self::Suspended(_) => EntryKind::AppealSuspended,
            Self::Resumed(_) => EntryKind::AppealResumed,
            Self::UnconsideredProposed(_) => EntryKind::AppealUnconsideredProposed,
            Self::UnconsideredDeclined(_) => EntryKind::AppealUnconsideredDeclined,
            Self::Reopened(_) => EntryKind::AppealReopened,
            Self::UrgencySet(_) => EntryKind::AppealUrgencySet,
            Self::NormChanged(_) => EntryKind::AppealNormChanged,
            Self::Contract(event) => match event {
                ContractEvent::Detailed(_) => EntryKind::AppealContractDetailed,
                ContractEvent::DocumentsBrought(_) => EntryKind::AppealDocumentsBrought,
                ContractEvent::MissingNotified(_) => EntryKind::AppealMissingNotified,
                ContractEvent::Refused(_) => EntryKind::AppealContractRefused,
                ContractEvent::Sent(_) => EntryKind::AppealContractSent,
                ContractEvent::Disagreed(_) => EntryKind::AppealDisagreed,
                ContractEvent::DisagreementAnswered(_) => EntryKind::AppealDisagreementAnswered,
                ContractEvent::Returned(_) => EntryKind::AppealContractReturned,
            },
            Self::Claim(event) => match event {
                ClaimEvent::Assessed(_) => EntryKind::AppealClaimAssessed,
                ClaimEvent::SettlementAccepted(_) => EntryKind::AppealSettlementAccepted,
                ClaimEvent::SettlementRejected(_) => EntryKind::AppealSettlementRejected,
                ClaimEvent::ResponsibilityConfirmed(_) => EntryKind::AppealResponsibilityConfirmed,
                ClaimEvent::CauseFound(_) => EntryKind::AppealCauseFound,
                ClaimEvent::ActionSet(_) => EntryKind::AppealActionSet,
                ClaimEvent::ActionDone(_) => EntryKind::AppealActionDone,
            },
            Self::Answer(event) => match event {
                AnswerEvent::Drafted(_) => EntryKind::AppealAnswerDrafted,
                AnswerEvent::Returned(_) => EntryKind::AppealAnswerReturned,
                AnswerEvent::Approved(_) => EntryKind::AppealAnswerApproved,
                AnswerEvent::Dispatched(_) => EntryKind::AppealDispatched,
                AnswerEvent::Delivered(_) => EntryKind::AppealDelivered,
                AnswerEvent::Asked(_) => EntryKind::AppealAsked,
                AnswerEvent::Replied(_) => EntryKind::AppealReplied,
            },
            Self::HandOver(event) => match event {
                HandOverEvent::HandedOver(_) => EntryKind::AppealHandedOver,
                HandOverEvent::TakenOver(_) => EntryKind::AppealTakenOver,
                HandOverEvent::HandedBack(_) => EntryKind::AppealHandedBack,
            },
        }
    }
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
    /// Set while the term of this round runs by another norm than the registered one.
    #[serde(default)]
    pub norm_moved: Option<NormMoved>,
    /// The way of a contract application.
    #[serde(default)]
    pub contract: ContractCourse,
    /// The way of a claim.
    #[serde(default)]
    pub claim: ClaimCourse,
    /// The way of the answer.
    #[serde(default)]
    pub answering: AnswerCourse,
    /// A hand-over that is not settled.
    #[serde(default)]
    pub hand_over: Option<HandOver>,
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

    /// The day from which the term of the answer that is owed runs: of receipt, or of the rejection of the
    /// former answer (R163).
    #[must_use]
    pub fn term_from(&self) -> NaiveDate {
        let received_on = self.registered.received_on;
        self.claim.rejected.last().map_or(received_on, |last| {
            last.rejected.rejected_on.max(received_on)
        })
    }

    /// The term that runs now: by which norm, and from which dates. A contract application goes through
    /// several; any other appeal has the norm of its registration.
    #[must_use]
    pub fn running(&self) -> (NormKey, StartDates) {
        contract::running(self)
            .unwrap_or_else(|| (self.registered.norm_key.clone(), self.start_dates()))
    }

    /// The dates from which its term runs.
    #[must_use]
    pub fn start_dates(&self) -> StartDates {
        let received_on = self.term_from();
        StartDates {
            received_on,
            registered_on: Some(self.registered.registered_on.max(received_on)),
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

    /// The offices that must have it: where it was registered, where its executor works, to which it is
    /// offered, and where somebody is asked or has an action to do.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        let asked = self.answering.questions.iter().filter_map(|question| {
            match (&question.asked.whom, &question.replied) {
                (answer::Asked::Expert { expert }, None) => Some(&expert.office_id),
                (answer::Asked::Expert { .. } | answer::Asked::Organisation { .. }, _) => None,
            }
        });
        let actions = self.claim.actions.iter();
        let owners = actions
            .filter_map(|action| action.done.is_none().then_some(&action.set.owner.office_id));
        let offered = self.hand_over.as_ref();
        std::iter::once(&self.office_id)
            .chain(self.executor.as_ref().map(|who| &who.office_id))
            .chain(offered.map(|offered| &offered.handed.to_office))
            .chain(asked)
            .chain(owners)
            .cloned()
            .collect()
    }

    /// It waits for the client from that day.
    fn wait(&mut self, on: NaiveDate, awaited: String) -> Result<(), VoidReason> {
        not_before_receipt(self, on)?;
        let ended = self.waiting.last().and_then(|last| last.until);
        if ended.is_some_and(|ended| on < ended) {
            return Err(VoidReason::BeforeReceipt);
        }
        self.waiting.push(Waiting {
            from: on,
            until: None,
        });
        self.awaited = Some(awaited);
        Ok(())
    }

    /// The term runs on from that day, if it stood still.
    fn end_waiting(&mut self, on: NaiveDate) -> Result<(), VoidReason> {
        let Some(last) = self.waiting.last_mut().filter(|last| last.until.is_none()) else {
            return Ok(());
        };
        if on < last.from {
            return Err(VoidReason::BeforeReceipt);
        }
        last.until = Some(on);
        self.awaited = None;
        Ok(())
    }

    /// Another answer is owed: its project and its term are its own.
    fn forget_answer(&mut self) {
        self.extended = None;
        self.answering.project = None;
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
            | AppealEvent::UrgencySet(_)
            | AppealEvent::NormChanged(_)
            | AppealEvent::Contract(_)
            | AppealEvent::Claim(_)
            | AppealEvent::Answer(_)
            | AppealEvent::HandOver(_) => Err(VoidReason::NotRegistered),
        };
    };
    lifecycle::permit(event.kind(), &appeal)?;
    apply(&mut appeal, act, event)?;
    Ok(appeal)
}

/// What an event does to an appeal whose transition is permitted.
fn apply(appeal: &mut Appeal, act: &Act, event: &AppealEvent) -> Result<(), VoidReason> {
    match event {
        AppealEvent::Registered(_) => return Err(VoidReason::AlreadyRegistered),
        AppealEvent::Assigned(executor) => appeal.executor = Some(executor.clone()),
        AppealEvent::Extended(extended) => {
            not_before_receipt(appeal, extended.extended_on)?;
            appeal.extended = Some(extended.clone());
        }
        AppealEvent::Suspended(suspended) => {
            appeal.wait(suspended.suspended_on, suspended.awaited.clone())?;
        }
        AppealEvent::Resumed(resumed) => appeal.end_waiting(resumed.resumed_on)?,
        AppealEvent::UnconsideredProposed(proposed) => appeal.proposed = Some(proposed.clone()),
        AppealEvent::UnconsideredDeclined(_) => appeal.proposed = None,
        AppealEvent::Reopened(reopened) => reopen(appeal, reopened)?,
        AppealEvent::UrgencySet(set) => appeal.registered.urgency = set.urgency.clone(),
        AppealEvent::NormChanged(changed) => change_norm(appeal, changed),
        AppealEvent::Answered(answered) => {
            not_before_receipt(appeal, answered.answered_on)?;
            // Whatever was awaited or proposed, the answer is given.
            appeal.end_waiting(answered.answered_on)?;
            appeal.answered = Some(answered.clone());
            appeal.proposed = None;
        }
        AppealEvent::Closed(closed) => close(appeal, closed)?,
        AppealEvent::Redated(redated) => {
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
        AppealEvent::Printed(printed) => note_print(appeal, act, printed),
        AppealEvent::Contract(event) => contract::apply(appeal, act, event)?,
        AppealEvent::Claim(event) => claim::apply(appeal, act, event)?,
        AppealEvent::Answer(event) => answer::apply(appeal, act, event)?,
        AppealEvent::HandOver(event) => hand_over::apply(appeal, act, event)?,
    }
    Ok(())
}

fn close(appeal: &mut Appeal, closed: &Closed) -> Result<(), VoidReason> {
    if appeal.answered.is_none() && closed.ground.is_none() {
        return Err(VoidReason::NotAnswered);
    }
    not_before_receipt(appeal, closed.closed_on)?;
    let proposed = appeal.proposed.clone();
    appeal.closed_by_former = if let Some(ground) = closed.ground {
        // The head approves what was proposed and stands (7.3, A16).
        let proposed = proposed.filter(|proposed| proposed.ground == ground);
        proposed.ok_or(VoidReason::NotProposed)?.former
    } else {
        None
    };
    appeal.end_waiting(closed.closed_on)?;
    appeal.proposed = None;
    appeal.hand_over = None;
    appeal.closed = Some(closed.clone());
    Ok(())
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
        norm_moved: None,
        contract: ContractCourse::default(),
        claim: ClaimCourse::default(),
        answering: AnswerCourse::default(),
        hand_over: None,
    }
}

fn change_norm(appeal: &mut Appeal, changed: &NormChanged) {
    let now = changed.norm_key.clone();
    let before = std::mem::replace(&mut appeal.registered.norm_key, now);
    let from = appeal.norm_moved.take().map_or(before, |moved| moved.from);
    // Back to what it was registered under: nothing has moved.
    appeal.norm_moved = (from != changed.norm_key).then(|| NormMoved {
        from,
        reason: changed.reason.clone(),
    });
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
    appeal.forget_answer();
    // A new argument is answered anew: whether it needs study is said anew.
    if let Some(moved) = appeal.norm_moved.take() {
        appeal.registered.norm_key = moved.from;
    }
    appeal.closed_by_former = None;
    appeal.waiting.clear();
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
