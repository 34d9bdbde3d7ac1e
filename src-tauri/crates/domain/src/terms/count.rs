//! Counting one clause over the calendar.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::{ClauseTerm, CountingRule, DayMark, DayRow, Norm, Pause, StartDates, TermError, Unit};
use crate::calendar::WorkCalendar;

/// No real calendar has so many days off in a row; a broken one must not hang the desk.
const DAYS_OFF_RUN_MAX: u32 = 60;

/// Counts one norm row from its event.
///
/// # Errors
/// [`TermError::Endless`] when the count leaves the calendar.
pub fn count(
    norm: &Norm,
    dates: &StartDates,
    calendar: &WorkCalendar,
) -> Result<ClauseTerm, TermError> {
    count_from(norm, dates.of(norm.start), &dates.pauses, calendar)
}

/// Counts one norm row from a day.
pub(super) fn count_from(
    norm: &Norm,
    start_on: NaiveDate,
    pauses: &[Pause],
    calendar: &WorkCalendar,
) -> Result<ClauseTerm, TermError> {
    let days = DaysOf {
        calendar,
        pauses: if norm.suspends { pauses } else { &[] },
    };
    let path = walk(norm.unit, norm.limit, start_on, &days)
        .ok_or_else(|| TermError::Endless(norm.id.clone()))?;
    let target_on = match norm.target {
        Some(amount) => Some(
            walk(norm.unit, amount, start_on, &days)
                .ok_or_else(|| TermError::Endless(norm.id.clone()))?
                .ends_on,
        ),
        None => None,
    };
    Ok(ClauseTerm {
        norm_id: norm.id.clone(),
        title_ru: norm.title_ru.clone(),
        clause: norm.clause.clone(),
        rule_set: norm.rule_set.clone(),
        amount: norm.limit,
        target_amount: norm.target,
        unit: norm.unit,
        start: norm.start,
        start_on,
        target_on,
        limit_on: path.ends_on,
        moved_from: path.moved_from,
        days: path.days,
        rules: path.rules,
    })
}

/// What the days of a count are.
struct DaysOf<'a> {
    calendar: &'a WorkCalendar,
    pauses: &'a [Pause],
}

impl DaysOf<'_> {
    fn is_waiting(&self, date: NaiveDate) -> bool {
        self.pauses.iter().any(|pause| pause.covers(date))
    }

    fn row(&self, date: NaiveDate, mark: DayMark) -> DayRow {
        DayRow {
            date,
            mark,
            day: self.calendar.day_kind(date),
            predicted: self.calendar.is_predicted(date.year()),
        }
    }
}

/// The way from the event to the last day.
struct Path {
    ends_on: NaiveDate,
    moved_from: Option<NaiveDate>,
    days: Vec<DayRow>,
    rules: Vec<CountingRule>,
}

impl Path {
    /// A term of no days ends on the day of the event itself.
    fn at_once(start: NaiveDate, days: &DaysOf<'_>) -> Self {
        Self {
            ends_on: start,
            moved_from: None,
            days: vec![days.row(start, DayMark::Start)],
            rules: Vec::new(),
        }
    }

    fn wait(&mut self, date: NaiveDate, days: &DaysOf<'_>) {
        if !self.rules.contains(&CountingRule::Waiting) {
            self.rules.push(CountingRule::Waiting);
        }
        self.days.push(days.row(date, DayMark::Waiting));
    }
}

fn walk(unit: Unit, amount: u32, start: NaiveDate, days: &DaysOf<'_>) -> Option<Path> {
    match unit {
        Unit::WorkingDays => working_days(amount, start, days),
        Unit::CalendarDays => calendar_days(amount, start, days),
        Unit::Months => months(amount, start, days),
        Unit::CalendarDaysBefore => days_before(amount, start, days),
        Unit::BeforeDayOfNextMonth => before_day_of_next_month(amount, start, days),
    }
}

