//! A CSV file: its encoding, its columns, its rows with their line numbers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use stoika_domain::check::{self, Fault};

/// A row that was refused. The value itself is not named: it may be a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// Name of the column; empty for the row as a whole.
    pub column: String,
    /// Stable code of the reason.
    pub reason: String,
}

/// A file, read.
pub(crate) struct Table {
    columns: BTreeMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    table: &'a Table,
    record: &'a csv::StringRecord,
}

type Read<T> = Result<T, BadRow>;

impl Table {
    /// Reads a file in UTF-8 (with or without its mark) or Windows-1251, with `;` or `,`
    /// between the columns: whichever the first line has more of.
    pub fn read(bytes: &[u8], wanted: &[&str], allowed: &[&str]) -> Result<Self, Vec<BadRow>> {
        let text = decode(bytes);
        let header = text.lines().next().unwrap_or_default();
        let count = |symbol| header.matches(symbol).count();
        let delimiter = if count(';') >= count(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let bad = |line: u64, column: &str, reason: &str| BadRow {
            line,
            column: column.to_owned(),
            reason: reason.to_owned(),
        };
        let headers = reader
            .headers()
            .map_err(|_| vec![bad(1, "", "header_unreadable")])?;
        let columns: BTreeMap<String, usize> = headers
            .iter()
            .enumerate()
            .map(|(index, name)| (name.to_lowercase(), index))
            .collect();
        let known = |name: &str| wanted.contains(&name) || allowed.contains(&name);
        let mut wrong: Vec<BadRow> = columns
            .keys()
            .filter(|name| !known(name))
            .map(|name| bad(1, name, "column_unknown"))
            .collect();
        let missing = wanted.iter().filter(|name| !columns.contains_key(**name));
        wrong.extend(missing.map(|name| bad(1, name, "column_missing")));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => rows.push(record),
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    wrong.push(bad(line, "", "row_length"));
                }
            }
        }
        if wrong.is_empty() {
            Ok(Self { columns, rows })
        } else {
            Err(wrong)
        }
    }

    /// The rows, in order.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|record| Line {
            table: self,
            record,
        })
    }
}

fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251.decode(bytes).0.into_owned(),
    }
}

impl<'a> Line<'a> {
    /// Refuses the row for a column.
    pub fn bad(&self, column: &str, reason: &str) -> BadRow {
        BadRow {
            line: self.record.position().map_or(0, csv::Position::line),
            column: column.to_owned(),
            reason: reason.to_owned(),
        }
    }

    /// What stands there, unless it is empty or there is no such column.
    pub fn optional(&self, column: &str) -> Option<&'a str> {
        let index = self.table.columns.get(column)?;
        self.record.get(*index).filter(|text| !text.is_empty())
    }

    /// What stands there.
    pub fn text(&self, column: &str) -> Read<&'a str> {
        self.optional(column)
            .ok_or_else(|| self.bad(column, "empty"))
    }

    /// What stands there, checked as a desk checks what is typed.
    pub fn checked<T>(
        &self,
        column: &str,
        text: &str,
        check: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Read<T> {
        check(text).map_err(|fault| self.bad(column, &fault.code))
    }

    /// A whole number.
    pub fn whole<T: std::str::FromStr>(&self, column: &str) -> Read<T> {
        self.text(column)?
            .parse()
            .map_err(|_| self.bad(column, "number_format"))
    }

    /// A whole number, if there is one.
    pub fn optional_whole<T: std::str::FromStr>(&self, column: &str) -> Read<Option<T>> {
        self.optional(column)
            .map(|_| self.whole(column))
            .transpose()
    }

    /// A date, ISO or `23.11.2026`.
    pub fn date(&self, column: &str) -> Read<NaiveDate> {
        self.checked(column, self.text(column)?, check::civil_date)
    }

    /// A date, if there is one.
    pub fn optional_date(&self, column: &str) -> Read<Option<NaiveDate>> {
        self.optional(column).map(|_| self.date(column)).transpose()
    }

    /// Roubles with at most two digits after the point or comma, as kopecks.
    pub fn kopecks(&self, column: &str) -> Read<i64> {
        let text = self.text(column)?;
        kopecks(text).ok_or_else(|| self.bad(column, "money_format"))
    }

    /// The same, if it is there.
    pub fn optional_kopecks(&self, column: &str) -> Read<Option<i64>> {
        self.optional(column)
            .map(|_| self.kopecks(column))
            .transpose()
    }
}

fn kopecks(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !only_digits(whole) || !only_digits(part) {
        return None;
    }
    let roubles: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    let sum = roubles.checked_mul(100)?.checked_add(part)?;
    Some(if negative { -sum } else { sum })
}

#[cfg(test)]
mod tests {
    use super::kopecks;

    #[test]
    fn money_is_read_to_the_kopeck() {
        assert_eq!(kopecks("12"), Some(1200));
        assert_eq!(kopecks("12.5"), Some(1250));
        assert_eq!(kopecks("-0,07"), Some(-7));
        for wrong in [
            "",
            "-",
            "1.234",
            "1 000",
            "1e3",
            ".5",
            "99999999999999999999",
        ] {
            assert_eq!(kopecks(wrong), None, "{wrong}");
        }
    }
}
