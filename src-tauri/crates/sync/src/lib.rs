//! The client half of sync: a pure machine that says what to do next, and the carriers and
//! the driver that do it.
//!
//! ```text
//!            inputs                         effects
//!  driver ───────────▶ Machine::step ───────────────▶ driver ──▶ carrier (http)
//!     ▲    replies, local entries,      one at a time    │
//!     └──  time, what the store said ◀───────────────────┴─────▶ ReplicaPort (store)
//! ```
//! [`Machine`] does no I/O, reads no clock and draws no random numbers: the same inputs give
//! the same effects, so that the simulation replays whole offices from one seed. Effects are
//! done one after another, so no transaction of the store is ever open across a request.
//!
//! A round: *standing* (what the replica holds) → *hello* (what the far end holds of it; forks,
//! restored desks and restored servers are told apart here) → *push* until all is acknowledged
//! → *first load* by pages, if the directory is empty or of another life of the server →
//! *pull* until nothing is left → a pull that waits for news. A failed round is always
//! followed by another one, after a pause with jitter.

pub mod carrier;
pub mod driver;
mod effect;
mod jitter;
mod machine;
mod port;
mod status;

pub use effect::{CarrierError, Effect, Input, Reply, Request, RequestId, StoreOp, StoreReply};
pub use machine::{Config, Machine, Pages};
pub use port::{LoadPoint, OwnReplica, PortError, RefusedReply, ReplicaPort, Standing};
pub use status::{Cause, LinkMode, LinkStatus};
