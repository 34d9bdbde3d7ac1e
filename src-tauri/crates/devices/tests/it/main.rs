//! The printers of a desk: a real CUPS of the test's own, and the recording twin.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[cfg(unix)]
mod cups;
mod recording;
#[cfg(unix)]
mod spooler;
