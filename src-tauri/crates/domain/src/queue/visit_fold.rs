//! What happens to a visit: the fold of its events.

use uuid::Uuid;

use super::{
    Aim, AtWindow, Period, ServiceAdded, Ticket, TicketState, Transferred, Visit, VisitEvent,
};
use crate::appeal::Act;
use crate::body::VoidReason;
use crate::ids::{ServiceId, StreamId};

/// The most tickets of one visit: more is a mistake of the one who adds.
pub const TICKETS_MAX: usize = 16;

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold_visit(
    state: Option<Visit>,
    act: &Act,
    event: &VisitEvent,
) -> Result<Visit, VoidReason> {
    let Some(mut visit) = state else {
        return issue(act, event);
    };
    let at_ms = act.at_ms();
    match event {
        VisitEvent::Issued(_) => return Err(VoidReason::AlreadyRegistered),
        VisitEvent::Called(called) => {
            if visit.at_window().is_some() {
                return Err(VoidReason::VisitBusy);
            }
            let ticket = of(&mut visit, called.ticket)?;
            if !ticket.state().is_waiting() && ticket.state() != TicketState::Held {
                return Err(VoidReason::TicketNotWaiting);
            }
            ticket.calls = 1;
            ticket.called_at_ms = at_ms;
            ticket.aim = Aim::default();
            ticket.held_reason = None;
            ticket.direct_reasons.extend(called.direct_reason.clone());
            let seat = Some((called.window, Some(called.shift_id)));
            enter(ticket, act, at_ms, TicketState::Called, seat);
            if let Some(call) = ticket.periods.last_mut() {
                call.direct = called.direct_reason.is_some();
            }
        }
        VisitEvent::CalledAgain(at) => {
            let ticket = called_at(&mut visit, at)?;
            ticket.calls += 1;
            ticket.called_at_ms = ticket.called_at_ms.max(at_ms);
        }
        VisitEvent::Started(at) => {
            let ticket = called_at(&mut visit, at)?;
            let shift_id = ticket.period().and_then(|period| period.shift_id);
            enter(
                ticket,
                act,
                at_ms,
                TicketState::Serving,
                Some((at.window, shift_id)),
            );
        }
        VisitEvent::Held(held) => {
            let ticket = had_at(&mut visit, held.ticket, held.window)?;
            ticket.held_reason = Some((held.reason.clone(), held.note.clone()));
            enter(ticket, act, at_ms, TicketState::Held, None);
        }
        VisitEvent::Transferred(to) => transfer(&mut visit, act, at_ms, to)?,
        VisitEvent::ServiceAdded(added) => add(&mut visit, act, added)?,
        VisitEvent::Finished(finished) => {
            let ticket = had_at(&mut visit, finished.ticket, finished.window)?;
            if ticket.state() != TicketState::Serving {
                return Err(VoidReason::TicketNotServed);
            }
            finish(ticket, act, at_ms, &finished.outcome);
        }
        VisitEvent::NotCome(at) => {
            let ticket = called_at(&mut visit, at)?;
            enter(
                ticket,
                act,
                at_ms,
                TicketState::NoShow,
                Some((at.window, None)),
            );
        }
        VisitEvent::Revived(revived) => {
            let ticket = of(&mut visit, revived.ticket)?;
            if ticket.state() != TicketState::NoShow {
                return Err(VoidReason::TicketNotWaiting);
            }
            ticket.calls = 0;
            enter(ticket, act, at_ms, TicketState::Waiting, None);
        }
        VisitEvent::Left(_) => leave(&mut visit, act, at_ms)?,
        VisitEvent::ClassSet(set) => {
            if visit.is_over() {
                return Err(VoidReason::VisitOver);
            }
            visit.class.clone_from(&set.class);
        }
        VisitEvent::Printed(_) => visit.printed += 1,
        VisitEvent::Identified(client) => visit.client = Some(client.clone()),
        VisitEvent::Did(deed) => {
            if !visit.deeds.iter().any(|(done, _)| done == deed) {
                visit.deeds.push((deed.clone(), at_ms));
            }
        }
        VisitEvent::EscalationTaken(taken) => {
            let taken = (taken.step.clone(), act.user_name.clone());
            visit.escalations_taken.push(taken);
        }
        VisitEvent::Directed(to) => {
            let ticket = of(&mut visit, to.ticket)?;
            if !ticket.state().is_waiting() {
                return Err(VoidReason::TicketNotWaiting);
            }
            ticket.aim = Aim {
                window: Some(to.window),
            };
        }
    }
    Ok(visit)
}

/// A ticket that begins to wait.
fn taken(act: &Act, service: &ServiceId, stream: &StreamId, aim: &Aim) -> Ticket {
    let mut ticket = Ticket {
        service: service.clone(),
        stream: stream.clone(),
        aim: aim.clone(),
        comment: None,
        held_reason: None,
        back_to: None,
        back_to_then: Vec::new(),
        calls: 0,
        called_at_ms: 0,
        direct_reasons: Vec::new(),
        outcome: None,
        periods: Vec::new(),
    };
    enter(&mut ticket, act, act.at_ms(), TicketState::Waiting, None);
    ticket
}

