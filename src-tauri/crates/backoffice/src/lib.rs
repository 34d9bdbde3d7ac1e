//! The centre (бэк-офис): the exchange over SQLite, and what an administrator does with it.
//!
//! The library is the whole of it; `main.rs` gives it a clock, randomness and a terminal.
//! Reading order: [`Centre`] → [`database`] → [`serve`] → the commands.

mod auditing;
mod centre;
mod centre_desk;
pub mod cli;
mod contacts;
pub mod database;
mod enrolling;
mod error;
mod explaining;
mod import;
mod judge;
mod keys;
mod looking;
mod people;
pub mod population;
mod publishing;
mod purging;
mod reconciling;
mod recovering;
pub mod serve;
mod status;

pub use centre::{Ambient, Centre};
pub use database::Database;
pub use error::CentreError;
pub use judge::DomainJudge;
pub use recovering::RecoveryIdentity;
