//! Contract applications, claims, answers and hand-overs: their bodies, what has effect and what is void.

pub mod events;
mod page;

use stoika_domain::appeal::answer::{Delivery, Review};
use stoika_domain::appeal::indicators::{Indicator, RepeatedClaims, findings};
use stoika_domain::appeal::{
    Appeal, AppealEvent, AppealStatus, Closed, Compared, Outcome, Registered, Wanted, fold,
};
use stoika_domain::body::VoidReason;
use stoika_domain::directory::PartyKind;
use stoika_domain::ids::{CategoryId, OfficeId};

use crate::bodies::registered;
use crate::folds::act;
use crate::published::date;

use events::*;

/// As registered in a category, and what was missing then.
fn of_category(category: &str, missing: Vec<Wanted>) -> Registered {
    let mut registered = registered();
    registered.category = CategoryId::parse(category).unwrap();
    registered.compared = Some(Compared {
        missing,
        note: None,
    });
    registered
}

/// Folds a case: the act of the n-th event, from 2, is n. What is void is named.
fn case(
    registered: Registered,
    events: impl IntoIterator<Item = AppealEvent>,
) -> (Appeal, Vec<(u128, VoidReason)>) {
    let first = AppealEvent::Registered(Box::new(registered));
    let mut appeal = fold(None, &act(1, "otradny"), &first).unwrap();
    let mut voids = Vec::new();
    for (n, event) in (2..).zip(events) {
        match fold(Some(appeal.clone()), &act(n, "otradny"), &event) {
            Ok(next) => appeal = next,
            Err(reason) => voids.push((n, reason)),
        }
    }
    (appeal, voids)
}

fn application_case(
    missing: Vec<Wanted>,
    events: impl IntoIterator<Item = AppealEvent>,
) -> (Appeal, Vec<(u128, VoidReason)>) {
    let first = detailed(application(PartyKind::LegalEntity));
    case(
        of_category("contract_application", missing),
        std::iter::once(first).chain(events),
    )
}

fn claim_case(events: impl IntoIterator<Item = AppealEvent>) -> (Appeal, Vec<(u128, VoidReason)>) {
    case(of_category("claim", Vec::new()), events)
}

fn runs(appeal: &Appeal) -> (String, Option<String>) {
    let (norm, dates) = appeal.running();
    let from = dates.completed_on.unwrap_or(dates.received_on);
    (norm.to_string(), Some(from.format("%d.%m.%Y").to_string()))
}

fn term(norm: &str, from: &str) -> (String, Option<String>) {
    (norm.to_owned(), Some(from.to_owned()))
}

#[test]
fn a_contract_runs_from_the_day_its_papers_are_complete() {
    let (appeal, voids) = application_case(vec![charter()], []);
    assert_eq!(voids, []);
    assert_eq!(
        runs(&appeal),
        term("contract.refusal_or_missing", "30.10.2026")
    );

    let (appeal, voids) = application_case(vec![charter()], [notified("03.11.2026")]);
    assert_eq!(voids, []);
    assert!(appeal.is_waiting(), "the client owes a paper");
    assert_eq!(appeal.awaited.as_deref(), Some("Устав"));

    let (appeal, voids) = application_case(
        vec![charter()],
        [
            notified("03.11.2026"),
            brought("05.11.2026", vec![charter()]),
            sent("06.11.2026"),
            brought("10.11.2026", Vec::new()),
        ],
    );
    assert_eq!(voids, [(5, VoidReason::NotComplete)]);
    assert!(!appeal.is_waiting());
    assert_eq!(runs(&appeal), term("contract.send_signed", "10.11.2026"));
}

#[test]
fn nothing_missing_stops_a_citizen() {
    let (appeal, voids) = case(
        of_category("contract_application", vec![charter()]),
        [detailed(citizen()), sent("20.11.2026")],
    );
    assert_eq!(voids, []);
    assert_eq!(appeal.status(), AppealStatus::Answered);
}

