//! What sync asks of the replica. The workstation implements it over the store; sync knows
//! no store.

use stoika_protocol::{
    AuditEnd, AuditPush, Chain, Cursor, DirectoryMark, Hash, HistoryId, KeyId, PullReply,
    ReplicaId, SnapshotReply,
};
use thiserror::Error;

/// A replica id that this desk writes or has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnReplica {
    /// Its id.
    pub replica: ReplicaId,
    /// The last entry that counts: for a former replica the last one before the branch.
    pub head_seq: u64,
    /// Chain at that entry.
    pub head_chain: Hash,
    /// Acknowledged by the server up to here.
    pub acked_seq: u64,
}

impl OwnReplica {
    /// Entries that are on this desk only.
    #[must_use]
    pub fn unsent(&self) -> u64 {
        self.head_seq.saturating_sub(self.acked_seq)
    }
}

/// How far a first load has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadPoint {
    /// The server's history of its first page.
    pub history: HistoryId,
    /// Directory position of its first page: pulls go on from here.
    pub position: u64,
    /// (kind, key) of the last row stored.
    pub after: (String, String),
    /// Rows stored.
    pub rows_done: u64,
}

/// What the replica holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The desk's key.
    pub key: KeyId,
    /// The replica that is written now.
    pub current: OwnReplica,
    /// Replicas that this desk wrote before a fork or a restore.
    pub former: Vec<OwnReplica>,
    /// How far the order is applied.
    pub cursor: Option<Cursor>,
    /// Directory position applied; 0 before the first load and while another one is due.
    pub directory_position: u64,
    /// The newest mark of the directory's chain that came with what is applied, pages of a load
    /// under way among it; `None` before.
    pub directory_mark: Option<DirectoryMark>,
    /// A first load is due, or has been begun and is not done.
    pub load_due: bool,
    /// A first load that was begun.
    pub load: Option<LoadPoint>,
    /// Audit records that the far end does not have.
    pub audit_unsent: u64,
    /// How far the audits of own replicas are at the far end, as it has said, the newest first.
    pub audits: Vec<AuditEnd>,
    /// See [`stoika_protocol::Hello::placed`], of the replica that is written now; `None` towards the
    /// centre.
    pub placed: Option<Chain>,
}

impl Standing {
    /// Entries that are on this desk only.
    #[must_use]
    pub fn unsent(&self) -> u64 {
        self.former
            .iter()
            .chain([&self.current])
            .map(OwnReplica::unsent)
            .sum()
    }
}

/// A reply that was not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedReply {
    /// A pull reply that the centre's key did not sign.
    PullSignature,
    /// A page of the first load that the centre's key did not sign.
    SnapshotSignature,
}

/// The replica could not do it. Nothing was half done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PortError {
    /// No room on the disk.
    #[error("no room on the disk")]
    DiskFull,
    /// The disk cannot be written.
    #[error("the disk cannot be written")]
    ReadOnly,
    /// The database is damaged.
    #[error("the database is damaged")]
    Corrupt,
    /// An acknowledgement whose chain is not the replica's own: a fork came to light.
    #[error("the acknowledged chain is another one")]
    ChainDiffers,
    /// Anything else of the store.
    #[error("the store could not do it")]
    Failed,
}

impl PortError {
    /// A stable code for screens and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DiskFull => "store.disk_full",
            Self::ReadOnly => "store.read_only",
            Self::Corrupt => "store.corrupt",
            Self::ChainDiffers => "store.chain_differs",
            Self::Failed => "store.failed",
        }
    }
}

/// The replica, as sync sees it. Each call is one transaction, durable when it returns; none
/// is open while a request is under way.
pub trait ReplicaPort {
    /// What the replica holds.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn standing(&self) -> Result<Standing, PortError>;

    /// The chain of an own replica after entry `seq` (0: before the first); `None` when the
    /// replica has no such entry.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn chain_at(&self, replica: ReplicaId, seq: u64) -> Result<Option<Hash>, PortError>;

    /// Sealed frames of an own replica, in order, from the one that holds entry `after + 1`:
    /// as many as fit in `size_bytes_max`, and at least one if there is any.
    ///
    /// # Errors
    /// When the store cannot be read, or new frames cannot be stored.
    fn frames_after(
        &self,
        replica: ReplicaId,
        after: u64,
        size_bytes_max: usize,
    ) -> Result<Vec<Vec<u8>>, PortError>;

    /// The server holds the own replica durably up to `seq`, with this chain there.
    ///
    /// # Errors
    /// [`PortError::ChainDiffers`] when the own chain there is another one; nothing changes.
    fn acked(&self, replica: ReplicaId, seq: u64, chain: Hash) -> Result<(), PortError>;

    /// Applies a verified pull reply: records, entries, directory; the cursor last.
    /// What is applied already changes nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn apply_pull(&self, reply: &PullReply) -> Result<(), PortError>;

    /// Applies a verified page of the first load and keeps its progress.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn apply_snapshot(&self, reply: &SnapshotReply) -> Result<(), PortError>;

    /// See [`crate::StoreOp::Reauthor`].
    ///
    /// # Errors
    /// When the store cannot be written.
    fn reauthor(&self, replica: ReplicaId, common_seq: u64) -> Result<(), PortError>;

    /// See [`crate::StoreOp::Rewind`].
    ///
    /// # Errors
    /// When the store cannot be written.
    fn rewind(&self, order: bool, directory: bool) -> Result<(), PortError>;

    /// Audit records that the far end does not have, of one own replica, in order and signed; at
    /// most `records_max`. `None` when it has all.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn audit_next(&self, records_max: u32) -> Result<Option<AuditPush>, PortError>;

    /// The far end holds the audit of an own replica up to `seq`. The word may move back: a
    /// server that was restored holds less than before.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn audit_acked(&self, replica: ReplicaId, seq: u64) -> Result<(), PortError>;

    /// Writes down for the list of discrepancies what was refused.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn note_refused(&self, refused: RefusedReply) -> Result<(), PortError>;
}
