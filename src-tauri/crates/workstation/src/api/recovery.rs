//! The way back from damage.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `recovery.progress` → this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecoveryProgress {
    /// How much of the recovery under way is done.
    pub percent: u8,
}

/// What came of a recovery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecoveryReport {
    /// Name under which the damaged database is kept in its folder; empty when there was none.
    pub set_aside: String,
    /// Entries that the centre does not have and that are here again.
    #[ts(type = "number")]
    pub unsent: u64,
    /// Entries of this desk that were not found. The centre may have some of them.
    #[ts(type = "number")]
    pub lost: u64,
    /// Forms in progress.
    #[ts(type = "number")]
    pub drafts: u64,
    /// Work can go on before the centre is heard.
    pub works_offline: bool,
}
