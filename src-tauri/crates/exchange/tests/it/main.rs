//! The exchange in memory, by itself and over HTTP.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod http;
mod hub;

mod memory {
    stoika_exchange::stories!(stoika_exchange::MemoryStorage::new);
}
