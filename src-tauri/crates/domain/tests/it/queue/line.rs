//! Who is called next.

use std::collections::BTreeMap;

use proptest::prelude::*;
use stoika_domain::ids::StreamId;
use stoika_domain::queue::{
    Asking, DaySnapshot, Held, Queued, Revived, ShiftEvent, TicketState, VisitEvent, Why, line_of,
    next,
};

use super::hall::{Hall, MINUTE_MS, OPENS_MS, RULES, at, clock, finished, stream, transferred};

const BOTH: &[&str] = &["payments", "contracts"];

fn minute(n: i64) -> i64 {
    OPENS_MS + n * MINUTE_MS
}

/// The places of visits in the order in which window 1 would call them.
fn order(hall: &Hall, now: &str) -> Vec<(usize, Why)> {
    let streams = [stream("payments")];
    let asking = Asking {
        window: 1,
        streams: &streams,
        now: clock(now),
    };
    let snapshot = hall.snapshot();
    line_of(&snapshot, &asking, &RULES)
        .into_iter()
        .map(|(queued, why)| (hall.place(queued.visit_id), why))
        .collect()
}

#[test]
fn returned_then_appointment_then_ground_then_turn() {
    let mut hall = Hall::with(&[(1, &["payments"]), (2, &["contracts"])]);
    let turn = hall.take("payments", None, minute(0));
    let class = hall.take("payments", Some("veteran"), minute(1));
    let due = hall.take_with("payments", None, Some(Some(clock("10:00"))), minute(2));
    let early = hall.take_with("payments", None, Some(Some(clock("11:00"))), minute(3));
    let any_time = hall.take_with("payments", None, Some(None), minute(4));
    let returned = hall.take("payments", None, minute(5));
    let elsewhere = hall.take("contracts", None, minute(6));
    hall.call(returned, 0, 1, minute(6));
    hall.event(
        returned,
        minute(7),
        &transferred(1, "contracts", Some(2), true),
    );
    hall.serve(returned, 2, minute(8), minute(8), minute(9));
    assert_eq!(
        order(&hall, "10:00"),
        [
            (returned, Why::Returned),
            (due, Why::Appointment),
            (class, Why::Class),
            (turn, Why::Turn),
            (early, Why::Turn),
            (any_time, Why::Turn),
        ]
    );
    assert_eq!(hall.next(2, "10:00"), Some((elsewhere, Why::Turn)));
    for (now, is_due) in [
        ("09:54", false),
        ("09:55", true),
        ("10:15", true),
        ("10:16", false),
    ] {
        let appointments = order(&hall, now)
            .into_iter()
            .filter(|(_, why)| *why == Why::Appointment);
        assert_eq!(appointments.count() == 1, is_due, "{now}");
    }
}

/// A visit that a window has is offered to no other; one visit stands once in the line, with its first ticket; from the
/// pool people take by hand.
#[test]
fn a_client_is_offered_once() {
    let mut hall = Hall::with(&[(1, BOTH), (2, BOTH)]);
    let first = hall.take("payments", None, minute(0));
    let second = hall.take("payments", None, minute(1));
    hall.call(first, 0, 1, minute(2));
    hall.start(first, 1, minute(3));
    let more = super::bodies::visit_events()
        .into_iter()
        .find(|event| matches!(event, VisitEvent::ServiceAdded(_)))
        .unwrap();
    hall.event(first, minute(4), &more);
    assert_eq!(hall.next(2, "09:00"), Some((second, Why::Turn)));
    assert_eq!(hall.snapshot().queued.len(), 1);
    let away = transferred(1, "contracts", None, false);
    hall.event(first, minute(5), &away);
    let places: Vec<(usize, u8)> = hall
        .snapshot()
        .queued
        .iter()
        .map(|queued| (hall.place(queued.visit_id), queued.ticket))
        .collect();
    assert_eq!(places, [(first, 0), (second, 0)]);
    assert_eq!(hall.snapshot().queued[0].since_ms, minute(5));
    // Held in the middle: the other ticket is offered, the held one is in the pool.
    hall.call(first, 0, 2, minute(6));
    let hold = VisitEvent::Held(Held {
        ticket: 0,
        window: 2,
        reason: "copy".to_owned(),
        note: None,
    });
    hall.event(first, minute(7), &hold);
    let snapshot = hall.snapshot();
    let of_first: Vec<(u8, TicketState, i64)> = snapshot
        .queued
        .iter()
        .filter(|queued| queued.visit_id == hall.visits[first].id)
        .map(|queued| (queued.ticket, queued.state, queued.since_ms))
        .collect();
    // The second ticket waits since the window let him go.
    assert_eq!(
        of_first,
        [
            (0, TicketState::Held, minute(7)),
            (1, TicketState::Waiting, minute(7))
        ]
    );
    let names = [stream("payments"), stream("contracts")];
    let asking = Asking {
        window: 1,
        streams: &names,
        now: clock("09:00"),
    };
    let line = line_of(&snapshot, &asking, &RULES);
    assert!(
        line.iter()
            .all(|(queued, _)| queued.state != TicketState::Held)
    );
}

