//! What can go wrong with a replica, told apart so that a person gets the right words.

use rusqlite::ErrorCode;
use stoika_protocol::{FrameError, HistoryId, ReplicaId};
use thiserror::Error;

/// Why the store did not do it. After any of these the database is as it was before the call.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The key does not open this database.
    #[error("the key does not open the database")]
    WrongKey,
    /// The file is damaged: set it aside, load anew, salvage what was not sent.
    #[error("the database is damaged")]
    Corrupt,
    /// The disk is full; nothing was written.
    #[error("the disk is full")]
    DiskFull,
    /// The disk or the folder cannot be written.
    #[error("the disk cannot be written")]
    ReadOnly,
    /// The disk or the file system failed.
    #[error("the disk failed: {0}")]
    Disk(String),
    /// A newer program has written this database.
    #[error("the database is of a newer program")]
    Newer,
    /// The reply speaks of another history than this replica follows: say `Hello` again.
    #[error("the reply is of another history {0}")]
    OtherHistory(HistoryId),
    /// The order names an entry of this very replica that was never written here: the disk has
    /// been cloned or restored. Say `Hello` again and take a new replica id.
    #[error("entry {seq} of replica {replica} was not written here")]
    ForeignSelf {
        /// The replica that this database takes for its own.
        replica: ReplicaId,
        /// The entry.
        seq: u64,
    },
    /// No replica of this name is written here.
    #[error("replica {0} is not written here")]
    UnknownReplica(ReplicaId),
    /// The acknowledgement does not lie on this replica's chain.
    #[error("the acknowledged chain is not the chain written here")]
    OtherChain,
    /// An act needs at least one entry, and each body stays within the protocol's limit.
    #[error("an act with no entry, or a body over the limit")]
    BadAct,
    /// The frames could not be sealed.
    #[error(transparent)]
    Seal(#[from] FrameError),
    /// What was asked for is not here.
    #[error("no such {0}")]
    Missing(&'static str),
    /// A stored value cannot be read back: a defect of the program or a damaged file.
    #[error("stored {0} cannot be read")]
    Unreadable(&'static str),
    /// The database refused for another reason.
    #[error("database: {0}")]
    Sql(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Sql(error.to_string());
        };
        let words = || message.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt,
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Self::Disk(words()),
            _ => Self::Sql(words()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
                Self::ReadOnly
            }
            kind => Self::Disk(kind.to_string()),
        }
    }
}

/// Result of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
