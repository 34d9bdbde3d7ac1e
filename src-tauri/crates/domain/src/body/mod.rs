//! The codec between the journal's bytes and the domain's events, and the one fold that the
//! store and the exchange call.
//!
//! Bodies are CBOR maps with short text keys. Unknown keys are ignored, new keys have defaults:
//! a program reads what is two versions older or newer. The numbers here are for ever.

mod fold;
mod kinds;
mod void;

pub use fold::fold_entry;
pub use kinds::{EntryKind, SubjectKind};
pub use void::VoidReason;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::appeal::answer::AnswerEvent;
use crate::appeal::claim::ClaimEvent;
use crate::appeal::contract::ContractEvent;
use crate::appeal::hand_over::HandOverEvent;
use crate::appeal::{Appeal, AppealEvent};
use crate::audit::{AuditEvent, AuditSeal};
use crate::book::{BookEntry, BookEvent};
use crate::consent::{Consent, ConsentEvent};
use crate::consultation::{Consultation, ConsultationEvent};
use crate::destruction::{Destruction, DestructionEvent};
use crate::dispatch_list::{DispatchList, DispatchListEvent};
use crate::follow_up::{FollowUp, FollowUpEvent};
use crate::ids::OfficeId;
use crate::incident::{Incident, IncidentEvent};
use crate::number::PaperNumber;
use crate::paper::{About, Paper, PaperEvent};
use crate::party_contact::{PartyContact, PartyContactEvent};
use crate::queue::{HallSign, Shift, ShiftEvent, SignEvent, Visit, VisitEvent};
use crate::survey::{Survey, SurveyEvent};
use crate::tenure::{QueueOrder, QueueOrderEvent, Tenure, TenureEvent};

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
    /// Of a visit.
    Visit(VisitEvent),
    /// Of a window's shift.
    Shift(ShiftEvent),
    /// Of a sign of the hall.
    HallSign(SignEvent),
    /// Of the hub's tenure.
    Tenure(TenureEvent),
    /// Of the order of the queue.
    QueueOrder(QueueOrderEvent),
    /// Of an act of destruction.
    Destruction(DestructionEvent),
    /// Of an entry of the book.
    Book(BookEvent),
    /// Of a survey.
    Survey(SurveyEvent),
    /// Of a list of clients to be told.
    DispatchList(DispatchListEvent),
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
            Self::Appeal(event) => event.kind(),
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
            Self::Visit(event) => match event {
                VisitEvent::Issued(_) => EntryKind::VisitIssued,
                VisitEvent::Called(_) => EntryKind::VisitCalled,
                VisitEvent::CalledAgain(_) => EntryKind::VisitCalledAgain,
                VisitEvent::Started(_) => EntryKind::VisitStarted,
                VisitEvent::Held(_) => EntryKind::VisitHeld,
                VisitEvent::Transferred(_) => EntryKind::VisitTransferred,
                VisitEvent::ServiceAdded(_) => EntryKind::VisitServiceAdded,
                VisitEvent::Finished(_) => EntryKind::VisitFinished,
                VisitEvent::NotCome(_) => EntryKind::VisitNotCome,
                VisitEvent::Revived(_) => EntryKind::VisitRevived,
                VisitEvent::Left(_) => EntryKind::VisitLeft,
                VisitEvent::ClassSet(_) => EntryKind::VisitClassSet,
                VisitEvent::Printed(_) => EntryKind::VisitPrinted,
                VisitEvent::Identified(_) => EntryKind::VisitIdentified,
                VisitEvent::Did(_) => EntryKind::VisitDid,
                VisitEvent::EscalationTaken(_) => EntryKind::VisitEscalationTaken,
                VisitEvent::Directed(_) => EntryKind::VisitDirected,
            },
            Self::Shift(event) => match event {
                ShiftEvent::Opened(_) => EntryKind::ShiftOpened,
                ShiftEvent::Paused(_) => EntryKind::ShiftPaused,
                ShiftEvent::Resumed => EntryKind::ShiftResumed,
                ShiftEvent::StreamsSet(_) => EntryKind::ShiftStreamsSet,
                ShiftEvent::Closed => EntryKind::ShiftClosed,
            },
            Self::HallSign(event) => match event {
                SignEvent::Raised(_) => EntryKind::HallSignRaised,
                SignEvent::Ended => EntryKind::HallSignEnded,
            },
            Self::Tenure(event) => match event {
                TenureEvent::Taken(_) => EntryKind::TenureTaken,
                TenureEvent::Moved(_) => EntryKind::TenureMoved,
                TenureEvent::SuccessorsSet(_) => EntryKind::TenureSuccessorsSet,
                TenureEvent::Ended => EntryKind::TenureEnded,
            },
            Self::QueueOrder(event) => match event {
                QueueOrderEvent::Named(_) => EntryKind::QueueOrderNamed,
            },
            Self::Destruction(event) => match event {
                DestructionEvent::Ordered(_) => EntryKind::DestructionOrdered,
            },
            Self::Book(event) => match event {
                BookEvent::Written(_) => EntryKind::BookWritten,
                BookEvent::Linked(_) => EntryKind::BookLinked,
                BookEvent::Acted(_) => EntryKind::BookActed,
            },
            Self::Survey(event) => match event {
                SurveyEvent::Planned(_) => EntryKind::SurveyPlanned,
                SurveyEvent::Answered(_) => EntryKind::SurveyAnswered,
                SurveyEvent::Ended(_) => EntryKind::SurveyEnded,
                SurveyEvent::Cancelled(_) => EntryKind::SurveyCancelled,
            },
            Self::DispatchList(event) => match event {
                DispatchListEvent::Listed(_) => EntryKind::DispatchListed,
                DispatchListEvent::Tried(_) => EntryKind::DispatchTried,
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
            AppealEvent::NormChanged(body) => to_bytes(body),
            AppealEvent::Contract(event) => match event {
                ContractEvent::Detailed(body) => to_bytes(body),
                ContractEvent::DocumentsBrought(body) => to_bytes(body),
                ContractEvent::MissingNotified(body) => to_bytes(body),
                ContractEvent::Refused(body) => to_bytes(body),
                ContractEvent::Sent(body) => to_bytes(body),
                ContractEvent::Disagreed(body) => to_bytes(body),
                ContractEvent::DisagreementAnswered(body) => to_bytes(body),
                ContractEvent::Returned(body) => to_bytes(body),
            },
            AppealEvent::Claim(event) => match event {
                ClaimEvent::Assessed(body) => to_bytes(body),
                ClaimEvent::SettlementAccepted(body) => to_bytes(body),
                ClaimEvent::SettlementRejected(body) => to_bytes(body),
                ClaimEvent::ResponsibilityConfirmed(body) => to_bytes(body),
                ClaimEvent::CauseFound(body) => to_bytes(body),
                ClaimEvent::ActionSet(body) => to_bytes(body),
                ClaimEvent::ActionDone(body) => to_bytes(body),
            },
            AppealEvent::Answer(event) => match event {
                AnswerEvent::Drafted(body) => to_bytes(body),
                AnswerEvent::Returned(body) => to_bytes(body),
                AnswerEvent::Approved(body) => to_bytes(body),
                AnswerEvent::Dispatched(body) => to_bytes(body),
                AnswerEvent::Delivered(body) => to_bytes(body),
                AnswerEvent::Asked(body) => to_bytes(body),
                AnswerEvent::Replied(body) => to_bytes(body),
            },
            AppealEvent::HandOver(event) => match event {
                HandOverEvent::HandedOver(body) => to_bytes(body),
                HandOverEvent::TakenOver(body) => to_bytes(body),
                HandOverEvent::HandedBack(body) => to_bytes(body),
            },
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
        Event::Visit(event) => match event {
            VisitEvent::Issued(body) => to_bytes(body),
            VisitEvent::Called(body) => to_bytes(body),
            VisitEvent::CalledAgain(body) => to_bytes(body),
            VisitEvent::Started(body) => to_bytes(body),
            VisitEvent::Held(body) => to_bytes(body),
            VisitEvent::Transferred(body) => to_bytes(body),
            VisitEvent::ServiceAdded(body) => to_bytes(body),
            VisitEvent::Finished(body) => to_bytes(body),
            VisitEvent::NotCome(body) => to_bytes(body),
            VisitEvent::Revived(body) => to_bytes(body),
            VisitEvent::Left(body) => to_bytes(body),
            VisitEvent::ClassSet(body) => to_bytes(body),
            VisitEvent::Printed(body) => to_bytes(body),
            VisitEvent::Identified(body) => to_bytes(body),
            VisitEvent::Did(body) => to_bytes(body),
            VisitEvent::EscalationTaken(body) => to_bytes(body),
            VisitEvent::Directed(body) => to_bytes(body),
        },
        Event::Shift(event) => match event {
            ShiftEvent::Opened(body) => to_bytes(body),
            ShiftEvent::Paused(body) => to_bytes(body),
            ShiftEvent::Resumed => to_bytes(&Empty {}),
            ShiftEvent::StreamsSet(body) => to_bytes(body),
            ShiftEvent::Closed => to_bytes(&Empty {}),
        },
        Event::HallSign(event) => match event {
            SignEvent::Raised(body) => to_bytes(body),
            SignEvent::Ended => to_bytes(&Empty {}),
        },
        Event::Tenure(event) => match event {
            TenureEvent::Taken(body) => to_bytes(body),
            TenureEvent::Moved(body) => to_bytes(body),
            TenureEvent::SuccessorsSet(body) => to_bytes(body),
            TenureEvent::Ended => to_bytes(&Empty {}),
        },
        Event::QueueOrder(event) => match event {
            QueueOrderEvent::Named(body) => to_bytes(body),
        },
        Event::Destruction(event) => match event {
            DestructionEvent::Ordered(body) => to_bytes(body),
        },
        Event::Book(event) => match event {
            BookEvent::Written(body) => to_bytes(body),
            BookEvent::Linked(body) => to_bytes(body),
            BookEvent::Acted(body) => to_bytes(body),
        },
        Event::Survey(event) => match event {
            SurveyEvent::Planned(body) => to_bytes(body),
            SurveyEvent::Answered(body) => to_bytes(body),
            SurveyEvent::Ended(body) => to_bytes(body),
            SurveyEvent::Cancelled(body) => to_bytes(body),
        },
        Event::DispatchList(event) => match event {
            DispatchListEvent::Listed(body) => to_bytes(body),
            DispatchListEvent::Tried(body) => to_bytes(body),
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
    let of_contract = |event| appeal(AppealEvent::Contract(event));
    let claim = |event| appeal(AppealEvent::Claim(event));
    let answer = |event| appeal(AppealEvent::Answer(event));
    let hand_over = |event| appeal(AppealEvent::HandOver(event));
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
        EntryKind::AppealNormChanged => appeal(AppealEvent::NormChanged(from_bytes(bytes)?)),
        EntryKind::AppealContractDetailed => {
            of_contract(ContractEvent::Detailed(Box::new(from_bytes(bytes)?)))
        }
        EntryKind::AppealDocumentsBrought => {
            of_contract(ContractEvent::DocumentsBrought(from_bytes(bytes)?))
        }
        EntryKind::AppealMissingNotified => {
            of_contract(ContractEvent::MissingNotified(from_bytes(bytes)?))
        }
        EntryKind::AppealContractRefused => of_contract(ContractEvent::Refused(from_bytes(bytes)?)),
        EntryKind::AppealContractSent => of_contract(ContractEvent::Sent(from_bytes(bytes)?)),
        EntryKind::AppealDisagreed => of_contract(ContractEvent::Disagreed(from_bytes(bytes)?)),
        EntryKind::AppealDisagreementAnswered => {
            of_contract(ContractEvent::DisagreementAnswered(from_bytes(bytes)?))
        }
        EntryKind::AppealContractReturned => {
            of_contract(ContractEvent::Returned(from_bytes(bytes)?))
        }
        EntryKind::AppealClaimAssessed => claim(ClaimEvent::Assessed(from_bytes(bytes)?)),
        EntryKind::AppealSettlementAccepted => {
            claim(ClaimEvent::SettlementAccepted(from_bytes(bytes)?))
        }
        EntryKind::AppealSettlementRejected => {
            claim(ClaimEvent::SettlementRejected(from_bytes(bytes)?))
        }
        EntryKind::AppealResponsibilityConfirmed => {
            claim(ClaimEvent::ResponsibilityConfirmed(from_bytes(bytes)?))
        }
        EntryKind::AppealCauseFound => claim(ClaimEvent::CauseFound(from_bytes(bytes)?)),
        EntryKind::AppealActionSet => claim(ClaimEvent::ActionSet(from_bytes(bytes)?)),
        EntryKind::AppealActionDone => claim(ClaimEvent::ActionDone(from_bytes(bytes)?)),
        EntryKind::AppealAnswerDrafted => {
            answer(AnswerEvent::Drafted(Box::new(from_bytes(bytes)?)))
        }
        EntryKind::AppealAnswerReturned => answer(AnswerEvent::Returned(from_bytes(bytes)?)),
        EntryKind::AppealAnswerApproved => answer(AnswerEvent::Approved(from_bytes(bytes)?)),
        EntryKind::AppealDispatched => answer(AnswerEvent::Dispatched(from_bytes(bytes)?)),
        EntryKind::AppealDelivered => answer(AnswerEvent::Delivered(from_bytes(bytes)?)),
        EntryKind::AppealAsked => answer(AnswerEvent::Asked(Box::new(from_bytes(bytes)?))),
        EntryKind::AppealReplied => answer(AnswerEvent::Replied(from_bytes(bytes)?)),
        EntryKind::AppealHandedOver => hand_over(HandOverEvent::HandedOver(from_bytes(bytes)?)),
        EntryKind::AppealTakenOver => hand_over(HandOverEvent::TakenOver(from_bytes(bytes)?)),
        EntryKind::AppealHandedBack => hand_over(HandOverEvent::HandedBack(from_bytes(bytes)?)),
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
        EntryKind::VisitIssued => Event::Visit(VisitEvent::Issued(Box::new(from_bytes(bytes)?))),
        EntryKind::VisitCalled => Event::Visit(VisitEvent::Called(from_bytes(bytes)?)),
        EntryKind::VisitCalledAgain => Event::Visit(VisitEvent::CalledAgain(from_bytes(bytes)?)),
        EntryKind::VisitStarted => Event::Visit(VisitEvent::Started(from_bytes(bytes)?)),
        EntryKind::VisitHeld => Event::Visit(VisitEvent::Held(from_bytes(bytes)?)),
        EntryKind::VisitTransferred => Event::Visit(VisitEvent::Transferred(from_bytes(bytes)?)),
        EntryKind::VisitServiceAdded => Event::Visit(VisitEvent::ServiceAdded(from_bytes(bytes)?)),
        EntryKind::VisitFinished => Event::Visit(VisitEvent::Finished(from_bytes(bytes)?)),
        EntryKind::VisitNotCome => Event::Visit(VisitEvent::NotCome(from_bytes(bytes)?)),
        EntryKind::VisitRevived => Event::Visit(VisitEvent::Revived(from_bytes(bytes)?)),
        EntryKind::VisitLeft => Event::Visit(VisitEvent::Left(from_bytes(bytes)?)),
        EntryKind::VisitClassSet => Event::Visit(VisitEvent::ClassSet(from_bytes(bytes)?)),
        EntryKind::VisitPrinted => Event::Visit(VisitEvent::Printed(from_bytes(bytes)?)),
        EntryKind::VisitIdentified => Event::Visit(VisitEvent::Identified(from_bytes(bytes)?)),
        EntryKind::VisitDid => Event::Visit(VisitEvent::Did(from_bytes(bytes)?)),
        EntryKind::VisitDirected => Event::Visit(VisitEvent::Directed(from_bytes(bytes)?)),
        EntryKind::VisitEscalationTaken => {
            Event::Visit(VisitEvent::EscalationTaken(from_bytes(bytes)?))
        }
        EntryKind::ShiftOpened => Event::Shift(ShiftEvent::Opened(from_bytes(bytes)?)),
        EntryKind::ShiftPaused => Event::Shift(ShiftEvent::Paused(from_bytes(bytes)?)),
        EntryKind::ShiftResumed => {
            let Empty {} = from_bytes(bytes)?;
            Event::Shift(ShiftEvent::Resumed)
        }
        EntryKind::ShiftStreamsSet => Event::Shift(ShiftEvent::StreamsSet(from_bytes(bytes)?)),
        EntryKind::ShiftClosed => {
            let Empty {} = from_bytes(bytes)?;
            Event::Shift(ShiftEvent::Closed)
        }
        EntryKind::HallSignRaised => Event::HallSign(SignEvent::Raised(from_bytes(bytes)?)),
        EntryKind::HallSignEnded => {
            let Empty {} = from_bytes(bytes)?;
            Event::HallSign(SignEvent::Ended)
        }
        EntryKind::TenureTaken => Event::Tenure(TenureEvent::Taken(from_bytes(bytes)?)),
        EntryKind::TenureMoved => Event::Tenure(TenureEvent::Moved(from_bytes(bytes)?)),
        EntryKind::TenureSuccessorsSet => {
            Event::Tenure(TenureEvent::SuccessorsSet(from_bytes(bytes)?))
        }
        EntryKind::TenureEnded => {
            let Empty {} = from_bytes(bytes)?;
            Event::Tenure(TenureEvent::Ended)
        }
        EntryKind::QueueOrderNamed => Event::QueueOrder(QueueOrderEvent::Named(from_bytes(bytes)?)),
        EntryKind::DestructionOrdered => {
            Event::Destruction(DestructionEvent::Ordered(from_bytes(bytes)?))
        }
        EntryKind::BookWritten => Event::Book(BookEvent::Written(Box::new(from_bytes(bytes)?))),
        EntryKind::BookLinked => Event::Book(BookEvent::Linked(from_bytes(bytes)?)),
        EntryKind::BookActed => Event::Book(BookEvent::Acted(from_bytes(bytes)?)),
        EntryKind::SurveyPlanned => Event::Survey(SurveyEvent::Planned(from_bytes(bytes)?)),
        EntryKind::SurveyAnswered => Event::Survey(SurveyEvent::Answered(from_bytes(bytes)?)),
        EntryKind::SurveyEnded => Event::Survey(SurveyEvent::Ended(from_bytes(bytes)?)),
        EntryKind::SurveyCancelled => Event::Survey(SurveyEvent::Cancelled(from_bytes(bytes)?)),
        EntryKind::DispatchListed => {
            Event::DispatchList(DispatchListEvent::Listed(Box::new(from_bytes(bytes)?)))
        }
        EntryKind::DispatchTried => {
            Event::DispatchList(DispatchListEvent::Tried(from_bytes(bytes)?))
        }
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
