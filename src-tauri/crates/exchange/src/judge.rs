//! What the exchange asks of the domain.

use std::collections::BTreeMap;

use stoika_protocol::{ActId, Entry, EntryRef, Hash, KeyId, Subject, Verdict};

use crate::storage::Settled;

/// Folds entries into aggregates for the sequencer. Pure and the same in every program that
/// orders; it never panics, whatever the bytes are: what it cannot read is void.
pub trait Judge: Send + Sync + 'static {
    /// What `entry` does to its aggregate in the settled `state` (`None` before the first
    /// effective entry).
    fn judge(&self, subject_kind: u16, state: Option<&[u8]>, entry: &Entry) -> Judgement;

    /// The verdict on an entry that has its place already, written by the same desk under another
    /// replica id. It is void.
    fn repeated(&self) -> Verdict;

    /// Kinds and keys of the directory's rows that tell of an account beside its own row, which is
    /// `account`. What cannot be read names none.
    fn rows_of_account(&self, number: &str, account: &[u8]) -> Vec<(String, String)>;

    /// Whether aggregates of this kind get their order from the hub of their office, while there is
    /// one.
    fn is_hubs(&self, subject_kind: u16) -> bool;

    /// Kind of the aggregates that say which desk is the hub of an office.
    fn tenure_kind(&self) -> u16;

    /// The last hub of each office that has had one, by the office's id. `tenures` are all aggregates
    /// of [`tenure_kind`](Self::tenure_kind).
    fn hubs(&self, tenures: &[(Subject, Settled)]) -> BTreeMap<String, Hub>;

    /// The order that the entry gives others', when it is a hub's word on that.
    fn named(&self, entry: &Entry) -> Option<Names>;

    /// Whether the user of that row may read the audit of his office. What cannot be read may not.
    fn reads_audit(&self, user: &[u8]) -> bool;
}

/// The desk that orders the queue of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hub {
    /// The aggregate that says so.
    pub tenure: ActId,
    /// The desk's key.
    pub key: KeyId,
    /// It does so no more, and nobody does in its place.
    pub ended: bool,
}

/// Entries of others in the order that a hub gave them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// By which right.
    pub tenure: ActId,
    /// The entries, with the hashes of their headers.
    pub entries: Vec<(EntryRef, Hash)>,
}

/// What an entry did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it had its effect.
    pub verdict: Verdict,
    /// The state after an effective entry. Not looked at when the verdict is void: a void
    /// entry changes neither state nor scope.
    pub state: Option<Vec<u8>>,
    /// Offices in whose scope the aggregate is after an effective entry.
    pub scope: Vec<String>,
}
