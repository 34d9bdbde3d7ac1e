//! The electronic queue at a window of the office: tickets, windows, the line, §6.3.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Place;
use super::appeal::Choice;

/// `queue.state` → this. Tag `queue`. Clocks run on in the screen from the instants given here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct QueueState {
    /// Whether the office has an electronic queue at all (R96); when not, nothing else is filled.
    pub enabled: bool,
    /// The desk's best estimate of the time, Unix milliseconds.
    #[ts(type = "number")]
    pub now_ms: i64,
    /// «приём до 17:00», «перерыв до 13:00», «сегодня не работаем»; one short line.
    pub hours: String,
    /// This desk's window, once it is open.
    pub window: Option<WindowView>,
    /// The ticket that this window has, called or being served.
    pub current: Option<CurrentTicket>,
    /// Who is next here, in the order in which the window would call.
    pub line: Vec<QueuedLine>,
    /// Who else waits in the office, for other windows, the longest first; everybody while this desk's window is closed.
    pub elsewhere: Vec<QueuedLine>,
    /// Tickets put aside that any window may take.
    pub held: Vec<QueuedLine>,
    /// Clients who did not come today and can be called back into the line, the latest first.
    pub no_shows: Vec<QueuedLine>,
    /// Waiting in the whole office.
    pub waiting: u32,
    /// Streams in figures, as the head sees them.
    pub streams: Vec<StreamView>,
    /// Signs of the hall that stand: notices, a peak, tickets stopped, calls for help.
    pub signs: Vec<SignView>,
    /// The printer of tickets is in trouble: words; `None` when it is fine or there is none.
    pub printer_trouble: Option<String>,
}

/// A window that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WindowView {
    /// Its number.
    pub number: u16,
    /// «окно 4», «кабинет 12».
    pub title: String,
    /// Id of the shift.
    pub shift_id: String,
    /// Who sits there: «Самойлова Е. В.».
    pub user_name: String,
    /// True when another than the signed-in user opened it (left over from before): take it over or close it.
    pub others: bool,
    /// Codes of the streams that it serves.
    pub streams: Vec<String>,
    /// Code of the pause, when it has one.
    pub pause: Option<String>,
    /// «обед», when it has one.
    pub pause_label: Option<String>,
    /// Since when it stands so, Unix milliseconds.
    #[ts(type = "number")]
    pub since_ms: i64,
}

/// How a time stands against its norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ClockMark {
    /// В норме.
    Fine,
    /// Скоро норма.
    Soon,
    /// Дольше нормы.
    Over,
}

/// A time that runs or stands, against a norm. While it runs the screen adds what has passed since `now_ms` and turns the
/// mark by `soon_ms` and `norm_ms`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClockView {
    /// Elapsed, milliseconds.
    #[ts(type = "number")]
    pub elapsed_ms: i64,
    /// It runs on.
    pub runs: bool,
    /// From here on it is «скоро», milliseconds.
    #[ts(type = "number")]
    pub soon_ms: i64,
    /// The norm, milliseconds.
    #[ts(type = "number")]
    pub norm_ms: i64,
    /// How it stands now.
    pub mark: ClockMark,
}

/// The ticket at this window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CurrentTicket {
    /// The visit.
    pub visit_id: String,
    /// The ticket's index in the visit.
    pub ticket: u8,
    /// «П-047».
    pub number: String,
    /// `called` or `serving`.
    pub state: String,
    /// Words of the service.
    pub service: String,
    /// Code of the service.
    pub service_id: String,
    /// Code of the stream.
    pub stream: String,
    /// The ground to be served before others, in words, and what to ask for.
    pub class: Option<String>,
    /// What proves the ground.
    pub class_proof: Option<String>,
    /// What the window before wrote.
    pub comment: Option<String>,
    /// «вернётся в окно 2» when the client goes back after this.
    pub back_to: Option<String>,
    /// Times that he was called.
    pub calls: u32,
    /// Calls after which he may be marked as a no-show.
    pub calls_before_no_show: u32,
    /// When he may be called again, Unix milliseconds.
    #[ts(type = "number")]
    pub call_again_at_ms: i64,
    /// The wait.
    pub wait: ClockView,
    /// The reception; `None` before it has begun.
    pub reception: Option<ClockView>,
    /// The whole visit, against its norm.
    pub total: ClockView,
    /// The client, once found.
    pub party_id: Option<String>,
    /// His account.
    pub account: Option<String>,
    /// The course of the visit, the earliest first.
    pub course: Vec<VisitLine>,
    /// Further tickets of the same visit that wait.
    pub further: Vec<String>,
}

