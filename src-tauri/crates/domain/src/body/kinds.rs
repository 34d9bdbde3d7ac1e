//! Kinds of entries. Their numbers stand in every entry, for ever.

use serde::{Deserialize, Serialize};

use super::SubjectKind;

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
    /// [`AppealEvent::NormChanged`].
    AppealNormChanged,
    /// [`ContractEvent::Detailed`].
    AppealContractDetailed,
    /// [`ContractEvent::DocumentsBrought`].
    AppealDocumentsBrought,
    /// [`ContractEvent::MissingNotified`].
    AppealMissingNotified,
    /// [`ContractEvent::Refused`].
    AppealContractRefused,
    /// [`ContractEvent::Sent`].
    AppealContractSent,
    /// [`ContractEvent::Disagreed`].
    AppealDisagreed,
    /// [`ContractEvent::DisagreementAnswered`].
    AppealDisagreementAnswered,
    /// [`ContractEvent::Returned`].
    AppealContractReturned,
    /// [`ClaimEvent::Assessed`].
    AppealClaimAssessed,
    /// [`ClaimEvent::SettlementAccepted`].
    AppealSettlementAccepted,
    /// [`ClaimEvent::SettlementRejected`].
    AppealSettlementRejected,
    /// [`ClaimEvent::ResponsibilityConfirmed`].
    AppealResponsibilityConfirmed,
    /// [`ClaimEvent::CauseFound`].
    AppealCauseFound,
    /// [`ClaimEvent::ActionSet`].
    AppealActionSet,
    /// [`ClaimEvent::ActionDone`].
    AppealActionDone,
    /// [`AnswerEvent::Drafted`].
    AppealAnswerDrafted,
    /// [`AnswerEvent::Returned`].
    AppealAnswerReturned,
    /// [`AnswerEvent::Approved`].
    AppealAnswerApproved,
    /// [`AnswerEvent::Dispatched`].
    AppealDispatched,
    /// [`AnswerEvent::Delivered`].
    AppealDelivered,
    /// [`AnswerEvent::Asked`].
    AppealAsked,
    /// [`AnswerEvent::Replied`].
    AppealReplied,
    /// [`HandOverEvent::HandedOver`].
    AppealHandedOver,
    /// [`HandOverEvent::TakenOver`].
    AppealTakenOver,
    /// [`HandOverEvent::HandedBack`].
    AppealHandedBack,
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
    /// [`VisitEvent::Issued`].
    VisitIssued,
    /// [`VisitEvent::Called`].
    VisitCalled,
    /// [`VisitEvent::CalledAgain`].
    VisitCalledAgain,
    /// [`VisitEvent::Started`].
    VisitStarted,
    /// [`VisitEvent::Held`].
    VisitHeld,
    /// [`VisitEvent::Transferred`].
    VisitTransferred,
    /// [`VisitEvent::ServiceAdded`].
    VisitServiceAdded,
    /// [`VisitEvent::Finished`].
    VisitFinished,
    /// [`VisitEvent::NotCome`].
    VisitNotCome,
    /// [`VisitEvent::Revived`].
    VisitRevived,
    /// [`VisitEvent::Left`].
    VisitLeft,
    /// [`VisitEvent::ClassSet`].
    VisitClassSet,
    /// [`VisitEvent::Printed`].
    VisitPrinted,
    /// [`VisitEvent::Identified`].
    VisitIdentified,
    /// [`VisitEvent::Did`].
    VisitDid,
    /// [`VisitEvent::EscalationTaken`].
    VisitEscalationTaken,
    /// [`VisitEvent::Directed`].
    VisitDirected,
    /// [`ShiftEvent::Opened`].
    ShiftOpened,
    /// [`ShiftEvent::Paused`].
    ShiftPaused,
    /// [`ShiftEvent::Resumed`].
    ShiftResumed,
    /// [`ShiftEvent::StreamsSet`].
    ShiftStreamsSet,
    /// [`ShiftEvent::Closed`].
    ShiftClosed,
    /// [`SignEvent::Raised`].
    HallSignRaised,
    /// [`SignEvent::Ended`].
    HallSignEnded,
    /// [`TenureEvent::Taken`].
    TenureTaken,
    /// [`TenureEvent::Moved`].
    TenureMoved,
    /// [`TenureEvent::SuccessorsSet`].
    TenureSuccessorsSet,
    /// [`TenureEvent::Ended`].
    TenureEnded,
    /// [`QueueOrderEvent::Named`].
    QueueOrderNamed,
    /// [`DestructionEvent::Ordered`].
    DestructionOrdered,
    /// [`BookEvent::Written`].
    BookWritten,
    /// [`BookEvent::Linked`].
    BookLinked,
    /// [`BookEvent::Acted`].
    BookActed,
    /// [`SurveyEvent::Planned`].
    SurveyPlanned,
    /// [`SurveyEvent::Answered`].
    SurveyAnswered,
    /// [`SurveyEvent::Ended`].
    SurveyEnded,
    /// [`SurveyEvent::Cancelled`].
    SurveyCancelled,
    /// [`DispatchListEvent::Listed`].
    DispatchListed,
    /// [`DispatchListEvent::Tried`].
    DispatchTried,
}

