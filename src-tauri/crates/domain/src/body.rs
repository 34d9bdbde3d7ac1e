//! The codec between the journal's bytes and the domain's events, and the one fold that the
//! store and the exchange call.
//!
//! Bodies are CBOR maps with short text keys. Unknown keys are ignored, new keys have defaults:
//! a program reads what is two versions older or newer. The numbers here are for ever.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::appeal::{self, Act, Appeal, AppealEvent};
use crate::audit::{self, AuditEvent, AuditSeal};
use crate::consent::{self, Consent, ConsentEvent};
use crate::consultation::{self, Consultation, ConsultationEvent};
use crate::follow_up::{self, FollowUp, FollowUpEvent};
use crate::ids::OfficeId;
use crate::incident::{self, Incident, IncidentEvent};
use crate::number::PaperNumber;
use crate::paper::{self, Paper, PaperEvent};
use crate::party_contact::{self, PartyContact, PartyContactEvent};

/// What an entry is about. The numbers stand in every entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A contact that a desk learnt.
    PartyContact,
    /// An appeal.
    Appeal,
    /// A consultation that was given.
    Consultation,
    /// A next step agreed with a client.
    FollowUp,
    /// An incident at reception.
    Incident,
    /// A consent signed or withdrawn at a desk.
    Consent,
    /// The seal of a desk's audit.
    Audit,
    /// A paper that belongs to no appeal.
    Paper,
}

impl SubjectKind {
    /// All that this program knows.
    pub const ALL: [Self; 8] = [
        Self::PartyContact,
        Self::Appeal,
        Self::Consultation,
        Self::FollowUp,
        Self::Incident,
        Self::Consent,
        Self::Audit,
        Self::Paper,
    ];

    /// The stable number.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::PartyContact => 1,
            Self::Appeal => 2,
            Self::Consultation => 3,
            Self::FollowUp => 4,
            Self::Incident => 5,
            Self::Consent => 6,
            Self::Audit => 7,
            Self::Paper => 8,
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
            Self::Consultation => "consultation",
            Self::FollowUp => "follow_up",
            Self::Incident => "incident",
            Self::Consent => "consent",
            Self::Audit => "audit",
            Self::Paper => "paper",
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
    /// [`AppealEvent::Extended`].
    AppealExtended,
    /// [`AppealEvent::Suspended`].
    AppealSuspended,
    /// [`AppealEvent::Resumed`].
    AppealResumed,
    /// [`AppealEvent::UnconsideredProposed`].
    AppealUnconsideredProposed,
    /// [`AppealEvent::UnconsideredDeclined`].
    AppealUnconsideredDeclined,
    /// [`AppealEvent::Reopened`].
    AppealReopened,
    /// [`AppealEvent::UrgencySet`].
    AppealUrgencySet,
    /// [`ConsultationEvent::Given`].
    ConsultationGiven,
    /// [`FollowUpEvent::Agreed`].
    FollowUpAgreed,
    /// [`FollowUpEvent::Moved`].
    FollowUpMoved,
    /// [`FollowUpEvent::Done`].
    FollowUpDone,
    /// [`FollowUpEvent::Cancelled`].
    FollowUpCancelled,
    /// [`IncidentEvent::Noted`].
    IncidentNoted,
    /// [`ConsentEvent::Given`].
    ConsentGiven,
    /// [`ConsentEvent::Withdrawn`].
    ConsentWithdrawn,
    /// [`AuditEvent::Sealed`].
    AuditSealed,
    /// [`PaperEvent::Issued`].
    PaperIssued,
    /// [`PaperEvent::Reissued`].
    PaperReissued,
}

