//! What the screens of a window read of the queue.

use stoika_domain::queue::{self as domain, Shift, Ticket, TicketState, Visit, receptions, waits};

use super::course::{call_again_at_ms, course};
use super::day::{Day, pause_of, row_title};
use super::window::may_serve;
use crate::api::Nothing;
use crate::api::appeal::Choice;
use crate::api::error::ErrorCode;
use crate::api::queue::{
    CurrentTicket, QueueChoices, QueueState, QueuedLine, ServiceChoice, WindowChoice, WindowOpen,
    WindowView,
};
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// `queue.state`.
pub(crate) fn state(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<QueueState> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let Some(day) = Day::today(&desk)? else {
        return Ok(off(desk.now_ms()));
    };
    let own = day.own_shift();
    let current = match own {
        Some(shift) => current(&desk, &day, shift)?,
        None => None,
    };
    let streams = day.streams(&day.figures());
    let snapshot = day.snapshot();
    let line = own.map_or_else(Vec::new, |shift| {
        let asking = day.asking(shift.window, &shift.streams);
        domain::line_of(&snapshot, &asking, &day.settings.line)
            .into_iter()
            .filter_map(|(queued, why)| day.queued_line(queued, Some(why)))
            .collect()
    });
    let elsewhere = elsewhere(&day, &line);
    let held = snapshot
        .queued
        .iter()
        .filter(|queued| queued.state == TicketState::Held)
        .filter_map(|queued| day.queued_line(queued, None))
        .collect();
    Ok(QueueState {
        enabled: true,
        now_ms: day.now_ms,
        hours: day.hours_line(),
        window: own.map(|shift| window(&day, shift, &user)),
        current,
        line,
        elsewhere,
        held,
        no_shows: no_shows(&day),
        waiting: streams.iter().map(|stream| stream.waiting).sum(),
        streams,
        signs: day.signs(),
        printer_trouble: desk.tickets.trouble(),
    })
}

/// The state of an office without an electronic queue.
const fn off(now_ms: i64) -> QueueState {
    QueueState {
        enabled: false,
        now_ms,
        hours: String::new(),
        window: None,
        current: None,
        line: Vec::new(),
        elsewhere: Vec::new(),
        held: Vec::new(),
        no_shows: Vec::new(),
        waiting: 0,
        streams: Vec::new(),
        signs: Vec::new(),
        printer_trouble: None,
    }
}

/// Who waits and is not in the line of this desk's window.
fn elsewhere(day: &Day, line: &[QueuedLine]) -> Vec<QueuedLine> {
    let mut others = day.waiting();
    others.retain(|other| {
        !line
            .iter()
            .any(|here| here.visit_id == other.visit_id && here.ticket == other.ticket)
    });
    others
}

fn window(day: &Day, shift: &Shift, user: &SignedIn) -> WindowView {
    let pause = pause_of(shift);
    WindowView {
        number: shift.window,
        title: day.window_title(shift.window),
        shift_id: shift.id.to_string(),
        user_name: shift.user_name.clone(),
        others: shift.user_id != user.id,
        streams: shift.streams.iter().map(ToString::to_string).collect(),
        pause_label: pause
            .as_ref()
            .map(|kind| row_title(&day.settings.pause_kinds, kind)),
        pause,
        since_ms: shift
            .periods
            .last()
            .map_or(day.now_ms, |period| period.from_ms),
    }
}

/// Clients who did not come, the latest first. One who was called back and served is none of them.
fn no_shows(day: &Day) -> Vec<QueuedLine> {
    let mut found: Vec<(i64, QueuedLine)> = day
        .queue
        .visits
        .iter()
        .flat_map(|visit| {
            visit
                .indexed()
                .map(move |(index, ticket)| (visit, index, ticket))
        })
        .filter(|(_, _, ticket)| ticket.state() == TicketState::NoShow)
        .map(|(visit, index, ticket)| {
            let since_ms = ticket.period().map_or(0, |period| period.from_ms);
            (since_ms, day.ticket_line(visit, index, ticket))
        })
        .collect();
    found.sort_by_key(|(since_ms, _)| std::cmp::Reverse(*since_ms));
    found.into_iter().map(|(_, line)| line).collect()
}

/// The ticket that a shift's window has.
fn current(desk: &Desk, day: &Day, shift: &Shift) -> Outcome<Option<CurrentTicket>> {
    let Some((visit, index, ticket)) = day.ticket_of(shift) else {
        return Ok(None);
    };
    let client = visit.client.as_ref();
    let class = visit.class.as_ref().and_then(|id| day.class(id));
    Ok(Some(CurrentTicket {
        visit_id: visit.id.to_string(),
        ticket: index,
        number: visit.number.to_string(),
        state: ticket.state().as_str().to_owned(),
        service: day.service_title(&ticket.service),
        service_id: ticket.service.to_string(),
        stream: ticket.stream.to_string(),
        class: day.class_title(visit),
        class_proof: class.map(|row| row.proof_ru.clone()),
        comment: ticket.comment.clone(),
        back_to: ticket
            .back_to
            .as_ref()
            .map(|(window, _, _)| back_label(day, *window)),
        calls: ticket.calls,
        calls_before_no_show: day.settings.calls_before_no_show,
        call_again_at_ms: call_again_at_ms(day, ticket),
        wait: wait(day, visit, index, ticket),
        reception: reception(day, visit, index, ticket),
        total: day.clock(
            (day.now_ms - visit.issued_at_ms).max(0),
            day.total_norm_ms(),
            true,
        ),
        party_id: client.map(|client| client.party_id.clone()),
        account: client.and_then(|client| client.account_number.clone()),
        course: course(desk, day, visit)?,
        further: visit
            .tickets
            .iter()
            .filter(|other| other.state().is_waiting())
            .map(|other| day.service_short(&other.service))
            .collect(),
    }))
}

