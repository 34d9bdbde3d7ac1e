//! «Киоск и табло»: browsers of the hall that are let in by a code, and windows of the program for the hall.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a station of the hall is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum StationKind {
    /// Киоск: gives tickets.
    #[default]
    Kiosk,
    /// Табло: shows and speaks calls.
    Board,
}

/// `station.state` → this. Tag `station`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StationState {
    /// Browsers of the office's network are let in.
    pub on: bool,
    /// What to type into a browser, `https://192.168.1.20:7443`; empty while nothing listens.
    pub addresses: Vec<String>,
    /// The fingerprint of the certificate, to compare with what the browser shows; empty while nothing listens.
    pub fingerprint: String,
    /// Why nothing listens although it should: `port-taken`, `no-network`, `certificate`.
    pub trouble: Option<String>,
    /// The code that lets the next device in.
    pub code: Option<StationCode>,
    /// Devices that were let in, the latest first.
    pub devices: Vec<StationDevice>,
    /// Wrong codes since the program was started.
    pub refused: u32,
    /// From where the last wrong code came; empty when there was none.
    pub refused_from: String,
    /// When the last wrong code came, Unix milliseconds.
    #[ts(type = "number | null")]
    pub refused_at_ms: Option<i64>,
    /// Windows of this program can be opened for the hall: true in the program, false in a browser.
    pub has_windows: bool,
    /// Those that are open.
    pub windows: Vec<StationKind>,
}

/// A code for one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StationCode {
    /// Eight digits.
    pub digits: String,
    /// What the device will be.
    pub kind: StationKind,
    /// Until when it holds, Unix milliseconds.
    #[ts(type = "number")]
    pub expires_at_ms: i64,
}

/// A device that was let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StationDevice {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: StationKind,
    /// What the head called it: «Планшет у входа»; may be empty.
    pub name: String,
    /// When it was let in, Unix milliseconds.
    #[ts(type = "number")]
    pub paired_at_ms: i64,
    /// When it was last heard, Unix milliseconds; `None`: not since the program was started.
    #[ts(type = "number | null")]
    pub seen_at_ms: Option<i64>,
    /// It is connected now.
    pub connected: bool,
}

/// Input of `station.switch`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct StationSwitch {
    /// Let browsers in.
    pub on: bool,
}

/// Input of `station.pair`: a new code; the one before is void.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct StationPair {
    /// What the device will be.
    pub kind: StationKind,
    /// What to call it; may be empty.
    pub name: String,
}

/// Input of `station.revoke`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct StationAsked {
    /// Id of the device.
    pub id: String,
}

/// Input of `station.open` and `station.close`: a window of this program.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct StationWindow {
    /// Which.
    pub kind: StationKind,
}
