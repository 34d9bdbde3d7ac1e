//! The further course of a case: extension, waiting, without consideration, re-opening.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `appeal.extension` (input [`AppealAsked`]) → this: what an extension would give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExtensionView {
    /// The control date now, ISO.
    pub old_due: String,
    /// The control date after it, ISO; `None` when it is not possible.
    pub new_due: Option<String>,
    /// Clause of the extension.
    pub clause: String,
    /// Why it is not possible: `not_extendable`, `already_extended`, `too_late`, `answered`.
    pub refused: Option<String>,
}

/// Input of `appeal.extend`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealExtend {
    /// Appeal id.
    pub appeal_id: String,
    /// Why more time is needed, for the notice.
    pub reason: String,
}

/// Input of `appeal.suspend`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealSuspend {
    /// Appeal id.
    pub appeal_id: String,
    /// What is awaited from the applicant.
    pub awaited: String,
}

/// Input of `appeal.resume`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealResume {
    /// Appeal id.
    pub appeal_id: String,
    /// What came; may be empty.
    pub note: String,
}

/// Input of `appeal.propose`: to leave it without consideration.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealPropose {
    /// Appeal id.
    pub appeal_id: String,
    /// Code of the ground.
    pub ground: String,
    /// What shows it.
    pub evidence: String,
    /// Registration number of the former appeal, where the ground asks for it.
    pub former_number: String,
}

/// Input of `appeal.approve` (the head: closes it without consideration).
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealApprove {
    /// Appeal id.
    pub appeal_id: String,
}

/// Input of `appeal.decline` (the head does not approve).
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealDecline {
    /// Appeal id.
    pub appeal_id: String,
    /// Why.
    pub reason: String,
}

/// Input of `appeal.reopen`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealReopen {
    /// Appeal id.
    pub appeal_id: String,
    /// Day of receipt of the new argument; empty for today.
    pub received_on: String,
    /// The new argument.
    pub argument: String,
}

/// Input of `appeal.set_urgency`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealSetUrgency {
    /// Appeal id.
    pub appeal_id: String,
    /// Code of the urgency.
    pub urgency: String,
    /// Why.
    pub reason: String,
}

/// A norm to which an appeal can be moved now (A3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NormChoice {
    /// Norm key.
    pub key: String,
    /// «Ответ с запросом в стороннюю организацию».
    pub label: String,
    /// The control date by it, ISO.
    pub due_on: String,
    /// The client is told by a notice: it is not the norm of the registration.
    pub notice: bool,
}

/// Input of `appeal.change_norm`: the answer needs study or a word from another organisation.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealChangeNorm {
    /// Appeal id.
    pub appeal_id: String,
    /// Key of the new norm.
    pub norm: String,
    /// Why, for the notice.
    pub reason: String,
}

/// Input of `appeal.redate`: the date of receipt was written wrong.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealRedate {
    /// Appeal id.
    pub appeal_id: String,
    /// The right date, ISO or `23.11.2026`.
    pub received_on: String,
    /// Why.
    pub reason: String,
}

/// A line of `appeal.redated`: control dates that moved because norms or the calendar changed,
/// newest first, at most 500.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RedatedLine {
    /// Id of the line.
    #[ts(type = "number")]
    pub id: i64,
    /// Appeal id.
    pub appeal_id: String,
    /// Registration number.
    pub number: String,
    /// «Примерова А. С.».
    pub applicant: String,
    /// The old control date, ISO.
    pub old_due: String,
    /// The new one, ISO; `None` when no norm speaks of it any more.
    pub new_due: Option<String>,
    /// Why: codes `norms`, `calendar`.
    pub documents: Vec<String>,
    /// When it moved, Unix milliseconds.
    #[ts(type = "number")]
    pub at_ms: i64,
}

/// Input of `appeal.redated_seen`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct RedatedSeen {
    /// Ids of the lines that were looked at.
    #[ts(type = "number[]")]
    pub ids: Vec<i64>,
}
