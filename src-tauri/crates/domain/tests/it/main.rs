//! Tests of the domain against the published data of `fixtures/standard`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod calendar;

mod norms;
mod oracle;
mod published;
mod terms;
