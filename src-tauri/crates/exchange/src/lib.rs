//! The server half of sync: takes sealed frames, gives them their order and verdicts, and
//! answers each desk with what belongs to its scope. One machine for the centre and the hub.
//!
//! [`Exchange`] is pure but for its [`Storage`]: instants come as `now_ms`, randomness as
//! bytes. It knows no domain: what an entry does to its aggregate is asked of a [`Judge`].
//! [`host`] puts it on HTTP.
//!
//! Accepting and ordering are two steps. [`Exchange::push`] makes frames durable and
//! acknowledges them; [`Exchange::sequence`] gives the next dense positions, in the same
//! transaction as the records, whoever calls it: the storage lets one writer in at a time,
//! so a position is never visible before a lower one.
//!
//! Reading order: [`storage`] → [`Exchange`] → [`host`].

mod audit;
mod audit_look;
mod enrolment;
mod exchange;
mod feed;
pub mod host;
mod hubs;
mod intake;
mod judge;
mod lookup;
mod memory;
mod mutant;
mod publish;
mod sequence;
mod session;
pub mod storage;
#[cfg(feature = "story")]
pub mod story;
pub mod tls;

pub use audit_look::{AUDIT_LOOKS_MAX, AUDIT_LOOKS_WITHIN_MS};
pub use enrolment::{Invite, InviteError};
pub use exchange::{Exchange, ExchangeError};
pub use host::Host;
pub use hubs::HUB_WAIT_MS;
pub use judge::{Hub, Judge, Judgement, Names};
pub use lookup::{LOOKS_MAX, LOOKS_WITHIN_MS};
pub use memory::{Fault, MemoryStorage};
#[cfg(feature = "mutants")]
pub use mutant::Mutant;
pub use publish::{Published, RowPut, SCOPE_ALL, publish_desk};
pub use sequence::{Parked, WaitsFor};
pub use storage::{Journal, JournalRows, Rows, Storage, StorageError};
