//! The key of the desk: to what it is tied, the passphrase of a laptop, the spare key at the centre.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// To what the key file is tied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum KeyTie {
    /// The id of the computer.
    Machine,
    /// A secret that the system gives to the service of this program.
    Credential,
    /// What Windows keeps for this computer.
    Windows,
}

/// `key.state` → this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KeyState {
    /// To what it is tied.
    pub tie: KeyTie,
    /// Whether a passphrase is asked for at the start.
    pub passphrase: bool,
    /// Whether the centre can help when the key is lost or the passphrase forgotten.
    pub spare: bool,
    /// The desk shows a kiosk or a board or is the hub of its office, which must come up by itself: no passphrase
    /// can be set.
    pub serves_hall: bool,
    /// Symbols of the shortest passphrase.
    pub length_min: u32,
}

/// Input of `key.open`.
#[derive(Clone, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct KeyOpen {
    /// The passphrase; never logged.
    pub passphrase: String,
}

/// Input of `key.set_passphrase`.
#[derive(Clone, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct PassphraseSet {
    /// The new passphrase; never logged.
    pub passphrase: String,
    /// The same once more: nobody sees what he types.
    pub again: String,
}

/// Input of `recovery.unlock`.
#[derive(Clone, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct RecoveryUnlock {
    /// The centre's text, as typed or pasted: spaces, dashes and case do not matter. Never logged.
    pub text: String,
}
