//! Who saw whose card, and masked values in full.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::client::ContactKind;

/// Input of `audit.list` and `audit.office`: what is empty is not compared.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AuditListAsked {
    /// User id.
    pub user_id: String,
    /// Code of what was done.
    pub action: String,
    /// Client's id.
    pub party_id: String,
    /// From this civil day on, ISO.
    pub from: String,
    /// Up to and with this civil day, ISO.
    pub to: String,
    /// `next` of the page before.
    pub after: Option<String>,
    /// At most so many lines.
    pub limit: u32,
}

/// `audit.list`, `audit.office` → this, newest first. What `audit.office` gives is not kept on the
/// desk: it is there as long as the screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AuditList {
    /// Lines.
    pub rows: Vec<AuditRow>,
    /// For the next page; `None` at the end.
    pub next: Option<String>,
    /// People to filter by.
    pub users: Vec<AuditChoice>,
    /// Kinds of access to filter by.
    pub actions: Vec<AuditChoice>,
    /// Records of this desk that the back-office does not have yet.
    #[ts(type = "number")]
    pub unsent: u64,
}

/// A line of a list of choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AuditChoice {
    /// Code or id.
    pub code: String,
    /// Words.
    pub label: String,
}

/// One access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AuditRow {
    /// Key of the line.
    pub key: String,
    /// Label of the desk; `None` for this one's own journal.
    pub desk: Option<String>,
    /// Instant, Unix milliseconds.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// User id.
    pub user_id: String,
    /// «Самойлова Е. В.»; the id when he is not known here any more.
    pub user_name: String,
    /// Code of what was done.
    pub action: String,
    /// «Показан телефон», «Открыта карточка обращения».
    pub what: String,
    /// «сверить с клиентом».
    pub reason_label: Option<String>,
    /// The client, «Примерова А. С.».
    pub client: Option<String>,
    /// His id.
    pub party_id: Option<String>,
    /// Number of the appeal, if it was about one.
    pub number: Option<String>,
    /// True when the back-office has the record.
    pub at_centre: bool,
}

/// Input of `client.unmask`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClientUnmask {
    /// Party id.
    pub party_id: String,
    /// Which contact.
    pub kind: ContactKind,
    /// Code of the reason: one of `unmask.reasons`.
    pub reason: String,
}

/// Input of `appeal.unmask`: where the answer goes.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealUnmask {
    /// Appeal id.
    pub appeal_id: String,
    /// Code of the reason: one of `unmask.reasons`.
    pub reason: String,
}

/// A value in full. Nothing keeps it: neither a log nor the audit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Unmasked {
    /// «+7 900 123-45-12».
    pub value: String,
    /// Seconds for which the screen shows it.
    pub seconds: u32,
}
