//! An hour of a branch, played by its desks through their commands over a hub: every ticket is given, nobody is called by two
//! windows, all desks and the centre come to the same states, and the periods of every ticket follow one another.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use stoika_domain::queue::{TicketState, Visit};
use stoika_tests::day::forecast::Standard;
use stoika_tests::day::live::{play, shorten};
use stoika_tests::day::pace::{Speed, Stop};
use stoika_tests::day::plan::{HOUR_MS, OPENS_MS, plan};
use stoika_tests::day::stage::Stage;

const SEED: u64 = 7;

#[test]
fn an_hour_of_a_branch_goes_through_its_hub() {
    let standard = Standard::published().unwrap();
    let town = standard.town("otradny", 100).unwrap();
    let monday = NaiveDate::from_ymd_opt(2026, 10, 26).unwrap();
    let plan = shorten(plan(&town, monday, SEED), OPENS_MS + HOUR_MS, usize::MAX);
    assert!(plan.clients.len() >= 5, "{}", plan.clients.len());
    assert_eq!(plan.seats.len(), 4);
    let folder = tempfile::tempdir().unwrap();
    let mut stage = Stage::set(&town, &plan, SEED, folder.path()).unwrap();
    let mut lines = 0;
    let mut tell = |_, _: &serde_json::Value| lines += 1;
    let course = play(
        &mut stage,
        &plan,
        SEED,
        Speed::Max,
        &Stop::default(),
        &mut tell,
    )
    .unwrap();

    assert_eq!(course.surprises, Vec::<String>::new());
    assert_eq!(course.turned_away, 0);
    assert!(lines >= 4, "{lines}");
    let agreed = stage.agree().unwrap();
    let mut given = course.tickets.clone();
    let mut numbers: Vec<String> = agreed
        .visits
        .iter()
        .map(|visit| visit.number.to_string())
        .collect();
    given.sort_unstable();
    numbers.sort_unstable();
    assert_eq!(given, numbers);
    assert!(agreed.visits.iter().all(Visit::is_over));
    periods_add_up(&agreed.visits);
    one_client_at_a_window(&agreed.visits);
}

/// Every period begins where the one before ended, none goes back, and all of them are the whole time of the ticket.
fn periods_add_up(visits: &[Visit]) {
    for ticket in visits.iter().flat_map(|visit| &visit.tickets) {
        let mut sum_ms = 0;
        for pair in ticket.periods.windows(2) {
            assert_eq!(pair[0].to_ms, Some(pair[1].from_ms), "{ticket:?}");
            assert!(pair[1].from_ms >= pair[0].from_ms, "{ticket:?}");
            sum_ms += pair[1].from_ms - pair[0].from_ms;
        }
        let (first, last) = (&ticket.periods[0], ticket.period().unwrap());
        assert_eq!(sum_ms, last.from_ms - first.from_ms);
        assert!(ticket.state().is_over(), "{ticket:?}");
    }
}

/// Nobody is called or served at a window while another is, and no client at two windows.
fn one_client_at_a_window(visits: &[Visit]) {
    let mut at_window: BTreeMap<u16, Vec<(i64, i64)>> = BTreeMap::new();
    for visit in visits {
        let mut of_visit: Vec<(i64, i64)> = Vec::new();
        for period in visit.tickets.iter().flat_map(|ticket| &ticket.periods) {
            let is_there = matches!(period.state, TicketState::Called | TicketState::Serving);
            if let (true, Some(window), Some(to_ms)) = (is_there, period.window, period.to_ms) {
                at_window
                    .entry(window)
                    .or_default()
                    .push((period.from_ms, to_ms));
                of_visit.push((period.from_ms, to_ms));
            }
        }
        follow(&mut of_visit);
    }
    assert!(at_window.len() > 1, "{at_window:?}");
    for spans in at_window.values_mut() {
        follow(spans);
    }
}

fn follow(spans: &mut [(i64, i64)]) {
    spans.sort_unstable();
    for pair in spans.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "{pair:?}");
    }
}
