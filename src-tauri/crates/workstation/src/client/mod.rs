//! The client's card (карточка клиента): the directory's rows with what desks learnt laid over.

mod account;
mod foreign;
mod history;

pub(crate) use foreign::lookup;
pub(crate) use history::history;

use chrono::{Datelike as _, NaiveDate};
use stoika_domain::appeal::AppealEvent;
use stoika_domain::audit::AuditObject;
use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::check;
use stoika_domain::consent::Consent;
use stoika_domain::directory::Party;
use stoika_domain::paper::PaperEvent;
use stoika_domain::party_contact::{
    Confirmed, ContactKind as Kind, Knowledge, Learnt, PartyContact, PartyContactEvent, Verdict,
};
use stoika_domain::text;
use stoika_store::{JournalLine, Place as StorePlace};

use crate::api::Nothing;
use crate::api::client::{
    ClientAsked, ClientCard, ConsentView, ContactConfirm, ContactKind, ContactLearn,
    ContactQuestion, ContactView, RepresentativeView, TodayLine,
};
use crate::api::error::ErrorCode;
use crate::appeal::{mark, place};
use crate::audit::Access;
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// A phone is asked about again after so many months (R86): people change numbers in a year.
const CONFIRM_MONTHS: u32 = 12;
/// Open appeals and agreed steps of one client.
const OPEN_MAX: u32 = 100;
/// Lines of the day at most: a specialist's busiest day has fewer.
const DAY_LINES_MAX: u32 = 200;

/// `client.card`.
pub(crate) fn card(
    workstation: &Workstation,
    session: &Session,
    input: ClientAsked,
) -> Outcome<ClientCard> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let party = party(&desk, &input.party_id)?;
    let id = &input.party_id;
    desk.viewed(&user, &Access::viewed(AuditObject::Party, id, Some(id)))?;
    let today = desk.today()?;
    let known = desk.replica.contacts_of_party(&input.party_id)?;
    let mut open = desk
        .replica
        .open_appeals_of_party(&input.party_id, OPEN_MAX)?;
    open.sort_by_key(|row| row.limit_on.unwrap_or(NaiveDate::MAX));
    let steps = desk
        .replica
        .open_steps_of_party(&input.party_id, OPEN_MAX)?;
    let history = history::page(&desk, &input.party_id, history::Position::default(), today)?;
    let standards = desk.standards()?;
    Ok(ClientCard {
        accounts: accounts(&desk, &input.party_id, &party, today)?,
        representatives: party
            .representatives
            .iter()
            .map(|row| RepresentativeView {
                name: row.name.clone(),
                authority: row.authority.clone(),
                valid_to: row.valid_to.map(iso),
                expired: row.valid_to.is_some_and(|end| end < today),
            })
            .collect(),
        notification: overlay(Kind::Notification, &known)
            .map(|(code, _)| code)
            .or(party.notification.as_deref())
            .map(|code| standards.notification(code)),
        consent: consent(
            &party,
            desk.replica.consents_of_party(&input.party_id)?.first(),
        ),
        follow_ups: crate::visit::of_records(&desk, &steps)?,
        contacts: [Kind::Phone, Kind::Email]
            .into_iter()
            .filter_map(|kind| contact(kind, &party, &known))
            .collect(),
        contact_question: question(&party, &known, today, desk.utc_offset_minutes()?),
        open_appeals: open
            .iter()
            .map(|row| mark(&desk, row))
            .collect::<Outcome<_>>()?,
        history: history.lines,
        history_next: history.next,
        today: done_today(&desk, &input.party_id, &party.name)?,
        name: party.name,
        kind_label: standards.client_kind(party.kind),
        audience: crate::appeal::audience(party.kind).to_owned(),
        party_id: input.party_id,
    })
}

fn party(desk: &Desk, id: &str) -> Outcome<Party> {
    desk.replica
        .party(id)?
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))
}

