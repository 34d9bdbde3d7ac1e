//! The expected wait (ожидаемое время): told to the client as a range before he takes a ticket.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::spans::pauses_ms;
use super::{DaySnapshot, Period, Shift, ShiftState, Ticket, TicketState, Visit, WRAP_UP};
use crate::ids::StreamId;

/// What a window is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowNow {
    /// Free: it calls the next one.
    Free,
    /// It has had a client for so long, milliseconds.
    Busy(i64),
    /// It has a pause, of which so much is left, milliseconds.
    Away(i64),
}

/// A window that takes from a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowDay {
    /// The share of its calls that goes to the stream, thousandths.
    pub share: u32,
    /// What it is at.
    pub now: WindowNow,
}

/// What the day has shown of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamDay {
    /// How long each client has taken up a window that serves the stream, from the call to his going, whoever did not come
    /// among them; milliseconds, the earliest first.
    pub taken_ms: Vec<i64>,
    /// Windows that take from the stream, those with a pause too.
    pub windows: Vec<WindowDay>,
    /// Tickets of the stream that would be called before a new one.
    pub ahead: u32,
    /// Of a thousand who waited in the stream so many left before they were called.
    pub leave_share: u32,
    /// The norm of a reception, milliseconds: what is expected before the day has shown anything.
    pub norm_ms: i64,
}

/// A window's own calls weigh against the office's mix like so many calls of that mix.
const MIX_WEIGHT: u32 = 10;
/// What a pause is expected to last before the day has shown one of its kind, milliseconds.
const PAUSE_MS: i64 = 30 * 60_000;
/// The same for one that is a part of work.
const WRAP_UP_MS: i64 = 3 * 60_000;

impl StreamDay {
    /// What an office's day has shown of a stream up to now.
    #[must_use]
    pub fn of(
        visits: &[Visit],
        shifts: &[Shift],
        stream: &StreamId,
        norm_ms: i64,
        now_ms: i64,
    ) -> Self {
        let serving: Vec<&Shift> = shifts
            .iter()
            .filter(|shift| shift.streams.contains(stream))
            .collect();
        let mut came: BTreeMap<&StreamId, u32> = BTreeMap::new();
        for ticket in visits.iter().flat_map(|visit| &visit.tickets) {
            *came.entry(&ticket.stream).or_default() += 1;
        }
        let stays: Vec<Stay<'_>> = visits
            .iter()
            .flat_map(|visit| &visit.tickets)
            .flat_map(stays)
            .collect();
        let mut taken: Vec<(i64, i64)> = stays
            .iter()
            .filter(|stay| stay.at_one_of(&serving))
            .filter_map(|stay| Some((stay.to_ms?, stay.length_ms(shifts)?)))
            .collect();
        taken.sort_unstable();
        let snapshot = DaySnapshot::of(visits, &[]);
        let ahead = snapshot
            .queued
            .iter()
            .filter(|queued| queued.state.is_waiting() && queued.stream == *stream);
        Self {
            taken_ms: taken.into_iter().map(|(_, length_ms)| length_ms).collect(),
            windows: serving
                .iter()
                .filter(|shift| !shift.is_over())
                .map(|shift| WindowDay {
                    share: share(shift, &stays, &came, stream),
                    now: window_now(shift, &stays, shifts, now_ms),
                })
                .collect(),
            ahead: u32::try_from(ahead.count()).unwrap_or(u32::MAX),
            leave_share: leave_share(visits, stream),
            norm_ms,
        }
    }
}

/// A client at a window: called and served.
struct Stay<'a> {
    call: &'a Period,
    to_ms: Option<i64>,
}

impl Stay<'_> {
    fn at(&self, shift: &Shift) -> bool {
        self.call.shift_id == Some(shift.id)
    }

    fn at_one_of(&self, shifts: &[&Shift]) -> bool {
        shifts.iter().any(|shift| self.at(shift))
    }

    /// Without the pauses of the window; `None` while it lasts.
    fn length_ms(&self, shifts: &[Shift]) -> Option<i64> {
        let (from_ms, to_ms) = (self.call.from_ms, self.to_ms?);
        Some(to_ms - from_ms - pauses_ms(self.call.shift_id, from_ms, to_ms, shifts))
    }
}

fn stays(ticket: &Ticket) -> impl Iterator<Item = Stay<'_>> {
    let periods = &ticket.periods;
    periods
        .iter()
        .enumerate()
        .filter(|(_, period)| period.state == TicketState::Called)
        .map(|(place, call)| {
            let last = periods
                .get(place + 1)
                .filter(|next| next.state == TicketState::Serving)
                .unwrap_or(call);
            Stay {
                call,
                to_ms: last.to_ms,
            }
        })
}