#[test]
fn what_is_meant_for_a_window_waits_for_it_while_it_is_there() {
    let mut hall = Hall::with(&[(1, &["payments"]), (2, &["payments"]), (3, &["contracts"])]);
    let meant = hall.take("payments", None, minute(0));
    let other = hall.take("payments", None, minute(1));
    hall.call(meant, 0, 1, minute(2));
    // A window may be meant whose streams are others.
    hall.event(
        meant,
        minute(3),
        &transferred(1, "payments", Some(3), false),
    );
    assert_eq!(hall.next(1, "09:00"), Some((other, Why::Turn)));
    assert_eq!(hall.next(3, "09:00"), Some((meant, Why::Turn)));
    hall.pause(3, minute(4));
    assert_eq!(hall.next(1, "09:00"), Some((other, Why::Turn)));
    hall.shift(3, minute(5), &ShiftEvent::Closed).unwrap();
    assert_eq!(hall.next(1, "09:00"), Some((meant, Why::Turn)));
    assert_eq!(hall.next(2, "09:00"), Some((meant, Why::Turn)));
    assert_eq!(hall.snapshot().windows, [1, 2]);
}

#[test]
fn a_transferred_client_keeps_his_place_by_arrival() {
    let mut hall = Hall::with(&[(1, &["payments"]), (2, &["contracts"])]);
    let early = hall.take("payments", None, minute(0));
    let late = hall.take("contracts", None, minute(1));
    hall.call(early, 0, 1, minute(5));
    hall.event(early, minute(6), &transferred(1, "contracts", None, false));
    assert_eq!(hall.next(2, "09:00"), Some((early, Why::Turn)));
    hall.call(early, 0, 2, minute(7));
    hall.event(early, minute(8), &VisitEvent::NotCome(at(0, 2)));
    assert_eq!(hall.next(2, "09:00"), Some((late, Why::Turn)));
    hall.event(
        early,
        minute(9),
        &VisitEvent::Revived(Revived { ticket: 0 }),
    );
    assert_eq!(hall.next(2, "09:00"), Some((early, Why::Turn)));
}

#[test]
fn after_two_by_a_ground_one_in_turn() {
    let mut hall = Hall::with(&[(1, &["payments"])]);
    let turns: Vec<usize> = (0..3)
        .map(|n| hall.take("payments", None, minute(n)))
        .collect();
    let class: Vec<usize> = (0..6)
        .map(|n| hall.take("payments", Some("veteran"), minute(10 + n)))
        .collect();
    let expected = [
        class[0], class[1], turns[0], class[2], class[3], turns[1], class[4], class[5], turns[2],
    ];
    let planned: Vec<usize> = order(&hall, "09:00")
        .into_iter()
        .map(|(it, _)| it)
        .collect();
    assert_eq!(planned, expected, "as the line is foretold");
    for (n, visit) in (20..).step_by(3).zip(expected) {
        let (found, _) = hall.next(1, "09:00").unwrap();
        assert_eq!(found, visit, "and as it is called");
        hall.serve(found, 1, minute(n), minute(n + 1), minute(n + 2));
    }
    assert_eq!(hall.next(1, "09:00"), None);
}

