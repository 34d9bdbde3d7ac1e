//! What kiosk and board show and do: tables of their own, very small. Never a name, never an account.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::appeal::Choice;

/// `kiosk.state` → this. Tag `queue`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KioskState {
    /// «Тольяттинское отделение».
    pub office: String,
    /// The estimate of the time, Unix milliseconds.
    #[ts(type = "number")]
    pub now_ms: i64,
    /// Minutes of the office's zone east of UTC.
    pub utc_offset_minutes: i32,
    /// «приём до 17:00».
    pub hours: String,
    /// Why no tickets are given now: `off`, `closed_today`, `before_opening`, `break`, `after_closing`, `stopped`; `None`: they are.
    pub shut: Option<String>,
    /// What to tell then: «Откроемся завтра в 8:00».
    pub shut_text: String,
    /// What to choose from.
    pub choices: Vec<KioskLine>,
    /// Grounds to be served before others.
    pub classes: Vec<Choice>,
    /// Notices of the hall.
    pub notices: Vec<String>,
    /// The printer of tickets is in trouble: what the client is told.
    pub printer_trouble: Option<String>,
    /// Seconds of silence before «Вы ещё здесь?».
    pub silence_seconds: u32,
    /// Seconds of the countdown.
    pub countdown_seconds: u32,
    /// Appointments can be checked in today.
    pub appointments: bool,
    /// When this will be otherwise with nobody doing anything (the office opens, a break begins, a notice ends), Unix milliseconds: ask
    /// again then.
    #[ts(type = "number | null")]
    pub changes_at_ms: Option<i64>,
}

/// A line of the kiosk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KioskLine {
    /// Its code.
    pub id: String,
    /// Plain words.
    pub title: String,
    /// What is meant.
    pub hint: String,
    /// The expected wait, minutes from and to, and people ahead; of the shortest of its services.
    pub expected: Option<(u32, u32)>,
    /// People ahead.
    pub ahead: u32,
    /// Why it cannot be had now, in words («сегодня талоны на эту услугу закончились»).
    pub refused: Option<String>,
    /// The second step; one entry: no second step.
    pub services: Vec<KioskService>,
}

/// A service of the second step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KioskService {
    /// Its code.
    pub id: String,
    /// Plain words.
    pub title: String,
    /// What to prepare.
    pub documents: Vec<String>,
    /// The expected wait.
    pub expected: Option<(u32, u32)>,
    /// People ahead.
    pub ahead: u32,
    /// Why it cannot be had now.
    pub refused: Option<String>,
}

/// Input of `kiosk.check_in`: the number on the slip of an appointment.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct KioskCheckIn {
    /// As typed: the counter or the whole number.
    pub number: String,
}

/// Input of `kiosk.help`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct KioskHelp {
    /// `kiosk` or `entrance`.
    pub place: String,
}

/// `board.state` → this. Tag `queue`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BoardState {
    /// «Тольяттинское отделение».
    pub office: String,
    /// The estimate of the time, Unix milliseconds.
    #[ts(type = "number")]
    pub now_ms: i64,
    /// Minutes of the office's zone east of UTC.
    pub utc_offset_minutes: i32,
    /// Whether the office receives now; when not, `shut_text` says when it will.
    pub open: bool,
    /// «Откроемся завтра в 8:00».
    pub shut_text: String,
    /// Calls of the last minutes that are called or being served, the latest first.
    pub calls: Vec<BoardCall>,
    /// Streams: who waits.
    pub streams: Vec<BoardStream>,
    /// Who is called soon, in the order of the line.
    pub soon: Vec<String>,
    /// Notices.
    pub notices: Vec<String>,
    /// Free telephone of the contact centre.
    pub phone: String,
    /// When this will be otherwise with nobody doing anything, Unix milliseconds: ask again then.
    #[ts(type = "number | null")]
    pub changes_at_ms: Option<i64>,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BoardCall {
    /// Grows with every call and every repeated call: what is new is announced, once.
    pub id: String,
    /// «П-065».
    pub number: String,
    /// Letter, for the voice.
    pub letter: String,
    /// Number, for the voice.
    pub digits: u16,
    /// The window.
    pub window: u16,
    /// «окно», «кабинет»: said and shown before the number.
    pub window_word: String,
    /// «окно 3», «кабинет 12»; «кабинет руководителя», for a door that has words in place of a number.
    pub window_title: String,
    /// `11:23`.
    pub at: String,
    /// When, Unix milliseconds.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// `called` or `serving`.
    pub state: String,
}

/// A stream on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BoardStream {
    /// Letter of its tickets.
    pub letter: String,
    /// «платежи».
    pub title: String,
    /// People.
    pub waiting: u32,
    /// The expected wait, minutes from and to.
    pub expected: Option<(u32, u32)>,
}
