//! What has effect and what is void.

use chrono::NaiveDate;
use proptest::prelude::*;
use stoika_domain::appeal::{
    Act, Answered, AppealEvent, AppealStatus, CloseGround, Closed, Executor, Outcome, Printed,
    Redated, UnconsideredProposed,
};
use stoika_domain::body::{Event, State, SubjectKind, VoidReason, encode, fold_entry};
use stoika_domain::ids::{AnswerChannelId, FormId, OfficeId};
use stoika_domain::party_contact::{
    Confirmed, ContactKind, Knowledge, Learnt, PartyContactEvent, Rejected, Verdict,
};
use stoika_domain::role::Role;
use stoika_domain::tenure::Octets;
use uuid::Uuid;

use crate::bodies::registered;
use crate::published::date;

pub fn act(n: u128, office: &str) -> Act {
    Act {
        act_id: Uuid::from_u128(n),
        office_id: OfficeId::parse(office).unwrap(),
        desk_label: "ОТ-04".to_owned(),
        desk_key: Octets([4; 16]),
        user_id: "u1".to_owned(),
        user_name: "Самойлова Е. В.".to_owned(),
        role: Role::SpecialistPayments,
        wall_time_ms: 1_793_342_760_000,
        server_time_ms: None,
    }
}

fn assigned(office: &str) -> AppealEvent {
    AppealEvent::Assigned(Executor {
        user_id: "u2".to_owned(),
        name: "Ермаков Д. С.".to_owned(),
        office_id: OfficeId::parse(office).unwrap(),
    })
}

fn answered(on: &str) -> AppealEvent {
    AppealEvent::Answered(Answered {
        answered_on: date(on),
        outcome: Outcome::Founded,
        answer_channel: AnswerChannelId::parse("registered_letter").unwrap(),
        text: "Пересчитано".to_owned(),
        conclusion: None,
        settlement: None,
    })
}

fn proposed(ground: CloseGround) -> AppealEvent {
    AppealEvent::UnconsideredProposed(UnconsideredProposed {
        ground,
        evidence: "заявление".to_owned(),
        former: None,
    })
}

fn closed(on: &str, ground: Option<CloseGround>) -> AppealEvent {
    AppealEvent::Closed(Closed {
        closed_on: date(on),
        ground,
        note: None,
    })
}

fn redated(to: &str) -> AppealEvent {
    AppealEvent::Redated(Redated {
        received_on: date(to),
        reason: "штемпель почты".to_owned(),
    })
}

fn printed(copy_number: u32) -> AppealEvent {
    AppealEvent::Printed(Printed {
        form_id: FormId::parse("registration_card").unwrap(),
        form_version: 3,
        copy_number,
        reprint_reason: (copy_number > 1).then(|| "зажевало".to_owned()),
    })
}

fn registration() -> AppealEvent {
    AppealEvent::Registered(Box::new(registered()))
}

/// Folds as the store does, through bytes.
fn step(state: Option<&State>, act: &Act, event: AppealEvent) -> Result<State, VoidReason> {
    let (kind, bytes) = encode(&Event::Appeal(event));
    fold_entry(SubjectKind::Appeal, state.cloned(), act, kind, &bytes)
}

/// Folds a history; what is void is named and has no effect.
fn history(events: &[AppealEvent]) -> (Option<State>, Vec<VoidReason>) {
    let mut state = None;
    let mut voids = Vec::new();
    for (n, event) in (1..).zip(events) {
        match step(state.as_ref(), &act(n, "otradny"), event.clone()) {
            Ok(next) => state = Some(next),
            Err(reason) => voids.push(reason),
        }
    }
    (state, voids)
}

fn appeal(state: Option<State>) -> stoika_domain::appeal::Appeal {
    state.as_ref().and_then(State::appeal).unwrap().clone()
}

