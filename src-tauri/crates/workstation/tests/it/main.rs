//! Stories of a desk: the command table on a real replica, with a centre in memory on the
//! loopback, a clock that the test moves and a printer that keeps what it got.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::panic, reason = "a test may stop at the first surprise")]

mod answer;
mod appeal;
mod audit;
mod branch;
mod changes;
mod claim;
mod client;
mod contract;
mod course;
mod draft;
mod enrolment;
mod feedback;
mod hall;
mod key;
mod kiosk;
mod letters;
mod link;
mod neighbours;
mod office;
mod paper;
mod queue;
mod recovery;
mod reference;
mod roles;
mod search;
mod session;
mod store;
mod ticket_printer;
mod visit;
mod work;
mod wrong_input;