impl EntryKind {
    /// All that this program knows.
    pub const ALL: [Self; 28] = [
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
        Self::AppealExtended,
        Self::AppealSuspended,
        Self::AppealResumed,
        Self::AppealUnconsideredProposed,
        Self::AppealUnconsideredDeclined,
        Self::AppealReopened,
        Self::AppealUrgencySet,
        Self::ConsultationGiven,
        Self::FollowUpAgreed,
        Self::FollowUpMoved,
        Self::FollowUpDone,
        Self::FollowUpCancelled,
        Self::IncidentNoted,
        Self::ConsentGiven,
        Self::ConsentWithdrawn,
        Self::AuditSealed,
        Self::PaperIssued,
        Self::PaperReissued,
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
            Self::AppealExtended => 207,
            Self::AppealSuspended => 208,
            Self::AppealResumed => 209,
            Self::AppealUnconsideredProposed => 210,
            Self::AppealUnconsideredDeclined => 211,
            Self::AppealReopened => 212,
            Self::AppealUrgencySet => 213,
            Self::ConsultationGiven => 301,
            Self::FollowUpAgreed => 401,
            Self::FollowUpMoved => 402,
            Self::FollowUpDone => 403,
            Self::FollowUpCancelled => 404,
            Self::IncidentNoted => 501,
            Self::ConsentGiven => 601,
            Self::ConsentWithdrawn => 602,
            Self::AuditSealed => 701,
            Self::PaperIssued => 801,
            Self::PaperReissued => 802,
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
            Self::AppealExtended => "appeal_extended",
            Self::AppealSuspended => "appeal_suspended",
            Self::AppealResumed => "appeal_resumed",
            Self::AppealUnconsideredProposed => "appeal_unconsidered_proposed",
            Self::AppealUnconsideredDeclined => "appeal_unconsidered_declined",
            Self::AppealReopened => "appeal_reopened",
            Self::AppealUrgencySet => "appeal_urgency_set",
            Self::ConsultationGiven => "consultation_given",
            Self::FollowUpAgreed => "follow_up_agreed",
            Self::FollowUpMoved => "follow_up_moved",
            Self::FollowUpDone => "follow_up_done",
            Self::FollowUpCancelled => "follow_up_cancelled",
            Self::IncidentNoted => "incident_noted",
            Self::ConsentGiven => "consent_given",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::AuditSealed => "audit_sealed",
            Self::PaperIssued => "paper_issued",
            Self::PaperReissued => "paper_reissued",
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
            | Self::AppealPrinted
            | Self::AppealExtended
            | Self::AppealSuspended
            | Self::AppealResumed
            | Self::AppealUnconsideredProposed
            | Self::AppealUnconsideredDeclined
            | Self::AppealReopened
            | Self::AppealUrgencySet => SubjectKind::Appeal,
            Self::ConsultationGiven => SubjectKind::Consultation,
            Self::FollowUpAgreed
            | Self::FollowUpMoved
            | Self::FollowUpDone
            | Self::FollowUpCancelled => SubjectKind::FollowUp,
            Self::IncidentNoted => SubjectKind::Incident,
            Self::ConsentGiven | Self::ConsentWithdrawn => SubjectKind::Consent,
            Self::AuditSealed => SubjectKind::Audit,
            Self::PaperIssued | Self::PaperReissued => SubjectKind::Paper,
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
    /// The term is extended already: once is all (приложение 1 п. 1.7).
    #[error("the term is extended already")]
    AlreadyExtended,
    /// It waits for the client already.
    #[error("it waits for the client already")]
    AlreadyWaiting,
    /// It does not wait for the client.
    #[error("it does not wait for the client")]
    NotWaiting,
    /// A proposal waits for the head already.
    #[error("a proposal waits for the head already")]
    AlreadyProposed,
    /// There is no proposal to decide.
    #[error("there is no proposal to decide")]
    NotProposed,
    /// The appeal is not closed.
    #[error("the appeal is not closed")]
    NotClosed,
}

impl VoidReason {
    /// All that this program knows.
    pub const ALL: [Self; 17] = [
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
        Self::AlreadyExtended,
        Self::AlreadyWaiting,
        Self::NotWaiting,
        Self::AlreadyProposed,
        Self::NotProposed,
        Self::NotClosed,
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
            Self::AlreadyExtended => 16,
            Self::AlreadyWaiting => 17,
            Self::NotWaiting => 18,
            Self::AlreadyProposed => 19,
            Self::NotProposed => 23,
            Self::NotClosed => 24,
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
            Self::AlreadyExtended => "already_extended",
            Self::AlreadyWaiting => "already_waiting",
            Self::NotWaiting => "not_waiting",
            Self::AlreadyProposed => "already_proposed",
            Self::NotProposed => "not_proposed",
            Self::NotClosed => "not_closed",
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
    /// A consultation that was given.
    Consultation(ConsultationEvent),
    /// A next step agreed with a client.
    FollowUp(FollowUpEvent),
    /// An incident at reception.
    Incident(IncidentEvent),
    /// A consent signed or withdrawn at a desk.
    Consent(ConsentEvent),
    /// Of the seal of an audit.
    Audit(AuditEvent),
    /// A paper that belongs to no appeal.
    Paper(PaperEvent),
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
                AppealEvent::Extended(_) => EntryKind::AppealExtended,
                AppealEvent::Suspended(_) => EntryKind::AppealSuspended,
                AppealEvent::Resumed(_) => EntryKind::AppealResumed,
                AppealEvent::UnconsideredProposed(_) => EntryKind::AppealUnconsideredProposed,
                AppealEvent::UnconsideredDeclined(_) => EntryKind::AppealUnconsideredDeclined,
                AppealEvent::Reopened(_) => EntryKind::AppealReopened,
                AppealEvent::UrgencySet(_) => EntryKind::AppealUrgencySet,
            },
            Self::Consultation(event) => match event {
                ConsultationEvent::Given(_) => EntryKind::ConsultationGiven,
            },
            Self::FollowUp(event) => match event {
                FollowUpEvent::Agreed(_) => EntryKind::FollowUpAgreed,
                FollowUpEvent::Moved(_) => EntryKind::FollowUpMoved,
                FollowUpEvent::Done(_) => EntryKind::FollowUpDone,
                FollowUpEvent::Cancelled(_) => EntryKind::FollowUpCancelled,
            },
            Self::Incident(event) => match event {
                IncidentEvent::Noted(_) => EntryKind::IncidentNoted,
            },
            Self::Consent(event) => match event {
                ConsentEvent::Given(_) => EntryKind::ConsentGiven,
                ConsentEvent::Withdrawn(_) => EntryKind::ConsentWithdrawn,
            },
            Self::Audit(event) => match event {
                AuditEvent::Sealed(_) => EntryKind::AuditSealed,
            },
            Self::Paper(event) => match event {
                PaperEvent::Issued(_) => EntryKind::PaperIssued,
                PaperEvent::Reissued(_) => EntryKind::PaperReissued,
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
            AppealEvent::Extended(body) => to_bytes(body),
            AppealEvent::Suspended(body) => to_bytes(body),
            AppealEvent::Resumed(body) => to_bytes(body),
            AppealEvent::UnconsideredProposed(body) => to_bytes(body),
            AppealEvent::UnconsideredDeclined(body) => to_bytes(body),
            AppealEvent::Reopened(body) => to_bytes(body),
            AppealEvent::UrgencySet(body) => to_bytes(body),
        },
        Event::Consultation(event) => match event {
            ConsultationEvent::Given(body) => to_bytes(body),
        },
        Event::FollowUp(event) => match event {
            FollowUpEvent::Agreed(body) => to_bytes(body),
            FollowUpEvent::Moved(body) => to_bytes(body),
            FollowUpEvent::Done(body) => to_bytes(body),
            FollowUpEvent::Cancelled(body) => to_bytes(body),
        },
        Event::Incident(event) => match event {
            IncidentEvent::Noted(body) => to_bytes(body),
        },
        Event::Consent(event) => match event {
            ConsentEvent::Given(body) => to_bytes(body),
            ConsentEvent::Withdrawn(body) => to_bytes(body),
        },
        Event::Audit(event) => match event {
            AuditEvent::Sealed(body) => to_bytes(body),
        },
        Event::Paper(event) => match event {
            PaperEvent::Issued(body) => to_bytes(body),
            PaperEvent::Reissued(body) => to_bytes(body),
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
        EntryKind::AppealExtended => appeal(AppealEvent::Extended(from_bytes(bytes)?)),
        EntryKind::AppealSuspended => appeal(AppealEvent::Suspended(from_bytes(bytes)?)),
        EntryKind::AppealResumed => appeal(AppealEvent::Resumed(from_bytes(bytes)?)),
        EntryKind::AppealUnconsideredProposed => {
            appeal(AppealEvent::UnconsideredProposed(from_bytes(bytes)?))
        }
        EntryKind::AppealUnconsideredDeclined => {
            appeal(AppealEvent::UnconsideredDeclined(from_bytes(bytes)?))
        }
        EntryKind::AppealReopened => appeal(AppealEvent::Reopened(from_bytes(bytes)?)),
        EntryKind::AppealUrgencySet => appeal(AppealEvent::UrgencySet(from_bytes(bytes)?)),
        EntryKind::ConsultationGiven => {
            Event::Consultation(ConsultationEvent::Given(from_bytes(bytes)?))
        }
        EntryKind::FollowUpAgreed => {
            Event::FollowUp(FollowUpEvent::Agreed(Box::new(from_bytes(bytes)?)))
        }
        EntryKind::FollowUpMoved => Event::FollowUp(FollowUpEvent::Moved(from_bytes(bytes)?)),
        EntryKind::FollowUpDone => Event::FollowUp(FollowUpEvent::Done(from_bytes(bytes)?)),
        EntryKind::FollowUpCancelled => {
            Event::FollowUp(FollowUpEvent::Cancelled(from_bytes(bytes)?))
        }
        EntryKind::IncidentNoted => Event::Incident(IncidentEvent::Noted(from_bytes(bytes)?)),
        EntryKind::ConsentGiven => Event::Consent(ConsentEvent::Given(from_bytes(bytes)?)),
        EntryKind::ConsentWithdrawn => Event::Consent(ConsentEvent::Withdrawn(from_bytes(bytes)?)),
        EntryKind::AuditSealed => Event::Audit(AuditEvent::Sealed(from_bytes(bytes)?)),
        EntryKind::PaperIssued => Event::Paper(PaperEvent::Issued(from_bytes(bytes)?)),
        EntryKind::PaperReissued => Event::Paper(PaperEvent::Reissued(from_bytes(bytes)?)),
    })
}

