//! The production calendar (производственный календарь): which days are working days.
//!
//! ТК РФ ст. 112: fixed holidays, and days off moved by a yearly decree of the Government.
//! Both are data. A year whose decree is not published yet is predicted from ст. 112 alone and
//! every day of it says so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// A holiday that stands every year (нерабочий праздничный день), ТК РФ ст. 112 ч. 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedHoliday {
    /// Month, 1–12.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
    /// Name in Russian, as shown: «День народного единства».
    pub name_ru: String,
    /// When it falls on a weekend, the day off moves to the next working day (ст. 112 ч. 2).
    /// False for the January days: the decree puts those elsewhere.
    pub moves: bool,
}

/// What the decree of one year changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// The decree as cited to a client: «ПП РФ от 24.09.2025 № 1466».
    pub decree_ru: String,
    /// Weekdays that are days off by the decree.
    pub extra_off: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays that are working days by the decree.
    pub working_weekends: BTreeSet<NaiveDate>,
    /// Working days shorter by an hour (ТК РФ ст. 95).
    pub short: BTreeSet<NaiveDate>,
    /// Working days of the year as officially counted; checked when the calendar is built.
    pub workdays: u32,
}

/// The calendar as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// Holidays of every year.
    pub fixed_holidays: Vec<FixedHoliday>,
    /// Years with a decree.
    pub years: Vec<CalendarYear>,
}

/// Why calendar data is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// A year stands twice.
    #[error("calendar year {0} stands twice")]
    YearTwice(i32),
    /// A holiday that no year has.
    #[error("no such day of a year: month {month}, day {day}")]
    NoSuchDay {
        /// Month as given.
        month: u32,
        /// Day as given.
        day: u32,
    },
    /// A moved day stands under another year, or a working weekend is no weekend.
    #[error("{0} does not belong where it stands")]
    Misplaced(NaiveDate),
    /// The official count of working days differs from what the rows give.
    #[error("year {year}: {counted} working days by the rows, {said} officially")]
    Workdays {
        /// The year.
        year: i32,
        /// By the rows.
        counted: u32,
        /// Officially.
        said: u32,
    },
}

/// What kind of day it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayKind {
    /// A working day (рабочий день).
    Working,
    /// A working day shorter by an hour (предпраздничный).
    ShortWorking,
    /// A Saturday or Sunday that is a working day by decree.
    WorkingWeekend {
        /// The decree as cited.
        decree: String,
        /// Shorter by an hour as well.
        short: bool,
    },
    /// Saturday or Sunday (выходной).
    Weekend,
    /// A holiday (нерабочий праздничный день).
    Holiday {
        /// Its name.
        name: String,
    },
    /// A weekday that is a day off: moved by decree, or by ст. 112 ч. 2 in a predicted year.
    MovedDayOff {
        /// The decree as cited; `None` in a predicted year.
        decree: Option<String>,
    },
}

impl DayKind {
    /// Whether people work on it.
    #[must_use]
    pub const fn is_working(&self) -> bool {
        match self {
            Self::Working | Self::ShortWorking | Self::WorkingWeekend { .. } => true,
            Self::Weekend | Self::Holiday { .. } | Self::MovedDayOff { .. } => false,
        }
    }
}

/// A year of the calendar as a citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearSource {
    /// The year.
    pub year: i32,
    /// The decree as cited; `None` when the year is predicted from ТК РФ ст. 112.
    pub decree: Option<String>,
}

/// The calendar, ready to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCalendar {
    holidays: BTreeMap<(u32, u32), FixedHoliday>,
    years: BTreeMap<i32, CalendarYear>,
}

impl WorkCalendar {
    /// Builds the calendar and checks that the rows agree with themselves.
    ///
    /// # Errors
    /// [`CalendarError`] names the first row that does not fit.
    pub fn from_data(data: CalendarData) -> Result<Self, CalendarError> {
        let mut holidays = BTreeMap::new();
        for holiday in data.fixed_holidays {
            let (month, day) = (holiday.month, holiday.day);
            // 2024 is a leap year: every day that any year has.
            if NaiveDate::from_ymd_opt(2024, month, day).is_none() {
                return Err(CalendarError::NoSuchDay { month, day });
            }
            holidays.insert((month, day), holiday);
        }
        let mut years = BTreeMap::new();
        for year in data.years {
            check_places(&year)?;
            let number = year.year;
            if years.insert(number, year).is_some() {
                return Err(CalendarError::YearTwice(number));
            }
        }
        let calendar = Self { holidays, years };
        for year in calendar.years.values() {
            let counted = calendar.workdays(year.year);
            if counted != year.workdays {
                return Err(CalendarError::Workdays {
                    year: year.year,
                    counted,
                    said: year.workdays,
                });
            }
        }
        Ok(calendar)
    }

