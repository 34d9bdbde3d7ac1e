//! Tests over several crates.
#![expect(clippy::panic, reason = "a test may stop at the first surprise")]

mod day;
mod requirements;
mod simulation;
mod stage;
