//! The expected wait (ожидаемое время): told to the client as a range before he takes a ticket.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DaySnapshot, Shift, ShiftState, TicketState, Visit, WRAP_UP, receptions};
use crate::ids::StreamId;

/// What the day has shown of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamDay {
    /// Lengths of receptions that are over, in milliseconds, the earliest first.
    pub receptions_ms: Vec<i64>,
    /// Windows that take from the stream now, each with the share of its calls that went to this stream, in thousandths.
    pub windows_share: Vec<u32>,
    /// How long each reception under way in these windows has lasted, milliseconds.
    pub under_way_ms: Vec<i64>,
    /// Tickets of the stream that would be called before a new one.
    pub ahead: u32,
    /// The norm of a reception, milliseconds: what is expected before the day has shown anything.
    pub norm_ms: i64,
}

/// A window's own calls weigh against the office's mix like so many calls of that mix.
const MIX_WEIGHT: u32 = 10;

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
        let mut over: Vec<(i64, i64)> = visits
            .iter()
            .flat_map(|visit| receptions(visit, shifts, now_ms))
            .filter(|reception| reception.stream == *stream)
            .filter_map(|reception| Some((reception.to_ms?, reception.length_ms)))
            .collect();
        over.sort_unstable();
        let taking: Vec<&Shift> = shifts
            .iter()
            .filter(|shift| shift.streams.contains(stream) && takes(shift))
            .collect();
        let mut came: BTreeMap<&StreamId, u32> = BTreeMap::new();
        for ticket in visits.iter().flat_map(|visit| &visit.tickets) {
            *came.entry(&ticket.stream).or_default() += 1;
        }
        let snapshot = DaySnapshot::of(visits, &[]);
        let ahead = snapshot
            .queued
            .iter()
            .filter(|queued| queued.state.is_waiting() && queued.stream == *stream);
        Self {
            receptions_ms: over.into_iter().map(|(_, length_ms)| length_ms).collect(),
            windows_share: taking
                .iter()
                .map(|shift| share(shift, visits, &came, stream))
                .collect(),
            under_way_ms: taking
                .iter()
                .filter_map(|shift| under_way_ms(shift, visits, now_ms))
                .collect(),
            ahead: u32::try_from(ahead.count()).unwrap_or(u32::MAX),
            norm_ms,
        }
    }
}

fn takes(shift: &Shift) -> bool {
    match shift.state() {
        ShiftState::Open => true,
        ShiftState::Paused(kind) => kind == WRAP_UP,
        ShiftState::Closed => false,
    }
}

/// The share of a window's calls that go to the stream, thousandths: its own calls of the shift, drawn towards the office's mix.
fn share(
    shift: &Shift,
    visits: &[Visit],
    came: &BTreeMap<&StreamId, u32>,
    stream: &StreamId,
) -> u32 {
    let mix = |of: &StreamId| came.get(of).copied().unwrap_or(0) + 1;
    let all: u32 = shift.streams.iter().map(mix).sum();
    let mut calls = MIX_WEIGHT * 1000;
    let mut to_stream = calls * mix(stream) / all.max(1);
    for period in visits
        .iter()
        .flat_map(|visit| &visit.tickets)
        .flat_map(|ticket| &ticket.periods)
        .filter(|period| period.state == TicketState::Called && period.shift_id == Some(shift.id))
    {
        calls += 1000;
        if period.stream == *stream {
            to_stream += 1000;
        }
    }
    (to_stream / (calls / 1000)).min(1000)
}