/// Accounts in the order of the client's row, then those that only name him as their holder.
fn accounts(
    desk: &Desk,
    id: &str,
    party: &Party,
    today: NaiveDate,
) -> Outcome<Vec<crate::api::client::AccountView>> {
    let mut numbers = party.accounts.clone();
    for number in desk.replica.accounts_of_party(id)? {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    let standards = desk.standards()?;
    let enrolment = desk.enrolment();
    let around = account::Around {
        standards: &standards,
        today,
        own_office: enrolment.as_ref().map_or("", |it| it.office.as_str()),
    };
    let mut views = Vec::new();
    for number in numbers {
        if let Some(row) = desk.replica.account(&number)? {
            let ledger = desk.replica.ledger(&number)?;
            let contract = match &row.contract {
                Some(contract) => desk.replica.contract(contract)?,
                None => None,
            };
            views.push(account::view(&number, row, contract, ledger, &around));
        }
    }
    Ok(views)
}

/// The last word on consent: what was signed at a desk, or what the base knows; of two words of
/// one day the desk's.
fn consent(party: &Party, signed: Option<&(Consent, StorePlace)>) -> ConsentView {
    let of_desk = signed.map(|(consent, _)| {
        (
            consent.given.as_ref().map(|it| it.given_on),
            consent.withdrawn.as_ref().map(|it| it.withdrawn_on),
        )
    });
    let of_base = party
        .consent
        .as_ref()
        .map(|row| (Some(row.given_on), row.withdrawn_on));
    let last = |(given_on, withdrawn_on): (Option<NaiveDate>, Option<NaiveDate>)| {
        withdrawn_on.or(given_on)
    };
    let is_later = of_base.and_then(last) > of_desk.and_then(last);
    let (signed, word) = if is_later {
        (None, of_base)
    } else {
        (signed, of_desk)
    };
    let (given_on, withdrawn_on) = word.unwrap_or_default();
    let (state, on) = match (given_on, withdrawn_on) {
        (_, Some(on)) => ("withdrawn", Some(on)),
        (Some(on), None) => ("given", Some(on)),
        (None, None) => ("none", None),
    };
    ConsentView {
        state: state.to_owned(),
        on: on.map(iso),
        consent_id: signed.map(|(consent, _)| consent.id.to_string()),
        place: signed.map(|(_, from)| place(*from)),
    }
}

/// What was learnt last of a kind and still waits for the centre's word.
fn overlay(kind: Kind, known: &[(PartyContact, StorePlace)]) -> Option<(&str, StorePlace)> {
    known
        .iter()
        .filter(|(contact, _)| contact.kind == kind && contact.verdict == Verdict::Waiting)
        .find_map(|(contact, place)| match &contact.knowledge {
            Knowledge::Learnt { value } => Some((value.as_str(), *place)),
            Knowledge::Confirmed { .. } => None,
        })
}

fn of_base(kind: Kind, party: &Party) -> Option<&str> {
    match kind {
        Kind::Phone => party.phone.as_deref(),
        Kind::Email => party.email.as_deref(),
        Kind::Notification => party.notification.as_deref(),
    }
}

/// A contact as the card has it, in full and as it is written.
pub(crate) fn contact_in_full(desk: &Desk, id: &str, kind: ContactKind) -> Outcome<String> {
    let party = party(desk, id)?;
    let known = desk.replica.contacts_of_party(id)?;
    let kind = domain_kind(kind);
    let value = overlay(kind, &known)
        .map(|(value, _)| value)
        .or_else(|| of_base(kind, &party))
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    Ok(match kind {
        Kind::Phone => text::phone(value),
        Kind::Email | Kind::Notification => value.to_owned(),
    })
}

/// The phone that an answer would go to.
pub(crate) fn phone_of(desk: &Desk, id: &str, party: Option<&Party>) -> Outcome<Option<String>> {
    let known = desk.replica.contacts_of_party(id)?;
    Ok(overlay(Kind::Phone, &known)
        .map(|(phone, _)| phone.to_owned())
        .or_else(|| party.and_then(|party| party.phone.clone())))
}

fn contact(kind: Kind, party: &Party, known: &[(PartyContact, StorePlace)]) -> Option<ContactView> {
    let overlay = overlay(kind, known);
    let value = overlay
        .map(|(value, _)| value)
        .or_else(|| of_base(kind, party))?;
    Some(ContactView {
        kind: api_kind(kind),
        masked: masked(kind, value),
        learnt_here: overlay.is_some(),
        place: overlay.map(|(_, from)| place(from)),
    })
}

fn masked(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Phone => text::mask_phone(value),
        Kind::Email => text::mask_email(value),
        // A code of the list: says nothing of the person.
        Kind::Notification => value.to_owned(),
    }
}

