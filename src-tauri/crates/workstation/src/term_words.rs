//! A term in words: the strip of days, «почему эта дата», what is left of it.

use chrono::{Datelike as _, NaiveDate, Weekday};
use stoika_domain::calendar::{DayKind, WorkCalendar};
use stoika_domain::terms::{ClauseTerm, CountingRule, DayMark, StartEvent, Term, Unit};
use stoika_domain::text;

use crate::api::Tone;
use crate::api::appeal::{TermDay, TermReason, TermView};

/// What a day is on which the client owes an answer.
const WAITING: &str = "ждём сведений";

/// A term as the screens show it.
#[must_use]
pub fn view(term: &Term) -> TermView {
    let control = &term.explanation.control;
    let amount = amount_label(control);
    TermView {
        norm: term.key.as_str().to_owned(),
        norm_label: control.title_ru.clone(),
        target: term.target.map(iso),
        limit: iso(term.limit),
        limit_weekday: weekday_full(term.limit.weekday()).to_owned(),
        outer: term.outer.map(iso),
        title: format!("{amount} от {}", text::date(control.start_on)),
        amount_label: amount,
        start_label: start_label(control),
        days: days(control),
        reasons: reasons(term),
        predicted: term.explanation.predicted,
    }
}

/// What is left until the control date, and how loud to say it.
#[must_use]
pub fn left(limit_on: NaiveDate, today: NaiveDate, calendar: &WorkCalendar) -> (String, Tone) {
    let calendar_days = (limit_on - today).num_days();
    if calendar_days < 0 {
        let late = u32::try_from(-calendar_days).unwrap_or(u32::MAX);
        return (format!("просрочено {}", text::days(late)), Tone::Bad);
    }
    if calendar_days == 0 {
        return ("сегодня".to_owned(), Tone::Warn);
    }
    let working = working_days_between(today, limit_on, calendar);
    if working <= 1 {
        return (text::working_days(1), Tone::Warn);
    }
    (text::working_days(working), Tone::Plain)
}

