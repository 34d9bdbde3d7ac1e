//! The centre as a whole.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod audit;
mod commands;
mod hubs;
mod imports;
mod populations;
mod purging;
mod reception;
mod recovery;
mod served;
mod storage;
