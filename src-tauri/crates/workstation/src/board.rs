//! The board (табло): who is called where, who waits, what is announced. Never a name.

use stoika_domain::queue::{self as domain, Ticket, TicketState, Visit};

use crate::api::Nothing;
use crate::api::kiosk::{BoardCall, BoardState, BoardStream};
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::queue::day::Day;
use crate::session::Session;
use crate::workstation::Workstation;

/// A client who sits at his window already stands on the board so long after the call.
const SERVING_SHOWN_MS: i64 = 15 * 60_000;
/// Numbers that are called soon.
const SOON_MAX: usize = 8;

/// `board.state`.
pub(crate) fn state(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<BoardState> {
    let desk = workstation.desk()?;
    let Some(day) = Day::today(&desk)? else {
        return off(&desk);
    };
    let (open, shut_text) = day.receives();
    let mut calls: Vec<BoardCall> = day
        .queue
        .visits
        .iter()
        .filter_map(|it| call(&day, it))
        .collect();
    calls.sort_by(|one, other| (other.at_ms, &other.number).cmp(&(one.at_ms, &one.number)));
    let figures = day.figures();
    let leave_ms = calls
        .iter()
        .filter(|call| call.state == TicketState::Serving.as_str())
        .map(|call| call.at_ms + SERVING_SHOWN_MS);
    let changes_at_ms = leave_ms.fold(day.hours_change_at_ms(), i64::min);
    Ok(BoardState {
        office: day.office.name_ru.clone(),
        now_ms: day.now_ms,
        utc_offset_minutes: day.utc_offset_minutes,
        open,
        shut_text,
        streams: day
            .streams(&figures)
            .into_iter()
            .map(|row| BoardStream {
                letter: row.letter,
                title: stoika_domain::text::lower_first(&row.title),
                waiting: row.waiting,
                expected: row.expected,
            })
            .collect(),
        soon: soon(&day),
        notices: day.notices(),
        phone: phone(&day),
        changes_at_ms: Some(changes_at_ms),
        calls,
    })
}

/// The office has no electronic queue, or nothing is known of it yet.
fn off(desk: &Desk) -> Outcome<BoardState> {
    let office = desk.office()?;
    Ok(BoardState {
        utc_offset_minutes: office.as_ref().map_or(0, |it| it.utc_offset_minutes),
        office: office.map_or_else(String::new, |it| it.name_ru),
        now_ms: desk.now_ms(),
        open: false,
        shut_text: String::new(),
        calls: Vec::new(),
        streams: Vec::new(),
        soon: Vec::new(),
        notices: Vec::new(),
        phone: String::new(),
        changes_at_ms: None,
    })
}

/// The call of a visit that a window has.
fn call(day: &Day, visit: &Visit) -> Option<BoardCall> {
    let (index, ticket) = visit.at_window()?;
    let (place, called) = last_call(ticket)?;
    let window = ticket.period()?.window?;
    let state = ticket.state();
    if state == TicketState::Serving && day.now_ms - called >= SERVING_SHOWN_MS {
        return None;
    }
    let title = day.window_title(window);
    Some(BoardCall {
        id: format!("{}.{index}.{place}.{}", visit.id, ticket.calls),
        number: visit.number.to_string(),
        letter: visit.number.letter().to_string(),
        digits: visit.number.number(),
        window,
        window_word: title
            .strip_suffix(&window.to_string())
            .unwrap_or(&title)
            .trim_end()
            .to_owned(),
        window_title: title,
        at: day.at(called),
        at_ms: called,
        state: state.as_str().to_owned(),
    })
}

/// Where in the ticket's course its last call stands, and when it was.
fn last_call(ticket: &Ticket) -> Option<(usize, i64)> {
    ticket
        .periods
        .iter()
        .enumerate()
        .rev()
        .find(|(_, period)| period.state == TicketState::Called)
        .map(|(place, period)| (place, period.from_ms))
}

/// Who is next at some window that works: the first of every window's line, then the second of each, and so on.
fn soon(day: &Day) -> Vec<String> {
    let snapshot = day.snapshot();
    let mut ranked: Vec<(usize, i64, String)> = Vec::new();
    for shift in day.queue.shifts.iter().filter(|shift| !shift.is_over()) {
        let asking = day.asking(shift.window, &shift.streams);
        let line = domain::line_of(&snapshot, &asking, &day.settings.line);
        for (rank, (queued, _)) in line.into_iter().take(SOON_MAX).enumerate() {
            ranked.push((rank, queued.arrived_at_ms, queued.number.to_string()));
        }
    }
    ranked.sort();
    let mut numbers: Vec<String> = Vec::new();
    for (_, _, number) in ranked {
        if !numbers.contains(&number) && numbers.len() < SOON_MAX {
            numbers.push(number);
        }
    }
    numbers
}

fn phone(day: &Day) -> String {
    let hours = day.standards.book.hours.as_ref();
    hours
        .and_then(|hours| hours.contact_center.phone.as_ref())
        .map_or_else(String::new, |phone| phone.text.clone())
}
