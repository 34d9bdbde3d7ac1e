//! Papers as a desk makes them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod blocks;
mod card;
mod contract_samples;
mod forms;
mod language;
mod pictures;
mod sample;
mod samples;
mod slips;
mod tools;
mod values;
