//! Known bugs of other systems, put back one at a time: the simulation must find each.

use stoika_protocol::{AuditPush, Hash, PullReply, ReplicaId, ReplicaStanding, SnapshotReply};
use stoika_sync::{PortError, RefusedReply, ReplicaPort, Reply, Standing};

/// A bug to put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// The cursor is stored before what it covers is applied.
    CursorBeforeApply,
    /// What has a known number counts as held: neither side compares a hash (one side alone that
    /// forgets it is caught by the other).
    HaveItAlready,
    /// A full page counts as the last one when the rest is a whole number of pages.
    FullPageIsLast,
    /// The server trusts the desk's word about how far both are.
    CheckpointOnClientOnly,
    /// The counter of numbers on paper lives beside the database and comes back with a backup.
    CounterResetByRestore,
    /// A position becomes visible after a higher one.
    VisibleOutOfOrder,
    /// A successor goes on with the order under the tenure of the hub that is silent.
    TakeoverWithoutTenure,
    /// The hub promises a call for ever.
    LeaseNeverExpires,
    /// A desk takes the hub's acknowledgement for the centre's.
    TrustsTheHub,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::CursorBeforeApply,
        Self::HaveItAlready,
        Self::FullPageIsLast,
        Self::CheckpointOnClientOnly,
        Self::CounterResetByRestore,
        Self::VisibleOutOfOrder,
        Self::TakeoverWithoutTenure,
        Self::LeaseNeverExpires,
        Self::TrustsTheHub,
    ];

    /// For the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CursorBeforeApply => "cursor stored before apply",
            Self::HaveItAlready => "\"already have it\" without comparing the hash",
            Self::FullPageIsLast => "last page skipped when the count is a multiple of the page",
            Self::CheckpointOnClientOnly => "checkpoint kept only on the client",
            Self::CounterResetByRestore => "counter reset by restore",
            Self::VisibleOutOfOrder => "sequence visible out of order",
            Self::TakeoverWithoutTenure => "takeover without a tenure",
            Self::LeaseNeverExpires => "lease never expires",
            Self::TrustsTheHub => "desk trims on the hub's word",
        }
    }
}

/// A reply as a desk reads it that goes by numbers alone: every chain is its own.
pub fn without_comparing(
    reply: Reply,
    port: &dyn ReplicaPort,
    said: Option<(ReplicaId, u64)>,
) -> Reply {
    let Some((replica, head_seq)) = said else {
        return reply;
    };
    let own = |seq: u64| port.chain_at(replica, seq).ok().flatten();
    match reply {
        Reply::Hello(mut hello) => {
            let (ReplicaStanding::Holds { seq, .. }
            | ReplicaStanding::Ahead { seq }
            | ReplicaStanding::Fork { seq }) = hello.replica;
            let seq = seq.min(head_seq);
            if let Some(chain) = own(seq) {
                hello.replica = ReplicaStanding::Holds { seq, chain };
            }
            Reply::Hello(hello)
        }
        Reply::Push(mut push) => {
            if let Some(chain) = own(push.acked_seq) {
                push.acked_chain = chain;
            }
            Reply::Push(push)
        }
        Reply::Pull(_) | Reply::Snapshot(_) | Reply::Audit(_) => reply,
    }
}

/// A replica that stores the cursor in a transaction of its own, first. `broken` says whether
/// the machine dies between the two.
pub struct HastyCursor<'a> {
    /// The real one.
    pub port: &'a dyn ReplicaPort,
    /// The power goes after the first transaction.
    pub broken: bool,
}

impl ReplicaPort for HastyCursor<'_> {
    fn standing(&self) -> Result<Standing, PortError> {
        self.port.standing()
    }

    fn chain_at(&self, replica: ReplicaId, seq: u64) -> Result<Option<Hash>, PortError> {
        self.port.chain_at(replica, seq)
    }

    fn frames_after(
        &self,
        replica: ReplicaId,
        after: u64,
        size_bytes_max: usize,
    ) -> Result<Vec<Vec<u8>>, PortError> {
        self.port.frames_after(replica, after, size_bytes_max)
    }

    fn acked(&self, replica: ReplicaId, seq: u64, chain: Hash) -> Result<(), PortError> {
        self.port.acked(replica, seq, chain)
    }

    fn apply_pull(&self, reply: &PullReply) -> Result<(), PortError> {
        if !self.broken {
            return self.port.apply_pull(reply);
        }
        self.port.apply_pull(&PullReply {
            items: Vec::new(),
            directory: Vec::new(),
            ..reply.clone()
        })
    }

    fn apply_snapshot(&self, reply: &SnapshotReply) -> Result<(), PortError> {
        self.port.apply_snapshot(reply)
    }

    fn reauthor(&self, replica: ReplicaId, common_seq: u64) -> Result<(), PortError> {
        self.port.reauthor(replica, common_seq)
    }

    fn rewind(&self, order: bool, directory: bool) -> Result<(), PortError> {
        self.port.rewind(order, directory)
    }

    fn note_refused(&self, refused: RefusedReply) -> Result<(), PortError> {
        self.port.note_refused(refused)
    }

    fn audit_next(&self, records_max: u32) -> Result<Option<AuditPush>, PortError> {
        self.port.audit_next(records_max)
    }

    fn audit_acked(&self, replica: ReplicaId, seq: u64) -> Result<(), PortError> {
        self.port.audit_acked(replica, seq)
    }
}
