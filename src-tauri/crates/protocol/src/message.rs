//! The messages of sync: one protocol for every carrier. Encoded as CBOR with numbered
//! fields, so that a newer program may add some and an older one pass them by.
//!
//! A round: [`Hello`] (who I am, how far I am, how far I think you are) → [`Push`] until all
//! is acknowledged → [`Pull`] until nothing is left → [`crate::AuditPush`] until all is there →
//! a `Pull` that waits for news. The first load of a new desk goes by [`Snapshot`] pages before its
//! first `Pull`.

use minicbor::{Decode, Encode};

use crate::audit::AuditEnd;
use crate::directory::{DirectoryChange, DirectoryMark, DirectoryRow};
use crate::entry::Chain;
use crate::ids::{Hash, HistoryId, KeyId, ReplicaId, Subject};
use crate::order::{Cursor, OrderRecord, OrderedEntry};
use crate::seal::{SealError, Signature, Signer, VerifyingKey, context, digest};

/// Opens a round. The carrier has already shown that the sender holds `key`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Hello {
    /// [`crate::PROTOCOL_VERSION`] of the sender.
    #[n(0)]
    pub protocol: u16,
    /// The desk's key.
    #[n(1)]
    pub key: KeyId,
    /// The replica that it writes now.
    #[n(2)]
    pub replica: ReplicaId,
    /// Last entry written.
    #[n(3)]
    pub head_seq: u64,
    /// Chain at that entry.
    #[n(4)]
    pub head_chain: Hash,
    /// How far the order is applied; `None` before the first pull.
    #[n(5)]
    pub cursor: Option<Cursor>,
    /// Directory position applied; 0 before the first load.
    #[n(6)]
    pub directory_position: u64,
    /// Version of the program, for the list of desks.
    #[n(7)]
    pub program: String,
    /// The newest [`PullReply::directory_mark`] or [`SnapshotReply::directory_mark`] applied; its
    /// position is never below `directory_position`. `None` before the first page.
    #[n(8)]
    pub directory_mark: Option<DirectoryMark>,
    /// How far the sender believes its audits to be at the centre, the newest replica first; at
    /// most [`crate::limit::HELLO_AUDITS`]. An audit has no other way to find out: a server that was
    /// restored may have lost nothing but records that came between two entries.
    #[n(9)]
    #[cbor(default)]
    pub audits: Vec<AuditEnd>,
    /// To a hub: every entry of the replica up to here has its place with the centre, and a frame
    /// ends here. A hub that meets the replica for the first time takes it from here on. The centre
    /// takes every replica from its start, whatever this says.
    #[n(10)]
    pub placed: Option<Chain>,
}

/// What the far end knows of the sender's replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ReplicaStanding {
    /// It holds a prefix: push from `seq + 1`. The sender compares `chain` with its own chain
    /// at `seq`; a difference is a fork (a cloned disk wrote there first).
    #[n(0)]
    Holds {
        /// Durable up to here; 0 if the replica is new to it.
        #[n(0)]
        seq: u64,
        /// Its chain there.
        #[n(1)]
        chain: Hash,
    },
    /// It holds more of this replica than the sender does, and the sender's head is on the
    /// way: the desk was restored from a backup. It must take a new replica id before
    /// its next act, and its old entries come back by pull.
    #[n(1)]
    Ahead {
        /// The last entry that it holds.
        #[n(0)]
        seq: u64,
    },
    /// The sender's head is not on the chain that it holds: a cloned or restored desk wrote
    /// both. The sender re-enters what is not acknowledged under a new replica id.
    #[n(2)]
    Fork {
        /// The last entry that it holds.
        #[n(0)]
        seq: u64,
    },
}

/// What the far end makes of the sender's cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum CursorStanding {
    /// The cursor lies on this history: go on from it.
    #[n(0)]
    Continues,
    /// The history is another one, or the position is not on it: the server was wiped or
    /// restored from a backup. Acknowledgements move back to what [`ReplicaStanding`] says,
    /// the order is applied anew from the start; no entry is dropped.
    #[n(1)]
    Rewound,
}

