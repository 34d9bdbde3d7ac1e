//! The consent to the processing of personal data, signed or withdrawn at a desk (152-ФЗ).

use std::collections::BTreeSet;

use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::check::Fault as Wrong;
use stoika_domain::consent::{self, ConsentEvent, Purpose};
use stoika_protocol::{ActId, Subject};

use super::{Wrongs, begin, chosen, party_name};
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

/// `consent.withdraw`: of all that was signed at a desk, or of what the base knows of.
pub(crate) fn withdraw(
    workstation: &Workstation,
    session: &Session,
    input: ConsentWithdraw,
) -> Outcome<RecordDone> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let name = party_name(&desk, Some(&input.party_id))?.unwrap_or_default();
    let withdrawn_on = desk.today()?;
    // He may have signed more than once: nothing of it stands after this.
    let standing: Vec<Subject> = desk
        .replica
        .consents_of_party(&input.party_id)?
        .into_iter()
        .filter(|(consent, _)| consent.withdrawn.is_none())
        .map(|(consent, _)| Subject {
            kind: SubjectKind::Consent.number(),
            id: ActId(consent.id),
        })
        .collect();
    let mut number = None;
    let mut record = None;
    desk.act(&user, |doing, context| {
        let given = doing.next_number(context)?;
        number = Some(given);
        let subjects = if standing.is_empty() {
            vec![doing.new_subject(SubjectKind::Consent)]
        } else {
            standing
        };
        record = subjects.first().map(|subject| subject.id);
        let event = Event::Consent(ConsentEvent::Withdrawn(consent::Withdrawn {
            number: given,
            party_id: input.party_id.clone(),
            name,
            withdrawn_on,
        }));
        Ok(subjects
            .into_iter()
            .map(|subject| (subject, event.clone()))
            .collect())
    })?;
    Ok(RecordDone {
        record_id: record.map_or_else(String::new, |id| id.to_string()),
        number: number.map(|number| number.to_string()),
    })
}
