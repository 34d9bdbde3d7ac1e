//! What has effect on a visit, a shift and a sign, and what is void: every event in every state.

use proptest::prelude::*;
use stoika_domain::body::{State, SubjectKind, VoidReason};
use stoika_domain::ids::{PriorityClassId, ServiceId};
use stoika_domain::queue::{
    Aim, ClassSet, Deed, Directed, EscalationTaken, Held, Identified, Left, Revived, ServiceAdded,
    ShiftEvent, ShiftPaused, ShiftState, Sign, SignEvent, StreamsSet, TICKETS_MAX, TicketPrinted,
    TicketState, Visit, VisitEvent, fold_shift, fold_sign, fold_visit,
};
use uuid::Uuid;

use super::bodies::{raised, shift_events, visit_events};
use super::hall::{Hall, MINUTE_MS, OPENS_MS, at, finished, stream, transferred};

/// What an event at window 3 leads to: a state of the first ticket, or the reason why it is void.
const VISIT: &str = "
-                waiting            called              serving            held               transferred        returned           served             no_show            left
issued           already_registered already_registered  already_registered already_registered already_registered already_registered already_registered already_registered already_registered
called           called             visit_busy          visit_busy         called             called             called             ticket_not_waiting ticket_not_waiting ticket_not_waiting
called_again     ticket_not_served  called              ticket_not_called  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served
started          ticket_not_served  serving             ticket_not_called  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served
held             ticket_not_served  held                held               ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served
transferred      ticket_not_served  transferred         transferred        ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served
service_added    waiting            called              serving            held               transferred        returned           visit_over         visit_over         visit_over
finished         ticket_not_served  ticket_not_served   served             ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served
not_come         ticket_not_served  no_show             ticket_not_called  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served  ticket_not_served
revived          ticket_not_waiting ticket_not_waiting  ticket_not_waiting ticket_not_waiting ticket_not_waiting ticket_not_waiting ticket_not_waiting waiting            ticket_not_waiting
left             left               left                visit_busy         left               left               left               visit_over         visit_over         visit_over
class_set        waiting            called              serving            held               transferred        returned           visit_over         visit_over         visit_over
printed          waiting            called              serving            held               transferred        returned           served             no_show            left
identified       waiting            called              serving            held               transferred        returned           served             no_show            left
did              waiting            called              serving            held               transferred        returned           served             no_show            left
escalation_taken waiting            called              serving            held               transferred        returned           served             no_show            left
directed         waiting            ticket_not_waiting  ticket_not_waiting ticket_not_waiting transferred        returned           ticket_not_waiting ticket_not_waiting ticket_not_waiting
";

/// A visit whose only ticket is in a state, by window 3.
fn visit_in(state: &str) -> Hall {
    let mut hall = Hall::with(&[(3, &["payments"]), (5, &["contracts"])]);
    let visit = hall.take("payments", None, OPENS_MS);
    let minute = |n: i64| OPENS_MS + n * MINUTE_MS;
    if state == "waiting" {
        return hall;
    }
    if state == "left" {
        hall.event(visit, minute(1), &left());
        return hall;
    }
    hall.call(visit, 0, 3, minute(1));
    match state {
        "called" => {}
        "no_show" => hall.event(visit, minute(2), &VisitEvent::NotCome(at(0, 3))),
        "held" => hall.event(visit, minute(2), &held(3)),
        "transferred" => {
            hall.event(visit, minute(2), &transferred(3, "contracts", None, false));
        }
        "serving" => hall.start(visit, 3, minute(2)),
        "served" => {
            hall.start(visit, 3, minute(2));
            hall.event(visit, minute(3), &finished(0, 3));
        }
        "returned" => {
            hall.event(visit, minute(2), &transferred(3, "contracts", None, true));
            hall.serve(visit, 5, minute(3), minute(4), minute(5));
        }
        other => panic!("{other}"),
    }
    hall
}

fn left() -> VisitEvent {
    VisitEvent::Left(Left {
        reason: "said".to_owned(),
    })
}

fn held(window: u16) -> VisitEvent {
    VisitEvent::Held(Held {
        ticket: 0,
        window,
        reason: "copy".to_owned(),
        note: None,
    })
}

fn added() -> VisitEvent {
    VisitEvent::ServiceAdded(ServiceAdded {
        window: 3,
        service: ServiceId::parse("contracts").unwrap(),
        stream: stream("contracts"),
        aim: Aim::default(),
    })
}

