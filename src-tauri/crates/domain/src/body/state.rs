//! The state of any aggregate, as the store keeps it.

use std::collections::BTreeSet;

use crate::appeal::Appeal;
use crate::audit::AuditSeal;
use crate::book::BookEntry;
use crate::consent::Consent;
use crate::consultation::Consultation;
use crate::destruction::Destruction;
use crate::dispatch_list::DispatchList;
use crate::follow_up::FollowUp;
use crate::ids::OfficeId;
use crate::incident::Incident;
use crate::number::PaperNumber;
use crate::paper::{About, Paper};
use crate::party_contact::PartyContact;
use crate::queue::{HallSign, Shift, Visit};
use crate::survey::Survey;
use crate::tenure::{QueueOrder, Tenure};

use super::{SubjectKind, Unreadable, from_bytes, to_bytes};

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
    /// One person's stay in the queue.
    Visit(Box<Visit>),
    /// One person's work at a window.
    Shift(Shift),
    /// What concerns the hall as a whole.
    HallSign(HallSign),
    /// Which desk is the hub of its office.
    Tenure(Box<Tenure>),
    /// The order that a hub gave the queue.
    QueueOrder(QueueOrder),
    /// What was destroyed at the end of its term.
    Destruction(Destruction),
    /// An entry of the book of complaints and suggestions.
    BookEntry(Box<BookEntry>),
    /// A survey of visitors.
    Survey(Survey),
    /// A list of clients to be told something.
    DispatchList(DispatchList),
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
            Self::Visit(_) => SubjectKind::Visit,
            Self::Shift(_) => SubjectKind::Shift,
            Self::HallSign(_) => SubjectKind::HallSign,
            Self::Tenure(_) => SubjectKind::Tenure,
            Self::QueueOrder(_) => SubjectKind::QueueOrder,
            Self::Destruction(_) => SubjectKind::Destruction,
            Self::BookEntry(_) => SubjectKind::BookEntry,
            Self::Survey(_) => SubjectKind::Survey,
            Self::DispatchList(_) => SubjectKind::DispatchList,
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
            Self::Visit(visit) => visit.scope(),
            Self::Shift(shift) => shift.scope(),
            Self::HallSign(sign) => sign.scope(),
            Self::Tenure(tenure) => tenure.scope(),
            Self::QueueOrder(_) => BTreeSet::new(),
            Self::Destruction(destruction) => destruction.scope(),
            Self::BookEntry(entry) => entry.scope(),
            Self::Survey(survey) => survey.scope(),
            Self::DispatchList(list) => list.scope(),
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
            | Self::Paper(_)
            | Self::Visit(_)
            | Self::Shift(_)
            | Self::HallSign(_)
            | Self::Tenure(_)
            | Self::QueueOrder(_)
            | Self::Destruction(_)
            | Self::BookEntry(_)
            | Self::Survey(_)
            | Self::DispatchList(_) => None,
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
            | Self::Paper(_)
            | Self::Visit(_)
            | Self::Shift(_)
            | Self::HallSign(_)
            | Self::Tenure(_)
            | Self::QueueOrder(_)
            | Self::Destruction(_)
            | Self::BookEntry(_)
            | Self::Survey(_)
            | Self::DispatchList(_) => None,
        }
    }

    /// The entry of the book, if it is one.
    #[must_use]
    pub const fn book_entry(&self) -> Option<&BookEntry> {
        match self {
            Self::BookEntry(it) => Some(it),
            Self::PartyContact(_)
            | Self::Appeal(_)
            | Self::Consultation(_)
            | Self::FollowUp(_)
            | Self::Incident(_)
            | Self::Consent(_)
            | Self::Audit(_)
            | Self::Paper(_)
            | Self::Visit(_)
            | Self::Shift(_)
            | Self::HallSign(_)
            | Self::Tenure(_)
            | Self::QueueOrder(_)
            | Self::Destruction(_)
            | Self::Survey(_)
            | Self::DispatchList(_) => None,
        }
    }

    /// The survey, if it is one.
    #[must_use]
    pub const fn survey(&self) -> Option<&Survey> {
        match self {
            Self::Survey(it) => Some(it),
            Self::PartyContact(_)
            | Self::Appeal(_)
            | Self::Consultation(_)
            | Self::FollowUp(_)
            | Self::Incident(_)
            | Self::Consent(_)
            | Self::Audit(_)
            | Self::Paper(_)
            | Self::Visit(_)
            | Self::Shift(_)
            | Self::HallSign(_)
            | Self::Tenure(_)
            | Self::QueueOrder(_)
            | Self::Destruction(_)
            | Self::BookEntry(_)
            | Self::DispatchList(_) => None,
        }
    }

    /// The list of clients to be told, if it is one.
    #[must_use]
    pub const fn dispatch_list(&self) -> Option<&DispatchList> {
        match self {
            Self::DispatchList(it) => Some(it),
            Self::PartyContact(_)
            | Self::Appeal(_)
            | Self::Consultation(_)
            | Self::FollowUp(_)
            | Self::Incident(_)
            | Self::Consent(_)
            | Self::Audit(_)
            | Self::Paper(_)
            | Self::Visit(_)
            | Self::Shift(_)
            | Self::HallSign(_)
            | Self::Tenure(_)
            | Self::QueueOrder(_)
            | Self::Destruction(_)
            | Self::BookEntry(_)
            | Self::Survey(_) => None,
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
            Self::Audit(_)
            | Self::Shift(_)
            | Self::HallSign(_)
            | Self::Tenure(_)
            | Self::QueueOrder(_)
            | Self::Destruction(_)
            | Self::Survey(_)
            | Self::DispatchList(_) => None,
            Self::BookEntry(entry) => entry.written.party_id.as_deref(),
            Self::Paper(paper) => paper.issued.party_id.as_deref(),
            Self::Visit(visit) => visit.client.as_ref().map(|client| client.party_id.as_str()),
        }
    }

    /// The number on its first paper, for those that have one.
    #[must_use]
    pub fn number(&self) -> Option<PaperNumber> {
        self.numbers().into_iter().next()
    }

    /// All numbers that were given with it, the first paper's first: a consent and its withdrawal
    /// are two papers.
    #[must_use]
    pub fn numbers(&self) -> Vec<PaperNumber> {
        match self {
            Self::PartyContact(_)
            | Self::Consultation(_)
            | Self::Incident(_)
            | Self::Audit(_)
            | Self::Visit(_)
            | Self::Shift(_)
            | Self::HallSign(_)
            | Self::Tenure(_)
            | Self::QueueOrder(_)
            | Self::Destruction(_)
            | Self::Survey(_) => Vec::new(),
            Self::BookEntry(entry) => vec![entry.written.number],
            Self::DispatchList(list) => vec![list.listed.number],
            Self::Appeal(appeal) => vec![appeal.registered.number],
            Self::FollowUp(follow_up) => vec![follow_up.agreed.number],
            Self::Consent(consent) => {
                let given = consent.given.as_ref().map(|given| given.number);
                let withdrawn = consent.withdrawn.as_ref();
                let withdrawn = withdrawn.map(|withdrawn| withdrawn.number);
                given.into_iter().chain(withdrawn).collect()
            }
            Self::Paper(paper) => vec![paper.issued.number],
        }
    }

    /// The numbers that this record and no other may bear: a printed slip and a printed consent have the
    /// number of what they are about.
    #[must_use]
    pub fn own_numbers(&self) -> Vec<PaperNumber> {
        match self {
            Self::Paper(paper) => match paper.issued.about {
                About::FollowUp { .. }
                | About::Consent { .. }
                | About::BookEntry { .. }
                | About::DispatchList { .. } => Vec::new(),
                About::Article { .. } | About::Offices { .. } | About::Survey { .. } => {
                    self.numbers()
                }
            },
            Self::PartyContact(_)
            | Self::Consultation(_)
            | Self::Incident(_)
            | Self::Audit(_)
            | Self::Visit(_)
            | Self::Shift(_)
            | Self::HallSign(_)
            | Self::Tenure(_)
            | Self::QueueOrder(_)
            | Self::Destruction(_)
            | Self::BookEntry(_)
            | Self::Survey(_)
            | Self::DispatchList(_)
            | Self::Appeal(_)
            | Self::FollowUp(_)
            | Self::Consent(_) => self.numbers(),
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
            Self::Visit(visit) => to_bytes(visit),
            Self::Shift(shift) => to_bytes(shift),
            Self::HallSign(sign) => to_bytes(sign),
            Self::Tenure(tenure) => to_bytes(tenure),
            Self::QueueOrder(order) => to_bytes(order),
            Self::Destruction(destruction) => to_bytes(destruction),
            Self::BookEntry(entry) => to_bytes(entry),
            Self::Survey(survey) => to_bytes(survey),
            Self::DispatchList(list) => to_bytes(list),
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
            SubjectKind::Visit => Self::Visit(Box::new(from_bytes(bytes)?)),
            SubjectKind::Shift => Self::Shift(from_bytes(bytes)?),
            SubjectKind::HallSign => Self::HallSign(from_bytes(bytes)?),
            SubjectKind::Tenure => Self::Tenure(Box::new(from_bytes(bytes)?)),
            SubjectKind::QueueOrder => Self::QueueOrder(from_bytes(bytes)?),
            SubjectKind::Destruction => Self::Destruction(from_bytes(bytes)?),
            SubjectKind::BookEntry => Self::BookEntry(Box::new(from_bytes(bytes)?)),
            SubjectKind::Survey => Self::Survey(from_bytes(bytes)?),
            SubjectKind::DispatchList => Self::DispatchList(from_bytes(bytes)?),
        })
    }
}