#[test]
fn the_life_of_an_appeal() {
    let (state, voids) = history(&[
        registration(),
        printed(1),
        assigned("togliatti"),
        printed(2),
        answered("05.11.2026"),
        closed("06.11.2026", None),
    ]);
    assert_eq!(voids, []);
    let appeal = appeal(state);
    assert_eq!(appeal.id, Uuid::from_u128(1));
    assert_eq!(appeal.status(), AppealStatus::Closed);
    assert_eq!(appeal.registered, registered());
    assert_eq!(appeal.executor.as_ref().unwrap().name, "Ермаков Д. С.");
    assert_eq!(
        appeal.answered.as_ref().unwrap().answered_on,
        date("05.11.2026")
    );
    assert_eq!(
        appeal.closed.as_ref().unwrap().closed_on,
        date("06.11.2026")
    );
    let form = FormId::parse("registration_card").unwrap();
    assert_eq!(appeal.printed[&form].prints, 2);
    assert_eq!(appeal.next_copy_number(&form), 3);
    assert_eq!(
        appeal.next_copy_number(&FormId::parse("receipt").unwrap()),
        1
    );
    let scope: Vec<String> = appeal.scope().iter().map(ToString::to_string).collect();
    assert_eq!(scope, ["otradny", "togliatti"]);
}

#[test]
fn a_void_entry_changes_nothing_and_says_why() {
    use VoidReason::{
        AlreadyAnswered, AlreadyClosed, AlreadyRegistered, BeforeReceipt, NotAnswered,
        NotRegistered,
    };
    let withdrawn = Some(CloseGround::Withdrawn);
    for (events, void) in [
        (vec![assigned("otradny")], NotRegistered),
        (vec![printed(1)], NotRegistered),
        (vec![registration(), registration()], AlreadyRegistered),
        (
            vec![registration(), closed("05.11.2026", None)],
            NotAnswered,
        ),
        (vec![registration(), answered("29.10.2026")], BeforeReceipt),
        (
            vec![registration(), closed("29.10.2026", withdrawn)],
            BeforeReceipt,
        ),
        (
            vec![
                registration(),
                answered("05.11.2026"),
                answered("06.11.2026"),
            ],
            AlreadyAnswered,
        ),
        (
            vec![registration(), answered("05.11.2026"), assigned("otradny")],
            AlreadyAnswered,
        ),
        (
            vec![
                registration(),
                answered("05.11.2026"),
                redated("06.11.2026"),
            ],
            BeforeReceipt,
        ),
        (
            vec![
                registration(),
                proposed(CloseGround::Withdrawn),
                closed("05.11.2026", withdrawn),
                answered("05.11.2026"),
            ],
            AlreadyClosed,
        ),
        (
            vec![
                registration(),
                proposed(CloseGround::Withdrawn),
                closed("05.11.2026", withdrawn),
                redated("29.10.2026"),
            ],
            AlreadyClosed,
        ),
        (
            vec![
                registration(),
                proposed(CloseGround::Withdrawn),
                closed("05.11.2026", withdrawn),
                assigned("otradny"),
            ],
            AlreadyClosed,
        ),
        (
            vec![
                registration(),
                proposed(CloseGround::Withdrawn),
                closed("05.11.2026", withdrawn),
                closed("06.11.2026", withdrawn),
            ],
            AlreadyClosed,
        ),
    ] {
        let before = history(&events[..events.len() - 1]).0;
        let (after, voids) = history(&events);
        assert_eq!(voids, [void]);
        assert_eq!(after, before);
    }
}

#[test]
fn paper_given_counts_even_after_closing() {
    let (state, voids) = history(&[
        registration(),
        proposed(CloseGround::NoContact),
        closed("05.11.2026", Some(CloseGround::NoContact)),
        printed(1),
        // Another desk printed its first copy while apart.
        printed(1),
    ]);
    assert_eq!(voids, []);
    let form = FormId::parse("registration_card").unwrap();
    let appeal = appeal(state);
    assert_eq!(
        (appeal.printed[&form].prints, appeal.next_copy_number(&form)),
        (2, 2)
    );
}

#[test]
fn a_correcting_entry_moves_the_start_of_the_term() {
    let (state, voids) = history(&[registration(), redated("28.10.2026")]);
    assert_eq!(voids, []);
    let appeal = appeal(state);
    assert_eq!(appeal.start_dates().received_on, date("28.10.2026"));
    assert_eq!(appeal.start_dates().registered_on, Some(date("30.10.2026")));
}

