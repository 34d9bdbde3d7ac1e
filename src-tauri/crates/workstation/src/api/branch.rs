//! Узел отделения: the desk that orders the office's queue, and how this one stands to it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::error::ErrorCode;

/// How this desk stands to the hub of its office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BranchMode {
    /// The office has no hub: the centre orders the queue.
    None,
    /// This desk is the hub.
    Hub,
    /// На связи с узлом.
    Connected,
    /// The hub is being looked for.
    Searching,
    /// The hub does not answer; `cause` and `since_ms` say why and since when.
    Away,
}

/// The hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HubView {
    /// Label of its desk, «ОТ-04».
    pub label: String,
    /// Number of its window; `None` when the directory does not have the desk.
    pub window: Option<u16>,
    /// Number of the tenure: grows with each new hub.
    pub number: u32,
    /// Hub since, Unix milliseconds.
    #[ts(type = "number")]
    pub since_ms: i64,
    /// Who appointed it.
    pub taken_by: String,
    /// Where it listens.
    pub addresses: Vec<String>,
    /// It is this desk.
    pub is_self: bool,
}

/// A desk of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BranchDesk {
    /// Id of its key, for `branch.set_successors`.
    pub key: String,
    /// Label on paper.
    pub label: String,
    /// Number of its window.
    pub window: u16,
    /// It is this one.
    pub is_self: bool,
    /// It is the hub.
    pub is_hub: bool,
    /// It may go on when the hub is silent.
    pub is_successor: bool,
    /// At the hub: when it said hello last, in this run, Unix milliseconds.
    #[ts(type = "number | null")]
    pub seen_ms: Option<i64>,
}

/// A hub that was found on the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FoundView {
    /// Label of its desk.
    pub label: String,
    /// Where it listens.
    pub address: String,
    /// Number of its tenure, as it says.
    pub number: u32,
}

/// `branch.state` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BranchState {
    /// How this desk stands to the hub.
    pub mode: BranchMode,
    /// The hub, when there is one.
    pub hub: Option<HubView>,
    /// Of `away`: since when, Unix milliseconds.
    #[ts(type = "number | null")]
    pub since_ms: Option<i64>,
    /// Of `away`: why.
    pub cause: Option<ErrorCode>,
    /// Own entries that the hub does not have.
    #[ts(type = "number")]
    pub unsent: u64,
    /// Entries of other desks that were taken here and that the centre does not have.
    #[ts(type = "number")]
    pub relay_waiting: u64,
    /// Desks of the office, by window.
    pub desks: Vec<BranchDesk>,
    /// This user may make this desk the hub.
    pub may_become: bool,
    /// This user may end the hub.
    pub may_end: bool,
    /// This desk may go on in place of the hub now.
    pub may_take_over: bool,
    /// The address that was typed; empty: as the hub says.
    pub manual_address: String,
    /// Hubs of this office that were found on the network.
    pub found: Vec<FoundView>,
    /// Where this desk listens.
    pub listening: Vec<String>,
    /// Why it does not: `port-taken`, `certificate`, `no-network`.
    pub listening_trouble: Option<String>,
}

/// Input of `branch.set_successors`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BranchSuccessors {
    /// Ids of the keys of their desks.
    pub keys: Vec<String>,
}

/// Input of `branch.set_address`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BranchAddress {
    /// `192.168.1.20`, `192.168.1.20:7443`, `https://192.168.1.20:7443`; empty: as the hub says.
    pub address: String,
}
