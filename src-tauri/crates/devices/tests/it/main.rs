//! The printers of a desk: a real CUPS of the test's own, and the recording twin.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod cups;
mod recording;
mod spooler;
