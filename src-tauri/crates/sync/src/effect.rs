//! What goes into the machine and what comes out of it.

use stoika_protocol::{
    AuditPush, AuditPushReply, Hash, Hello, HelloReply, Pull, PullReply, Push, PushReply,
    ReplicaId, Snapshot, SnapshotReply,
};
use thiserror::Error;

use crate::port::{PortError, RefusedReply, Standing};
use crate::status::LinkStatus;

/// Names one request or one operation of the store. A reply to another than the one that is
/// awaited is late and means nothing.
pub type RequestId = u64;

/// What happened.
#[expect(
    clippy::large_enum_variant,
    reason = "one lives at a time; a box for each reply would save nothing"
)]
#[derive(Clone, Debug)]
pub enum Input {
    /// The program has started and the replica is open.
    Started,
    /// The moment of an [`Effect::WakeAt`] has come (or any other moment: it does no harm).
    Tick,
    /// The machine's network came up or changed.
    LinkChanged,
    /// The user asks to try now.
    TryNow,
    /// So many entries were recorded and are durable.
    LocalEntries(u64),
    /// Accesses were written into the audit. They go when nothing else has to.
    LocalAudit,
    /// A request is over.
    Reply(RequestId, Result<Reply, CarrierError>),
    /// An operation of the store is over.
    StoreDone(RequestId, Result<StoreReply, PortError>),
}

/// What to do. Effects are done in order, one at a time.
#[expect(
    clippy::large_enum_variant,
    reason = "one lives at a time; a box for each request would save nothing"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send a request; its end comes back as [`Input::Reply`].
    Send(RequestId, Request),
    /// The reply to this request is not awaited any more: stop it if that is possible.
    Cancel(RequestId),
    /// Do this in one transaction of the store; its end comes back as [`Input::StoreDone`].
    Store(RequestId, StoreOp),
    /// Call with [`Input::Tick`] at this moment; replaces the earlier one.
    WakeAt(u64),
    /// The state of the link has changed.
    Status(LinkStatus),
}

/// A request to the far end.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Opens a session; the carrier shows by itself that it holds the key.
    Hello(Hello),
    /// Sends frames.
    Push(Push),
    /// Asks for the order, entries and directory changes.
    Pull(Pull),
    /// Asks for a page of the first load.
    Snapshot(Snapshot),
    /// Sends audit records.
    Audit(AuditPush),
}

impl Request {
    /// How long the far end may be silent on purpose, milliseconds.
    #[must_use]
    pub fn wait_ms(&self) -> u64 {
        match self {
            Self::Pull(pull) => u64::from(pull.wait_ms),
            Self::Hello(_) | Self::Push(_) | Self::Snapshot(_) | Self::Audit(_) => 0,
        }
    }
}

/// A reply of the far end. Parsed, not yet believed.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// To [`Request::Hello`].
    Hello(HelloReply),
    /// To [`Request::Push`].
    Push(PushReply),
    /// To [`Request::Pull`].
    Pull(PullReply),
    /// To [`Request::Snapshot`].
    Snapshot(SnapshotReply),
    /// To [`Request::Audit`].
    Audit(AuditPushReply),
}

/// Why there is no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CarrierError {
    /// No connection.
    #[error("no connection to the server")]
    Unreachable,
    /// Connected, and nothing came in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection was cut on the way.
    #[error("the connection was cut")]
    Cut,
    /// Something that is not the server answered: a captive portal, a proxy's page.
    #[error("a portal or proxy answered in place of the server")]
    Portal,
    /// The certificate is not the one of the enrolment.
    #[error("the server's certificate is another one than at enrolment")]
    WrongCertificate,
    /// Somebody is there, and no secure connection comes about: it was broken off, or what
    /// answers does not speak TLS.
    #[error("no secure connection")]
    Tls,
    /// The session is not known (any more): a new hello is due.
    #[error("the session is over")]
    SessionLost,
    /// The server does not know the desk's key.
    #[error("the server does not know this desk")]
    NotEnrolled,
    /// The enrolment is revoked.
    #[error("the enrolment is revoked")]
    Revoked,
    /// The server does not read this program's protocol any more, or this program not its.
    #[error("the protocols are too far apart")]
    Protocol,
    /// The reply cannot be read.
    #[error("the reply cannot be read")]
    Malformed,
    /// The reply is over the limit of size.
    #[error("the reply is too large")]
    TooLarge,
    /// The server says that it cannot now (HTTP status).
    #[error("the server answered with status {0}")]
    Server(u16),
}

impl CarrierError {
    /// A stable code for screens and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "link.unreachable",
            Self::TimedOut => "link.timed_out",
            Self::Cut => "link.cut",
            Self::Portal => "link.portal",
            Self::WrongCertificate => "link.wrong_certificate",
            Self::Tls => "link.tls",
            Self::SessionLost => "link.session_lost",
            Self::NotEnrolled => "link.not_enrolled",
            Self::Revoked => "link.revoked",
            Self::Protocol => "link.protocol",
            Self::Malformed => "link.malformed",
            Self::TooLarge => "link.too_large",
            Self::Server(_) => "link.server",
        }
    }
}

/// An operation of the store: one transaction, or one read.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreOp {
    /// What the replica holds.
    Standing,
    /// The chain of an own replica at an entry.
    ChainAt {
        /// The replica.
        replica: ReplicaId,
        /// The entry.
        seq: u64,
    },
    /// Sealed frames of an own replica that hold the entries after `after`.
    FramesAfter {
        /// The replica.
        replica: ReplicaId,
        /// Acknowledged up to here.
        after: u64,
        /// Stop before passing so many bytes; one frame is given in any case.
        size_bytes_max: usize,
    },
    /// The far end holds the replica durably up to `seq`.
    Acked {
        /// The replica.
        replica: ReplicaId,
        /// Up to here.
        seq: u64,
        /// Its chain there; the port compares it with its own.
        chain: Hash,
    },
    /// Apply a pull reply; the cursor moves in the same transaction, last.
    ApplyPull(Box<PullReply>),
    /// Apply a page of the first load; its progress is kept in the same transaction.
    ApplySnapshot(Box<SnapshotReply>),
    /// The chains part after `common_seq` (or the far end holds more): what is after it comes
    /// under another replica id, the same acts; the old suffix is kept as a branch.
    Reauthor {
        /// The own replica that parted.
        replica: ReplicaId,
        /// The last entry that both hold.
        common_seq: u64,
    },
    /// The server was restored or wiped.
    Rewind {
        /// Acknowledgements to nothing, the order anew from its start.
        order: bool,
        /// A first load is due; the old rows stay readable until it is done.
        directory: bool,
    },
    /// Write down what was refused.
    NoteRefused(RefusedReply),
    /// Audit records that the far end does not have, signed.
    AuditNext {
        /// At most so many.
        records_max: u32,
    },
    /// The far end holds the audit of an own replica up to `seq`; the word may move back.
    AuditAcked {
        /// The replica.
        replica: ReplicaId,
        /// Up to here.
        seq: u64,
    },
}

/// What the store said.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreReply {
    /// After [`StoreOp::Standing`] and after every operation that changed something.
    Standing(Box<Standing>),
    /// To [`StoreOp::ChainAt`]; `None` when there is no such entry.
    Chain(Option<Hash>),
    /// To [`StoreOp::FramesAfter`].
    Frames(Vec<Vec<u8>>),
    /// To [`StoreOp::AuditNext`]; `None` when the far end has all.
    Audit(Option<Box<AuditPush>>),
}
