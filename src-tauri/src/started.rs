//! When the process began: the start is measured from there, not from `main`.

use std::time::{Duration, Instant};

/// The beginning of the process on the monotonic clock.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    main: Instant,
    before_main: Duration,
}

impl Started {
    /// To be called first in `main`.
    pub fn now() -> Self {
        Self {
            main: Instant::now(),
            before_main: before_main().unwrap_or_default(),
        }
    }

    /// Milliseconds since the process began.
    pub fn elapsed_ms(&self) -> u128 {
        (self.before_main + self.main.elapsed()).as_millis()
    }
}

/// What loading the program took, by the kernel's own account; it counts in hundredths of a second.
fn before_main() -> Option<Duration> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets and may hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let start_ticks: f64 = fields.split(' ').nth(19)?.parse().ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let up_seconds: f64 = uptime.split(' ').next()?.parse().ok()?;
    Duration::try_from_secs_f64(up_seconds - start_ticks / TICKS_PER_SECOND).ok()
}
