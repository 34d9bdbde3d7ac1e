//! The worked examples, and «почему эта дата».

use stoika_domain::calendar::DayKind;
use stoika_domain::ids::NormKey;
use stoika_domain::terms::{
    Audience, CountingRule, DayMark, Norm, NormSet, Pause, StartDates, Term, Unit, count,
};

use crate::published::{calendar, date, explained, norms};

/// Counts `amount` of `unit` with a published row's other fields.
fn due(received: &str, amount: u32, unit: Unit) -> chrono::NaiveDate {
    let norms = norms();
    let sample = norms
        .rows()
        .iter()
        .find(|row| row.id == "claim.citizen/7.4-2")
        .unwrap();
    let norm = Norm {
        limit: amount,
        unit,
        ..sample.clone()
    };
    count(&norm, &StartDates::received(date(received)), &calendar())
        .unwrap()
        .limit_on
}

#[test]
fn worked_examples() {
    use Unit::{CalendarDays, WorkingDays};
    for (received, amount, unit, end) in [
        ("30.10.2026", 3, WorkingDays, "05.11.2026"),
        ("30.10.2026", 5, WorkingDays, "09.11.2026"),
        ("09.10.2026", 30, CalendarDays, "09.11.2026"),
        ("28.12.2026", 3, WorkingDays, "11.01.2027"),
        ("28.12.2026", 5, WorkingDays, "13.01.2027"),
        ("10.12.2026", 30, CalendarDays, "11.01.2027"),
        ("18.02.2027", 2, WorkingDays, "20.02.2027"),
        ("18.02.2027", 3, WorkingDays, "24.02.2027"),
        ("31.10.2025", 1, WorkingDays, "01.11.2025"),
        ("23.11.2026", 5, CalendarDays, "30.11.2026"),
        ("23.11.2026", 20, WorkingDays, "21.12.2026"),
    ] {
        assert_eq!(
            due(received, amount, unit),
            date(end),
            "{received} + {amount} {unit:?}"
        );
    }
}

#[test]
fn months_end_on_the_same_date_or_the_last_day() {
    use Unit::Months;
    assert_eq!(due("31.08.2026", 6, Months), date("01.03.2027"));
    assert_eq!(due("15.09.2026", 3, Months), date("15.12.2026"));
    assert_eq!(due("29.02.2024", 12, Months), date("28.02.2025"));
}

#[test]
fn a_notice_before_an_event_is_counted_back() {
    assert_eq!(
        due("23.11.2026", 10, Unit::CalendarDaysBefore),
        date("13.11.2026")
    );
    assert_eq!(
        due("23.11.2026", 1, Unit::BeforeDayOfNextMonth),
        date("30.11.2026")
    );
    assert_eq!(
        due("31.12.2026", 1, Unit::BeforeDayOfNextMonth),
        date("31.12.2026")
    );
}

#[test]
fn a_citizens_claim_as_in_the_picture() {
    let norms = norms();
    let term = norms
        .resolve(
            &NormKey::parse("claim.citizen").unwrap(),
            Some(Audience::Citizen),
            None,
            date("30.10.2026"),
        )
        .unwrap()
        .compute(&StartDates::received(date("30.10.2026")), &calendar())
        .unwrap();
    assert_eq!(term.limit, date("05.11.2026"));
    assert_eq!(term.target, None);
    assert_eq!(term.outer, Some(date("30.11.2026")));
    assert!(!term.extendable);

    let why = &term.explanation;
    assert_eq!(why.control.clause, "Стандарт, п. 7.4, строка 2");
    assert_eq!(why.control.title_ru, "Претензия гражданина");
    assert_eq!(
        why.control.rules,
        [CountingRule::Gk191, CountingRule::Tk112]
    );
    let marks: Vec<DayMark> = why.control.days.iter().map(|day| day.mark).collect();
    assert_eq!(
        marks,
        [
            DayMark::Start,
            DayMark::Skipped,
            DayMark::Skipped,
            DayMark::Counted { n: 1 },
            DayMark::Counted { n: 2 },
            DayMark::Skipped,
            DayMark::Counted { n: 3 },
        ]
    );
    assert_eq!(
        why.control.days[5].day,
        DayKind::Holiday {
            name: "День народного единства".to_owned()
        }
    );

    let outer = why.outer.as_ref().unwrap();
    assert_eq!((outer.amount, outer.unit), (30, Unit::CalendarDays));
    assert_eq!(outer.clause, "59-ФЗ, ст. 12");
    assert_eq!(outer.moved_from, Some(date("29.11.2026")));
    assert_eq!(
        outer.rules,
        [
            CountingRule::Gk191,
            CountingRule::Gk193,
            CountingRule::Tk112
        ]
    );

    // The annex says the same of claims: it agrees and is named.
    assert_eq!(why.others.len(), 1);
    assert_eq!(why.others[0].limit_on, term.limit);

    assert_eq!(why.years.len(), 1);
    assert_eq!(
        why.years[0].decree.as_deref(),
        Some("ПП РФ от 24.09.2025 № 1466")
    );
    assert!(!why.predicted);
}

