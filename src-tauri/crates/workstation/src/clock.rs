//! What time it is: the machine's clocks, the estimate of the server's, the office's civil date.

use std::sync::Mutex;

use chrono::{DateTime, FixedOffset, NaiveDate};

/// A machine's clock is told to be off from this on.
const CLOCK_OFF_SECONDS_MIN: i64 = 120;

/// The clocks of a machine. Handed in, so that a test lives through a year in a millisecond.
pub trait Clock: Send + Sync {
    /// The wall clock, Unix milliseconds. It may be wrong by years and may jump.
    fn wall_ms(&self) -> i64;

    /// Milliseconds since some moment of this run; never goes back, goes on while the machine sleeps.
    fn monotonic_ms(&self) -> u64;
}

/// The clocks of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a workstation asks its machine for the time"
    )]
    fn wall_ms(&self) -> i64 {
        let now = std::time::SystemTime::now();
        let since = now.duration_since(std::time::UNIX_EPOCH);
        // A machine that believes to live before 1970 is told to be off like any other.
        since.map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
    }

    fn monotonic_ms(&self) -> u64 {
        // CLOCK_BOOTTIME and not std's CLOCK_MONOTONIC: that one stands still while a laptop sleeps.
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
        seconds * 1000 + u64::try_from(now.tv_nsec / 1_000_000).unwrap_or(0)
    }
}

/// What is known of the server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// The server has not been heard yet.
    Nothing,
    /// From an earlier run: how far the wall clock was ahead then, and the last time heard.
    Earlier { wall_ahead_ms: i64, heard_ms: i64 },
    /// Heard in this run.
    Heard { server_ms: i64, monotonic_ms: u64 },
}

/// The estimate of the server's time: the last one heard plus the monotonic time since.
#[derive(Debug)]
pub struct ServerTime {
    known: Mutex<Known>,
}

/// What is kept between runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TimeMemory {
    /// How far the wall clock was ahead of the server.
    pub wall_ahead_ms: i64,
    /// The last server time heard.
    pub heard_ms: i64,
}

impl ServerTime {
    /// With what an earlier run knew.
    #[must_use]
    pub fn new(memory: Option<TimeMemory>) -> Self {
        let known = memory.map_or(Known::Nothing, |memory| Known::Earlier {
            wall_ahead_ms: memory.wall_ahead_ms,
            heard_ms: memory.heard_ms,
        });
        Self {
            known: Mutex::new(known),
        }
    }

    /// The server has said its time in the answer to what was asked at `asked_ms` of the monotonic
    /// clock. An answer is as old as its way at most: what is known already stands where the way
    /// allows it, and a machine that slept in the middle does not go back by its sleep. Returns
    /// what to keep for the next run.
    pub fn heard(&self, server_ms: i64, asked_ms: u64, clock: &dyn Clock) -> TimeMemory {
        let monotonic_ms = clock.monotonic_ms();
        let way_ms = i64::try_from(monotonic_ms.saturating_sub(asked_ms)).unwrap_or(i64::MAX);
        let mut known = self.lock();
        let likely_ms = match *known {
            Known::Heard {
                server_ms: told_ms,
                monotonic_ms: then_ms,
            } => {
                let since_ms = monotonic_ms.saturating_sub(then_ms);
                told_ms.saturating_add(i64::try_from(since_ms).unwrap_or(i64::MAX))
            }
            Known::Nothing | Known::Earlier { .. } => server_ms,
        };
        let server_ms = likely_ms.clamp(server_ms, server_ms.saturating_add(way_ms));
        *known = Known::Heard {
            server_ms,
            monotonic_ms,
        };
        drop(known);
        TimeMemory {
            wall_ahead_ms: clock.wall_ms().saturating_sub(server_ms),
            heard_ms: server_ms,
        }
    }