/// The share of a window's calls that go to the stream, thousandths: its own calls of the shift, drawn towards the office's mix.
fn share(
    shift: &Shift,
    stays: &[Stay<'_>],
    came: &BTreeMap<&StreamId, u32>,
    stream: &StreamId,
) -> u32 {
    let mix = |of: &StreamId| came.get(of).copied().unwrap_or(0) + 1;
    let all: u32 = shift.streams.iter().map(mix).sum();
    let mut calls = MIX_WEIGHT * 1000;
    let mut to_stream = calls * mix(stream) / all.max(1);
    for stay in stays.iter().filter(|stay| stay.at(shift)) {
        calls += 1000;
        if stay.call.stream == *stream {
            to_stream += 1000;
        }
    }
    (to_stream / (calls / 1000)).min(1000)
}

/// Nobody is expected to leave before so many have waited.
const STAY_WEIGHT: u32 = 20;

fn leave_share(visits: &[Visit], stream: &StreamId) -> u32 {
    let mut ended = STAY_WEIGHT;
    let mut left = 0;
    for ticket in visits.iter().flat_map(|visit| &visit.tickets) {
        for pair in ticket.periods.windows(2) {
            if pair[0].state.is_waiting() && pair[0].stream == *stream {
                ended += 1;
                left += u32::from(pair[1].state == TicketState::Left);
            }
        }
    }
    left * 1000 / ended
}

fn window_now(shift: &Shift, stays: &[Stay<'_>], shifts: &[Shift], now_ms: i64) -> WindowNow {
    let there = stays
        .iter()
        .find(|stay| stay.to_ms.is_none() && stay.at(shift));
    match (shift.state(), there) {
        (ShiftState::Paused(kind), _) => {
            let from_ms = shift.periods.last().map_or(now_ms, |pause| pause.from_ms);
            let usual_ms = usual_pause_ms(&kind, shifts);
            let left_ms = usual_ms - (now_ms - from_ms).max(0);
            // One that lasts longer than usual may end any minute, or not.
            WindowNow::Away(left_ms.max(usual_ms / 5))
        }
        (ShiftState::Open, Some(stay)) => WindowNow::Busy((now_ms - stay.call.from_ms).max(0)),
        (ShiftState::Open | ShiftState::Closed, _) => WindowNow::Free,
    }
}

/// The mean of the day's pauses of that kind.
fn usual_pause_ms(kind: &str, shifts: &[Shift]) -> i64 {
    let mut count = 0;
    let mut sum_ms = 0;
    for part in shifts.iter().flat_map(|shift| &shift.periods) {
        let (ShiftState::Paused(of), Some(to_ms)) = (&part.state, part.to_ms) else {
            continue;
        };
        if of == kind {
            count += 1;
            sum_ms += to_ms - part.from_ms;
        }
    }
    if count > 0 {
        sum_ms / count
    } else if kind == WRAP_UP {
        WRAP_UP_MS
    } else {
        PAUSE_MS
    }
}

/// A wait, as a range in whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitRange {
    /// Not shorter, most likely.
    pub from_minutes: u32,
    /// Not longer, most likely.
    pub to_minutes: u32,
}

/// The norm weighs as much as so many receptions of the day.
const NORM_WEIGHT: f64 = 6.0;
/// Spread that is expected before the day has shown any: the square of deviation ÷ mean.
const EXPECTED_SPREAD: f64 = 0.5;
/// One walks across the hall after a call, and the window takes a breath after him, milliseconds.
const WALK_MS: f64 = 30_000.0;
const BREATH_MS: f64 = 15_000.0;
/// A window that serves a stream gives it at least so much of its calls, whatever the day has shown, thousandths.
const SHARE_MIN: u32 = 50;
/// The quantile of the normal law on either side of the range: eight waits of ten lie inside.
const EIGHT_OF_TEN: f64 = 1.281_6;
/// Windows open, close and pause while one waits: so much of the wait is in doubt by that.
const DOUBT_OF_WINDOWS: f64 = 0.15;
const MINUTE_MS: f64 = 60_000.0;

/// Mean and variance of how long a client takes up a window, milliseconds.
struct Length {
    mean: f64,
    variance: f64,
    /// Variance of the mean itself: how little the day has shown yet.
    doubt: f64,
}

impl Length {
    /// What the day has shown, drawn towards the norm while that is little.
    fn of(day: &StreamDay) -> Self {
        let norm = float(day.norm_ms).max(MINUTE_MS) + WALK_MS;
        let shown: Vec<f64> = day.taken_ms.iter().map(|ms| float(*ms)).collect();
        let weight = NORM_WEIGHT + count(shown.len());
        let mean = NORM_WEIGHT.mul_add(norm, shown.iter().sum::<f64>()) / weight;
        let squares: f64 = shown.iter().map(|ms| (ms - mean).powi(2)).sum();
        let variance = NORM_WEIGHT.mul_add(EXPECTED_SPREAD * norm.powi(2), squares) / weight;
        Self {
            mean: mean + BREATH_MS,
            variance,
            doubt: variance / weight,
        }
    }

    /// What is left on average of a reception that has lasted so long: less at first, but never little,
    /// because the long ones are those that are still there.
    fn rest_ms(&self, lasted_ms: f64) -> f64 {
        0.8_f64.mul_add(-lasted_ms, self.mean).max(0.6 * self.mean)
    }

    /// What is left on average of a reception that one finds at a moment of no meaning, as a part of the mean.
    fn found_rest(&self) -> f64 {
        let spread = self.variance / self.mean.powi(2);
        f64::midpoint(1.0, spread.min(1.0))
    }

    fn free_in_ms(&self, window: &WindowDay) -> f64 {
        match window.now {
            WindowNow::Free => 0.0,
            WindowNow::Busy(lasted_ms) => self.rest_ms(float(lasted_ms)),
            WindowNow::Away(left_ms) => float(left_ms),
        }
    }
}

/// The expected wait of a client who would come now; `None` when no window takes from the stream.
///
/// Mean: the moment by which the windows, each from when it is free and by its share, have called all before him and one more.
/// Spread: of the receptions before him, of the windows' choice between streams, and of the mean itself. The range
/// holds about eight waits of ten.
#[must_use]
pub fn expected_wait(day: &StreamDay) -> Option<WaitRange> {
    if !day.windows.iter().any(works) {
        return None;
    }
    let free = day.windows.iter().filter(|it| it.now == WindowNow::Free);
    if usize::try_from(day.ahead).is_ok_and(|ahead| ahead < free.count()) {
        return Some(WaitRange {
            from_minutes: 0,
            to_minutes: 1,
        });
    }
    let length = Length::of(day);
    let calls = Calls::of(day, &length);
    // Who stands there has waited a part of the time after which people leave.
    let stay = 1.0 - f64::from(day.leave_share.min(1000)) / 2000.0;
    let turn = f64::from(day.ahead).mul_add(stay, 1.0);
    let mean = calls.reach_ms(turn).max(WALK_MS);
    Some(range(mean, calls.variance(turn, mean)))
}

const fn works(window: &WindowDay) -> bool {
    match window.now {
        WindowNow::Free | WindowNow::Busy(_) => true,
        WindowNow::Away(_) => false,
    }
}

/// How the windows call, as a line that rises with time.
struct Calls<'a> {
    length: &'a Length,
    /// Share, and when the window is free.
    windows: Vec<(f64, f64)>,
    share: f64,
    /// How many are not away.
    working: f64,
}

