//! `hall.state`: the hall now.

use stoika_domain::queue::{
    DayFigures, Shift, ShiftState, Sign, Ticket, TicketState, Visit, receptions,
};
use stoika_domain::standard::HallWindow;
use stoika_domain::text;

use super::escalations::Ladder;
use crate::api::Nothing;
use crate::api::hall::{HallState, HallWindowLine, TotalView};
use crate::api::queue::{ClockMark, ClockView};
use crate::fault::Outcome;
use crate::queue::day::{Day, row_title};
use crate::session::Session;
use crate::workstation::Workstation;

/// `hall.state`.
pub(crate) fn state(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<HallState> {
    let desk = workstation.desk()?;
    let Some(day) = Day::today(&desk)? else {
        return Ok(off(desk.now_ms()));
    };
    let figures = day.figures();
    let ladder = Ladder::of(&day);
    let changes_at_ms = ladder.turns_at_ms.into_iter();
    Ok(HallState {
        enabled: true,
        now_ms: day.now_ms,
        hours: day.hours_line(),
        visits: figures.visits,
        served: figures.served,
        no_shows: figures.no_shows,
        streams: day.streams(&figures),
        total: total(&day, &figures),
        windows: windows(&day, &figures),
        escalations: ladder.lines,
        waiting: day.waiting(),
        signs: day.signs(),
        peak: day.standing().any(|sign| sign.sign == Sign::Peak),
        changes_at_ms: Some(changes_at_ms.fold(day.hours_change_at_ms(), i64::min)),
    })
}

/// The office has no electronic queue.
const fn off(now_ms: i64) -> HallState {
    HallState {
        enabled: false,
        now_ms,
        hours: String::new(),
        visits: 0,
        served: 0,
        no_shows: 0,
        streams: Vec::new(),
        total: TotalView {
            norm_minutes: 0,
            served: 0,
            within: 0,
            percent: None,
            percent_off_peak: None,
            mark: ClockMark::Fine,
        },
        windows: Vec::new(),
        escalations: Vec::new(),
        waiting: Vec::new(),
        signs: Vec::new(),
        peak: false,
        changes_at_ms: None,
    }
}

/// Whole visits against their norm. It is «не более», so every visit past it counts; so many as a peak allows are «скоро».
pub(super) fn total(day: &Day, figures: &DayFigures) -> TotalView {
    let percent = |part: u32, whole: u32| (part * 100).checked_div(whole);
    let beyond = figures.served - figures.within_total;
    let tolerated = figures.served * day.norms.peak_tolerance_percent;
    TotalView {
        norm_minutes: day.norms.visit.total_minutes,
        served: figures.served,
        within: figures.within_total,
        percent: percent(figures.within_total, figures.served),
        percent_off_peak: percent(figures.off_peak.1, figures.off_peak.0),
        mark: if beyond == 0 {
            ClockMark::Fine
        } else if beyond * 100 <= tolerated {
            ClockMark::Soon
        } else {
            ClockMark::Over
        },
    }
}

fn windows(day: &Day, figures: &DayFigures) -> Vec<HallWindowLine> {
    day.windows()
        .iter()
        .map(|window| {
            let mut line = match day.shift_at(window.number) {
                None => closed(day, window),
                Some(shift) => open(day, shift),
            };
            let worked = figures
                .windows
                .iter()
                .find(|row| row.window == window.number);
            if let Some(worked) = worked {
                line.served = worked.served;
                line.mean_ms = worked.mean_reception_ms;
            }
            line
        })
        .collect()
}

fn closed(day: &Day, window: &HallWindow) -> HallWindowLine {
    HallWindowLine {
        number: window.number,
        title: day.window_title(window.number),
        shift_id: None,
        user_name: String::new(),
        streams: window.streams.iter().map(ToString::to_string).collect(),
        state: "closed".to_owned(),
        state_label: "закрыто".to_owned(),
        number_now: None,
        service: None,
        clock: None,
        served: 0,
        mean_ms: 0,
        visit_id: None,
    }
}

fn open(day: &Day, shift: &Shift) -> HallWindowLine {
    let ticket = day.ticket_of(shift);
    let (state, state_label) = match (shift.state(), ticket) {
        (ShiftState::Paused(kind), _) => {
            let title = row_title(&day.settings.pause_kinds, &kind);
            ("paused", text::lower_first(&title))
        }
        (ShiftState::Open | ShiftState::Closed, Some((_, _, ticket))) => match ticket.state() {
            TicketState::Called => ("called", "зовёт".to_owned()),
            TicketState::Serving
            | TicketState::Waiting
            | TicketState::Held
            | TicketState::Transferred
            | TicketState::Returned
            | TicketState::Served
            | TicketState::NoShow
            | TicketState::Left => ("serving", "приём".to_owned()),
        },
        (ShiftState::Open | ShiftState::Closed, None) => ("free", "свободно".to_owned()),
    };
    HallWindowLine {
        number: shift.window,
        title: day.window_title(shift.window),
        shift_id: Some(shift.id.to_string()),
        user_name: shift.user_name.clone(),
        streams: shift.streams.iter().map(ToString::to_string).collect(),
        state: state.to_owned(),
        state_label,
        number_now: ticket.map(|(visit, _, _)| visit.number.to_string()),
        service: ticket.map(|(_, _, ticket)| day.service_short(&ticket.service)),
        clock: Some(clock(day, shift, ticket, state)),
        served: 0,
        mean_ms: 0,
        visit_id: ticket.map(|(visit, _, _)| visit.id.to_string()),
    }
}

/// The reception against its norm; of a call, a pause or idleness the time alone.
fn clock(
    day: &Day,
    shift: &Shift,
    ticket: Option<(&Visit, u8, &Ticket)>,
    state: &str,
) -> ClockView {
    if let ("serving", Some((visit, index, ticket))) = (state, ticket) {
        let (_, length_ms) = reception_of(day, visit, index).unwrap_or_default();
        return day.clock(length_ms, day.reception_norm_ms(&ticket.stream), true);
    }
    let since_ms = match (state, ticket) {
        ("called", Some((_, _, ticket))) => ticket.period().map(|period| period.from_ms),
        ("free", _) => Some(idle_since(day, shift)),
        _ => shift.periods.last().map(|period| period.from_ms),
    };
    let since_ms = since_ms.unwrap_or(day.now_ms);
    day.clock((day.now_ms - since_ms).max(0), 0, true)
}

/// The reception under way of a ticket: when it began and how much of it was service.
pub(super) fn reception_of(day: &Day, visit: &Visit, ticket: u8) -> Option<(i64, i64)> {
    receptions(visit, &day.queue.shifts, day.now_ms)
        .into_iter()
        .rfind(|one| one.ticket == ticket && one.to_ms.is_none())
        .map(|one| (one.from_ms, one.length_ms))
}

/// Since when nobody is at an open window.
fn idle_since(day: &Day, shift: &Shift) -> i64 {
    let opened_ms = shift.periods.last().map_or(day.now_ms, |it| it.from_ms);
    day.queue
        .visits
        .iter()
        .flat_map(|visit| &visit.tickets)
        .flat_map(|ticket| &ticket.periods)
        .filter(|period| period.shift_id == Some(shift.id))
        .filter_map(|period| period.to_ms)
        .fold(opened_ms, i64::max)
}