    /// The server's time now, Unix milliseconds; `None` before it has ever been heard.
    #[must_use]
    pub fn estimate_ms(&self, clock: &dyn Clock) -> Option<i64> {
        match *self.lock() {
            Known::Nothing => None,
            Known::Heard {
                server_ms,
                monotonic_ms,
            } => {
                let since = clock.monotonic_ms().saturating_sub(monotonic_ms);
                Some(server_ms.saturating_add(i64::try_from(since).unwrap_or(i64::MAX)))
            }
            Known::Earlier {
                wall_ahead_ms,
                heard_ms,
            } => {
                // A clock that was off stays off by as much; one that was set right meanwhile
                // shows by a time before the last one heard. Never before that one.
                let wall_ms = clock.wall_ms();
                let shifted_ms = wall_ms.saturating_sub(wall_ahead_ms);
                let likely_ms = if shifted_ms >= heard_ms {
                    shifted_ms
                } else {
                    wall_ms
                };
                Some(likely_ms.max(heard_ms))
            }
        }
    }

    /// How long ago the server was heard last; `None` when it never was.
    #[must_use]
    pub fn silent_ms(&self, clock: &dyn Clock) -> Option<i64> {
        let known = *self.lock();
        match known {
            Known::Nothing => None,
            Known::Heard { monotonic_ms, .. } => {
                let since = clock.monotonic_ms().saturating_sub(monotonic_ms);
                Some(i64::try_from(since).unwrap_or(i64::MAX))
            }
            Known::Earlier { heard_ms, .. } => {
                let now_ms = self.estimate_ms(clock)?;
                Some(now_ms.saturating_sub(heard_ms).max(0))
            }
        }
    }

    /// The best time there is.
    #[must_use]
    pub fn now_ms(&self, clock: &dyn Clock) -> i64 {
        self.estimate_ms(clock).unwrap_or_else(|| clock.wall_ms())
    }

    /// How far the wall clock is ahead of the server, seconds, once that matters.
    #[must_use]
    pub fn clock_off_seconds(&self, clock: &dyn Clock) -> Option<i64> {
        let estimate_ms = self.estimate_ms(clock)?;
        let off_seconds = clock.wall_ms().saturating_sub(estimate_ms) / 1000;
        (off_seconds.abs() > CLOCK_OFF_SECONDS_MIN).then_some(off_seconds)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The office's zone.
#[must_use]
pub fn zone(utc_offset_minutes: i32) -> FixedOffset {
    let utc = FixedOffset::east_opt(0);
    FixedOffset::east_opt(utc_offset_minutes.saturating_mul(60))
        .or(utc)
        .unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc))
}

/// An instant as the office's wall shows it.
#[must_use]
pub fn at_office(unix_ms: i64, utc_offset_minutes: i32) -> DateTime<FixedOffset> {
    DateTime::from_timestamp_millis(unix_ms)
        .unwrap_or_default()
        .with_timezone(&zone(utc_offset_minutes))
}

