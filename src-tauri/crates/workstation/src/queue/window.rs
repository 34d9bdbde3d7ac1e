//! The window of a desk: opened, paused, closed.

use std::collections::BTreeSet;

use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::ids::StreamId;
use stoika_domain::queue::{Shift, ShiftEvent, ShiftOpened, ShiftPaused, StreamsSet};
use stoika_protocol::Subject;

use super::day::Day;
use super::issue::unknown;
use super::{close_leftovers, of_shift, own_window, taken};
use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::queue::{WindowOpen, WindowPause, WindowStreams};
use crate::desk::Doing;
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// `window.open`. A window that another user left open at this desk is taken over: his shift ends where the new one
/// begins, and a client who sits there stays.
pub(crate) fn open(
    workstation: &Workstation,
    session: &Session,
    input: WindowOpen,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    close_leftovers(&desk);
    desk.act(&user, |doing, context| {
        let day = Day::within(&desk, context)?;
        let windows = day.windows();
        let window = windows
            .iter()
            .find(|window| window.number == input.number)
            .ok_or_else(|| unknown("number", &input.number.to_string()))?;
        let streams = if input.streams.is_empty() {
            usual_streams(&day, &user, &window.streams)?
        } else {
            chosen_streams(&day, &user, &input.streams)?
        };
        let mut events = Vec::new();
        if let Some(own) = day.own_shift() {
            events.push(ended(&day, &user, own, input.number)?);
        }
        if let Some(other) = day.shift_at(input.number)
            && other.desk_label != day.desk_label
        {
            return Err(taken(&day, other));
        }
        events.push((
            doing.new_subject(SubjectKind::Shift),
            Event::Shift(ShiftEvent::Opened(ShiftOpened {
                window: input.number,
                day: day.day,
                streams,
            })),
        ));
        Ok(events)
    })?;
    Ok(Nothing {})
}

/// The end of the shift that the desk has, so that another begins.
fn ended(day: &Day, user: &SignedIn, own: &Shift, number: u16) -> Outcome<(Subject, Event)> {
    if own.user_id == user.id {
        return Err(Fault::new(ErrorCode::WindowOpen).with("window", day.window_title(own.window)));
    }
    if own.window != number {
        not_busy(day, own)?;
    }
    Ok(of_shift(own.id, ShiftEvent::Closed))
}

/// Nobody sits at the window.
pub(crate) fn not_busy(day: &Day, shift: &Shift) -> Outcome<()> {
    match day.ticket_of(shift) {
        None => Ok(()),
        Some((visit, _, _)) => Err(Fault::new(ErrorCode::QueueBusy).with("number", visit.number)),
    }
}

/// Whether the user may serve the stream: that of the head is the head's alone (R104).
pub(super) fn may_serve(day: &Day, user: &SignedIn, stream: &StreamId) -> bool {
    day.stream(stream).is_some_and(|row| {
        row.role != stoika_domain::role::Role::Head || user.role == stoika_domain::role::Role::Head
    })
}

fn usual_streams(day: &Day, user: &SignedIn, usual: &[StreamId]) -> Outcome<Vec<StreamId>> {
    let mut streams = usual.to_vec();
    streams.retain(|stream| may_serve(day, user, stream));
    if streams.is_empty() {
        return Err(unknown("streams", ""));
    }
    Ok(streams)
}

/// The streams that were chosen, in the order of the norms.
pub(crate) fn chosen_streams(
    day: &Day,
    user: &SignedIn,
    codes: &[String],
) -> Outcome<Vec<StreamId>> {
    let codes: BTreeSet<&str> = codes.iter().map(|code| code.trim()).collect();
    let found: Vec<StreamId> = day
        .norms
        .streams
        .iter()
        .filter(|row| codes.contains(row.id.as_str()))
        .filter_map(|row| StreamId::parse(&row.id).ok())
        .filter(|stream| may_serve(day, user, stream))
        .collect();
    if found.is_empty() || found.len() < codes.len() {
        let typed = codes.into_iter().next().unwrap_or_default();
        return Err(unknown("streams", typed));
    }
    Ok(found)
}

/// One event of the desk's own window.
fn happen(
    workstation: &Workstation,
    session: &Session,
    make: impl FnOnce(&Day, &SignedIn, &Shift) -> Outcome<ShiftEvent>,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    desk.act(&user, |_: &Doing<'_>, context| {
        let day = Day::within(&desk, context)?;
        let shift = own_window(&day, &user)?;
        Ok(vec![of_shift(shift.id, make(&day, &user, shift)?)])
    })?;
    Ok(Nothing {})
}

/// `window.pause`. While a client sits there too: the clock of the reception stands meanwhile.
pub(crate) fn pause(
    workstation: &Workstation,
    session: &Session,
    input: WindowPause,
) -> Outcome<Nothing> {
    happen(workstation, session, |day, _, _| {
        pause_kind(day, &input.kind)
    })
}

/// A pause of a published kind.
pub(crate) fn pause_kind(day: &Day, code: &str) -> Outcome<ShiftEvent> {
    let kind = code.trim();
    if day.settings.pause_kinds.iter().any(|row| row.id == kind) {
        Ok(ShiftEvent::Paused(ShiftPaused {
            kind: kind.to_owned(),
        }))
    } else {
        Err(unknown("kind", kind))
    }
}

/// `window.resume`.
pub(crate) fn resume(workstation: &Workstation, session: &Session, _: Nothing) -> Outcome<Nothing> {
    happen(workstation, session, |_, _, _| Ok(ShiftEvent::Resumed))
}

/// `window.streams`.
pub(crate) fn streams(
    workstation: &Workstation,
    session: &Session,
    input: WindowStreams,
) -> Outcome<Nothing> {
    happen(workstation, session, |day, user, _| {
        let streams = chosen_streams(day, user, &input.streams)?;
        Ok(ShiftEvent::StreamsSet(StreamsSet { streams }))
    })
}

/// `window.close`. Whoever came after another user may close his window too, when nobody sits there.
pub(crate) fn close(workstation: &Workstation, session: &Session, _: Nothing) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    desk.act(&user, |_: &Doing<'_>, context| {
        let day = Day::within(&desk, context)?;
        let shift = day
            .own_shift()
            .ok_or_else(|| Fault::new(ErrorCode::WindowClosed))?;
        not_busy(&day, shift)?;
        Ok(vec![of_shift(shift.id, ShiftEvent::Closed)])
    })?;
    Ok(Nothing {})
}
