//! The replica as the link to the hub sees it: the same machine of sync as towards the centre, over the
//! order of the branch.

use std::sync::Arc;

use stoika_protocol::{AuditPush, Chain, Hash, PullReply, ReplicaId, Signer, SnapshotReply};
use stoika_store::{Changes, OwnReplica as Held, Place, Replica, StoreError};
use stoika_sync::{OwnReplica, PortError, RefusedReply, ReplicaPort, Standing};

use crate::sync_port::{Around, fresh, told};

/// A replica, the key that signs it, and the program around, towards the hub.
pub struct BranchPort {
    replica: Arc<Replica>,
    signer: Signer,
    around: Box<dyn Around>,
}

impl BranchPort {
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

impl ReplicaPort for BranchPort {
    /// The directory is the centre's, and so are audits: towards a hub there is nothing of either.
    fn standing(&self) -> Result<Standing, PortError> {
        let standing = self.replica.branch_standing().map_err(told)?;
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
            directory_position: 0,
            directory_mark: None,
            load_due: false,
            load: None,
            audit_unsent: 0,
            audits: Vec::new(),
            placed: Some(standing.placed),
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
        self.tell(self.replica.acked(replica, chain, Place::Branch))
    }

    fn apply_pull(&self, reply: &PullReply) -> Result<(), PortError> {
        self.tell(self.replica.apply_branch(reply))
    }

    /// Never asked: no load is due.
    fn apply_snapshot(&self, _: &SnapshotReply) -> Result<(), PortError> {
        Err(PortError::Failed)
    }

    /// A clone of this disk or a later state of it has been at the hub. What the centre has keeps its name.
    fn reauthor(&self, replica: ReplicaId, common_seq: u64) -> Result<(), PortError> {
        tracing::warn!("the hub holds another course of this replica");
        let fresh = fresh(self.around.as_ref(), &self.signer)?;
        let now_ms = self.around.now_ms();
        self.tell(
            self.replica
                .branch_reauthor(replica, common_seq, fresh, now_ms),
        )
    }

    fn rewind(&self, _: bool, _: bool) -> Result<(), PortError> {
        self.tell(self.replica.branch_rewind())
    }

    fn audit_next(&self, _: u32) -> Result<Option<AuditPush>, PortError> {
        Ok(None)
    }

    /// Never asked: nothing was sent.
    fn audit_acked(&self, _: ReplicaId, _: u64) -> Result<(), PortError> {
        Err(PortError::Failed)
    }

    fn note_refused(&self, refused: RefusedReply) -> Result<(), PortError> {
        let code = match refused {
            RefusedReply::PullSignature => "branch-refused",
            RefusedReply::SnapshotSignature => "load-refused",
        };
        let now_ms = self.around.now_ms();
        self.tell(self.replica.note(code, now_ms))
    }
}
