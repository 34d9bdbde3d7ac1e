//! A naive oracle: a plain list of days off, and one day at a time. It shares no code with the
//! engine: days off come from the raw JSON and, for years without a decree, from a list made by
//! hand with a paper calendar.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate, Weekday};
use proptest::prelude::*;
use stoika_domain::ids::NormKey;
use stoika_domain::terms::{
    Audience, DayMark, Norm, NormAudience, NormSet, Pause, StartDates, StartEvent, Term, Unit,
};

use crate::published::{CALENDAR, calendar, date};

/// Days off of 2028–2031 (where the last terms end) that are neither weekends nor January holidays.
const BY_HAND: [&str; 29] = [
    "23.02.2028",
    "08.03.2028",
    "01.05.2028",
    "09.05.2028",
    "12.06.2028",
    "04.11.2028",
    "06.11.2028",
    "23.02.2029",
    "08.03.2029",
    "01.05.2029",
    "09.05.2029",
    "12.06.2029",
    "04.11.2029",
    "05.11.2029",
    "25.02.2030",
    "08.03.2030",
    "01.05.2030",
    "09.05.2030",
    "12.06.2030",
    "04.11.2030",
    "23.02.2030",
    "23.02.2031",
    "24.02.2031",
    "08.03.2031",
    "10.03.2031",
    "01.05.2031",
    "09.05.2031",
    "12.06.2031",
    "04.11.2031",
];

struct Oracle {
    off: BTreeSet<NaiveDate>,
    /// Days on which the client owed an answer.
    waiting: BTreeSet<NaiveDate>,
}

impl Oracle {
    fn new() -> Self {
        let raw: serde_json::Value = serde_json::from_str(CALENDAR).unwrap();
        let mut off = BTreeSet::new();
        let mut day = date("01.01.2023");
        while day < date("01.01.2032") {
            if day.weekday() == Weekday::Sat || day.weekday() == Weekday::Sun {
                off.insert(day);
            }
            if day.month() == 1 && day.day() <= 8 {
                off.insert(day);
            }
            day = day.succ_opt().unwrap();
        }
        for year in raw["years"].as_array().unwrap() {
            let number = year["year"].as_i64().unwrap();
            for (month, day) in [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)] {
                off.insert(date(&format!("{number}-{month:02}-{day:02}")));
            }
            for day in year["extra_off"].as_array().unwrap() {
                off.insert(date(day.as_str().unwrap()));
            }
            for day in year["working_weekends"].as_array().unwrap() {
                off.remove(&date(day.as_str().unwrap()));
            }
        }
        off.extend(BY_HAND.iter().map(|day| date(day)));
        Self {
            off,
            waiting: BTreeSet::new(),
        }
    }

    fn waiting(pauses: &[Pause]) -> Self {
        let mut oracle = Self::new();
        for pause in pauses {
            let mut day = pause.from;
            while Some(day) < pause.until {
                oracle.waiting.insert(day);
                day = day.succ_opt().unwrap();
            }
        }
        oracle
    }

    fn working_days(&self, start: NaiveDate, amount: u32) -> NaiveDate {
        let mut day = start;
        let mut left = amount;
        while left > 0 {
            day = day.succ_opt().unwrap();
            if !self.off.contains(&day) && !self.waiting.contains(&day) {
                left -= 1;
            }
        }
        day
    }

    fn calendar_days(&self, start: NaiveDate, amount: u32) -> NaiveDate {
        let mut day = start;
        for _ in 0..amount {
            day = day.succ_opt().unwrap();
            while self.waiting.contains(&day) {
                day = day.succ_opt().unwrap();
            }
        }
        self.moved(day)
    }

    fn months(&self, start: NaiveDate, amount: u32) -> NaiveDate {
        let months = start.year() * 12 + i32::try_from(start.month0() + amount).unwrap();
        let (year, month) = (months / 12, u32::try_from(months % 12).unwrap() + 1);
        let mut day = start.day();
        loop {
            if let Some(end) = NaiveDate::from_ymd_opt(year, month, day) {
                return self.moved(end);
            }
            day -= 1;
        }
    }

    fn moved(&self, mut day: NaiveDate) -> NaiveDate {
        while self.off.contains(&day) || self.waiting.contains(&day) {
            day = day.succ_opt().unwrap();
        }
        day
    }
}

