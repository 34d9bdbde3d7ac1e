//! What travels between a desk, a hub and the centre: entries, chains, sealed
//! frames and the messages of the one sync protocol.
//!
//! This crate knows no domain: bodies are bytes, kinds are numbers, and what a
//! subject *is* stands elsewhere. It does no I/O, reads no clock and draws no
//! random numbers; keys and salts come as arguments.
//!
//! Reading order: [`ids`] → [`entry`] → [`frame`] → [`order`] → [`message`] → [`audit`].

pub mod audit;
pub mod desk_row;
pub mod directory;
pub mod enrol;
pub mod entry;
pub mod frame;
pub mod ids;
mod lease;
mod lookup;
pub mod message;
pub mod order;
mod pack;
pub mod recovery;
pub mod seal;
mod wire;

pub use audit::{
    AuditAnswer, AuditEnd, AuditOutcome, AuditPlace, AuditPush, AuditPushReply, AuditQuestion,
    AuditRecord, AuditSeen, audit_link, audit_start,
};
pub use desk_row::DeskRow;
pub use directory::{DirectoryBatch, DirectoryChange, DirectoryMark, DirectoryRow};
pub use enrol::{
    ChallengeReply, Denial, Enrol, EnrolRefusal, EnrolReply, EnrolSecret, EnrolmentCode,
    Fingerprint, Nonce, OpenSession, SessionReply,
};
pub use entry::{Author, Body, Chain, Entry, Header};
pub use frame::{Frame, FrameError, SealedFrame, seal_frames};
pub use ids::{ActId, EntryRef, Hash, HistoryId, KeyId, ReplicaId, Salt, Subject};
pub use lease::{LeaseAsk, LeaseReply, LeaseWhat};
pub use lookup::{Lookup, LookupReply};
pub use message::{
    CursorStanding, FeedItem, Hello, HelloReply, Pull, PullReply, Push, PushReply, Refusal,
    RefusalCode, ReplicaStanding, Snapshot, SnapshotReply,
};
pub use order::{Cursor, OrderRecord, OrderedEntry, Verdict, order_head};
pub use recovery::{RecoveryFile, RecoveryFileId, RecoveryKey, RecoveryRequest, RecoveryText};
pub use seal::{SealError, Signature, Signer, VerifyingKey};

/// Version of the wire format. A newer program reads two versions back; an older
/// one relays sealed frames of a newer one untouched.
pub const PROTOCOL_VERSION: u16 = 1;

/// Limits that hold on every carrier. Each queue, page and payload has one.
pub mod limit {
    /// A frame is sealed before its compressed size passes this, unless one entry alone is larger.
    pub const FRAME_SIZE_BYTES: usize = 8 * 1024;
    /// The largest body of one entry.
    pub const BODY_SIZE_BYTES_MAX: usize = 64 * 1024;
    /// The largest sealed frame that is accepted (one entry of the largest size and its envelope).
    pub const SEALED_SIZE_BYTES_MAX: usize = 80 * 1024;
    /// The largest uncompressed payload of a frame (a guard against a compression bomb).
    pub const PAYLOAD_SIZE_BYTES_MAX: usize = 1024 * 1024;
    /// Entries in one frame.
    pub const FRAME_ENTRIES_MAX: usize = 1024;
    /// Total bytes of the frames of one push.
    pub const PUSH_SIZE_BYTES: usize = 512 * 1024;
    /// Feed items in one pull reply.
    pub const PULL_ITEMS: u32 = 1000;
    /// Rows in one page of the first load.
    pub const SNAPSHOT_ROWS: u32 = 2000;
    /// The longest number or user of a look at another office's account, symbols.
    pub const LOOKUP_NUMBER_SYMBOLS_MAX: usize = 64;
    /// The longest reason for one, symbols.
    pub const LOOKUP_REASON_SYMBOLS_MAX: usize = 500;
    /// Records in one push of the audit.
    pub const AUDIT_RECORDS: u32 = 500;
    /// Ends of audits that one hello tells: a disk has one for each replica id that wrote on it.
    pub const HELLO_AUDITS: usize = 64;
    /// Records in one answer to a question about the audit.
    pub const AUDIT_SEEN: u32 = 200;
    /// The longest text of an audit record: ids and codes are far shorter.
    pub const AUDIT_TEXT_BYTES_MAX: usize = 80;
}