fn event_of(hall: &Hall, name: &str) -> VisitEvent {
    match name {
        "issued" => visit_events().swap_remove(0),
        "called" => hall.called(0, 3, false),
        "called_again" => VisitEvent::CalledAgain(at(0, 3)),
        "started" => VisitEvent::Started(at(0, 3)),
        "held" => held(3),
        "transferred" => transferred(3, "contracts", None, false),
        "service_added" => added(),
        "finished" => finished(0, 3),
        "not_come" => VisitEvent::NotCome(at(0, 3)),
        "revived" => VisitEvent::Revived(Revived { ticket: 0 }),
        "left" => left(),
        "class_set" => VisitEvent::ClassSet(ClassSet {
            class: Some(PriorityClassId::parse("veteran").unwrap()),
            reason: "удостоверение".to_owned(),
        }),
        "printed" => VisitEvent::Printed(TicketPrinted { copy: 1 }),
        "identified" => VisitEvent::Identified(Identified {
            party_id: "p-000001".to_owned(),
            account_number: None,
        }),
        "did" => VisitEvent::Did(Deed {
            kind: SubjectKind::Appeal,
            id: Uuid::from_u128(5),
        }),
        "escalation_taken" => VisitEvent::EscalationTaken(EscalationTaken {
            step: "wait_over".to_owned(),
        }),
        "directed" => VisitEvent::Directed(Directed {
            ticket: 0,
            window: 5,
            reason: "так скорее".to_owned(),
        }),
        other => panic!("{other}"),
    }
}

#[test]
fn every_event_of_a_visit_in_every_state() {
    let mut lines = VISIT.trim().lines().map(str::split_whitespace);
    let states: Vec<&str> = lines.next().unwrap().skip(1).collect();
    let mut checked = 0;
    for mut line in lines {
        let name = line.next().unwrap();
        for (state, expected) in states.iter().zip(line) {
            let mut hall = visit_in(state);
            assert_eq!(hall.state(0, 0).as_str(), *state);
            let before = hall.visits[0].clone();
            let event = event_of(&hall, name);
            let got = hall.try_event(0, OPENS_MS + 9 * MINUTE_MS, &event);
            let got = match got {
                Ok(()) => hall.state(0, 0).as_str(),
                Err(reason) => {
                    assert_eq!(hall.visits[0], before);
                    reason.code()
                }
            };
            assert_eq!(got, expected, "{name} when {state}");
            checked += 1;
        }
    }
    assert_eq!(checked, 17 * 9);
    for event in visit_events().into_iter().skip(1) {
        let none = fold_visit(None, &Hall::default().act(OPENS_MS), &event);
        assert_eq!(none, Err(VoidReason::NotRegistered));
    }
}

#[test]
fn another_window_has_no_say_and_a_ticket_that_is_not_there_neither() {
    let steps: [fn(u8, u16) -> VisitEvent; 4] = [
        |ticket, window| VisitEvent::CalledAgain(at(ticket, window)),
        |ticket, window| VisitEvent::Started(at(ticket, window)),
        |ticket, window| VisitEvent::NotCome(at(ticket, window)),
        finished,
    ];
    for step in steps {
        let mut hall = visit_in("called");
        let at_ms = OPENS_MS + 9 * MINUTE_MS;
        assert_eq!(
            hall.try_event(0, at_ms, &step(0, 5)),
            Err(VoidReason::AnotherWindow)
        );
        assert_eq!(
            hall.try_event(0, at_ms, &step(1, 3)),
            Err(VoidReason::NoSuchTicket)
        );
    }
    let mut hall = visit_in("serving");
    assert_eq!(
        hall.try_event(0, OPENS_MS, &held(5)),
        Err(VoidReason::AnotherWindow)
    );
    let there = transferred(5, "contracts", None, false);
    assert_eq!(
        hall.try_event(0, OPENS_MS, &there),
        Err(VoidReason::AnotherWindow)
    );
}

