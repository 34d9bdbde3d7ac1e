//! Figures of a day (показатели), §6.3, R98–R102: counted from periods, every time anew.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::spans::{bounds, overlap_ms, service_ms};
use super::{
    HallSign, Period, Reception, Shift, ShiftState, Sign, TicketState, Visit, Wait, receptions,
    waits,
};
use crate::ids::{OfficeId, StreamId};
use crate::standard::QueueNorms;

/// How a time stands against its norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NormMark {
    /// В норме.
    Fine,
    /// Скоро норма: past the share of the norm that the settings name.
    Soon,
    /// Дольше нормы.
    Over,
}

/// A mean of many and what it stands against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mean {
    /// How many.
    pub count: u32,
    /// The mean, milliseconds; 0 when there are none.
    pub mean_ms: i64,
    /// The longest, milliseconds.
    pub longest_ms: i64,
    /// The norm, milliseconds.
    pub norm_ms: i64,
    /// How the mean stands against the norm with the tolerance of peaks, if it holds.
    pub mark: NormMark,
}

/// A stream's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamFigures {
    /// The stream.
    pub stream: StreamId,
    /// Waiting now for a call: clients whom no window has.
    pub waiting: u32,
    /// The longest wait of those who wait now, milliseconds.
    pub longest_waiting_ms: i64,
    /// Waits that ended in a call, by the norm of waiting.
    pub waits: Mean,
    /// The same without those that began in a peak.
    pub waits_off_peak: Mean,
    /// Receptions, by the norm of reception.
    pub receptions: Mean,
    /// The same without those that began in a peak.
    pub receptions_off_peak: Mean,
}

/// A window's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowFigures {
    /// The window.
    pub window: u16,
    /// Receptions that are over.
    pub served: u32,
    /// Time of receptions, milliseconds.
    pub serving_ms: i64,
    /// Time between call and start, milliseconds.
    pub calling_ms: i64,
    /// Time of pauses, milliseconds.
    pub paused_ms: i64,
    /// Time that the window was open with nobody at it, milliseconds.
    pub idle_ms: i64,
    /// Mean reception, milliseconds.
    pub mean_reception_ms: i64,
}

/// Half an hour of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Begins, Unix milliseconds.
    pub from_ms: i64,
    /// Tickets taken.
    pub came: u32,
    /// Tickets served.
    pub served: u32,
}

/// A mean wait of a stream in half an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotWait {
    /// Begins, Unix milliseconds.
    pub from_ms: i64,
    /// The stream.
    pub stream: StreamId,
    /// Calls.
    pub count: u32,
    /// Mean wait, milliseconds.
    pub mean_ms: i64,
}

/// A day of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFigures {
    /// The office.
    pub office_id: OfficeId,
    /// The day.
    pub day: NaiveDate,
    /// Visits that began.
    pub visits: u32,
    /// Visits with a reception that are over.
    pub served: u32,
    /// Visits without a reception that ended in a no-show.
    pub no_shows: u32,
    /// Visits without a reception whose client left.
    pub left: u32,
    /// Served visits within the norm of the whole visit.
    pub within_total: u32,
    /// Served visits that began outside of peaks, and those of them within the norm.
    pub off_peak: (u32, u32),
    /// Streams, in the order of the norms.
    pub streams: Vec<StreamFigures>,
    /// Windows by number.
    pub windows: Vec<WindowFigures>,
    /// Half-hours from the first ticket's to the present.
    pub slots: Vec<Slot>,
    /// Mean waits by half-hour of the call.
    pub slot_waits: Vec<SlotWait>,
    /// Peaks, Unix milliseconds from and to (the present for one that lasts).
    pub peaks: Vec<(i64, i64)>,
}

