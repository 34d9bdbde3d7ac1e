//! Counting one clause over the calendar.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::{ClauseTerm, CountingRule, DayMark, DayRow, Norm, StartDates, TermError, Unit};
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
    let start_on = dates.of(norm.start);
    let path = walk(norm.unit, norm.limit, start_on, calendar)
        .ok_or_else(|| TermError::Endless(norm.id.clone()))?;
    let target_on = match norm.target {
        Some(amount) => Some(
            walk(norm.unit, amount, start_on, calendar)
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

/// The way from the event to the last day.
struct Path {
    ends_on: NaiveDate,
    moved_from: Option<NaiveDate>,
    days: Vec<DayRow>,
    rules: Vec<CountingRule>,
}

fn walk(unit: Unit, amount: u32, start: NaiveDate, calendar: &WorkCalendar) -> Option<Path> {
    match unit {
        Unit::WorkingDays => working_days(amount, start, calendar),
        Unit::CalendarDays => calendar_days(amount, start, calendar),
        Unit::Months => months(amount, start, calendar),
        Unit::CalendarDaysBefore => days_before(amount, start, calendar),
        Unit::BeforeDayOfNextMonth => before_day_of_next_month(amount, start, calendar),
    }
}

fn row(date: NaiveDate, mark: DayMark, calendar: &WorkCalendar) -> DayRow {
    DayRow {
        date,
        mark,
        day: calendar.day_kind(date),
        predicted: calendar.is_predicted(date.year()),
    }
}

/// A term of no days ends on the day of the event itself.
fn at_once(start: NaiveDate, calendar: &WorkCalendar) -> Path {
    Path {
        ends_on: start,
        moved_from: None,
        days: vec![row(start, DayMark::Start, calendar)],
        rules: Vec::new(),
    }
}

fn working_days(amount: u32, start: NaiveDate, calendar: &WorkCalendar) -> Option<Path> {
    let mut path = at_once(start, calendar);
    if amount == 0 {
        return Some(path);
    }
    path.rules = vec![CountingRule::Gk191, CountingRule::Tk112];
    let (mut n, mut days_off_run) = (0, 0);
    let mut date = start;
    while n < amount {
        date = date.succ_opt()?;
        if calendar.is_working(date) {
            n += 1;
            days_off_run = 0;
            path.days.push(row(date, DayMark::Counted { n }, calendar));
        } else {
            days_off_run += 1;
            if days_off_run > DAYS_OFF_RUN_MAX {
                return None;
            }
            path.days.push(row(date, DayMark::Skipped, calendar));
        }
    }
    path.ends_on = date;
    Some(path)
}

fn calendar_days(amount: u32, start: NaiveDate, calendar: &WorkCalendar) -> Option<Path> {
    let mut path = at_once(start, calendar);
    if amount == 0 {
        return Some(path);
    }
    path.rules = vec![CountingRule::Gk191];
    let mut date = start;
    for n in 1..=amount {
        date = date.succ_opt()?;
        path.days.push(row(date, DayMark::Counted { n }, calendar));
    }
    path.ends_on = date;
    move_on(path, calendar)
}

fn months(amount: u32, start: NaiveDate, calendar: &WorkCalendar) -> Option<Path> {
    let mut path = at_once(start, calendar);
    if amount == 0 {
        return Some(path);
    }
    // Clamps to the month's last day, which is what ст. 192 says.
    path.ends_on = start.checked_add_months(Months::new(amount))?;
    path.rules = vec![CountingRule::Gk191, CountingRule::Gk192];
    path.days.push(row(path.ends_on, DayMark::End, calendar));
    move_on(path, calendar)
}

fn days_before(amount: u32, event: NaiveDate, calendar: &WorkCalendar) -> Option<Path> {
    let mut path = at_once(event, calendar);
    for n in 1..=amount {
        let date = event.checked_sub_days(Days::new(u64::from(n)))?;
        path.days.push(row(date, DayMark::Counted { n }, calendar));
        path.ends_on = date;
    }
    Some(path)
}

fn before_day_of_next_month(day: u32, event: NaiveDate, calendar: &WorkCalendar) -> Option<Path> {
    let mut path = at_once(event, calendar);
    path.ends_on = event
        .with_day(1)?
        .checked_add_months(Months::new(1))?
        .with_day(day)?
        .pred_opt()?;
    path.days.push(row(path.ends_on, DayMark::End, calendar));
    Some(path)
}

/// ГК РФ ст. 193: a last day that is off moves to the next working day.
fn move_on(mut path: Path, calendar: &WorkCalendar) -> Option<Path> {
    if calendar.is_working(path.ends_on) {
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
    for _ in 0..DAYS_OFF_RUN_MAX {
        path.ends_on = path.ends_on.succ_opt()?;
        if calendar.is_working(path.ends_on) {
            path.days.push(row(path.ends_on, DayMark::End, calendar));
            return Some(path);
        }
        path.days
            .push(row(path.ends_on, DayMark::MovedOver, calendar));
    }
    None
}
