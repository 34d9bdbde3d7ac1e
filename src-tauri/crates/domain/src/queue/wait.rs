//! The expected wait (ожидаемое время): told to the client as a range before he takes a ticket.

use serde::{Deserialize, Serialize};

/// What the day has shown of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamDay {
    /// Lengths of receptions that are over, in milliseconds, the earliest first.
    pub receptions_ms: Vec<i64>,
    /// Windows that take from the stream now, each with the share of its calls that went to this stream, in thousandths.
    pub windows_share: Vec<u32>,
    /// How long each reception under way in these windows has lasted, milliseconds.
    pub under_way_ms: Vec<i64>,
    /// Tickets of the stream that would be called before a new one.
    pub ahead: u32,
    /// The norm of a reception, milliseconds: what is expected before the day has shown anything.
    pub norm_ms: i64,
}

/// A wait, as a range in whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitRange {
    /// Not shorter, most likely.
    pub from_minutes: u32,
    /// Not longer, most likely.
    pub to_minutes: u32,
}
