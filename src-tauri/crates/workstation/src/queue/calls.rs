//! Calling and serving: what the window of a desk does with its ticket.

use stoika_domain::body::Event;
use stoika_domain::check;
use stoika_domain::queue::{
    self as domain, Aim, AtWindow, Called, Finished, Held, Identified, Left, Revived, ServiceAdded,
    Shift, ShiftEvent, ShiftPaused, Ticket, TicketState, Transferred, Visit, VisitEvent, WRAP_UP,
};
use stoika_protocol::{ActId, Subject};
use uuid::Uuid;

use super::day::{Day, pause_of};
use super::issue::unknown;
use super::promise::{Promise, Wanted, chosen_here, holds, promised};
use super::{of_shift, of_visit, own_window, words, words_or_none};
use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::queue::{
    CallDone, TicketAddService, TicketAsked, TicketCall, TicketFinish, TicketHold, TicketTransfer,
    VisitIdentify,
};
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// Why a client who did not come is called once more.
const CAME_BACK: &str = "Подошёл после неявки";
/// Why a client leaves before he was served: he said so.
const SAID: &str = "said";

/// The user's window when it may call: open, with nobody at it.
fn free_window<'a>(day: &'a Day, user: &SignedIn) -> Outcome<&'a Shift> {
    let shift = own_window(day, user)?;
    if let Some((visit, _, _)) = day.ticket_of(shift) {
        return Err(Fault::new(ErrorCode::QueueBusy).with("number", visit.number));
    }
    if pause_of(shift).is_some() {
        return Err(Fault::new(ErrorCode::WindowPaused));
    }
    Ok(shift)
}

/// How often a window asks again when the hub's order took away what it was promised.
const TRIES_MAX: usize = 3;

