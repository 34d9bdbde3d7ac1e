//! What the published norms say: requirements §14 and the proposals of §15.

use stoika_domain::ids::{ChannelId, NormKey};
use stoika_domain::standard::{self, StandardError};
use stoika_domain::terms::{
    Audience, NormAudience, NormSet, RuleSet, StartDates, StartEvent, TermError,
};

use crate::published::{NORMS, date, explained, norms};

const CITIZEN: Option<Audience> = Some(Audience::Citizen);
const OTHER: Option<Audience> = Some(Audience::Other);

/// Received on Friday 30.10.2026: three working days end on 05.11, five on 09.11, ten on 16.11,
/// thirty on 14.12; thirty days end on 30.11 (29.11 is a Sunday).
#[test]
fn terms_by_key_audience_and_channel() {
    for (key, audience, channel, target, limit, outer) in [
        ("contract.register", None, None, None, "02.11.2026", None),
        (
            "contract.refusal_or_missing",
            None,
            None,
            None,
            "09.11.2026",
            None,
        ),
        ("contract.send_signed", None, None, None, "30.11.2026", None),
        (
            "contract.disagreement",
            None,
            None,
            None,
            "16.11.2026",
            None,
        ),
        (
            "contract.change_notice",
            None,
            None,
            Some("30.10.2026"),
            "16.11.2026",
            None,
        ),
        ("contract.termination", None, None, None, "30.11.2026", None),
        (
            "appeal.operational",
            None,
            None,
            Some("05.11.2026"),
            "09.11.2026",
            None,
        ),
        (
            "appeal.detailed",
            None,
            None,
            Some("16.11.2026"),
            "14.12.2026",
            None,
        ),
        ("outage.notice", None, None, None, "20.10.2026", None),
        (
            "meter.control",
            None,
            None,
            Some("30.04.2027"),
            "01.11.2027",
            None,
        ),
        (
            "reconciliation.request",
            None,
            None,
            None,
            "05.11.2026",
            None,
        ),
        (
            "reconciliation.periodic",
            None,
            None,
            None,
            "01.02.2027",
            None,
        ),
        ("odpu.readings", None, None, None, "31.10.2026", None),
        ("appeal.register", None, None, None, "02.11.2026", None),
        // A1: citizens by 7.4; by Internet three working days for all.
        (
            "claim.citizen",
            CITIZEN,
            None,
            None,
            "05.11.2026",
            Some("30.11.2026"),
        ),
        (
            "claim.citizen",
            CITIZEN,
            Some("internet"),
            None,
            "05.11.2026",
            Some("30.11.2026"),
        ),
        ("claim.other", OTHER, None, None, "30.11.2026", None),
        (
            "claim.other",
            OTHER,
            Some("office"),
            None,
            "30.11.2026",
            None,
        ),
        (
            "claim.other",
            OTHER,
            Some("internet"),
            None,
            "05.11.2026",
            Some("30.11.2026"),
        ),
        (
            "claim.other",
            OTHER,
            Some("email"),
            None,
            "05.11.2026",
            Some("30.11.2026"),
        ),
        (
            "claim.other",
            OTHER,
            Some("personal_account"),
            None,
            "05.11.2026",
            Some("30.11.2026"),
        ),
        // A2.
        ("debt.citizen", CITIZEN, None, None, "09.11.2026", None),
        (
            "debt.other",
            OTHER,
            None,
            Some("05.11.2026"),
            "09.11.2026",
            Some("30.11.2026"),
        ),
        // A3.
        (
            "appeal.third_party",
            None,
            None,
            None,
            "16.11.2026",
            Some("14.12.2026"),
        ),
        (
            "appeal.third_party.internet",
            None,
            None,
            None,
            "16.11.2026",
            None,
        ),
        ("appeal.extension", CITIZEN, None, None, "30.11.2026", None),
        (
            "feedback.ebook",
            None,
            None,
            Some("05.11.2026"),
            "14.12.2026",
            None,
        ),
        ("survey.office", None, None, None, "01.12.2026", None),
        (
            "survey.office.periodic",
            None,
            None,
            None,
            "30.04.2027",
            None,
        ),
        ("survey.internet", None, None, None, "01.12.2026", None),
        (
            "survey.internet.periodic",
            None,
            None,
            None,
            "01.02.2027",
            None,
        ),
    ] {
        let said = explained(key, audience, channel, "2026-10-30").unwrap();
        assert_eq!(
            (said.target, said.limit, said.outer),
            (target.map(date), date(limit), outer.map(date)),
            "{key} {channel:?}"
        );
    }
}

#[test]
fn only_general_and_third_party_terms_can_be_extended() {
    let mut extendable: Vec<String> = norms()
        .rows()
        .iter()
        .filter(|row| row.extendable)
        .map(|row| row.key.to_string())
        .collect();
    extendable.dedup();
    assert_eq!(
        extendable,
        [
            "appeal.detailed",
            "appeal.operational",
            "appeal.third_party.internet",
            "appeal.third_party",
        ]
    );
}