fn norm(id: &str, unit: Unit, limit: u32) -> Norm {
    Norm {
        id: id.to_owned(),
        key: NormKey::parse("asked").unwrap(),
        rule_set: "test".to_owned(),
        title_ru: "Проверка".to_owned(),
        audience: NormAudience::Any,
        channels: Vec::new(),
        target: None,
        limit,
        unit,
        start: StartEvent::Received,
        clause: id.to_owned(),
        suspends: true,
        extendable: false,
        effective_from: date("01.01.2000"),
        effective_to: None,
        proposal: None,
    }
}

fn term(norms: Vec<Norm>, received: NaiveDate) -> Term {
    term_of(norms, &StartDates::received(received))
}

fn term_of(norms: Vec<Norm>, dates: &StartDates) -> Term {
    NormSet::from_rows(Vec::new(), norms)
        .resolve(
            &NormKey::parse("asked").unwrap(),
            Some(Audience::Citizen),
            None,
            dates.received_on,
        )
        .unwrap()
        .compute(dates, &calendar())
        .unwrap()
}

/// Up to three times of waiting, which may touch, overlap, begin before receipt or be empty.
fn any_pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((-5..40_i64, 0..30_i64), 0..4)
}

fn pauses(received: NaiveDate, spans: &[(i64, i64)]) -> Vec<Pause> {
    let day = |days: i64| received + chrono::TimeDelta::days(days);
    spans
        .iter()
        .map(|(from, days)| Pause {
            from: day(*from),
            until: Some(day(from + days)),
        })
        .collect()
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..2557_u64).prop_map(|days| {
        date("01.01.2024")
            .checked_add_days(chrono::Days::new(days))
            .unwrap()
    })
}

#[test]
fn every_day_of_2024_to_2030_is_off_or_working_as_the_oracle_says() {
    let (oracle, calendar) = (Oracle::new(), calendar());
    for day in date("01.01.2024").iter_days() {
        if day.year() > 2030 {
            break;
        }
        assert_eq!(
            calendar.is_working(day),
            !oracle.off.contains(&day),
            "{day}"
        );
    }
}

#[test]
fn every_short_term_from_every_day_ends_as_the_oracle_says() {
    let oracle = Oracle::new();
    let calendar = calendar();
    let norms: Vec<NormSet> = (1..=5)
        .map(|amount| NormSet::from_rows(Vec::new(), vec![norm("n", Unit::WorkingDays, amount)]))
        .collect();
    let key = NormKey::parse("asked").unwrap();
    for day in date("01.01.2024").iter_days().take(2500) {
        for (amount, norms) in (1..).zip(&norms) {
            let term = norms
                .resolve(&key, None, None, day)
                .unwrap()
                .compute(&StartDates::received(day), &calendar)
                .unwrap();
            assert_eq!(
                term.limit,
                oracle.working_days(day, amount),
                "{day} + {amount}"
            );
        }
    }
}

