//! The order of the line (очерёдность): who is called next, R96, R103–R105.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Period, Shift, Ticket, TicketNumber, TicketState, Visit};
use crate::ids::{PriorityClassId, ServiceId, StreamId};

/// A ticket that waits for a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// Its visit.
    pub visit_id: Uuid,
    /// Its index in the visit.
    pub ticket: u8,
    /// The number.
    pub number: TicketNumber,
    /// The service.
    pub service: ServiceId,
    /// The stream.
    pub stream: StreamId,
    /// Waiting, transferred, returned or held.
    pub state: TicketState,
    /// When the client came into the office's line: the order of arrival. A transferred client keeps it.
    pub arrived_at_ms: i64,
    /// Since when he waits for this call: when the present state began, or when a window last let
    /// him go who was there with another ticket of his.
    pub since_ms: i64,
    /// The ground to be served before others.
    pub class: Option<PriorityClassId>,
    /// The window that it is meant for.
    pub window: Option<u16>,
    /// Has an appointment; its time at the office, if one was fixed.
    pub appointment: Option<Option<NaiveTime>>,
}

/// Why a ticket is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Comes back to this window; or to any of its stream, when the window that sent him away has no shift.
    Returned,
    /// The time of his appointment has come. An appointment without a time is never due: he waits in turn.
    Appointment,
    /// Before others by a ground.
    Class,
    /// In turn.
    Turn,
}

/// The queue of a day at one moment, all that the order depends on. Built by [`DaySnapshot::of`] from the
/// day's visits and shifts; the same input gives the same next ticket on every machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaySnapshot {
    /// Tickets that wait, in no order that matters.
    pub queued: Vec<Queued>,
    /// Windows that have an open or paused shift.
    pub windows: Vec<u16>,
    /// For each stream where there were any: calls by privilege (a ground, an appointment with a time) since the last call in turn, while
    /// somebody waited in turn. A direct call, a return and one taken from the pool count for nothing.
    pub passed: Vec<(StreamId, u32)>,
}

/// The rules of the order, of the published document `queue`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRules {
    /// At most so many privileged calls in a stream one after another while somebody waits in turn there.
    pub privileged_in_a_row_max: u32,
    /// An appointment is due so many minutes before its time.
    pub appointment_early_minutes: u32,
    /// And has its privilege no longer than so many minutes after its time; then it waits in turn.
    pub appointment_late_minutes: u32,
}

/// What a window asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking<'a> {
    /// The window.
    pub window: u16,
    /// Streams that it serves.
    pub streams: &'a [StreamId],
    /// Time at the office.
    pub now: NaiveTime,
}

impl Queued {
    /// Has a right to go before those in turn, at some time of the day.
    fn is_privileged(&self) -> bool {
        self.class.is_some() || self.appointment.flatten().is_some()
    }

    /// Nobody's privilege but the order of arrival calls him.
    fn is_in_turn(&self) -> bool {
        !self.is_privileged() && self.state != TicketState::Returned
    }

    fn place(&self) -> (i64, TicketNumber, Uuid, u8) {
        (self.arrived_at_ms, self.number, self.visit_id, self.ticket)
    }

    /// May be given to the window.
    fn is_for(&self, day: &DaySnapshot, asking: &Asking<'_>) -> bool {
        let of_stream = asking.streams.contains(&self.stream);
        self.state.is_waiting()
            && match self.window {
                None => of_stream,
                Some(window) if window == asking.window => true,
                Some(window) => of_stream && !day.windows.contains(&window),
            }
    }

    fn why(&self, now: NaiveTime, rules: &LineRules) -> Why {
        if self.state == TicketState::Returned {
            Why::Returned
        } else if self
            .appointment
            .flatten()
            .is_some_and(|at| rules.is_due(at, now))
        {
            Why::Appointment
        } else if self.class.is_some() {
            Why::Class
        } else {
            Why::Turn
        }
    }
}

impl LineRules {
    fn is_due(&self, at: NaiveTime, now: NaiveTime) -> bool {
        let seconds = |time: NaiveTime| i64::from(time.num_seconds_from_midnight());
        let late = seconds(now) - seconds(at);
        late >= -i64::from(self.appointment_early_minutes) * 60
            && late <= i64::from(self.appointment_late_minutes) * 60
    }
}

