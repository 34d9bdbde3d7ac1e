//! The figures of a day: they add up to its periods.

use proptest::prelude::*;
use stoika_domain::ids::OfficeId;
use stoika_domain::queue::{
    DayFigures, DayRecord, Held, Left, NormMark, Revived, ShiftEvent, ShiftState, Sign,
    StreamFigures, TicketState, VisitEvent, figures, mark, receptions, waits,
};
use stoika_domain::standard;

use super::hall::{Hall, MINUTE_MS, OPENS_MS, at, clock, day, finished, stream, transferred};
use crate::documents::document;

fn minute(n: i64) -> i64 {
    OPENS_MS + n * MINUTE_MS
}

fn counted(hall: &Hall, now_ms: i64) -> DayFigures {
    let norms = standard::queue_norms(&document("queue_norms")).unwrap();
    figures(&DayRecord {
        office_id: &OfficeId::parse("togliatti").unwrap(),
        day: day(),
        visits: &hall.visits,
        shifts: &hall.shifts,
        signs: &hall.signs,
        utc_offset_minutes: 240,
        norms: &norms,
        soon_percent: 80,
        now_ms,
    })
}

fn of_stream<'a>(figures: &'a DayFigures, name: &str) -> &'a StreamFigures {
    let found = figures
        .streams
        .iter()
        .find(|row| row.stream == stream(name));
    found.unwrap()
}

fn held(window: u16) -> VisitEvent {
    VisitEvent::Held(Held {
        ticket: 0,
        window,
        reason: "copy".to_owned(),
        note: None,
    })
}

#[test]
fn a_time_stands_against_its_norm() {
    for (time, norm, expected) in [
        (0, 900, NormMark::Fine),
        (719, 900, NormMark::Fine),
        (720, 900, NormMark::Soon),
        (900, 900, NormMark::Soon),
        (901, 900, NormMark::Over),
        (901, 0, NormMark::Fine),
    ] {
        assert_eq!(mark(time, norm, 80), expected, "{time}");
    }
}

#[test]
fn a_quiet_visit() {
    let mut hall = Hall::with(&[(4, &["payments"])]);
    let visit = hall.take("payments", None, minute(10));
    hall.serve(visit, 4, minute(14), minute(15), minute(21));
    let day = counted(&hall, minute(60));
    assert_eq!(
        (day.visits, day.served, day.no_shows, day.left),
        (1, 1, 0, 0)
    );
    assert_eq!((day.within_total, day.off_peak), (1, (1, 1)));
    let names: Vec<&str> = day.streams.iter().map(|row| row.stream.as_str()).collect();
    assert_eq!(
        names,
        ["head", "contracts", "payments"],
        "as the norms order them"
    );
    let payments = of_stream(&day, "payments");
    assert_eq!((payments.waiting, payments.longest_waiting_ms), (0, 0));
    assert_eq!(
        (payments.waits.count, payments.waits.mean_ms),
        (1, 4 * MINUTE_MS)
    );
    assert_eq!(payments.waits.norm_ms, 15 * MINUTE_MS);
    assert_eq!(payments.waits.mark, NormMark::Fine);
    assert_eq!(payments.receptions.mean_ms, 6 * MINUTE_MS);
    assert_eq!(payments.receptions.mark, NormMark::Over);
    assert_eq!(payments.receptions, payments.receptions_off_peak);
    let [window] = &day.windows[..] else {
        panic!("one window");
    };
    assert_eq!((window.window, window.served), (4, 1));
    assert_eq!(window.serving_ms, 6 * MINUTE_MS);
    assert_eq!(window.calling_ms, MINUTE_MS);
    assert_eq!(window.idle_ms, 53 * MINUTE_MS);
    assert_eq!(window.mean_reception_ms, 6 * MINUTE_MS);
    let slots: Vec<(i64, u32, u32)> = day
        .slots
        .iter()
        .map(|slot| (slot.from_ms, slot.came, slot.served))
        .collect();
    assert_eq!(
        slots,
        [(minute(0), 1, 1), (minute(30), 0, 0), (minute(60), 0, 0)]
    );
    assert_eq!(day.slot_waits.len(), 1);
    assert_eq!(day.slot_waits[0].mean_ms, 4 * MINUTE_MS);
}