#[test]
fn nothing_is_guessed_for_a_norm_that_is_not_there() {
    let key = |key: &str| NormKey::parse(key).unwrap();
    for (asked, audience, received) in [
        ("claim.nobody", None, "2026-10-30"),
        ("claim.citizen", OTHER, "2026-10-30"),
        ("claim.other", OTHER, "2013-12-31"),
    ] {
        assert_eq!(
            explained(asked, audience, None, received).unwrap_err(),
            TermError::NoNorm(key(asked))
        );
    }
}

/// A42: a second rule set takes over from a date, as data; keys that it does not name stay.
#[test]
fn a_new_rule_set_takes_over_from_a_date() {
    let old = norms();
    let mut rows = old.rows().to_vec();
    let mut newer = rows
        .iter()
        .find(|row| row.id == "claim.other/7.4-2")
        .unwrap()
        .clone();
    newer.id = "claim.other/base".to_owned();
    newer.rule_set = "base-2026".to_owned();
    newer.limit = 10;
    newer.audience = NormAudience::Any;
    rows.push(newer);
    let set = |id: &str, from: &str, supersedes: Option<&str>| RuleSet {
        id: id.to_owned(),
        title_ru: id.to_owned(),
        effective_from: date(from),
        supersedes: supersedes.map(str::to_owned),
    };
    let norms = NormSet::from_rows(
        vec![
            set("standard-2014", "2014-01-01", None),
            set("law", "2000-01-01", None),
            set("base-2026", "2026-11-01", Some("standard-2014")),
        ],
        rows,
    );
    let limit = |key: &str, received: &str| {
        let received = date(received);
        norms
            .resolve(&NormKey::parse(key).unwrap(), None, None, received)
            .unwrap()
            .compute(
                &stoika_domain::terms::StartDates::received(received),
                &crate::published::calendar(),
            )
            .unwrap()
    };
    assert_eq!(
        limit("claim.other", "31.10.2026")
            .explanation
            .control
            .amount,
        30
    );
    let after = limit("claim.other", "01.11.2026");
    assert_eq!(after.explanation.control.amount, 10);
    assert_eq!(after.outer, None);
    assert_eq!(
        limit("debt.citizen", "01.11.2026")
            .explanation
            .control
            .amount,
        5
    );
    assert_eq!(norms.rule_set_title("base-2026"), "base-2026");
}

/// The same as the centre would do it: rows and a date in the published document, no release.
#[test]
fn a_second_rule_set_is_a_document() {
    let mut document: serde_json::Value = serde_json::from_str(NORMS).unwrap();
    let mut add = |list: &str, row: serde_json::Value| {
        document[list].as_array_mut().unwrap().push(row);
    };
    add(
        "rule_sets",
        serde_json::json!({"id": "base-2027", "title_ru": "Базовый стандарт", "effective_from": "2027-01-01",
            "supersedes": "standard-2014"}),
    );
    add(
        "norms",
        serde_json::json!({"id": "claim.other/base", "key": "claim.other", "rule_set": "base-2027",
            "title_ru": "Претензия", "audience": "other", "limit": 15, "unit": "working_days",
            "start": "registered", "clause": "Базовый стандарт, п. 12", "effective_from": "2027-01-01"}),
    );
    let norms = standard::norms(&document.to_string()).unwrap();
    let clauses = |received: &str, channel: Option<&str>| -> Vec<String> {
        let received = date(received);
        let term = norms
            .resolve(
                &NormKey::parse("claim.other").unwrap(),
                OTHER,
                channel.map(|id| ChannelId::parse(id).unwrap()).as_ref(),
                received,
            )
            .unwrap()
            .compute(
                &StartDates::received(received),
                &crate::published::calendar(),
            )
            .unwrap();
        let why = term.explanation;
        std::iter::once(why.control)
            .chain(why.outer)
            .map(|clause| clause.clause)
            .collect()
    };
    let old = [
        "Стандарт, приложение 1, п. 1.5",
        "Стандарт, п. 7.4, строка 2",
    ];
    assert_eq!(clauses("31.12.2026", Some("internet")), old);
    // It takes over the whole key: no row of the old set speaks beside it.
    assert_eq!(
        clauses("01.01.2027", Some("internet")),
        ["Базовый стандарт, п. 12"]
    );
    assert_eq!(clauses("01.01.2027", None), ["Базовый стандарт, п. 12"]);
}

