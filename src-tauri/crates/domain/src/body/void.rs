//! Why an entry has no effect. The numbers stand in order records, for ever.

use serde::{Deserialize, Serialize};

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
    /// The act has its place already under another name: a cloned disk, or a server that was
    /// restored, brought it twice. The first one has the effect.
    #[error("the act has its place already under another name")]
    Repeated,
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
    /// A window has the client already.
    #[error("a window has the client already")]
    VisitBusy,
    /// The ticket does not wait for a call.
    #[error("the ticket does not wait for a call")]
    TicketNotWaiting,
    /// The ticket is not called.
    #[error("the ticket is not called")]
    TicketNotCalled,
    /// No window has the ticket.
    #[error("no window has the ticket")]
    TicketNotServed,
    /// Another window has the ticket.
    #[error("another window has the ticket")]
    AnotherWindow,
    /// The visit has no such ticket.
    #[error("the visit has no such ticket")]
    NoSuchTicket,
    /// The visit is over.
    #[error("the visit is over")]
    VisitOver,
    /// The window is closed.
    #[error("the window is closed")]
    ShiftOver,
    /// The window has a pause already.
    #[error("the window has a pause already")]
    AlreadyPaused,
    /// The window has no pause.
    #[error("the window has no pause")]
    NotPaused,
    /// Another desk is the hub, and its author may not speak for it.
    #[error("another desk is the hub")]
    AnotherDesk,
    /// Only a desk of the centre's own may order it.
    #[error("only the centre may order it")]
    NotByCentre,
    /// Something was ordered for the subject that the act does not name.
    #[error("the act does not name all of it")]
    NotAllNamed,
    /// The event is not of this category of appeal.
    #[error("the event is not of this category of appeal")]
    OtherCategory,
    /// The contract application is not written down.
    #[error("the contract application is not written down")]
    NoApplication,
    /// No document is missing.
    #[error("no document is missing")]
    NothingMissing,
    /// A document is missing.
    #[error("a document is missing")]
    NotComplete,
    /// The contract is refused already.
    #[error("the contract is refused already")]
    AlreadyRefused,
    /// No contract was sent.
    #[error("no contract was sent")]
    NotSent,
    /// No protocol of disagreements waits for a reply.
    #[error("no protocol of disagreements waits for a reply")]
    NotDisagreed,
    /// A protocol of disagreements waits for its reply already.
    #[error("a protocol of disagreements waits for its reply already")]
    AlreadyDisagreed,
    /// The answer has no proposals of settlement.
    #[error("the answer has no proposals of settlement")]
    NoSettlement,
    /// The applicant has decided already.
    #[error("the applicant has decided already")]
    AlreadyDecided,
    /// The claim has no such action.
    #[error("the claim has no such action")]
    NoSuchAction,
    /// It is done already.
    #[error("it is done already")]
    AlreadyDone,
    /// No project of an answer waits for review.
    #[error("no project of an answer waits for review")]
    NotDrafted,
    /// The appeal has no such letter.
    #[error("the appeal has no such letter")]
    NoSuchDispatch,
    /// The appeal has no such question.
    #[error("the appeal has no such question")]
    NoSuchQuestion,
    /// It is offered to an office already.
    #[error("it is offered to an office already")]
    AlreadyHandedOver,
    /// It is not offered to an office.
    #[error("it is not offered to an office")]
    NotHandedOver,
    /// It is offered to another office.
    #[error("it is offered to another office")]
    AnotherOffice,
    /// The list has no such line.
    #[error("the list has no such line")]
    NoSuchLine,
}