/// «Idle time and pauses counted as service»: a pause in the middle of a reception is a pause, and a hold is neither wait nor service.
#[test]
fn a_pause_and_a_hold_are_no_service() {
    let mut hall = Hall::with(&[(4, &["payments"]), (5, &["payments"])]);
    let visit = hall.take("payments", None, minute(0));
    hall.call(visit, 0, 4, minute(2));
    hall.start(visit, 4, minute(3));
    hall.pause(4, minute(5));
    hall.shift(4, minute(15), &ShiftEvent::Resumed).unwrap();
    hall.event(visit, minute(17), &held(4));
    // Taken by another window out of the pool: the same reception goes on.
    hall.call(visit, 0, 5, minute(40));
    hall.start(visit, 5, minute(41));
    hall.event(visit, minute(42), &finished(0, 5));
    let day = counted(&hall, minute(50));
    let payments = of_stream(&day, "payments");
    assert_eq!(
        (payments.waits.count, payments.waits.mean_ms),
        (1, 2 * MINUTE_MS)
    );
    assert_eq!(
        (payments.receptions.count, payments.receptions.mean_ms),
        (1, 5 * MINUTE_MS)
    );
    let [four, five] = &day.windows[..] else {
        panic!("two windows");
    };
    assert_eq!(
        (four.serving_ms, four.paused_ms),
        (4 * MINUTE_MS, 10 * MINUTE_MS)
    );
    assert_eq!(four.idle_ms, 35 * MINUTE_MS);
    assert_eq!((four.served, five.served), (0, 1));
    assert_eq!((five.serving_ms, five.calling_ms), (MINUTE_MS, MINUTE_MS));
    // 42 minutes in all.
    assert_eq!((day.served, day.within_total), (1, 0));
}

#[test]
fn a_transfer_is_a_further_wait_of_the_new_stream() {
    let mut hall = Hall::with(&[(1, &["payments"]), (2, &["contracts"])]);
    let visit = hall.take("payments", None, minute(0));
    hall.call(visit, 0, 1, minute(3));
    hall.start(visit, 1, minute(3));
    hall.event(visit, minute(5), &transferred(1, "contracts", None, true));
    hall.serve(visit, 2, minute(12), minute(12), minute(20));
    hall.serve(visit, 1, minute(21), minute(21), minute(22));
    let day = counted(&hall, minute(30));
    let (payments, contracts) = (of_stream(&day, "payments"), of_stream(&day, "contracts"));
    assert_eq!(
        (payments.waits.count, payments.waits.mean_ms),
        (2, 2 * MINUTE_MS)
    );
    assert_eq!(
        (contracts.waits.count, contracts.waits.mean_ms),
        (1, 7 * MINUTE_MS)
    );
    assert_eq!(
        (payments.receptions.count, contracts.receptions.count),
        (2, 1)
    );
    assert_eq!((day.visits, day.served, day.within_total), (1, 1, 1));
}

/// He waits for one thing at a time: what another window takes of him is no wait.
#[test]
fn a_further_service_waits_from_when_the_window_lets_him_go() {
    let mut hall = Hall::with(&[(1, &["payments"])]);
    let visit = hall.take("contracts", None, minute(0));
    hall.call(visit, 0, 1, minute(3));
    hall.start(visit, 1, minute(3));
    let more = super::bodies::visit_events()
        .into_iter()
        .find(|event| matches!(event, VisitEvent::ServiceAdded(_)))
        .unwrap();
    hall.event(visit, minute(5), &more);
    let there = counted(&hall, minute(8));
    assert_eq!(of_stream(&there, "payments").waiting, 0);
    hall.event(visit, minute(10), &finished(0, 1));
    let waits_now = counted(&hall, minute(14));
    let payments = of_stream(&waits_now, "payments");
    assert_eq!(
        (payments.waiting, payments.longest_waiting_ms),
        (1, 4 * MINUTE_MS)
    );
    hall.call(visit, 1, 1, minute(16));
    let day = counted(&hall, minute(16));
    assert_eq!(of_stream(&day, "payments").waits.mean_ms, 6 * MINUTE_MS);
}

