//! The row of a record beside appeals: consultations, agreed steps, entries of the book and their kin.

use stoika_domain::body::State;
use uuid::Uuid;

use super::RecordLine;

impl RecordLine {
    pub(super) fn of(state: &State) -> Option<Self> {
        let (at_ms, due, open, executor, office) = match state {
            State::Appeal(_)
            | State::PartyContact(_)
            | State::Audit(_)
            | State::Visit(_)
            | State::Shift(_)
            | State::HallSign(_)
            | State::Tenure(_)
            | State::QueueOrder(_)
            | State::Destruction(_) => return None,
            State::Consultation(it) => (it.given_at_ms, None, false, None, &it.office_id),
            State::FollowUp(it) => (
                it.agreed_at_ms,
                Some((it.agreed.on, it.agreed.at)),
                it.end.is_none(),
                Some(it.agreed.user_id.clone()),
                &it.office_id,
            ),
            State::Incident(it) => (it.noted_at_ms, None, false, None, &it.office_id),
            State::Consent(it) => (it.taken_at_ms, None, false, None, &it.office_id),
            State::Paper(it) => (it.issued_at_ms, None, false, None, &it.office_id),
            State::BookEntry(it) => (it.entered_at_ms, None, it.is_open(), None, &it.office_id),
            State::Survey(it) => (
                it.planned_at_ms,
                Some((it.planned.to, None)),
                it.end.is_none(),
                None,
                &it.office_id,
            ),
            State::DispatchList(it) => (it.listed_at_ms, None, it.left() > 0, None, &it.office_id),
        };
        Some(Self {
            kind: state.subject_kind().number(),
            party: state.party_id().map(ToOwned::to_owned),
            number: state.number().map(|number| number.to_string()),
            due_on: due.map(|(on, _)| on),
            // A day with no hour comes before its hours.
            due_at: due
                .and_then(|(_, at)| at)
                .map_or_else(String::new, |at| at.format("%H:%M").to_string()),
            open,
            executor,
            office: office.to_string(),
            at_ms,
        })
    }
}

/// The id of a record that has numbers of its own.
pub(super) fn record_id(state: &State) -> Option<Uuid> {
    match state {
        State::FollowUp(follow_up) => Some(follow_up.id),
        State::Consent(consent) => Some(consent.id),
        State::Paper(paper) => Some(paper.id),
        State::BookEntry(entry) => Some(entry.id),
        State::DispatchList(list) => Some(list.id),
        State::Appeal(_)
        | State::PartyContact(_)
        | State::Consultation(_)
        | State::Incident(_)
        | State::Audit(_)
        | State::Visit(_)
        | State::Shift(_)
        | State::HallSign(_)
        | State::Tenure(_)
        | State::QueueOrder(_)
        | State::Destruction(_)
        | State::Survey(_) => None,
    }
}