/// «вернётся: окно 2».
fn back_label(day: &Day, window: u16) -> String {
    format!("потом вернётся: {}", day.window_title(window))
}

/// The wait that ended with the call by which the ticket is here.
fn wait(day: &Day, visit: &Visit, index: u8, ticket: &Ticket) -> crate::api::queue::ClockView {
    let elapsed_ms = waits(visit, day.now_ms)
        .into_iter()
        .rfind(|wait| wait.ticket == index && wait.called_at_ms.is_some())
        .map_or(0, |wait| wait.length_ms);
    day.clock(elapsed_ms, day.wait_norm_ms(&ticket.stream), false)
}

fn reception(
    day: &Day,
    visit: &Visit,
    index: u8,
    ticket: &Ticket,
) -> Option<crate::api::queue::ClockView> {
    let lasts = receptions(visit, &day.queue.shifts, day.now_ms)
        .into_iter()
        .rfind(|reception| reception.ticket == index && reception.to_ms.is_none())
        .filter(|_| ticket.state() == TicketState::Serving)?;
    let paused = ticket
        .period()
        .and_then(|period| period.shift_id)
        .and_then(|id| day.queue.shifts.iter().find(|shift| shift.id == id))
        .is_some_and(|shift| pause_of(shift).is_some());
    let norm_ms = day.reception_norm_ms(&ticket.stream);
    Some(day.clock(lasts.length_ms, norm_ms, !paused))
}

/// `queue.choices`.
pub(crate) fn choices(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<QueueChoices> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let day = Day::today(&desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
    let settings = &day.settings;
    let rows = |rows: &[stoika_domain::standard::QueueRow]| -> Vec<Choice> {
        rows.iter()
            .map(|row| Choice::new(&row.id, &row.title_ru))
            .collect()
    };
    Ok(QueueChoices {
        streams: day
            .streams_served()
            .iter()
            .filter(|stream| may_serve(&day, &user, stream))
            .map(|stream| Choice::new(stream.as_str(), day.stream_title(stream)))
            .collect(),
        services: services(&day),
        windows: day
            .windows()
            .into_iter()
            .map(|window| WindowChoice {
                number: window.number,
                title: day.window_title(window.number),
                streams: window
                    .streams
                    .iter()
                    .filter(|stream| may_serve(&day, &user, stream))
                    .map(ToString::to_string)
                    .collect(),
                taken_by: day
                    .shift_at(window.number)
                    .map_or_else(String::new, |shift| shift.user_name.clone()),
            })
            .collect(),
        pauses: rows(&settings.pause_kinds),
        outcomes: rows(&settings.outcomes),
        holds: rows(&settings.hold_reasons),
        classes: settings
            .classes
            .iter()
            .map(|row| Choice::new(row.id.as_str(), &row.title_ru))
            .collect(),
        direct_reasons: settings
            .direct_reasons
            .iter()
            .map(|row| row.title_ru.clone())
            .collect(),
        wrap_up_minutes: settings.wrap_up_minutes,
        last: last_open(&desk, &day, &user)?,
    })
}

/// So many days of the office are looked through for a window that was open before: the longest holidays fit in.
const LAST_DAYS_MAX: u32 = 10;

/// The window and the streams that the user had at this desk last.
fn last_open(desk: &Desk, day: &Day, user: &SignedIn) -> Outcome<Option<WindowOpen>> {
    let office = day.office.id.as_str();
    for date in desk.replica.queue_days(office, LAST_DAYS_MAX)? {
        let shifts = desk.replica.queue_day(office, date)?.shifts;
        let last = shifts
            .into_iter()
            .rfind(|shift| shift.desk_label == day.desk_label && shift.user_id == user.id);
        if let Some(shift) = last {
            return Ok(Some(WindowOpen {
                number: shift.window,
                streams: shift.streams.iter().map(ToString::to_string).collect(),
            }));
        }
    }
    Ok(None)
}

fn services(day: &Day) -> Vec<ServiceChoice> {
    day.services()
        .filter_map(|row| {
            let (service, stream) = day.service(&row.id)?;
            Some(ServiceChoice {
                title: row.title_ru.clone(),
                short: day.service_short(&service),
                id: service.to_string(),
                stream: stream.to_string(),
            })
        })
        .collect()
}