/// Answer to [`Hello`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct HelloReply {
    /// The far end's version.
    #[n(0)]
    pub protocol: u16,
    /// Its history.
    #[n(1)]
    pub history: HistoryId,
    /// Its clock, Unix milliseconds.
    #[n(2)]
    pub server_time_ms: i64,
    /// The sender's replica.
    #[n(3)]
    pub replica: ReplicaStanding,
    /// The sender's cursor.
    #[n(4)]
    pub cursor: CursorStanding,
    /// Whether the sender's directory position lies on this history; if not, a new first load
    /// is due (the old rows stay readable until it is done).
    #[n(5)]
    pub directory: CursorStanding,
    /// The desk's enrolment has been revoked: it may push what it has, and gets nothing more.
    #[n(6)]
    pub revoked: bool,
    /// Of [`Hello::audits`], those whose end is not held as it was told: the server was restored.
    /// They are sent again from their start.
    #[n(7)]
    #[cbor(default)]
    pub audits_lost: Vec<ReplicaId>,
    /// To whom the desk wraps its secret, as in [`crate::EnrolReply`]: it may be another key than at enrolment.
    #[n(8)]
    pub recovery: Option<String>,
}

/// Sealed frames of one replica, in order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Push {
    /// The replica.
    #[n(0)]
    pub replica: ReplicaId,
    /// [`crate::SealedFrame`] bytes, untouched since they were sealed.
    #[n(1)]
    pub frames: Vec<minicbor::bytes::ByteVec>,
}

/// Why a frame was not taken. It is written down at the far end and never stops the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum RefusalCode {
    /// Not a frame, cut short, or over a limit.
    #[n(0)]
    Malformed,
    /// The head does not follow from the entries.
    #[n(1)]
    Hash,
    /// The signature does not fit the key.
    #[n(2)]
    Signature,
    /// The key is not enrolled.
    #[n(3)]
    ForeignDesk,
    /// The same place holds other bytes already: a fork; the suffix is kept as a branch.
    #[n(4)]
    Fork,
    /// Earlier entries of the replica are not here yet.
    #[n(5)]
    Gap,
}

/// A frame that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Refusal {
    /// Index in [`Push::frames`].
    #[n(0)]
    pub frame: u32,
    /// Why.
    #[n(1)]
    pub code: RefusalCode,
}

/// Answer to [`Push`]: what is durable now.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PushReply {
    /// Durable up to here.
    #[n(0)]
    pub acked_seq: u64,
    /// Chain at that entry.
    #[n(1)]
    pub acked_chain: Hash,
    /// What was not taken.
    #[n(2)]
    pub refused: Vec<Refusal>,
    /// The far end's clock, Unix milliseconds.
    #[n(3)]
    pub server_time_ms: i64,
}

/// Asks for what came after the sender's cursors, within its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Pull {
    /// The sender's replica: its own entries come back as records only.
    #[n(0)]
    pub replica: ReplicaId,
    /// The history that the positions are of.
    #[n(1)]
    pub history: HistoryId,
    /// Last applied position of the journal's order.
    #[n(2)]
    pub after: u64,
    /// Last applied position of the directory.
    #[n(3)]
    pub directory_after: u64,
    /// At most so many items of each kind.
    #[n(4)]
    pub items_max: u32,
    /// Wait so long for news when there is none, milliseconds; 0 answers at once.
    #[n(5)]
    pub wait_ms: u32,
    /// The cursor's order chain at `after`; what is absent is not compared.
    #[n(6)]
    pub order_head: Option<Hash>,
    /// As in [`Hello`]; what is absent is not compared.
    #[n(7)]
    pub directory_mark: Option<DirectoryMark>,
}