impl DaySnapshot {
    /// The snapshot of a day's visits and shifts.
    ///
    /// A visit that a window has is not in it; of the others each stands once in the line, with the first of its tickets that
    /// waits, and with every ticket that is held.
    #[must_use]
    pub fn of(visits: &[Visit], shifts: &[Shift]) -> Self {
        let mut queued: Vec<Queued> = visits.iter().flat_map(queued).collect();
        queued.sort_unstable_by_key(Queued::place);
        let mut windows: Vec<u16> = shifts
            .iter()
            .filter(|shift| !shift.is_over())
            .map(|shift| shift.window)
            .collect();
        windows.sort_unstable();
        windows.dedup();
        Self {
            queued,
            windows,
            passed: passed(visits),
        }
    }
}

fn queued(visit: &Visit) -> Vec<Queued> {
    if visit.at_window().is_some() {
        return Vec::new();
    }
    let offered = visit
        .indexed()
        .find(|(_, ticket)| ticket.state().is_waiting())
        .map(|(index, _)| index);
    visit
        .indexed()
        .filter(|(index, ticket)| Some(*index) == offered || ticket.state() == TicketState::Held)
        .filter_map(|(index, ticket)| {
            let period = ticket.period()?;
            Some(Queued {
                visit_id: visit.id,
                ticket: index,
                number: visit.number,
                service: ticket.service.clone(),
                stream: ticket.stream.clone(),
                state: period.state,
                arrived_at_ms: visit.issued_at_ms,
                since_ms: since(visit, period),
                class: visit.class.clone(),
                window: ticket.aim.window,
                appointment: visit.appointment.as_ref().map(|agreed| agreed.at),
            })
        })
        .collect()
}

/// Since when the client can be called for a ticket whose lasting period this is.
fn since(visit: &Visit, period: &Period) -> i64 {
    visit
        .tickets
        .iter()
        .flat_map(|ticket| &ticket.periods)
        .filter(|other| other.state.is_at_window())
        .filter_map(|other| other.to_ms)
        .fold(period.from_ms, i64::max)
}

/// A call of the day: when, whose, what it was.
struct Call<'a> {
    visit: &'a Visit,
    stream: &'a StreamId,
    at_ms: i64,
    index: usize,
}

