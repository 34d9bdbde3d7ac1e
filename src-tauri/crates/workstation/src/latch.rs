//! Work behind the scenes that must be over before the desk is closed.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Counts what is at work.
#[derive(Debug)]
pub(crate) struct Latch {
    open: Mutex<Option<Sender<()>>>,
    all_let_go: Mutex<Receiver<()>>,
}

/// Held by whoever is at work with the replica; to be dropped last.
#[derive(Debug)]
pub(crate) struct Hold {
    _sender: Sender<()>,
}

impl Latch {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = channel();
        Self {
            open: Mutex::new(Some(sender)),
            all_let_go: Mutex::new(receiver),
        }
    }

    /// Begins a piece of work; `None` when the desk is being closed.
    pub(crate) fn hold(&self) -> Option<Hold> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.clone().map(|sender| Hold { _sender: sender })
    }

    /// Lets nothing more begin and waits until all is over; false when that took too long.
    pub(crate) fn close(&self, limit: Duration) -> bool {
        drop(
            self.open
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let all_let_go = self
            .all_let_go
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Nothing is ever sent: the channel ends with its last sender.
        all_let_go.recv_timeout(limit) == Err(RecvTimeoutError::Disconnected)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Latch;

    #[test]
    fn closing_waits_for_the_last_one_and_lets_nobody_in() {
        let latch = Latch::new();
        let held = latch.hold();
        assert!(held.is_some());
        assert!(!latch.close(Duration::ZERO));
        assert!(latch.hold().is_none());
        drop(held);
        assert!(latch.close(Duration::from_secs(60)));
    }
}