#[test]
fn the_law_counts_from_registration() {
    let dates = StartDates {
        registered_on: Some(date("02.11.2026")),
        ..StartDates::received(date("30.10.2026"))
    };
    let norms = norms();
    let key = NormKey::parse("claim.citizen").unwrap();
    let term = norms
        .resolve(&key, None, None, date("30.10.2026"))
        .unwrap()
        .compute(&dates, &calendar())
        .unwrap();
    assert_eq!(term.limit, date("05.11.2026"));
    assert_eq!(term.outer, Some(date("02.12.2026")));
}

#[test]
fn an_incomplete_set_of_documents_starts_the_contract_term_later() {
    let norms = norms();
    let key = NormKey::parse("contract.send_signed").unwrap();
    let selection = norms.resolve(&key, None, None, date("01.10.2026")).unwrap();
    let complete = StartDates::received(date("01.10.2026"));
    let later = StartDates {
        completed_on: Some(date("12.10.2026")),
        ..complete.clone()
    };
    assert_eq!(
        selection.compute(&complete, &calendar()).unwrap().limit,
        date("02.11.2026")
    );
    assert_eq!(
        selection.compute(&later, &calendar()).unwrap().limit,
        date("11.11.2026")
    );
}

/// The published term of an appeal of a citizen or another.
fn appeal(key: &str, audience: Audience, dates: &StartDates) -> Term {
    norms()
        .resolve(
            &NormKey::parse(key).unwrap(),
            Some(audience),
            None,
            dates.received_on,
        )
        .unwrap()
        .compute(dates, &calendar())
        .unwrap()
}

fn waiting(from: &str, until: Option<&str>) -> Pause {
    Pause {
        from: date(from),
        until: until.map(date),
    }
}

#[test]
fn the_days_on_which_the_client_owes_an_answer_are_not_counted() {
    // Received on Monday, asked on Wednesday, the papers came on the Wednesday after.
    let dates = StartDates {
        pauses: vec![waiting("25.11.2026", Some("02.12.2026"))],
        ..StartDates::received(date("23.11.2026"))
    };
    let term = appeal("claim.other", Audience::Other, &dates);
    assert_eq!(term.limit, date("30.12.2026"), "23.12 and the seven days");
    let term = appeal("appeal.operational", Audience::Other, &dates);
    assert_eq!(term.limit, date("07.12.2026"));
    assert_eq!(term.waiting_since, None);
    let control = &term.explanation.control;
    assert!(control.rules.contains(&CountingRule::Waiting));
    let waited = control
        .days
        .iter()
        .filter(|row| row.mark == DayMark::Waiting);
    assert_eq!(waited.count(), 7);
    // 59-ФЗ knows no waiting: the thirty days of the law go on, and are stricter at last.
    let long = StartDates {
        pauses: vec![waiting("24.11.2026", Some("25.01.2027"))],
        ..StartDates::received(date("23.11.2026"))
    };
    let term = appeal("claim.citizen", Audience::Citizen, &long);
    assert_eq!(term.limit, date("23.12.2026"));
    assert_eq!(term.explanation.control.clause, "59-ФЗ, ст. 12");
}

#[test]
fn a_waiting_case_shows_the_earliest_control_date_and_says_so() {
    let dates = StartDates {
        pauses: vec![waiting("25.11.2026", None)],
        ..StartDates::received(date("23.11.2026"))
    };
    let term = appeal("appeal.operational", Audience::Citizen, &dates);
    assert_eq!(term.waiting_since, Some(date("25.11.2026")));
    assert_eq!(
        term.limit,
        appeal(
            "appeal.operational",
            Audience::Citizen,
            &StartDates::received(date("23.11.2026"))
        )
        .limit
    );
}

