//! The consent to the processing of personal data, signed or withdrawn at a desk (152-ФЗ).

use std::collections::BTreeSet;

use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::check::Fault as Wrong;
use stoika_domain::consent::{self, ConsentEvent, Purpose};
use stoika_protocol::{ActId, Subject};

use super::{STEPS_MAX, Wrongs, begin, chosen, party_name};
use crate::api::visit::{ConsentGive, ConsentWithdraw, RecordDone};
use crate::fault::Outcome;
use crate::session::Session;
use crate::workstation::Workstation;

/// `consent.give`.
pub(crate) fn consent(
    workstation: &Workstation,
    session: &Session,
    input: ConsentGive,
) -> Outcome<RecordDone> {
    let desk = workstation.desk()?;
    let name = party_name(&desk, Some(&input.party_id))?.unwrap_or_default();
    let given_on = desk.today()?;
    let mut wrongs = Wrongs::default();
    let purposes: Option<BTreeSet<Purpose>> = wrongs.take(
        "purposes",
        input
            .purposes
            .iter()
            .map(|code| chosen(code, Purpose::parse(code)))
            .collect::<Result<BTreeSet<_>, _>>()
            .and_then(|all| {
                if all.is_empty() {
                    Err(Wrong::new("required"))
                } else {
                    Ok(all)
                }
            }),
    );
    let purposes = wrongs.all_right(purposes)?;
    let mut number = None;
    let id = begin(
        workstation,
        session,
        SubjectKind::Consent,
        |doing, context| {
            let given = doing.next_number(context)?;
            number = Some(given);
            Ok(Event::Consent(ConsentEvent::Given(consent::Given {
                number: given,
                party_id: input.party_id.clone(),
                name,
                given_on,
                purposes,
            })))
        },
    )?;
    Ok(RecordDone {
        record_id: id.to_string(),
        number: number.map(|number| number.to_string()),
    })
}

/// `consent.withdraw`: of the consent signed at a desk, or of one that the base knows of.
pub(crate) fn withdraw(
    workstation: &Workstation,
    session: &Session,
    input: ConsentWithdraw,
) -> Outcome<RecordDone> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let name = party_name(&desk, Some(&input.party_id))?.unwrap_or_default();
    let withdrawn_on = desk.today()?;
    let standing = desk
        .replica
        .records_of_party(&input.party_id, STEPS_MAX)?
        .into_iter()
        .find_map(|(state, _)| match state {
            State::Consent(it) if it.withdrawn.is_none() => Some(it.id),
            State::Consent(_)
            | State::FollowUp(_)
            | State::Appeal(_)
            | State::PartyContact(_)
            | State::Consultation(_)
            | State::Incident(_)
            | State::Paper(_)
            | State::Audit(_) => None,
        });
    let mut number = None;
    let mut record = None;
    desk.act(&user, |doing, context| {
        let given = doing.next_number(context)?;
        number = Some(given);
        let subject = standing.map_or_else(
            || doing.new_subject(SubjectKind::Consent),
            |id| Subject {
                kind: SubjectKind::Consent.number(),
                id: ActId(id),
            },
        );
        record = Some(subject.id);
        Ok(vec![(
            subject,
            Event::Consent(ConsentEvent::Withdrawn(consent::Withdrawn {
                number: given,
                party_id: input.party_id.clone(),
                name: name.clone(),
                withdrawn_on,
            })),
        )])
    })?;
    Ok(RecordDone {
        record_id: record.map_or_else(String::new, |id| id.to_string()),
        number: number.map(|number| number.to_string()),
    })
}