/// What the figures of a day are counted from.
#[derive(Clone, Copy, Debug)]
pub struct DayRecord<'a> {
    /// The office.
    pub office_id: &'a OfficeId,
    /// The day.
    pub day: NaiveDate,
    /// Its visits.
    pub visits: &'a [Visit],
    /// Its shifts.
    pub shifts: &'a [Shift],
    /// Its signs.
    pub signs: &'a [HallSign],
    /// The office's clock, for the end of a sign that was given as a time of the day.
    pub utc_offset_minutes: i32,
    /// The norms in force.
    pub norms: &'a QueueNorms,
    /// From what percent of a norm on a time is «скоро».
    pub soon_percent: u32,
    /// The present, or the end of a day that is over, Unix milliseconds.
    pub now_ms: i64,
}

const MINUTE_MS: i64 = 60_000;
const SLOT_MS: i64 = 30 * MINUTE_MS;
/// A day has no more half-hours, whatever a clock said: what lies outside counts in the last one.
const SLOTS_MAX: i64 = 48;

/// How a time stands against a norm; without one (0) it is fine.
#[must_use]
pub const fn mark(time_ms: i64, norm_ms: i64, soon_percent: u32) -> NormMark {
    if norm_ms <= 0 {
        NormMark::Fine
    } else if time_ms > norm_ms {
        NormMark::Over
    } else if time_ms.saturating_mul(100) >= norm_ms.saturating_mul(soon_percent as i64) {
        NormMark::Soon
    } else {
        NormMark::Fine
    }
}

/// Counts the figures of a day. Called or no-show tickets' waits end with the call; a wait that is not over is counted
/// in `waiting` only; a hold counts neither as waiting nor as reception (it is shown as its own); time of a pause is never
/// service. A whole visit runs from the ticket to the end of its last reception.
#[must_use]
pub fn figures(record: &DayRecord<'_>) -> DayFigures {
    let peaks = peaks(record);
    let stays: Vec<Stay<'_>> = record
        .visits
        .iter()
        .map(|visit| Stay {
            visit,
            waits: waits(visit, record.now_ms),
            receptions: receptions(visit, record.shifts, record.now_ms),
        })
        .collect();
    let mut figures = DayFigures {
        office_id: record.office_id.clone(),
        day: record.day,
        visits: count(stays.len()),
        served: 0,
        no_shows: 0,
        left: 0,
        within_total: 0,
        off_peak: (0, 0),
        streams: streams(record, &stays, &peaks),
        windows: windows(record, &stays),
        slots: slots(record),
        slot_waits: slot_waits(record, &stays),
        peaks,
    };
    for stay in &stays {
        stay.count_into(&mut figures, record);
    }
    figures
}

/// A visit with what its periods come to.
struct Stay<'a> {
    visit: &'a Visit,
    waits: Vec<Wait>,
    receptions: Vec<Reception>,
}

impl Stay<'_> {
    fn waits_of(&self, stream: &StreamId) -> impl Iterator<Item = &Wait> {
        let of_stream = self.waits.iter().filter(move |wait| wait.stream == *stream);
        of_stream.filter(|wait| wait.called_at_ms.is_some())
    }

    fn receptions_of(&self, stream: &StreamId) -> impl Iterator<Item = &Reception> {
        let of_stream = self
            .receptions
            .iter()
            .filter(move |one| one.stream == *stream);
        of_stream.filter(|one| one.to_ms.is_some())
    }

    /// The wait that lasts, when it is in the stream: a client waits for the first of his tickets, and only while no window has him.
    fn lasting_wait_ms(&self, stream: &StreamId) -> Option<i64> {
        let wait = self.waits.iter().find(|wait| wait.called_at_ms.is_none())?;
        let waits_here = wait.stream == *stream && self.visit.at_window().is_none();
        waits_here.then_some(wait.length_ms)
    }

    fn count_into(&self, figures: &mut DayFigures, record: &DayRecord<'_>) {
        if !self.visit.is_over() {
            return;
        }
        let Some(end_ms) = self.receptions.iter().filter_map(|one| one.to_ms).max() else {
            let not_come = self
                .visit
                .tickets
                .iter()
                .any(|ticket| ticket.state() == TicketState::NoShow);
            if not_come {
                figures.no_shows += 1;
            } else {
                figures.left += 1;
            }
            return;
        };
        let norm_ms = i64::from(record.norms.visit.total_minutes) * MINUTE_MS;
        let within = u32::from(end_ms - self.visit.issued_at_ms <= norm_ms);
        figures.served += 1;
        figures.within_total += within;
        if !holds(&figures.peaks, self.visit.issued_at_ms) {
            figures.off_peak.0 += 1;
            figures.off_peak.1 += within;
        }
    }
}

