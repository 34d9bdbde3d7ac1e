//! The rows of the hub's exchange: the desks, how far their replicas are here, the order.

use rusqlite::{Connection, OptionalExtension as _, params};
use stoika_domain::tenure::NamedEntry;
use stoika_protocol::{
    ActId, Chain, DeskRow, Entry, EntryRef, Hash, HistoryId, KeyId, OrderRecord, RefusalCode,
    ReplicaId, SealedFrame, Subject, Verdict,
};
use uuid::Uuid;

use super::follow::{Arrived, arrive};
use super::give::{Ordered, is_named, name, number};
use super::relay::AT_CENTRE;
use super::{Tenure, course, tenure};
use crate::directory;
use crate::error::{Result, StoreError};
use crate::journal::{self, signed, unsigned};
use crate::replica::Writing;

/// A replica of another desk, as far as it has come here by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchReplica {
    /// The key that writes it.
    pub key: KeyId,
    /// What is durable here.
    pub held: Chain,
}

/// An entry that is taken from a frame whose seal was checked.
#[derive(Clone, Copy, Debug)]
pub struct TakenEntry<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Hash of its header.
    pub header_hash: Hash,
    /// The replica's chain after it.
    pub chain: Hash,
}

/// A place of the hub's order, as one desk is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchRow {
    /// The place. Its verdict says nothing: it is always [`Verdict::Effective`], and every desk folds.
    pub record: OrderRecord,
    /// What the entry is about.
    pub subject: Subject,
    /// The entry; `None` when the asking replica wrote it.
    pub entry: Option<Entry>,
}

/// A frame that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchRefusal {
    /// Hash of its bytes: the same frame again is counted, not listed twice.
    pub hash: Hash,
    /// The desk that brought it.
    pub brought_by: KeyId,
    /// The replica that it was pushed for.
    pub replica: ReplicaId,
    /// Why it was refused.
    pub code: RefusalCode,
    /// Its length.
    pub size_bytes: u64,
    /// When it came first, Unix milliseconds.
    pub first_at_ms: i64,
    /// How often it came.
    pub times: u64,
}

/// A frame of a fork: kept, never ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchFork<'a> {
    /// Hash of its bytes.
    pub hash: Hash,
    /// The replica that it says it is of.
    pub replica: ReplicaId,
    /// Seq of its first entry.
    pub first_seq: u64,
    /// The chain that it follows.
    pub before: Hash,
    /// The chain after it.
    pub after: Hash,
    /// The sealed bytes.
    pub bytes: &'a [u8],
    /// Unix milliseconds.
    pub at_ms: i64,
}

/// What the hub's exchange reads, within one snapshot. Each method answers one of
/// `exchange::storage::Rows`.
#[derive(Debug)]
pub struct BranchRows<'a> {
    conn: &'a Connection,
    tenure: Tenure,
}

#[expect(
    clippy::missing_errors_doc,
    reason = "each of them fails when the disk does, or what is stored cannot be read, and for no other cause"
)]
impl<'a> BranchRows<'a> {
    pub(super) fn over(conn: &'a Connection) -> Result<Self> {
        Ok(Self {
            conn,
            tenure: tenure(conn)?.ok_or(StoreError::Missing("tenure"))?,
        })
    }

    /// Name of the order: the id of the tenure. For `Rows::history`.
    #[must_use]
    pub fn history(&self) -> HistoryId {
        self.tenure.history
    }

    /// A desk of the office by its key, as the centre's directory has it. For `Rows::desk`.
    pub fn desk(&self, key: &KeyId) -> Result<Option<DeskRow>> {
        directory::desk(self.conn, key)
    }

    /// All desks of the office, by the ids of their keys. For `Rows::desks`.
    pub fn desks(&self) -> Result<Vec<DeskRow>> {
        directory::desks(self.conn)
    }

    /// A replica, as far as it is here: of another desk what it brought itself, of this desk its
    /// own. For `Rows::replica`.
    pub fn replica(&self, name: &ReplicaId) -> Result<Option<BranchReplica>> {
        let Some(row) = journal::find_replica(self.conn, *name)? else {
            return Ok(None);
        };
        if let Some(key) = row.key {
            return Ok(Some(BranchReplica {
                key,
                held: row.head,
            }));
        }
        Ok(self
            .conn
            .prepare_cached("SELECT key, held_seq, held_chain FROM hub_replica WHERE replica = ?1")?
            .query_row([row.id], |row| {
                Ok(BranchReplica {
                    key: KeyId(journal::array(row, 0)?),
                    held: Chain {
                        seq: unsigned(row.get(1)?),
                        head: Hash(journal::array(row, 2)?),
                    },
                })
            })
            .optional()?)
    }