impl VoidReason {
    /// All that this program knows.
    pub const ALL: [Self; 50] = [
        Self::Unreadable,
        Self::WrongSubject,
        Self::Repeated,
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
        Self::VisitBusy,
        Self::TicketNotWaiting,
        Self::TicketNotCalled,
        Self::TicketNotServed,
        Self::AnotherWindow,
        Self::NoSuchTicket,
        Self::VisitOver,
        Self::ShiftOver,
        Self::AlreadyPaused,
        Self::NotPaused,
        Self::AnotherDesk,
        Self::NotByCentre,
        Self::NotAllNamed,
        Self::OtherCategory,
        Self::NoApplication,
        Self::NothingMissing,
        Self::NotComplete,
        Self::AlreadyRefused,
        Self::NotSent,
        Self::NotDisagreed,
        Self::AlreadyDisagreed,
        Self::NoSettlement,
        Self::AlreadyDecided,
        Self::NoSuchAction,
        Self::AlreadyDone,
        Self::NotDrafted,
        Self::NoSuchDispatch,
        Self::NoSuchQuestion,
        Self::AlreadyHandedOver,
        Self::NotHandedOver,
        Self::AnotherOffice,
        Self::NoSuchLine,
    ];

    /// The stable number.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Unreadable => 1,
            Self::WrongSubject => 2,
            Self::Repeated => 3,
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
            Self::VisitBusy => 30,
            Self::TicketNotWaiting => 31,
            Self::TicketNotCalled => 32,
            Self::TicketNotServed => 33,
            Self::AnotherWindow => 34,
            Self::NoSuchTicket => 35,
            Self::VisitOver => 36,
            Self::ShiftOver => 37,
            Self::AlreadyPaused => 38,
            Self::NotPaused => 39,
            Self::AnotherDesk => 40,
            Self::NotByCentre => 41,
            Self::NotAllNamed => 42,
            Self::OtherCategory => 50,
            Self::NoApplication => 51,
            Self::NothingMissing => 52,
            Self::NotComplete => 53,
            Self::AlreadyRefused => 54,
            Self::NotSent => 55,
            Self::NotDisagreed => 56,
            Self::AlreadyDisagreed => 57,
            Self::NoSettlement => 58,
            Self::AlreadyDecided => 59,
            Self::NoSuchAction => 60,
            Self::AlreadyDone => 61,
            Self::NotDrafted => 62,
            Self::NoSuchDispatch => 63,
            Self::NoSuchQuestion => 64,
            Self::AlreadyHandedOver => 65,
            Self::NotHandedOver => 66,
            Self::AnotherOffice => 67,
            Self::NoSuchLine => 68,
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
            Self::Repeated => "repeated",
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
            Self::VisitBusy => "visit_busy",
            Self::TicketNotWaiting => "ticket_not_waiting",
            Self::TicketNotCalled => "ticket_not_called",
            Self::TicketNotServed => "ticket_not_served",
            Self::AnotherWindow => "another_window",
            Self::NoSuchTicket => "no_such_ticket",
            Self::VisitOver => "visit_over",
            Self::ShiftOver => "shift_over",
            Self::AlreadyPaused => "already_paused",
            Self::NotPaused => "not_paused",
            Self::AnotherDesk => "another_desk",
            Self::NotByCentre => "not_by_centre",
            Self::NotAllNamed => "not_all_named",
            Self::OtherCategory => "other_category",
            Self::NoApplication => "no_application",
            Self::NothingMissing => "nothing_missing",
            Self::NotComplete => "not_complete",
            Self::AlreadyRefused => "already_refused",
            Self::NotSent => "not_sent",
            Self::NotDisagreed => "not_disagreed",
            Self::AlreadyDisagreed => "already_disagreed",
            Self::NoSettlement => "no_settlement",
            Self::AlreadyDecided => "already_decided",
            Self::NoSuchAction => "no_such_action",
            Self::AlreadyDone => "already_done",
            Self::NotDrafted => "not_drafted",
            Self::NoSuchDispatch => "no_such_dispatch",
            Self::NoSuchQuestion => "no_such_question",
            Self::AlreadyHandedOver => "already_handed_over",
            Self::NotHandedOver => "not_handed_over",
            Self::AnotherOffice => "another_office",
            Self::NoSuchLine => "no_such_line",
        }
    }
}
