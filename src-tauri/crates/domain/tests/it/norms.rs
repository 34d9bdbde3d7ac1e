//! What the published norms say: requirements §14 and the proposals of §15.

use stoika_domain::ids::NormKey;
use stoika_domain::standard::{self, StandardError};
use stoika_domain::terms::{Audience, NormAudience, NormSet, RuleSet, TermError};

use crate::published::{date, explained, norms};

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
