//! The entry (запись журнала): a header that is for ever, and a body that can be redacted.

use minicbor::{Decode, Encode};

use crate::ids::{ActId, EntryRef, Hash, KeyId, ReplicaId, Salt, Subject};
use crate::seal::{context, digest};

/// Who acted, as it stood at that moment: never looked up again, so that history reads the
/// same on every replica and for ever. Sent once a frame.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Author {
    /// Id of the user's directory row; empty for an act of the program itself.
    #[n(0)]
    pub user: String,
    /// «Самойлова Е. В.», as on paper.
    #[n(1)]
    pub user_name: String,
    /// The role in which the act was done; numbers belong to the domain.
    #[n(2)]
    pub role: u16,
    /// Id of the office where it was done.
    #[n(3)]
    pub office: String,
    /// Label of the desk on paper, e.g. `ОТ-04`. A label, not an identity.
    #[n(4)]
    pub desk: String,
    /// Directory position that the desk had applied: the rules in force for the author.
    #[n(5)]
    pub rules: u64,
}

/// What stands for ever, whatever happens to the body.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Header {
    /// The signing key of the desk.
    #[n(0)]
    pub key: KeyId,
    /// The replica that wrote the entry.
    #[n(1)]
    pub replica: ReplicaId,
    /// Dense number within the replica, from 1.
    #[n(2)]
    pub seq: u64,
    /// The act that the entry belongs to.
    #[n(3)]
    pub act: ActId,
    /// The one aggregate that it is about.
    #[n(4)]
    pub subject: Subject,
    /// The last entry of that subject that the author saw; `None` for the first.
    #[n(5)]
    pub base: Option<EntryRef>,
    /// Wall clock of the machine, Unix milliseconds. Evidence, never an order.
    #[n(6)]
    pub wall_time_ms: i64,
    /// Estimate of the server's time (last known + monotonic elapsed), Unix milliseconds.
    #[n(7)]
    pub server_time_ms: Option<i64>,
    /// Kind of the body; numbers belong to the domain.
    #[n(8)]
    pub kind: u16,
    /// Who acted, in what role, by which rules.
    #[n(9)]
    pub author: Author,
    /// Salted hash of the body.
    #[n(10)]
    pub body_hash: Hash,
}

impl Header {
    /// The hash of the header: what the chain links and what the order names.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let mut bytes = Vec::with_capacity(256);
        // Encoding into a Vec cannot fail; the derive writes definite lengths and the
        // shortest integers, so equal headers have equal bytes.
        if minicbor::encode(self, &mut bytes).is_err() {
            bytes.clear();
        }
        digest(context::HEADER, &[&bytes])
    }

    /// Whether the other one says the same of the same act, under whatever name.
    #[must_use]
    pub fn is_same_record(&self, other: &Self) -> bool {
        self.act == other.act
            && self.subject == other.subject
            && self.kind == other.kind
            && self.body_hash == other.body_hash
    }

    /// Where the entry stands.
    #[must_use]
    pub fn entry_ref(&self) -> EntryRef {
        EntryRef {
            replica: self.replica,
            seq: self.seq,
        }
    }
}

/// The body of an entry and the salt that hides it once it is redacted.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Body {
    /// Random, drawn by the author.
    #[n(0)]
    pub salt: Salt,
    /// What the domain wrote.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl Body {
    /// `H(salt ‖ bytes)`.
    #[must_use]
    pub fn hash(&self) -> Hash {
        digest(context::BODY, &[&self.salt.0, &self.bytes])
    }
}

/// A journal entry. `body` is `None` after a redaction: the chain still verifies.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// What stands for ever.
    #[n(0)]
    pub header: Header,
    /// What can be redacted.
    #[n(1)]
    pub body: Option<Body>,
}

impl Entry {
    /// True when the body, if it is there, is the one that the header names.
    #[must_use]
    pub fn body_fits(&self) -> bool {
        self.body
            .as_ref()
            .is_none_or(|body| body.hash() == self.header.body_hash)
    }
}

/// The running hash of a replica's headers: computed by whoever reads, never sent per entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Chain {
    /// Entries linked so far.
    #[n(0)]
    pub seq: u64,
    /// The hash over them.
    #[n(1)]
    pub head: Hash,
}

impl Chain {
    /// The chain of a replica before its first entry.
    #[must_use]
    pub fn start(replica: ReplicaId) -> Self {
        Self {
            seq: 0,
            head: digest(context::CHAIN, &[&replica.0]),
        }
    }

    /// Links one header hash: `chain_n = H(chain_{n−1} ‖ H(header))`.
    #[must_use]
    pub fn link(self, header: &Hash) -> Self {
        Self {
            seq: self.seq + 1,
            head: digest(context::CHAIN, &[&self.head.0, &header.0]),
        }
    }
}
