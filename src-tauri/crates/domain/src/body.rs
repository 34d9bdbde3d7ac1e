//! The codec between the journal's bytes and the domain's events, and the one fold that the
//! store and the exchange call.
//!
//! Bodies are CBOR maps with short text keys. Unknown keys are ignored, new keys have defaults:
//! a program reads what is two versions older or newer. The numbers here are for ever.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::appeal::{self, Act, Appeal, AppealEvent};
use crate::ids::OfficeId;
use crate::party_contact::{self, PartyContact, PartyContactEvent};

/// What an entry is about. The numbers stand in every entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A contact that a desk learnt.
    PartyContact,
    /// An appeal.
    Appeal,
}

impl SubjectKind {
    /// All that this program knows.
    pub const ALL: [Self; 2] = [Self::PartyContact, Self::Appeal];

    /// The stable number.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::PartyContact => 1,
            Self::Appeal => 2,
        }
    }

    /// The kind of a number; `None` for one of a newer program.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The name in change tags and data: `appeal`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PartyContact => "party_contact",
            Self::Appeal => "appeal",
        }
    }
}

/// What happened. The numbers stand in every entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// [`PartyContactEvent::Confirmed`].
    PartyContactConfirmed,
    /// [`PartyContactEvent::Learnt`].
    PartyContactLearnt,
    /// [`PartyContactEvent::Accepted`].
    PartyContactAccepted,
    /// [`PartyContactEvent::Rejected`].
    PartyContactRejected,
    /// [`AppealEvent::Registered`].
    AppealRegistered,
    /// [`AppealEvent::Assigned`].
    AppealAssigned,
    /// [`AppealEvent::Answered`].
    AppealAnswered,
    /// [`AppealEvent::Closed`].
    AppealClosed,
    /// [`AppealEvent::Redated`].
    AppealRedated,
    /// [`AppealEvent::Printed`].
    AppealPrinted,
}

impl EntryKind {
    /// All that this program knows.
    pub const ALL: [Self; 10] = [
        Self::PartyContactConfirmed,
        Self::PartyContactLearnt,
        Self::PartyContactAccepted,
        Self::PartyContactRejected,
        Self::AppealRegistered,
        Self::AppealAssigned,
        Self::AppealAnswered,
        Self::AppealClosed,
        Self::AppealRedated,
        Self::AppealPrinted,
    ];

    /// The stable number: the subject's hundred and a running number.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::PartyContactConfirmed => 101,
            Self::PartyContactLearnt => 102,
            Self::PartyContactAccepted => 103,
            Self::PartyContactRejected => 104,
            Self::AppealRegistered => 201,
            Self::AppealAssigned => 202,
            Self::AppealAnswered => 203,
            Self::AppealClosed => 204,
            Self::AppealRedated => 205,
            Self::AppealPrinted => 206,
        }
    }

    /// The kind of a number; `None` for one of a newer program: stored, relayed, not folded.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The name in data and in Fluent keys: `appeal_registered`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PartyContactConfirmed => "party_contact_confirmed",
            Self::PartyContactLearnt => "party_contact_learnt",
            Self::PartyContactAccepted => "party_contact_accepted",
            Self::PartyContactRejected => "party_contact_rejected",
            Self::AppealRegistered => "appeal_registered",
            Self::AppealAssigned => "appeal_assigned",
            Self::AppealAnswered => "appeal_answered",
            Self::AppealClosed => "appeal_closed",
            Self::AppealRedated => "appeal_redated",
            Self::AppealPrinted => "appeal_printed",
        }
    }

    /// What an entry of this kind is about.
    #[must_use]
    pub const fn subject(self) -> SubjectKind {
        match self {
            Self::PartyContactConfirmed
            | Self::PartyContactLearnt
            | Self::PartyContactAccepted
            | Self::PartyContactRejected => SubjectKind::PartyContact,
            Self::AppealRegistered
            | Self::AppealAssigned
            | Self::AppealAnswered
            | Self::AppealClosed
            | Self::AppealRedated
            | Self::AppealPrinted => SubjectKind::Appeal,
        }
    }
}

