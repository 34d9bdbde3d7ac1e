//! Мои дела: what a specialist, or an office, has to do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Place, Tone};

/// Whose work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WorkScope {
    /// Of the signed-in user, with what waits for somebody of his office and is his to take or decide.
    Mine,
    /// All of the office: for those who may name an executor.
    Office,
}

/// Which of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WorkView {
    /// Все.
    All,
    /// Просрочено.
    Overdue,
    /// Срок сегодня.
    Today,
    /// Срок до конца следующего рабочего дня.
    Next,
    /// Ждём клиента.
    Waiting,
    /// Вернулось.
    Back,
}

/// Input of `work.list`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct WorkListAsked {
    /// Whose.
    pub scope: WorkScope,
    /// Which.
    pub view: WorkView,
    /// Continue after this key; `None` for the first page.
    pub after: Option<String>,
    /// Rows of the page, at most 500.
    pub limit: u32,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkLine {
    /// Key of the row.
    pub item_id: String,
    /// `assign`, `answer`, `disagreement`, `close`, `contract_away`, `settlement_away`, `review`, `proposal`,
    /// `hand_over`, `question`, `inquiry`, `action`, `letter`, `step`.
    pub kind: String,
    /// The appeal that it is about, or to which the agreed step belongs.
    pub appeal_id: Option<String>,
    /// The client of an agreed step, if he is in the base.
    pub party_id: Option<String>,
    /// Number on paper.
    pub number: String,
    /// Short name of the client.
    pub who: String,
    /// «Претензия»; «Перезвонить».
    pub about: String,
    /// The question, the action, what is awaited; may be empty.
    pub what: String,
    /// ISO; `None` when no rule or agreement says by when.
    pub due_on: Option<String>,
    /// `14:30`.
    pub due_at: Option<String>,
    /// «2 рабочих дня», «просрочено 1 день», «ждём клиента»; empty without a date.
    pub left: String,
    /// Its mark.
    pub tone: Tone,
    /// `project_returned`, `settlement_rejected`, `letter_returned`, `project_awaited`, `project_signed`,
    /// `client_owes`.
    pub mark: Option<String>,
    /// Whose it is; `None`: nobody's in person.
    pub owner: Option<String>,
    /// User id of the owner.
    pub owner_id: Option<String>,
    /// An executor can be named for it now.
    pub assignable: bool,
    /// Where its last record is.
    pub place: Place,
}

/// `work.list` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkList {
    /// Rows, the nearest date first; those without a date last.
    pub rows: Vec<WorkLine>,
    /// Key of the next page; `None` at the end.
    pub next: Option<String>,
}

/// How many rows each view holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkCounts {
    /// All.
    #[ts(type = "number")]
    pub all: u64,
    /// Late.
    #[ts(type = "number")]
    pub overdue: u64,
    /// Due today.
    #[ts(type = "number")]
    pub today: u64,
    /// Due after today, till the end of the next working day.
    #[ts(type = "number")]
    pub next: u64,
    /// Waits for the client.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Came back.
    #[ts(type = "number")]
    pub back: u64,
}

/// What the head has not been told yet: it falls due today or on the next working day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkNotice {
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
}

/// `work.counts` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkState {
    /// Of the signed-in user.
    pub mine: WorkCounts,
    /// Of the office, for those who may see it.
    pub office: Option<WorkCounts>,
    /// The next working day, ISO.
    pub next_day: String,
    /// For the head: what falls due by then, and he has not seen it.
    pub notice: Option<WorkNotice>,
}
