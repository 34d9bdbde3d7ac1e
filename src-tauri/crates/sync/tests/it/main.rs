//! The machine with scripted replies, the carrier against a socket.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod audit;
mod http;
mod machine;
mod rig;