fn issue(act: &Act, event: &VisitEvent) -> Result<Visit, VoidReason> {
    let VisitEvent::Issued(issued) = event else {
        return Err(VoidReason::NotRegistered);
    };
    let ticket = taken(act, &issued.service, &issued.stream, &issued.aim);
    Ok(Visit {
        id: act.act_id,
        number: issued.number,
        day: issued.day,
        office_id: act.office_id.clone(),
        station: act.desk_label.clone(),
        origin: issued.origin,
        issued_at_ms: act.at_ms(),
        class: issued.class.clone(),
        appointment: issued.appointment.clone(),
        client: None,
        tickets: vec![ticket],
        printed: 0,
        deeds: Vec::new(),
        escalations_taken: Vec::new(),
    })
}

fn of(visit: &mut Visit, ticket: u8) -> Result<&mut Ticket, VoidReason> {
    visit
        .tickets
        .get_mut(usize::from(ticket))
        .ok_or(VoidReason::NoSuchTicket)
}

/// The ticket, if that window has it.
fn had_at(visit: &mut Visit, ticket: u8, window: u16) -> Result<&mut Ticket, VoidReason> {
    let ticket = of(visit, ticket)?;
    if !ticket.state().is_at_window() {
        return Err(VoidReason::TicketNotServed);
    }
    if ticket.period().and_then(|period| period.window) != Some(window) {
        return Err(VoidReason::AnotherWindow);
    }
    Ok(ticket)
}

/// The ticket, if that window has called it and reception has not begun.
fn called_at<'a>(visit: &'a mut Visit, at: &AtWindow) -> Result<&'a mut Ticket, VoidReason> {
    let ticket = had_at(visit, at.ticket, at.window)?;
    if ticket.state() == TicketState::Called {
        Ok(ticket)
    } else {
        Err(VoidReason::TicketNotCalled)
    }
}

/// Ends the lasting period and begins the next. A clock that went back makes an empty period, never one
/// that ends before it began.
fn enter(
    ticket: &mut Ticket,
    act: &Act,
    at_ms: i64,
    state: TicketState,
    seat: Option<(u16, Option<Uuid>)>,
) {
    let mut from_ms = at_ms;
    if let Some(last) = ticket.periods.last_mut() {
        from_ms = from_ms.max(last.from_ms);
        last.to_ms = Some(from_ms);
    }
    ticket.periods.push(Period {
        state,
        service: ticket.service.clone(),
        stream: ticket.stream.clone(),
        from_ms,
        to_ms: None,
        window: seat.map(|(window, _)| window),
        shift_id: seat.and_then(|(_, shift_id)| shift_id),
        direct: false,
        user_id: act.user_id.clone(),
        user_name: act.user_name.clone(),
    });
}

fn transfer(visit: &mut Visit, act: &Act, at_ms: i64, to: &Transferred) -> Result<(), VoidReason> {
    let ticket = had_at(visit, to.ticket, to.window)?;
    if to.back {
        let back = (to.window, ticket.service.clone(), ticket.stream.clone());
        ticket.back_to_then.extend(ticket.back_to.replace(back));
    }
    ticket.service = to.service.clone();
    ticket.stream = to.stream.clone();
    ticket.aim = to.aim.clone();
    ticket.comment.clone_from(&to.comment);
    ticket.calls = 0;
    enter(ticket, act, at_ms, TicketState::Transferred, None);
    Ok(())
}

fn add(visit: &mut Visit, act: &Act, added: &ServiceAdded) -> Result<(), VoidReason> {
    if visit.is_over() {
        return Err(VoidReason::VisitOver);
    }
    if visit.tickets.len() >= TICKETS_MAX {
        return Err(VoidReason::NoSuchTicket);
    }
    let ticket = taken(act, &added.service, &added.stream, &added.aim);
    visit.tickets.push(ticket);
    Ok(())
}

/// Served here; or back to the window that sent the client away.
fn finish(ticket: &mut Ticket, act: &Act, at_ms: i64, outcome: &str) {
    ticket.outcome = Some(outcome.to_owned());
    let Some((window, service, stream)) = ticket.back_to.take() else {
        enter(ticket, act, at_ms, TicketState::Served, None);
        return;
    };
    ticket.back_to = ticket.back_to_then.pop();
    ticket.service = service;
    ticket.stream = stream;
    // It was for the one who is done with it.
    ticket.comment = None;
    ticket.aim = Aim {
        window: Some(window),
    };
    ticket.calls = 0;
    enter(ticket, act, at_ms, TicketState::Returned, None);
}

fn leave(visit: &mut Visit, act: &Act, at_ms: i64) -> Result<(), VoidReason> {
    if visit.is_over() {
        return Err(VoidReason::VisitOver);
    }
    if visit
        .tickets
        .iter()
        .any(|ticket| ticket.state() == TicketState::Serving)
    {
        return Err(VoidReason::VisitBusy);
    }
    for ticket in &mut visit.tickets {
        if !ticket.state().is_over() {
            enter(ticket, act, at_ms, TicketState::Left, None);
        }
    }
    Ok(())
}