/// Nobody in turn waited while they were called: that counts for nothing.
#[test]
fn privilege_is_counted_only_against_those_who_waited() {
    let mut hall = Hall::with(&[(1, &["payments"])]);
    for n in 0..3 {
        let visit = hall.take("payments", Some("veteran"), minute(n * 4));
        hall.serve(
            visit,
            1,
            minute(n * 4 + 1),
            minute(n * 4 + 2),
            minute(n * 4 + 3),
        );
    }
    assert_eq!(hall.snapshot().passed, []);
    let turn = hall.take("payments", None, minute(20));
    let class = hall.take("payments", Some("veteran"), minute(21));
    assert_eq!(hall.next(1, "09:00"), Some((class, Why::Class)));
    hall.serve(class, 1, minute(22), minute(23), minute(24));
    assert_eq!(hall.snapshot().passed, [(stream("payments"), 1)]);
    hall.serve(turn, 1, minute(25), minute(26), minute(27));
    assert_eq!(hall.snapshot().passed, []);
}

/// A random day: what people do, by small numbers.
#[derive(Clone, Copy, Debug)]
enum Step {
    Take {
        contracts: bool,
        class: bool,
        due: bool,
    },
    Next {
        window: u16,
    },
    Direct {
        place: usize,
        window: u16,
    },
    Finish {
        window: u16,
    },
    Send {
        window: u16,
        back: bool,
    },
    Away {
        window: u16,
    },
    Revive {
        place: usize,
    },
}

fn any_step() -> impl Strategy<Value = Step> {
    let window = 1..4_u16;
    prop_oneof![
        6 => (any::<bool>(), 0..3_u8, 0..8_u8).prop_map(|(contracts, class, due)| Step::Take {
            contracts,
            class: class == 0,
            due: due == 0,
        }),
        5 => window.clone().prop_map(|window| Step::Next { window }),
        1 => (0..40_usize, window.clone())
            .prop_map(|(place, window)| Step::Direct { place, window }),
        5 => window.clone().prop_map(|window| Step::Finish { window }),
        1 => (window.clone(), any::<bool>())
            .prop_map(|(window, back)| Step::Send { window, back }),
        1 => window.prop_map(|window| Step::Away { window }),
        1 => (0..40_usize).prop_map(|place| Step::Revive { place }),
    ]
}

/// Windows 1 to 3; all three serve both streams, or one each.
fn played(steps: &[Step], mut seen: impl FnMut(&Hall, u16, usize, Why, i64)) -> Hall {
    let mut hall = Hall::with(&[(1, BOTH), (2, &["payments"]), (3, &["contracts"])]);
    let mut now_ms = OPENS_MS;
    for step in steps {
        now_ms += MINUTE_MS;
        play(&mut hall, *step, now_ms, &mut seen);
    }
    hall
}