#[test]
fn who_does_not_come_and_who_leaves() {
    let mut hall = Hall::with(&[(1, &["payments"])]);
    let gone = hall.take("payments", None, minute(0));
    let away = hall.take("payments", None, minute(1));
    hall.call(away, 0, 1, minute(4));
    hall.event(away, minute(6), &VisitEvent::NotCome(at(0, 1)));
    let said = VisitEvent::Left(Left {
        reason: "said".to_owned(),
    });
    hall.event(gone, minute(9), &said);
    let day = counted(&hall, minute(10));
    assert_eq!((day.served, day.no_shows, day.left), (0, 1, 1));
    let payments = of_stream(&day, "payments");
    assert_eq!(
        (payments.waits.count, payments.waits.mean_ms),
        (1, 3 * MINUTE_MS)
    );
    assert_eq!((payments.receptions.count, payments.waiting), (0, 0));
    assert_eq!(day.windows[0].calling_ms, 2 * MINUTE_MS);
    // Revived and served after all: not a no-show.
    hall.event(
        away,
        minute(11),
        &VisitEvent::Revived(Revived { ticket: 0 }),
    );
    hall.serve(away, 1, minute(12), minute(13), minute(14));
    let day = counted(&hall, minute(20));
    assert_eq!((day.served, day.no_shows, day.left), (1, 0, 1));
    assert_eq!(of_stream(&day, "payments").waits.count, 2);
}

/// A13: while a peak lasts the norm is raised by the tolerance for the mark, and never in the figures without it.
#[test]
fn a_peak_is_borne_and_left_out() {
    let mut hall = Hall::with(&[(1, &["payments"])]);
    for (came, called) in [(0, 2), (20, 37)] {
        let visit = hall.take("payments", None, minute(came));
        hall.serve(visit, 1, minute(called), minute(called), minute(called + 1));
    }
    let slow = hall.take("payments", None, minute(40));
    hall.serve(slow, 1, minute(73), minute(73), minute(74));
    let peak = hall.sign(Sign::Peak, None, minute(15));
    let day = counted(&hall, minute(80));
    let payments = of_stream(&day, "payments");
    // (2 + 17 + 33) ÷ 3 = 17:20, past 15 and within 18.
    assert_eq!(payments.waits.mean_ms, 52 * MINUTE_MS / 3);
    assert_eq!(payments.waits.mark, NormMark::Soon);
    assert_eq!(
        (payments.waits_off_peak.count, payments.waits_off_peak.mark),
        (1, NormMark::Fine)
    );
    assert_eq!((day.served, day.off_peak), (3, (1, 1)));
    assert_eq!(day.within_total, 2);
    assert_eq!(day.peaks, [(minute(15), minute(80))]);
    hall.end_sign(peak, minute(70));
    // Two more that lie over each other; the second ends by the office's clock, at 09:30.
    hall.sign(Sign::Peak, Some(clock("08:40")), minute(30));
    hall.sign(Sign::Peak, Some(clock("09:30")), minute(75));
    hall.sign(
        Sign::Help {
            place: "entrance".to_owned(),
        },
        None,
        minute(1),
    );
    let day = counted(&hall, minute(100));
    assert_eq!(
        day.peaks,
        [(minute(15), minute(70)), (minute(75), minute(90))]
    );
    assert_eq!(of_stream(&day, "payments").waits.mark, NormMark::Over);
}

/// A stream that is no longer published has its figures, without a norm.
#[test]
fn no_period_is_lost_with_its_stream() {
    let mut hall = Hall::with(&[(1, &["archive"])]);
    let visit = hall.take("archive", None, minute(0));
    hall.serve(visit, 1, minute(99), minute(99), minute(100));
    let day = counted(&hall, minute(100));
    let archive = of_stream(&day, "archive");
    assert_eq!(
        (archive.waits.count, archive.waits.mark),
        (1, NormMark::Fine)
    );
}