/// Working days after `from` up to and with `to`.
fn working_days_between(from: NaiveDate, to: NaiveDate, calendar: &WorkCalendar) -> u32 {
    let days = from
        .iter_days()
        .skip(1)
        .take_while(|date| *date <= to)
        .filter(|date| calendar.is_working(*date))
        .count();
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// ISO text of a date.
#[must_use]
pub fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// «3 рабочих дня».
#[must_use]
pub fn amount_label(clause: &ClauseTerm) -> String {
    let n = clause.amount;
    match clause.unit {
        Unit::WorkingDays => text::working_days(n),
        Unit::CalendarDays | Unit::CalendarDaysBefore => text::days(n),
        Unit::Months => {
            let noun = match text::plural(n) {
                text::Plural::One => "месяц",
                text::Plural::Few => "месяца",
                text::Plural::Many => "месяцев",
            };
            format!("{n}\u{a0}{noun}")
        }
        Unit::BeforeDayOfNextMonth => format!("до {n}-го числа"),
    }
}

fn start_label(clause: &ClauseTerm) -> String {
    let event = match clause.start {
        StartEvent::Received => "получения",
        StartEvent::Registered => "регистрации",
        StartEvent::Completed => "получения всех документов",
        StartEvent::Effective => "вступления изменений в силу",
        StartEvent::Outage => "отключения",
        StartEvent::LastTime => "прошлой проверки",
        StartEvent::PeriodEnd => "окончания периода",
        StartEvent::OldDue => "прежнего срока",
    };
    match clause.unit {
        Unit::WorkingDays | Unit::CalendarDays | Unit::Months if clause.amount > 0 => {
            format!("Считаем со дня после {event}: ГК РФ, ст.\u{a0}191")
        }
        Unit::WorkingDays | Unit::CalendarDays | Unit::Months => format!("В день {event}"),
        Unit::CalendarDaysBefore => format!("Считаем назад от {event}"),
        Unit::BeforeDayOfNextMonth => format!("Считаем от месяца {event}"),
    }
}

fn days(clause: &ClauseTerm) -> Vec<TermDay> {
    clause
        .days
        .iter()
        .map(|row| {
            let due = row.date == clause.limit_on;
            let (kind, number) = match row.mark {
                DayMark::Start if due => ("due", None),
                DayMark::Start => ("received", None),
                DayMark::Counted { n } if due => ("due", Some(n)),
                DayMark::Counted { n } => ("counted", Some(n)),
                DayMark::End => ("due", None),
                DayMark::Skipped | DayMark::MovedOver | DayMark::Waiting => ("off", None),
            };
            TermDay {
                date: iso(row.date),
                weekday: weekday_short(row.date.weekday()).to_owned(),
                kind: kind.to_owned(),
                number,
                note: match row.mark {
                    DayMark::Waiting => Some(WAITING.to_owned()),
                    DayMark::Start
                    | DayMark::Counted { .. }
                    | DayMark::Skipped
                    | DayMark::MovedOver
                    | DayMark::End => day_note(&row.day),
                },
            }
        })
        .collect()
}

fn day_note(day: &DayKind) -> Option<String> {
    match day {
        DayKind::Working | DayKind::ShortWorking => None,
        DayKind::WorkingWeekend { .. } => Some("рабочий по переносу".to_owned()),
        DayKind::Weekend => Some("выходной".to_owned()),
        DayKind::Holiday { name } => Some(name.clone()),
        DayKind::MovedDayOff { .. } => Some("перенос".to_owned()),
    }
}

fn reasons(term: &Term) -> Vec<TermReason> {
    let explanation = &term.explanation;
    let control = &explanation.control;
    let mut rows = vec![reason(
        "term",
        vec![control.title_ru.clone()],
        Some(control.clause.clone()),
    )];
    rows.extend(skipped(term));
    rows.extend(waited(term));
    rows.extend(shifted(control));
    rows.extend(extended(term));
    if let Some(target_on) = term.target {
        let aim = format!("Стремиться к {}", text::date(target_on));
        rows.push(reason("target", vec![aim], None));
    }
    if let Some(outer) = &explanation.outer {
        rows.push(outer_limit(outer));
        rows.push(reason(
            "stricter",
            vec![format!(
                "{} раньше, чем {}",
                text::date(control.limit_on),
                text::date(outer.limit_on)
            )],
            Some(control.clause.clone()),
        ));
    }
    if explanation.predicted {
        let years: Vec<String> = explanation
            .years
            .iter()
            .filter(|year| year.decree.is_none())
            .map(|year| year.year.to_string())
            .collect();
        rows.push(reason(
            "predicted",
            vec![format!(
                "Переносов на {} ещё нет: дата может сдвинуться",
                years.join(", ")
            )],
            Some("ТК РФ, ст.\u{a0}112".to_owned()),
        ));
    }
    rows
}

fn reason(label: &str, lines: Vec<String>, source: Option<String>) -> TermReason {
    TermReason {
        label: label.to_owned(),
        lines,
        source,
    }
}

/// Days that were not counted, in runs: «31.10 и 01.11: выходные», «04.11: День народного единства».
fn skipped(term: &Term) -> Option<TermReason> {
    let control = &term.explanation.control;
    let mut lines: Vec<(Vec<NaiveDate>, String)> = Vec::new();
    for row in &control.days {
        if row.mark != DayMark::Skipped {
            continue;
        }
        let Some(note) = day_note(&row.day) else {
            continue;
        };
        match lines.last_mut() {
            Some((dates, last)) if *last == note => dates.push(row.date),
            Some(_) | None => lines.push((vec![row.date], note)),
        }
    }
    if lines.is_empty() {
        return None;
    }
    let decrees: Vec<String> = term
        .explanation
        .years
        .iter()
        .filter_map(|year| year.decree.clone())
        .collect();
    let source = if decrees.is_empty() {
        "ТК РФ, ст.\u{a0}112".to_owned()
    } else {
        decrees.join("; ")
    };
    let lines = lines
        .into_iter()
        .map(|(dates, note)| {
            let note = if dates.len() > 1 {
                plural_note(&note)
            } else {
                note
            };
            format!("{}: {note}", run_of_dates(&dates))
        })
        .collect();
    Some(reason("skipped", lines, Some(source)))
}

/// Days on which the client owed an answer.
fn waited(term: &Term) -> Option<TermReason> {
    let dates: Vec<NaiveDate> = term
        .explanation
        .control
        .days
        .iter()
        .filter(|row| row.mark == DayMark::Waiting)
        .map(|row| row.date)
        .collect();
    let mut lines = Vec::new();
    if !dates.is_empty() {
        lines.push(format!("{}: {WAITING}, не считаются", run_of_dates(&dates)));
    }
    if let Some(since) = term.waiting_since {
        lines.push(format!(
            "С {} {WAITING}: срок стоит, дата не раньше этой",
            text::date(since)
        ));
    }
    let source = Some("Стандарт, п.\u{a0}9".to_owned());
    (!lines.is_empty()).then(|| reason("waiting", lines, source))
}

/// The one extension.
fn extended(term: &Term) -> Option<TermReason> {
    let extension = term.explanation.extension.as_ref()?;
    let line = format!(
        "{} от прежнего срока {}: {}",
        amount_label(extension),
        text::date(extension.start_on),
        text::date(extension.limit_on)
    );
    Some(reason(
        "extended",
        vec![line],
        Some(extension.clause.clone()),
    ))
}

fn plural_note(note: &str) -> String {
    match note {
        "выходной" => "выходные".to_owned(),
        "перенос" => "переносы".to_owned(),
        other => other.to_owned(),
    }
}

fn run_of_dates(dates: &[NaiveDate]) -> String {
    let short = |date: &NaiveDate| date.format("%d.%m").to_string();
    match dates {
        [] => String::new(),
        [one] => short(one),
        [one, other] => format!("{} и {}", short(one), short(other)),
        [first, .., last] => {
            let whole_run = (*last - *first).num_days() + 1 == dates.len() as i64;
            if whole_run {
                format!("{}–{}", short(first), short(last))
            } else {
                dates.iter().map(short).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

fn shifted(clause: &ClauseTerm) -> Option<TermReason> {
    let moved_from = clause.moved_from?;
    Some(reason(
        "shifted",
        vec![format!(
            "{} нерабочий, срок переходит на {}",
            text::date(moved_from),
            text::date(clause.limit_on)
        )],
        clause
            .rules
            .contains(&CountingRule::Gk193)
            .then(|| "ГК РФ, ст.\u{a0}193".to_owned()),
    ))
}

fn outer_limit(outer: &ClauseTerm) -> TermReason {
    let mut lines = vec![format!(
        "{}, {}",
        text::date(outer.limit_on),
        amount_label(outer)
    )];
    if let Some(moved_from) = outer.moved_from {
        lines.push(format!(
            "{} нерабочий: ГК РФ, ст.\u{a0}193",
            text::date(moved_from)
        ));
    }
    reason("outer", lines, Some(outer.clause.clone()))
}

/// «пт».
#[must_use]
pub fn weekday_short(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "пн",
        Weekday::Tue => "вт",
        Weekday::Wed => "ср",
        Weekday::Thu => "чт",
        Weekday::Fri => "пт",
        Weekday::Sat => "сб",
        Weekday::Sun => "вс",
    }
}

pub(crate) fn weekday_full(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "понедельник",
        Weekday::Tue => "вторник",
        Weekday::Wed => "среда",
        Weekday::Thu => "четверг",
        Weekday::Fri => "пятница",
        Weekday::Sat => "суббота",
        Weekday::Sun => "воскресенье",
    }
}