fn play(
    hall: &mut Hall,
    step: Step,
    now_ms: i64,
    seen: &mut impl FnMut(&Hall, u16, usize, Why, i64),
) {
    let at_window = |hall: &Hall, window: u16| {
        hall.visits.iter().position(|visit| {
            visit
                .at_window()
                .is_some_and(|(_, ticket)| ticket.period().unwrap().window == Some(window))
        })
    };
    match step {
        Step::Take {
            contracts,
            class,
            due,
        } => {
            let to = if contracts { "contracts" } else { "payments" };
            let appointment = due.then(|| Some(clock("10:00")));
            hall.take_with(to, class.then_some("veteran"), appointment, now_ms);
        }
        Step::Next { window } if at_window(hall, window).is_none() => {
            if let Some((visit, why)) = hall.next(window, "10:00") {
                seen(hall, window, visit, why, now_ms);
                hall.call(visit, 0, window, now_ms);
            }
        }
        Step::Direct { place, window } if at_window(hall, window).is_none() => {
            let called = hall.called(0, window, true);
            if place < hall.visits.len() {
                let _ = hall.try_event(place, now_ms, &called);
            }
        }
        Step::Next { .. } | Step::Direct { .. } => {}
        Step::Finish { window } => {
            if let Some(visit) = at_window(hall, window) {
                if hall.state(visit, 0) == TicketState::Called {
                    hall.start(visit, window, now_ms);
                }
                hall.event(visit, now_ms, &finished(0, window));
            }
        }
        Step::Send { window, back } => {
            if let Some(visit) = at_window(hall, window) {
                let to = if window == 2 { "contracts" } else { "payments" };
                hall.event(visit, now_ms, &transferred(window, to, None, back));
            }
        }
        Step::Away { window } => {
            if let Some(visit) = at_window(hall, window) {
                let _ = hall.try_event(visit, now_ms, &VisitEvent::NotCome(at(0, window)));
            }
        }
        Step::Revive { place } => {
            if place < hall.visits.len() {
                let revived = VisitEvent::Revived(Revived { ticket: 0 });
                let _ = hall.try_event(place, now_ms, &revived);
            }
        }
    }
}

fn is_privileged(why: Why) -> bool {
    match why {
        Why::Appointment | Why::Class => true,
        Why::Returned | Why::Turn => false,
    }
}

fn asking_of(hall: &Hall, window: u16) -> (u16, Vec<StreamId>) {
    let shift = hall.shifts.iter().find(|shift| shift.window == window);
    (window, shift.unwrap().streams.clone())
}

