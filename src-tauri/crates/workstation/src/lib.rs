//! The use cases of a desk: every command that a screen can call, over domain, store, sync and
//! printing. Roles are checked here, and nowhere above.
//!
//! Reading order: [`table`] (what there is) → [`workstation`] (who routes it) → the modules by
//! noun, each command a function of the workstation, the session and the input.

mod answer;
pub mod api;
mod appeal;
mod audit;
mod board;
mod branch;
mod changes;
mod claim;
mod client;
pub mod clock;
mod contract;
mod desk;
mod desk_key;
mod desk_port;
mod draft;
mod enrolment;
mod fault;
mod feedback;
mod hall;
mod keys;
mod kiosk;
mod latch;
mod link;
mod paper;
mod printers;
mod queue;
pub mod random;
mod recovery;
mod reference;
mod reference_lists;
mod search;
mod session;
mod standards;
pub mod station;
pub mod sync_port;
pub mod table;
mod term_words;
mod ticket_printer;
mod tries;
mod visit;
mod work;
mod workstation;

pub use branch::{BranchPort, Duty, FoundHub, LEASE_WINDOW_MS, Lease, Leases};
pub use changes::Changes;
pub use keys::Machine;
pub use printers::Printers;
pub use session::Session;
pub use table::Listener;
pub use workstation::{Deps, Workstation};
