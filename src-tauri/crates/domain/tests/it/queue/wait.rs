//! The expected wait.

use proptest::prelude::*;
use stoika_domain::queue::{ShiftEvent, StreamDay, WaitRange, expected_wait};

use super::hall::{Hall, MINUTE_MS, OPENS_MS, stream};

fn minute(n: i64) -> i64 {
    OPENS_MS + n * MINUTE_MS
}

/// Windows of one stream, all busy for two minutes.
fn busy(windows: usize, ahead: u32, receptions_ms: Vec<i64>) -> StreamDay {
    StreamDay {
        receptions_ms,
        windows_share: vec![1000; windows],
        under_way_ms: vec![2 * MINUTE_MS; windows],
        ahead,
        norm_ms: 5 * MINUTE_MS,
    }
}

#[test]
fn nobody_takes_from_the_stream_or_a_window_is_free() {
    assert_eq!(expected_wait(&busy(0, 3, Vec::new())), None);
    let mut day = busy(3, 1, Vec::new());
    day.under_way_ms.pop();
    day.under_way_ms.pop();
    let at_once = WaitRange {
        from_minutes: 0,
        to_minutes: 1,
    };
    assert_eq!(expected_wait(&day), Some(at_once));
    day.ahead = 2;
    assert!(expected_wait(&day).unwrap() != at_once);
}

#[test]
fn ten_before_one_and_five_windows_of_five_minutes() {
    let steady: Vec<i64> = (0..60).map(|n| (3 + n % 5) * MINUTE_MS).collect();
    let wait = expected_wait(&busy(5, 10, steady)).unwrap();
    // Ten receptions of five minutes and a half in five windows: about eleven minutes.
    assert!(
        wait.from_minutes >= 6 && wait.from_minutes <= 10,
        "{wait:?}"
    );
    assert!(wait.to_minutes >= 12 && wait.to_minutes <= 17, "{wait:?}");
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
    day.windows_share = vec![500, 500];
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
    assert_eq!(day.receptions_ms, vec![3 * MINUTE_MS; 10]);
    assert_eq!(day.under_way_ms, [3 * MINUTE_MS]);
    assert_eq!(day.ahead, 1);
    assert_eq!(day.windows_share[0], 1000);
    // Ten of the office's mix (somewhat over one half) and ten of its own, all of them contracts.
    assert!((200..350).contains(&day.windows_share[1]), "{day:?}");
    hall.pause(2, minute(84));
    assert_eq!(read(&hall).windows_share, [1000]);
    hall.shift(1, minute(84), &ShiftEvent::Closed).unwrap();
    assert_eq!(expected_wait(&read(&hall)), None);
}

fn any_day() -> impl Strategy<Value = StreamDay> {
    (
        proptest::collection::vec(20_000..3_600_000_i64, 0..60),
        proptest::collection::vec((0..1001_u32, 0..1_800_000_i64), 1..20),
        0..20_usize,
        0..80_u32,
        60_000..900_000_i64,
    )
        .prop_map(|(receptions_ms, windows, free, ahead, norm_ms)| StreamDay {
            receptions_ms,
            windows_share: windows.iter().map(|(share, _)| *share).collect(),
            under_way_ms: windows.iter().skip(free).map(|(_, ms)| *ms).collect(),
            ahead,
            norm_ms,
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

    #[test]
    fn a_further_window_is_never_longer(mut day in any_day()) {
        let before = expected_wait(&day).unwrap();
        day.windows_share.push(1000);
        let wait = expected_wait(&day).unwrap();
        prop_assert!(wait.from_minutes <= before.from_minutes, "{:?} {:?}", before, wait);
        prop_assert!(wait.to_minutes <= before.to_minutes, "{:?} {:?}", before, wait);
    }
}
