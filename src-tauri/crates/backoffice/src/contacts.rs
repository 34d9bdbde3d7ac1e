//! `contacts`: what desks learnt of clients' contacts, and what the centre says to it.
//!
//! To accept is to take over: the customer's row changes, and an entry of the centre's desk ends
//! the overlay. An import ends none: it does not know what a client said at a desk.

use chrono::{DateTime, NaiveDate};
use serde::Serialize;
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::directory::{self, Party, kind};
use stoika_domain::party_contact::{
    ContactKind, Knowledge, PartyContact, PartyContactEvent, Rejected, Verdict,
};
use stoika_exchange::Storage as _;
use stoika_protocol::{ActId, EntryRef, Subject};

use crate::centre::{Ambient, Centre, document_error};
use crate::centre_desk::CentreDesk;
use crate::error::CentreError;
use crate::import::put;

/// What the centre says.
#[derive(Clone, Debug)]
pub(crate) enum Decision {
    Accept,
    Reject(String),
}

/// A contact that a desk learnt, as the centre's people read it.
#[derive(Debug, Serialize)]
pub(crate) struct ContactLine {
    pub id: String,
    pub party: String,
    /// Name of the client; empty when he is not here any more.
    pub name: String,
    pub kind: ContactKind,
    /// The new value; `None` when the client confirmed what stood on the card.
    pub value: Option<String>,
    /// What stands in the customer's row now.
    pub stands: Option<String>,
    pub office: String,
    pub learnt_by: String,
    pub learnt_at_ms: i64,
    pub verdict: Verdict,
}

/// Contacts that wait for the centre, or `all`; of one office or of all; the oldest first.
pub(crate) fn list(
    centre: &Centre,
    office: Option<&str>,
    all: bool,
) -> Result<Vec<ContactLine>, CentreError> {
    let number = SubjectKind::PartyContact.number();
    let settled = centre
        .database()
        .read(|rows| rows.settled_of_kind(number))?;
    let mut lines = Vec::new();
    for (_, settled) in settled {
        let Some(contact) = contact_of(settled.state.as_deref()) else {
            continue;
        };
        let wanted = (all || contact.verdict == Verdict::Waiting)
            && office.is_none_or(|office| office == contact.office_id.as_str());
        if wanted {
            lines.push(line(centre, contact)?);
        }
    }
    lines.sort_by(|a, b| (a.learnt_at_ms, &a.id).cmp(&(b.learnt_at_ms, &b.id)));
    Ok(lines)
}

/// Ids of what waits and only confirms the card.
pub(crate) fn confirmed(centre: &Centre) -> Result<Vec<String>, CentreError> {
    Ok(list(centre, None, false)?
        .into_iter()
        .filter(|line| line.value.is_none())
        .map(|line| line.id)
        .collect())
}

fn contact_of(state: Option<&[u8]>) -> Option<PartyContact> {
    let state = State::decode(SubjectKind::PartyContact, state?).ok()?;
    state.party_contact().cloned()
}

fn line(centre: &Centre, contact: PartyContact) -> Result<ContactLine, CentreError> {
    let party = party(centre, &contact.party_id)?.map(|(_, party)| party);
    let stands = party.as_ref().and_then(|party| match contact.kind {
        ContactKind::Phone => party.phone.clone(),
        ContactKind::Email => party.email.clone(),
        ContactKind::Notification => party.notification.clone(),
    });
    Ok(ContactLine {
        id: contact.id.to_string(),
        name: party.map(|party| party.name).unwrap_or_default(),
        party: contact.party_id,
        kind: contact.kind,
        value: match contact.knowledge {
            Knowledge::Learnt { value } => Some(value),
            Knowledge::Confirmed { .. } => None,
        },
        stands,
        office: contact.office_id.as_str().to_owned(),
        learnt_by: contact.learnt_by,
        learnt_at_ms: contact.learnt_at_ms,
        verdict: contact.verdict,
    })
}

fn party(centre: &Centre, id: &str) -> Result<Option<(String, Party)>, CentreError> {
    centre
        .database()
        .directory_row(kind::PARTY, id)?
        .map(|(scope, data)| {
            directory::decode(&data)
                .map(|party| (scope, party))
                .map_err(|error| document_error(kind::PARTY, &error))
        })
        .transpose()
}

/// Accepts or rejects a contact in the name of `by`.
///
/// # Errors
/// A contact that is not there or is settled; nobody's name; a storage that failed.
pub(crate) fn decide(
    centre: &Centre,
    ambient: &Ambient,
    id: &str,
    decision: Decision,
    by: &str,
) -> Result<(), CentreError> {
    let unknown = || CentreError::Asked(format!("no contact `{id}` waits for the centre"));
    if by.trim().is_empty() {
        return Err(CentreError::Asked("--by names who decides".to_owned()));
    }
    let subject = Subject {
        kind: SubjectKind::PartyContact.number(),
        id: ActId(uuid::Uuid::parse_str(id).map_err(|_| unknown())?),
    };
    let mut desk = CentreDesk::open(centre, ambient)?;
    let (settled, base) = centre.database().read(|rows| {
        let head = rows.order_head()?.position;
        let last = rows.entries_of(&subject, head)?.pop();
        let base: Option<EntryRef> = last.map(|ordered| ordered.record.entry);
        Ok((rows.settled(&subject)?, base))
    })?;
    let contact = settled
        .and_then(|settled| contact_of(settled.state.as_deref()))
        .filter(|contact| contact.verdict == Verdict::Waiting)
        .ok_or_else(unknown)?;
    let event = match decision {
        Decision::Accept => {
            take_over(centre, &contact)?;
            PartyContactEvent::Accepted
        }
        Decision::Reject(reason) => PartyContactEvent::Rejected(Rejected { reason }),
    };
    desk.act(by.trim(), subject, base, &Event::PartyContact(event))
}

/// Writes what was learnt into the customer's row, before the overlay ends: no desk ever sees
/// neither.
fn take_over(centre: &Centre, contact: &PartyContact) -> Result<(), CentreError> {
    let Some((scope, mut party)) = party(centre, &contact.party_id)? else {
        return Err(CentreError::Asked(
            "the customer is not in the directory any more: reject it with a reason".to_owned(),
        ));
    };
    let learnt_on: Option<NaiveDate> =
        DateTime::from_timestamp_millis(contact.learnt_at_ms).map(|instant| instant.date_naive());
    let value = match &contact.knowledge {
        Knowledge::Learnt { value } => Some(value.clone()),
        Knowledge::Confirmed { .. } => None,
    };
    match contact.kind {
        ContactKind::Phone => {
            party.phone = value.or(party.phone);
            party.phone_confirmed_on = learnt_on;
        }
        ContactKind::Email => {
            party.email = value.or(party.email);
            party.email_confirmed_on = learnt_on;
        }
        ContactKind::Notification => party.notification = value.or(party.notification),
    }
    let row = put(kind::PARTY, &contact.party_id, &scope, &party)?;
    centre.exchange.publish(&[row])?;
    Ok(())
}
