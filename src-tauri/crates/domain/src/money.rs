//! Money (деньги): whole kopecks, signed; a negative amount is an advance.

use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

use crate::text;

/// An amount in kopecks. Kept within ±2⁵³−1, so that the UI reads it without loss.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Kopecks(pub i64);

impl Kopecks {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Reads `1 234,56`, `1234.5`, `-7`, with or without `₽`; at most two digits of kopecks.
    /// `None` when it is no sum of money or does not fit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '₽')
            .map(|c| match c {
                ',' => '.',
                '−' => '-',
                other => other,
            })
            .collect();
        let (negative, digits) = match plain.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, plain.as_str()),
        };
        let (rubles, kopecks) = match digits.split_once('.') {
            Some((rubles, kopecks)) if (1..=2).contains(&kopecks.len()) => (rubles, kopecks),
            Some(_) => return None,
            None => (digits, "0"),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(rubles) || !all_digits(kopecks) {
            return None;
        }
        let tens = if kopecks.len() == 1 { 10 } else { 1 };
        let amount = rubles
            .parse::<i64>()
            .ok()?
            .checked_mul(100)?
            .checked_add(kopecks.parse::<i64>().ok()?.checked_mul(tens)?)?;
        (amount < 1 << 53).then_some(Self(if negative { -amount } else { amount }))
    }
}

impl std::fmt::Display for Kopecks {
    /// `1 234,56 ₽` with no-break spaces.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&text::money(*self))
    }
}

impl Add for Kopecks {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Kopecks {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Kopecks {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Kopecks {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Kopecks;

    #[test]
    fn reads_what_people_type() {
        for (typed, kopecks) in [
            ("1 234,56", Some(123_456)),
            ("1234.5 ₽", Some(123_450)),
            ("-7", Some(-700)),
            ("0,05", Some(5)),
            ("", None),
            ("-", None),
            ("1,234", None),
            ("1,", None),
            (",5", None),
            ("12р", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(Kopecks::parse(typed), kopecks.map(Kopecks), "{typed}");
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        for amount in [0, 5, 100, -1, 123_456, 100_000_000, -99_999_999] {
            assert_eq!(
                Kopecks::parse(&Kopecks(amount).to_string()),
                Some(Kopecks(amount))
            );
        }
    }
}