/// Peaks of the day, one after another; those that lie over each other are one.
fn peaks(record: &DayRecord<'_>) -> Vec<(i64, i64)> {
    let mut all: Vec<(i64, i64)> = record
        .signs
        .iter()
        .filter(|sign| sign.sign == Sign::Peak)
        .map(|sign| {
            let ended = sign.ended.as_ref().map(|(at_ms, _)| *at_ms);
            let until = sign.until.map(|until| {
                let offset_ms = i64::from(record.utc_offset_minutes) * MINUTE_MS;
                sign.day.and_time(until).and_utc().timestamp_millis() - offset_ms
            });
            let to_ms = [ended, until]
                .into_iter()
                .flatten()
                .fold(record.now_ms, i64::min);
            (sign.from_ms, to_ms)
        })
        .filter(|(from_ms, to_ms)| from_ms < to_ms)
        .collect();
    all.sort_unstable();
    let mut apart: Vec<(i64, i64)> = Vec::new();
    for (from_ms, to_ms) in all {
        match apart.last_mut() {
            Some(last) if from_ms <= last.1 => last.1 = last.1.max(to_ms),
            Some(_) | None => apart.push((from_ms, to_ms)),
        }
    }
    apart
}

fn holds(peaks: &[(i64, i64)], at_ms: i64) -> bool {
    peaks
        .iter()
        .any(|(from_ms, to_ms)| (*from_ms..*to_ms).contains(&at_ms))
}

/// A stream with its norms in milliseconds.
struct StreamNorm {
    id: StreamId,
    wait_ms: i64,
    reception_ms: i64,
}

/// Streams of the norms in their order; after them any that is no longer published but was worked in, without a norm.
fn stream_norms(record: &DayRecord<'_>) -> Vec<StreamNorm> {
    let mut norms: Vec<StreamNorm> = record
        .norms
        .streams
        .iter()
        .filter_map(|stream| {
            Some(StreamNorm {
                id: StreamId::parse(&stream.id).ok()?,
                wait_ms: i64::from(stream.wait_minutes) * MINUTE_MS,
                reception_ms: i64::from(stream.reception_minutes) * MINUTE_MS,
            })
        })
        .collect();
    let unpublished: BTreeSet<&StreamId> = periods(record)
        .map(|period| &period.stream)
        .filter(|stream| norms.iter().all(|norm| norm.id != **stream))
        .collect();
    norms.extend(unpublished.into_iter().map(|id| StreamNorm {
        id: id.clone(),
        wait_ms: 0,
        reception_ms: 0,
    }));
    norms
}

