//! The further course of an appeal, and what else a desk writes down: what has effect and what is void.

use std::collections::BTreeSet;

use chrono::NaiveTime;
use stoika_domain::appeal::{
    Answered, Appeal, AppealEvent, CloseGround, Closed, Extended, NormChanged, Outcome, Reopened,
    Resumed, Suspended, UnconsideredDeclined, UnconsideredProposed, UrgencySet,
};
use stoika_domain::audit::{AuditEvent, Sealed};
use stoika_domain::body::{Event, State, SubjectKind, VoidReason, encode, fold_entry};
use stoika_domain::consent::{self, ConsentEvent, Purpose};
use stoika_domain::consultation::{self, ConsultationEvent};
use stoika_domain::follow_up::{Agreed, Cancelled, Done, End, FollowUpEvent, Moved, NextStep};
use stoika_domain::ids::{
    AnswerChannelId, ArticleId, ChannelId, ConsultationTopicId, FormId, NormKey, UrgencyId,
};
use stoika_domain::incident::{IncidentEvent, IncidentKind, Measure, Noted};
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::paper::{About, Issued, PaperEvent, Reissued};
use uuid::Uuid;

use crate::bodies::registered;
use crate::folds::act;
use crate::published::date;

const NUMBER: &str = "ОТ-04/26-1842-МК3";

fn number() -> PaperNumber {
    PaperNumber::parse(NUMBER).unwrap()
}

fn step(state: Option<State>, n: u128, event: &Event) -> Result<State, VoidReason> {
    let (kind, bytes) = encode(event);
    fold_entry(
        event.kind().subject(),
        state,
        &act(n, "otradny"),
        kind,
        &bytes,
    )
}

/// Folds a history of one subject; what is void is named and has no effect.
fn history(events: impl IntoIterator<Item = Event>) -> (Option<State>, Vec<VoidReason>) {
    let (mut state, mut voids) = (None, Vec::new());
    for (n, event) in (1..).zip(events) {
        match step(state.clone(), n, &event) {
            Ok(next) => state = Some(next),
            Err(reason) => voids.push(reason),
        }
    }
    (state, voids)
}

fn case(events: impl IntoIterator<Item = AppealEvent>) -> (Appeal, Vec<VoidReason>) {
    let first = AppealEvent::Registered(Box::new(registered()));
    let all = std::iter::once(first).chain(events).map(Event::Appeal);
    let (state, voids) = history(all);
    (state.unwrap().appeal().unwrap().clone(), voids)
}

fn suspended(on: &str) -> AppealEvent {
    AppealEvent::Suspended(Suspended {
        suspended_on: date(on),
        awaited: "копию акта".to_owned(),
    })
}

fn resumed(on: &str) -> AppealEvent {
    AppealEvent::Resumed(Resumed {
        resumed_on: date(on),
        note: Some("акт получен".to_owned()),
    })
}

fn extended(on: &str) -> AppealEvent {
    AppealEvent::Extended(Extended {
        extended_on: date(on),
        reason: "запрошены сведения".to_owned(),
    })
}

pub fn norm_changed(key: &str) -> AppealEvent {
    AppealEvent::NormChanged(NormChanged {
        norm_key: NormKey::parse(key).unwrap(),
        reason: "запрос в сетевую организацию".to_owned(),
    })
}

fn answered(on: &str) -> AppealEvent {
    AppealEvent::Answered(Answered {
        answered_on: date(on),
        outcome: Outcome::Unfounded,
        answer_channel: AnswerChannelId::parse("email").unwrap(),
        text: "Начислено верно".to_owned(),
        conclusion: None,
        settlement: None,
    })
}

fn closed(on: &str, ground: Option<CloseGround>) -> AppealEvent {
    AppealEvent::Closed(Closed {
        closed_on: date(on),
        ground,
        note: None,
    })
}

fn proposed(former: Option<Uuid>) -> AppealEvent {
    AppealEvent::UnconsideredProposed(UnconsideredProposed {
        ground: CloseGround::AlreadyAnswered,
        evidence: "ответ от 01.10.2026".to_owned(),
        former,
    })
}

fn declined() -> AppealEvent {
    AppealEvent::UnconsideredDeclined(UnconsideredDeclined {
        reason: "довод новый".to_owned(),
    })
}