/// A line of a visit's course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct VisitLine {
    /// `10:25`.
    pub at: String,
    /// «Взят талон П-047».
    pub what: String,
    /// Details, grey.
    pub note: Option<String>,
    /// Where the record is.
    pub place: Place,
    /// The appeal or other record that it tells of, to open.
    pub appeal_id: Option<String>,
}

/// A ticket that waits, is held or did not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct QueuedLine {
    /// The visit.
    pub visit_id: String,
    /// The ticket's index in the visit.
    pub ticket: u8,
    /// «П-047».
    pub number: String,
    /// `waiting`, `transferred`, `returned`, `held`, `no_show`.
    pub state: String,
    /// Short words of the service: «Показания».
    pub service: String,
    /// Code of the stream.
    pub stream: String,
    /// Why it stands where it stands: `returned`, `appointment`, `class`, `turn`; empty for held and no-shows.
    pub why: String,
    /// The ground, in words.
    pub class: Option<String>,
    /// Appointment's time, `11:15`.
    pub appointment: Option<String>,
    /// Reason of the hold or comment of the transfer, in words.
    pub note: Option<String>,
    /// The window that it is meant for.
    pub window: Option<u16>,
    /// The wait of this state against the stream's norm.
    pub wait: ClockView,
}

/// A stream in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StreamView {
    /// Its code.
    pub id: String,
    /// «Платежи».
    pub title: String,
    /// Letter of its tickets.
    pub letter: String,
    /// Waiting now.
    pub waiting: u32,
    /// Mean wait of those called today.
    pub wait: ClockView,
    /// Mean reception today.
    pub reception: ClockView,
    /// How many were called today.
    pub calls: u32,
    /// How many receptions are over.
    pub receptions: u32,
    /// The expected wait of one who comes now: minutes from and to; `None` when no window takes from it.
    pub expected: Option<(u32, u32)>,
    /// Open windows that serve it.
    pub windows: u32,
}

/// A sign of the hall that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SignView {
    /// Its id.
    pub id: String,
    /// `notice`, `peak`, `help`, `tickets_stopped`.
    pub kind: String,
    /// Its words; place of the button for `help`.
    pub text: String,
    /// Since `11:22`.
    pub since: String,
    /// Since when, Unix milliseconds.
    #[ts(type = "number")]
    pub since_ms: i64,
    /// Until `16:00`; empty: until it is ended.
    pub until: String,
    /// Who raised it; empty for the program itself.
    pub by: String,
}

/// `queue.choices` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct QueueChoices {
    /// Streams that the user may serve.
    pub streams: Vec<Choice>,
    /// Services that this office gives.
    pub services: Vec<ServiceChoice>,
    /// Windows of the office.
    pub windows: Vec<WindowChoice>,
    /// Kinds of pause.
    pub pauses: Vec<Choice>,
    /// What comes of a reception; the first is usual.
    pub outcomes: Vec<Choice>,
    /// Why a ticket is held.
    pub holds: Vec<Choice>,
    /// Grounds to be served before others.
    pub classes: Vec<Choice>,
    /// Why a ticket is called out of the order, as suggestions.
    pub direct_reasons: Vec<String>,
    /// Minutes of wrap-up.
    pub wrap_up_minutes: u32,
    /// What the user had open at this desk last, to be offered again; `None`: nothing yet.
    pub last: Option<WindowOpen>,
}

