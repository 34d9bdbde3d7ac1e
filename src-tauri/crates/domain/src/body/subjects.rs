//! Kinds of subjects. Their numbers stand in every entry, for ever.

use serde::{Deserialize, Serialize};

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
    /// One person's stay in the queue.
    Visit,
    /// One person's work at a window.
    Shift,
    /// What concerns the hall as a whole.
    HallSign,
    /// Which desk is the hub of its office.
    Tenure,
    /// The order that a hub gave the queue.
    QueueOrder,
    /// What was destroyed at the end of its term.
    Destruction,
    /// An entry of the book of complaints and suggestions.
    BookEntry,
    /// A survey of visitors.
    Survey,
    /// A list of clients to be told something.
    DispatchList,
}

impl SubjectKind {
    /// All that this program knows.
    pub const ALL: [Self; 17] = [
        Self::PartyContact,
        Self::Appeal,
        Self::Consultation,
        Self::FollowUp,
        Self::Incident,
        Self::Consent,
        Self::Audit,
        Self::Paper,
        Self::Visit,
        Self::Shift,
        Self::HallSign,
        Self::Tenure,
        Self::QueueOrder,
        Self::Destruction,
        Self::BookEntry,
        Self::Survey,
        Self::DispatchList,
    ];

    /// Whether the hub of the office orders it, while there is one.
    #[must_use]
    pub const fn is_of_queue(self) -> bool {
        match self {
            Self::Visit | Self::Shift | Self::HallSign => true,
            Self::PartyContact
            | Self::Appeal
            | Self::Consultation
            | Self::FollowUp
            | Self::Incident
            | Self::Consent
            | Self::Audit
            | Self::Paper
            | Self::Tenure
            | Self::QueueOrder
            | Self::Destruction
            | Self::BookEntry
            | Self::Survey
            | Self::DispatchList => false,
        }
    }

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
            Self::Visit => 9,
            Self::Shift => 10,
            Self::HallSign => 11,
            Self::Tenure => 12,
            Self::QueueOrder => 13,
            Self::Destruction => 14,
            Self::BookEntry => 15,
            Self::Survey => 16,
            Self::DispatchList => 17,
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
            Self::Visit => "visit",
            Self::Shift => "shift",
            Self::HallSign => "hall_sign",
            Self::Tenure => "tenure",
            Self::QueueOrder => "queue_order",
            Self::Destruction => "destruction",
            Self::BookEntry => "book_entry",
            Self::Survey => "survey",
            Self::DispatchList => "dispatch_list",
        }
    }
}
