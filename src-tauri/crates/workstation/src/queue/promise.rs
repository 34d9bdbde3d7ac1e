//! What the hub of the office says before a call: whose the ticket is. Where there is no hub, nobody is
//! asked; where it is away, the desk goes on from what it knows, and says so.

use stoika_domain::ids::StreamId;
use stoika_domain::queue::Shift;
use stoika_protocol::{ActId, LeaseAsk, LeaseReply, LeaseWhat, Verdict};
use uuid::Uuid;

use super::day::Day;
use crate::branch::{Chosen, choose};
use crate::desk::Desk;
use crate::fault::Outcome;

/// What a call stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    /// The office has no hub: the centre orders the queue.
    NoHub,
    /// This desk is the hub: it chooses within the call's own transaction.
    Own,
    /// The hub has promised this ticket to this window, and it is known here.
    Granted(Uuid, u8),
    /// The hub does not answer: the desk calls on its own.
    Alone,
    /// The hub says that nobody waits for this window.
    Nobody,
    /// The hub says that another window has the ticket, or that nobody will call it any more.
    Taken,
}

impl Promise {
    /// Whether nobody else can have called the ticket.
    pub(crate) const fn is_leased(&self) -> bool {
        match self {
            Self::Own | Self::Granted(..) => true,
            Self::NoHub | Self::Alone | Self::Nobody | Self::Taken => false,
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Whoever is next for a window with these streams.
    Next(Vec<StreamId>),
    /// This ticket.
    Ticket(Uuid, u8),
}

/// The ask of a window.
pub(crate) fn ask_of(shift: &Shift, wanted: &Wanted) -> LeaseAsk {
    LeaseAsk {
        window: shift.window,
        shift: ActId(shift.id),
        what: match wanted {
            Wanted::Next(streams) => LeaseWhat::Next {
                streams: streams.iter().map(ToString::to_string).collect(),
            },
            Wanted::Ticket(visit, ticket) => LeaseWhat::Ticket {
                visit: ActId(*visit),
                ticket: *ticket,
            },
        },
    }
}

/// Asks the hub of the office, if there is one elsewhere. Blocks for as long as a person may be kept
/// waiting; never within a transaction.
///
/// # Errors
/// Those of the disk.
pub(crate) fn promised(desk: &Desk, shift: &Shift, wanted: &Wanted) -> Outcome<Promise> {
    if desk.branch.held().is_some() {
        return Ok(Promise::Own);
    }
    if !desk.branch.has_hub() {
        return Ok(Promise::NoHub);
    }
    let Some(reply) = desk.ask_hub(&ask_of(shift, wanted)) else {
        return Ok(Promise::Alone);
    };
    Ok(match reply {
        LeaseReply::Granted {
            visit,
            ticket,
            upto,
            ..
        } => {
            if desk.has_applied(upto)? {
                Promise::Granted(visit.0, ticket)
            } else {
                // The hub knows more than has come here; what is here can be called all the same.
                Promise::Alone
            }
        }
        LeaseReply::Nobody => Promise::Nobody,
        LeaseReply::Taken { .. } => Promise::Taken,
        LeaseReply::Number { .. } | LeaseReply::NotHub => Promise::Alone,
    })
}

/// The hub's own choice, within the transaction of the call.
pub(crate) fn chosen_here(desk: &Desk, day: &Day, shift: &Shift, wanted: &Wanted) -> Promise {
    let now_ms = desk.clock.monotonic_ms();
    let ask = ask_of(shift, wanted);
    let chosen = desk
        .branch
        .with_leases(|leases| choose(day, leases, now_ms, &desk.signer.id(), &ask));
    match chosen {
        Chosen::Visit(visit, ticket) => Promise::Granted(visit, ticket),
        Chosen::Nobody => Promise::Nobody,
        Chosen::Taken(_) => Promise::Taken,
    }
}

/// Waits for the hub's word on a call that it had promised; false when the call has no effect there,
/// because the promise had run out on the way. No word in time counts as a good one: what comes
/// later is told by the list of discrepancies.
///
/// # Errors
/// Those of the disk.
pub(crate) fn holds(desk: &Desk, act: ActId) -> Outcome<bool> {
    let mut verdicts = Vec::new();
    desk.comes_true(|| {
        verdicts = desk.replica.branch_verdicts(act)?;
        Ok(verdicts.iter().all(Option::is_some))
    })?;
    Ok(verdicts
        .into_iter()
        .flatten()
        .all(|verdict| verdict == Verdict::Effective))
}
