//! Papers as a desk makes them.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod card;
mod language;
mod sample;
mod tools;
