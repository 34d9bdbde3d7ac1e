//! Does what the machine says, over a carrier and a replica.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

use crate::effect::{CarrierError, Effect, Input, Reply, Request, RequestId, StoreOp, StoreReply};
use crate::machine::Machine;
use crate::port::{PortError, ReplicaPort};
use crate::status::LinkStatus;

/// Brings a request to the far end and its reply back.
pub trait Carrier: Send + Sync + 'static {
    /// One request. Dropping the future gives it up.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, CarrierError>> + Send;
}

/// Does one operation of the store: one transaction, over when this returns.
///
/// # Errors
/// What the port says.
pub fn perform(port: &dyn ReplicaPort, op: &StoreOp) -> Result<StoreReply, PortError> {
    match op {
        StoreOp::Standing => {}
        StoreOp::ChainAt { replica, seq } => {
            return port.chain_at(*replica, *seq).map(StoreReply::Chain);
        }
        StoreOp::FramesAfter {
            replica,
            after,
            size_bytes_max,
        } => {
            return port
                .frames_after(*replica, *after, *size_bytes_max)
                .map(StoreReply::Frames);
        }
        StoreOp::Acked {
            replica,
            seq,
            chain,
        } => port.acked(*replica, *seq, *chain)?,
        StoreOp::ApplyPull(reply) => port.apply_pull(reply)?,
        StoreOp::ApplySnapshot(reply) => port.apply_snapshot(reply)?,
        StoreOp::Reauthor {
            replica,
            common_seq,
        } => port.reauthor(*replica, *common_seq)?,
        StoreOp::Rewind { order, directory } => port.rewind(*order, *directory)?,
        StoreOp::NoteRefused(refused) => port.note_refused(*refused)?,
        StoreOp::AuditNext { records_max } => {
            let next = port.audit_next(*records_max)?;
            return Ok(StoreReply::Audit(next.map(Box::new)));
        }
        StoreOp::AuditAcked { replica, seq } => port.audit_acked(*replica, *seq)?,
    }
    port.standing()
        .map(|standing| StoreReply::Standing(Box::new(standing)))
}

/// What the rest of the program tells the running loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Entries were recorded and are durable: so many, or 0 for as many as are found.
    Recorded(u64),
    /// Accesses were written into the audit.
    Audited,
    /// The machine's network came up or changed.
    LinkChanged,
    /// The user asks to try now.
    TryNow,
}

/// Turns moments of the machine's clock into instants and back.
#[derive(Clone, Copy, Debug)]
pub struct Monotonic(Instant);

impl Monotonic {
    /// The clock of a loop that starts at this instant.
    #[must_use]
    pub fn starting(at: Instant) -> Self {
        Self(at)
    }

    /// Milliseconds since the start.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn until(&self, at_ms: u64) -> Duration {
        Duration::from_millis(at_ms.saturating_sub(self.now_ms()))
    }
}

/// Runs until `events` is closed. The store's operations run on the blocking pool; one at a
/// time, and never while a request of the same round is under way.
pub async fn run<C: Carrier>(
    mut machine: Machine,
    carrier: Arc<C>,
    port: Arc<dyn ReplicaPort + Send + Sync>,
    clock: Monotonic,
    mut events: mpsc::Receiver<Event>,
    status: watch::Sender<LinkStatus>,
) {
    let (done_sender, mut done) = mpsc::channel(4);
    let mut under_way: Option<(RequestId, tokio::task::JoinHandle<()>)> = None;
    let mut wake_ms: Option<u64> = None;
    let mut input = Input::Started;
    loop {
        for effect in machine.step(clock.now_ms(), input) {
            match effect {
                Effect::Send(id, request) => {
                    let carrier = Arc::clone(&carrier);
                    let done = done_sender.clone();
                    let task = tokio::spawn(async move {
                        let reply = carrier.send(request).await;
                        // The loop is gone only when the program ends.
                        let _ended = done.send(Input::Reply(id, reply)).await;
                    });
                    under_way = Some((id, task));
                }
                Effect::Cancel(id) => {
                    if let Some((_, task)) = under_way.take_if(|(sent, _)| *sent == id) {
                        task.abort();
                    }
                }
                Effect::Store(id, op) => {
                    let port = Arc::clone(&port);
                    let done = done_sender.clone();
                    tokio::task::spawn_blocking(move || {
                        let reply = perform(port.as_ref(), &op);
                        let _ended = done.blocking_send(Input::StoreDone(id, reply));
                    });
                }
                Effect::WakeAt(at_ms) => wake_ms = Some(at_ms),
                Effect::Status(now) => {
                    status.send_replace(now);
                }
            }
        }
        let sleep = async {
            match wake_ms {
                Some(at_ms) => tokio::time::sleep(clock.until(at_ms)).await,
                None => std::future::pending().await,
            }
        };
        input = tokio::select! {
            Some(finished) = done.recv() => finished,
            event = events.recv() => match event {
                Some(Event::Recorded(count)) => Input::LocalEntries(count),
                Some(Event::Audited) => Input::LocalAudit,
                Some(Event::LinkChanged) => Input::LinkChanged,
                Some(Event::TryNow) => Input::TryNow,
                None => break,
            },
            () = sleep => {
                wake_ms = None;
                Input::Tick
            }
        };
    }
    if let Some((_, task)) = under_way {
        task.abort();
    }
}
