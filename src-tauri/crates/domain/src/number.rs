//! Numbers on paper (регистрационный номер), unique with no link.
//!
//! `ОТ-04/26-1842-МК3` = series of the desk (office code, desk number) / year – counter –
//! two marks and a check symbol.
//!
//! * The **office code** is two letters of [`OFFICE_LETTERS`], published with the office.
//! * The two **marks** come from the random bits of the act id: two clones of one disk that
//!   count the same counter print different papers.
//! * The **check symbol** finds every single wrong symbol and every swap of two neighbours:
//!   a weighted sum modulo 23, a prime as large as each alphabet.
//!
//! Marks and check use [`MARKS`]: ten digits and thirteen Cyrillic letters. Left out are letters
//! that look like a digit (О, З, Ч, Б, В), that sound like one that is kept when read over the
//! phone (Г and Х like К; Д and Ц like Т; Н like М; Ф like С; Ж and Щ like Ш; Э, И, Ё like Е), and
//! Й, Ъ, Ы, Ь. So a typed `О` there can only be a zero, and is read so.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Letters of office codes: the alphabet without the letters that are hard to say or to tell.
pub const OFFICE_LETTERS: [char; 23] = [
    'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж', 'З', 'И', 'К', 'Л', 'М', 'Н', 'О', 'П', 'Р', 'С', 'Т', 'У',
    'Ф', 'Х', 'Ч', 'Ш',
];

/// Symbols of marks and check.
pub const MARKS: [char; 23] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'А', 'Е', 'К', 'Л', 'М', 'П', 'Р', 'С', 'Т',
    'У', 'Ш', 'Ю', 'Я',
];

/// The prime of the check sum; both alphabets have as many symbols.
const MODULUS: u32 = 23;
/// A primitive root of the prime: no two neighbouring weights are equal, none is zero.
const ROOT: u32 = 5;
/// Counters are written with at least so many digits.
const COUNTER_DIGITS_MIN: usize = 4;

/// The text is no number on paper, or its check symbol does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// Not of the form `ОТ-04/26-1842-МК3`.
    #[error("not a number on paper")]
    Shape,
    /// Of the form, but mistyped: the check symbol does not fit.
    #[error("the check symbol does not fit")]
    Check,
}

/// Code of an office on paper: two letters, e.g. `ОТ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficeCode([char; 2]);

impl OfficeCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`BadNumber::Shape`] when it is not two letters of [`OFFICE_LETTERS`].
    pub fn parse(text: &str) -> Result<Self, BadNumber> {
        let mut letters = text.chars().map(|c| office_letter(upper(c)));
        match (
            letters.next().flatten(),
            letters.next().flatten(),
            letters.next(),
        ) {
            (Some(first), Some(second), None) => Ok(Self([first, second])),
            (_, _, _) => Err(BadNumber::Shape),
        }
    }
}

impl TryFrom<String> for OfficeCode {
    type Error = BadNumber;

    fn try_from(text: String) -> Result<Self, BadNumber> {
        Self::parse(&text)
    }
}

impl From<OfficeCode> for String {
    fn from(code: OfficeCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for OfficeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0[0], self.0[1])
    }
}

/// Label of a desk: its office's code and its number, `ОТ-04`. The series of its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DeskLabel {
    /// Code of the office.
    pub office: OfficeCode,
    /// Number of the desk in the office, 1–99.
    pub desk: u8,
}

impl DeskLabel {
    /// Reads `ОТ-04`.
    ///
    /// # Errors
    /// [`BadNumber::Shape`] when it is no label.
    pub fn parse(text: &str) -> Result<Self, BadNumber> {
        let (office, desk) = tidy(text)
            .split_once('-')
            .map(|(office, desk)| (office.to_owned(), desk.to_owned()))
            .ok_or(BadNumber::Shape)?;
        let desk = digits(&desk, 2..=2)?;
        Ok(Self {
            office: OfficeCode::parse(&office)?,
            desk: u8::try_from(desk)
                .ok()
                .filter(|desk| *desk > 0)
                .ok_or(BadNumber::Shape)?,
        })
    }
}

impl TryFrom<String> for DeskLabel {
    type Error = BadNumber;

    fn try_from(text: String) -> Result<Self, BadNumber> {
        Self::parse(&text)
    }
}

impl From<DeskLabel> for String {
    fn from(label: DeskLabel) -> Self {
        label.to_string()
    }
}

impl fmt::Display for DeskLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.office, self.desk)
    }
}

/// A registration number, checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaperNumber {
    series: DeskLabel,
    year: u8,
    counter: u32,
    marks: [char; 2],
}

