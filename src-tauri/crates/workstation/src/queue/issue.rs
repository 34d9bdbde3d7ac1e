//! A ticket is given (взят талон), R96: at a window, at the kiosk, by the button at the entrance.

use std::ops::RangeInclusive;
use std::sync::Arc;

use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::check;
use stoika_domain::ids::{PriorityClassId, StreamId};
use stoika_domain::queue::{Aim, Appointment, Issued, Origin, TicketNumber, VisitEvent};
use stoika_store::WriteContext;

use super::day::Day;
use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::queue::{TicketAsked, TicketGiven, TicketIssue, TicketSetClass};
use crate::branch::{Source, source};
use crate::desk::{Desk, Doing};
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// Numbers of each letter that the stations of an office count together: the lone one, or the hub for all.
pub(crate) const BLOCK: RangeInclusive<u16> = 1..=799;

/// What a ticket is asked for.
#[derive(Clone, Debug)]
pub(crate) struct IssueRequest {
    /// Code of the service.
    pub service: String,
    /// Code of the ground; empty: in turn.
    pub class: String,
    /// The appointment that brought the client.
    pub appointment: Option<Appointment>,
    /// Where it is taken.
    pub origin: Origin,
    /// For whom it is meant.
    pub aim: Aim,
}

/// `queue.issue`.
pub(crate) fn issue_at_desk(
    workstation: &Workstation,
    session: &Session,
    input: TicketIssue,
) -> Outcome<TicketGiven> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let request = IssueRequest {
        service: input.service,
        class: input.class,
        appointment: None,
        origin: Origin::Desk,
        aim: Aim::default(),
    };
    issue(&desk, &user, &request)
}

/// Gives a ticket and prints it. Hours of the office and signs of the hall are the kiosk's to ask.
///
/// # Errors
/// `queue-off`, `tickets-out` when the day's tickets of the service or the numbers of its letter are used up; faults of the fields
/// `service` and `class`; those of the disk.
pub(crate) fn issue(
    desk: &Arc<Desk>,
    author: &SignedIn,
    request: &IssueRequest,
) -> Outcome<TicketGiven> {
    // The hub is asked before the act: nobody waits for a network within a transaction.
    let from = number_from(desk, request)?;
    let id = desk.act(author, |doing, context| {
        let issued = issued(desk, context, request, &from)?;
        Ok(vec![(
            doing.new_subject(SubjectKind::Visit),
            Event::Visit(VisitEvent::Issued(Box::new(issued))),
        )])
    })?;
    given(desk, author, &id.to_string())
}

/// Where the ticket has its number from.
fn number_from(desk: &Desk, request: &IssueRequest) -> Outcome<Source> {
    let day = Day::today(desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
    let (_, stream) = day
        .service(&request.service)
        .ok_or_else(|| unknown("service", &request.service))?;
    source(desk, letter(&day, &stream)?)
}

fn letter(day: &Day, stream: &StreamId) -> Outcome<char> {
    let letter = day.settings.letters.get(stream).copied();
    letter.ok_or_else(|| Fault::internal("a stream without a letter"))
}

fn issued(
    desk: &Desk,
    context: &WriteContext<'_, '_>,
    request: &IssueRequest,
    from: &Source,
) -> Outcome<Issued> {
    let day = Day::within(desk, context)?;
    let (service, stream) = day
        .service(&request.service)
        .ok_or_else(|| unknown("service", &request.service))?;
    let class = class(&day, &request.class)?;
    let out = || Fault::new(ErrorCode::TicketsOut).with("service", day.service_short(&service));
    // Whoever was promised a time is not sent away by the day's limit.
    if request.appointment.is_none()
        && let Some(limit) = day.hall().daily_limits.get(&service)
        && day.given(&service) >= *limit
    {
        return Err(out());
    }
    let letter = letter(&day, &stream)?;
    let office = day.office.id.as_str();
    let number = match from {
        Source::Given(number) => Some(*number),
        Source::Counted(block) => context.next_ticket(office, day.day, letter, block)?,
        Source::Out => None,
    };
    let number = number.ok_or_else(out)?;
    Ok(Issued {
        number: TicketNumber::new(letter, number).map_err(Fault::internal)?,
        day: day.day,
        service,
        stream,
        origin: request.origin,
        class,
        appointment: request.appointment.clone(),
        aim: request.aim.clone(),
    })
}

/// The ticket as the client is told, with its print.
fn given(desk: &Arc<Desk>, author: &SignedIn, visit_id: &str) -> Outcome<TicketGiven> {
    let day = Day::today(desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
    let visit = day.visit(visit_id)?;
    let ticket = visit
        .tickets
        .first()
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    let ahead = day.ahead(&ticket.stream, Some(visit));
    let expected = day.expected(&ticket.stream, Some(ahead));
    let hint = day.hint(&ticket.service);
    let mut given = TicketGiven {
        visit_id: visit.id.to_string(),
        number: visit.number.to_string(),
        service: hint.map_or_else(
            || day.service_title(&ticket.service),
            |hint| hint.plain_ru.clone(),
        ),
        ahead,
        expected,
        documents: hint.map_or_else(Vec::new, |hint| hint.documents_ru.clone()),
        printed: false,
        printer_trouble: None,
    };
    (given.printed, given.printer_trouble) = desk.tickets.print(desk, author, visit, &given);
    Ok(given)
}

/// `queue.print_again`.
pub(crate) fn print_again(
    workstation: &Workstation,
    session: &Session,
    input: TicketAsked,
) -> Outcome<TicketGiven> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    given(&desk, &user, &input.visit_id)
}

/// `queue.set_class`.
pub(crate) fn set_class(
    workstation: &Workstation,
    session: &Session,
    input: TicketSetClass,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    desk.act(&user, |_: &Doing<'_>, context| {
        let day = Day::within(&desk, context)?;
        let visit = day.visit(&input.visit_id)?;
        let class = class(&day, &input.class)?;
        let reason = super::words(&desk, "reason", &input.reason)?;
        Ok(vec![super::of_visit(
            visit.id,
            VisitEvent::ClassSet(stoika_domain::queue::ClassSet { class, reason }),
        )])
    })?;
    Ok(Nothing {})
}

fn class(day: &Day, code: &str) -> Outcome<Option<PriorityClassId>> {
    match code.trim() {
        "" => Ok(None),
        code => day
            .settings
            .classes
            .iter()
            .find(|row| row.id.as_str() == code)
            .map(|row| Some(row.id.clone()))
            .ok_or_else(|| unknown("class", code)),
    }
}

/// A choice that was not made, or is not in the list.
pub(crate) fn unknown(field: &str, typed: &str) -> Fault {
    let code = if typed.trim().is_empty() {
        "required"
    } else {
        "unknown_choice"
    };
    Fault::field(field, check::Fault::new(code))
}
