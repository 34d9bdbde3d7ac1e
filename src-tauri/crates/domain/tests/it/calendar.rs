//! The calendar says what the decrees say.

use stoika_domain::calendar::{CalendarData, CalendarError, DayKind, WorkCalendar};
use stoika_domain::standard;

use crate::published::{CALENDAR, calendar, date};

#[test]
fn working_days_of_each_year_are_the_official_ones() {
    let calendar = calendar();
    for (year, workdays) in [(2024, 248), (2025, 247), (2026, 247), (2027, 247)] {
        assert_eq!(calendar.workdays(year), workdays, "{year}");
    }
}

#[test]
fn each_kind_of_day() {
    let calendar = calendar();
    let decree = "ПП РФ от 04.10.2024 № 1335".to_owned();
    for (day, kind) in [
        ("30.10.2026", DayKind::Working),
        ("31.10.2026", DayKind::Weekend),
        ("03.11.2026", DayKind::ShortWorking),
        (
            "04.11.2026",
            DayKind::Holiday {
                name: "День народного единства".to_owned(),
            },
        ),
        (
            "01.11.2025",
            DayKind::WorkingWeekend {
                decree: decree.clone(),
                short: true,
            },
        ),
        (
            "03.11.2025",
            DayKind::MovedDayOff {
                decree: Some(decree),
            },
        ),
        // A holiday on a Saturday is a holiday.
        (
            "04.01.2025",
            DayKind::Holiday {
                name: "Новогодние каникулы".to_owned(),
            },
        ),
    ] {
        assert_eq!(calendar.day_kind(date(day)), kind, "{day}");
    }
}

#[test]
fn a_year_without_a_decree_is_predicted_from_the_labour_code() {
    let calendar = calendar();
    assert!(!calendar.is_predicted(2027));
    assert!(calendar.is_predicted(2028));
    let moved = DayKind::MovedDayOff { decree: None };
    // 04.11.2028 is a Saturday, 04.11.2029 a Sunday, 23.02.2030 a Saturday.
    for day in ["06.11.2028", "05.11.2029", "25.02.2030"] {
        assert_eq!(calendar.day_kind(date(day)), moved, "{day}");
    }
    // January days off are moved by the decree alone: none is guessed.
    assert_eq!(calendar.day_kind(date("09.01.2028")), DayKind::Weekend);
    assert_eq!(calendar.day_kind(date("10.01.2028")), DayKind::Working);
    // The eve of a holiday is short.
    assert_eq!(calendar.day_kind(date("22.02.2028")), DayKind::ShortWorking);
}

#[test]
fn a_calendar_that_contradicts_itself_is_refused() {
    let refused = |change: &dyn Fn(&mut CalendarData)| {
        let mut data = standard::calendar_data(CALENDAR).unwrap();
        change(&mut data);
        WorkCalendar::from_data(data).unwrap_err()
    };
    assert_eq!(
        refused(&|data| data.years[0].workdays += 1),
        CalendarError::Workdays {
            year: 2024,
            counted: 248,
            said: 249
        }
    );
    assert_eq!(
        refused(&|data| {
            data.years[0].extra_off.insert(date("09.01.2025"));
        }),
        CalendarError::Misplaced(date("09.01.2025"))
    );
    assert_eq!(
        refused(&|data| {
            data.years[0].working_weekends.insert(date("09.01.2024"));
        }),
        CalendarError::Misplaced(date("09.01.2024"))
    );
    assert_eq!(
        refused(&|data| data.years.push(data.years[0].clone())),
        CalendarError::YearTwice(2024)
    );
    assert_eq!(
        refused(&|data| data.fixed_holidays[0].day = 32),
        CalendarError::NoSuchDay { month: 1, day: 32 }
    );
}

/// Two holidays on one weekend push two days off, not one day twice.
#[test]
fn two_holidays_on_a_weekend_move_two_days_off() {
    let mut data = standard::calendar_data(CALENDAR).unwrap();
    data.years.clear();
    let mut second = data
        .fixed_holidays
        .iter()
        .find(|holiday| (holiday.month, holiday.day) == (11, 4))
        .unwrap()
        .clone();
    second.day = 5;
    data.fixed_holidays.push(second);
    let calendar = WorkCalendar::from_data(data).unwrap();
    let moved = DayKind::MovedDayOff { decree: None };
    // 04.11.2028 is a Saturday, 05.11.2028 a Sunday.
    assert_eq!(calendar.day_kind(date("06.11.2028")), moved);
    assert_eq!(calendar.day_kind(date("07.11.2028")), moved);
    assert_eq!(calendar.day_kind(date("08.11.2028")), DayKind::Working);
}