/// A service that can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ServiceChoice {
    /// Its code.
    pub id: String,
    /// Its words.
    pub title: String,
    /// One or two words.
    pub short: String,
    /// Code of its stream.
    pub stream: String,
}

/// A window that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WindowChoice {
    /// Its number.
    pub number: u16,
    /// «окно 4».
    pub title: String,
    /// Codes of its usual streams, of those that the user may serve.
    pub streams: Vec<String>,
    /// Who sits there now; empty when it is closed.
    pub taken_by: String,
}

/// Input of `window.open`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct WindowOpen {
    /// The window's number.
    pub number: u16,
    /// Codes of streams; empty: its usual ones.
    pub streams: Vec<String>,
}

/// Input of `window.pause`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct WindowPause {
    /// Code of the pause.
    pub kind: String,
}

/// Input of `window.streams`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct WindowStreams {
    /// Codes of streams.
    pub streams: Vec<String>,
}

/// `queue.call_next`, `queue.call` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CallDone {
    /// The number that was called; `None` when nobody waits for this window.
    pub number: Option<String>,
    /// The hub of the office did not answer: the desk called by what it knows itself.
    pub alone: bool,
}

/// Input of `queue.call`: by number, out of the order, or from the held, or a no-show's return.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketCall {
    /// The visit.
    pub visit_id: String,
    /// The ticket's index.
    pub ticket: u8,
    /// Why out of the order; needed unless the ticket is held or is the next one anyway.
    pub reason: String,
}

/// Input of `queue.revive`, `queue.left`, `queue.print_again`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketAsked {
    /// The visit.
    pub visit_id: String,
    /// The ticket's index.
    pub ticket: u8,
}

/// Input of `queue.hold`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketHold {
    /// Code of the reason.
    pub reason: String,
    /// In words; may be empty.
    pub note: String,
}

/// Input of `queue.transfer`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketTransfer {
    /// Code of the service.
    pub service: String,
    /// The window; `None` for any of the stream.
    pub window: Option<u16>,
    /// What the next one should know; may be empty.
    pub comment: String,
    /// The client comes back to this window afterwards.
    pub back: bool,
}

/// Input of `queue.add_service`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketAddService {
    /// Code of the service.
    pub service: String,
    /// Done at this window, next after the present one.
    pub here: bool,
}

/// Input of `queue.finish`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketFinish {
    /// Code of the outcome; empty: the usual one.
    pub outcome: String,
    /// The window pauses for wrap-up.
    pub wrap_up: bool,
}

/// Input of `queue.set_class`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketSetClass {
    /// The visit.
    pub visit_id: String,
    /// Code of the ground; empty: in turn.
    pub class: String,
    /// Why.
    pub reason: String,
}

/// Input of `queue.issue`, `kiosk.issue`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketIssue {
    /// Code of the service.
    pub service: String,
    /// Code of the ground; empty: in turn.
    pub class: String,
}

/// A ticket that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TicketGiven {
    /// The visit.
    pub visit_id: String,
    /// «П-047».
    pub number: String,
    /// Words of the service.
    pub service: String,
    /// People before him.
    pub ahead: u32,
    /// The expected wait in minutes, from and to.
    pub expected: Option<(u32, u32)>,
    /// What to prepare.
    pub documents: Vec<String>,
    /// Whether the paper came out; when not, the number is shown large and `printer_trouble` says why.
    pub printed: bool,
    /// Why there is no paper, as the client is told.
    pub printer_trouble: Option<String>,
}

/// Input of `queue.identify`: who sits at the window.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct VisitIdentify {
    /// The client's row.
    pub party_id: String,
    /// His account.
    pub account: Option<String>,
}