#[test]
fn a_citizens_appeal_is_extended_once_and_only_where_the_norm_allows() {
    let dates = StartDates {
        extended_on: Some(date("27.11.2026")),
        ..StartDates::received(date("23.11.2026"))
    };
    let plain = StartDates::received(date("23.11.2026"));
    let before = appeal("appeal.operational", Audience::Citizen, &plain);
    assert!(before.extendable);
    assert_eq!(before.limit, date("30.11.2026"));
    let term = appeal("appeal.operational", Audience::Citizen, &dates);
    assert_eq!(term.extended_from, Some(date("30.11.2026")));
    assert_eq!(term.limit, date("30.12.2026"));
    assert!(!term.extendable);
    let extension = term.explanation.extension.unwrap();
    assert_eq!(extension.start_on, date("30.11.2026"));
    assert_eq!(
        extension.clause,
        "Стандарт, приложение 1, п. 1.7; 59-ФЗ, ст. 12"
    );
    // A18: claims and debt requests of citizens are not extended, nor is anything of others.
    for (key, audience) in [
        ("claim.citizen", Audience::Citizen),
        ("debt.citizen", Audience::Citizen),
        ("appeal.operational", Audience::Other),
        ("claim.other", Audience::Other),
    ] {
        let term = appeal(key, audience, &dates);
        assert!(!term.extendable, "{key}");
        assert_eq!(term.extended_from, None, "{key}");
        assert_eq!(term.limit, appeal(key, audience, &plain).limit, "{key}");
    }
}

#[test]
fn a_year_without_a_decree_is_marked() {
    let explained = explained("claim.citizen", None, None, "2028-12-28").unwrap();
    assert!(explained.predicted);
    assert!(explained.days.iter().all(|day| day.predicted));
    assert_eq!(
        explained
            .years
            .iter()
            .map(|year| year.year)
            .collect::<Vec<_>>(),
        [2028, 2029]
    );
    assert_eq!(explained.years[0].decree, None);
}

#[test]
fn a_term_travels_as_json_and_back() {
    let norms = norms();
    for row in norms.rows() {
        let term = norms
            .resolve(&row.key, None, None, date("30.10.2026"))
            .or_else(|_| norms.resolve(&row.key, None, row.channels.first(), date("30.10.2026")))
            .unwrap()
            .compute(&StartDates::received(date("30.10.2026")), &calendar())
            .unwrap();
        let json = serde_json::to_string(&term).unwrap();
        assert_eq!(
            serde_json::from_str::<stoika_domain::terms::Term>(&json).unwrap(),
            term
        );
    }
}

#[test]
fn the_flat_answer_names_its_fields_and_leaves_out_what_is_equal() {
    let json = serde_json::to_value(explained("claim.citizen", None, None, "2026-10-30").unwrap())
        .unwrap();
    assert_eq!(json["norm"], "claim.citizen");
    assert_eq!(json["received"], "2026-10-30");
    assert_eq!(json["limit"], "2026-11-05");
    assert_eq!(json["outer"], "2026-11-30");
    assert_eq!(json["unit"], "working_days");
    assert_eq!(json["amount"], 3);
    assert_eq!(json["days"][1]["date"], "2026-10-31");
    assert_eq!(json["days"][1]["mark"], "skipped");
    assert_eq!(json["days"][1]["day"]["kind"], "weekend");
    assert_eq!(json["days"][3]["n"], 1);
    assert!(json.get("target").is_none());
    assert!(json.get("audience").is_none());

    let json =
        serde_json::to_value(explained("appeal.operational", None, None, "2026-10-30").unwrap())
            .unwrap();
    assert_eq!(json["target"], "2026-11-05");
    assert_eq!(json["limit"], "2026-11-09");
    assert!(json.get("outer").is_none());
}

#[test]
fn a_broken_calendar_does_not_hang_the_desk() {
    let far = StartDates::received(chrono::NaiveDate::MAX);
    let norms: NormSet = norms();
    for row in norms.rows() {
        // No panic and an end, whatever the unit; what counts back may well succeed.
        drop(count(row, &far, &calendar()));
    }
    let norm = norms
        .rows()
        .iter()
        .find(|row| row.id == "claim.citizen/7.4-2")
        .unwrap();
    assert!(count(norm, &far, &calendar()).is_err());
}