impl<'a> Calls<'a> {
    fn of(day: &StreamDay, length: &'a Length) -> Self {
        let windows: Vec<(f64, f64)> = day
            .windows
            .iter()
            .map(|window| {
                let share = f64::from(window.share.clamp(SHARE_MIN, 1000)) / 1000.0;
                (share, length.free_in_ms(window))
            })
            .collect();
        let sum: f64 = windows.iter().map(|(share, _)| share).sum();
        let share = sum / count(windows.len());
        let working = day.windows.iter().filter(|window| works(window)).count();
        Self {
            length,
            windows,
            share,
            working: count(working),
        }
    }

    /// How many of the stream are called by then on average, over what is called at once.
    fn by(&self, ms: f64) -> f64 {
        let begun = self.length.found_rest();
        self.windows
            .iter()
            .map(|(share, free_ms)| share * ((ms - free_ms) / self.length.mean + begun).max(0.0))
            .sum()
    }

    /// When the so-manieth is called on average, milliseconds.
    fn reach_ms(&self, turn: f64) -> f64 {
        let goal = turn - self.share * (1.0 - self.length.found_rest());
        let (mut low, mut high) = (0.0, WAIT_MINUTES_MAX * MINUTE_MS);
        // To a millisecond.
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if self.by(middle) < goal {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    fn variance(&self, turn: f64, mean_ms: f64) -> f64 {
        let windows = self.working;
        // Clients of any stream that these windows call before him.
        let before = turn / self.share - 1.0;
        let of_receptions = (before + windows) * self.length.variance;
        let of_choice = turn * (1.0 - self.share) / self.share.powi(2) * self.length.mean.powi(2);
        let of_doubt = before.powi(2) * self.length.doubt;
        let of_windows = (DOUBT_OF_WINDOWS * mean_ms).powi(2);
        (of_receptions + of_choice + of_doubt) / windows.powi(2) + of_windows
    }
}

/// Past this square of deviation ÷ mean more doubt would make the upper end smaller.
const SPREAD_MAX: f64 = 3.0;

/// The quantiles of a lognormal law of that mean and variance.
fn range(mean: f64, variance: f64) -> WaitRange {
    let spread = (1.0 + (variance / mean.powi(2)).min(SPREAD_MAX)).ln();
    let middle = mean.ln() - spread / 2.0;
    let minutes = |quantile: f64| quantile.mul_add(spread.sqrt(), middle).exp() / MINUTE_MS;
    let from_minutes = whole(minutes(-EIGHT_OF_TEN).floor());
    WaitRange {
        from_minutes,
        to_minutes: whole(minutes(EIGHT_OF_TEN).ceil()).max(from_minutes + 1),
    }
}

/// Milliseconds of a day are far below 2^52.
const fn float(number: i64) -> f64 {
    number as f64
}

fn count(many: usize) -> f64 {
    float(i64::try_from(many).unwrap_or(i64::MAX))
}

/// A week is more than any wait.
const WAIT_MINUTES_MAX: f64 = 10_080.0;

/// Clamped to what fits.
const fn whole(minutes: f64) -> u32 {
    minutes.clamp(0.0, WAIT_MINUTES_MAX) as u32
}