/// `queue.call_next`: chosen by the hub of the office, or within the transaction that writes the call,
/// so one client is called once. Who loses a call to another window is given the next one by itself.
pub(crate) fn call_next(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<CallDone> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let nobody = |alone| CallDone {
        number: None,
        alone,
    };
    for _ in 0..TRIES_MAX {
        let day = Day::today(&desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
        let shift = free_window(&day, &user)?;
        let wanted = Wanted::Next(shift.streams.clone());
        let promise = promised(&desk, shift, &wanted)?;
        let alone = promise == Promise::Alone;
        let called = match &promise {
            Promise::Nobody => return Ok(nobody(false)),
            Promise::Taken => continue,
            Promise::NoHub | Promise::Own | Promise::Granted(..) | Promise::Alone => {
                take(&desk, &user, &promise, &wanted)?
            }
        };
        let Some((act, number)) = called else {
            match promise {
                // What was promised is known to be gone: the hub chooses anew.
                Promise::Granted(..) => continue,
                Promise::NoHub
                | Promise::Own
                | Promise::Alone
                | Promise::Nobody
                | Promise::Taken => return Ok(nobody(alone)),
            }
        };
        let kept = match promise {
            Promise::Granted(..) => holds(&desk, act)?,
            Promise::NoHub | Promise::Own | Promise::Alone | Promise::Nobody | Promise::Taken => {
                true
            }
        };
        if kept {
            return Ok(CallDone {
                number: Some(number),
                alone,
            });
        }
    }
    Ok(nobody(false))
}

/// Writes the call of the next ticket; `None` when nobody waits, or the promised one waits no longer.
fn take(
    desk: &Desk,
    user: &SignedIn,
    promise: &Promise,
    wanted: &Wanted,
) -> Outcome<Option<(ActId, String)>> {
    let mut number = None;
    let mut nobody = false;
    let called = desk.act(user, |_, context| {
        let day = Day::within(desk, context)?;
        let shift = free_window(&day, user)?;
        let chosen = match promise {
            Promise::Granted(visit, ticket) => is_waiting(&day, *visit, *ticket),
            Promise::Own => match chosen_here(desk, &day, shift, wanted) {
                Promise::Granted(visit, ticket) => is_waiting(&day, visit, ticket),
                Promise::NoHub
                | Promise::Own
                | Promise::Alone
                | Promise::Nobody
                | Promise::Taken => None,
            },
            Promise::NoHub | Promise::Alone | Promise::Nobody | Promise::Taken => {
                let snapshot = day.snapshot();
                let asking = day.asking(shift.window, &shift.streams);
                domain::next(&snapshot, &asking, &day.settings.line)
                    .map(|(queued, _)| (queued.visit_id, queued.ticket, queued.number.to_string()))
            }
        };
        let Some((visit, ticket, called)) = chosen else {
            nobody = true;
            return Err(Fault::new(ErrorCode::NotFound));
        };
        number = Some(called);
        Ok(vec![of_visit(
            visit,
            call_of(shift, ticket, None, promise.is_leased()),
        )])
    });
    match called {
        Err(_) if nobody => Ok(None),
        Err(fault) => Err(fault),
        Ok(act) => Ok(number.map(|number| (act, number))),
    }
}

/// A promised ticket, when it still waits as this desk sees it.
fn is_waiting(day: &Day, visit: Uuid, ticket: u8) -> Option<(Uuid, u8, String)> {
    let snapshot = day.snapshot();
    let queued = snapshot
        .queued
        .iter()
        .find(|queued| queued.visit_id == visit && queued.ticket == ticket)?;
    Some((visit, ticket, queued.number.to_string()))
}

const fn call_of(
    shift: &Shift,
    ticket: u8,
    direct_reason: Option<String>,
    leased: bool,
) -> VisitEvent {
    VisitEvent::Called(Called {
        ticket,
        window: shift.window,
        shift_id: shift.id,
        direct_reason,
        leased,
    })
}

/// `queue.call`: by number, out of the pool, or a client who came after all.
pub(crate) fn call(
    workstation: &Workstation,
    session: &Session,
    input: TicketCall,
) -> Outcome<CallDone> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let promise = {
        let day = Day::today(&desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
        let shift = free_window(&day, &user)?;
        let visit = day.visit(&input.visit_id)?;
        promised(&desk, shift, &Wanted::Ticket(visit.id, input.ticket))?
    };
    let mut number = None;
    let act = desk.act(&user, |_, context| {
        let day = Day::within(&desk, context)?;
        let shift = free_window(&day, &user)?;
        let visit = day.visit(&input.visit_id)?;
        let wanted = Wanted::Ticket(visit.id, input.ticket);
        let told = match &promise {
            Promise::Own => chosen_here(&desk, &day, shift, &wanted),
            told => told.clone(),
        };
        match told {
            Promise::Taken | Promise::Nobody => return Err(taken_elsewhere(visit)),
            Promise::NoHub | Promise::Own | Promise::Granted(..) | Promise::Alone => {}
        }
        number = Some(visit.number.to_string());
        direct_call(&desk, &day, shift, visit, &input, promise.is_leased())
    })?;
    if let Promise::Granted(..) = promise
        && !holds(&desk, act)?
    {
        let day = Day::today(&desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
        return Err(taken_elsewhere(day.visit(&input.visit_id)?));
    }
    Ok(CallDone {
        number,
        alone: promise == Promise::Alone,
    })
}

/// Another window has the client, or he has gone.
fn taken_elsewhere(visit: &Visit) -> Fault {
    Fault::new(ErrorCode::TicketTaken).with("number", visit.number)
}

fn direct_call(
    desk: &Desk,
    day: &Day,
    shift: &Shift,
    visit: &Visit,
    input: &TicketCall,
    leased: bool,
) -> Outcome<Vec<(Subject, Event)>> {
    let ticket = visit
        .tickets
        .get(usize::from(input.ticket))
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    let snapshot = day.snapshot();
    let asking = day.asking(shift.window, &shift.streams);
    let is_next = domain::next(&snapshot, &asking, &day.settings.line)
        .is_some_and(|(next, _)| next.visit_id == visit.id && next.ticket == input.ticket);
    let mut events = Vec::new();
    let reason = match ticket.state() {
        TicketState::Held => None,
        TicketState::NoShow => {
            events.push(of_visit(
                visit.id,
                VisitEvent::Revived(Revived {
                    ticket: input.ticket,
                }),
            ));
            let typed = words_or_none(desk, "reason", &input.reason)?;
            Some(typed.unwrap_or_else(|| CAME_BACK.to_owned()))
        }
        TicketState::Waiting
        | TicketState::Transferred
        | TicketState::Returned
        | TicketState::Called
        | TicketState::Serving
        | TicketState::Served
        | TicketState::Left => {
            if is_next {
                None
            } else {
                Some(words(desk, "reason", &input.reason)?)
            }
        }
    };
    events.push(of_visit(
        visit.id,
        call_of(shift, input.ticket, reason, leased),
    ));
    Ok(events)
}

/// The ticket that the user's window has.
struct Current<'a> {
    desk: &'a Desk,
    day: &'a Day,
    shift: &'a Shift,
    visit: &'a Visit,
    index: u8,
    ticket: &'a Ticket,
}

impl Current<'_> {
    const fn at(&self) -> AtWindow {
        AtWindow {
            ticket: self.index,
            window: self.shift.window,
        }
    }

    fn one(&self, event: VisitEvent) -> Vec<(Subject, Event)> {
        vec![of_visit(self.visit.id, event)]
    }
}