    /// The chain of a replica after that entry; `None` when it did not come here by itself. For
    /// `Rows::chain_at`.
    pub fn chain_at(&self, entry: &EntryRef) -> Result<Option<Hash>> {
        let Some(row) = journal::find_replica(self.conn, entry.replica)? else {
            return Ok(None);
        };
        if row.key.is_some() {
            let chain = journal::chain_at(self.conn, &row, entry.seq)?;
            return Ok(chain.map(|chain| chain.head));
        }
        course::taken_at(self.conn, row.id, entry.seq)
    }

    /// The end of the order and its chain there; 0 and zeroes before the first place. For
    /// `Rows::order_head`.
    #[must_use]
    pub fn order_head(&self) -> (u64, Hash) {
        (self.tenure.position, self.tenure.end())
    }

    /// The order chain at a position. For `Rows::order_hash`.
    pub fn order_hash(&self, position: u64) -> Result<Option<Hash>> {
        Ok(self
            .conn
            .prepare_cached("SELECT chain FROM hub_order WHERE position = ?1")?
            .query_row([signed(position)], |row| Ok(Hash(journal::array(row, 0)?)))
            .optional()?)
    }

    /// What comes after a position, by position, at most `count_max`; the asker's own entries as
    /// places alone. What has left this desk's scope since is passed over. For `Rows::feed`.
    pub fn feed(&self, asker: &ReplicaId, after: u64, count_max: u32) -> Result<Vec<BranchRow>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT o.position, r.name, o.seq, o.header_hash, a.kind, a.subject, e.id
             FROM hub_order o JOIN entry e ON e.replica = o.replica AND e.seq = o.seq AND e.header_hash = o.header_hash
               JOIN replica r ON r.id = o.replica JOIN aggregate a ON a.id = e.aggregate
             WHERE o.position > ?1 ORDER BY o.position LIMIT ?2",
        )?;
        let found = statement.query_map(params![signed(after), count_max], |row| {
            let record = OrderRecord {
                position: unsigned(row.get(0)?),
                entry: EntryRef {
                    replica: ReplicaId(journal::array(row, 1)?),
                    seq: unsigned(row.get(2)?),
                },
                header_hash: Hash(journal::array(row, 3)?),
                verdict: Verdict::Effective,
            };
            let subject = Subject {
                kind: row.get(4)?,
                id: ActId(Uuid::from_bytes(journal::array(row, 5)?)),
            };
            Ok((record, subject, row.get::<_, i64>(6)?))
        })?;
        let mut rows = Vec::new();
        for row in found {
            let (record, subject, id) = row?;
            let entry = if record.entry.replica == *asker {
                None
            } else {
                Some(journal::entry(self.conn, id)?.entry)
            };
            rows.push(BranchRow {
                record,
                subject,
                entry,
            });
        }
        Ok(rows)
    }

    /// Frames of what comes after a position, up to another, and is not the asker's: those in which it was
    /// sealed, and those of the same replicas before them, as far as the centre is not known to have them
    /// and an earlier page did not bring them. `None` while an entry of this desk is not sealed. For
    /// `Rows::frames_between`.
    pub fn frames_between(
        &self,
        asker: &ReplicaId,
        after: u64,
        upto: u64,
    ) -> Result<Option<Vec<Vec<u8>>>> {
        let replicas: Vec<(i64, i64)> = self
            .conn
            .prepare_cached(
                "SELECT o.replica, max(o.seq) FROM hub_order o JOIN replica r ON r.id = o.replica
                 WHERE o.position > ?1 AND o.position <= ?2 AND r.name <> ?3 GROUP BY o.replica",
            )?
            .query_map(params![signed(after), signed(upto), asker.0], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut frames = Vec::new();
        for (replica, last_seq) in replicas {
            let is_sealed: bool = self
                .conn
                .prepare_cached("SELECT key IS NULL OR sealed_seq >= min(?2, head_seq) FROM replica WHERE id = ?1")?
                .query_row([replica, last_seq], |row| row.get(0))?;
            if !is_sealed {
                return Ok(None);
            }
            let given: i64 = self
                .conn
                .prepare_cached(
                    "SELECT seq FROM hub_order WHERE replica = ?1 AND position <= ?2 ORDER BY seq DESC LIMIT 1",
                )?
                .query_row(params![replica, signed(after)], |row| row.get(0))
                .optional()?
                .unwrap_or(0);
            let mut statement = self.conn.prepare_cached(
                "SELECT f.bytes, f.first_seq FROM frame f JOIN replica r ON r.id = f.replica
                 WHERE f.replica = ?1 AND f.first_seq > ?2 AND f.first_seq <= ?3 AND f.last_seq > r.centre_seq
                   AND f.last_seq <= r.head_seq AND r.key IS NOT NULL
                 UNION ALL
                 SELECT bytes, first_seq FROM hub_frame
                 WHERE replica = ?1 AND first_seq > ?2 AND first_seq <= ?3 AND at_centre <> ?4 ORDER BY 2",
            )?;
            let found = statement
                .query_map(params![replica, given, last_seq, AT_CENTRE], |row| {
                    row.get(0)
                })?;
            frames.extend(found.collect::<rusqlite::Result<Vec<Vec<u8>>>>()?);
        }
        Ok(Some(frames))
    }

    /// Frames that were not taken, oldest first, at most `count_max`. For `Rows::refused`.
    pub fn refused(&self, count_max: u32) -> Result<Vec<BranchRefusal>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT hash, brought_by, name, code, size_bytes, first_at_ms, times FROM hub_refused
             ORDER BY first_at_ms, hash LIMIT ?1",
        )?;
        let rows = statement.query_map([count_max], |row| {
            Ok(BranchRefusal {
                hash: Hash(journal::array(row, 0)?),
                brought_by: KeyId(journal::array(row, 1)?),
                replica: ReplicaId(journal::array(row, 2)?),
                code: code_of(row.get(3)?),
                size_bytes: unsigned(row.get(4)?),
                first_at_ms: row.get(5)?,
                times: unsigned(row.get(6)?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many different frames were refused. For `Rows::refused_count`.
    pub fn refused_count(&self) -> Result<u64> {
        Ok(self
            .conn
            .prepare_cached("SELECT count(*) FROM hub_refused")?
            .query_row([], |row| row.get(0).map(unsigned))?)
    }

    /// Whether a frame of a fork of that replica ends with that chain. For `Rows::branch_ends`.
    pub fn fork_ends(&self, replica: &ReplicaId, after: &Hash) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM hub_fork WHERE name = ?1 AND chain_after = ?2)",
            )?
            .query_row(params![replica.0, after.0], |row| row.get(0))?)
    }
}