/// What people do in a random day, by small numbers.
fn random_day(steps: &[(u8, usize, u16)], minutes: &[i64]) -> (Hall, i64) {
    let mut hall = Hall::with(&[(1, &["payments"]), (2, &["contracts"]), (3, &["payments"])]);
    let mut now_ms = OPENS_MS;
    for ((what, place, window), minutes) in steps.iter().zip(minutes) {
        now_ms += minutes * MINUTE_MS + 1;
        step(&mut hall, *what, *place, *window, now_ms);
    }
    (hall, now_ms + MINUTE_MS)
}

fn step(hall: &mut Hall, what: u8, place: usize, window: u16, now_ms: i64) {
    let client = hall.visits.iter().position(|visit| {
        let there = visit.at_window().and_then(|(_, ticket)| ticket.period());
        there.is_some_and(|period| period.window == Some(window))
    });
    let ticket = client.and_then(|visit| hall.visits[visit].at_window());
    let ticket = ticket.map_or(0, |(index, _)| index);
    let event = match what {
        0..=3 => {
            let to = if place.is_multiple_of(2) {
                "payments"
            } else {
                "contracts"
            };
            hall.take(to, None, now_ms);
            return;
        }
        // A pause does not wait for the client to go, but a window closes without one.
        4 => ShiftEvent::Resumed,
        5 => {
            let _ = hall.shift(window, now_ms, &super::bodies::shift_events()[1]);
            return;
        }
        6 if place == 0 && client.is_none() => ShiftEvent::Closed,
        7 => {
            if place == 1 {
                hall.sign(Sign::Peak, Some(clock("09:00")), now_ms);
            }
            return;
        }
        _ => {
            visit_step(
                hall,
                what,
                place,
                window,
                now_ms,
                client.map(|it| (it, ticket)),
            );
            return;
        }
    };
    let _ = hall.shift(window, now_ms, &event);
}

fn visit_step(
    hall: &mut Hall,
    what: u8,
    place: usize,
    window: u16,
    now_ms: i64,
    client: Option<(usize, u8)>,
) {
    let open = hall
        .shifts
        .iter()
        .any(|shift| shift.window == window && shift.is_open());
    let Some((visit, ticket)) = client else {
        if open && place < hall.visits.len() {
            let waiting = hall.visits[place]
                .indexed()
                .find(|(_, ticket)| {
                    ticket.state().is_waiting() || ticket.state() == TicketState::Held
                })
                .map_or(0, |(index, _)| index);
            let event = match what % 6 {
                0 => VisitEvent::Left(Left {
                    reason: "said".to_owned(),
                }),
                1 => VisitEvent::Revived(Revived { ticket: 0 }),
                _ => hall.called(waiting, window, what.is_multiple_of(2)),
            };
            let _ = hall.try_event(place, now_ms, &event);
        }
        return;
    };
    let more = super::bodies::visit_events().swap_remove(6);
    let event = match what % 8 {
        0 if ticket == 0 => held(window),
        1 if ticket == 0 => transferred(window, "contracts", None, place.is_multiple_of(2)),
        2 => VisitEvent::NotCome(at(ticket, window)),
        3 => more,
        _ if hall.visits[visit].tickets[usize::from(ticket)].state() == TicketState::Called => {
            VisitEvent::Started(at(ticket, window))
        }
        _ => finished(ticket, window),
    };
    let _ = hall.try_event(visit, now_ms, &event);
}