    /// What kind of day it is.
    #[must_use]
    pub fn day_kind(&self, date: NaiveDate) -> DayKind {
        let year = self.years.get(&date.year());
        let short = match year {
            Some(year) => year.short.contains(&date),
            None => date
                .succ_opt()
                .is_some_and(|next| self.holiday(next).is_some()),
        };
        if let Some(year) = year.filter(|year| year.working_weekends.contains(&date)) {
            return DayKind::WorkingWeekend {
                decree: year.decree_ru.clone(),
                short,
            };
        }
        if let Some(holiday) = self.holiday(date) {
            return DayKind::Holiday {
                name: holiday.name_ru.clone(),
            };
        }
        if is_weekend(date) {
            return DayKind::Weekend;
        }
        match year {
            Some(year) if year.extra_off.contains(&date) => DayKind::MovedDayOff {
                decree: Some(year.decree_ru.clone()),
            },
            None if self.moves_here(date) => DayKind::MovedDayOff { decree: None },
            Some(_) | None if short => DayKind::ShortWorking,
            Some(_) | None => DayKind::Working,
        }
    }

    /// Whether people work on the date.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        self.day_kind(date).is_working()
    }

    /// True when the year has no decree and its moved days are a guess.
    #[must_use]
    pub fn is_predicted(&self, year: i32) -> bool {
        !self.years.contains_key(&year)
    }

    /// Where a year's days come from.
    #[must_use]
    pub fn year_source(&self, year: i32) -> YearSource {
        YearSource {
            year,
            decree: self.years.get(&year).map(|row| row.decree_ru.clone()),
        }
    }

    /// Number of working days in a year.
    #[must_use]
    pub fn workdays(&self, year: i32) -> u32 {
        let days = NaiveDate::from_ymd_opt(year, 1, 1)
            .into_iter()
            .flat_map(|first| first.iter_days())
            .take_while(|date| date.year() == year)
            .filter(|date| self.is_working(*date))
            .count();
        u32::try_from(days).unwrap_or(u32::MAX)
    }

    fn holiday(&self, date: NaiveDate) -> Option<&FixedHoliday> {
        self.holidays.get(&(date.month(), date.day()))
    }

    /// ст. 112 ч. 2 for a year without a decree: the day off of a holiday that fell on a weekend
    /// moves to the next working day after it. Two holidays can push each other further.
    fn moves_here(&self, date: NaiveDate) -> bool {
        let mut taken: BTreeSet<NaiveDate> = BTreeSet::new();
        for holiday in self.holidays.values().filter(|holiday| holiday.moves) {
            let Some(stands) = NaiveDate::from_ymd_opt(date.year(), holiday.month, holiday.day)
            else {
                continue;
            };
            if !is_weekend(stands) {
                continue;
            }
            let goes = stands.iter_days().skip(1).find(|day| {
                !is_weekend(*day) && self.holiday(*day).is_none() && !taken.contains(day)
            });
            taken.extend(goes);
        }
        taken.contains(&date)
    }
}

fn check_places(year: &CalendarYear) -> Result<(), CalendarError> {
    let days = year
        .extra_off
        .iter()
        .chain(&year.working_weekends)
        .chain(&year.short);
    if let Some(date) = days.into_iter().find(|date| date.year() != year.year) {
        return Err(CalendarError::Misplaced(*date));
    }
    match year
        .working_weekends
        .iter()
        .find(|date| !is_weekend(**date))
    {
        Some(date) => Err(CalendarError::Misplaced(*date)),
        None => Ok(()),
    }
}

/// Saturday or Sunday.
fn is_weekend(date: NaiveDate) -> bool {
    match date.weekday() {
        Weekday::Sat | Weekday::Sun => true,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => false,
    }
}
