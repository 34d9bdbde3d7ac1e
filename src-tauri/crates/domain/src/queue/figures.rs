//! Figures of a day (показатели), §6.3, R98–R102: counted from periods, every time anew.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{HallSign, Shift, Visit};
use crate::ids::{OfficeId, StreamId};
use crate::standard::QueueNorms;

/// How a time stands against its norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NormMark {
    /// В норме.
    Fine,
    /// Скоро норма: past the share of the norm that the settings name.
    Soon,
    /// Дольше нормы.
    Over,
}

/// A mean of many and what it stands against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mean {
    /// How many.
    pub count: u32,
    /// The mean, milliseconds; 0 when there are none.
    pub mean_ms: i64,
    /// The longest, milliseconds.
    pub longest_ms: i64,
    /// The norm, milliseconds.
    pub norm_ms: i64,
    /// How the mean stands against the norm with the tolerance of peaks, if it holds.
    pub mark: NormMark,
}

/// A stream's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamFigures {
    /// The stream.
    pub stream: StreamId,
    /// Waiting now.
    pub waiting: u32,
    /// The longest wait of those who wait now, milliseconds.
    pub longest_waiting_ms: i64,
    /// Waits that ended in a call, by the norm of waiting.
    pub waits: Mean,
    /// The same without those that began in a peak.
    pub waits_off_peak: Mean,
    /// Receptions, by the norm of reception.
    pub receptions: Mean,
    /// The same without those that began in a peak.
    pub receptions_off_peak: Mean,
}

/// A window's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowFigures {
    /// The window.
    pub window: u16,
    /// Receptions that are over.
    pub served: u32,
    /// Time of receptions, milliseconds.
    pub serving_ms: i64,
    /// Time between call and start, milliseconds.
    pub calling_ms: i64,
    /// Time of pauses, milliseconds.
    pub paused_ms: i64,
    /// Time that the window was open with nobody at it, milliseconds.
    pub idle_ms: i64,
    /// Mean reception, milliseconds.
    pub mean_reception_ms: i64,
}

/// Half an hour of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Begins, Unix milliseconds.
    pub from_ms: i64,
    /// Tickets taken.
    pub came: u32,
    /// Tickets served.
    pub served: u32,
}

/// A mean wait of a stream in half an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotWait {
    /// Begins, Unix milliseconds.
    pub from_ms: i64,
    /// The stream.
    pub stream: StreamId,
    /// Calls.
    pub count: u32,
    /// Mean wait, milliseconds.
    pub mean_ms: i64,
}

/// A day of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFigures {
    /// The office.
    pub office_id: OfficeId,
    /// The day.
    pub day: NaiveDate,
    /// Visits that began.
    pub visits: u32,
    /// Visits with a reception that are over.
    pub served: u32,
    /// Visits that ended in a no-show.
    pub no_shows: u32,
    /// Visits whose client left.
    pub left: u32,
    /// Served visits within the norm of the whole visit.
    pub within_total: u32,
    /// Served visits that began outside of peaks, and those of them within the norm.
    pub off_peak: (u32, u32),
    /// Streams, in the order of the norms.
    pub streams: Vec<StreamFigures>,
    /// Windows by number.
    pub windows: Vec<WindowFigures>,
    /// Half-hours from the first ticket's to the present.
    pub slots: Vec<Slot>,
    /// Mean waits by half-hour of the call.
    pub slot_waits: Vec<SlotWait>,
    /// Peaks, Unix milliseconds from and to (the present for one that lasts).
    pub peaks: Vec<(i64, i64)>,
}

/// What the figures of a day are counted from.
#[derive(Clone, Copy, Debug)]
pub struct DayRecord<'a> {
    /// The office.
    pub office_id: &'a OfficeId,
    /// The day.
    pub day: NaiveDate,
    /// Its visits.
    pub visits: &'a [Visit],
    /// Its shifts.
    pub shifts: &'a [Shift],
    /// Its signs.
    pub signs: &'a [HallSign],
    /// The office's clock, for the end of a sign that was given as a time of the day.
    pub utc_offset_minutes: i32,
    /// The norms in force.
    pub norms: &'a QueueNorms,
    /// From what percent of a norm on a time is «скоро».
    pub soon_percent: u32,
    /// The present, or the end of a day that is over, Unix milliseconds.
    pub now_ms: i64,
}
