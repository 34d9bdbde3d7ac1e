//! The one fold of all aggregates.

use crate::appeal::Act;
use crate::{
    appeal, audit, book, consent, consultation, destruction, dispatch_list, follow_up, incident,
    paper, party_contact, queue, survey, tenure,
};

use super::{Event, State, SubjectKind, Unreadable, VoidReason, decode};

/// Applies one entry to the state of its subject.
///
/// # Errors
/// Why the entry has no effect; the state before it stands (the caller keeps it: clone it in).
pub fn fold_entry(
    subject: SubjectKind,
    state: Option<State>,
    act: &Act,
    kind: u16,
    bytes: &[u8],
) -> Result<State, VoidReason> {
    let event = decode(kind, bytes).map_err(|Unreadable| VoidReason::Unreadable)?;
    match (subject, state, event) {
        (SubjectKind::PartyContact, None, Event::PartyContact(event)) => {
            party_contact::fold(None, act, &event).map(State::PartyContact)
        }
        (
            SubjectKind::PartyContact,
            Some(State::PartyContact(contact)),
            Event::PartyContact(event),
        ) => party_contact::fold(Some(contact), act, &event).map(State::PartyContact),
        (SubjectKind::Appeal, None, Event::Appeal(event)) => {
            appeal::fold(None, act, &event).map(|appeal| State::Appeal(Box::new(appeal)))
        }
        (SubjectKind::Appeal, Some(State::Appeal(appeal)), Event::Appeal(event)) => {
            appeal::fold(Some(*appeal), act, &event).map(|appeal| State::Appeal(Box::new(appeal)))
        }
        (SubjectKind::Consultation, None, Event::Consultation(event)) => {
            consultation::fold(None, act, &event).map(State::Consultation)
        }
        (
            SubjectKind::Consultation,
            Some(State::Consultation(state)),
            Event::Consultation(event),
        ) => consultation::fold(Some(state), act, &event).map(State::Consultation),
        (SubjectKind::FollowUp, None, Event::FollowUp(event)) => {
            follow_up::fold(None, act, &event).map(|state| State::FollowUp(Box::new(state)))
        }
        (SubjectKind::FollowUp, Some(State::FollowUp(state)), Event::FollowUp(event)) => {
            follow_up::fold(Some(*state), act, &event).map(|state| State::FollowUp(Box::new(state)))
        }
        (SubjectKind::Incident, None, Event::Incident(event)) => {
            incident::fold(None, act, &event).map(State::Incident)
        }
        (SubjectKind::Incident, Some(State::Incident(state)), Event::Incident(event)) => {
            incident::fold(Some(state), act, &event).map(State::Incident)
        }
        (SubjectKind::Consent, None, Event::Consent(event)) => {
            consent::fold(None, act, &event).map(State::Consent)
        }
        (SubjectKind::Consent, Some(State::Consent(state)), Event::Consent(event)) => {
            consent::fold(Some(state), act, &event).map(State::Consent)
        }
        (SubjectKind::Audit, None, Event::Audit(event)) => {
            audit::fold(None, act, &event).map(State::Audit)
        }
        (SubjectKind::Audit, Some(State::Audit(state)), Event::Audit(event)) => {
            audit::fold(Some(state), act, &event).map(State::Audit)
        }
        (SubjectKind::Paper, None, Event::Paper(event)) => {
            paper::fold(None, act, &event).map(State::Paper)
        }
        (SubjectKind::Paper, Some(State::Paper(state)), Event::Paper(event)) => {
            paper::fold(Some(state), act, &event).map(State::Paper)
        }
        (SubjectKind::Visit, None, Event::Visit(event)) => {
            queue::fold_visit(None, act, &event).map(|state| State::Visit(Box::new(state)))
        }
        (SubjectKind::Visit, Some(State::Visit(state)), Event::Visit(event)) => {
            queue::fold_visit(Some(*state), act, &event).map(|state| State::Visit(Box::new(state)))
        }
        (SubjectKind::Shift, None, Event::Shift(event)) => {
            queue::fold_shift(None, act, &event).map(State::Shift)
        }
        (SubjectKind::Shift, Some(State::Shift(state)), Event::Shift(event)) => {
            queue::fold_shift(Some(state), act, &event).map(State::Shift)
        }
        (SubjectKind::HallSign, None, Event::HallSign(event)) => {
            queue::fold_sign(None, act, &event).map(State::HallSign)
        }
        (SubjectKind::HallSign, Some(State::HallSign(state)), Event::HallSign(event)) => {
            queue::fold_sign(Some(state), act, &event).map(State::HallSign)
        }
        (SubjectKind::Tenure, None, Event::Tenure(event)) => {
            tenure::fold_tenure(None, act, &event).map(|state| State::Tenure(Box::new(state)))
        }
        (SubjectKind::Tenure, Some(State::Tenure(state)), Event::Tenure(event)) => {
            tenure::fold_tenure(Some(*state), act, &event)
                .map(|state| State::Tenure(Box::new(state)))
        }
        (SubjectKind::QueueOrder, None, Event::QueueOrder(event)) => {
            tenure::fold_order(None, act, &event).map(State::QueueOrder)
        }
        (SubjectKind::QueueOrder, Some(State::QueueOrder(state)), Event::QueueOrder(event)) => {
            tenure::fold_order(Some(state), act, &event).map(State::QueueOrder)
        }
        (SubjectKind::Destruction, None, Event::Destruction(event)) => {
            destruction::fold(None, act, &event).map(State::Destruction)
        }
        (SubjectKind::Destruction, Some(State::Destruction(state)), Event::Destruction(event)) => {
            destruction::fold(Some(state), act, &event).map(State::Destruction)
        }
        (SubjectKind::BookEntry, None, Event::Book(event)) => {
            book::fold(None, act, &event).map(|state| State::BookEntry(Box::new(state)))
        }
        (SubjectKind::BookEntry, Some(State::BookEntry(state)), Event::Book(event)) => {
            book::fold(Some(*state), act, &event).map(|state| State::BookEntry(Box::new(state)))
        }
        (SubjectKind::Survey, None, Event::Survey(event)) => {
            survey::fold(None, act, &event).map(State::Survey)
        }
        (SubjectKind::Survey, Some(State::Survey(state)), Event::Survey(event)) => {
            survey::fold(Some(state), act, &event).map(State::Survey)
        }
        (SubjectKind::DispatchList, None, Event::DispatchList(event)) => {
            dispatch_list::fold(None, act, &event).map(State::DispatchList)
        }
        (
            SubjectKind::DispatchList,
            Some(State::DispatchList(state)),
            Event::DispatchList(event),
        ) => dispatch_list::fold(Some(state), act, &event).map(State::DispatchList),
        (
            SubjectKind::PartyContact
            | SubjectKind::Appeal
            | SubjectKind::Consultation
            | SubjectKind::FollowUp
            | SubjectKind::Incident
            | SubjectKind::Consent
            | SubjectKind::Audit
            | SubjectKind::Paper
            | SubjectKind::Visit
            | SubjectKind::Shift
            | SubjectKind::HallSign
            | SubjectKind::Tenure
            | SubjectKind::QueueOrder
            | SubjectKind::Destruction
            | SubjectKind::BookEntry
            | SubjectKind::Survey
            | SubjectKind::DispatchList,
            _,
            _,
        ) => Err(VoidReason::WrongSubject),
    }
}