/// The phone is worth a question when there is none, or nobody has confirmed it for a year.
fn question(
    party: &Party,
    known: &[(PartyContact, StorePlace)],
    today: NaiveDate,
    offset: i32,
) -> Option<ContactQuestion> {
    let asked_here = known
        .iter()
        .filter(|(contact, _)| contact.kind == Kind::Phone)
        .map(|(contact, _)| at_office(contact.learnt_at_ms, offset).date_naive())
        .max();
    let confirmed_on = asked_here.max(party.phone_confirmed_on);
    let missing = party.phone.is_none() && overlay(Kind::Phone, known).is_none();
    let months = confirmed_on.map(|on| months_between(on, today));
    let due = months.is_none_or(|months| months >= CONFIRM_MONTHS);
    (missing || due).then_some(ContactQuestion {
        kind: ContactKind::Phone,
        months: months.filter(|_| !missing),
        missing,
    })
}

/// Whole months from one date to a later one.
fn months_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month0()).unwrap_or(0)
        - i32::try_from(from.month0()).unwrap_or(0);
    let whole = if to.day() < from.day() {
        months - 1
    } else {
        months
    };
    u32::try_from(whole).unwrap_or(0)
}

fn done_today(desk: &Desk, id: &str, name: &str) -> Outcome<Vec<TodayLine>> {
    let since_ms = desk.day_began_wall_ms()?;
    let lines = desk.replica.acts_of_party(id, since_ms)?;
    Ok(lines
        .into_iter()
        .filter(|line| line.own)
        .map(|line| today_line(&line, Some(name)))
        .collect())
}

/// `day.today`: what was done at this desk today, newest first.
pub(crate) fn day(
    workstation: &Workstation,
    _session: &Session,
    _input: Nothing,
) -> Outcome<Vec<TodayLine>> {
    let desk = workstation.desk()?;
    let since_ms = desk.day_began_wall_ms()?;
    let lines = desk.replica.written_since(since_ms, DAY_LINES_MAX)?;
    lines
        .iter()
        .rev()
        // The program's own, and the queue's: what is done with a client is told by the records themselves.
        .filter(|line| {
            SubjectKind::from_number(line.subject.kind).is_some_and(crate::queue::is_work)
        })
        .map(|line| {
            let party = match &line.party {
                Some(id) => desk.replica.party(id)?,
                None => None,
            };
            Ok(today_line(
                line,
                party.as_ref().map(|party| party.name.as_str()),
            ))
        })
        .collect()
}

fn today_line(line: &JournalLine, name: Option<&str>) -> TodayLine {
    TodayLine {
        at_ms: line.wall_time_ms,
        what: what(line),
        place: place(line.place),
        appeal_id: (line.subject.kind == SubjectKind::Appeal.number())
            .then(|| line.subject.id.to_string()),
        party_id: line.party.clone(),
        party_name: name.map(text::short_name),
    }
}

/// «Обращение принято, ОТ-04/26-0012-КМ7».
fn what(line: &JournalLine) -> String {
    let words = match &line.event {
        Some(Event::Appeal(AppealEvent::Printed(printed))) => {
            format!(
                "{}, экземпляр\u{a0}{}",
                crate::paper::title(&printed.form_id),
                printed.copy_number
            )
        }
        Some(Event::Paper(PaperEvent::Issued(issued))) => crate::paper::title(&issued.form_id),
        Some(_) | None => crate::link::entry_label(line.kind).to_owned(),
    };
    match &line.number {
        Some(number) => format!("{words}, {number}"),
        None => words,
    }
}

