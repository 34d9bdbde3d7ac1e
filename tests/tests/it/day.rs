//! The simulated day: one seed makes one day, it is as the load of the region says, and it is played to its end.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chrono::NaiveDate;
use stoika_domain::queue::{Visit, receptions};
use stoika_tests::day::forecast::{Errors, Standard, working_days};
use stoika_tests::day::plan::{CLOSES_MS, HOUR_MS, OPENS_MS, plan};

/// A Monday.
fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

#[test]
fn one_seed_makes_one_day() {
    let standard = Standard::published().unwrap();
    let town = standard.town("togliatti", 70).unwrap();
    let day = |seed| format!("{:?}", plan(&town, monday(), seed));
    assert_eq!(day(1), day(1));
    assert_ne!(day(1), day(2));
    let play = |seed| standard.play("otradny", 50, monday(), seed).unwrap().visits;
    assert_eq!(play(1), play(1));
}

/// Domain §8: Monday is the fullest, nine to eleven the fullest hours, four of ten come about a payment document.
#[test]
fn days_are_as_the_load_of_the_region_says() {
    let standard = Standard::published().unwrap();
    let town = standard.town("samara", 70).unwrap();
    let mut by_weekday = [0_usize; 5];
    let mut by_hour = [0_usize; 10];
    let mut payments = 0;
    let mut priority = 0;
    for (n, date) in working_days(monday()).take(40).enumerate() {
        let day = plan(&town, date, 1);
        by_weekday[n % 5] += day.clients.len();
        for client in &day.clients {
            assert!(client.comes_ms < CLOSES_MS);
            let hour = (client.comes_ms - OPENS_MS).div_euclid(HOUR_MS) + 1;
            by_hour[usize::try_from(hour).unwrap()] += 1;
            payments += usize::from(client.service.as_str() == "payment_documents");
            priority += usize::from(client.class.is_some());
        }
    }
    let all: usize = by_weekday.iter().sum();
    assert!((600..900).contains(&(all / 40)), "{}", all / 40);
    assert!(by_weekday.is_sorted_by(|a, b| a > b), "{by_weekday:?}");
    assert!((380..460).contains(&(payments * 1000 / all)));
    assert!((20..40).contains(&(priority * 1000 / all)));
    let fullest = (0..10).max_by_key(|hour| by_hour[*hour]);
    assert_eq!(fullest, Some(2), "{by_hour:?}");
    assert!(
        by_hour[5] < by_hour[4] && by_hour[0] < by_hour[5],
        "{by_hour:?}"
    );
}

#[test]
fn a_day_is_played_to_its_end() {
    let standard = Standard::published().unwrap();
    for (seed, office) in (0..).zip(["togliatti", "otradny", "elkhovka-rp"]) {
        let played = standard.play(office, 70, monday(), seed).unwrap();
        assert!(!played.visits.is_empty());
        assert!(played.visits.iter().all(Visit::is_over), "{office}");
        assert!(
            played
                .shifts
                .iter()
                .all(stoika_domain::queue::Shift::is_over)
        );
        let received =
            |visit: &&Visit| !receptions(visit, &played.shifts, played.ends_ms).is_empty();
        let received = played.visits.iter().filter(received).count();
        assert!(received * 100 >= played.visits.len() * 80, "{office}");
    }
}

/// About eight of ten inside of what they were told, and nearer than the simple rules: over ten days of a busy branch.
#[test]
fn clients_are_told_their_wait() {
    let standard = Standard::published().unwrap();
    let mut errors = Errors::default();
    for (seed, date) in (0..).zip(working_days(monday()).take(10)) {
        let played = standard.play("togliatti", 70, date, seed).unwrap();
        errors.add(&played, false);
    }
    assert!(errors.clients > 200);
    assert!(
        (70.0..95.0).contains(&errors.inside_percent()),
        "{errors:?}"
    );
    assert!(errors.ours < errors.by_windows, "{errors:?}");
    assert!(errors.ours < errors.naive, "{errors:?}");
}
