//! Enrolment, first load, sign-in and lock.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the window shows first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Stage {
    /// A new machine: asks for the one-time code.
    Enrolment,
    /// The key of this desk asks for its passphrase.
    Passphrase,
    /// Enrolled; the directory of the office is on its way.
    FirstLoad,
    /// Ready for a user.
    SignIn,
    /// A user is signed in and the desk is locked.
    Locked,
    /// Work.
    Open,
    /// The replica cannot be opened; `problem` says why.
    Damaged,
    /// The replica has been made anew; `recovered` says of what, until somebody has read it.
    Recovered,
}

/// `session.state` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SessionState {
    /// What the window shows.
    pub stage: Stage,
    /// The desk, once enrolled.
    pub desk: Option<DeskView>,
    /// The signed-in user.
    pub user: Option<UserView>,
    /// Civil date at the office now (server's estimate), ISO.
    pub today: String,
    /// The desk's best estimate of the server's time, Unix milliseconds.
    #[ts(type = "number")]
    pub now_ms: i64,
    /// How far the machine's own clock is off, seconds (positive: fast), once over two minutes.
    #[ts(type = "number | null")]
    pub clock_off_seconds: Option<i64>,
    /// Idle minutes to the lock by itself.
    pub auto_lock_minutes: u32,
    /// Why the replica cannot be opened, for `damaged`.
    pub problem: Option<super::error::ErrorCode>,
    /// Where the spare key lies that the centre can help with, when the key is lost or its passphrase asked for.
    pub spare_key: Option<String>,
    /// What came of a recovery, for `recovered`.
    pub recovered: Option<super::recovery::RecoveryReport>,
}

/// The desk as the top bar names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DeskView {
    /// Label on paper: `ОТ-04`.
    pub label: String,
    /// Office id.
    pub office_id: String,
    /// «Отрадненское отделение».
    pub office_name: String,
    /// Window number.
    pub window: u32,
    /// «ул. Молодогвардейская, 22», where it stands, when the office has several and this is not the first (R92).
    pub site: Option<String>,
    /// The office's zone: minutes east of UTC. Instants are shown in it, whatever the machine's zone is.
    pub utc_offset_minutes: i32,
}

/// A signed-in user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UserView {
    /// User id.
    pub id: String,
    /// «Самойлова Е. В.».
    pub short_name: String,
    /// Post.
    pub post: String,
    /// Role code.
    pub role: String,
    /// Commands that the role may not call, so that buttons say why.
    pub forbidden: Vec<String>,
}

/// One user of the office; `session.users` → list, for sign-in and for choosing an executor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UserChoice {
    /// User id.
    pub id: String,
    /// Login.
    pub login: String,
    /// «Самойлова Е. В.».
    pub short_name: String,
    /// Post.
    pub post: String,
}

/// Input of `session.sign_in`.
#[derive(Clone, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct SignIn {
    /// Login.
    pub login: String,
    /// Password; never logged.
    pub password: String,
}

/// Input of `session.unlock`.
#[derive(Clone, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct Unlock {
    /// Password of the signed-in user; never logged.
    pub password: String,
}

/// Input of `enrolment.enrol`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct EnrolInput {
    /// The one-time code, as typed or pasted: spaces, dashes and case do not matter.
    pub code: String,
}

/// `load.progress` → this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LoadProgress {
    /// Accounts on this desk.
    #[ts(type = "number")]
    pub accounts_done: u64,
    /// Accounts of the office; 0 until the first page has come.
    #[ts(type = "number")]
    pub accounts_total: u64,
    /// Estimate of what is left.
    #[ts(type = "number | null")]
    pub seconds_left: Option<u64>,
    /// True when everything is here.
    pub done: bool,
}
