//! The expected wait.

use proptest::prelude::*;
use stoika_domain::queue::{
    Left, ShiftEvent, StreamDay, VisitEvent, WaitRange, WindowDay, WindowNow, expected_wait,
};

use super::hall::{Hall, MINUTE_MS, OPENS_MS, stream};

fn minute(n: i64) -> i64 {
    OPENS_MS + n * MINUTE_MS
}

const fn window(share: u32, now: WindowNow) -> WindowDay {
    WindowDay { share, now }
}

const BUSY: WindowDay = window(1000, WindowNow::Busy(2 * MINUTE_MS));
const FREE: WindowDay = window(1000, WindowNow::Free);

/// Windows of one stream, all busy for two minutes.
fn busy(windows: usize, ahead: u32, taken_ms: Vec<i64>) -> StreamDay {
    StreamDay {
        taken_ms,
        windows: vec![BUSY; windows],
        ahead,
        leave_share: 0,
        norm_ms: 5 * MINUTE_MS,
    }
}

#[test]
fn nobody_takes_from_the_stream_or_a_window_is_free() {
    assert_eq!(expected_wait(&busy(0, 3, Vec::new())), None);
    let mut day = busy(1, 1, Vec::new());
    day.windows.extend([FREE, FREE]);
    let at_once = WaitRange {
        from_minutes: 0,
        to_minutes: 1,
    };
    assert_eq!(expected_wait(&day), Some(at_once));
    day.ahead = 2;
    assert!(expected_wait(&day).unwrap() != at_once);
    let away = window(1000, WindowNow::Away(20 * MINUTE_MS));
    day.windows = vec![away];
    assert_eq!(expected_wait(&day), None);
}

#[test]
fn ten_before_one_and_five_windows_of_five_minutes() {
    let steady: Vec<i64> = (0..60).map(|n| (3 + n % 5) * MINUTE_MS).collect();
    let wait = expected_wait(&busy(5, 10, steady)).unwrap();
    // Ten of five minutes and somewhat in five windows: about eleven minutes.
    assert!((6..11).contains(&wait.from_minutes), "{wait:?}");
    assert!((12..18).contains(&wait.to_minutes), "{wait:?}");
}

/// A window that has its lunch comes back within a long wait, and helps nothing in a short one.
#[test]
fn a_window_that_is_away_comes_back() {
    let shown = vec![5 * MINUTE_MS; 40];
    let away = window(1000, WindowNow::Away(20 * MINUTE_MS));
    for (ahead, helps) in [(1, false), (20, true)] {
        let alone = expected_wait(&busy(1, ahead, shown.clone())).unwrap();
        let mut day = busy(1, ahead, shown.clone());
        day.windows.push(away);
        let together = expected_wait(&day).unwrap();
        assert_eq!(together.to_minutes < alone.to_minutes, helps, "{ahead}");
    }
}

#[test]
fn before_the_day_has_shown_anything_the_norm_is_expected_and_then_the_day() {
    let by_norm = expected_wait(&busy(2, 6, Vec::new())).unwrap();
    let slow = expected_wait(&busy(2, 6, vec![12 * MINUTE_MS; 40])).unwrap();
    let fast = expected_wait(&busy(2, 6, vec![2 * MINUTE_MS; 40])).unwrap();
    assert!(fast.to_minutes < by_norm.to_minutes);
    assert!(slow.from_minutes > by_norm.to_minutes);
    // The more the day has shown, the narrower.
    let shown = expected_wait(&busy(2, 6, vec![5 * MINUTE_MS; 60])).unwrap();
    let width = |wait: WaitRange| wait.to_minutes - wait.from_minutes;
    assert!(width(shown) < width(by_norm));
}

#[test]
fn a_window_that_serves_other_streams_counts_for_its_share() {
    let whole = expected_wait(&busy(2, 4, Vec::new())).unwrap();
    let mut day = busy(2, 4, Vec::new());
    day.windows = vec![window(500, BUSY.now); 2];
    let half = expected_wait(&day).unwrap();
    assert!(half.from_minutes > whole.from_minutes);
    assert!(half.to_minutes > whole.to_minutes);
}

