//! The codec between the journal's bytes and the domain's events, and the one fold that the
//! store and the exchange call.
//!
//! Bodies are CBOR maps with short text keys. Unknown keys are ignored, new keys have defaults:
//! a program reads what is two versions older or newer. The numbers here are for ever.

mod fold;
mod kinds;
mod state;
mod subjects;
mod void;

pub use fold::fold_entry;
pub use kinds::EntryKind;
pub use state::State;
pub use subjects::SubjectKind;
pub use void::VoidReason;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::appeal::AppealEvent;
use crate::appeal::answer::AnswerEvent;
use crate::appeal::claim::ClaimEvent;
use crate::appeal::contract::ContractEvent;
use crate::appeal::hand_over::HandOverEvent;
use crate::audit::AuditEvent;
use crate::book::BookEvent;
use crate::consent::ConsentEvent;
use crate::consultation::ConsultationEvent;
use crate::destruction::DestructionEvent;
use crate::dispatch_list::DispatchListEvent;
use crate::follow_up::FollowUpEvent;
use crate::incident::IncidentEvent;
use crate::paper::PaperEvent;
use crate::party_contact::PartyContactEvent;
use crate::queue::{ShiftEvent, SignEvent, VisitEvent};
use crate::survey::SurveyEvent;
use crate::tenure::{QueueOrderEvent, TenureEvent};

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