/// The state of any aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A contact.
    PartyContact(PartyContact),
    /// An appeal.
    Appeal(Box<Appeal>),
    /// A consultation that was given.
    Consultation(Consultation),
    /// A next step agreed with a client.
    FollowUp(Box<FollowUp>),
    /// An incident at reception.
    Incident(Incident),
    /// A consent signed or withdrawn at a desk.
    Consent(Consent),
    /// The seal of an audit.
    Audit(AuditSeal),
    /// A paper that belongs to no appeal.
    Paper(Paper),
}

impl State {
    /// What it is the state of.
    #[must_use]
    pub const fn subject_kind(&self) -> SubjectKind {
        match self {
            Self::PartyContact(_) => SubjectKind::PartyContact,
            Self::Appeal(_) => SubjectKind::Appeal,
            Self::Consultation(_) => SubjectKind::Consultation,
            Self::FollowUp(_) => SubjectKind::FollowUp,
            Self::Incident(_) => SubjectKind::Incident,
            Self::Consent(_) => SubjectKind::Consent,
            Self::Audit(_) => SubjectKind::Audit,
            Self::Paper(_) => SubjectKind::Paper,
        }
    }

    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        match self {
            Self::PartyContact(contact) => contact.scope(),
            Self::Appeal(appeal) => appeal.scope(),
            Self::Consultation(consultation) => consultation.scope(),
            Self::FollowUp(follow_up) => follow_up.scope(),
            Self::Incident(incident) => incident.scope(),
            Self::Consent(consent) => consent.scope(),
            Self::Audit(seal) => seal.scope(),
            Self::Paper(paper) => paper.scope(),
        }
    }

    /// The appeal, if it is one.
    #[must_use]
    pub const fn appeal(&self) -> Option<&Appeal> {
        match self {
            Self::Appeal(appeal) => Some(appeal),
            Self::PartyContact(_)
            | Self::Consultation(_)
            | Self::FollowUp(_)
            | Self::Incident(_)
            | Self::Consent(_)
            | Self::Audit(_)
            | Self::Paper(_) => None,
        }
    }

    /// The contact, if it is one.
    #[must_use]
    pub const fn party_contact(&self) -> Option<&PartyContact> {
        match self {
            Self::PartyContact(contact) => Some(contact),
            Self::Appeal(_)
            | Self::Consultation(_)
            | Self::FollowUp(_)
            | Self::Incident(_)
            | Self::Consent(_)
            | Self::Audit(_)
            | Self::Paper(_) => None,
        }
    }

    /// The client's directory row that it is about.
    #[must_use]
    pub fn party_id(&self) -> Option<&str> {
        match self {
            Self::PartyContact(contact) => Some(&contact.party_id),
            Self::Appeal(appeal) => appeal.registered.applicant.party_id.as_deref(),
            Self::Consultation(consultation) => consultation.given.party_id.as_deref(),
            Self::FollowUp(follow_up) => follow_up.agreed.party_id.as_deref(),
            Self::Incident(incident) => incident.noted.party_id.as_deref(),
            Self::Consent(consent) => Some(&consent.party_id),
            Self::Audit(_) => None,
            Self::Paper(paper) => paper.issued.party_id.as_deref(),
        }
    }

    /// The number on its first paper, for those that have one.
    #[must_use]
    pub fn number(&self) -> Option<PaperNumber> {
        match self {
            Self::PartyContact(_) | Self::Consultation(_) | Self::Incident(_) | Self::Audit(_) => {
                None
            }
            Self::Appeal(appeal) => Some(appeal.registered.number),
            Self::FollowUp(follow_up) => Some(follow_up.agreed.number),
            Self::Consent(consent) => match (&consent.given, &consent.withdrawn) {
                (Some(given), _) => Some(given.number),
                (None, Some(withdrawn)) => Some(withdrawn.number),
                (None, None) => None,
            },
            Self::Paper(paper) => Some(paper.issued.number),
        }
    }

    /// Writes the state for the store. Not for the wire: states are folded, never sent.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::PartyContact(contact) => to_bytes(contact),
            Self::Appeal(appeal) => to_bytes(appeal),
            Self::Consultation(consultation) => to_bytes(consultation),
            Self::FollowUp(follow_up) => to_bytes(follow_up),
            Self::Incident(incident) => to_bytes(incident),
            Self::Consent(consent) => to_bytes(consent),
            Self::Audit(seal) => to_bytes(seal),
            Self::Paper(paper) => to_bytes(paper),
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
            SubjectKind::Consultation => Self::Consultation(from_bytes(bytes)?),
            SubjectKind::FollowUp => Self::FollowUp(Box::new(from_bytes(bytes)?)),
            SubjectKind::Incident => Self::Incident(from_bytes(bytes)?),
            SubjectKind::Consent => Self::Consent(from_bytes(bytes)?),
            SubjectKind::Audit => Self::Audit(from_bytes(bytes)?),
            SubjectKind::Paper => Self::Paper(from_bytes(bytes)?),
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
        (
            SubjectKind::PartyContact
            | SubjectKind::Appeal
            | SubjectKind::Consultation
            | SubjectKind::FollowUp
            | SubjectKind::Incident
            | SubjectKind::Consent
            | SubjectKind::Audit
            | SubjectKind::Paper,
            _,
            _,
        ) => Err(VoidReason::WrongSubject),
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
