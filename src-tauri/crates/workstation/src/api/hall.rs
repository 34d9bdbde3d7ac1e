//! The hall as the head sees it: windows, waits, what waits for a decision, the day, §6.3.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::queue::{ClockMark, ClockView, QueuedLine, SignView, StreamView};

/// `hall.state` → this. Tag `queue`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HallState {
    /// Whether the office has an electronic queue.
    pub enabled: bool,
    /// The desk's best estimate of the time, Unix milliseconds.
    #[ts(type = "number")]
    pub now_ms: i64,
    /// «приём до 17:00».
    pub hours: String,
    /// Visits today.
    pub visits: u32,
    /// Served today.
    pub served: u32,
    /// Did not come today.
    pub no_shows: u32,
    /// Streams.
    pub streams: Vec<StreamView>,
    /// Share of whole visits within the norm, percent, and how many of how many.
    pub total: TotalView,
    /// Windows by number.
    pub windows: Vec<HallWindowLine>,
    /// What waits for the head's decision, the most urgent first.
    pub escalations: Vec<EscalationLine>,
    /// Everybody who waits, the longest first.
    pub waiting: Vec<QueuedLine>,
    /// Signs of the hall that stand.
    pub signs: Vec<SignView>,
    /// A peak is marked now.
    pub peak: bool,
    /// When a step of the ladder is reached or the hours change with nobody doing anything, Unix milliseconds: ask again then.
    #[ts(type = "number | null")]
    pub changes_at_ms: Option<i64>,
}

/// Whole visits against their norm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TotalView {
    /// The norm, minutes.
    pub norm_minutes: u32,
    /// Served visits.
    pub served: u32,
    /// Within the norm.
    pub within: u32,
    /// Within the norm, percent; `None` before the first.
    pub percent: Option<u32>,
    /// The same outside of peaks.
    pub percent_off_peak: Option<u32>,
    /// How it stands.
    pub mark: ClockMark,
}

/// A window in the hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HallWindowLine {
    /// Its number.
    pub number: u16,
    /// «окно 4», «кабинет 12».
    pub title: String,
    /// Id of its shift; `None` when it is closed.
    pub shift_id: Option<String>,
    /// Who sits there.
    pub user_name: String,
    /// Codes of the streams that it serves.
    pub streams: Vec<String>,
    /// `closed`, `free`, `called`, `serving`, `paused`.
    pub state: String,
    /// «приём», «зовёт», «свободно», «обед», «закрыто».
    pub state_label: String,
    /// «П-063», when it has one.
    pub number_now: Option<String>,
    /// Words of the service.
    pub service: Option<String>,
    /// The reception or the call, against the norm; of a pause or of idleness, the time alone (norm 0).
    pub clock: Option<ClockView>,
    /// Receptions today.
    pub served: u32,
    /// Mean reception today, milliseconds.
    #[ts(type = "number")]
    pub mean_ms: i64,
    /// The visit that it has.
    pub visit_id: Option<String>,
}

/// Something that waits for the head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EscalationLine {
    /// What makes it one of its kind: goes back into `hall.escalation_take`.
    pub id: String,
    /// `wait`, `reception`, `visit`, `head_wait`, `help`.
    pub kind: String,
    /// Urgent: past the norm; otherwise near it.
    pub urgent: bool,
    /// «П-048 ждёт дольше нормы».
    pub title: String,
    /// Details.
    pub text: String,
    /// Since `11:18`.
    pub since: String,
    /// Since when, Unix milliseconds.
    #[ts(type = "number")]
    pub since_ms: i64,
    /// The visit, if it is about one.
    pub visit_id: Option<String>,
    /// The ticket's index.
    pub ticket: u8,
    /// The sign, if it is about one.
    pub sign_id: Option<String>,
    /// The stream, if more windows for it would help.
    pub stream: Option<String>,
}

/// Input of `hall.escalation_take`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct EscalationTake {
    /// The escalation's id.
    pub id: String,
    /// The visit.
    pub visit_id: String,
}

/// Input of `hall.direct`: who waits goes to this window.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct HallDirect {
    /// The visit.
    pub visit_id: String,
    /// The ticket's index.
    pub ticket: u8,
    /// Number of a window that is open.
    pub window: Option<u16>,
    /// Why.
    pub reason: String,
}

/// Input of `hall.sign_raise`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct SignRaise {
    /// `notice`, `peak`, `tickets_stopped`.
    pub kind: String,
    /// Words of a notice; why tickets are stopped.
    pub text: String,
    /// Until `16:00`; empty: until it is ended.
    pub until: String,
}

/// Input of `hall.sign_end`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct SignAsked {
    /// The sign.
    pub id: String,
}

/// Input of `hall.window_streams`, `hall.window_close`, `hall.window_pause`: the head for another's window.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct HallWindowSet {
    /// The shift.
    pub shift_id: String,
    /// Codes of streams, for `hall.window_streams`.
    pub streams: Vec<String>,
    /// Code of the pause, for `hall.window_pause`; empty ends the pause.
    pub pause: String,
}

/// Input of `hall.day`, `hall.periods`, `hall.export`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct HallDayAsked {
    /// ISO date; empty: today.
    pub on: String,
}

/// `hall.day` → this: the plots and their twins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HallDay {
    /// ISO date.
    pub on: String,
    /// Days that have a queue, ISO, the latest first.
    pub days: Vec<String>,
    /// Half-hours.
    pub slots: Vec<HallSlot>,
    /// Streams and their norms.
    pub streams: Vec<StreamView>,
    /// Load by window.
    pub windows: Vec<HallLoad>,
    /// Peaks: from and to, `09:00`.
    pub peaks: Vec<(String, String)>,
    /// Visits, served, no-shows, left.
    pub visits: u32,
    /// Served.
    pub served: u32,
    /// Did not come.
    pub no_shows: u32,
    /// Left.
    pub left: u32,
    /// Whole visits.
    pub total: TotalView,
}

/// Half an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HallSlot {
    /// `09:00`.
    pub from: String,
    /// Tickets taken.
    pub came: u32,
    /// Tickets served.
    pub served: u32,
    /// Mean waits by stream, in the order of `streams`, milliseconds; `None` without a call.
    #[ts(type = "(number | null)[]")]
    pub waits_ms: Vec<Option<i64>>,
}

/// A window's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HallLoad {
    /// «окно 4».
    pub title: String,
    /// Receptions.
    pub served: u32,
    /// Milliseconds of reception.
    #[ts(type = "number")]
    pub serving_ms: i64,
    /// Between call and start.
    #[ts(type = "number")]
    pub calling_ms: i64,
    /// Of pauses.
    #[ts(type = "number")]
    pub paused_ms: i64,
    /// Open with nobody there.
    #[ts(type = "number")]
    pub idle_ms: i64,
}

/// A line of the table of raw periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PeriodLine {
    /// «П-047».
    pub number: String,
    /// Words of the service.
    pub service: String,
    /// Words of the state.
    pub state: String,
    /// From `10:25:07`.
    pub from: String,
    /// To; empty while it lasts.
    pub to: String,
    /// Length in seconds; `None` while it lasts or when it is over for good.
    #[ts(type = "number | null")]
    pub seconds: Option<i64>,
    /// Window; empty without one.
    pub window: String,
    /// Who caused it.
    pub user: String,
}

/// `hall.export` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HallExported {
    /// Name of the file within the folder of documents that the system names.
    pub file: String,
}