proptest! {
    /// Sums of periods equal the figures, whatever the day was like.
    #[test]
    fn figures_add_up(
        steps in proptest::collection::vec((0..20_u8, 0..12_usize, 1..4_u16), 0..160),
        minutes in proptest::collection::vec(0..6_i64, 160),
    ) {
        let (hall, now_ms) = random_day(&steps, &minutes);
        let day = counted(&hall, now_ms);
        let visits = u32::try_from(hall.visits.len()).unwrap();
        let here = hall.visits.iter().filter(|visit| !visit.is_over()).count();
        let ended = day.served + day.no_shows + day.left;
        prop_assert_eq!((day.visits, ended), (visits, visits - u32::try_from(here).unwrap()));
        prop_assert!(day.within_total <= day.served && day.off_peak.1 <= day.off_peak.0);
        prop_assert!(day.off_peak.0 <= day.served);

        // Tickets and half-hours.
        let tickets: usize = hall.visits.iter().map(|visit| visit.tickets.len()).sum();
        let came: u32 = day.slots.iter().map(|slot| slot.came).sum();
        prop_assert_eq!(usize::try_from(came).unwrap(), tickets);
        let served: u32 = day.slots.iter().map(|slot| slot.served).sum();
        let over = hall.visits.iter().flat_map(|visit| &visit.tickets);
        let over = over.filter(|ticket| ticket.state() == TicketState::Served);
        prop_assert_eq!(usize::try_from(served).unwrap(), over.count());
        let waited: u32 = day.slot_waits.iter().map(|slot| slot.count).sum();
        let by_stream: u32 = day.streams.iter().map(|row| row.waits.count).sum();
        prop_assert_eq!(waited, by_stream);

        // Receptions by stream are receptions by window, and their times are the windows' times.
        let receptions_by_stream: u32 = day.streams.iter().map(|row| row.receptions.count).sum();
        let by_window: u32 = day.windows.iter().map(|row| row.served).sum();
        prop_assert_eq!(receptions_by_stream, by_window);
        let spans = hall.visits.iter().flat_map(|visit| receptions(visit, &hall.shifts, now_ms));
        let length: i64 = spans.map(|span| span.length_ms).sum();
        let serving: i64 = day.windows.iter().map(|row| row.serving_ms).sum();
        prop_assert_eq!(length, serving);

        // A window's time is serving, calling, idle and pause, and nothing else.
        for row in &day.windows {
            let shifts = hall.shifts.iter().filter(|shift| shift.window == row.window);
            let open: i64 = shifts
                .flat_map(|shift| &shift.periods)
                .filter(|part| part.state != ShiftState::Closed)
                .map(|part| part.to_ms.unwrap_or(now_ms) - part.from_ms)
                .sum();
            prop_assert_eq!(row.serving_ms + row.calling_ms + row.idle_ms + row.paused_ms, open);
            prop_assert!(row.idle_ms >= 0 && row.serving_ms >= 0);
        }

        // Nobody waits and sits at a window at once, nor for two things.
        for visit in &hall.visits {
            let waited: i64 = waits(visit, now_ms).iter().map(|wait| wait.length_ms).sum();
            let at_windows: i64 = visit
                .tickets
                .iter()
                .flat_map(|ticket| &ticket.periods)
                .filter(|period| period.state.is_at_window())
                .map(|period| period.to_ms.unwrap_or(now_ms) - period.from_ms)
                .sum();
            prop_assert!(waited + at_windows <= now_ms - visit.issued_at_ms);
        }
        let waiting: u32 = day.streams.iter().map(|row| row.waiting).sum();
        let line = hall.snapshot().queued.into_iter().filter(|it| it.state.is_waiting());
        prop_assert_eq!(usize::try_from(waiting).unwrap(), line.count());
    }

    /// Clocks that jump make no negative time.
    #[test]
    fn no_clock_makes_a_negative_time(
        steps in proptest::collection::vec((0..20_u8, 0..12_usize, 1..4_u16), 0..120),
        minutes in proptest::collection::vec(-90..90_i64, 120),
    ) {
        let (hall, now_ms) = random_day(&steps, &minutes);
        let day = counted(&hall, now_ms);
        for row in &day.streams {
            for mean in [row.waits, row.waits_off_peak, row.receptions, row.receptions_off_peak] {
                prop_assert!(mean.mean_ms >= 0 && mean.longest_ms >= mean.mean_ms);
            }
            prop_assert!(row.longest_waiting_ms >= 0);
        }
        for row in &day.windows {
            prop_assert!(row.serving_ms >= 0 && row.calling_ms >= 0);
            prop_assert!(row.idle_ms >= 0 && row.paused_ms >= 0);
        }
        prop_assert!(day.slots.len() <= 48);
    }
}
