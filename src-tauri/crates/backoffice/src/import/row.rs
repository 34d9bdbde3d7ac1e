//! One row of a file: its values by the names of their columns, checked.

use chrono::{Days, NaiveDate};
use stoika_domain::check::{self, Fault};

/// A row that was refused. The value itself is not named: it may be a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// Name of the column; empty for the row as a whole.
    pub column: String,
    /// Stable code of the reason; [`super::words`] says it.
    pub reason: String,
}

/// Which column stands where.
pub(super) struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// Checks the names of a file's columns.
    pub fn read(
        names: Vec<String>,
        wanted: &[&str],
        allowed: &[&str],
    ) -> Result<Self, Vec<BadRow>> {
        let bad = |column: &str, reason: &str| BadRow {
            line: 1,
            column: column.to_owned(),
            reason: reason.to_owned(),
        };
        let mut wrong = Vec::new();
        for (index, name) in names.iter().enumerate() {
            if !wanted.contains(&name.as_str()) && !allowed.contains(&name.as_str()) {
                wrong.push(bad(name, "column_unknown"));
            } else if names[..index].contains(name) {
                wrong.push(bad(name, "column_twice"));
            }
        }
        let missing = wanted
            .iter()
            .filter(|name| !names.iter().any(|one| one == *name));
        wrong.extend(missing.map(|name| bad(name, "column_missing")));
        if wrong.is_empty() {
            Ok(Self { names })
        } else {
            Err(wrong)
        }
    }
}

/// A row.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub columns: &'a Columns,
    pub fields: &'a [String],
    pub number: u64,
    /// The last day that may lie in the past.
    pub today: NaiveDate,
}

type Read<T> = Result<T, BadRow>;

impl<'a> Line<'a> {
    /// Refuses a row with more or fewer values than there are columns.
    pub fn whole_row(self) -> Read<Self> {
        if self.fields.len() == self.columns.names.len() {
            Ok(self)
        } else {
            Err(self.bad("", "row_length"))
        }
    }

    /// Refuses the row for a column.
    pub fn bad(&self, column: &str, reason: &str) -> BadRow {
        BadRow {
            line: self.number,
            column: column.to_owned(),
            reason: reason.to_owned(),
        }
    }

    /// What stands there, unless it is empty or there is no such column.
    pub fn optional(&self, column: &str) -> Option<&'a str> {
        let index = self.columns.names.iter().position(|name| name == column)?;
        let text = self.fields.get(index)?;
        (!text.is_empty()).then_some(text.as_str())
    }

    /// What stands there.
    pub fn text(&self, column: &str) -> Read<&'a str> {
        self.optional(column)
            .ok_or_else(|| self.bad(column, "empty"))
    }

    /// What stands there, of a length that fits a card.
    pub fn short(&self, column: &str, length_max: usize) -> Read<String> {
        self.fitting(column, self.text(column)?, length_max)
    }

    /// The same, if it is there.
    pub fn optional_short(&self, column: &str, length_max: usize) -> Read<Option<String>> {
        self.optional(column)
            .map(|text| self.fitting(column, text, length_max))
            .transpose()
    }

    fn fitting(&self, column: &str, text: &str, length_max: usize) -> Read<String> {
        if text.chars().count() > length_max {
            return Err(self.bad(column, "too_long"));
        }
        Ok(text.to_owned())
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

    /// The same, if it is there.
    pub fn optional_checked<T>(
        &self,
        column: &str,
        check: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Read<Option<T>> {
        self.optional(column)
            .map(|text| self.checked(column, text, check))
            .transpose()
    }

    /// One of a list of codes.
    pub fn one_of(&self, column: &str, text: &str, codes: &[&str], reason: &str) -> Read<String> {
        if codes.contains(&text) {
            Ok(text.to_owned())
        } else {
            Err(self.bad(column, reason))
        }
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

    /// A date, ISO or `23.11.2026`, from 1950 on and before 2100.
    pub fn date(&self, column: &str) -> Read<NaiveDate> {
        self.date_of(column, self.text(column)?)
    }

    /// The same, where it is a part of the value.
    pub fn date_of(&self, column: &str, text: &str) -> Read<NaiveDate> {
        let date = self.checked(column, text, check::civil_date)?;
        let first = NaiveDate::from_ymd_opt(1950, 1, 1);
        let end = NaiveDate::from_ymd_opt(2100, 1, 1);
        if first.is_some_and(|first| date < first) || end.is_some_and(|end| date >= end) {
            return Err(self.bad(column, "date_range"));
        }
        Ok(date)
    }

    /// A date, if there is one.
    pub fn optional_date(&self, column: &str) -> Read<Option<NaiveDate>> {
        self.optional(column).map(|_| self.date(column)).transpose()
    }

    /// The date of something that has been. Tomorrow is let through: an office east of here may
    /// be there already.
    pub fn past(&self, column: &str) -> Read<NaiveDate> {
        let date = self.date(column)?;
        if self
            .today
            .checked_add_days(Days::new(1))
            .is_some_and(|last| date > last)
        {
            return Err(self.bad(column, "date_in_future"));
        }
        Ok(date)
    }

    /// The same, if it is there.
    pub fn optional_past(&self, column: &str) -> Read<Option<NaiveDate>> {
        self.optional(column).map(|_| self.past(column)).transpose()
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

    /// `yes` or `no`; `no` when it is not there.
    pub fn flag(&self, column: &str) -> Read<bool> {
        match self.optional(column) {
            None | Some("no" | "0" | "false") => Ok(false),
            Some("yes" | "1" | "true") => Ok(true),
            Some(_) => Err(self.bad(column, "flag_format")),
        }
    }
}

/// The largest sum of a row: a hundred thousand million roubles.
const KOPECKS_MAX: i64 = 10_000_000_000_000;

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
    let part: i64 = match part.len() {
        0 => 0,
        1 => part.parse::<i64>().ok()? * 10,
        _ => part.parse().ok()?,
    };
    let sum = roubles.checked_mul(100)?.checked_add(part)?;
    (sum <= KOPECKS_MAX).then_some(if negative { -sum } else { sum })
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
            "99999999999999",
            "99999999999999999999",
        ] {
            assert_eq!(kopecks(wrong), None, "{wrong}");
        }
    }
}
