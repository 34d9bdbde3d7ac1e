//! What the exchange asks of the domain.

use stoika_protocol::{Entry, Verdict};

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

    /// Whether the user of that row may read the audit of his office. What cannot be read may not.
    fn reads_audit(&self, user: &[u8]) -> bool;
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