proptest! {
    /// At every call of a random day: of those who could have been called for the same reason nobody came earlier; and nobody in turn
    /// is passed by more privileged calls of his stream than the rules say.
    #[test]
    fn arrival_is_kept_and_nobody_is_passed_too_often(
        steps in proptest::collection::vec(any_step(), 0..160),
    ) {
        let mut earlier = None;
        // For each who waits in turn: privileged calls of his stream since he stands there.
        let mut passed: BTreeMap<(usize, StreamId, i64), u32> = BTreeMap::new();
        let mut most = 0;
        played(&steps, |hall, window, visit, why, _| {
            let snapshot = hall.snapshot();
            let (window, streams) = asking_of(hall, window);
            let asking = Asking { window, streams: &streams, now: clock("10:00") };
            let line = line_of(&snapshot, &asking, &RULES);
            let called = &hall.visits[visit];
            let called_stream = called.tickets[0].stream.clone();
            for (queued, other_why) in &line {
                if *other_why == why && queued.arrived_at_ms < called.issued_at_ms
                    && (why == Why::Turn || queued.stream == called_stream) {
                    earlier = Some((hall.place(queued.visit_id), visit, why));
                }
            }
            for queued in &snapshot.queued {
                let in_turn = queued.class.is_none() && queued.appointment.is_none()
                    && matches!(queued.state, TicketState::Waiting | TicketState::Transferred);
                let place = hall.place(queued.visit_id);
                if !in_turn || place == visit || queued.stream != called_stream {
                    continue;
                }
                let count = passed
                    .entry((place, called_stream.clone(), queued.since_ms))
                    .or_insert(0);
                match why {
                    Why::Turn => *count = 0,
                    Why::Appointment | Why::Class => *count += 1,
                    Why::Returned => {}
                }
                most = most.max(*count);
            }
        });
        prop_assert_eq!(earlier, None);
        prop_assert!(most <= RULES.privileged_in_a_row_max, "{}", most);
    }

    /// The line as it is foretold is the line as it is called, when nobody comes and one window calls.
    #[test]
    fn the_line_comes_true(steps in proptest::collection::vec(any_step(), 0..80)) {
        let mut hall = played(&steps, |_, _, _, _, _| {});
        let (window, streams) = asking_of(&hall, 1);
        let snapshot = hall.snapshot();
        let asking = Asking { window, streams: &streams, now: clock("10:00") };
        let foretold: Vec<usize> = line_of(&snapshot, &asking, &RULES)
            .into_iter()
            .map(|(queued, _)| hall.place(queued.visit_id))
            .collect();
        let mut now_ms = OPENS_MS + 1000 * MINUTE_MS;
        for visit in foretold {
            let found = hall.next(1, "10:00").map(|(found, _)| found);
            prop_assert_eq!(found, Some(visit));
            hall.call(visit, 0, 1, now_ms);
            hall.event(visit, now_ms + 1, &VisitEvent::NotCome(at(0, 1)));
            now_ms += MINUTE_MS;
        }
        prop_assert_eq!(hall.next(1, "10:00"), None);
    }

    /// The same day in any order of its records gives the same next ticket.
    #[test]
    fn the_order_of_records_does_not_matter(
        steps in proptest::collection::vec(any_step(), 0..80), turn in 0..50_usize,
    ) {
        let hall = played(&steps, |_, _, _, _, _| {});
        let mut other = hall.clone();
        other.visits.reverse();
        other.shifts.reverse();
        if !other.visits.is_empty() {
            let turn = turn % other.visits.len();
            other.visits.rotate_left(turn);
        }
        let snapshot = hall.snapshot();
        prop_assert_eq!(&snapshot, &other.snapshot());
        let mut shuffled = snapshot.clone();
        shuffled.queued.reverse();
        for window in 1..4 {
            let (window, streams) = asking_of(&hall, window);
            let asking = Asking { window, streams: &streams, now: clock("10:00") };
            prop_assert_eq!(
                next(&shuffled, &asking, &RULES),
                next(&snapshot, &asking, &RULES)
            );
        }
    }

    /// Called by number out of the order: the rest stand as if he had not been there.
    #[test]
    fn a_direct_call_changes_nothing_for_the_rest(
        steps in proptest::collection::vec(any_step(), 0..80), chosen in 0..40_usize,
    ) {
        let hall = played(&steps, |_, _, _, _, _| {});
        let snapshot = hall.snapshot();
        if snapshot.queued.is_empty() {
            return Ok(());
        }
        let queued: &Queued = &snapshot.queued[chosen % snapshot.queued.len()];
        let visit = hall.place(queued.visit_id);
        let mut after = hall.clone();
        let called = after.called(0, 9, true);
        after.event(visit, OPENS_MS + 1000 * MINUTE_MS, &called);
        let without = DaySnapshot {
            queued: snapshot.queued.iter().filter(|other| *other != queued).cloned().collect(),
            ..snapshot.clone()
        };
        prop_assert_eq!(after.snapshot(), without);
    }

    /// However many come by a ground, those in turn get their share of calls.
    #[test]
    fn privilege_starves_nobody(classes in proptest::collection::vec(0..10_u8, 30..120)) {
        let mut hall = Hall::with(&[(1, &["payments"])]);
        let mut now_ms = OPENS_MS;
        let first = hall.take("payments", None, now_ms);
        let mut calls = 0;
        for class in classes {
            now_ms += MINUTE_MS;
            // Nine of ten have a ground, and more come than are served.
            hall.take("payments", (class > 0).then_some("disabled"), now_ms);
            hall.take("payments", Some("disabled"), now_ms);
            let (visit, why) = hall.next(1, "10:00").unwrap();
            calls += 1;
            prop_assert!(visit == first || is_privileged(why) || calls > 3);
            hall.serve(visit, 1, now_ms, now_ms, now_ms + 1);
            if visit == first {
                break;
            }
        }
        prop_assert_eq!(hall.state(first, 0), TicketState::Served);
        prop_assert!(calls <= RULES.privileged_in_a_row_max + 1);
    }
}