#[test]
fn a_protocol_of_disagreements_has_its_own_term() {
    let story = [
        sent("20.11.2026"),
        disagreed("25.11.2026"),
        disagreed("26.11.2026"),
        sent("26.11.2026"),
    ];
    let (appeal, voids) = application_case(Vec::new(), story.clone());
    assert_eq!(
        voids,
        [
            (5, VoidReason::AlreadyDisagreed),
            (6, VoidReason::AlreadyDisagreed)
        ]
    );
    assert_eq!(appeal.status(), AppealStatus::Registered, "a reply is owed");
    assert_eq!(runs(&appeal), term("contract.disagreement", "25.11.2026"));

    let replies = [
        replied("30.11.2026", Vec::new()),
        replied("24.11.2026", vec![declined()]),
        replied("30.11.2026", vec![declined()]),
        returned("01.12.2026"),
    ];
    let (appeal, voids) = application_case(Vec::new(), story.into_iter().chain(replies));
    assert_eq!(
        voids[2..],
        [(7, VoidReason::NotAllNamed), (8, VoidReason::BeforeReceipt)]
    );
    assert_eq!(appeal.status(), AppealStatus::Answered);
    assert_eq!(
        appeal.answered.map(|answered| answered.outcome),
        Some(Outcome::Unfounded)
    );
    assert!(appeal.contract.returned.is_some());
}

#[test]
fn a_refused_contract_is_not_sent() {
    let (appeal, voids) = application_case(Vec::new(), [refused("03.11.2026"), sent("05.11.2026")]);
    assert_eq!(voids, [(4, VoidReason::AlreadyRefused)]);
    assert_eq!(appeal.status(), AppealStatus::Answered);
}

#[test]
fn each_case_has_the_events_of_its_category_only() {
    let (_, voids) = claim_case([detailed(citizen()), sent("20.11.2026")]);
    assert_eq!(
        voids,
        [
            (2, VoidReason::OtherCategory),
            (3, VoidReason::OtherCategory)
        ]
    );
    let (_, voids) = application_case(Vec::new(), [assessed(), action()]);
    assert_eq!(
        voids,
        [
            (3, VoidReason::OtherCategory),
            (4, VoidReason::OtherCategory)
        ]
    );
}

#[test]
fn a_rejected_settlement_leaves_the_claim_open() {
    let (appeal, voids) = claim_case([
        assessed(),
        answered(Some("Пересчёт за сентябрь")),
        settlement_rejected("06.11.2026"),
        AppealEvent::Closed(Closed {
            closed_on: date("09.11.2026"),
            ground: None,
            note: None,
        }),
    ]);
    assert_eq!(voids, [(5, VoidReason::NotAnswered)]);
    assert_eq!(appeal.status(), AppealStatus::Registered);
    assert_eq!(appeal.claim.rejected.len(), 1);
    assert_eq!(runs(&appeal), term("claim.citizen", "06.11.2026"));
}

/// The claims that count as repeated, by the thresholds of the Standard's defaults.
fn repeated(claims: &[Appeal]) -> Vec<u128> {
    let thresholds = RepeatedClaims::default();
    findings(claims, &thresholds, |_, _| None, date("30.12.2026"))
        .into_iter()
        .filter(|found| found.indicator == Indicator::Repeated)
        .map(|found| found.appeal.as_u128())
        .collect()
}

#[test]
fn claims_are_repeated_from_the_threshold_on_and_within_its_months() {
    let (claim, _) = claim_case([]);
    let of = |id: u128, on: &str, client: &str, account: &str| {
        let mut one = claim.clone();
        one.id = uuid::Uuid::from_u128(id);
        one.registered.received_on = date(on);
        one.registered.applicant.party_id = Some(client.to_owned());
        one.registered.applicant.account_number = Some(account.to_owned());
        one
    };
    // Three of one topic about one account within twelve months, by three clients.
    let matter = [
        of(1, "10.01.2026", "p-1", "630000000001"),
        of(2, "10.06.2026", "p-2", "630000000001"),
        of(3, "09.01.2027", "p-3", "630000000001"),
    ];
    assert_eq!(repeated(&matter[..2]), [0_u128; 0]);
    assert_eq!(repeated(&matter), [3]);
    let mut elsewhere = matter.clone();
    elsewhere[1].registered.applicant.account_number = Some("630000000002".to_owned());
    assert_eq!(repeated(&elsewhere), [0_u128; 0]);
    let late = [
        matter[0].clone(),
        matter[1].clone(),
        of(3, "11.01.2027", "p-3", "630000000001"),
    ];
    assert_eq!(repeated(&late), [0_u128; 0]);
    // Two of one client within six months, whatever they are about.
    let client = |on: &str| {
        [
            of(1, "10.01.2026", "p-1", "630000000001"),
            of(2, on, "p-1", "630000000002"),
        ]
    };
    assert_eq!(repeated(&client("09.07.2026")), [2]);
    assert_eq!(repeated(&client("10.07.2026")), [0_u128; 0]);
}

