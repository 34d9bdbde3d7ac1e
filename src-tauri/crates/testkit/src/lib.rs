//! For tests only: a clock that a test moves, seeded randomness, a printer that records, a centre
//! in memory with a small town, and the loopback twin of the window. The shell never uses it.

pub mod hands;
pub mod town;
pub mod twin;
pub mod world;
