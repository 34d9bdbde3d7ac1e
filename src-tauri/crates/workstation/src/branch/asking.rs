//! What a desk asks the hub while a person waits for it: every wait has an end, after which the desk goes
//! on from what it knows itself.

use std::future::Future;
use std::time::Duration;

use stoika_protocol::{LeaseAsk, LeaseReply};

use super::link::is_connected;
use crate::desk::Desk;
use crate::fault::Outcome;

/// For each answer that a person waits for: longer is felt as a program that hangs.
const PATIENCE: Duration = Duration::from_millis(1_500);

impl Desk {
    /// Asks the hub for a lease. `None`: there is no link to a hub, or it did not answer in time; the desk
    /// is alone. Blocks.
    pub(crate) fn ask_hub(&self, ask: &LeaseAsk) -> Option<LeaseReply> {
        let carrier = {
            let link = self.branch.link();
            let link = link.as_ref().filter(|link| is_connected(&link.mode()))?;
            link.carrier()
        };
        match self.in_time(carrier.lease(ask))? {
            Ok(reply) => Some(reply),
            Err(error) => {
                tracing::info!(%error, "the hub gave no lease");
                None
            }
        }
    }

    /// Waits until the branch order has been applied up to that position; false when it did not come in
    /// time. Blocks.
    ///
    /// # Errors
    /// Those of the disk.
    pub(crate) fn has_applied(&self, upto: u64) -> Outcome<bool> {
        self.comes_true(|| {
            let cursor = self.replica.branch_standing()?.cursor;
            Ok(cursor.is_some_and(|cursor| cursor.position >= upto))
        })
    }

    /// Waits until something holds of the journal; false when it did not come in time. Blocks.
    ///
    /// # Errors
    /// Those of `look`.
    pub(crate) fn comes_true(&self, mut look: impl FnMut() -> Outcome<bool>) -> Outcome<bool> {
        let mut changes = self.listen(&["link", "queue"]);
        let mut outcome = Ok(false);
        let waited = self.in_time(async {
            loop {
                outcome = look();
                if !matches!(outcome, Ok(false)) || changes.next().await.is_none() {
                    return;
                }
            }
        });
        if waited.is_none() {
            return Ok(false);
        }
        outcome
    }

    /// A future's outcome, if it comes within the patience of a person.
    fn in_time<T>(&self, asked: impl Future<Output = T>) -> Option<T> {
        self.branch
            .runtime
            .block_on(async { tokio::time::timeout(PATIENCE, asked).await.ok() })
    }
}
