//! What the head does in the hall: signs, notes taken of escalations, windows of others.

use chrono::NaiveTime;
use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::check::{self, Fault as Wrong};
use stoika_domain::ids::StreamId;
use stoika_domain::queue::{
    Directed, EscalationTaken, Shift, ShiftEvent, Sign, SignEvent, SignRaised, StreamsSet,
    VisitEvent,
};
use stoika_domain::role::Role;
use uuid::Uuid;

use super::escalations::{HELP, Ladder};
use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::hall::{EscalationTake, HallDirect, HallWindowSet, SignAsked, SignRaise};
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::queue::day::Day;
use crate::queue::issue::unknown;
use crate::queue::window::{chosen_streams, not_busy, pause_kind};
use crate::queue::{of_shift, of_visit, subject, words};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// `hall.sign_raise`.
pub(crate) fn sign_raise(
    workstation: &Workstation,
    session: &Session,
    input: SignRaise,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let sign = match input.kind.trim() {
        "notice" => Sign::Notice {
            text: words(&desk, "text", &input.text)?,
        },
        "peak" => Sign::Peak,
        "tickets_stopped" => Sign::TicketsStopped {
            reason: words(&desk, "text", &input.text)?,
        },
        kind => return Err(unknown("kind", kind)),
    };
    desk.act(&user, |doing, context| {
        let day = Day::within(&desk, context)?;
        let until = until(&day, &input.until)?;
        not_standing(&day, &sign)?;
        Ok(vec![(
            doing.new_subject(SubjectKind::HallSign),
            Event::HallSign(SignEvent::Raised(SignRaised {
                sign,
                day: day.day,
                until,
            })),
        )])
    })?;
    Ok(Nothing {})
}

/// A time of today that is still to come.
fn until(day: &Day, typed: &str) -> Outcome<Option<NaiveTime>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let wrong = |wrong: Wrong| Fault::field("until", wrong);
    let time = check::time(typed).map_err(wrong)?;
    if time <= day.time() {
        return Err(wrong(Wrong::new("time_past")));
    }
    Ok(Some(time))
}

/// A peak lies over no peak, and what is stopped is not stopped again; notices may be many.
fn not_standing(day: &Day, sign: &Sign) -> Outcome<()> {
    let stands = day.standing().any(|it| match (&it.sign, sign) {
        (Sign::Peak, Sign::Peak) | (Sign::TicketsStopped { .. }, Sign::TicketsStopped { .. }) => {
            true
        }
        (Sign::Notice { text }, Sign::Notice { text: other }) => text == other,
        (Sign::Peak | Sign::TicketsStopped { .. } | Sign::Notice { .. } | Sign::Help { .. }, _) => {
            false
        }
    });
    if stands {
        return Err(Fault::new(ErrorCode::SignStands));
    }
    Ok(())
}

/// `hall.sign_end`.
pub(crate) fn sign_end(
    workstation: &Workstation,
    session: &Session,
    input: SignAsked,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    end(&desk, &user, &input.id)
}

fn end(desk: &Desk, user: &SignedIn, id: &str) -> Outcome<Nothing> {
    desk.act(user, |_, context| {
        let day = Day::within(desk, context)?;
        let sign = day
            .queue
            .signs
            .iter()
            .find(|sign| sign.id.to_string() == id.trim())
            .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        Ok(vec![(
            subject(SubjectKind::HallSign, sign.id),
            Event::HallSign(SignEvent::Ended),
        )])
    })?;
    Ok(Nothing {})
}

/// `hall.escalation_take`: the head has seen it. Of a call for help it says that somebody goes there.
pub(crate) fn escalation_take(
    workstation: &Workstation,
    session: &Session,
    input: EscalationTake,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    if let Some(sign) = input.id.strip_prefix(HELP) {
        return end(&desk, &user, sign);
    }
    desk.act(&user, |_, context| {
        let day = Day::within(&desk, context)?;
        let visit = day.visit(&input.visit_id)?;
        let id = visit.id.to_string();
        let stands = Ladder::of(&day)
            .lines
            .into_iter()
            .find(|line| line.id == input.id && line.visit_id.as_ref() == Some(&id));
        let line = stands.ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        Ok(vec![of_visit(
            visit.id,
            VisitEvent::EscalationTaken(EscalationTaken { step: line.id }),
        )])
    })?;
    Ok(Nothing {})
}

