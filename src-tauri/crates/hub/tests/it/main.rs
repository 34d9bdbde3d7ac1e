//! Stories of a hall's listener: a desk with a centre in memory, the hub on the loopback, and a browser
//! made of a socket.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::panic, reason = "a test may stop at the first surprise")]

mod browser;
mod exchange;
mod office;
mod stations;