/// The day's own shares, receptions and who is at the windows, out of the periods.
#[test]
fn a_stream_is_read_out_of_the_day() {
    let mut hall = Hall::with(&[
        (1, &["payments"]),
        (2, &["payments", "contracts"]),
        (3, &["contracts"]),
    ]);
    for n in 0..10 {
        let visit = hall.take("payments", None, minute(n));
        hall.serve(
            visit,
            1,
            minute(20 + 5 * n),
            minute(21 + 5 * n),
            minute(24 + 5 * n),
        );
    }
    for n in 0..10 {
        let visit = hall.take("contracts", None, minute(n));
        hall.serve(
            visit,
            2,
            minute(20 + 5 * n),
            minute(21 + 5 * n),
            minute(24 + 5 * n),
        );
    }
    let there = hall.take("payments", None, minute(80));
    hall.call(there, 0, 1, minute(81));
    hall.start(there, 1, minute(82));
    hall.take("payments", None, minute(83));
    let read = |hall: &Hall| {
        let payments = stream("payments");
        StreamDay::of(
            &hall.visits,
            &hall.shifts,
            &payments,
            5 * MINUTE_MS,
            minute(85),
        )
    };
    let day = read(&hall);
    // Ten at the first window and ten of the other stream at the second, from the call on.
    assert_eq!(day.taken_ms, vec![4 * MINUTE_MS; 20]);
    assert_eq!((day.ahead, day.leave_share), (1, 0));
    let [first, second] = day.windows[..] else {
        panic!("{day:?}");
    };
    assert_eq!(first, window(1000, WindowNow::Busy(4 * MINUTE_MS)));
    assert_eq!(second.now, WindowNow::Free);
    // Ten of the office's mix (somewhat over one half) and ten of its own, all of them contracts.
    assert!((200..350).contains(&second.share), "{day:?}");
    hall.pause(2, minute(84));
    let paused = read(&hall).windows[1].now;
    assert_eq!(
        paused,
        WindowNow::Away(29 * MINUTE_MS),
        "half an hour, of which one minute"
    );
    hall.shift(2, minute(94), &ShiftEvent::Resumed).unwrap();
    hall.pause(2, minute(94));
    let paused = read(&hall).windows[1].now;
    assert_eq!(
        paused,
        WindowNow::Away(10 * MINUTE_MS),
        "as the day's other lunch"
    );
    hall.shift(1, minute(95), &ShiftEvent::Closed).unwrap();
    assert_eq!(expected_wait(&read(&hall)), None);
    let said = VisitEvent::Left(Left {
        reason: "said".to_owned(),
    });
    let waiting = hall.visits.len() - 1;
    hall.event(waiting, minute(96), &said);
    assert!(read(&hall).leave_share > 0);
    assert_eq!(read(&hall).ahead, 0);
}

fn any_window() -> impl Strategy<Value = WindowDay> {
    let now = prop_oneof![
        Just(WindowNow::Free),
        (0..1_800_000_i64).prop_map(WindowNow::Busy),
        (0..3_600_000_i64).prop_map(WindowNow::Away),
    ];
    (0..1001_u32, now).prop_map(|(share, now)| window(share, now))
}

fn any_day() -> impl Strategy<Value = StreamDay> {
    (
        proptest::collection::vec(20_000..3_600_000_i64, 0..60),
        proptest::collection::vec(any_window(), 0..20),
        0..80_u32,
        0..500_u32,
        60_000..900_000_i64,
    )
        .prop_map(|(taken_ms, mut windows, ahead, leave_share, norm_ms)| {
            windows.push(BUSY);
            StreamDay {
                taken_ms,
                windows,
                ahead,
                leave_share,
                norm_ms,
            }
        })
}

proptest! {
    #[test]
    fn the_range_is_one(day in any_day()) {
        let wait = expected_wait(&day).unwrap();
        prop_assert!(wait.from_minutes < wait.to_minutes);
    }

    #[test]
    fn more_before_one_is_never_shorter(mut day in any_day(), more in 1..10_u32) {
        let fewer = expected_wait(&day).unwrap();
        day.ahead += more;
        let wait = expected_wait(&day).unwrap();
        prop_assert!(wait.from_minutes >= fewer.from_minutes, "{:?} {:?}", fewer, wait);
        prop_assert!(wait.to_minutes >= fewer.to_minutes, "{:?} {:?}", fewer, wait);
    }

    /// Never longer: neither at most nor in the middle. At least it may be a little more, because it is surer.
    #[test]
    fn a_further_window_is_never_longer(mut day in any_day()) {
        let before = expected_wait(&day).unwrap();
        day.windows.push(FREE);
        let wait = expected_wait(&day).unwrap();
        let middle = |wait: WaitRange| wait.from_minutes + wait.to_minutes;
        prop_assert!(wait.to_minutes <= before.to_minutes, "{:?} {:?}", before, wait);
        prop_assert!(middle(wait) <= middle(before), "{:?} {:?}", before, wait);
    }
}