/// Why an entry is kept without effect. Numbers and codes are for ever: an order record that
/// the centre sealed carries the number.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum VoidReason {
    /// The body cannot be read by the authority's program.
    #[error("the body cannot be read")]
    Unreadable,
    /// The entry is about another kind of subject than it names.
    #[error("the entry is of another kind of subject")]
    WrongSubject,
    /// The appeal is not registered.
    #[error("the appeal is not registered")]
    NotRegistered,
    /// The appeal is registered already.
    #[error("the appeal is registered already")]
    AlreadyRegistered,
    /// The appeal is answered already.
    #[error("the appeal is answered already")]
    AlreadyAnswered,
    /// The appeal is closed already.
    #[error("the appeal is closed already")]
    AlreadyClosed,
    /// Neither an answer nor a ground to close without one.
    #[error("the appeal is not answered")]
    NotAnswered,
    /// The date lies before the receipt.
    #[error("the date lies before the receipt")]
    BeforeReceipt,
    /// Nothing was learnt that could be settled.
    #[error("no such contact was learnt")]
    NotLearnt,
    /// This act of learning is known already.
    #[error("the contact is known already")]
    AlreadyLearnt,
    /// The centre has spoken already.
    #[error("the contact is settled already")]
    AlreadySettled,
}

impl VoidReason {
    /// All that this program knows.
    pub const ALL: [Self; 11] = [
        Self::Unreadable,
        Self::WrongSubject,
        Self::NotRegistered,
        Self::AlreadyRegistered,
        Self::AlreadyAnswered,
        Self::AlreadyClosed,
        Self::NotAnswered,
        Self::BeforeReceipt,
        Self::NotLearnt,
        Self::AlreadyLearnt,
        Self::AlreadySettled,
    ];

    /// The stable number.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Unreadable => 1,
            Self::WrongSubject => 2,
            Self::NotRegistered => 10,
            Self::AlreadyRegistered => 11,
            Self::AlreadyAnswered => 12,
            Self::AlreadyClosed => 13,
            Self::NotAnswered => 14,
            Self::BeforeReceipt => 15,
            Self::NotLearnt => 20,
            Self::AlreadyLearnt => 21,
            Self::AlreadySettled => 22,
        }
    }

    /// The reason of a number; `None` for one of a newer program.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.number() == number)
    }

    /// The code under which Fluent has the words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::WrongSubject => "wrong_subject",
            Self::NotRegistered => "not_registered",
            Self::AlreadyRegistered => "already_registered",
            Self::AlreadyAnswered => "already_answered",
            Self::AlreadyClosed => "already_closed",
            Self::NotAnswered => "not_answered",
            Self::BeforeReceipt => "before_receipt",
            Self::NotLearnt => "not_learnt",
            Self::AlreadyLearnt => "already_learnt",
            Self::AlreadySettled => "already_settled",
        }
    }
}

/// An event of any aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Of a contact.
    PartyContact(PartyContactEvent),
    /// Of an appeal.
    Appeal(AppealEvent),
}

impl Event {
    /// The kind under which it is written.
    #[must_use]
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::PartyContact(event) => match event {
                PartyContactEvent::Confirmed(_) => EntryKind::PartyContactConfirmed,
                PartyContactEvent::Learnt(_) => EntryKind::PartyContactLearnt,
                PartyContactEvent::Accepted => EntryKind::PartyContactAccepted,
                PartyContactEvent::Rejected(_) => EntryKind::PartyContactRejected,
            },
            Self::Appeal(event) => match event {
                AppealEvent::Registered(_) => EntryKind::AppealRegistered,
                AppealEvent::Assigned(_) => EntryKind::AppealAssigned,
                AppealEvent::Answered(_) => EntryKind::AppealAnswered,
                AppealEvent::Closed(_) => EntryKind::AppealClosed,
                AppealEvent::Redated(_) => EntryKind::AppealRedated,
                AppealEvent::Printed(_) => EntryKind::AppealPrinted,
            },
        }
    }
}

/// The bytes are no body of that kind, or the kind is of a newer program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body cannot be read")]
pub struct Unreadable;

/// An event that carries nothing.
#[derive(Serialize, Deserialize)]
struct Empty {}

