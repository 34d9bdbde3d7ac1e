//! Directory rows (справочник): what the back-office owns and desks only read.

use minicbor::{Decode, Encode};

use crate::ids::{Hash, HistoryId};
use crate::seal::context;

/// One row as it travels. `kind` and `key` name it; `data` is the domain's.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DirectoryRow {
    /// Kind of the row, e.g. `account`; the names belong to the domain.
    #[n(0)]
    pub kind: String,
    /// Key within the kind.
    #[n(1)]
    pub key: String,
    /// Position of the change that made it so: a row never moves backwards.
    #[n(2)]
    pub position: u64,
    /// The row.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub data: Vec<u8>,
}

/// One change of the directory within a desk's scope.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum DirectoryChange {
    /// The row is so now.
    #[n(0)]
    Put(#[n(0)] DirectoryRow),
    /// The row is gone, or has left the scope.
    #[n(1)]
    Remove {
        /// Kind of the row.
        #[n(0)]
        kind: String,
        /// Key within the kind.
        #[n(1)]
        key: String,
        /// Position of the removal.
        #[n(2)]
        position: u64,
    },
}

impl DirectoryChange {
    /// Position of the change.
    #[must_use]
    pub fn position(&self) -> u64 {
        match self {
            Self::Put(row) => row.position,
            Self::Remove { position, .. } => *position,
        }
    }
}

/// The directory's chain at the end of one publishing transaction. Such a transaction is whole or
/// not there, so whoever holds the mark holds every change up to its position; a directory that
/// was restored from a backup and grew anew has another hash there, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DirectoryMark {
    /// Position of the transaction's last change.
    #[n(0)]
    pub position: u64,
    /// The chain there.
    #[n(1)]
    pub hash: Hash,
}

/// The changes of one publishing transaction, hashed as they come.
#[derive(Clone, Debug)]
pub struct DirectoryBatch {
    hasher: blake3::Hasher,
    position: u64,
    before: u64,
}

impl DirectoryBatch {
    /// What follows `previous`; `None` before the first change of the history.
    #[must_use]
    pub fn after(history: HistoryId, previous: Option<&DirectoryMark>) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key(context::DIRECTORY);
        hasher.update(&history.0);
        hasher.update(previous.map_or(&[0; 32], |mark| &mark.hash.0));
        let before = previous.map_or(0, |mark| mark.position);
        Self {
            hasher,
            position: before,
            before,
        }
    }

    /// The last position so far.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position
    }

    /// One more change, of the row in `scope`, at the row's position. A removed row has no data.
    pub fn add(&mut self, scope: &str, row: &DirectoryRow, removed: bool) {
        let mut bytes = Vec::with_capacity(row.data.len() + 96);
        // Writing to a Vec cannot fail, and none of the encoders can.
        if minicbor::encode((scope, row, removed), &mut bytes).is_err() {
            bytes.clear();
        }
        self.hasher.update(&bytes);
        self.position = row.position;
    }

    /// The mark at its end; `None` when nothing changed.
    #[must_use]
    pub fn mark(&self) -> Option<DirectoryMark> {
        (self.position > self.before).then(|| DirectoryMark {
            position: self.position,
            hash: Hash(*self.hasher.finalize().as_bytes()),
        })
    }
}
