//! The number on a ticket: «П-047».

use std::fmt;

use serde::{Deserialize, Serialize};

/// No number of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number of a ticket")]
pub struct BadTicketNumber;

/// A ticket's number: the letter of its stream and a number of the office's day. Short, because it is
/// read from a board at five metres and spoken; unique within the office's day, from blocks that
/// no two issuing stations share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketNumber {
    letter: char,
    number: u16,
}

impl TicketNumber {
    /// The greatest number.
    pub const LAST: u16 = 9999;

    /// A number of a stream.
    ///
    /// # Errors
    /// [`BadTicketNumber`] when the letter is no capital Cyrillic letter or the number is not 1 to 9999.
    pub fn new(letter: char, number: u16) -> Result<Self, BadTicketNumber> {
        if ('А'..='Я').contains(&letter) && (1..=Self::LAST).contains(&number) {
            Ok(Self { letter, number })
        } else {
            Err(BadTicketNumber)
        }
    }

    /// Reads «П-047», «п 47», «П47».
    ///
    /// # Errors
    /// [`BadTicketNumber`].
    pub fn parse(text: &str) -> Result<Self, BadTicketNumber> {
        let mut symbols = text.trim().chars();
        let letter = symbols
            .next()
            .and_then(|letter| letter.to_uppercase().next())
            .ok_or(BadTicketNumber)?;
        let digits = symbols.as_str().trim_start_matches(['-', '‑', ' ']);
        if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BadTicketNumber);
        }
        Self::new(letter, digits.parse().map_err(|_| BadTicketNumber)?)
    }

    /// The letter of the stream.
    #[must_use]
    pub const fn letter(self) -> char {
        self.letter
    }

    /// The number within the day.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.number
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:03}", self.letter, self.number)
    }
}

impl TryFrom<String> for TicketNumber {
    type Error = BadTicketNumber;

    fn try_from(text: String) -> Result<Self, BadTicketNumber> {
        Self::parse(&text)
    }
}

impl From<TicketNumber> for String {
    fn from(number: TicketNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::TicketNumber;

    #[test]
    fn is_written_with_three_digits_and_read_as_people_type_it() {
        let number = TicketNumber::parse("П-047");
        assert_eq!(number.map(|n| n.to_string()), Ok("П-047".to_owned()));
        for text in ["п47", " П 047 ", "П-47", "п-0047"] {
            assert_eq!(TicketNumber::parse(text), number, "{text}");
        }
        for text in ["", "П", "П-", "П-0", "47", "P-47", "П-12345", "П-4a", "П--"] {
            assert!(TicketNumber::parse(text).is_err(), "{text}");
        }
    }
}