/// How long the window has had the client whom it has, milliseconds.
fn under_way_ms(shift: &Shift, visits: &[Visit], now_ms: i64) -> Option<i64> {
    visits
        .iter()
        .filter_map(|visit| visit.at_window()?.1.period())
        .find(|period| period.shift_id == Some(shift.id))
        .map(|period| (now_ms - period.from_ms).max(0))
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
/// One walks across the hall after a call, milliseconds.
const WALK_MS: f64 = 30_000.0;
/// A window that serves a stream gives it at least so much of its calls, whatever the day has shown, thousandths.
const SHARE_MIN: u32 = 50;
/// The quantile of the normal law on either side of the range: eight waits of ten lie inside.
const EIGHT_OF_TEN: f64 = 1.281_6;
const MINUTE_MS: f64 = 60_000.0;

/// Mean and variance of a reception, milliseconds.
struct Length {
    mean: f64,
    variance: f64,
    /// Variance of the mean itself: how little the day has shown yet.
    doubt: f64,
}

impl Length {
    /// What the day has shown, drawn towards the norm while that is little.
    fn of(day: &StreamDay) -> Self {
        let norm = float(day.norm_ms).max(MINUTE_MS);
        let shown: Vec<f64> = day.receptions_ms.iter().map(|ms| float(*ms)).collect();
        let count = float(i64::try_from(shown.len()).unwrap_or(i64::MAX));
        let weight = NORM_WEIGHT + count;
        let mean = NORM_WEIGHT.mul_add(norm, shown.iter().sum::<f64>()) / weight;
        let squares: f64 = shown.iter().map(|ms| (ms - mean).powi(2)).sum();
        let variance = NORM_WEIGHT.mul_add(EXPECTED_SPREAD * norm.powi(2), squares) / weight;
        Self {
            mean,
            variance,
            doubt: variance / weight,
        }
    }

    /// What is left on average of a reception that has lasted so long: less at first, but never little,
    /// because the long ones are those that are still there.
    fn rest_ms(&self, lasted_ms: f64) -> f64 {
        0.8_f64.mul_add(-lasted_ms, self.mean).max(0.6 * self.mean)
    }

    /// What is left on average of a reception that one finds at a moment of no meaning.
    fn found_rest_ms(&self) -> f64 {
        let spread = self.variance / self.mean.powi(2);
        self.mean * (1.0 + spread.min(1.0)) / 2.0
    }
}

/// The expected wait of a client who would come now; `None` when no window takes from the stream.
///
/// Mean: the work before him divided by the windows, less what the others are still busy with when the first of them is free. Spread: of
/// the receptions before him, of the windows' choice between streams, and of the mean itself.
/// The range holds about eight waits of ten.
#[must_use]
pub fn expected_wait(day: &StreamDay) -> Option<WaitRange> {
    if day.windows_share.is_empty() {
        return None;
    }
    let windows = day.windows_share.len();
    let free = windows.saturating_sub(day.under_way_ms.len());
    if usize::try_from(day.ahead).is_ok_and(|ahead| ahead < free) {
        return Some(WaitRange {
            from_minutes: 0,
            to_minutes: 1,
        });
    }
    let length = Length::of(day);
    let windows = float(i64::try_from(windows).unwrap_or(i64::MAX));
    let shares: u32 = day
        .windows_share
        .iter()
        .map(|share| (*share).clamp(SHARE_MIN, 1000))
        .sum();
    let share = f64::from(shares) / 1000.0 / windows;
    let turn = f64::from(day.ahead) + 1.0;
    // Clients of any stream that these windows call before him.
    let before = turn / share - 1.0;
    let each = length.mean + WALK_MS;
    let under_way: f64 = day
        .under_way_ms
        .iter()
        .map(|ms| length.rest_ms(float(*ms)))
        .sum();
    let others_rest = (windows - 1.0) * length.found_rest_ms();
    let mean = (before.mul_add(each, under_way - others_rest) / windows).max(WALK_MS);
    let busy = float(i64::try_from(day.under_way_ms.len()).unwrap_or(i64::MAX));
    let of_receptions = (before + busy) * length.variance;
    let of_choice = turn * (1.0 - share) / share.powi(2) * each.powi(2);
    let of_doubt = before.powi(2) * length.doubt;
    let variance = (of_receptions + of_choice + of_doubt) / windows.powi(2);
    Some(range(mean, variance))
}

/// The quantiles of a lognormal law of that mean and variance.
fn range(mean: f64, variance: f64) -> WaitRange {
    let spread = (1.0 + variance / mean.powi(2)).ln();
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

/// A week is more than any wait.
const WAIT_MINUTES_MAX: f64 = 10_080.0;

/// Clamped to what fits.
const fn whole(minutes: f64) -> u32 {
    minutes.clamp(0.0, WAIT_MINUTES_MAX) as u32
}