/// `hall.direct`: the head passes who waits to a window that is open, whatever streams it calls for. He keeps
/// his place and his wait; the window is given him in its turn.
pub(crate) fn direct(
    workstation: &Workstation,
    session: &Session,
    input: HallDirect,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let reason = words(&desk, "reason", &input.reason);
    let window = input
        .window
        .ok_or_else(|| Fault::field("window", Wrong::new("required")))?;
    let reason = reason?;
    desk.act(&user, |_, context| {
        let day = Day::within(&desk, context)?;
        let visit = day.visit(&input.visit_id)?;
        let is_open = day
            .queue
            .shifts
            .iter()
            .any(|shift| shift.window == window && shift.is_open());
        if !is_open {
            return Err(unknown("window", &window.to_string()));
        }
        Ok(vec![of_visit(
            visit.id,
            VisitEvent::Directed(Directed {
                ticket: input.ticket,
                window,
                reason,
            }),
        )])
    })?;
    Ok(Nothing {})
}

/// One event of a shift that somebody of the hall has.
fn happen(
    workstation: &Workstation,
    session: &Session,
    shift_id: &str,
    make: impl FnOnce(&Desk, &Day, &SignedIn, &Shift) -> Outcome<ShiftEvent>,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    desk.act(&user, |_, context| {
        let day = Day::within(&desk, context)?;
        let id: Uuid = shift_id
            .trim()
            .parse()
            .map_err(|_| Fault::new(ErrorCode::NotFound))?;
        let shift = day
            .queue
            .shifts
            .iter()
            .find(|shift| shift.id == id)
            .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        Ok(vec![of_shift(id, make(&desk, &day, &user, shift)?)])
    })?;
    Ok(Nothing {})
}

/// `hall.window_streams`.
pub(crate) fn window_streams(
    workstation: &Workstation,
    session: &Session,
    input: HallWindowSet,
) -> Outcome<Nothing> {
    happen(
        workstation,
        session,
        &input.shift_id,
        |desk, day, user, shift| {
            let streams = chosen_streams(day, user, &input.streams)?;
            only_head_serves_head(desk, day, shift, &streams)?;
            Ok(ShiftEvent::StreamsSet(StreamsSet { streams }))
        },
    )
}

/// The stream of the head is the head's alone (R104): he can give it to nobody else's window.
fn only_head_serves_head(
    desk: &Desk,
    day: &Day,
    shift: &Shift,
    streams: &[StreamId],
) -> Outcome<()> {
    let of_head = streams
        .iter()
        .find(|stream| day.stream(stream).is_some_and(|row| row.role == Role::Head));
    let Some(of_head) = of_head else {
        return Ok(());
    };
    let sits = desk.replica.user(&shift.user_id)?;
    if sits.is_some_and(|user| Role::parse(&user.role) == Some(Role::Head)) {
        Ok(())
    } else {
        Err(unknown("streams", of_head.as_str()))
    }
}

/// `hall.window_pause`: gives another's window a pause, or ends it.
pub(crate) fn window_pause(
    workstation: &Workstation,
    session: &Session,
    input: HallWindowSet,
) -> Outcome<Nothing> {
    happen(
        workstation,
        session,
        &input.shift_id,
        |_, day, _, _| match input.pause.trim() {
            "" => Ok(ShiftEvent::Resumed),
            kind => pause_kind(day, kind),
        },
    )
}

/// `hall.window_close`. Not while a client sits there.
pub(crate) fn window_close(
    workstation: &Workstation,
    session: &Session,
    input: HallWindowSet,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.shift_id, |_, day, _, shift| {
        not_busy(day, shift)?;
        Ok(ShiftEvent::Closed)
    })
}
