//! Leases (выдача вызова): what a desk asks the hub of its office before it calls, so that two windows
//! never call one client, and the hub's answer. A lease is no entry: it is in the hub's memory for
//! some seconds, and what counts is the call that follows.

use minicbor::{Decode, Encode};

use crate::ids::ActId;

/// A desk asks the hub.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LeaseAsk {
    /// Number of the window that asks.
    #[n(0)]
    pub window: u16,
    /// Its shift.
    #[n(1)]
    pub shift: ActId,
    /// For what.
    #[n(2)]
    pub what: LeaseWhat,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum LeaseWhat {
    /// Whoever is next for a window with these streams.
    #[n(0)]
    Next {
        /// Ids of the streams.
        #[n(0)]
        streams: Vec<String>,
    },
    /// A ticket that a person has chosen.
    #[n(1)]
    Ticket {
        /// Its visit.
        #[n(0)]
        visit: ActId,
        /// Its index in the visit.
        #[n(1)]
        ticket: u8,
    },
    /// Numbers of a letter for tickets that are to be given today.
    #[n(2)]
    Number {
        /// The letter of the stream.
        #[n(0)]
        letter: String,
    },
}

/// The hub's answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum LeaseReply {
    /// The ticket is the asker's alone.
    #[n(0)]
    Granted {
        /// Its visit.
        #[n(0)]
        visit: ActId,
        /// Its index in the visit.
        #[n(1)]
        ticket: u8,
        /// For so long from now, milliseconds; a duration, because two machines share no clock.
        #[n(2)]
        holds_ms: u32,
        /// The asker must have applied the branch order up to here before it calls: it may not know the
        /// ticket yet.
        #[n(3)]
        upto: u64,
    },
    /// Nobody waits for the window.
    #[n(1)]
    Nobody,
    /// The ticket waits no longer: a window has it, or was given it a moment ago.
    #[n(2)]
    Taken {
        /// The window; 0 when nobody has him: he was served or has left.
        #[n(0)]
        window: u16,
    },
    /// Numbers that nobody else gives today.
    #[n(3)]
    Number {
        /// The first.
        #[n(0)]
        from: u16,
        /// The last.
        #[n(1)]
        to: u16,
    },
    /// Who was asked is not the hub, or has no queue of today.
    #[n(4)]
    NotHub,
}
