//! Узел отделения: the desk that orders the office's queue, and how this one stands to it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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

/// Why there is no link to the hub. `hub-cause-<code>` in `assets/i18n/ru/hub.ftl` has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum BranchCause {
    /// The directory does not have the key of the hub's desk, or has it revoked: whoever answers cannot be told
    /// from a stranger.
    UnknownDesk,
    /// Nobody has said where the hub listens.
    NoAddress,
    /// Nobody answers.
    Unreachable,
    /// Another program answers at the hub's address: the certificate or the signature is not the hub's.
    OtherProgram,
    /// Somebody answers, but no secure connection comes about.
    NotSecure,
    /// A page of the network's own answers in place of the hub.
    Portal,
    /// The hub does not know this desk, or knows it as revoked.
    RefusesDesk,
    /// The hub speaks a newer protocol: this program must be updated.
    Newer,
    /// What the hub answered cannot be read.
    Malformed,
    /// This desk cannot write what it has heard: the disk is full, read-only or damaged.
    OwnDisk,
}

/// Why a frame was not taken. `hub-refused-<code>` in `assets/i18n/ru/hub.ftl` has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum FrameRefusal {
    /// No frame, cut short, or over a limit.
    Malformed,
    /// Its parts do not fit together.
    Hash,
    /// The signature is not that of its desk.
    Signature,
    /// No desk of the office has written it.
    ForeignDesk,
    /// Other records stand at its place already.
    Fork,
    /// What stands before it is not here.
    Gap,
}

/// What the hub did not take: frames of one desk with one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RefusedLine {
    /// Label of the desk that brought them; `None` when the directory does not have it.
    pub label: Option<String>,
    /// Number of its window.
    pub window: Option<u16>,
    /// Why.
    pub reason: FrameRefusal,
    /// How many different frames.
    #[ts(type = "number")]
    pub count: u64,
    /// How often they came in all.
    #[ts(type = "number")]
    pub times: u64,
    /// When the first one came, Unix milliseconds.
    #[ts(type = "number")]
    pub first_ms: i64,
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
    /// Of `away`, and of `searching` while the hub cannot be found by itself: why.
    pub cause: Option<BranchCause>,
    /// Own entries that the hub does not have.
    #[ts(type = "number")]
    pub unsent: u64,
    /// Entries of other desks that were taken here and that the centre does not have.
    #[ts(type = "number")]
    pub relay_waiting: u64,
    /// What this desk did not take as the hub, the newest reason first.
    pub refused: Vec<RefusedLine>,
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