/// What the hub's exchange writes, within one transaction.
pub struct BranchIntake<'a, 'tx> {
    writing: &'a Writing<'tx>,
    history: HistoryId,
    names: Vec<NamedEntry>,
}

#[expect(
    clippy::missing_errors_doc,
    reason = "each of them fails when the disk does, or what is stored cannot be read; one that fails otherwise says so"
)]
impl<'a, 'tx> BranchIntake<'a, 'tx> {
    pub(super) fn over(writing: &'a Writing<'tx>, history: HistoryId) -> Self {
        Self {
            writing,
            history,
            names: Vec::new(),
        }
    }

    pub(super) fn into_names(self) -> Vec<NamedEntry> {
        self.names
    }

    /// What can be read, as this transaction has left it.
    pub fn rows(&self) -> Result<BranchRows<'_>> {
        BranchRows::over(&self.writing.tx)
    }

    /// Name of the order: the id of the tenure.
    #[must_use]
    pub fn history(&self) -> HistoryId {
        self.history
    }

    /// Writes how far a replica of another desk is here. The first word on it may begin anywhere:
    /// what stands before is not asked for. For `Rows::put_replica`.
    pub fn put_replica(&mut self, name: &ReplicaId, replica: &BranchReplica) -> Result<()> {
        let tx = &self.writing.tx;
        let id = self.writing.names.borrow_mut().replica(tx, *name)?;
        tx.prepare_cached(
            "INSERT INTO hub_replica (replica, key, held_seq, held_chain, first_seq, first_chain)
             VALUES (?1, ?2, ?3, ?4, ?3, ?4)
             ON CONFLICT (replica) DO UPDATE SET key = excluded.key, held_seq = excluded.held_seq, held_chain = excluded.held_chain",
        )?
        .execute(params![
            id,
            replica.key.0,
            signed(replica.held.seq),
            replica.held.head.0
        ])?;
        Ok(())
    }

    /// What the centre has brought of a replica of another desk counts as come here, as far as it follows
    /// what did. For `Rows::catch_up`.
    pub fn catch_up(&mut self, name: &ReplicaId) -> Result<()> {
        course::catch_up(self.writing, *name)
    }

    /// Takes entries of another desk that follow what is held of its replica, in order: each is folded
    /// here at once, has the next place of the order, and is named if it is of the queue. One that
    /// is here already (the centre brought it, or a former hub did) stays as it is.
    ///
    /// # Errors
    /// [`StoreError::ForeignSelf`] for an entry of the replica that is written here.
    pub fn append_entries(&mut self, entries: &[TakenEntry<'_>]) -> Result<()> {
        for taken in entries {
            self.take(taken)?;
        }
        Ok(())
    }

    fn take(&mut self, taken: &TakenEntry<'_>) -> Result<()> {
        let tx = &self.writing.tx;
        let header = &taken.entry.header;
        let place = header.entry_ref();
        let arrived = arrive(
            self.writing,
            taken.entry,
            &taken.header_hash,
            header.wall_time_ms,
        )?;
        let replica = self.writing.names.borrow_mut().replica(tx, place.replica)?;
        tx.prepare_cached(
            "INSERT OR REPLACE INTO hub_taken (replica, seq, chain) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![replica, signed(place.seq), taken.chain.0])?;
        let (waits, id) = match arrived {
            Arrived::Waits(held) => (true, held.id),
            // The desks without the centre need it all the same.
            Arrived::Placed => (false, 0),
            Arrived::Aside => return Ok(()),
        };
        let ordered = Ordered {
            id,
            replica,
            entry: place,
            hash: taken.header_hash,
        };
        if course::is_ordered(tx, &ordered)? {
            return Ok(());
        }
        number(self.writing, &ordered)?;
        if waits && is_named(header.subject.kind) {
            self.names.push(name(&ordered));
        }
        Ok(())
    }

    /// Keeps a sealed frame for the centre. For `Rows::append_frame`.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it is no frame.
    pub fn append_frame(
        &mut self,
        replica: &ReplicaId,
        first_seq: u64,
        sealed: &[u8],
        now_ms: i64,
    ) -> Result<()> {
        let envelope = SealedFrame(sealed.to_vec())
            .envelope()
            .map_err(|_| StoreError::Unreadable("frame"))?;
        let tx = &self.writing.tx;
        let id = self.writing.names.borrow_mut().replica(tx, *replica)?;
        tx.prepare_cached(
            // A desk may bring again what this one has forgotten taking.
            "INSERT INTO hub_frame (number, replica, first_seq, last_seq, at_ms, bytes)
             SELECT (SELECT coalesce(max(number), 0) + 1 FROM hub_frame), ?1, ?2, ?3, ?4, ?5
             WHERE NOT EXISTS (SELECT 1 FROM hub_frame WHERE replica = ?1 AND first_seq = ?2 AND at_centre = 0 AND bytes = ?5)",
        )?
        .execute(params![
            id,
            signed(first_seq),
            signed(envelope.last_seq()),
            now_ms,
            sealed
        ])?;
        Ok(())
    }

    /// Writes down a refused frame, or counts it again. For `Rows::note_refused`.
    pub fn note_refused(&mut self, refused: &BranchRefusal) -> Result<()> {
        self.writing
            .tx
            .prepare_cached(
                "INSERT INTO hub_refused (hash, brought_by, name, code, size_bytes, first_at_ms, times)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)
                 ON CONFLICT (hash) DO UPDATE SET times = times + 1",
            )?
            .execute(params![
                refused.hash.0,
                refused.brought_by.0,
                refused.replica.0,
                number_of(refused.code),
                signed(refused.size_bytes),
                refused.first_at_ms
            ])?;
        Ok(())
    }

    /// Keeps a frame of a fork; the same one again changes nothing. For `Rows::put_branch`.
    pub fn put_fork(&mut self, fork: &BranchFork<'_>) -> Result<()> {
        self.writing
            .tx
            .prepare_cached(
                "INSERT OR IGNORE INTO hub_fork (hash, name, first_seq, chain_before, chain_after, at_ms, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                fork.hash.0,
                fork.replica.0,
                signed(fork.first_seq),
                fork.before.0,
                fork.after.0,
                fork.at_ms,
                fork.bytes
            ])?;
        Ok(())
    }
}

const CODES: [RefusalCode; 6] = [
    RefusalCode::Malformed,
    RefusalCode::Hash,
    RefusalCode::Signature,
    RefusalCode::ForeignDesk,
    RefusalCode::Fork,
    RefusalCode::Gap,
];

const fn number_of(code: RefusalCode) -> i64 {
    match code {
        RefusalCode::Malformed => 0,
        RefusalCode::Hash => 1,
        RefusalCode::Signature => 2,
        RefusalCode::ForeignDesk => 3,
        RefusalCode::Fork => 4,
        RefusalCode::Gap => 5,
    }
}

fn code_of(number: i64) -> RefusalCode {
    // Only `number_of` writes the column.
    usize::try_from(number)
        .ok()
        .and_then(|number| CODES.get(number).copied())
        .unwrap_or(RefusalCode::Malformed)
}
