//! The exchange in memory.

mod memory {
    stoika_exchange::stories!(stoika_exchange::MemoryStorage::new);
}
