//! Hears when the link is back: while the machine waits out a pause, somebody knocks at the
//! server's door, which costs one packet, and tells the moment when it opens.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};

use super::http::Address;
use crate::driver::Event;
use crate::effect::CarrierError;
use crate::status::{Cause, LinkMode, LinkStatus};

/// Between two knocks. A branch that is back is heard within this time.
const EVERY: Duration = Duration::from_secs(3);
/// For the door to open.
const KNOCK_LIMIT: Duration = Duration::from_secs(2);

/// What is remembered of the door.
#[derive(Debug, Default)]
struct Door {
    was_shut: bool,
}

impl Door {
    /// True when this knock found a door open that was shut before. One that was open all the time belongs
    /// to a server that does not do its work: the machine's own pauses are for that.
    fn opens(&mut self, is_open: bool) -> bool {
        let was_shut = std::mem::replace(&mut self.was_shut, !is_open);
        is_open && was_shut
    }
}

/// Knocks while there is no link, and sends [`Event::LinkChanged`] when a door that was shut opens.
/// `jitter` is added to each wait, so that the desks of a branch do not knock as one. Ends with the link:
/// it holds the loop's events only weakly.
pub async fn knock(
    address: Address,
    mut status: watch::Receiver<LinkStatus>,
    events: mpsc::WeakSender<Event>,
    jitter: Duration,
) {
    let mut door = Door::default();
    loop {
        if !is_away(&status.borrow_and_update().mode) {
            door = Door::default();
            if status.changed().await.is_err() {
                return;
            }
            continue;
        }
        let is_open = tokio::time::timeout(KNOCK_LIMIT, connects(&address))
            .await
            .unwrap_or(false);
        if door.opens(is_open) {
            let Some(events) = events.upgrade() else {
                return;
            };
            // A full channel has enough for the loop to look; a closed one is at its end.
            let _unheard = events.try_send(Event::LinkChanged);
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY + jitter) => {}
            changed = status.changed() => if changed.is_err() {
                return;
            },
        }
    }
}

/// No link at all, in distinction to a server that answers something wrong.
fn is_away(mode: &LinkMode) -> bool {
    match mode {
        LinkMode::Offline { cause, .. } => matches!(
            cause,
            Cause::Carrier(CarrierError::Unreachable | CarrierError::TimedOut | CarrierError::Cut)
        ),
        LinkMode::Connecting
        | LinkMode::Online
        | LinkMode::FirstLoad { .. }
        | LinkMode::WrongServer { .. }
        | LinkMode::NotEnrolled
        | LinkMode::Revoked
        | LinkMode::UpdateNeeded => false,
    }
}

async fn connects(address: &Address) -> bool {
    let Some((host, port)) = address.door() else {
        return false;
    };
    TcpStream::connect((host, port)).await.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_door_that_was_shut_opens() {
        let mut door = Door::default();
        let heard =
            [true, true, false, false, true, true, false, true].map(|open| door.opens(open));
        assert_eq!(
            heard,
            [false, false, false, false, true, false, false, true]
        );
    }

    #[test]
    fn a_server_that_answers_wrong_is_not_knocked_at() {
        let offline = |cause| LinkMode::Offline { since_ms: 0, cause };
        assert!(is_away(&offline(Cause::Carrier(CarrierError::Unreachable))));
        assert!(!is_away(&offline(Cause::Carrier(CarrierError::Server(
            503
        )))));
        assert!(!is_away(&LinkMode::Online));
    }
}