/// Requirements §14, line by line: what is owed, how long, from what event.
#[test]
fn every_line_of_the_table_is_a_row() {
    use StartEvent::{
        Completed, Effective, LastTime, OldDue, Outage, PeriodEnd, Received, Registered,
    };
    let table = [
        ("appeal.detailed/5.1-2.4", "10–30 рабочих дней", Received),
        ("appeal.extension/app1-1.7", "30 дней", OldDue),
        ("appeal.operational/5.1-2.4", "3–5 рабочих дней", Received),
        ("appeal.register/7.4-1", "1 рабочий день", Received),
        (
            "appeal.third_party.internet/app1-1.6",
            "10 рабочих дней",
            Received,
        ),
        ("appeal.third_party/7.4-4", "10–30 рабочих дней", Received),
        ("appeal.third_party/app1-1.6", "10 рабочих дней", Received),
        ("claim.citizen/59-fz", "30 дней", Registered),
        ("claim.citizen/7.4-2", "3 рабочих дня", Received),
        ("claim.citizen/app1-1.5", "3 рабочих дня", Received),
        ("claim.other/7.4-2", "30 дней", Received),
        ("claim.other/app1-1.5", "3 рабочих дня", Received),
        ("contract.change_notice/5.1-2.1", "15 дней", Effective),
        ("contract.disagreement/5.1-1.3", "10 рабочих дней", Received),
        (
            "contract.refusal_or_missing/5.1-1.2a",
            "5 рабочих дней",
            Received,
        ),
        ("contract.register/5.1-1.1", "1 рабочий день", Received),
        ("contract.send_signed/5.1-1.2b", "30 дней", Completed),
        ("contract.termination/5.1-2.3", "20 рабочих дней", Received),
        ("debt.citizen/7.4-3", "5 рабочих дней", Received),
        ("debt.citizen/app1-1.4", "5 рабочих дней", Received),
        ("debt.other/5.1-2.4", "3–5 рабочих дней", Received),
        ("debt.other/7.4-3", "30 дней", Received),
        ("feedback.ebook/10.3", "3–30 рабочих дней", Received),
        ("meter.control/5.1-2.6", "6–12 месяцев", LastTime),
        (
            "odpu.readings/5.1-3.1",
            "до 1-го числа следующего месяца",
            PeriodEnd,
        ),
        ("outage.notice/5.1-2.5", "за 10 дней", Outage),
        ("reconciliation.periodic/5.1-2.8", "3 месяца", LastTime),
        ("reconciliation.request/5.1-2.8", "5 дней", Received),
        ("survey.internet.periodic/10.3", "3 месяца", LastTime),
        ("survey.internet/10.3", "21 рабочий день", PeriodEnd),
        ("survey.office.periodic/10.3", "6 месяцев", LastTime),
        ("survey.office/10.3", "21 рабочий день", PeriodEnd),
    ];
    let norms = norms();
    let rows: Vec<(&str, String, StartEvent)> = norms
        .rows()
        .iter()
        .map(|row| {
            (
                row.id.as_str(),
                row.words().replace('\u{a0}', " "),
                row.start,
            )
        })
        .collect();
    let table: Vec<(&str, String, StartEvent)> = table
        .into_iter()
        .map(|(id, words, start)| (id, words.to_owned(), start))
        .collect();
    assert_eq!(rows, table);
    for row in norms.rows() {
        assert!(
            row.clause.starts_with("Стандарт, ") || row.rule_set == "law",
            "{}",
            row.id
        );
        // A term that the law fixes knows no waiting.
        assert_eq!(row.suspends, row.rule_set != "law", "{}", row.id);
    }
}

#[test]
fn a_row_ends_with_its_last_day() {
    let mut rows = norms().rows().to_vec();
    rows.retain(|row| row.id == "debt.citizen/7.4-3");
    rows[0].effective_to = Some(date("30.10.2026"));
    let norms = NormSet::from_rows(Vec::new(), rows);
    let key = NormKey::parse("debt.citizen").unwrap();
    assert!(norms.resolve(&key, None, None, date("30.10.2026")).is_ok());
    assert!(norms.resolve(&key, None, None, date("31.10.2026")).is_err());
}

#[test]
fn norm_data_that_does_not_hold_together_is_refused() {
    let row = r#"{"id":"a","key":"k","rule_set":"s","title_ru":"т","audience":"any","limit":1,
        "unit":"working_days","start":"received","clause":"п","effective_from":"2014-01-01"}"#;
    let set = r#"{"id":"s","title_ru":"т","effective_from":"2014-01-01"}"#;
    let json = |sets: &str, rows: &str| format!(r#"{{"rule_sets":[{sets}],"norms":[{rows}]}}"#);
    assert!(standard::norm_data(&json(set, row)).is_ok());
    assert!(matches!(
        standard::norm_data(&json("", row)),
        Err(StandardError::Dangling { .. })
    ));
    assert!(matches!(
        standard::norm_data(&json(set, &format!("{row},{row}"))),
        Err(StandardError::Twice(_))
    ));
    assert!(matches!(
        standard::norm_data("[]"),
        Err(StandardError::Json(_))
    ));
}

/// Every norm that an appeal may be moved from or to is published, for any audience and channel.
#[test]
fn an_appeal_is_moved_only_between_norms_that_there_are() {
    let settings = crate::published::rules().settings;
    assert!(!settings.norm_moves.is_empty());
    let channels = crate::published::rules().channels;
    for row in &settings.norm_moves {
        for key in row.from.iter().chain([&row.to]) {
            let day = date("30.10.2026");
            norms().resolve(key, None, None, day).unwrap();
        }
        assert!(!row.from.contains(&row.to));
        for named in row.channels.iter().chain(&row.other_than) {
            assert!(channels.iter().any(|channel| channel.id == *named));
        }
    }
}