impl PaperNumber {
    /// The number of an act: `counter` counts from 1 within the desk and the year; the marks are
    /// taken from the act id's random bits.
    ///
    /// # Errors
    /// [`BadNumber::Shape`] for a counter of 0 or a year before 2000 or after 2099.
    pub fn compose(
        series: DeskLabel,
        year: i32,
        counter: u32,
        act_id: &Uuid,
    ) -> Result<Self, BadNumber> {
        let year = u8::try_from(year - 2000)
            .ok()
            .filter(|year| *year < 100)
            .ok_or(BadNumber::Shape)?;
        if counter == 0 || series.desk == 0 || series.desk > 99 {
            return Err(BadNumber::Shape);
        }
        // The last bytes of a UUIDv7 are random.
        let [.., a, b, c, d] = *act_id.as_bytes();
        let random = u32::from_be_bytes([a, b, c, d]);
        Ok(Self {
            series,
            year,
            counter,
            marks: [mark(random / MODULUS % MODULUS), mark(random % MODULUS)],
        })
    }

    /// Reads a number as people type it: any case, Latin twins of Cyrillic letters, letters that
    /// look like digits, any dash, spaces.
    ///
    /// # Errors
    /// [`BadNumber`] when it is no number, or mistyped.
    pub fn parse(text: &str) -> Result<Self, BadNumber> {
        let tidied = tidy(text);
        let (series, rest) = tidied.split_once('/').ok_or(BadNumber::Shape)?;
        let mut parts = rest.split('-');
        let (Some(year), Some(counter), Some(tail), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadNumber::Shape);
        };
        let mut tail = tail.chars().map(read_mark);
        let (Some(Some(first)), Some(Some(second)), Some(Some(check)), None) =
            (tail.next(), tail.next(), tail.next(), tail.next())
        else {
            return Err(BadNumber::Shape);
        };
        let padded =
            counter.chars().count() > COUNTER_DIGITS_MIN && counter.starts_with(['0', 'О']);
        let number = Self {
            series: DeskLabel::parse(series)?,
            year: u8::try_from(digits(year, 2..=2)?).map_err(|_| BadNumber::Shape)?,
            counter: digits(counter, COUNTER_DIGITS_MIN..=9)?,
            marks: [first, second],
        };
        if padded || number.counter == 0 {
            return Err(BadNumber::Shape);
        }
        if number.check() != check {
            return Err(BadNumber::Check);
        }
        Ok(number)
    }

    /// The desk that gave it.
    #[must_use]
    pub const fn series(&self) -> DeskLabel {
        self.series
    }

    /// The counter within the desk and the year.
    #[must_use]
    pub const fn counter(&self) -> u32 {
        self.counter
    }

    /// The year in full.
    #[must_use]
    pub const fn year(&self) -> i32 {
        // A widening that `From` does not offer in a const fn.
        2000 + self.year as i32
    }

    fn unchecked(&self) -> String {
        format!(
            "{}/{:02}-{:04}-{}{}",
            self.series, self.year, self.counter, self.marks[0], self.marks[1]
        )
    }

    /// Makes the weighted sum a multiple of the prime.
    fn check(&self) -> char {
        let mut weight = 1;
        let mut sum = 0;
        let letters = self.series.office.0.len();
        let text: Vec<char> = self
            .unchecked()
            .chars()
            .filter(|c| *c != '-' && *c != '/')
            .collect();
        for (place, symbol) in text.iter().enumerate().rev() {
            weight = weight * ROOT % MODULUS;
            let alphabet = if place < letters {
                &OFFICE_LETTERS
            } else {
                &MARKS
            };
            sum = (sum + weight * value(alphabet, *symbol)) % MODULUS;
        }
        mark((MODULUS - sum) % MODULUS)
    }
}

impl fmt::Display for PaperNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.unchecked(), self.check())
    }
}

impl TryFrom<String> for PaperNumber {
    type Error = BadNumber;

    fn try_from(text: String) -> Result<Self, BadNumber> {
        Self::parse(&text)
    }
}

impl From<PaperNumber> for String {
    fn from(number: PaperNumber) -> Self {
        number.to_string()
    }
}

fn mark(value: u32) -> char {
    MARKS.into_iter().nth(value as usize).unwrap_or(MARKS[0])
}

fn value(alphabet: &[char; 23], symbol: char) -> u32 {
    // Zero for a stranger: no constructor lets one in.
    (0..)
        .zip(alphabet)
        .find_map(|(value, own)| (*own == symbol).then_some(value))
        .unwrap_or(0)
}

/// Upper case, Cyrillic twins for Latin letters, one kind of dash, no spaces.
fn tidy(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '–' | '—' | '−' | '‑' | '‐' => '-',
            other => upper(other),
        })
        .collect()
}

fn upper(c: char) -> char {
    match c.to_uppercase().next().unwrap_or(c) {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        'Y' => 'У',
        other => other,
    }
}

fn office_letter(c: char) -> Option<char> {
    OFFICE_LETTERS.contains(&c).then_some(c)
}

/// A letter that no mark has, but that looks like a digit, is that digit.
fn look_alike(c: char) -> char {
    match c {
        'О' => '0',
        'I' | 'L' => '1',
        'З' => '3',
        'Ч' => '4',
        'Б' => '6',
        'В' => '8',
        other => other,
    }
}

