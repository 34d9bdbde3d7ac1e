//! What a visit's periods come to: waits and receptions, by which the norms are counted.

use uuid::Uuid;

use super::{Period, Shift, ShiftState, Ticket, TicketState, Visit};
use crate::ids::StreamId;

/// A wait for a call (ожидание).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The ticket within the visit.
    pub ticket: u8,
    /// The stream that it was for. After a transfer a further wait begins, of the new stream.
    pub stream: StreamId,
    /// When it began, Unix milliseconds.
    pub from_ms: i64,
    /// When the call ended it; `None` while it lasts.
    pub called_at_ms: Option<i64>,
    /// How long it was, milliseconds: without the time that the client was at a window with another ticket of his, or
    /// waited for an earlier one. He waits for one thing at a time.
    pub length_ms: i64,
}

/// A reception (приём): one ticket in one stream, from the start to the end, with no hold in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reception {
    /// The ticket within the visit.
    pub ticket: u8,
    /// The stream.
    pub stream: StreamId,
    /// The window, the last one when another took it from the pool.
    pub window: u16,
    /// When it began, Unix milliseconds.
    pub from_ms: i64,
    /// When it ended; `None` while the client is there or the ticket is held.
    pub to_ms: Option<i64>,
    /// Time of service in it, milliseconds: no hold and no pause of the window.
    pub length_ms: i64,
}

/// The waits of a visit that ended with a call or that last. One that ended with the client's leaving is none: there is no call to measure it by.
#[must_use]
pub fn waits(visit: &Visit, now_ms: i64) -> Vec<Wait> {
    let mut waits = Vec::new();
    for (index, ticket) in visit.indexed() {
        for (place, period) in ticket.periods.iter().enumerate() {
            if !period.state.is_waiting() {
                continue;
            }
            let called_at_ms = match ticket.periods.get(place + 1) {
                None => None,
                Some(next) if next.state == TicketState::Called => Some(next.from_ms),
                Some(_) => continue,
            };
            let (from_ms, to_ms) = bounds(period, now_ms);
            let elsewhere = overlap_ms(from_ms, to_ms, engaged(visit, index, now_ms));
            waits.push(Wait {
                ticket: index,
                stream: period.stream.clone(),
                from_ms,
                called_at_ms,
                length_ms: to_ms - from_ms - elsewhere,
            });
        }
    }
    waits
}

/// The receptions of a visit, over or not. Pauses are looked for in `shifts`.
#[must_use]
pub fn receptions(visit: &Visit, shifts: &[Shift], now_ms: i64) -> Vec<Reception> {
    visit
        .indexed()
        .flat_map(|(index, ticket)| receptions_of(index, ticket, shifts, now_ms))
        .collect()
}

fn receptions_of(index: u8, ticket: &Ticket, shifts: &[Shift], now_ms: i64) -> Vec<Reception> {
    let mut all = Vec::new();
    let mut open: Option<Reception> = None;
    for period in &ticket.periods {
        match period.state {
            TicketState::Serving => {
                let reception = open.get_or_insert_with(|| Reception {
                    ticket: index,
                    stream: period.stream.clone(),
                    window: 0,
                    from_ms: period.from_ms,
                    to_ms: None,
                    length_ms: 0,
                });
                reception.window = period.window.unwrap_or(0);
                reception.length_ms += service_ms(period, shifts, now_ms);
                reception.to_ms = period.to_ms;
            }
            // Called out of the pool it goes on, unless the client does not come.
            TicketState::Held | TicketState::Called => {}
            TicketState::Waiting
            | TicketState::Transferred
            | TicketState::Returned
            | TicketState::Served
            | TicketState::NoShow
            | TicketState::Left => all.extend(open.take()),
        }
    }
    if let Some(mut reception) = open {
        reception.to_ms = None;
        all.push(reception);
    }
    all
}

/// Time of service in a period: without what the window's shift paused.
pub(super) fn service_ms(period: &Period, shifts: &[Shift], now_ms: i64) -> i64 {
    let (from_ms, to_ms) = bounds(period, now_ms);
    to_ms - from_ms - pauses_ms(period.shift_id, from_ms, to_ms, shifts)
}

/// How much of a time a shift paused.
pub(super) fn pauses_ms(shift_id: Option<Uuid>, from_ms: i64, to_ms: i64, shifts: &[Shift]) -> i64 {
    let pauses = shifts
        .iter()
        .filter(|shift| Some(shift.id) == shift_id)
        .flat_map(|shift| &shift.periods)
        .filter(|part| match part.state {
            ShiftState::Paused(_) => true,
            ShiftState::Open | ShiftState::Closed => false,
        })
        .map(|pause| (pause.from_ms, pause.to_ms.unwrap_or(to_ms)));
    overlap_ms(from_ms, to_ms, pauses.collect())
}

/// A period's beginning and end, the present for one that lasts; never an end before the beginning.
pub(super) fn bounds(period: &Period, now_ms: i64) -> (i64, i64) {
    let to_ms = period.to_ms.unwrap_or(now_ms);
    (period.from_ms, to_ms.max(period.from_ms))
}

/// When the client could not be called for the ticket: a window had him, or an earlier ticket waited.
fn engaged(visit: &Visit, index: u8, now_ms: i64) -> Vec<(i64, i64)> {
    visit
        .indexed()
        .filter(|(other, _)| *other != index)
        .flat_map(|(other, ticket)| ticket.periods.iter().map(move |period| (other, period)))
        .filter(|(other, period)| {
            period.state.is_at_window() || (*other < index && period.state.is_waiting())
        })
        .map(|(_, period)| bounds(period, now_ms))
        .collect()
}

/// How much of a time lies in others, which may lie over each other.
pub(super) fn overlap_ms(from_ms: i64, to_ms: i64, mut others: Vec<(i64, i64)>) -> i64 {
    others.sort_unstable();
    let mut covered_to_ms = from_ms;
    let mut overlap_ms = 0;
    for (begin_ms, end_ms) in others {
        let begin_ms = begin_ms.max(covered_to_ms);
        let end_ms = end_ms.min(to_ms);
        if end_ms > begin_ms {
            overlap_ms += end_ms - begin_ms;
            covered_to_ms = end_ms;
        }
    }
    overlap_ms
}