/// The civil date of an instant at the office.
#[must_use]
pub fn civil_date(unix_ms: i64, utc_offset_minutes: i32) -> NaiveDate {
    at_office(unix_ms, utc_offset_minutes).date_naive()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

    use super::{Clock, ServerTime, TimeMemory, civil_date};

    const HOUR_MS: i64 = 3_600_000;
    const YEAR_MS: i64 = 365 * 24 * HOUR_MS;
    const NOON_MS: i64 = 1_793_361_600_000;

    #[derive(Default)]
    struct Hands {
        wall_ms: AtomicI64,
        monotonic_ms: AtomicU64,
    }

    impl Hands {
        fn at(wall_ms: i64, monotonic_ms: u64) -> Self {
            Self {
                wall_ms: AtomicI64::new(wall_ms),
                monotonic_ms: AtomicU64::new(monotonic_ms),
            }
        }
    }

    impl Clock for Hands {
        fn wall_ms(&self) -> i64 {
            self.wall_ms.load(Ordering::SeqCst)
        }

        fn monotonic_ms(&self) -> u64 {
            self.monotonic_ms.load(Ordering::SeqCst)
        }
    }

    #[test]
    fn a_wall_clock_that_jumps_does_not_move_the_estimate() {
        let hands = Hands::at(NOON_MS + 10 * YEAR_MS, 5_000);
        let time = ServerTime::new(None);
        assert_eq!(time.estimate_ms(&hands), None);
        time.heard(NOON_MS, hands.monotonic_ms(), &hands);
        hands.monotonic_ms.store(8_000, Ordering::SeqCst);
        hands.wall_ms.store(0, Ordering::SeqCst);
        assert_eq!(time.estimate_ms(&hands), Some(NOON_MS + 3_000));
        assert_eq!(
            time.clock_off_seconds(&hands),
            Some(-(NOON_MS + 3_000) / 1000)
        );
    }

    #[test]
    fn an_answer_that_was_long_on_its_way_does_not_turn_the_clock_back() {
        let hands = Hands::at(NOON_MS, 5_000);
        let time = ServerTime::new(None);
        time.heard(NOON_MS, 5_000, &hands);
        // Asked, slept ten hours, and only then read what was said at once.
        let slept_ms = 10 * HOUR_MS;
        hands
            .monotonic_ms
            .store(6_000 + slept_ms.unsigned_abs(), Ordering::SeqCst);
        time.heard(NOON_MS + 1_000, 6_000, &hands);
        assert_eq!(time.estimate_ms(&hands), Some(NOON_MS + 1_000 + slept_ms));
        // A prompt answer is believed whatever was thought before.
        let now = hands.monotonic_ms();
        time.heard(NOON_MS, now, &hands);
        assert_eq!(time.estimate_ms(&hands), Some(NOON_MS));
    }

    #[test]
    fn between_runs_a_constant_error_is_taken_off_and_a_corrected_clock_believed() {
        let fast = Hands::at(NOON_MS + 10 * YEAR_MS, 0);
        let memory = ServerTime::new(None).heard(NOON_MS, fast.monotonic_ms(), &fast);
        let next_day = Hands::at(NOON_MS + 10 * YEAR_MS + 20 * HOUR_MS, 0);
        let again = ServerTime::new(Some(memory));
        assert_eq!(again.estimate_ms(&next_day), Some(NOON_MS + 20 * HOUR_MS));
        assert_eq!(
            again.estimate_ms(&Hands::at(NOON_MS + 20 * HOUR_MS, 0)),
            Some(NOON_MS + 20 * HOUR_MS)
        );
    }

    #[test]
    fn a_dead_clock_never_leads_before_the_last_time_heard() {
        let memory = TimeMemory {
            wall_ahead_ms: 0,
            heard_ms: NOON_MS,
        };
        let time = ServerTime::new(Some(memory));
        assert_eq!(time.estimate_ms(&Hands::at(1_000, 0)), Some(NOON_MS));
    }

    #[test]
    fn silence_is_counted_by_the_monotonic_clock_and_over_a_restart() {
        let hands = Hands::at(NOON_MS, 5_000);
        let time = ServerTime::new(None);
        assert_eq!(time.silent_ms(&hands), None);
        let memory = time.heard(NOON_MS, hands.monotonic_ms(), &hands);
        hands.wall_ms.store(NOON_MS - YEAR_MS, Ordering::SeqCst);
        hands.monotonic_ms.store(9_000, Ordering::SeqCst);
        assert_eq!(time.silent_ms(&hands), Some(4_000));
        let again = ServerTime::new(Some(memory));
        let later = Hands::at(NOON_MS + 80 * HOUR_MS, 0);
        assert_eq!(again.silent_ms(&later), Some(80 * HOUR_MS));
    }

    #[test]
    fn a_small_difference_is_not_worth_a_word() {
        let hands = Hands::at(NOON_MS + 119_000, 0);
        let time = ServerTime::new(None);
        time.heard(NOON_MS, hands.monotonic_ms(), &hands);
        assert_eq!(time.clock_off_seconds(&hands), None);
        hands.wall_ms.store(NOON_MS + 121_000, Ordering::SeqCst);
        assert_eq!(time.clock_off_seconds(&hands), Some(121));
    }

    #[test]
    fn the_day_changes_at_the_office_s_midnight() {
        // 20:30 UTC is 00:30 of the next day in Samara.
        let late_ms = NOON_MS + 8 * HOUR_MS + HOUR_MS / 2;
        let next = civil_date(late_ms, 240);
        assert_eq!(civil_date(late_ms, 0).succ_opt(), Some(next));
    }
}