/// Writes an event: the kind's number and the body.
#[must_use]
pub fn encode(event: &Event) -> (u16, Vec<u8>) {
    let bytes = match event {
        Event::PartyContact(event) => match event {
            PartyContactEvent::Confirmed(body) => to_bytes(body),
            PartyContactEvent::Learnt(body) => to_bytes(body),
            PartyContactEvent::Accepted => to_bytes(&Empty {}),
            PartyContactEvent::Rejected(body) => to_bytes(body),
        },
        Event::Appeal(event) => match event {
            AppealEvent::Registered(body) => to_bytes(body),
            AppealEvent::Assigned(body) => to_bytes(body),
            AppealEvent::Answered(body) => to_bytes(body),
            AppealEvent::Closed(body) => to_bytes(body),
            AppealEvent::Redated(body) => to_bytes(body),
            AppealEvent::Printed(body) => to_bytes(body),
        },
    };
    (event.kind().number(), bytes)
}

/// Reads an event.
///
/// # Errors
/// [`Unreadable`] for an unknown kind and for bytes that are no such body.
pub fn decode(kind: u16, bytes: &[u8]) -> Result<Event, Unreadable> {
    let contact = Event::PartyContact;
    let appeal = Event::Appeal;
    Ok(match EntryKind::from_number(kind).ok_or(Unreadable)? {
        EntryKind::PartyContactConfirmed => {
            contact(PartyContactEvent::Confirmed(from_bytes(bytes)?))
        }
        EntryKind::PartyContactLearnt => contact(PartyContactEvent::Learnt(from_bytes(bytes)?)),
        EntryKind::PartyContactAccepted => {
            from_bytes::<Empty>(bytes)?;
            contact(PartyContactEvent::Accepted)
        }
        EntryKind::PartyContactRejected => contact(PartyContactEvent::Rejected(from_bytes(bytes)?)),
        EntryKind::AppealRegistered => {
            appeal(AppealEvent::Registered(Box::new(from_bytes(bytes)?)))
        }
        EntryKind::AppealAssigned => appeal(AppealEvent::Assigned(from_bytes(bytes)?)),
        EntryKind::AppealAnswered => appeal(AppealEvent::Answered(from_bytes(bytes)?)),
        EntryKind::AppealClosed => appeal(AppealEvent::Closed(from_bytes(bytes)?)),
        EntryKind::AppealRedated => appeal(AppealEvent::Redated(from_bytes(bytes)?)),
        EntryKind::AppealPrinted => appeal(AppealEvent::Printed(from_bytes(bytes)?)),
    })
}

/// The state of any aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A contact.
    PartyContact(PartyContact),
    /// An appeal.
    Appeal(Box<Appeal>),
}

impl State {
    /// What it is the state of.
    #[must_use]
    pub const fn subject_kind(&self) -> SubjectKind {
        match self {
            Self::PartyContact(_) => SubjectKind::PartyContact,
            Self::Appeal(_) => SubjectKind::Appeal,
        }
    }

    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        match self {
            Self::PartyContact(contact) => contact.scope(),
            Self::Appeal(appeal) => appeal.scope(),
        }
    }

    /// Writes the state for the store. Not for the wire: states are folded, never sent.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::PartyContact(contact) => to_bytes(contact),
            Self::Appeal(appeal) => to_bytes(appeal),
        }
    }

    /// Reads what `encode` wrote.
    ///
    /// # Errors
    /// [`Unreadable`] when it is another's, or damaged: fold again from the journal.
    pub fn decode(kind: SubjectKind, bytes: &[u8]) -> Result<Self, Unreadable> {
        Ok(match kind {
            SubjectKind::PartyContact => Self::PartyContact(from_bytes(bytes)?),
            SubjectKind::Appeal => Self::Appeal(Box::new(from_bytes(bytes)?)),
        })
    }
}

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
        (SubjectKind::PartyContact | SubjectKind::Appeal, _, _) => Err(VoidReason::WrongSubject),
    }
}

fn to_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    // Writing to memory has no failure of its own, and no type here refuses to be written;
    // an empty body would be void(unreadable) everywhere, the same on every replica.
    minicbor_serde::to_vec(value).unwrap_or_default()
}

fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut from = minicbor_serde::Deserializer::new(bytes);
    let value = T::deserialize(&mut from).map_err(|_| Unreadable)?;
    // What follows a body is no part of it: somebody glued two together, or cut one.
    if from.decoder().position() == bytes.len() {
        Ok(value)
    } else {
        Err(Unreadable)
    }
}