/// «Вернуть ко мне», also when the second window sends him on with the same wish: he comes back to both.
#[test]
fn a_client_comes_back_to_every_window_that_wants_him() {
    let mut hall = visit_in("serving");
    let minute = |n: i64| OPENS_MS + n * MINUTE_MS;
    hall.event(0, minute(3), &transferred(3, "contracts", None, true));
    hall.call(0, 0, 5, minute(4));
    hall.start(0, 5, minute(5));
    hall.event(0, minute(6), &transferred(5, "head", Some(12), true));
    let ticket = &hall.visits[0].tickets[0];
    assert_eq!(ticket.aim.window, Some(12));
    assert_eq!(ticket.stream, stream("head"));
    hall.serve(0, 12, minute(7), minute(8), minute(9));
    for (window, to, n) in [(5, "contracts", 10), (3, "payments", 20)] {
        let ticket = &hall.visits[0].tickets[0];
        assert_eq!(ticket.state(), TicketState::Returned);
        assert_eq!(ticket.aim.window, Some(window));
        assert_eq!(ticket.stream, stream(to));
        assert_eq!(ticket.service.as_str(), to);
        hall.serve(0, window, minute(n), minute(n + 1), minute(n + 2));
    }
    assert!(hall.visits[0].is_over());
}

/// From the pool any window takes; a direct call leaves its reason, and the next wait counts its own calls.
#[test]
fn a_held_ticket_is_taken_by_hand_and_a_direct_call_leaves_its_reason() {
    let mut hall = visit_in("held");
    let minute = |n: i64| OPENS_MS + n * MINUTE_MS;
    let ticket = &hall.visits[0].tickets[0];
    assert_eq!(ticket.held_reason, Some(("copy".to_owned(), None)));
    let direct = hall.called(0, 5, true);
    hall.event(0, minute(3), &direct);
    hall.event(0, minute(4), &VisitEvent::CalledAgain(at(0, 5)));
    let ticket = &hall.visits[0].tickets[0];
    assert_eq!((ticket.calls, &ticket.held_reason), (2, &None));
    assert_eq!(ticket.direct_reasons, ["донёс документ"]);
    let period = ticket.period().unwrap();
    assert!(period.direct);
    assert_eq!(period.window, Some(5));
    assert_eq!(period.shift_id, Some(hall.shifts[1].id));
    hall.event(0, minute(5), &VisitEvent::NotCome(at(0, 5)));
    hall.event(0, minute(6), &VisitEvent::Revived(Revived { ticket: 0 }));
    assert_eq!(hall.visits[0].tickets[0].calls, 0);
    hall.call(0, 0, 3, minute(7));
    assert!(!hall.visits[0].tickets[0].period().unwrap().direct);
}

#[test]
fn a_visit_has_one_ticket_at_a_window_and_not_more_than_its_many() {
    let mut hall = visit_in("serving");
    let later = OPENS_MS + 9 * MINUTE_MS;
    hall.event(0, later, &added());
    let second = hall.called(1, 5, false);
    assert_eq!(
        hall.try_event(0, later, &second),
        Err(VoidReason::VisitBusy)
    );
    hall.event(0, later, &finished(0, 3));
    assert!(!hall.visits[0].is_over());
    hall.event(0, later, &second);
    assert_eq!(hall.visits[0].at_window().unwrap().0, 1);
    for _ in 2..TICKETS_MAX {
        hall.event(0, later, &added());
    }
    assert_eq!(
        hall.try_event(0, later, &added()),
        Err(VoidReason::NoSuchTicket)
    );
}

#[test]
fn a_deed_is_written_once_and_paper_is_counted() {
    let mut hall = visit_in("serving");
    for _ in 0..2 {
        for name in ["did", "printed", "escalation_taken"] {
            let event = event_of(&hall, name);
            hall.event(0, OPENS_MS, &event);
        }
    }
    let visit = &hall.visits[0];
    assert_eq!(visit.deeds.len(), 1);
    assert_eq!(visit.printed, 2);
    assert_eq!(visit.escalations_taken[0].0, "wait_over");
}

/// What an event leads to at a window, or why it is void.
const SHIFT: &str = "
-            open               paused             closed
opened       already_registered already_registered shift_over
paused       paused             already_paused     shift_over
resumed      not_paused         open               shift_over
streams_set  open               paused             shift_over
closed       closed             closed             shift_over
";

fn shift_event(name: &str) -> ShiftEvent {
    match name {
        "opened" => shift_events().swap_remove(0),
        "paused" => ShiftEvent::Paused(ShiftPaused {
            kind: "lunch".to_owned(),
        }),
        "resumed" => ShiftEvent::Resumed,
        "streams_set" => ShiftEvent::StreamsSet(StreamsSet {
            streams: vec![stream("contracts")],
        }),
        "closed" => ShiftEvent::Closed,
        other => panic!("{other}"),
    }
}

