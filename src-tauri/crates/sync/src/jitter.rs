//! Pauses between attempts.

/// The shortest ceiling of a pause, milliseconds.
const BASE_MS: u64 = 1_000;
/// The longest pause, milliseconds.
pub(crate) const CAP_MS: u64 = 60_000;
/// No pause is shorter: a far end that fails at once is not asked in a tight loop.
const FLOOR_MS: u64 = 100;

/// Full jitter: a hundred desks that lost the link together do not come back together.
#[derive(Clone, Debug)]
pub(crate) struct Jitter(u64);

impl Jitter {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A pause after the `attempt`-th failure in a row (from 0): anything up to a ceiling that
    /// doubles from one second to a minute.
    pub fn pause_ms(&mut self, attempt: u32) -> u64 {
        let ceiling_ms = BASE_MS.saturating_mul(1_u64 << attempt.min(16)).min(CAP_MS);
        FLOOR_MS + self.next() % (ceiling_ms - FLOOR_MS + 1)
    }

    /// A pause for what will not mend itself soon: from half a minute to a minute.
    pub fn long_pause_ms(&mut self) -> u64 {
        CAP_MS / 2 + self.next() % (CAP_MS / 2 + 1)
    }

    /// `SplitMix64`: enough for spreading desks, and the same on every machine.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::{CAP_MS, FLOOR_MS, Jitter};

    #[test]
    fn pauses_grow_to_the_cap_and_never_fall_under_the_floor() {
        let mut jitter = Jitter::new(7);
        let mut longest_ms = 0;
        for attempt in 0..40 {
            for _ in 0..50 {
                let pause_ms = jitter.pause_ms(attempt);
                assert!((FLOOR_MS..=CAP_MS).contains(&pause_ms));
                assert!(attempt > 0 || pause_ms <= 1_000);
                longest_ms = longest_ms.max(pause_ms);
            }
        }
        assert!(longest_ms > CAP_MS / 2, "the ceiling rises");
    }

    #[test]
    fn two_desks_do_not_come_back_together() {
        assert_ne!(Jitter::new(1).pause_ms(6), Jitter::new(2).pause_ms(6));
    }
}
