//! Cross-crate tests.

pub mod bench;
pub mod simulation;