fn reopened(on: &str) -> AppealEvent {
    AppealEvent::Reopened(Reopened {
        received_on: date(on),
        argument: "найден акт".to_owned(),
    })
}

#[test]
fn a_case_waits_and_goes_on() {
    let (appeal, voids) = case([suspended("02.11.2026"), resumed("05.11.2026")]);
    assert_eq!(voids, []);
    assert!(!appeal.is_waiting());
    assert_eq!(appeal.awaited, None);
    let pauses = appeal.start_dates().pauses;
    assert_eq!(pauses.len(), 1);
    assert_eq!(pauses[0].from, date("02.11.2026"));
    assert_eq!(pauses[0].until, Some(date("05.11.2026")));

    let (appeal, voids) = case([
        resumed("02.11.2026"),
        suspended("02.11.2026"),
        suspended("03.11.2026"),
        resumed("01.11.2026"),
    ]);
    assert_eq!(
        voids,
        [
            VoidReason::NotWaiting,
            VoidReason::AlreadyWaiting,
            VoidReason::BeforeReceipt
        ]
    );
    assert!(appeal.is_waiting());
    assert_eq!(appeal.awaited.as_deref(), Some("копию акта"));
}

#[test]
fn an_answer_ends_the_wait_and_the_proposal() {
    let (appeal, voids) = case([
        suspended("02.11.2026"),
        proposed(None),
        answered("05.11.2026"),
    ]);
    assert_eq!(voids, []);
    assert!(!appeal.is_waiting());
    assert_eq!(appeal.proposed, None);
}

#[test]
fn a_term_is_extended_once_and_not_after_the_answer() {
    let (appeal, voids) = case([extended("02.11.2026"), extended("03.11.2026")]);
    assert_eq!(voids, [VoidReason::AlreadyExtended]);
    assert_eq!(appeal.start_dates().extended_on, Some(date("02.11.2026")));
    let (_, voids) = case([answered("02.11.2026"), extended("03.11.2026")]);
    assert_eq!(voids, [VoidReason::AlreadyAnswered]);
}

#[test]
fn the_head_decides_on_a_proposal() {
    let former = Uuid::from_u128(77);
    let (appeal, voids) = case([
        declined(),
        proposed(Some(former)),
        proposed(None),
        closed("03.11.2026", Some(CloseGround::AlreadyAnswered)),
    ]);
    assert_eq!(
        voids,
        [VoidReason::NotProposed, VoidReason::AlreadyProposed]
    );
    assert_eq!(appeal.closed_by_former, Some(former));
    assert_eq!(appeal.proposed, None);
    // He approves what stands, on the ground that was named.
    let (appeal, voids) = case([
        closed("03.11.2026", Some(CloseGround::AlreadyAnswered)),
        proposed(None),
        closed("03.11.2026", Some(CloseGround::Insult)),
        declined(),
        closed("03.11.2026", Some(CloseGround::AlreadyAnswered)),
        proposed(None),
        answered("03.11.2026"),
        closed("03.11.2026", Some(CloseGround::AlreadyAnswered)),
    ]);
    assert_eq!(voids, [VoidReason::NotProposed; 4]);
    assert_eq!(appeal.closed, None);
    let (appeal, voids) = case([proposed(None), declined(), proposed(None)]);
    assert_eq!(voids, []);
    assert!(appeal.proposed.is_some());
}

#[test]
fn a_new_argument_opens_the_case_again_and_its_term_runs_anew() {
    let (appeal, voids) = case([
        extended("02.11.2026"),
        answered("05.11.2026"),
        reopened("06.11.2026"),
        closed("06.11.2026", None),
        reopened("05.11.2026"),
        reopened("09.11.2026"),
        extended("10.11.2026"),
        answered("11.11.2026"),
    ]);
    assert_eq!(voids, [VoidReason::NotClosed, VoidReason::BeforeReceipt]);
    assert_eq!(appeal.former_rounds.len(), 1);
    assert_eq!(appeal.former_rounds[0].received_on, date("30.10.2026"));
    assert!(appeal.former_rounds[0].answered.is_some());
    assert_eq!(appeal.start_dates().received_on, date("09.11.2026"));
    assert!(appeal.extended.is_some());
}

