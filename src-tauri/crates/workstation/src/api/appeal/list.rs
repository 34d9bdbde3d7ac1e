//! The list of appeals: views, filters, rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::{Place, Tone};

/// Views of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AppealListView {
    /// В работе.
    Open,
    /// Мои.
    Mine,
    /// Просрочено.
    Overdue,
    /// Срок сегодня.
    Today,
    /// Ждут сведений от заявителя.
    Waiting,
    /// Ждут решения начальника: без рассмотрения.
    Proposed,
    /// Закрытые.
    Closed,
}

/// What else a row must be; empty fields ask nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct AppealFilter {
    /// Code of the category.
    pub category: String,
    /// Code of the topic.
    pub topic: String,
    /// Code of the channel.
    pub channel: String,
    /// User id of the executor; `-` for nobody.
    pub executor: String,
    /// Received from this day on, ISO.
    pub received_from: String,
    /// Received up to this day, ISO.
    pub received_to: String,
}

/// Sorting of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AppealSort {
    /// By control date.
    Due,
    /// By number.
    Number,
    /// By applicant.
    Applicant,
    /// By executor.
    Executor,
}

/// Input of `appeal.list`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealListAsked {
    /// Which appeals.
    pub view: AppealListView,
    /// Number, applicant or topic; empty for all.
    pub text: String,
    /// What else a row must be.
    #[serde(default)]
    pub filter: AppealFilter,
    /// Order.
    pub sort: AppealSort,
    /// Descending.
    pub descending: bool,
    /// Continue after this key of the last row seen.
    pub after: Option<String>,
    /// At most so many rows.
    pub limit: u32,
}

/// `appeal.list` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppealList {
    /// Rows.
    pub rows: Vec<AppealRow>,
    /// Key to continue with; `None` at the end.
    pub next: Option<String>,
    /// How many rows the view holds with this text.
    #[ts(type = "number")]
    pub total: u64,
    /// Counts for the tabs.
    pub counts: AppealCounts,
}

/// Counts for the tabs and for the rail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppealCounts {
    /// В работе.
    #[ts(type = "number")]
    pub open: u64,
    /// Мои.
    #[ts(type = "number")]
    pub mine: u64,
    /// Просрочено.
    #[ts(type = "number")]
    pub overdue: u64,
    /// Срок сегодня.
    #[ts(type = "number")]
    pub today: u64,
    /// Ждут сведений.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Ждут решения начальника.
    #[ts(type = "number")]
    pub proposed: u64,
    /// Закрытые.
    #[ts(type = "number")]
    pub closed: u64,
}

/// A view that a user has saved for himself on this desk; `view.list` → list, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SavedView {
    /// Its id.
    pub view_id: String,
    /// «Претензии без исполнителя».
    pub name: String,
    /// Which appeals.
    pub view: AppealListView,
    /// Text of the search.
    pub text: String,
    /// What else a row must be.
    pub filter: AppealFilter,
    /// Order.
    pub sort: AppealSort,
    /// Descending.
    pub descending: bool,
}

/// Input of `view.save`: a view of the same name is replaced.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ViewSave {
    /// «Претензии без исполнителя», at most 60 symbols.
    pub name: String,
    /// Which appeals.
    pub view: AppealListView,
    /// Text of the search.
    pub text: String,
    /// What else a row must be.
    pub filter: AppealFilter,
    /// Order.
    pub sort: AppealSort,
    /// Descending.
    pub descending: bool,
}

/// Input of `view.delete`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ViewAsked {
    /// Its id.
    pub view_id: String,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppealRow {
    /// A claim that needs immediate action, by its assessment; absent: no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub immediate: Option<bool>,
    /// Appeal id.
    pub appeal_id: String,
    /// Registration number.
    pub number: String,
    /// Control date, ISO.
    pub due_on: String,
    /// «просрочено 1 день», «сегодня», «1 рабочий день», «отвечено».
    pub left: String,
    /// Its mark.
    pub tone: Tone,
    /// «Небылицын А. Д.».
    pub applicant: String,
    /// «Претензия».
    pub category_label: String,
    /// «Лаптева»; `None`: не назначен.
    pub executor: Option<String>,
    /// Where its last record is.
    pub place: Place,
}
