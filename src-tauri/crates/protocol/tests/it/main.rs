//! Protocol: chains, frames, seals and the bytes that are for ever.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod audit;
mod frames;
mod golden;
mod leases;
mod messages;
mod sample;
