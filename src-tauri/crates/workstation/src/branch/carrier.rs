//! The way to the hub: one of several addresses. A machine of an office gets another address every other
//! week, and what a person has typed may be wrong.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use stoika_protocol::{Hello, LeaseAsk, LeaseReply, Signer};
use stoika_sync::carrier::{Address, Http};
use stoika_sync::driver::Carrier;
use stoika_sync::{CarrierError, Reply, Request};

/// For a hub to open a session: it stands on the same network, or it is not there.
const HELLO_LIMIT: Duration = Duration::from_secs(6);

/// Tries the addresses one after the other at every hello; the rest of the round goes where it was
/// answered. The hub's time is not taken for the centre's: it is an estimate of its own, and its wall
/// clock may be wrong by years.
pub(crate) struct Wandering {
    ways: Vec<Http>,
    chosen: AtomicUsize,
}

impl Wandering {
    /// # Errors
    /// [`CarrierError::Unreachable`] when no client can be built.
    pub(crate) fn new(addresses: &[Address], signer: &Signer) -> Result<Self, CarrierError> {
        Ok(Self {
            ways: addresses
                .iter()
                .map(|address| Http::new(address.clone(), signer.clone()))
                .collect::<Result<_, _>>()?,
            chosen: AtomicUsize::new(0),
        })
    }

    /// Asks for a lease where the last hello was answered.
    ///
    /// # Errors
    /// As [`Http::lease`].
    pub(crate) async fn lease(&self, ask: &LeaseAsk) -> Result<LeaseReply, CarrierError> {
        self.way(0)?.lease(ask).await
    }

    /// The way that was chosen, or one of those after it.
    fn way(&self, after: usize) -> Result<&Http, CarrierError> {
        let count = self.ways.len().max(1);
        let at = (self.chosen.load(Ordering::Relaxed) + after) % count;
        self.ways.get(at).ok_or(CarrierError::Unreachable)
    }

    async fn hello(&self, hello: Hello) -> Result<Reply, CarrierError> {
        let mut told = CarrierError::Unreachable;
        for after in 0..self.ways.len() {
            let asked = self.way(after)?.send(Request::Hello(hello.clone()));
            let answer = tokio::time::timeout(HELLO_LIMIT, asked)
                .await
                .unwrap_or(Err(CarrierError::TimedOut));
            match answer {
                Ok(reply) => {
                    let at = (self.chosen.load(Ordering::Relaxed) + after) % self.ways.len();
                    self.chosen.store(at, Ordering::Relaxed);
                    return Ok(reply);
                }
                Err(error) if is_last_word(error) => return Err(error),
                // That nobody is there says least of all that can be said.
                Err(CarrierError::Unreachable) => {}
                Err(error) => told = error,
            }
        }
        Err(told)
    }
}

/// The hub itself has answered: another address would give the same answer.
const fn is_last_word(error: CarrierError) -> bool {
    match error {
        CarrierError::NotEnrolled | CarrierError::Revoked | CarrierError::Protocol => true,
        CarrierError::Unreachable
        | CarrierError::TimedOut
        | CarrierError::Cut
        | CarrierError::SessionLost
        | CarrierError::Server(_)
        | CarrierError::Portal
        | CarrierError::Tls
        | CarrierError::WrongCertificate
        | CarrierError::Malformed
        | CarrierError::TooLarge => false,
    }
}

impl Carrier for Wandering {
    async fn send(&self, request: Request) -> Result<Reply, CarrierError> {
        match request {
            Request::Hello(hello) => self.hello(hello).await,
            request @ (Request::Push(_)
            | Request::Pull(_)
            | Request::Snapshot(_)
            | Request::Audit(_)) => self.way(0)?.send(request).await,
        }
    }
}
