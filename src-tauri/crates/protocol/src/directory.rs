//! Directory rows (справочник): what the back-office owns and desks only read.

use minicbor::{Decode, Encode};

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
