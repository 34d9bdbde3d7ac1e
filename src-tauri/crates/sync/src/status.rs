//! What the screen «Связь» shows.

use stoika_protocol::RefusalCode;

use crate::effect::CarrierError;
use crate::port::PortError;

/// The state of the link. Moments are milliseconds of the clock that the caller passes to
/// [`crate::Machine::step`] (monotonic: a wall clock wrong by years changes nothing).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkStatus {
    /// Where it stands.
    pub mode: LinkMode,
    /// The last reply that was understood.
    pub last_exchange_ms: Option<u64>,
    /// When the next attempt is due; `None` while one runs.
    pub next_try_ms: Option<u64>,
    /// Entries that are on this desk only.
    pub unsent: u64,
}

/// Where the link stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkMode {
    /// The first round since start, or the first after an outage.
    Connecting,
    /// Everything is exchanged; news arrive by themselves.
    Online,
    /// The directory is being loaded.
    FirstLoad {
        /// Rows stored.
        done: u64,
        /// Rows of the whole scope; 0 until the first page.
        total: u64,
    },
    /// No link; work goes on, entries wait.
    Offline {
        /// Since when.
        since_ms: u64,
        /// What went wrong in the last attempt.
        cause: Cause,
    },
    /// What answers is not the server of the enrolment: another certificate, or replies that
    /// the centre's key did not sign. Nothing of it was applied.
    WrongServer {
        /// Since when.
        since_ms: u64,
        /// How that was seen.
        cause: Cause,
    },
    /// The server does not know this desk's key: it was wiped, or the enrolment was deleted.
    NotEnrolled,
    /// The enrolment was revoked: what the desk has is taken, nothing more is given.
    Revoked,
    /// The server speaks a protocol that this program cannot read.
    UpdateNeeded,
}

/// Why a round failed. Codes for the screen; words are in Fluent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The carrier could not bring a reply.
    Carrier(CarrierError),
    /// A reply was not signed by the centre. It was refused and written down.
    Signature,
    /// A reply contradicts itself or what was asked.
    Contradiction,
    /// The far end did not take a frame. The rest went on.
    Refused(RefusalCode),
    /// The replica could not store what came.
    Store(PortError),
}

impl Cause {
    /// A stable code for screens and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Carrier(error) => error.code(),
            Self::Signature => "link.signature",
            Self::Contradiction => "link.contradiction",
            Self::Refused(code) => match code {
                RefusalCode::Malformed => "link.refused.malformed",
                RefusalCode::Hash => "link.refused.hash",
                RefusalCode::Signature => "link.refused.signature",
                RefusalCode::ForeignDesk => "link.refused.foreign_desk",
                RefusalCode::Fork => "link.refused.fork",
                RefusalCode::Gap => "link.refused.gap",
            },
            Self::Store(error) => error.code(),
        }
    }
}
