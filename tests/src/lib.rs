//! Cross-crate tests.

pub mod bench;
pub mod day;
pub mod simulation;