#[test]
fn every_event_of_a_shift_in_every_state() {
    let name = |state: ShiftState| match state {
        ShiftState::Open => "open",
        ShiftState::Paused(_) => "paused",
        ShiftState::Closed => "closed",
    };
    let mut lines = SHIFT.trim().lines().map(str::split_whitespace);
    let states: Vec<&str> = lines.next().unwrap().skip(1).collect();
    for mut line in lines {
        let event = line.next().unwrap();
        for (state, expected) in states.iter().zip(line) {
            let mut hall = Hall::with(&[(3, &["payments"])]);
            match *state {
                "open" => {}
                other => hall.shift(3, OPENS_MS + 1, &shift_event(other)).unwrap(),
            }
            assert_eq!(name(hall.shifts[0].state()), *state);
            let got = match hall.shift(3, OPENS_MS + 2, &shift_event(event)) {
                Ok(()) => name(hall.shifts[0].state()),
                Err(reason) => reason.code(),
            };
            assert_eq!(got, expected, "{event} when {state}");
        }
    }
    for event in shift_events().into_iter().skip(1) {
        assert_eq!(
            fold_shift(None, &Hall::default().act(OPENS_MS), &event),
            Err(VoidReason::NotRegistered)
        );
    }
}

#[test]
fn a_sign_is_raised_once_and_ended_once() {
    let mut hall = Hall::default();
    let act = hall.act(OPENS_MS);
    assert_eq!(
        fold_sign(None, &act, &SignEvent::Ended),
        Err(VoidReason::NotRegistered)
    );
    hall.sign(Sign::Peak, None, OPENS_MS);
    let sign = hall.signs[0].clone();
    assert_eq!(
        fold_sign(Some(sign.clone()), &act, &raised()),
        Err(VoidReason::AlreadyRegistered)
    );
    // Ended by a desk whose clock is behind: not before it began.
    hall.end_sign(0, OPENS_MS - MINUTE_MS);
    assert_eq!(hall.signs[0].ended.as_ref().unwrap().0, OPENS_MS);
    assert_eq!(
        fold_sign(Some(hall.signs[0].clone()), &act, &SignEvent::Ended),
        Err(VoidReason::AlreadyClosed)
    );
}

const NAMES: [&str; 16] = [
    "issued",
    "called",
    "called_again",
    "started",
    "held",
    "transferred",
    "service_added",
    "finished",
    "not_come",
    "revived",
    "left",
    "class_set",
    "printed",
    "identified",
    "did",
    "escalation_taken",
];

/// Periods lie end to end, none ends before it began, and only the last one lasts.
fn end_to_end(visit: &Visit) -> bool {
    visit.tickets.iter().all(|ticket| {
        let joined = ticket.periods.windows(2).all(|pair| {
            pair[0].to_ms == Some(pair[1].from_ms) && pair[0].from_ms <= pair[1].from_ms
        });
        joined && ticket.period().is_some_and(|last| last.to_ms.is_none())
    })
}

proptest! {
    /// Whatever happens in whatever order by whatever clocks, periods lie end to end, one ticket at most is at a window, and the
    /// state survives the store.
    #[test]
    fn no_history_makes_an_impossible_visit(
        steps in proptest::collection::vec((0..16_usize, 0..3_u8, 0..3_u16, -90..90_i64), 0..40),
    ) {
        let mut hall = Hall::with(&[(3, &["payments"]), (4, &["payments"]), (5, &["payments"])]);
        hall.take("payments", None, OPENS_MS);
        for (name, ticket, window, minutes) in steps {
            let window = 3 + window;
            let event = match NAMES[name] {
                "called" => hall.called(ticket, window, minutes % 2 == 0),
                "started" => VisitEvent::Started(at(ticket, window)),
                "finished" => finished(ticket, window),
                "not_come" => VisitEvent::NotCome(at(ticket, window)),
                "revived" => VisitEvent::Revived(Revived { ticket }),
                "transferred" => transferred(window, "contracts", None, minutes % 2 == 0),
                "held" => held(window),
                other => event_of(&hall, other),
            };
            let before = hall.visits[0].clone();
            if hall.try_event(0, OPENS_MS + minutes * MINUTE_MS, &event).is_err() {
                prop_assert_eq!(&before, &hall.visits[0]);
            }
            let visit = &hall.visits[0];
            prop_assert!(end_to_end(visit));
            let at_window = visit.tickets.iter().filter(|ticket| ticket.state().is_at_window());
            prop_assert!(at_window.count() <= 1);
        }
        let state = State::Visit(Box::new(hall.visits.remove(0)));
        let reread = State::decode(SubjectKind::Visit, &state.encode()).unwrap();
        prop_assert_eq!(reread, state);
    }
}
