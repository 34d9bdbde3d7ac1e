//! Audit (аудит доступа): who saw, unmasked, printed or exported whose card. Ids and codes only.
//!
//! Each replica has an audit chain of its own beside its journal, dense from 1. Records go desk →
//! centre and are never pulled: a head asks for those of his office by [`AuditQuestion`], and what
//! comes back is shown and not stored. The head of the chain enters the journal once a day, so whoever cuts
//! or rewrites the audit contradicts an entry that is signed and ordered.

use minicbor::{Decode, Encode};

use crate::entry::Chain;
use crate::ids::{Hash, KeyId, ReplicaId};
use crate::seal::{SealError, Signature, Signer, VerifyingKey, context, digest};

/// One access. Numbers and codes belong to the domain; there is no name and no value here.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AuditRecord {
    /// Dense number within the replica's audit, from 1.
    #[n(0)]
    pub seq: u64,
    /// Best estimate of the server's time at the desk, Unix milliseconds.
    #[n(1)]
    pub at_ms: i64,
    /// Id of the user's directory row.
    #[n(2)]
    pub user: String,
    /// The role in which it was done.
    #[n(3)]
    pub role: u16,
    /// What was done.
    #[n(4)]
    pub action: u16,
    /// Kind of the thing that was seen.
    #[n(5)]
    pub object: u16,
    /// Its id.
    #[n(6)]
    pub object_id: String,
    /// The client whose data it was, if he is in the base.
    #[n(7)]
    pub party: Option<String>,
    /// Code of the part that was shown: a kind of contact, a form; empty for the whole.
    #[n(8)]
    pub detail: String,
    /// Code of the reason that was given; empty when none is asked.
    #[n(9)]
    pub reason: String,
}

/// An audit chain before its first record.
#[must_use]
pub fn audit_start(replica: ReplicaId) -> Chain {
    Chain {
        seq: 0,
        head: digest(context::AUDIT, &[&replica.0]),
    }
}

/// The chain after one more record: `chain_n = H(chain_{n−1} ‖ record)`.
#[must_use]
pub fn audit_link(chain: Chain, record: &AuditRecord) -> Chain {
    let mut bytes = Vec::with_capacity(128);
    // Writing to a Vec cannot fail, and none of the encoders can.
    if minicbor::encode(record, &mut bytes).is_err() {
        bytes.clear();
    }
    Chain {
        seq: chain.seq.saturating_add(1),
        head: digest(context::AUDIT, &[&chain.head.0, &bytes]),
    }
}

/// Records of one replica in order, with the desk's signature over the chain after them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AuditPush {
    /// The replica.
    #[n(0)]
    pub replica: ReplicaId,
    /// The key that signs.
    #[n(1)]
    pub key: KeyId,
    /// Number of the record before the first one here.
    #[n(2)]
    pub before_seq: u64,
    /// The audit chain there.
    #[n(3)]
    pub before_chain: Hash,
    /// The records from `before_seq + 1`, with no hole.
    #[n(4)]
    pub records: Vec<AuditRecord>,
    /// Over replica, number and chain after the last record.
    #[n(5)]
    pub signature: Signature,
}

impl AuditPush {
    /// Records of a replica after `before`, signed.
    #[must_use]
    pub fn signed(
        signer: &Signer,
        replica: ReplicaId,
        before: Chain,
        records: Vec<AuditRecord>,
    ) -> Self {
        let after = records.iter().fold(before, audit_link);
        Self {
            replica,
            key: signer.id(),
            before_seq: before.seq,
            before_chain: before.head,
            records,
            signature: signer.sign(&signing_hash(replica, &after)),
        }
    }

    /// The chain that the records follow.
    #[must_use]
    pub fn before(&self) -> Chain {
        Chain {
            seq: self.before_seq,
            head: self.before_chain,
        }
    }

    /// The chain after each of the records; `None` when their numbers have a hole.
    #[must_use]
    pub fn chains(&self) -> Option<Vec<Chain>> {
        let mut chain = self.before();
        self.records
            .iter()
            .map(|record| {
                let follows = chain.seq.checked_add(1) == Some(record.seq);
                follows.then(|| {
                    chain = audit_link(chain, record);
                    chain
                })
            })
            .collect()
    }