/// `contact.confirm`: the client said that what stands on the card is right.
pub(crate) fn confirm(
    workstation: &Workstation,
    session: &Session,
    input: ContactConfirm,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let party = party(&desk, &input.party_id)?;
    let known = desk.replica.contacts_of_party(&input.party_id)?;
    let kind = domain_kind(input.kind);
    let value = overlay(kind, &known)
        .map(|(value, _)| value)
        .or_else(|| of_base(kind, &party))
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    let value_masked = Some(masked(kind, value));
    desk.act(&user, |doing, _| {
        Ok(vec![(
            doing.new_subject(SubjectKind::PartyContact),
            Event::PartyContact(PartyContactEvent::Confirmed(Confirmed {
                party_id: input.party_id.clone(),
                kind,
                value_masked,
            })),
        )])
    })?;
    Ok(Nothing {})
}

/// `contact.learn`: a new phone or e-mail, in its normal form.
pub(crate) fn learn(
    workstation: &Workstation,
    session: &Session,
    input: ContactLearn,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    party(&desk, &input.party_id)?;
    let kind = domain_kind(input.kind);
    let value = match kind {
        Kind::Phone => check::phone(&input.value).map(String::from),
        Kind::Email => check::email(&input.value).map(String::from),
        Kind::Notification => desk
            .standards()?
            .book
            .notification_forms
            .iter()
            .find(|row| row.id == input.value.trim())
            .map(|row| row.id.clone())
            .ok_or_else(|| check::Fault::new("unknown_choice")),
    }
    .map_err(|fault| Fault::field("value", fault))?;
    desk.act(&user, |doing, _| {
        Ok(vec![(
            doing.new_subject(SubjectKind::PartyContact),
            Event::PartyContact(PartyContactEvent::Learnt(Learnt {
                party_id: input.party_id.clone(),
                kind,
                value,
            })),
        )])
    })?;
    Ok(Nothing {})
}

fn domain_kind(kind: ContactKind) -> Kind {
    match kind {
        ContactKind::Phone => Kind::Phone,
        ContactKind::Email => Kind::Email,
        ContactKind::Notification => Kind::Notification,
    }
}

fn api_kind(kind: Kind) -> ContactKind {
    match kind {
        Kind::Phone => ContactKind::Phone,
        Kind::Email => ContactKind::Email,
        Kind::Notification => ContactKind::Notification,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use stoika_domain::consent::Consent;
    use stoika_domain::directory::{ConsentState, Party};
    use stoika_store::Place;

    use super::consent;

    fn base(given: &str, withdrawn: Option<&str>) -> Party {
        Party {
            consent: Some(ConsentState {
                given_on: given.parse().unwrap(),
                withdrawn_on: withdrawn.map(|on| on.parse().unwrap()),
            }),
            ..Party::default()
        }
    }

    fn signed(on: &str) -> (Consent, Place) {
        let consent = serde_json::from_value(serde_json::json!({
            "id": "018f0000-0000-7000-8000-000000000001",
            "party_id": "p-000001",
            "given": {
                "no": "ОТ-04/26-1842-МК3", "id": "p-000001", "nm": "Примерова Анна Сергеевна",
                "on": on, "pu": ["messages"],
            },
            "withdrawn": null,
            "office_id": "otradny",
            "taken_by": "Самойлова Е. В.",
            "taken_at_ms": 0,
        }));
        (consent.unwrap(), Place::Desk)
    }

    #[test]
    fn the_later_word_on_consent_holds_whoever_heard_it() {
        let desk = signed("2026-10-30");
        let state = |party: &Party| {
            let view = consent(party, Some(&desk));
            (view.state, view.consent_id.is_some())
        };
        assert_eq!(state(&Party::default()), ("given".to_owned(), true));
        let old = base("2020-01-01", Some("2025-01-01"));
        assert_eq!(state(&old), ("given".to_owned(), true));
        let same_day = base("2020-01-01", Some("2026-10-30"));
        assert_eq!(state(&same_day), ("given".to_owned(), true));
        let withdrawn_by_post = base("2020-01-01", Some("2026-11-05"));
        assert_eq!(state(&withdrawn_by_post), ("withdrawn".to_owned(), false));
        assert_eq!(consent(&Party::default(), None).state, "none");
    }
}