impl EntryKind {
    /// All that this program knows.
    pub const ALL: [Self; 93] = [
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
        Self::AppealNormChanged,
        Self::AppealContractDetailed,
        Self::AppealDocumentsBrought,
        Self::AppealMissingNotified,
        Self::AppealContractRefused,
        Self::AppealContractSent,
        Self::AppealDisagreed,
        Self::AppealDisagreementAnswered,
        Self::AppealContractReturned,
        Self::AppealClaimAssessed,
        Self::AppealSettlementAccepted,
        Self::AppealSettlementRejected,
        Self::AppealResponsibilityConfirmed,
        Self::AppealCauseFound,
        Self::AppealActionSet,
        Self::AppealActionDone,
        Self::AppealAnswerDrafted,
        Self::AppealAnswerReturned,
        Self::AppealAnswerApproved,
        Self::AppealDispatched,
        Self::AppealDelivered,
        Self::AppealAsked,
        Self::AppealReplied,
        Self::AppealHandedOver,
        Self::AppealTakenOver,
        Self::AppealHandedBack,
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
        Self::VisitIssued,
        Self::VisitCalled,
        Self::VisitCalledAgain,
        Self::VisitStarted,
        Self::VisitHeld,
        Self::VisitTransferred,
        Self::VisitServiceAdded,
        Self::VisitFinished,
        Self::VisitNotCome,
        Self::VisitRevived,
        Self::VisitLeft,
        Self::VisitClassSet,
        Self::VisitPrinted,
        Self::VisitIdentified,
        Self::VisitDid,
        Self::VisitEscalationTaken,
        Self::VisitDirected,
        Self::ShiftOpened,
        Self::ShiftPaused,
        Self::ShiftResumed,
        Self::ShiftStreamsSet,
        Self::ShiftClosed,
        Self::HallSignRaised,
        Self::HallSignEnded,
        Self::TenureTaken,
        Self::TenureMoved,
        Self::TenureSuccessorsSet,
        Self::TenureEnded,
        Self::QueueOrderNamed,
        Self::DestructionOrdered,
        Self::BookWritten,
        Self::BookLinked,
        Self::BookActed,
        Self::SurveyPlanned,
        Self::SurveyAnswered,
        Self::SurveyEnded,
        Self::SurveyCancelled,
        Self::DispatchListed,
        Self::DispatchTried,
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
            Self::AppealNormChanged => 214,
            Self::AppealContractDetailed => 220,
            Self::AppealDocumentsBrought => 221,
            Self::AppealMissingNotified => 222,
            Self::AppealContractRefused => 223,
            Self::AppealContractSent => 224,
            Self::AppealDisagreed => 225,
            Self::AppealDisagreementAnswered => 226,
            Self::AppealContractReturned => 227,
            Self::AppealClaimAssessed => 240,
            Self::AppealSettlementAccepted => 241,
            Self::AppealSettlementRejected => 242,
            Self::AppealResponsibilityConfirmed => 243,
            Self::AppealCauseFound => 244,
            Self::AppealActionSet => 245,
            Self::AppealActionDone => 246,
            Self::AppealAnswerDrafted => 260,
            Self::AppealAnswerReturned => 261,
            Self::AppealAnswerApproved => 262,
            Self::AppealDispatched => 263,
            Self::AppealDelivered => 264,
            Self::AppealAsked => 265,
            Self::AppealReplied => 266,
            Self::AppealHandedOver => 280,
            Self::AppealTakenOver => 281,
            Self::AppealHandedBack => 282,
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
            Self::VisitIssued => 901,
            Self::VisitCalled => 902,
            Self::VisitCalledAgain => 903,
            Self::VisitStarted => 904,
            Self::VisitHeld => 905,
            Self::VisitTransferred => 906,
            Self::VisitServiceAdded => 907,
            Self::VisitFinished => 908,
            Self::VisitNotCome => 909,
            Self::VisitRevived => 910,
            Self::VisitLeft => 911,
            Self::VisitClassSet => 912,
            Self::VisitPrinted => 913,
            Self::VisitIdentified => 914,
            Self::VisitDid => 915,
            Self::VisitEscalationTaken => 916,
            Self::VisitDirected => 917,
            Self::ShiftOpened => 1001,
            Self::ShiftPaused => 1002,
            Self::ShiftResumed => 1003,
            Self::ShiftStreamsSet => 1004,
            Self::ShiftClosed => 1005,
            Self::HallSignRaised => 1101,
            Self::HallSignEnded => 1102,
            Self::TenureTaken => 1201,
            Self::TenureMoved => 1202,
            Self::TenureSuccessorsSet => 1203,
            Self::TenureEnded => 1204,
            Self::QueueOrderNamed => 1301,
            Self::DestructionOrdered => 1401,
            Self::BookWritten => 1501,
            Self::BookLinked => 1502,
            Self::BookActed => 1503,
            Self::SurveyPlanned => 1601,
            Self::SurveyAnswered => 1602,
            Self::SurveyEnded => 1603,
            Self::SurveyCancelled => 1604,
            Self::DispatchListed => 1701,
            Self::DispatchTried => 1702,
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
            Self::AppealNormChanged => "appeal_norm_changed",
            Self::AppealContractDetailed => "appeal_contract_detailed",
            Self::AppealDocumentsBrought => "appeal_documents_brought",
            Self::AppealMissingNotified => "appeal_missing_notified",
            Self::AppealContractRefused => "appeal_contract_refused",
            Self::AppealContractSent => "appeal_contract_sent",
            Self::AppealDisagreed => "appeal_disagreed",
            Self::AppealDisagreementAnswered => "appeal_disagreement_answered",
            Self::AppealContractReturned => "appeal_contract_returned",
            Self::AppealClaimAssessed => "appeal_claim_assessed",
            Self::AppealSettlementAccepted => "appeal_settlement_accepted",
            Self::AppealSettlementRejected => "appeal_settlement_rejected",
            Self::AppealResponsibilityConfirmed => "appeal_responsibility_confirmed",
            Self::AppealCauseFound => "appeal_cause_found",
            Self::AppealActionSet => "appeal_action_set",
            Self::AppealActionDone => "appeal_action_done",
            Self::AppealAnswerDrafted => "appeal_answer_drafted",
            Self::AppealAnswerReturned => "appeal_answer_returned",
            Self::AppealAnswerApproved => "appeal_answer_approved",
            Self::AppealDispatched => "appeal_dispatched",
            Self::AppealDelivered => "appeal_delivered",
            Self::AppealAsked => "appeal_asked",
            Self::AppealReplied => "appeal_replied",
            Self::AppealHandedOver => "appeal_handed_over",
            Self::AppealTakenOver => "appeal_taken_over",
            Self::AppealHandedBack => "appeal_handed_back",
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
            Self::VisitIssued => "visit_issued",
            Self::VisitCalled => "visit_called",
            Self::VisitCalledAgain => "visit_called_again",
            Self::VisitStarted => "visit_started",
            Self::VisitHeld => "visit_held",
            Self::VisitTransferred => "visit_transferred",
            Self::VisitServiceAdded => "visit_service_added",
            Self::VisitFinished => "visit_finished",
            Self::VisitNotCome => "visit_not_come",
            Self::VisitRevived => "visit_revived",
            Self::VisitLeft => "visit_left",
            Self::VisitClassSet => "visit_class_set",
            Self::VisitPrinted => "visit_printed",
            Self::VisitIdentified => "visit_identified",
            Self::VisitDid => "visit_did",
            Self::VisitEscalationTaken => "visit_escalation_taken",
            Self::VisitDirected => "visit_directed",
            Self::ShiftOpened => "shift_opened",
            Self::ShiftPaused => "shift_paused",
            Self::ShiftResumed => "shift_resumed",
            Self::ShiftStreamsSet => "shift_streams_set",
            Self::ShiftClosed => "shift_closed",
            Self::HallSignRaised => "hall_sign_raised",
            Self::HallSignEnded => "hall_sign_ended",
            Self::TenureTaken => "tenure_taken",
            Self::TenureMoved => "tenure_moved",
            Self::TenureSuccessorsSet => "tenure_successors_set",
            Self::TenureEnded => "tenure_ended",
            Self::QueueOrderNamed => "queue_order_named",
            Self::DestructionOrdered => "destruction_ordered",
            Self::BookWritten => "book_written",
            Self::BookLinked => "book_linked",
            Self::BookActed => "book_acted",
            Self::SurveyPlanned => "survey_planned",
            Self::SurveyAnswered => "survey_answered",
            Self::SurveyEnded => "survey_ended",
            Self::SurveyCancelled => "survey_cancelled",
            Self::DispatchListed => "dispatch_listed",
            Self::DispatchTried => "dispatch_tried",
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
            | Self::AppealUrgencySet
            | Self::AppealNormChanged
            | Self::AppealContractDetailed
            | Self::AppealDocumentsBrought
            | Self::AppealMissingNotified
            | Self::AppealContractRefused
            | Self::AppealContractSent
            | Self::AppealDisagreed
            | Self::AppealDisagreementAnswered
            | Self::AppealContractReturned
            | Self::AppealClaimAssessed
            | Self::AppealSettlementAccepted
            | Self::AppealSettlementRejected
            | Self::AppealResponsibilityConfirmed
            | Self::AppealCauseFound
            | Self::AppealActionSet
            | Self::AppealActionDone
            | Self::AppealAnswerDrafted
            | Self::AppealAnswerReturned
            | Self::AppealAnswerApproved
            | Self::AppealDispatched
            | Self::AppealDelivered
            | Self::AppealAsked
            | Self::AppealReplied
            | Self::AppealHandedOver
            | Self::AppealTakenOver
            | Self::AppealHandedBack => SubjectKind::Appeal,
            Self::ConsultationGiven => SubjectKind::Consultation,
            Self::FollowUpAgreed
            | Self::FollowUpMoved
            | Self::FollowUpDone
            | Self::FollowUpCancelled => SubjectKind::FollowUp,
            Self::IncidentNoted => SubjectKind::Incident,
            Self::ConsentGiven | Self::ConsentWithdrawn => SubjectKind::Consent,
            Self::AuditSealed => SubjectKind::Audit,
            Self::PaperIssued | Self::PaperReissued => SubjectKind::Paper,
            Self::VisitIssued
            | Self::VisitCalled
            | Self::VisitCalledAgain
            | Self::VisitStarted
            | Self::VisitHeld
            | Self::VisitTransferred
            | Self::VisitServiceAdded
            | Self::VisitFinished
            | Self::VisitNotCome
            | Self::VisitRevived
            | Self::VisitLeft
            | Self::VisitClassSet
            | Self::VisitPrinted
            | Self::VisitIdentified
            | Self::VisitDid
            | Self::VisitEscalationTaken
            | Self::VisitDirected => SubjectKind::Visit,
            Self::ShiftOpened
            | Self::ShiftPaused
            | Self::ShiftResumed
            | Self::ShiftStreamsSet
            | Self::ShiftClosed => SubjectKind::Shift,
            Self::HallSignRaised | Self::HallSignEnded => SubjectKind::HallSign,
            Self::TenureTaken
            | Self::TenureMoved
            | Self::TenureSuccessorsSet
            | Self::TenureEnded => SubjectKind::Tenure,
            Self::QueueOrderNamed => SubjectKind::QueueOrder,
            Self::DestructionOrdered => SubjectKind::Destruction,
            Self::BookWritten | Self::BookLinked | Self::BookActed => SubjectKind::BookEntry,
            Self::SurveyPlanned
            | Self::SurveyAnswered
            | Self::SurveyEnded
            | Self::SurveyCancelled => SubjectKind::Survey,
            Self::DispatchListed | Self::DispatchTried => SubjectKind::DispatchList,
        }
    }
}