#[test]
fn urgency_is_set_while_the_case_is_open() {
    let set = || {
        AppealEvent::UrgencySet(UrgencySet {
            urgency: UrgencyId::parse("immediate").unwrap(),
            reason: "авария".to_owned(),
        })
    };
    let (appeal, voids) = case([
        set(),
        proposed(None),
        closed("02.11.2026", Some(CloseGround::AlreadyAnswered)),
        set(),
    ]);
    assert_eq!(voids, [VoidReason::AlreadyClosed]);
    assert_eq!(appeal.registered.urgency.as_str(), "immediate");
}

fn agreed() -> Event {
    Event::FollowUp(FollowUpEvent::Agreed(Box::new(Agreed {
        number: number(),
        step: NextStep::ClientComes,
        on: date("03.11.2026"),
        at: NaiveTime::from_hms_opt(14, 30, 0),
        party_id: Some("p-000001".to_owned()),
        name: "Примерова Анна Сергеевна".to_owned(),
        phone: Some("+79001234512".to_owned()),
        user_id: "u2".to_owned(),
        user_name: "Ермаков Д. С.".to_owned(),
        question: "Расчёт по ночной зоне".to_owned(),
        appeal_id: Some(Uuid::from_u128(5)),
    })))
}

fn moved() -> Event {
    Event::FollowUp(FollowUpEvent::Moved(Moved {
        on: date("05.11.2026"),
        at: None,
        reason: "заболел".to_owned(),
    }))
}

fn done() -> Event {
    Event::FollowUp(FollowUpEvent::Done(Done {
        result: "разъяснено".to_owned(),
    }))
}

fn cancelled() -> Event {
    Event::FollowUp(FollowUpEvent::Cancelled(Cancelled {
        reason: "решено раньше".to_owned(),
    }))
}

#[test]
fn an_agreed_step_is_moved_and_ends_once() {
    let (state, voids) = history([moved(), agreed(), agreed(), moved(), done(), cancelled()]);
    assert_eq!(
        voids,
        [
            VoidReason::NotRegistered,
            VoidReason::AlreadyRegistered,
            VoidReason::AlreadyClosed
        ]
    );
    let Some(State::FollowUp(step)) = state else {
        panic!("no step")
    };
    assert_eq!(step.agreed.on, date("05.11.2026"));
    assert_eq!(step.agreed.at, None);
    assert_eq!(
        step.end,
        Some(End::Done {
            result: "разъяснено".to_owned()
        })
    );
}

fn consent_given() -> Event {
    Event::Consent(ConsentEvent::Given(consent::Given {
        number: number(),
        party_id: "p-000001".to_owned(),
        name: "Примерова Анна Сергеевна".to_owned(),
        given_on: date("30.10.2026"),
        purposes: BTreeSet::from([Purpose::Messages, Purpose::Surveys]),
    }))
}

fn withdrawal_number() -> PaperNumber {
    let series = DeskLabel::parse("ОТ-05").unwrap();
    PaperNumber::compose(series, 2026, 77, &Uuid::from_u128(7)).unwrap()
}

fn consent_withdrawn(number: PaperNumber) -> Event {
    Event::Consent(ConsentEvent::Withdrawn(consent::Withdrawn {
        number,
        party_id: "p-000001".to_owned(),
        name: "Примерова Анна Сергеевна".to_owned(),
        withdrawn_on: date("05.11.2026"),
    }))
}

#[test]
fn a_consent_is_withdrawn_once_given_here_or_not() {
    let (state, voids) = history([
        consent_given(),
        consent_withdrawn(withdrawal_number()),
        consent_withdrawn(withdrawal_number()),
    ]);
    assert_eq!(voids, [VoidReason::AlreadyClosed]);
    let Some(state) = state else {
        panic!("no consent")
    };
    // Two papers: neither number may be given again, and the first is the consent's own.
    assert_eq!(state.numbers(), [number(), withdrawal_number()]);
    assert_eq!(state.number(), Some(number()));
    let State::Consent(consent) = state else {
        panic!("no consent")
    };
    assert!(consent.given.is_some() && consent.withdrawn.is_some());
    let (state, voids) = history([consent_withdrawn(number())]);
    assert_eq!(voids, []);
    assert_eq!(state.unwrap().party_id(), Some("p-000001"));
}