/// What the user's window does with the ticket that it has.
fn with_current(
    workstation: &Workstation,
    session: &Session,
    make: impl FnOnce(&Current<'_>) -> Outcome<Vec<(Subject, Event)>>,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    desk.act(&user, |_, context| {
        let day = Day::within(&desk, context)?;
        let shift = own_window(&day, &user)?;
        let (visit, index, ticket) = day
            .ticket_of(shift)
            .ok_or_else(|| Fault::new(ErrorCode::QueueNoTicket))?;
        make(&Current {
            desk: &desk,
            day: &day,
            shift,
            visit,
            index,
            ticket,
        })
    })?;
    Ok(Nothing {})
}

/// `queue.call_again`.
pub(crate) fn call_again(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<Nothing> {
    with_current(workstation, session, |current| {
        let wait_ms = current.call_again_at_ms() - current.day.now_ms;
        if current.ticket.state() == TicketState::Called && wait_ms > 0 {
            let seconds = (wait_ms + 999) / 1000;
            return Err(Fault::new(ErrorCode::CallTooSoon).with("seconds", seconds));
        }
        Ok(current.one(VisitEvent::CalledAgain(current.at())))
    })
}

impl Current<'_> {
    fn call_again_at_ms(&self) -> i64 {
        super::course::call_again_at_ms(self.day, self.ticket)
    }
}

/// `queue.start`.
pub(crate) fn start(workstation: &Workstation, session: &Session, _: Nothing) -> Outcome<Nothing> {
    with_current(workstation, session, |current| {
        Ok(current.one(VisitEvent::Started(current.at())))
    })
}

/// `queue.hold`: into the pool that any window may take from.
pub(crate) fn hold(
    workstation: &Workstation,
    session: &Session,
    input: TicketHold,
) -> Outcome<Nothing> {
    with_current(workstation, session, |current| {
        let reason = input.reason.trim();
        let rows = &current.day.settings.hold_reasons;
        if rows.iter().all(|row| row.id != reason) {
            return Err(unknown("reason", reason));
        }
        Ok(current.one(VisitEvent::Held(Held {
            ticket: current.index,
            window: current.shift.window,
            reason: reason.to_owned(),
            note: words_or_none(current.desk, "note", &input.note)?,
        })))
    })
}

/// `queue.transfer`: to a service, to a window, or with the head's service to the head.
pub(crate) fn transfer(
    workstation: &Workstation,
    session: &Session,
    input: TicketTransfer,
) -> Outcome<Nothing> {
    with_current(workstation, session, |current| {
        let day = current.day;
        let (service, stream) = day
            .service(&input.service)
            .ok_or_else(|| unknown("service", &input.service))?;
        if let Some(number) = input.window
            && (number == current.shift.window
                || day.windows().iter().all(|window| window.number != number))
        {
            return Err(unknown("window", &number.to_string()));
        }
        Ok(current.one(VisitEvent::Transferred(Transferred {
            ticket: current.index,
            window: current.shift.window,
            service,
            stream,
            aim: Aim {
                window: input.window,
            },
            comment: words_or_none(current.desk, "comment", &input.comment)?,
            back: input.back,
        })))
    })
}

