//! What is done while a client sits at the window is a part of his visit.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::queue::{Deed, TicketState, VisitEvent};
use stoika_protocol::Subject;
use stoika_store::WriteContext;
use uuid::Uuid;

use super::day::Day;
use super::{of_visit, subject};
use crate::api::error::ErrorCode;
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::session::SignedIn;

/// Whether a record is the work of a reception: not the queue's own, not the program's.
pub(crate) const fn is_work(kind: SubjectKind) -> bool {
    match kind {
        SubjectKind::Appeal
        | SubjectKind::PartyContact
        | SubjectKind::Consultation
        | SubjectKind::FollowUp
        | SubjectKind::Incident
        | SubjectKind::Consent
        | SubjectKind::Paper
        | SubjectKind::BookEntry => true,
        SubjectKind::Audit
        | SubjectKind::Visit
        | SubjectKind::Shift
        | SubjectKind::HallSign
        | SubjectKind::Tenure
        | SubjectKind::QueueOrder
        | SubjectKind::Destruction
        | SubjectKind::Survey
        | SubjectKind::DispatchList => false,
    }
}

/// Whom a user of this desk serves, as it was found last; forgotten with every change of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Serving {
    day: NaiveDate,
    user_id: String,
    visit: Option<Uuid>,
}

/// The entries that put an act's records into the visit that is being served at this desk by this user; each record
/// once.
pub(crate) fn deeds(
    desk: &Desk,
    user: &SignedIn,
    context: &WriteContext<'_, '_>,
    events: &[(Subject, Event)],
) -> Outcome<Vec<(Subject, Event)>> {
    let subjects: BTreeSet<Subject> = events
        .iter()
        .map(|(subject, _)| *subject)
        .filter(|subject| SubjectKind::from_number(subject.kind).is_some_and(is_work))
        .collect();
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let Some(visit_id) = serving(desk, user, context)? else {
        return Ok(Vec::new());
    };
    let state = context.state(subject(SubjectKind::Visit, visit_id))?;
    let Some(State::Visit(visit)) = state else {
        return Ok(Vec::new());
    };
    Ok(subjects
        .into_iter()
        .filter_map(|subject| {
            Some(Deed {
                kind: SubjectKind::from_number(subject.kind)?,
                id: subject.id.0,
            })
        })
        .filter(|deed| visit.deeds.iter().all(|(done, _)| done != deed))
        .map(|deed| of_visit(visit_id, VisitEvent::Did(deed)))
        .collect())
}

/// The visit that the user serves at this desk now.
fn serving(desk: &Desk, user: &SignedIn, context: &WriteContext<'_, '_>) -> Outcome<Option<Uuid>> {
    let today = desk.today()?;
    let kept = desk.serving().clone();
    if let Some(kept) = kept.filter(|kept| kept.day == today && kept.user_id == user.id) {
        return Ok(kept.visit);
    }
    let day = match Day::within(desk, context) {
        Ok(day) => day,
        Err(fault) if fault.code == ErrorCode::QueueOff => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let found = day
        .own_shift()
        .filter(|shift| shift.user_id == user.id)
        .and_then(|shift| day.ticket_of(shift))
        .filter(|(_, _, ticket)| ticket.state() == TicketState::Serving)
        .map(|(visit, _, _)| visit.id);
    *desk.serving() = Some(Serving {
        day: today,
        user_id: user.id.clone(),
        visit: found,
    });
    Ok(found)
}
