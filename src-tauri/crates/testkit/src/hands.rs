//! Clocks that a test moves, randomness that a seed decides, a printer that keeps what it got.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use stoika_devices::{PrintFailure, Printer, PrinterName, PrinterState, Recording};
use stoika_workstation::clock::Clock;
use stoika_workstation::random::{NoRandomness, Random};

/// A clock whose hands a test moves.
#[derive(Debug)]
pub struct FakeClock {
    wall_ms: AtomicI64,
    monotonic_ms: AtomicU64,
}

impl FakeClock {
    /// Shows this instant, Unix milliseconds.
    #[must_use]
    pub fn at(wall_ms: i64) -> Self {
        Self {
            wall_ms: AtomicI64::new(wall_ms),
            monotonic_ms: AtomicU64::new(0),
        }
    }

    /// Time goes by.
    pub fn advance_ms(&self, ms: u64) {
        self.monotonic_ms.fetch_add(ms, Ordering::SeqCst);
        self.wall_ms
            .fetch_add(i64::try_from(ms).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    /// Somebody sets the wall clock: no time goes by.
    pub fn set_wall_ms(&self, wall_ms: i64) {
        self.wall_ms.store(wall_ms, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn wall_ms(&self) -> i64 {
        self.wall_ms.load(Ordering::SeqCst)
    }

    fn monotonic_ms(&self) -> u64 {
        self.monotonic_ms.load(Ordering::SeqCst)
    }
}

/// Bytes that follow from a seed.
#[derive(Debug)]
pub struct SeededRandom(Mutex<blake3::OutputReader>);

impl SeededRandom {
    /// The bytes of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let hash = blake3::Hasher::new_derive_key("stoika testkit random")
            .update(&seed.to_be_bytes())
            .finalize_xof();
        Self(Mutex::new(hash))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.0.lock().map_err(|_| NoRandomness)?.fill(bytes);
        Ok(())
    }
}

/// Name of the recording printer.
pub const PRINTER: &str = "Stoika_Test";

/// One printer, the system's default, that keeps every job.
///
/// # Errors
/// Never: the name is one that a printer can have.
pub fn printers() -> Result<Recording, PrintFailure> {
    Ok(Recording::with(vec![Printer {
        name: PrinterName::parse(PRINTER)?,
        is_default: true,
        state: PrinterState::Ready,
        needs: Vec::new(),
    }]))
}