fn streams(record: &DayRecord<'_>, stays: &[Stay<'_>], peaks: &[(i64, i64)]) -> Vec<StreamFigures> {
    let in_peak = peaks
        .last()
        .is_some_and(|(_, to_ms)| *to_ms >= record.now_ms);
    let tolerance_percent = if in_peak {
        record.norms.peak_tolerance_percent
    } else {
        0
    };
    let off_peak = |at_ms: i64| !holds(peaks, at_ms);
    let figures_of = |norm: &StreamNorm| {
        let mut waiting = Times::default();
        let (mut waits, mut waits_off_peak) = (Times::default(), Times::default());
        let (mut receptions, mut receptions_off_peak) = (Times::default(), Times::default());
        for stay in stays {
            waiting.extend(stay.lasting_wait_ms(&norm.id));
            for wait in stay.waits_of(&norm.id) {
                waits.add(wait.length_ms);
                waits_off_peak.extend(off_peak(wait.from_ms).then_some(wait.length_ms));
            }
            for one in stay.receptions_of(&norm.id) {
                receptions.add(one.length_ms);
                receptions_off_peak.extend(off_peak(one.from_ms).then_some(one.length_ms));
            }
        }
        let soon_percent = record.soon_percent;
        StreamFigures {
            stream: norm.id.clone(),
            waiting: waiting.count,
            longest_waiting_ms: waiting.longest_ms,
            waits: waits.against(norm.wait_ms, tolerance_percent, soon_percent),
            waits_off_peak: waits_off_peak.against(norm.wait_ms, 0, soon_percent),
            receptions: receptions.against(norm.reception_ms, tolerance_percent, soon_percent),
            receptions_off_peak: receptions_off_peak.against(norm.reception_ms, 0, soon_percent),
        }
    };
    stream_norms(record).iter().map(figures_of).collect()
}

fn windows(record: &DayRecord<'_>, stays: &[Stay<'_>]) -> Vec<WindowFigures> {
    let numbers: BTreeSet<u16> = record
        .shifts
        .iter()
        .map(|shift| shift.window)
        .chain(periods(record).filter_map(|period| period.window))
        .collect();
    numbers
        .into_iter()
        .map(|window| window_figures(record, stays, window))
        .collect()
}

fn window_figures(record: &DayRecord<'_>, stays: &[Stay<'_>], window: u16) -> WindowFigures {
    let mut of_receptions = Times::default();
    for reception in stays.iter().flat_map(|stay| &stay.receptions) {
        if reception.window == window && reception.to_ms.is_some() {
            of_receptions.add(reception.length_ms);
        }
    }
    let mut serving_ms = 0;
    let mut calling_ms = 0;
    let mut busy = Vec::new();
    for period in periods(record).filter(|period| period.window == Some(window)) {
        let length_ms = service_ms(period, record.shifts, record.now_ms);
        match period.state {
            TicketState::Serving => serving_ms += length_ms,
            TicketState::Called => calling_ms += length_ms,
            TicketState::Waiting
            | TicketState::Held
            | TicketState::Transferred
            | TicketState::Returned
            | TicketState::Served
            | TicketState::NoShow
            | TicketState::Left => continue,
        }
        busy.push(bounds(period, record.now_ms));
    }
    let mut paused_ms = 0;
    let mut idle_ms = 0;
    for part in record
        .shifts
        .iter()
        .filter(|shift| shift.window == window)
        .flat_map(|shift| &shift.periods)
    {
        let to_ms = part.to_ms.unwrap_or(record.now_ms).max(part.from_ms);
        let length_ms = to_ms - part.from_ms;
        match part.state {
            ShiftState::Open => {
                idle_ms += length_ms - overlap_ms(part.from_ms, to_ms, busy.clone());
            }
            ShiftState::Paused(_) => paused_ms += length_ms,
            ShiftState::Closed => {}
        }
    }
    WindowFigures {
        window,
        served: of_receptions.count,
        serving_ms,
        calling_ms,
        paused_ms,
        idle_ms,
        mean_reception_ms: of_receptions.mean_ms(),
    }
}

