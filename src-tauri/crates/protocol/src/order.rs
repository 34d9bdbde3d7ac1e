//! Order given by authority: positions, verdicts, cursors.

use minicbor::{Decode, Encode};

use crate::entry::Entry;
use crate::ids::{EntryRef, Hash, HistoryId};
use crate::seal::{context, digest};

/// Whether an entry had its effect. Final: every program version obeys it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum Verdict {
    /// The entry changed its aggregate.
    #[n(0)]
    Effective,
    /// The act happened, its effect did not; the number of the reason belongs to the domain.
    #[n(1)]
    Void(#[n(0)] u16),
}

/// A place in the order, written once by the sequencer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct OrderRecord {
    /// Dense from 1 within a history; allocated in one transaction with the record.
    #[n(0)]
    pub position: u64,
    /// The entry.
    #[n(1)]
    pub entry: EntryRef,
    /// Hash of its header: which of two forks was meant.
    #[n(2)]
    pub header_hash: Hash,
    /// Whether it had its effect.
    #[n(3)]
    pub verdict: Verdict,
}

/// An entry with its place: how others' entries reach a desk.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct OrderedEntry {
    /// Its place and verdict.
    #[n(0)]
    pub record: OrderRecord,
    /// The entry itself.
    #[n(1)]
    pub entry: Entry,
}

/// How far a replica has applied a server's order. Stored in the same transaction as
/// what it covers, after that is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Cursor {
    /// The server's history.
    #[n(0)]
    pub history: HistoryId,
    /// Last applied position.
    #[n(1)]
    pub position: u64,
    /// The server's order chain at that position: tells a restored server from a grown one.
    #[n(2)]
    pub order_head: Hash,
}

/// The order chain after one more record; `previous` is `None` before the first.
#[must_use]
pub fn order_head(history: HistoryId, previous: Option<&Hash>, record: &OrderRecord) -> Hash {
    let mut bytes = Vec::with_capacity(96);
    if minicbor::encode(record, &mut bytes).is_err() {
        bytes.clear();
    }
    let none = [0; 32];
    digest(
        context::ORDER,
        &[&history.0, previous.map_or(&none, |hash| &hash.0), &bytes],
    )
}