    /// Checks the signature over the chain after the last record.
    ///
    /// # Errors
    /// [`SealError::Signature`] when it does not fit.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), SealError> {
        let after = self.records.iter().fold(self.before(), audit_link);
        key.verify(&signing_hash(self.replica, &after), &self.signature)
    }
}

fn signing_hash(replica: ReplicaId, after: &Chain) -> Hash {
    digest(
        context::AUDIT_HEAD,
        &[&replica.0, &after.seq.to_be_bytes(), &after.head.0],
    )
}

/// What became of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum AuditOutcome {
    /// All of it is durable.
    #[n(0)]
    Taken,
    /// Another disk wrote these numbers first (a clone, a backup that was put back). The records
    /// are kept as a branch and the fork is written down; the sender goes on.
    #[n(1)]
    Forked,
    /// Earlier records are not here (any more): push from `held_seq`.
    #[n(2)]
    Gap,
    /// A hole in the numbers, or a signature that does not fit. Nothing was taken.
    #[n(3)]
    Refused,
}

/// How far the audit of a replica is believed to be at the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AuditEnd {
    /// The replica.
    #[n(0)]
    pub replica: ReplicaId,
    /// Number of the last record that was acknowledged.
    #[n(1)]
    pub seq: u64,
    /// The audit chain there.
    #[n(2)]
    pub chain: Hash,
}

/// Answer to [`AuditPush`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AuditPushReply {
    /// What became of it.
    #[n(0)]
    pub outcome: AuditOutcome,
    /// Durable up to here on the chain that the centre holds.
    #[n(1)]
    pub held_seq: u64,
    /// Its clock, Unix milliseconds.
    #[n(2)]
    pub server_time_ms: i64,
}

/// Asks for records of the desks of one's own office, newest first. What is `None` is not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct AuditQuestion {
    /// Id of the user who asks: the head of the desk's office, or its administrator.
    #[n(0)]
    pub asker: String,
    /// Id of the user whose accesses are asked for.
    #[n(1)]
    pub user: Option<String>,
    /// What was done.
    #[n(2)]
    pub action: Option<u16>,
    /// The client whose data it was.
    #[n(3)]
    pub party: Option<String>,
    /// From this instant, Unix milliseconds.
    #[n(4)]
    pub from_ms: Option<i64>,
    /// Before this instant, Unix milliseconds.
    #[n(5)]
    pub until_ms: Option<i64>,
    /// Behind this record: [`AuditAnswer::next`] of the page before.
    #[n(6)]
    pub after: Option<AuditPlace>,
    /// At most so many records.
    #[n(7)]
    pub records_max: u32,
}

impl AuditQuestion {
    /// Whether a server takes it: somebody asks, and no id is longer than an id is.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let fits = |text: &str| text.len() <= crate::limit::AUDIT_TEXT_BYTES_MAX;
        !self.asker.trim().is_empty()
            && fits(&self.asker)
            && self.user.as_deref().is_none_or(fits)
            && self.party.as_deref().is_none_or(fits)
    }
}

/// Where a record stands among those of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct AuditPlace {
    /// Its instant, Unix milliseconds.
    #[n(0)]
    pub at_ms: i64,
    /// The replica that wrote it.
    #[n(1)]
    pub replica: ReplicaId,
    /// Its number there.
    #[n(2)]
    pub seq: u64,
}

/// A record with the desk that wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AuditSeen {
    /// The replica.
    #[n(0)]
    pub replica: ReplicaId,
    /// Label of the desk on paper.
    #[n(1)]
    pub desk: String,
    /// The record.
    #[n(2)]
    pub record: AuditRecord,
}

impl AuditSeen {
    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> AuditPlace {
        AuditPlace {
            at_ms: self.record.at_ms,
            replica: self.replica,
            seq: self.record.seq,
        }
    }
}

/// Answer to [`AuditQuestion`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AuditAnswer {
    /// Records, newest first.
    #[n(0)]
    pub seen: Vec<AuditSeen>,
    /// Where the next page begins; `None` at the end.
    #[n(1)]
    pub next: Option<AuditPlace>,
    /// The far end's clock, Unix milliseconds.
    #[n(2)]
    pub server_time_ms: i64,
}
