//! What other desks wrote, on its way from the hub to the centre: their own frames, untouched. A desk that
//! is the hub no longer brings what it has taken all the same; and every desk brings what a hub gave it,
//! when nobody else has for a while.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

use stoika_protocol::{PushReply, RefusalCode, ReplicaId, limit};
use stoika_store::{Relay, Replica, StoreError};
use stoika_sync::driver::Carrier as _;
use stoika_sync::{Reply, Request};

use super::keeper::at_work;
use crate::changes::Changes;
use crate::desk::Desk;

/// Between two looks without news: a centre that answered something wrong is asked again.
const EVERY: Duration = Duration::from_secs(60);
/// The discrepancy that tells of frames that the centre did not take.
const REFUSED_NOTE: &str = "relay-refused";

/// Relays for as long as the desk is open, whenever there is a link to the centre.
pub(super) async fn run(desk: Weak<Desk>, mut changes: Changes) {
    loop {
        let Some((desk, hold)) = at_work(&desk) else {
            return;
        };
        relay_all(&desk).await;
        drop(desk);
        drop(hold);
        tokio::select! {
            news = changes.next() => if news.is_none() {
                return;
            },
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Sends until nothing waits, or the link does not bring it.
async fn relay_all(desk: &Arc<Desk>) {
    let carrier = {
        let link = desk.link();
        let online = link.as_ref().filter(|link| link.is_online());
        online.map(crate::link::Link::carrier)
    };
    let Some(carrier) = carrier else {
        return;
    };
    let mut passed = BTreeSet::new();
    loop {
        let (replica, without) = (Arc::clone(&desk.replica), passed.clone());
        let now_ms = desk.now_ms();
        let next =
            blocking(move || replica.relay_next(&without, limit::PUSH_SIZE_BYTES, now_ms)).await;
        let Some(Some(relay)) = next else {
            return;
        };
        let sent = carrier.send(Request::Push(relay.push.clone())).await;
        let reply = match sent {
            Ok(Reply::Push(reply)) => reply,
            Ok(Reply::Hello(_) | Reply::Pull(_) | Reply::Snapshot(_) | Reply::Audit(_)) => return,
            Err(error) => {
                tracing::info!(%error, "frames of others wait");
                return;
            }
        };
        let (replica, now_ms) = (Arc::clone(&desk.replica), desk.now_ms());
        let name = relay.push.replica;
        match blocking(move || settle(&replica, &relay, &reply, now_ms)).await {
            Some(Settled::Done { refused }) => {
                desk.tell([super::TAG.to_owned()]);
                if refused {
                    note_refused(desk, name).await;
                }
            }
            Some(Settled::Waits) => {
                passed.insert(name);
            }
            None => return,
        }
    }
}

/// What became of frames that were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settled {
    /// The centre has them, or will never take some of them.
    Done {
        /// It will never take some of them.
        refused: bool,
    },
    /// It lacks what stands before them, which their desk brings itself.
    Waits,
}

fn settle(
    replica: &Replica,
    relay: &Relay,
    reply: &PushReply,
    now_ms: i64,
) -> Result<Settled, StoreError> {
    let waits = reply
        .refused
        .iter()
        .any(|refusal| refusal.code == RefusalCode::Gap);
    if waits {
        return Ok(Settled::Waits);
    }
    replica.relay_acked(relay.push.replica, relay.upto, now_ms)?;
    for refusal in &reply.refused {
        tracing::warn!(replica = %relay.push.replica, code = ?refusal.code, "the centre refused a frame of another desk");
    }
    Ok(Settled::Done {
        refused: !reply.refused.is_empty(),
    })
}

async fn note_refused(desk: &Arc<Desk>, name: ReplicaId) {
    tracing::warn!(replica = %name, "told among the discrepancies");
    let (noting, now_ms) = (Arc::clone(&desk.replica), desk.now_ms());
    if let Some(changes) = blocking(move || noting.note(REFUSED_NOTE, now_ms)).await {
        desk.changed(&changes);
    }
}

/// Work on the replica, outside of the event loop; what goes wrong is in the log and waits for the next time.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Option<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the relay stands still");
            None
        }
        Err(_) => None,
    }
}
