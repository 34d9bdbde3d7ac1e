//! The desk around the port of sync.

use std::sync::{Arc, Weak};

use stoika_protocol::ReplicaId;
use stoika_store::Changes;

use crate::desk::Desk;
use crate::latch::Hold;
use crate::random::{NoRandomness, bytes};
use crate::sync_port::{Around, SyncPort};

/// A desk that is closed is told nothing more.
struct AroundDesk {
    desk: Weak<Desk>,
    /// The last time that was told: for a transaction that ends after the desk was closed.
    opened_ms: i64,
    /// The desk is not closed while a transaction of sync is under way.
    _hold: Option<Hold>,
}

impl SyncPort {
    /// The port of an open desk.
    pub(crate) fn new(desk: &Arc<Desk>) -> Self {
        Self::over(
            Arc::clone(&desk.replica),
            desk.signer.clone(),
            desk.around(),
        )
    }
}

impl Desk {
    /// Entries of this desk are durable and may go to the centre and to the hub: so many, or 0 for as many as are found.
    pub(crate) fn written(&self, count: u64) {
        if let Some(link) = self.link().as_ref() {
            link.recorded(count);
        }
        self.branch.recorded(count);
    }

    /// What a port of sync asks of this desk.
    pub(crate) fn around(self: &Arc<Self>) -> Box<dyn Around> {
        Box::new(AroundDesk {
            desk: Arc::downgrade(self),
            opened_ms: self.now_ms(),
            _hold: self.latch.hold(),
        })
    }
}

impl Around for AroundDesk {
    fn now_ms(&self) -> i64 {
        self.desk
            .upgrade()
            .map_or(self.opened_ms, |desk| desk.now_ms())
    }

    fn replica_id(&self) -> Result<ReplicaId, NoRandomness> {
        let desk = self.desk.upgrade().ok_or(NoRandomness)?;
        bytes(desk.random.as_ref()).map(ReplicaId)
    }

    fn changed(&self, changes: &Changes) {
        if let Some(desk) = self.desk.upgrade() {
            desk.changed(changes);
        }
    }
}