/// Counts privileged calls back from the latest of each stream to its last call in turn.
fn passed(visits: &[Visit]) -> Vec<(StreamId, u32)> {
    let mut calls: Vec<Call<'_>> = visits
        .iter()
        .flat_map(|visit| {
            visit
                .tickets
                .iter()
                .flat_map(move |ticket| calls_by_order(visit, ticket))
        })
        .collect();
    calls.sort_unstable_by_key(|call| {
        Reverse((call.at_ms, call.visit.number, call.visit.id, call.index))
    });
    // For each stream: how many, and whether its last call in turn has been found.
    let mut counts: BTreeMap<&StreamId, (u32, bool)> = BTreeMap::new();
    for call in calls {
        let (count, found) = counts.entry(call.stream).or_default();
        if *found {
            continue;
        }
        if !is_privileged(call.visit) {
            *found = true;
        } else if visits
            .iter()
            .any(|visit| waited_in_turn(visit, call.stream, call.at_ms))
        {
            *count += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(_, (count, _))| *count > 0)
        .map(|(stream, (count, _))| (stream.clone(), count))
        .collect()
}

/// Calls that the order gave: not by number, not back to a window, not out of the pool.
fn calls_by_order<'a>(visit: &'a Visit, ticket: &'a Ticket) -> impl Iterator<Item = Call<'a>> {
    ticket
        .periods
        .iter()
        .zip(ticket.periods.iter().skip(1))
        .filter(|(before, call)| {
            call.state == TicketState::Called
                && !call.direct
                && matches!(
                    before.state,
                    TicketState::Waiting | TicketState::Transferred
                )
        })
        .enumerate()
        .map(move |(index, (_, call))| Call {
            visit,
            stream: &call.stream,
            at_ms: call.from_ms,
            index,
        })
}

fn is_privileged(visit: &Visit) -> bool {
    visit.class.is_some()
        || visit
            .appointment
            .as_ref()
            .is_some_and(|agreed| agreed.at.is_some())
}

/// At that moment the visit stood in turn in the stream.
fn waited_in_turn(visit: &Visit, stream: &StreamId, at_ms: i64) -> bool {
    if is_privileged(visit) || visit.issued_at_ms > at_ms {
        return false;
    }
    let mut offered = None;
    for ticket in &visit.tickets {
        let Some(period) = ticket.periods.iter().rev().find(|period| {
            period.from_ms <= at_ms && period.to_ms.is_none_or(|to_ms| at_ms < to_ms)
        }) else {
            continue;
        };
        if period.state.is_at_window() {
            return false;
        }
        if offered.is_none() && period.state.is_waiting() {
            offered = Some(period);
        }
    }
    offered.is_some_and(|period| period.stream == *stream && period.state != TicketState::Returned)
}

/// A window's line while it is called off, one by one.
struct Line<'a> {
    /// Those who may be given to the window, the first first.
    rest: Vec<(Why, &'a Queued)>,
    /// Of them in turn, by stream.
    rest_in_turn: BTreeMap<&'a StreamId, usize>,
    /// All of the day who wait in turn, by stream.
    in_turn: BTreeMap<&'a StreamId, usize>,
    passed: BTreeMap<&'a StreamId, u32>,
    privileged_max: u32,
}

impl<'a> Line<'a> {
    fn of(day: &'a DaySnapshot, asking: &Asking<'_>, rules: &LineRules) -> Self {
        let mut rest: Vec<(Why, &Queued)> = day
            .queued
            .iter()
            .filter(|queued| queued.is_for(day, asking))
            .map(|queued| (queued.why(asking.now, rules), queued))
            .collect();
        rest.sort_unstable_by_key(|(why, queued)| (*why, queued.place()));
        let mut rest_in_turn = BTreeMap::new();
        for (why, queued) in &rest {
            if *why == Why::Turn {
                *rest_in_turn.entry(&queued.stream).or_insert(0) += 1;
            }
        }
        let mut in_turn = BTreeMap::new();
        for queued in &day.queued {
            if queued.state.is_waiting() && queued.is_in_turn() {
                *in_turn.entry(&queued.stream).or_insert(0) += 1;
            }
        }
        Self {
            rest,
            rest_in_turn,
            in_turn,
            passed: day
                .passed
                .iter()
                .map(|(stream, count)| (stream, *count))
                .collect(),
            privileged_max: rules.privileged_in_a_row_max,
        }
    }

    /// The stream owes its first in turn a call.
    fn owes(&self, stream: &StreamId) -> bool {
        self.rest_in_turn
            .get(stream)
            .is_some_and(|count| *count > 0)
            && self.passed.get(stream).copied().unwrap_or(0) >= self.privileged_max
    }

    /// Calls the next one off.
    fn call(&mut self) -> Option<(&'a Queued, Why)> {
        let at = self.rest.iter().position(|(why, queued)| match why {
            Why::Returned | Why::Turn => true,
            Why::Appointment | Why::Class => !self.owes(&queued.stream),
        })?;
        let (why, queued) = self.rest.remove(at);
        if why == Why::Turn {
            less(&mut self.rest_in_turn, &queued.stream);
        }
        if queued.is_in_turn() {
            less(&mut self.in_turn, &queued.stream);
            self.passed.remove(&queued.stream);
        } else if why != Why::Returned
            && self
                .in_turn
                .get(&queued.stream)
                .is_some_and(|count| *count > 0)
        {
            *self.passed.entry(&queued.stream).or_insert(0) += 1;
        }
        Some((queued, why))
    }
}

fn less(counts: &mut BTreeMap<&StreamId, usize>, stream: &StreamId) {
    if let Some(count) = counts.get_mut(stream) {
        *count = count.saturating_sub(1);
    }
}

/// The next ticket for a window and why it is that one; `None` when nobody waits for it. Held tickets are
/// never next: somebody takes them by hand.
///
/// Order: returned to this window; an appointment that is due; a ground; then in turn, by arrival. Within each by
/// arrival, then by number, then by id. After [`LineRules::privileged_in_a_row_max`] privileged calls in a stream its first in turn
/// goes before the privileged of that stream. A ticket meant for a window waits for that window while it has a shift, whatever
/// streams it serves, and is for all of its stream when it has none.
#[must_use]
pub fn next<'a>(
    day: &'a DaySnapshot,
    asking: &Asking<'_>,
    rules: &LineRules,
) -> Option<(&'a Queued, Why)> {
    Line::of(day, asking, rules).call()
}

/// All tickets that a window may be given, in the order in which [`next`] would give them if nobody else called.
#[must_use]
pub fn line_of<'a>(
    day: &'a DaySnapshot,
    asking: &Asking<'_>,
    rules: &LineRules,
) -> Vec<(&'a Queued, Why)> {
    let mut line = Line::of(day, asking, rules);
    std::iter::from_fn(|| line.call()).collect()
}
