//! What happens to a claim (претензия) beside what happens to any appeal: assessment, settlement,
//! responsibility, causes and actions. §9, R157–R170; A23, A24.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Act, Answered, Appeal, Executor};
use crate::body::VoidReason;
use crate::civil;

/// A score of an assessment (важность, сложность), R158.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    /// Низкая.
    Low,
    /// Средняя.
    Middle,
    /// Высокая.
    High,
}

/// The assessment after registration (оценка претензии), R158.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the card of assessment of the Standard has these four marks"
)]
pub struct Assessed {
    /// The form is right: written, grounds, account or contract (R159).
    #[serde(rename = "fo")]
    pub is_form_right: bool,
    /// What it says is sufficient.
    #[serde(rename = "su")]
    pub is_sufficient: bool,
    /// At first sight it is valid.
    #[serde(rename = "va")]
    pub is_valid: bool,
    /// Importance.
    #[serde(rename = "im")]
    pub importance: Score,
    /// Complexity.
    #[serde(rename = "co")]
    pub complexity: Score,
    /// Immediate action is needed: the head sees it at once.
    #[serde(rename = "ur")]
    pub is_immediate: bool,
    /// A note.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The applicant took the proposals of settlement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementAccepted {
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub accepted_on: NaiveDate,
    /// A note.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The applicant rejected the decision: the claim stays open, and he is told where else to apply (R163).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementRejected {
    /// Civil date. The term of the further answer runs by the claim's norm from this day.
    #[serde(rename = "on", with = "civil::date")]
    pub rejected_on: NaiveDate,
    /// His words.
    #[serde(rename = "tx")]
    pub words: String,
    /// The bodies that he was told of: rows of `external_bodies.json`.
    #[serde(rename = "bo")]
    pub bodies: BTreeSet<String>,
}

/// How responsibility was confirmed (правомерная жалоба, 3.22).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsibility {
    /// Внесудебно.
    OutOfCourt,
    /// Судом.
    ByCourt,
}

/// Responsibility was confirmed after the check (3.22, A23).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponsibilityConfirmed {
    /// How.
    #[serde(rename = "hw")]
    pub how: Responsibility,
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub confirmed_on: NaiveDate,
    /// By what: «решение суда от … № …», «акт проверки».
    #[serde(rename = "by")]
    pub basis: String,
}

/// The root cause was found (R169).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseFound {
    /// In words.
    #[serde(rename = "tx")]
    pub cause: String,
}

/// Against what an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// Корректирующее: against the cause that was found.
    Corrective,
    /// Предупреждающее: against one that may come.
    Preventive,
}

/// An action was set (R42, R169). Its id is the act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionSet {
    /// Against what.
    #[serde(rename = "kn")]
    pub kind: ActionKind,
    /// What is to be done.
    #[serde(rename = "tx")]
    pub what: String,
    /// Who answers for it.
    #[serde(rename = "ow")]
    pub owner: Executor,
    /// By when.
    #[serde(rename = "du", with = "civil::date")]
    pub due_on: NaiveDate,
}

/// An action ended: done, or dropped with a reason (контроль исполнения решений, R41).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDone {
    /// The action.
    #[serde(rename = "ac")]
    pub action: Uuid,
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub done_on: NaiveDate,
    /// It was not done and will not be.
    #[serde(rename = "dr", default)]
    pub is_dropped: bool,
    /// What was done, or why not.
    #[serde(rename = "nt")]
    pub note: String,
}

/// What can happen to a claim, beside what happens to any appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimEvent {
    /// Оценена.
    Assessed(Assessed),
    /// Предложение принято заявителем.
    SettlementAccepted(SettlementAccepted),
    /// Решение отклонено заявителем.
    SettlementRejected(SettlementRejected),
    /// Подтверждена ответственность.
    ResponsibilityConfirmed(ResponsibilityConfirmed),
    /// Установлена причина.
    CauseFound(CauseFound),
    /// Назначено мероприятие.
    ActionSet(ActionSet),
    /// Мероприятие завершено.
    ActionDone(ActionDone),
}

/// An answer that the applicant rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedAnswer {
    /// The answer.
    pub answered: Answered,
    /// The day from which its term ran.
    #[serde(with = "civil::date")]
    pub received_on: NaiveDate,
    /// The rejection.
    pub rejected: SettlementRejected,
}

/// An action of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimAction {
    /// The act that set it.
    pub id: Uuid,
    /// As set.
    pub set: ActionSet,
    /// As ended.
    pub done: Option<ActionDone>,
}

/// The way of a claim, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimCourse {
    /// The last assessment.
    pub assessed: Option<Assessed>,
    /// The settlement that was accepted.
    pub accepted: Option<SettlementAccepted>,
    /// Answers that were rejected, oldest first.
    #[serde(default)]
    pub rejected: Vec<RejectedAnswer>,
    /// Confirmed responsibility.
    pub responsibility: Option<ResponsibilityConfirmed>,
    /// The root cause.
    pub cause: Option<CauseFound>,
    /// Actions, oldest first.
    #[serde(default)]
    pub actions: Vec<ClaimAction>,
}

/// Applies one event; what any transition asks has been asked by the table.
pub(super) fn apply(appeal: &mut Appeal, act: &Act, event: &ClaimEvent) -> Result<(), VoidReason> {
    match event {
        ClaimEvent::Assessed(assessed) => appeal.claim.assessed = Some(assessed.clone()),
        ClaimEvent::SettlementAccepted(accepted) => {
            not_before_answer(appeal, accepted.accepted_on)?;
            if appeal.claim.accepted.is_some() {
                return Err(VoidReason::AlreadyDecided);
            }
            appeal.claim.accepted = Some(accepted.clone());
        }
        ClaimEvent::SettlementRejected(rejected) => {
            not_before_answer(appeal, rejected.rejected_on)?;
            let received_on = appeal.term_from();
            let answered = appeal.answered.take().ok_or(VoidReason::NotAnswered)?;
            appeal.claim.accepted = None;
            appeal.claim.rejected.push(RejectedAnswer {
                answered,
                received_on,
                rejected: rejected.clone(),
            });
            appeal.forget_answer();
        }
        ClaimEvent::ResponsibilityConfirmed(confirmed) => {
            super::not_before_receipt(appeal, confirmed.confirmed_on)?;
            appeal.claim.responsibility = Some(confirmed.clone());
        }
        ClaimEvent::CauseFound(found) => appeal.claim.cause = Some(found.clone()),
        ClaimEvent::ActionSet(set) => appeal.claim.actions.push(ClaimAction {
            id: act.act_id,
            set: set.clone(),
            done: None,
        }),
        ClaimEvent::ActionDone(done) => {
            let action = appeal
                .claim
                .actions
                .iter_mut()
                .find(|action| action.id == done.action)
                .ok_or(VoidReason::NoSuchAction)?;
            if action.done.is_some() {
                return Err(VoidReason::AlreadyDone);
            }
            action.done = Some(done.clone());
        }
    }
    Ok(())
}

fn not_before_answer(appeal: &Appeal, on: NaiveDate) -> Result<(), VoidReason> {
    let answered_on = appeal
        .answered
        .as_ref()
        .map(|answered| answered.answered_on);
    if answered_on.is_some_and(|answered_on| on < answered_on) {
        return Err(VoidReason::BeforeReceipt);
    }
    Ok(())
}
