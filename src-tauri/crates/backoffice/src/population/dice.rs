//! Drawing by a seed: SplitMix64.

/// A source of drawn numbers.
pub(super) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn byte(&mut self) -> u8 {
        (self.next() >> 56) as u8
    }

    /// From 0 to `end`, without it; `end` is not 0.
    pub fn below(&mut self, end: u32) -> u32 {
        let drawn = ((self.next() >> 32) * u64::from(end)) >> 32;
        u32::try_from(drawn).unwrap_or(0)
    }

    /// From `first` to `last`, both included.
    pub fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last - first + 1)
    }

    pub fn one_in(&mut self, chances: u32) -> bool {
        self.below(chances) == 0
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let index = self.below(u32::try_from(list.len()).unwrap_or(1));
        &list[index as usize]
    }

    /// By weight: the higher, the oftener.
    pub fn weighted<'a, T>(&mut self, list: &'a [(T, u32)]) -> &'a T {
        let total = list.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        for (value, weight) in list {
            if left < *weight {
                return value;
            }
            left -= weight;
        }
        &list[0].0
    }
}