fn working_days(amount: u32, start: NaiveDate, days: &DaysOf<'_>) -> Option<Path> {
    let mut path = Path::at_once(start, days);
    if amount == 0 {
        return Some(path);
    }
    path.rules = vec![CountingRule::Gk191, CountingRule::Tk112];
    let (mut n, mut days_off_run) = (0, 0);
    let mut date = start;
    while n < amount {
        date = date.succ_opt()?;
        if days.is_waiting(date) {
            path.wait(date, days);
        } else if days.calendar.is_working(date) {
            n += 1;
            days_off_run = 0;
            path.days.push(days.row(date, DayMark::Counted { n }));
        } else {
            days_off_run += 1;
            if days_off_run > DAYS_OFF_RUN_MAX {
                return None;
            }
            path.days.push(days.row(date, DayMark::Skipped));
        }
    }
    path.ends_on = date;
    Some(path)
}

fn calendar_days(amount: u32, start: NaiveDate, days: &DaysOf<'_>) -> Option<Path> {
    let mut path = Path::at_once(start, days);
    if amount == 0 {
        return Some(path);
    }
    path.rules = vec![CountingRule::Gk191];
    let mut n = 0;
    let mut date = start;
    while n < amount {
        date = date.succ_opt()?;
        if days.is_waiting(date) {
            path.wait(date, days);
        } else {
            n += 1;
            path.days.push(days.row(date, DayMark::Counted { n }));
        }
    }
    path.ends_on = date;
    move_on(path, days)
}

fn months(amount: u32, start: NaiveDate, days: &DaysOf<'_>) -> Option<Path> {
    let mut path = Path::at_once(start, days);
    if amount == 0 {
        return Some(path);
    }
    // Clamps to the month's last day, which is what ст. 192 says.
    path.ends_on = start.checked_add_months(Months::new(amount))?;
    path.rules = vec![CountingRule::Gk191, CountingRule::Gk192];
    let mut waited = start
        .iter_days()
        .skip(1)
        .take_while(|date| *date <= path.ends_on)
        .filter(|date| days.is_waiting(*date))
        .count();
    if waited > 0 {
        path.rules.push(CountingRule::Waiting);
    }
    // The days that were waited through are given back after the end.
    while waited > 0 {
        path.ends_on = path.ends_on.succ_opt()?;
        if !days.is_waiting(path.ends_on) {
            waited -= 1;
        }
    }
    path.days.push(days.row(path.ends_on, DayMark::End));
    move_on(path, days)
}

fn days_before(amount: u32, event: NaiveDate, days: &DaysOf<'_>) -> Option<Path> {
    let mut path = Path::at_once(event, days);
    for n in 1..=amount {
        let date = event.checked_sub_days(Days::new(u64::from(n)))?;
        path.days.push(days.row(date, DayMark::Counted { n }));
        path.ends_on = date;
    }
    Some(path)
}

fn before_day_of_next_month(day: u32, event: NaiveDate, days: &DaysOf<'_>) -> Option<Path> {
    let mut path = Path::at_once(event, days);
    path.ends_on = event
        .with_day(1)?
        .checked_add_months(Months::new(1))?
        .with_day(day)?
        .pred_opt()?;
    path.days.push(days.row(path.ends_on, DayMark::End));
    Some(path)
}

/// ГК РФ ст. 193: a last day that is off moves to the next working day.
fn move_on(mut path: Path, days: &DaysOf<'_>) -> Option<Path> {
    if days.calendar.is_working(path.ends_on) {
        return Some(path);
    }
    path.moved_from = Some(path.ends_on);
    path.rules
        .extend([CountingRule::Gk193, CountingRule::Tk112]);
    // A term in months marked its own end; the end is further now.
    if let Some(last) = path.days.last_mut()
        && last.mark == DayMark::End
    {
        last.mark = DayMark::MovedOver;
    }
    let mut days_off_run = 0;
    while days_off_run < DAYS_OFF_RUN_MAX {
        path.ends_on = path.ends_on.succ_opt()?;
        if days.is_waiting(path.ends_on) {
            path.wait(path.ends_on, days);
        } else if days.calendar.is_working(path.ends_on) {
            path.days.push(days.row(path.ends_on, DayMark::End));
            return Some(path);
        } else {
            days_off_run += 1;
            path.days.push(days.row(path.ends_on, DayMark::MovedOver));
        }
    }
    None
}