fn slots(record: &DayRecord<'_>) -> Vec<Slot> {
    let Some(first_ms) = first_slot_ms(record) else {
        return Vec::new();
    };
    let mut came = Vec::new();
    let mut served = Vec::new();
    for ticket in record.visits.iter().flat_map(|visit| &visit.tickets) {
        came.extend(ticket.periods.first().map(|period| period.from_ms));
        let of_ticket = ticket.periods.iter();
        let over = of_ticket.filter(|period| period.state == TicketState::Served);
        served.extend(over.map(|period| period.from_ms));
    }
    let place = |at_ms: i64| slot_index(first_ms, at_ms);
    let last = came
        .iter()
        .chain(&served)
        .map(|at_ms| place(*at_ms))
        .fold(place(record.now_ms), i64::max);
    let in_slot = |times: &[i64], index: i64| {
        count(times.iter().filter(|at_ms| place(**at_ms) == index).count())
    };
    (0..=last)
        .map(|index| Slot {
            from_ms: first_ms + index * SLOT_MS,
            came: in_slot(&came, index),
            served: in_slot(&served, index),
        })
        .collect()
}

/// The half-hour of the first ticket.
fn first_slot_ms(record: &DayRecord<'_>) -> Option<i64> {
    let tickets = record.visits.iter().flat_map(|visit| &visit.tickets);
    tickets
        .filter_map(|ticket| ticket.periods.first())
        .map(|period| period.from_ms)
        .min()
        .map(|first_ms| first_ms - first_ms.rem_euclid(SLOT_MS))
}

const fn slot_index(first_ms: i64, at_ms: i64) -> i64 {
    let index = (at_ms - first_ms).div_euclid(SLOT_MS);
    if index < 0 {
        0
    } else if index >= SLOTS_MAX {
        SLOTS_MAX - 1
    } else {
        index
    }
}

fn slot_waits(record: &DayRecord<'_>, stays: &[Stay<'_>]) -> Vec<SlotWait> {
    let Some(first_ms) = first_slot_ms(record) else {
        return Vec::new();
    };
    let norms = stream_norms(record);
    let mut by_slot: BTreeMap<(i64, usize), Times> = BTreeMap::new();
    for (place, norm) in norms.iter().enumerate() {
        for wait in stays.iter().flat_map(|stay| stay.waits_of(&norm.id)) {
            if let Some(called_at_ms) = wait.called_at_ms {
                let slot = slot_index(first_ms, called_at_ms);
                by_slot
                    .entry((slot, place))
                    .or_default()
                    .add(wait.length_ms);
            }
        }
    }
    by_slot
        .into_iter()
        .filter_map(|((slot, place), times)| {
            Some(SlotWait {
                from_ms: first_ms + slot * SLOT_MS,
                stream: norms.get(place)?.id.clone(),
                count: times.count,
                mean_ms: times.mean_ms(),
            })
        })
        .collect()
}

/// Every period of every ticket of the day.
fn periods<'a>(record: &DayRecord<'a>) -> impl Iterator<Item = &'a Period> + use<'a> {
    let tickets = record.visits.iter().flat_map(|visit| &visit.tickets);
    tickets.flat_map(|ticket| &ticket.periods)
}

/// Times that are summed up.
#[derive(Clone, Copy, Default)]
struct Times {
    count: u32,
    sum_ms: i64,
    longest_ms: i64,
}

impl Times {
    fn add(&mut self, time_ms: i64) {
        self.count += 1;
        self.sum_ms += time_ms;
        self.longest_ms = self.longest_ms.max(time_ms);
    }

    fn extend(&mut self, time_ms: Option<i64>) {
        if let Some(time_ms) = time_ms {
            self.add(time_ms);
        }
    }

    fn mean_ms(self) -> i64 {
        self.sum_ms / i64::from(self.count.max(1))
    }

    /// Against a norm, which a tolerance raises for the mark.
    fn against(self, norm_ms: i64, tolerance_percent: u32, soon_percent: u32) -> Mean {
        let borne_ms = norm_ms + norm_ms * i64::from(tolerance_percent) / 100;
        Mean {
            count: self.count,
            mean_ms: self.mean_ms(),
            longest_ms: self.longest_ms,
            norm_ms,
            mark: mark(self.mean_ms(), borne_ms, soon_percent),
        }
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