fn read_mark(c: char) -> Option<char> {
    let read = look_alike(c);
    MARKS.contains(&read).then_some(read)
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Result<u32, BadNumber> {
    let plain: String = text.chars().map(look_alike).collect();
    if !lengths.contains(&plain.len()) || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadNumber::Shape);
    }
    plain.parse().map_err(|_| BadNumber::Shape)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::{BadNumber, DeskLabel, MARKS, MODULUS, OFFICE_LETTERS, OfficeCode, PaperNumber};

    fn any_number() -> impl Strategy<Value = PaperNumber> {
        (
            (0..23_usize, 0..23_usize),
            1..=99_u8,
            2000..=2099_i32,
            1..=999_999_u32,
            any::<u128>(),
        )
            .prop_map(|((a, b), desk, year, counter, id)| {
                let series = DeskLabel {
                    office: OfficeCode([OFFICE_LETTERS[a], OFFICE_LETTERS[b]]),
                    desk,
                };
                PaperNumber::compose(series, year, counter, &Uuid::from_u128(id)).unwrap()
            })
    }

    #[test]
    fn looks_as_documented() {
        let series = DeskLabel::parse("ОТ-04").unwrap();
        let number =
            PaperNumber::compose(series, 2026, 1842, &Uuid::from_u128(6 * 23 + 11)).unwrap();
        assert_eq!(number.to_string(), "ОТ-04/26-1842-6Е1");
        assert_eq!(number.counter(), 1842);
        assert_eq!(number.year(), 2026);
        assert_eq!(number.series().to_string(), "ОТ-04");
    }

    #[test]
    fn is_read_as_people_type_it() {
        let written = PaperNumber::parse("ОТ-04/26-1842-6Е1").unwrap();
        for typed in [
            "от-04/26-1842-6е1",
            " OT-04/26-1842-6E1 ",
            "ОТ—О4/26–1842–БЕ1",
            "ОТ - 04 / 26 - 1842 - 6Е1",
        ] {
            assert_eq!(PaperNumber::parse(typed), Ok(written), "{typed}");
        }
    }

    #[test]
    fn is_refused_when_it_is_none() {
        for typed in [
            "",
            "ОТ-04/26-1842",
            "ОТ-00/26-1842-6Е1",
            "ОТ-04/26-0000-6Е1",
            "ОТ-04/26-01842-6Е1",
            "ОТ-04/26-1842-6Е11",
            "Ъ1-04/26-1842-6Е1",
            "ОТ-04/26-18428888888888-6Е1",
        ] {
            assert_eq!(PaperNumber::parse(typed), Err(BadNumber::Shape), "{typed}");
        }
        assert_eq!(
            PaperNumber::parse("ОТ-04/26-1842-6ЕЛ"),
            Err(BadNumber::Check)
        );
    }

    #[test]
    fn alphabets_fit_the_prime() {
        assert_eq!(OFFICE_LETTERS.len(), MODULUS as usize);
        assert_eq!(MARKS.len(), MODULUS as usize);
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(number in any_number()) {
            prop_assert_eq!(PaperNumber::parse(&number.to_string()), Ok(number));
        }

        /// Every other symbol at every place: refused, or the same number in other letters.
        #[test]
        fn a_wrong_symbol_is_found(number in any_number()) {
            let text: Vec<char> = number.to_string().chars().collect();
            for place in 0..text.len() {
                for symbol in OFFICE_LETTERS.into_iter().chain(MARKS) {
                    let mut typed = text.clone();
                    typed[place] = symbol;
                    let typed: String = typed.into_iter().collect();
                    if let Ok(read) = PaperNumber::parse(&typed) {
                        prop_assert_eq!(read, number, "{}", typed);
                    }
                }
            }
        }

        #[test]
        fn swapped_neighbours_are_found(number in any_number()) {
            let text: Vec<char> = number.to_string().chars().filter(|c| *c != '-' && *c != '/').collect();
            for place in 1..text.len() {
                let mut typed = text.clone();
                typed.swap(place - 1, place);
                if let Ok(read) = PaperNumber::parse(&with_separators(&typed)) {
                    prop_assert_eq!(read, number);
                }
            }
        }

        /// Two clones of one disk: the same desk, year and counter, another act.
        #[test]
        fn clones_print_different_numbers(number in any_number(), a in 0..529_u128, b in 0..529_u128) {
            let compose = |id| PaperNumber::compose(number.series(), number.year(), number.counter(), &Uuid::from_u128(id)).unwrap();
            prop_assert_eq!(compose(a) == compose(b), a == b);
        }

        #[test]
        fn nothing_typed_makes_it_fall(text in ".{0,40}") {
            prop_assert!(PaperNumber::parse(&text).is_err());
        }
    }

    fn with_separators(symbols: &[char]) -> String {
        let text = |from: usize, to: usize| symbols[from..to].iter().collect::<String>();
        let end = symbols.len();
        format!(
            "{}-{}/{}-{}-{}",
            text(0, 2),
            text(2, 4),
            text(4, 6),
            text(6, end - 3),
            text(end - 3, end)
        )
    }
}