/// One item of the order, within a scope.
#[expect(
    clippy::large_enum_variant,
    reason = "most items are others' entries; a box for each would cost more than it saves"
)]
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum FeedItem {
    /// An entry of the sender's own replica got its place.
    #[n(0)]
    Own(#[n(0)] OrderRecord),
    /// Another's entry.
    #[n(1)]
    Other(#[n(0)] OrderedEntry),
    /// An aggregate entered the scope: all of it up to `position`, in order.
    #[n(2)]
    Enter {
        /// Where it entered.
        #[n(0)]
        position: u64,
        /// The aggregate.
        #[n(1)]
        subject: Subject,
        /// Its ordered entries so far.
        #[n(2)]
        entries: Vec<OrderedEntry>,
    },
    /// An aggregate left the scope.
    #[n(3)]
    Leave {
        /// Where it left.
        #[n(0)]
        position: u64,
        /// The aggregate.
        #[n(1)]
        subject: Subject,
    },
}

impl FeedItem {
    /// Position of the item in the order.
    #[must_use]
    pub fn position(&self) -> u64 {
        match self {
            Self::Own(record) => record.position,
            Self::Other(ordered) => ordered.record.position,
            Self::Enter { position, .. } | Self::Leave { position, .. } => *position,
        }
    }
}

/// Answer to [`Pull`], signed as a whole by the ordering authority. When the cursors do not lie
/// on its history, both positions are 0: the sender says hello.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PullReply {
    /// The history.
    #[n(0)]
    pub history: HistoryId,
    /// Everything of the scope up to this position is in `items`.
    #[n(1)]
    pub upto: u64,
    /// The order chain at `upto` (of the whole order, not of the scope).
    #[n(2)]
    pub order_head: Hash,
    /// Items in order of position.
    #[n(3)]
    pub items: Vec<FeedItem>,
    /// Directory changes in order of position.
    #[n(4)]
    pub directory: Vec<DirectoryChange>,
    /// Everything of the directory's scope up to this position is in `directory`.
    #[n(5)]
    pub directory_upto: u64,
    /// More is there already: ask again at once.
    #[n(6)]
    pub more: bool,
    /// The far end's clock, Unix milliseconds.
    #[n(7)]
    pub server_time_ms: i64,
    /// By the authority's key, over all else.
    #[n(8)]
    pub signature: Option<Signature>,
    /// The first mark of the directory's chain that is not below `directory_upto`: it covers
    /// what was applied even where a page ends within a publishing transaction.
    #[n(9)]
    pub directory_mark: Option<DirectoryMark>,
    /// By a hub: the frames that hold the entries of others in `items`, as their authors sealed them, and
    /// those of the same replicas before them that the centre did not have when they came. Who has an
    /// entry that nobody else may have brings it to the centre himself.
    #[n(10)]
    pub frames: Option<Vec<minicbor::bytes::ByteVec>>,
}

/// Asks for a page of the first load. Rows come by (kind, key); changes made meanwhile come
/// by [`Pull`] from the position of the *first* page, and never move a row backwards.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Snapshot {
    /// History of the first page; `None` asks for the first page.
    #[n(0)]
    pub history: Option<HistoryId>,
    /// (kind, key) of the last row that is stored already.
    #[n(1)]
    pub after: Option<(String, String)>,
    /// At most so many rows.
    #[n(2)]
    pub rows_max: u32,
    /// The mark of the last page that is stored; what is absent is not compared.
    #[n(3)]
    pub directory_mark: Option<DirectoryMark>,
}

/// A page of the first load, signed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SnapshotReply {
    /// The history; another one than asked for means: start again.
    #[n(0)]
    pub history: HistoryId,
    /// Directory position at the time of this page; 0 when the directory that the sender's mark
    /// is of is not there any more: start again.
    #[n(1)]
    pub position: u64,
    /// Rows of the whole scope now, for the progress bar.
    #[n(2)]
    pub rows_total: u64,
    /// Accounts among them.
    #[n(3)]
    pub accounts_total: u64,
    /// The rows of this page.
    #[n(4)]
    pub rows: Vec<DirectoryRow>,
    /// This was the last page.
    #[n(5)]
    pub last: bool,
    /// The far end's clock, Unix milliseconds.
    #[n(6)]
    pub server_time_ms: i64,
    /// By the authority's key, over all else.
    #[n(7)]
    pub signature: Option<Signature>,
    /// The directory's chain at `position`; `None` while nothing was published.
    #[n(8)]
    pub directory_mark: Option<DirectoryMark>,
}

/// A reply that the ordering authority signs.
macro_rules! signed_reply {
    ($name:ident, $context:expr) => {
        impl $name {
            /// The same, signed.
            #[must_use]
            pub fn signed(mut self, signer: &Signer) -> Self {
                self.signature = None;
                self.signature = Some(signer.sign(&self.signing_hash()));
                self
            }

            /// Checks the signature.
            ///
            /// # Errors
            /// [`SealError::Signature`] when there is none or it does not fit.
            pub fn verify(&self, key: &VerifyingKey) -> Result<(), SealError> {
                let signature = self.signature.ok_or(SealError::Signature)?;
                let unsigned = Self {
                    signature: None,
                    ..self.clone()
                };
                key.verify(&unsigned.signing_hash(), &signature)
            }

            fn signing_hash(&self) -> Hash {
                digest($context, &[&encode(self)])
            }
        }
    };
}

signed_reply!(PullReply, context::PULL);
signed_reply!(SnapshotReply, context::SNAPSHOT);

/// Bytes of a message.
#[must_use]
pub fn encode<T: Encode<()>>(message: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to a Vec cannot fail, and no message here has a fallible encoder.
    if minicbor::encode(message, &mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}

/// Reads a message.
///
/// # Errors
/// The decoder's word on what is wrong with the bytes, among them bytes left over.
pub fn decode<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, minicbor::decode::Error> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let message = decoder.decode()?;
    if decoder.position() == bytes.len() {
        Ok(message)
    } else {
        Err(minicbor::decode::Error::message("bytes after the message"))
    }
}
