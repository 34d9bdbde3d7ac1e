//! What a day left open: the state of every ticket is by the office's day, so what is still open of a
//! former day is closed by the program at the first sign of life of the next one.

use chrono::NaiveDate;
use stoika_domain::queue::{Held, Left, Period, Shift, ShiftEvent, TicketState, Visit, VisitEvent};
use stoika_store::QueueDay;

use super::{of_shift, of_visit};
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::session::SignedIn;

/// Days that are looked back for what was left open.
const DAYS_MAX: u32 = 8;
/// Why a ticket ended with its day.
const DAY_OVER: &str = "day_over";

/// Closes what this desk left open on former days. That it did not succeed stops nobody's work: it is tried again
/// at the next sign-in.
pub(crate) fn close_leftovers(desk: &Desk) {
    if let Err(fault) = try_to_close(desk) {
        tracing::warn!(code = ?fault.code, detail = fault.detail, "a former day of the queue was not closed");
    }
}

fn try_to_close(desk: &Desk) -> Outcome<()> {
    let Some(enrolment) = desk.enrolment() else {
        return Ok(());
    };
    let today = desk.today()?;
    for day in desk.replica.queue_days(&enrolment.office, DAYS_MAX)? {
        if day < today {
            close_day(desk, &enrolment.office, &enrolment.desk, day)?;
        }
    }
    Ok(())
}

fn close_day(desk: &Desk, office: &str, label: &str, day: NaiveDate) -> Outcome<()> {
    let queue = desk.replica.queue_day(office, day)?;
    let author = SignedIn::program();
    for visit in &queue.visits {
        if visit.is_over() || !is_own(visit, &queue, label) {
            continue;
        }
        desk.act_at(&author, last_of_visit(visit), |_, _| {
            let mut events = Vec::new();
            // Somebody sat there when the day broke off: he is let go first.
            if let Some((ticket, at)) = visit.at_window()
                && at.state() == TicketState::Serving
            {
                events.push(of_visit(
                    visit.id,
                    VisitEvent::Held(Held {
                        ticket,
                        window: at.period().and_then(|period| period.window).unwrap_or(0),
                        reason: DAY_OVER.to_owned(),
                        note: None,
                    }),
                ));
            }
            let left = VisitEvent::Left(Left {
                reason: DAY_OVER.to_owned(),
            });
            events.push(of_visit(visit.id, left));
            Ok(events)
        })?;
    }
    for shift in queue.shifts.iter().filter(|shift| !shift.is_over()) {
        if shift.desk_label == label {
            desk.act_at(&author, last_of_shift(shift, &queue), |_, _| {
                Ok(vec![of_shift(shift.id, ShiftEvent::Closed)])
            })?;
        }
    }
    Ok(())
}

/// Each desk closes what it gave, and what sits at its window: so no two desks close one thing.
fn is_own(visit: &Visit, queue: &QueueDay, label: &str) -> bool {
    let at = visit
        .at_window()
        .and_then(|(_, ticket)| ticket.period()?.shift_id)
        .and_then(|id| queue.shifts.iter().find(|shift| shift.id == id));
    at.map_or(visit.station == label, |shift| shift.desk_label == label)
}

fn last_of_periods<'a>(periods: impl Iterator<Item = &'a Period>) -> i64 {
    periods.map(|period| period.from_ms).max().unwrap_or(0)
}

/// The last that was heard of a visit.
fn last_of_visit(visit: &Visit) -> i64 {
    let periods = visit.tickets.iter().flat_map(|ticket| &ticket.periods);
    let deeds = visit.deeds.iter().map(|(_, at_ms)| *at_ms).max();
    last_of_periods(periods).max(deeds.unwrap_or(0))
}

/// The last that was heard of a shift.
fn last_of_shift(shift: &Shift, queue: &QueueDay) -> i64 {
    let own = shift.periods.last().map_or(0, |period| period.from_ms);
    let at_it = queue
        .visits
        .iter()
        .filter(|visit| {
            let mut periods = visit.tickets.iter().flat_map(|ticket| &ticket.periods);
            periods.any(|period| period.shift_id == Some(shift.id))
        })
        .map(last_of_visit)
        .max();
    own.max(at_it.unwrap_or(0))
}
