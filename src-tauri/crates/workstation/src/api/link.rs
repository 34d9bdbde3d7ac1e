//! Связь: what is going on with the link, what has not arrived, discrepancies.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Place;

/// Mode of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum LinkMode {
    /// На связи.
    Online,
    /// A round is going on after a cut.
    Connecting,
    /// Автономно; `cause` says why.
    Offline,
    /// The server does not want this desk any more.
    Revoked,
}

/// `link.state` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LinkState {
    /// Mode.
    pub mode: LinkMode,
    /// Why it is offline: an error code (`server-portal`, …).
    pub cause: Option<super::error::ErrorCode>,
    /// Offline since, Unix milliseconds.
    #[ts(type = "number | null")]
    pub since_ms: Option<i64>,
    /// Last exchange, Unix milliseconds.
    #[ts(type = "number | null")]
    pub last_exchange_ms: Option<i64>,
    /// Next try, Unix milliseconds.
    #[ts(type = "number | null")]
    pub next_try_ms: Option<i64>,
    /// Entries of today.
    #[ts(type = "number")]
    pub entries_today: u64,
    /// Entries of this desk in all.
    #[ts(type = "number")]
    pub entries_total: u64,
    /// Entries that the centre has.
    #[ts(type = "number")]
    pub entries_acked: u64,
    /// Entries that it does not have yet.
    #[ts(type = "number")]
    pub unsent: u64,
    /// Their size.
    #[ts(type = "number")]
    pub unsent_bytes: u64,
    /// The directory is as of, Unix milliseconds.
    #[ts(type = "number | null")]
    pub directory_as_of_ms: Option<i64>,
    /// The database was checked at, Unix milliseconds.
    #[ts(type = "number | null")]
    pub checked_ms: Option<i64>,
    /// Open discrepancies.
    #[ts(type = "number")]
    pub discrepancies: u64,
    /// Address of the centre.
    pub server: Option<String>,
}

/// A line of `link.unsent`, newest first, at most 500.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UnsentLine {
    /// Seq of the entry.
    #[ts(type = "number")]
    pub seq: u64,
    /// «Претензия принята».
    pub what: String,
    /// «ОТ-04/26-12-КМ7».
    pub about: String,
    /// Instant, Unix milliseconds.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Where it is.
    pub place: Place,
    /// Size.
    #[ts(type = "number")]
    pub size_bytes: u64,
}

/// A discrepancy (расхождение); `link.discrepancies` → list, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DiscrepancyView {
    /// Id.
    #[ts(type = "number")]
    pub id: i64,
    /// Code of what happened: `void-<reason>`, `forked`, `restored`, `server-rewound`, …; words are in Fluent.
    pub code: String,
    /// Arguments of the words: number of the appeal, time, author. Never personal data of a client.
    pub args: std::collections::BTreeMap<String, String>,
    /// Instant, Unix milliseconds.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The appeal, if it is about one.
    pub appeal_id: Option<String>,
}

/// Input of `link.acknowledge`.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct Acknowledge {
    /// Id of the discrepancy.
    #[ts(type = "number")]
    pub id: i64,
}
