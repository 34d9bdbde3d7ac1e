//! Leases at the hub: which ticket was given to which window a moment ago, so that nobody else is given
//! it until the call itself has come. Pure, in memory: a hub that starts anew has no lease, and the calls
//! that were on their way are ordered as they come.

use std::collections::BTreeMap;

use stoika_protocol::KeyId;
use uuid::Uuid;

/// For how long a lease holds: a call is written and sent within a second or two of it, and a desk that
/// went dark in between must not keep its client waiting.
pub const WINDOW_MS: u64 = 10_000;

/// Who has a visit leased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Its ticket.
    pub ticket: u8,
    /// The desk.
    pub desk: KeyId,
    /// The window.
    pub window: u16,
    /// Monotonic milliseconds of the hub.
    void_at_ms: u64,
    /// How many periods the visit had when it was given, if the hub knew it.
    periods: Option<usize>,
}

/// Leases by visit: a person cannot go to two windows with two tickets.
#[derive(Debug, Default)]
pub struct Leases {
    held: BTreeMap<Uuid, Lease>,
}

impl Leases {
    /// Gives a visit's ticket to a desk's window; what that desk had before and did not use is free again.
    ///
    /// # Errors
    /// The lease that another desk has on the visit.
    pub fn grant(
        &mut self,
        now_ms: u64,
        visit: Uuid,
        ticket: u8,
        desk: KeyId,
        window: u16,
    ) -> Result<(), Lease> {
        if let Some(lease) = self.taken(now_ms, visit, &desk) {
            return Err(lease);
        }
        self.held.retain(|_, lease| lease.desk != desk);
        self.held.insert(
            visit,
            Lease {
                ticket,
                desk,
                window,
                void_at_ms: now_ms.saturating_add(WINDOW_MS),
                periods: None,
            },
        );
        Ok(())
    }

    /// The lease that somebody else than `desk` has on a visit.
    pub fn taken(&mut self, now_ms: u64, visit: Uuid, desk: &KeyId) -> Option<Lease> {
        self.expire(now_ms);
        self.held
            .get(&visit)
            .filter(|lease| lease.desk != *desk)
            .copied()
    }

    /// The visit has so many periods while this lease begins.
    pub fn stands_at(&mut self, visit: Uuid, periods: usize) {
        if let Some(lease) = self.held.get_mut(&visit) {
            lease.periods = Some(periods);
        }
    }

    /// Drops the leases of visits that have gone on since: the call has come, and perhaps more after it. Whom
    /// a window has handed over already is not to wait until the lease is void.
    pub fn follow(&mut self, periods: impl Fn(Uuid) -> Option<usize>) {
        self.held
            .retain(|visit, lease| lease.periods.is_none() || lease.periods == periods(*visit));
    }

    /// The call has come, or the client has gone: the visit speaks for itself from now on.
    pub fn consume(&mut self, visit: Uuid) {
        self.held.remove(&visit);
    }

    /// Drops what holds no longer.
    pub fn expire(&mut self, now_ms: u64) {
        self.held.retain(|_, lease| now_ms < lease.void_at_ms);
    }
}

#[cfg(test)]
mod tests {
    use stoika_protocol::KeyId;
    use uuid::Uuid;

    use super::{Leases, WINDOW_MS};

    const ONE: KeyId = KeyId([1; 16]);
    const OTHER: KeyId = KeyId([2; 16]);

    fn visit(byte: u8) -> Uuid {
        Uuid::from_bytes([byte; 16])
    }

    #[test]
    fn a_visit_is_one_desks_until_the_lease_is_void() {
        let mut leases = Leases::default();
        assert_eq!(leases.grant(0, visit(1), 0, ONE, 4), Ok(()));
        let refused = leases.grant(WINDOW_MS - 1, visit(1), 1, OTHER, 5);
        assert_eq!(
            refused.map_err(|lease| (lease.window, lease.ticket)),
            Err((4, 0))
        );
        assert_eq!(leases.grant(WINDOW_MS, visit(1), 1, OTHER, 5), Ok(()));
        assert!(leases.taken(WINDOW_MS, visit(1), &ONE).is_some());
        assert_eq!(leases.taken(WINDOW_MS, visit(1), &OTHER), None);
    }

    #[test]
    fn asked_again_the_same_desk_gets_the_same_and_lets_the_former_go() {
        let mut leases = Leases::default();
        assert_eq!(leases.grant(0, visit(1), 0, ONE, 4), Ok(()));
        // The reply was lost.
        assert_eq!(leases.grant(5_000, visit(1), 0, ONE, 4), Ok(()));
        assert!(leases.taken(WINDOW_MS, visit(1), &OTHER).is_some());
        assert_eq!(leases.grant(6_000, visit(2), 0, ONE, 4), Ok(()));
        assert_eq!(leases.taken(6_000, visit(1), &OTHER), None);
    }

    #[test]
    fn whom_a_window_has_called_and_handed_over_is_anybodys() {
        let mut leases = Leases::default();
        assert_eq!(leases.grant(0, visit(1), 0, ONE, 4), Ok(()));
        leases.stands_at(visit(1), 1);
        leases.follow(|_| Some(1));
        assert!(leases.taken(1, visit(1), &OTHER).is_some());
        // Called, served, handed over: all of it within the lease.
        leases.follow(|_| Some(4));
        assert_eq!(leases.taken(1, visit(1), &OTHER), None);
        // Of a visit that the hub has not heard of yet it cannot tell.
        assert_eq!(leases.grant(2, visit(2), 0, ONE, 4), Ok(()));
        leases.follow(|_| Some(1));
        assert!(leases.taken(2, visit(2), &OTHER).is_some());
    }

    #[test]
    fn what_was_called_is_leased_no_longer() {
        let mut leases = Leases::default();
        assert_eq!(leases.grant(0, visit(1), 0, ONE, 4), Ok(()));
        leases.consume(visit(1));
        assert_eq!(leases.taken(1, visit(1), &OTHER), None);
        assert!(leases.held.is_empty());
    }
}