fn issued() -> Event {
    Event::Paper(PaperEvent::Issued(Issued {
        number: number(),
        form_id: FormId::parse("information_sheet").unwrap(),
        form_version: 1,
        about: About::Article {
            article: ArticleId::parse("tariffs").unwrap(),
        },
        party_id: None,
    }))
}

fn reissued() -> Event {
    Event::Paper(PaperEvent::Reissued(Reissued {
        form_version: 1,
        copy_number: 2,
        reason: "потерян".to_owned(),
    }))
}

#[test]
fn a_paper_keeps_the_highest_number_of_its_copies() {
    let (state, voids) = history([reissued(), issued(), reissued(), reissued(), issued()]);
    assert_eq!(
        voids,
        [VoidReason::NotRegistered, VoidReason::AlreadyRegistered]
    );
    let Some(State::Paper(paper)) = state else {
        panic!("no paper")
    };
    assert_eq!(paper.last_copy_number, 2);
}

/// One of every event that an appeal's former life did not have.
#[test]
fn an_appeal_runs_by_another_norm_until_it_is_answered_or_moved_back() {
    let (appeal, voids) = case([
        norm_changed("appeal.third_party"),
        norm_changed("appeal.detailed"),
    ]);
    assert_eq!(voids, []);
    assert_eq!(appeal.registered.norm_key.as_str(), "appeal.detailed");
    assert_eq!(appeal.norm_moved.unwrap().from.as_str(), "claim.citizen");
    let (appeal, voids) = case([
        norm_changed("appeal.detailed"),
        norm_changed("claim.citizen"),
    ]);
    assert_eq!(voids, []);
    assert_eq!(appeal.norm_moved, None);
    assert_eq!(appeal.registered.norm_key.as_str(), "claim.citizen");
    let (appeal, voids) = case([
        norm_changed("appeal.detailed"),
        answered("02.11.2026"),
        norm_changed("appeal.third_party"),
        closed("02.11.2026", None),
        norm_changed("appeal.third_party"),
        reopened("09.11.2026"),
    ]);
    assert_eq!(
        voids,
        [VoidReason::AlreadyAnswered, VoidReason::AlreadyClosed]
    );
    assert_eq!(appeal.norm_moved, None);
    assert_eq!(
        appeal.registered.norm_key.as_str(),
        "claim.citizen",
        "a new round"
    );
}

pub fn further_events() -> Vec<Event> {
    let appeal = Event::Appeal;
    vec![
        appeal(extended("02.11.2026")),
        appeal(suspended("02.11.2026")),
        appeal(resumed("05.11.2026")),
        appeal(proposed(Some(Uuid::from_u128(77)))),
        appeal(declined()),
        appeal(reopened("09.11.2026")),
        appeal(AppealEvent::UrgencySet(UrgencySet {
            urgency: UrgencyId::parse("immediate").unwrap(),
            reason: "авария".to_owned(),
        })),
        Event::Consultation(ConsultationEvent::Given(consultation::Given {
            party_id: Some("p-000001".to_owned()),
            account_number: Some("630000123456".to_owned()),
            topic: ConsultationTopicId::parse("tariffs").unwrap(),
            channel: ChannelId::parse("office").unwrap(),
            article: Some(ArticleId::parse("tariffs").unwrap()),
            note: Some("рассказано о двух зонах".to_owned()),
        })),
        agreed(),
        moved(),
        done(),
        cancelled(),
        Event::Incident(IncidentEvent::Noted(Noted {
            kind: IncidentKind::Aggression,
            measure: Measure::Guard,
            text: "кричал".to_owned(),
            party_id: None,
        })),
        consent_given(),
        consent_withdrawn(number()),
        Event::Audit(AuditEvent::Sealed(Sealed {
            replica: "00ff".to_owned(),
            seq: 41,
            chain: "ab12".to_owned(),
            on: date("30.10.2026"),
        })),
        issued(),
        reissued(),
    ]
}

#[test]
fn an_event_stays_with_its_kind_of_subject() {
    for event in further_events() {
        let (kind, bytes) = encode(&event);
        let other = if event.kind().subject() == SubjectKind::Incident {
            SubjectKind::Consent
        } else {
            SubjectKind::Incident
        };
        assert_eq!(
            fold_entry(other, None, &act(1, "otradny"), kind, &bytes),
            Err(VoidReason::WrongSubject),
            "{kind}"
        );
    }
}