/// `queue.add_service`: a further thing for the client who sits here.
pub(crate) fn add_service(
    workstation: &Workstation,
    session: &Session,
    input: TicketAddService,
) -> Outcome<Nothing> {
    with_current(workstation, session, |current| {
        let (service, stream) = current
            .day
            .service(&input.service)
            .ok_or_else(|| unknown("service", &input.service))?;
        Ok(current.one(VisitEvent::ServiceAdded(ServiceAdded {
            window: current.shift.window,
            service,
            stream,
            aim: Aim {
                window: input.here.then_some(current.shift.window),
            },
        })))
    })
}

/// `queue.finish`, with the pause for what is still to be written, if it is asked for.
pub(crate) fn finish(
    workstation: &Workstation,
    session: &Session,
    input: TicketFinish,
) -> Outcome<Nothing> {
    with_current(workstation, session, |current| {
        let rows = &current.day.settings.outcomes;
        let outcome = match input.outcome.trim() {
            "" => rows.first(),
            code => rows.iter().find(|row| row.id == code),
        };
        let outcome = outcome.ok_or_else(|| unknown("outcome", &input.outcome))?;
        let mut events = current.one(VisitEvent::Finished(Finished {
            ticket: current.index,
            window: current.shift.window,
            outcome: outcome.id.clone(),
        }));
        if input.wrap_up && pause_of(current.shift).is_none() {
            let paused = ShiftEvent::Paused(ShiftPaused {
                kind: WRAP_UP.to_owned(),
            });
            events.push(of_shift(current.shift.id, paused));
        }
        Ok(events)
    })
}

/// `queue.not_come`: only after as many calls as the settings ask.
pub(crate) fn not_come(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<Nothing> {
    with_current(workstation, session, |current| {
        let calls = current.day.settings.calls_before_no_show;
        if current.ticket.state() == TicketState::Called && current.ticket.calls < calls {
            return Err(Fault::new(ErrorCode::NoShowTooSoon).with("calls", calls));
        }
        Ok(current.one(VisitEvent::NotCome(current.at())))
    })
}

/// One event of a visit of today that no window need have.
fn of_asked(
    workstation: &Workstation,
    session: &Session,
    visit_id: &str,
    event: VisitEvent,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    desk.act(&user, |_, context| {
        let day = Day::within(&desk, context)?;
        Ok(vec![of_visit(day.visit(visit_id)?.id, event)])
    })?;
    Ok(Nothing {})
}

/// `queue.revive`: who did not come stands in the line again, in his old place.
pub(crate) fn revive(
    workstation: &Workstation,
    session: &Session,
    input: TicketAsked,
) -> Outcome<Nothing> {
    let event = VisitEvent::Revived(Revived {
        ticket: input.ticket,
    });
    of_asked(workstation, session, &input.visit_id, event)
}

/// `queue.left`: the client said that he goes.
pub(crate) fn left(
    workstation: &Workstation,
    session: &Session,
    input: TicketAsked,
) -> Outcome<Nothing> {
    let event = VisitEvent::Left(Left {
        reason: SAID.to_owned(),
    });
    of_asked(workstation, session, &input.visit_id, event)
}

/// `queue.identify`: who sits at the window. Told again the same, nothing is written.
pub(crate) fn identify(
    workstation: &Workstation,
    session: &Session,
    input: VisitIdentify,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let digits = desk.standards()?.rules.settings.personal_account_digits;
    let account_number = input
        .account
        .as_deref()
        .filter(|typed| !typed.trim().is_empty())
        .map(|typed| check::personal_account(typed, digits).map(String::from))
        .transpose()
        .map_err(|wrong| Fault::field("account", wrong))?;
    let client = Identified {
        party_id: input.party_id,
        account_number,
    };
    let mut known = false;
    let written = desk.act(&user, |_, context| {
        if context.party(&client.party_id)?.is_none() {
            return Err(Fault::new(ErrorCode::NotFound));
        }
        let day = Day::within(&desk, context)?;
        let shift = own_window(&day, &user)?;
        let (visit, _, _) = day
            .ticket_of(shift)
            .ok_or_else(|| Fault::new(ErrorCode::QueueNoTicket))?;
        known = visit.client.as_ref() == Some(&client);
        if known {
            return Err(Fault::new(ErrorCode::NotFound));
        }
        Ok(vec![of_visit(visit.id, VisitEvent::Identified(client))])
    });
    match written {
        Err(_) if known => Ok(Nothing {}),
        Err(fault) => Err(fault),
        Ok(_) => Ok(Nothing {}),
    }
}