#[test]
fn a_settlement_is_taken_once_and_needs_proposals() {
    let (_, voids) = claim_case([answered(None), settlement_accepted("05.11.2026")]);
    assert_eq!(voids, [(3, VoidReason::NoSettlement)]);
    let (appeal, voids) = claim_case([
        answered(Some("Пересчёт")),
        settlement_accepted("02.11.2026"),
        settlement_accepted("05.11.2026"),
        settlement_accepted("06.11.2026"),
    ]);
    assert_eq!(
        voids,
        [
            (3, VoidReason::BeforeReceipt),
            (5, VoidReason::AlreadyDecided)
        ]
    );
    assert!(appeal.claim.accepted.is_some());
}

#[test]
fn actions_are_controlled_to_their_end() {
    let (appeal, voids) = claim_case([
        confirmed("01.12.2026"),
        cause(),
        action(),
        action_done(9),
        action_done(4),
        action_done(4),
    ]);
    assert_eq!(
        voids,
        [(5, VoidReason::NoSuchAction), (7, VoidReason::AlreadyDone)]
    );
    assert!(appeal.claim.actions.iter().all(|one| one.done.is_some()));
    let (open, _) = claim_case([action()]);
    let samara = OfficeId::parse("samara").unwrap();
    assert!(open.scope().contains(&samara), "its owner sees the claim");
    assert!(!appeal.scope().contains(&samara));
}

#[test]
fn the_head_speaks_to_a_project_once() {
    let (appeal, voids) = claim_case([
        approved("03.11.2026"),
        drafted(),
        given_back(),
        approved("03.11.2026"),
        drafted(),
        approved("03.11.2026"),
    ]);
    assert_eq!(
        voids,
        [(2, VoidReason::NotDrafted), (5, VoidReason::NotDrafted)]
    );
    let project = appeal.answering.project.unwrap();
    assert!(matches!(project.review, Review::Approved { .. }));
}

#[test]
fn letters_and_questions_have_one_end() {
    let (appeal, voids) = claim_case([
        dispatched("03.11.2026"),
        delivered(9, "07.11.2026"),
        delivered(2, "02.11.2026"),
        delivered(2, "07.11.2026"),
        asked(organisation()),
        told(9),
        told(6),
        told(6),
    ]);
    assert_eq!(
        voids,
        [
            (3, VoidReason::NoSuchDispatch),
            (4, VoidReason::BeforeReceipt),
            (7, VoidReason::NoSuchQuestion),
            (9, VoidReason::AlreadyDone)
        ]
    );
    let letter = &appeal.answering.dispatches[0];
    assert_eq!(letter.sent.track.as_deref(), Some("44344612345679"));
    assert_eq!(
        letter.delivery,
        Some((Delivery::Delivered, date("07.11.2026")))
    );
}

#[test]
fn a_case_has_an_owner_at_every_moment() {
    let registered = of_category("claim", Vec::new());
    let first = AppealEvent::Registered(Box::new(registered));
    let by = |state: &Appeal, n: u128, office: &str, event: &AppealEvent| {
        fold(Some(state.clone()), &act(n, office), event)
    };
    let appeal = fold(None, &act(1, "otradny"), &first).unwrap();
    assert_eq!(
        by(&appeal, 2, "samara", &taken("samara")),
        Err(VoidReason::NotHandedOver)
    );
    let offered = by(&appeal, 2, "otradny", &handed("samara")).unwrap();
    assert_eq!(
        offered.executor, None,
        "not taken yet: the owner is as before"
    );
    assert_eq!(
        by(&offered, 3, "otradny", &handed("centre")),
        Err(VoidReason::AlreadyHandedOver)
    );
    assert_eq!(
        by(&offered, 3, "tolyatti", &taken("tolyatti")),
        Err(VoidReason::AnotherOffice)
    );
    let back = by(&offered, 3, "samara", &handed_back()).unwrap();
    assert_eq!(back.hand_over, None);
    let done = by(&offered, 3, "samara", &taken("samara")).unwrap();
    assert_eq!(done.executor, Some(person("samara")));
    assert!(done.scope().contains(&OfficeId::parse("samara").unwrap()));
}
