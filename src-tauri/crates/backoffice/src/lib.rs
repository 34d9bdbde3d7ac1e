//! The centre (бэк-офис): the exchange over SQLite, and what an administrator does with it.
//!
//! The library is the whole of it; `main.rs` gives it a clock, randomness and a command line.

pub mod database;
mod judge;

pub use database::Database;
pub use judge::DomainJudge;