#[test]
fn a_contact_is_learnt_once_and_settled_once() {
    let learnt = PartyContactEvent::Learnt(Learnt {
        party_id: "p1".to_owned(),
        kind: ContactKind::Phone,
        value: "+79001234512".to_owned(),
    });
    let confirmed = PartyContactEvent::Confirmed(Confirmed {
        party_id: "p1".to_owned(),
        kind: ContactKind::Email,
        value_masked: None,
    });
    let rejected = PartyContactEvent::Rejected(Rejected {
        reason: "чужой номер".to_owned(),
    });
    let step = |state: Option<&State>, event: &PartyContactEvent| {
        let (kind, bytes) = encode(&Event::PartyContact(event.clone()));
        fold_entry(
            SubjectKind::PartyContact,
            state.cloned(),
            &act(9, "otradny"),
            kind,
            &bytes,
        )
    };
    assert_eq!(
        step(None, &PartyContactEvent::Accepted),
        Err(VoidReason::NotLearnt)
    );
    assert_eq!(step(None, &rejected), Err(VoidReason::NotLearnt));
    let known = step(None, &learnt).unwrap();
    assert_eq!(
        step(Some(&known), &confirmed),
        Err(VoidReason::AlreadyLearnt)
    );
    let State::PartyContact(contact) = &known else {
        panic!("no contact");
    };
    assert_eq!(contact.verdict, Verdict::Waiting);
    assert_eq!(
        contact.knowledge,
        Knowledge::Learnt {
            value: "+79001234512".to_owned()
        }
    );
    assert_eq!(
        known.scope().into_iter().collect::<Vec<_>>(),
        [OfficeId::parse("otradny").unwrap()]
    );
    for (event, verdict) in [
        (PartyContactEvent::Accepted, Verdict::Accepted),
        (
            rejected.clone(),
            Verdict::Rejected {
                reason: "чужой номер".to_owned(),
            },
        ),
    ] {
        let settled = step(Some(&known), &event).unwrap();
        let State::PartyContact(contact) = &settled else {
            panic!("no contact");
        };
        assert_eq!(contact.verdict, verdict);
        assert_eq!(
            step(Some(&settled), &rejected),
            Err(VoidReason::AlreadySettled)
        );
    }
}

#[test]
fn an_entry_of_another_subject_or_of_nonsense_is_void() {
    let (kind, bytes) = encode(&Event::Appeal(registration()));
    let who = act(1, "otradny");
    assert_eq!(
        fold_entry(SubjectKind::PartyContact, None, &who, kind, &bytes),
        Err(VoidReason::WrongSubject)
    );
    for (kind, bytes) in [
        (kind, &bytes[..bytes.len() - 1]),
        (kind, &[][..]),
        (9999, &bytes[..]),
    ] {
        assert_eq!(
            fold_entry(SubjectKind::Appeal, None, &who, kind, bytes),
            Err(VoidReason::Unreadable)
        );
    }
}

fn any_event() -> impl Strategy<Value = AppealEvent> {
    let day = (20..60_u64).prop_map(|days| {
        date("01.10.2026")
            .checked_add_days(chrono::Days::new(days))
            .unwrap_or(NaiveDate::MAX)
            .to_string()
    });
    prop_oneof![
        Just(registration()),
        Just(assigned("otradny")),
        Just(assigned("togliatti")),
        Just(proposed(CloseGround::Insult)),
        day.clone().prop_map(|day| answered(&day)),
        day.clone().prop_map(|day| closed(&day, None)),
        day.clone()
            .prop_map(|day| closed(&day, Some(CloseGround::Insult))),
        day.prop_map(|day| redated(&day)),
        (1..4_u32).prop_map(printed),
    ]
}

proptest! {
    /// Whatever the order: one registration has effect, nothing but paper follows a closing, no
    /// answer lies before its receipt, and the state survives the store.
    #[test]
    fn no_history_makes_an_impossible_appeal(events in proptest::collection::vec(any_event(), 0..12)) {
        let (state, voids) = history(&events);
        prop_assert!(voids.len() <= events.len());
        let Some(state) = state else {
            return Ok(());
        };
        let reread = State::decode(SubjectKind::Appeal, &state.encode()).unwrap();
        prop_assert_eq!(&reread, &state);
        let appeal = appeal(Some(state));
        let received = appeal.registered.received_on;
        prop_assert!(appeal.answered.as_ref().is_none_or(|answer| answer.answered_on >= received));
        prop_assert!(appeal.closed.as_ref().is_none_or(|closed| closed.ground.is_some() || appeal.answered.is_some()));
        let registrations = events.iter().filter(|event| matches!(event, AppealEvent::Registered(_))).count();
        let again = voids.iter().filter(|void| **void == VoidReason::AlreadyRegistered).count();
        prop_assert_eq!(again + 1, registrations);
        prop_assert!(appeal.scope().contains(&appeal.office_id));
    }
}