proptest! {
    #[test]
    fn working_days_end_as_the_oracle_says(day in any_day(), amount in 1..60_u32) {
        let term = term(vec![norm("n", Unit::WorkingDays, amount)], day);
        prop_assert_eq!(term.limit, Oracle::new().working_days(day, amount));
    }

    #[test]
    fn calendar_days_end_as_the_oracle_says(day in any_day(), amount in 1..120_u32) {
        let term = term(vec![norm("n", Unit::CalendarDays, amount)], day);
        prop_assert_eq!(term.limit, Oracle::new().calendar_days(day, amount));
    }

    #[test]
    fn months_end_as_the_oracle_says(day in any_day(), amount in 1..12_u32) {
        let term = term(vec![norm("n", Unit::Months, amount)], day);
        prop_assert_eq!(term.limit, Oracle::new().months(day, amount));
    }

    /// The explanation is the count: every day once, in order, numbered to the limit.
    #[test]
    fn the_days_explain_the_date(day in any_day(), amount in 1..40_u32, working in any::<bool>()) {
        let unit = if working { Unit::WorkingDays } else { Unit::CalendarDays };
        let clause = term(vec![norm("n", unit, amount)], day).explanation.control;
        let days = &clause.days;
        prop_assert_eq!(days[0].date, day);
        prop_assert_eq!(days[0].mark, DayMark::Start);
        prop_assert!(days.windows(2).all(|pair| pair[0].date.succ_opt() == Some(pair[1].date)));
        prop_assert_eq!(days.last().unwrap().date, clause.limit_on);
        let counted: Vec<u32> = days.iter().filter_map(|day| match day.mark {
            DayMark::Counted { n } => Some(n),
            DayMark::Start | DayMark::Skipped | DayMark::Waiting | DayMark::MovedOver | DayMark::End => None,
        }).collect();
        prop_assert_eq!(counted, (1..=amount).collect::<Vec<u32>>());
        let oracle = Oracle::new();
        for row in days {
            let off = oracle.off.contains(&row.date);
            match row.mark {
                DayMark::Skipped | DayMark::MovedOver => prop_assert!(off),
                DayMark::End => prop_assert!(!off),
                DayMark::Counted { .. } => prop_assert!(!working || !off),
                DayMark::Start => {}
                DayMark::Waiting => prop_assert!(false, "nobody waits"),
            }
        }
        prop_assert_eq!(clause.moved_from.is_some(), days.last().unwrap().mark == DayMark::End);
    }

    /// Of two clauses the earlier date controls and the later is the outer limit, in whatever
    /// order and unit they stand.
    #[test]
    fn the_stricter_clause_controls(day in any_day(), working in 1..40_u32, all in 1..60_u32, swap in any::<bool>()) {
        let mut rows = vec![norm("a", Unit::WorkingDays, working), norm("b", Unit::CalendarDays, all)];
        if swap {
            rows.reverse();
        }
        let term = term(rows, day);
        let oracle = Oracle::new();
        let (a, b) = (oracle.working_days(day, working), oracle.calendar_days(day, all));
        prop_assert_eq!(term.limit, a.min(b));
        prop_assert_eq!(term.outer, (a != b).then_some(a.max(b)));
        prop_assert_eq!(term.explanation.others.len(), usize::from(a == b));
    }

    /// Days of waiting are not counted, whatever the unit; the days explain the date with them.
    #[test]
    fn waiting_moves_the_date_as_the_oracle_says(
        day in any_day(),
        amount in 1..40_u32,
        working in any::<bool>(),
        spans in any_pauses(),
    ) {
        let unit = if working { Unit::WorkingDays } else { Unit::CalendarDays };
        let pauses = pauses(day, &spans);
        let oracle = Oracle::waiting(&pauses);
        let expected = if working {
            oracle.working_days(day, amount)
        } else {
            oracle.calendar_days(day, amount)
        };
        let dates = StartDates { pauses, ..StartDates::received(day) };
        let term = term_of(vec![norm("n", unit, amount)], &dates);
        prop_assert_eq!(term.limit, expected);
        let days = &term.explanation.control.days;
        prop_assert!(days.windows(2).all(|pair| pair[0].date.succ_opt() == Some(pair[1].date)));
        for row in &days[1..] {
            prop_assert_eq!(row.mark == DayMark::Waiting, oracle.waiting.contains(&row.date));
        }
        // What the law fixes does not stand still.
        let law = Norm { suspends: false, ..norm("n", unit, amount) };
        let without = term_of(vec![norm("n", unit, amount)], &StartDates::received(day));
        prop_assert_eq!(term_of(vec![law], &dates).limit, without.limit);
        prop_assert!(without.limit <= term.limit);
    }

    /// An extension is a term of its own that runs from the old control date.
    #[test]
    fn an_extension_runs_from_the_old_control_date(
        day in any_day(),
        amount in 1..40_u32,
        more in 1..40_u32,
        spans in any_pauses(),
    ) {
        let pauses = pauses(day, &spans);
        let oracle = Oracle::waiting(&pauses);
        let extension = Norm {
            key: NormKey::parse("appeal.extension").unwrap(),
            audience: NormAudience::Citizen,
            ..norm("e", Unit::CalendarDays, more)
        };
        let row = Norm { extendable: true, ..norm("n", Unit::WorkingDays, amount) };
        let dates = StartDates { pauses, extended_on: Some(day), ..StartDates::received(day) };
        let term = term_of(vec![row, extension], &dates);
        let old = oracle.working_days(day, amount);
        prop_assert_eq!(term.extended_from, Some(old));
        prop_assert_eq!(term.limit, oracle.calendar_days(old, more));
        prop_assert!(!term.extendable, "once");
    }
}
