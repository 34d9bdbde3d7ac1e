//! The replica as sync sees it. The simulation stands on this very port.

use std::sync::Arc;

use stoika_protocol::{AuditPush, Chain, Hash, PullReply, ReplicaId, Signer, SnapshotReply};
use stoika_store::{Changes, Identity, OwnReplica as Held, Place, Replica, StoreError};
use stoika_sync::{LoadPoint, OwnReplica, PortError, RefusedReply, ReplicaPort, Standing};

use crate::random::NoRandomness;

/// What the port asks of the program around it.
pub trait Around: Send + Sync {
    /// Best estimate of the server's time, Unix milliseconds.
    fn now_ms(&self) -> i64;

    /// A replica id that was never used.
    ///
    /// # Errors
    /// [`NoRandomness`] when the machine gives none.
    fn replica_id(&self) -> Result<ReplicaId, NoRandomness>;

    /// A transaction has changed what screens may be showing.
    fn changed(&self, changes: &Changes);
}

/// A replica, the key that signs it, and the program around.
pub struct SyncPort {
    replica: Arc<Replica>,
    signer: Signer,
    around: Box<dyn Around>,
}

impl SyncPort {
    /// The port of a replica.
    #[must_use]
    pub fn over(replica: Arc<Replica>, signer: Signer, around: Box<dyn Around>) -> Self {
        Self {
            replica,
            signer,
            around,
        }
    }

    fn tell(&self, done: Result<Changes, StoreError>) -> Result<(), PortError> {
        let changes = done.map_err(told)?;
        self.around.changed(&changes);
        Ok(())
    }
}

impl ReplicaPort for SyncPort {
    fn standing(&self) -> Result<Standing, PortError> {
        let standing = self.replica.standing().map_err(told)?;
        let own = |held: Held| OwnReplica {
            replica: held.replica,
            head_seq: held.head.seq,
            head_chain: held.head.head,
            acked_seq: held.acked.seq,
        };
        Ok(Standing {
            key: self.signer.id(),
            current: own(standing.current),
            former: standing.former.into_iter().map(own).collect(),
            cursor: standing.cursor,
            directory_position: standing.directory_position,
            directory_mark: standing.directory_mark,
            load_due: standing.load_due,
            load: standing.load.map(|point| LoadPoint {
                history: point.history,
                position: point.position,
                after: point.after,
                rows_done: standing.load_rows_done,
            }),
            audit_unsent: standing.audit_unsent,
            audits: standing.audits,
            placed: None,
        })
    }

    fn chain_at(&self, replica: ReplicaId, seq: u64) -> Result<Option<Hash>, PortError> {
        let chain = self.replica.chain_at(replica, seq).map_err(told)?;
        Ok(chain.map(|chain| chain.head))
    }

    fn frames_after(
        &self,
        replica: ReplicaId,
        after: u64,
        size_bytes_max: usize,
    ) -> Result<Vec<Vec<u8>>, PortError> {
        let frames = self
            .replica
            .frames_after(&self.signer, replica, after, size_bytes_max)
            .map_err(told)?;
        Ok(frames.into_iter().map(|frame| frame.0).collect())
    }

    fn acked(&self, replica: ReplicaId, seq: u64, chain: Hash) -> Result<(), PortError> {
        let chain = Chain { seq, head: chain };
        self.tell(self.replica.acked(replica, chain, Place::Centre))
    }

    fn apply_pull(&self, reply: &PullReply) -> Result<(), PortError> {
        self.tell(self.replica.apply_pull(reply))
    }

    fn apply_snapshot(&self, reply: &SnapshotReply) -> Result<(), PortError> {
        self.tell(self.replica.apply_snapshot(reply))
    }

    fn reauthor(&self, replica: ReplicaId, common_seq: u64) -> Result<(), PortError> {
        let fresh = fresh(self.around.as_ref(), &self.signer)?;
        let now_ms = self.around.now_ms();
        self.tell(self.replica.reauthor(replica, common_seq, fresh, now_ms))
    }

    fn rewind(&self, order: bool, directory: bool) -> Result<(), PortError> {
        let now_ms = self.around.now_ms();
        self.tell(self.replica.rewind(order, directory, now_ms))
    }

    fn audit_next(&self, records_max: u32) -> Result<Option<AuditPush>, PortError> {
        let unsent = self.replica.unsent_audit(records_max).map_err(told)?;
        Ok(unsent.map(|unsent| {
            AuditPush::signed(&self.signer, unsent.replica, unsent.before, unsent.records)
        }))
    }

    fn audit_acked(&self, replica: ReplicaId, seq: u64) -> Result<(), PortError> {
        self.tell(self.replica.audit_acked(replica, seq))
    }

    fn note_refused(&self, refused: RefusedReply) -> Result<(), PortError> {
        let code = match refused {
            RefusedReply::PullSignature => "pull-refused",
            RefusedReply::SnapshotSignature => "load-refused",
        };
        let now_ms = self.around.now_ms();
        self.tell(self.replica.note(code, now_ms))
    }
}

/// A name under which this desk may go on.
pub(crate) fn fresh(around: &dyn Around, signer: &Signer) -> Result<Identity, PortError> {
    Ok(Identity {
        replica: around.replica_id().map_err(|error| {
            tracing::error!(%error, "no new replica id");
            PortError::Failed
        })?,
        key: signer.id(),
    })
}

/// What sync needs to know of a failure of the store.
pub(crate) fn told(error: StoreError) -> PortError {
    tracing::warn!(%error, "the store did not do what sync asked");
    match error {
        StoreError::DiskFull => PortError::DiskFull,
        StoreError::ReadOnly => PortError::ReadOnly,
        StoreError::Corrupt | StoreError::WrongKey => PortError::Corrupt,
        // What came does not fit what is here: both sides say hello and compare.
        StoreError::OtherChain | StoreError::OtherHistory(_) | StoreError::ForeignSelf { .. } => {
            PortError::ChainDiffers
        }
        StoreError::Disk(_)
        | StoreError::Newer
        | StoreError::UnknownReplica(_)
        | StoreError::BadAct
        | StoreError::Seal(_)
        | StoreError::Missing(_)
        | StoreError::Unreadable(_)
        | StoreError::Sql(_) => PortError::Failed,
    }
}
