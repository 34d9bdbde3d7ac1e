//! Claims (претензии), §9: what a card says of one, what is done with it, the indicators, the register of actions.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Tone;
use crate::api::appeal::Choice;

/// What the card of an appeal says when it is a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClaimView {
    /// What acceptance lacks (R159, A15), as it is asked of the applicant: «номер лицевого счёта».
    pub lacking: Vec<String>,
    /// The last assessment.
    pub assessed: Option<ClaimAssessment>,
    /// The reasoned conclusion of the answer that stands.
    pub conclusion: Option<String>,
    /// The proposals of the answer that stands.
    pub settlement: Option<String>,
    /// «Принято 30.10.2026».
    pub accepted: Option<String>,
    /// Decisions that the applicant rejected, oldest first.
    pub rejected: Vec<ClaimRejection>,
    /// «Подтверждена судом 12.12.2026: решение …».
    pub responsibility: Option<String>,
    /// The root cause.
    pub cause: Option<String>,
    /// Actions, oldest first.
    pub actions: Vec<ClaimActionLine>,
    /// Where else an applicant who rejects may apply: to be ticked as told.
    pub bodies: Vec<Choice>,
}

/// An assessment (R158).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClaimAssessment {
    /// The form is right.
    pub form_right: bool,
    /// What it says is sufficient.
    pub sufficient: bool,
    /// At first sight it is valid.
    pub valid: bool,
    /// `low`, `middle`, `high`.
    pub importance: String,
    /// `low`, `middle`, `high`.
    pub complexity: String,
    /// Immediate action is needed.
    pub immediate: bool,
    /// A note.
    pub note: Option<String>,
}

/// A decision that was rejected (R163).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClaimRejection {
    /// Civil date, ISO.
    pub on: String,
    /// The applicant's words.
    pub words: String,
    /// What had been answered: «Ответ 02.11.2026: обоснована».
    pub answer: String,
    /// The bodies that were named.
    pub bodies: Vec<String>,
}

/// A corrective or preventive action (R169).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClaimActionLine {
    /// The claim.
    pub appeal_id: String,
    /// Its registration number.
    pub number: String,
    /// The action.
    pub action_id: String,
    /// `corrective`, `preventive`.
    pub kind: String,
    /// What is to be done.
    pub what: String,
    /// Who answers for it.
    pub owner: String,
    /// By when, ISO.
    pub due_on: String,
    /// «просрочено 1 день», «сегодня», «выполнено 02.11.2026», «снято 02.11.2026».
    pub left: String,
    /// Its mark.
    pub tone: Tone,
    /// It has ended.
    pub ended: bool,
    /// What was done, or why not.
    pub note: Option<String>,
}

/// Input of `claim.assess`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClaimAssess {
    /// Appeal id.
    pub appeal_id: String,
    /// The form is right.
    pub form_right: bool,
    /// What it says is sufficient.
    pub sufficient: bool,
    /// At first sight it is valid.
    pub valid: bool,
    /// `low`, `middle`, `high`.
    pub importance: String,
    /// `low`, `middle`, `high`.
    pub complexity: String,
    /// Immediate action is needed.
    pub immediate: bool,
    /// A note; may be empty.
    pub note: String,
}

/// Input of `claim.accept_settlement`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClaimAccept {
    /// Appeal id.
    pub appeal_id: String,
    /// A note; may be empty.
    pub note: String,
}

/// Input of `claim.reject_settlement`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClaimReject {
    /// Appeal id.
    pub appeal_id: String,
    /// Day; empty for today.
    pub rejected_on: String,
    /// The applicant's words.
    pub words: String,
    /// Codes of the bodies that he was told of: at least one.
    pub bodies: Vec<String>,
}

/// Input of `claim.confirm_responsibility`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClaimConfirm {
    /// Appeal id.
    pub appeal_id: String,
    /// `out_of_court`, `by_court`.
    pub how: String,
    /// Day; empty for today.
    pub confirmed_on: String,
    /// By what: «решение суда от … № …».
    pub basis: String,
}

/// Input of `claim.cause`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClaimCause {
    /// Appeal id.
    pub appeal_id: String,
    /// In words.
    pub cause: String,
}

/// Input of `claim.set_action`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClaimSetAction {
    /// Appeal id.
    pub appeal_id: String,
    /// `corrective`, `preventive`.
    pub kind: String,
    /// What is to be done.
    pub what: String,
    /// User id of who answers for it.
    pub owner_id: String,
    /// By when, ISO or `23.11.2026`.
    pub due_on: String,
}

/// Input of `claim.end_action`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClaimEndAction {
    /// Appeal id.
    pub appeal_id: String,
    /// The action.
    pub action_id: String,
    /// It was not done and will not be.
    pub dropped: bool,
    /// What was done, or why not.
    pub note: String,
}

/// `claim.immediate` → list: claims in work whose assessment says that they need immediate action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImmediateClaim {
    /// Appeal id.
    pub appeal_id: String,
    /// Registration number.
    pub number: String,
    /// «Примерова А. С.».
    pub applicant: String,
    /// The note of the assessment.
    pub note: Option<String>,
}

/// Input of `claim.indicators`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct IndicatorsAsked {
    /// First day, ISO; empty for the first day of this year.
    pub from: String,
    /// Last day, ISO; empty for today.
    pub to: String,
    /// Office id; empty for all whose claims are here.
    pub office: String,
}

/// `claim.indicators` → this: the indicators of §9 for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClaimIndicators {
    /// First day, ISO.
    pub from: String,
    /// Last day, ISO.
    pub to: String,
    /// Offices whose claims are here.
    pub offices: Vec<Choice>,
    /// The office that was asked for; empty for all.
    pub office: String,
    /// From how many on claims are repeated, in words.
    pub threshold: String,
    /// Of the whole period.
    pub total: IndicatorNumbers,
    /// By months of the period, oldest first.
    pub months: Vec<IndicatorMonth>,
    /// The claims behind the numbers, beside those that only came in.
    pub cases: Vec<IndicatorCase>,
    /// There are more cases than stand here.
    pub cases_cut: bool,
}

/// Numbers of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct IndicatorNumbers {
    /// Came in.
    pub received: u32,
    /// Systematically repeated (R165).
    pub repeated: u32,
    /// Not accepted as unfounded (R166).
    pub unfounded: u32,
    /// Rejected by the supplier, recognised as founded later (R167, A24).
    pub recognised_later: u32,
    /// The decision was rejected by the applicant (R167, A24).
    pub decision_rejected: u32,
    /// Late answers (R168).
    pub late_answer: u32,
    /// Late actions (R168).
    pub late_action: u32,
}

/// A month of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct IndicatorMonth {
    /// `2026-11`.
    pub month: String,
    /// «ноябрь 2026».
    pub label: String,
    /// Its numbers.
    pub numbers: IndicatorNumbers,
}

/// A claim behind a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct IndicatorCase {
    /// `repeated`, `unfounded`, `recognised_later`, `decision_rejected`, `late_answer`, `late_action`.
    pub indicator: String,
    /// Civil date on which it counts, ISO.
    pub on: String,
    /// Appeal id.
    pub appeal_id: String,
    /// Registration number.
    pub number: String,
    /// «Примерова А. С.».
    pub applicant: String,
}
