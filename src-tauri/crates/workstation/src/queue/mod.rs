//! The electronic queue (электронная очередь), §6.3: what a window of the office does with it.

mod calls;
mod course;
pub(crate) mod day;
mod deeds;
pub(crate) mod issue;
mod leftovers;
mod promise;
mod state;
pub(crate) mod window;

pub(crate) use calls::{
    add_service, call, call_again, call_next, finish, hold, identify, left, not_come, revive,
    start, transfer,
};
pub(crate) use deeds::{Serving, deeds, is_work};
pub(crate) use issue::{issue_at_desk, print_again, set_class};
pub(crate) use leftovers::close_leftovers;
pub(crate) use state::{choices, state};
pub(crate) use window::{close, open, pause, resume, streams};

use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::check;
use stoika_domain::queue::{Shift, ShiftEvent, VisitEvent};
use stoika_protocol::{ActId, Subject};
use uuid::Uuid;

use crate::api::error::ErrorCode;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::SignedIn;
use day::Day;

/// What happens to a visit.
pub(crate) fn of_visit(id: Uuid, event: VisitEvent) -> (Subject, Event) {
    (subject(SubjectKind::Visit, id), Event::Visit(event))
}

/// What happens to a shift.
pub(crate) fn of_shift(id: Uuid, event: ShiftEvent) -> (Subject, Event) {
    (subject(SubjectKind::Shift, id), Event::Shift(event))
}

/// A subject of the queue.
pub(crate) const fn subject(kind: SubjectKind, id: Uuid) -> Subject {
    Subject {
        kind: kind.number(),
        id: ActId(id),
    }
}

/// Words that must be there.
pub(crate) fn words(desk: &Desk, field: &str, typed: &str) -> Outcome<String> {
    let long = desk.standards()?.rules.settings.line_length_max;
    check::free_text(typed, long).map_err(|wrong| Fault::field(field, wrong))
}

/// Words that may be missing.
fn words_or_none(desk: &Desk, field: &str, typed: &str) -> Outcome<Option<String>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    words(desk, field, typed).map(Some)
}

/// The window that the user has open or paused at this desk.
///
/// # Errors
/// `window-closed`; `window-taken` when it is left over from another user.
fn own_window<'a>(day: &'a Day, user: &SignedIn) -> Outcome<&'a Shift> {
    let shift = day
        .own_shift()
        .ok_or_else(|| Fault::new(ErrorCode::WindowClosed))?;
    if shift.user_id == user.id {
        return Ok(shift);
    }
    Err(taken(day, shift))
}

fn taken(day: &Day, shift: &Shift) -> Fault {
    Fault::new(ErrorCode::WindowTaken)
        .with("window", day.window_title(shift.window))
        .with("user", &shift.user_name)
}
