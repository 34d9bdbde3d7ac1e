//! Speed and size, measured: medians and p99 of many runs, with the machine. Never a test.

pub mod appeals;
pub mod desk;
pub mod hall;
pub mod journal;
pub mod papers;
pub mod region;
pub mod report;
pub mod start;
pub mod town;
pub mod wait;
pub mod years;

use std::time::{Duration, Instant};

/// Durations of the same thing, many times.
#[derive(Clone, Debug, Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Measures one run.
    pub fn time<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let out = run();
        self.0.push(begun.elapsed());
        out
    }

    /// Milliseconds below which that share of the runs lies.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        let index = (last as f64 * share).round() as usize;
        sorted
            .get(index)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }

    /// The median, milliseconds.
    #[must_use]
    pub fn p50_ms(&self) -> f64 {
        self.quantile_ms(0.5)
    }

    /// The 99th percentile, milliseconds.
    #[must_use]
    pub fn p99_ms(&self) -> f64 {
        self.quantile_ms(0.99)
    }

    /// Samples that were measured elsewhere, milliseconds.
    #[must_use]
    pub fn of_ms(times: &[f64]) -> Self {
        let seconds = times.iter().map(|ms| ms.max(0.0) / 1000.0);
        Self(seconds.map(Duration::from_secs_f64).collect())
    }

    /// How many runs.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}
