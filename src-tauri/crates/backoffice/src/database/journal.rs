//! Replicas, their entries, and what was refused.

use rusqlite::{Row, params};
use stoika_exchange::StorageError;
use stoika_exchange::storage::{BranchFrame, Held, RefusedFrame, Replica};
use stoika_protocol::{Chain, Entry, EntryRef, Hash, KeyId, RefusalCode, ReplicaId, message};

use super::RefusedCount;
use super::rows::{DAMAGED, Result, Work, bytes, get, signed, unsigned};

/// Bits of an entry's id that hold its seq.
const SEQ_BITS: u32 = 40;

pub(super) fn id_of(number: i64, seq: u64) -> Result<i64> {
    if seq >> SEQ_BITS == 0 && number < 1 << (62 - SEQ_BITS) {
        Ok(number << SEQ_BITS | signed(seq))
    } else {
        Err(StorageError::Unreadable("a replica beyond all measure"))
    }
}

pub(super) fn seq_of(id: i64) -> u64 {
    unsigned(id & ((1 << SEQ_BITS) - 1))
}

impl Work<'_> {
    fn replica_number(&mut self, replica: &ReplicaId) -> Result<Option<i64>> {
        if let Some(number) = self.numbers.get(replica) {
            return Ok(Some(*number));
        }
        let number = self.one(
            "SELECT number FROM replica_number WHERE replica = ?1",
            [replica.as_bytes()],
            |row| get(row, 0),
        )?;
        if let Some(number) = number {
            self.numbers.insert(*replica, number);
        }
        Ok(number)
    }

    pub fn number_for_writing(&mut self, replica: &ReplicaId) -> Result<i64> {
        if let Some(number) = self.replica_number(replica)? {
            return Ok(number);
        }
        self.run(
            "INSERT INTO replica_number (replica) VALUES (?1)",
            [replica.as_bytes()],
        )?;
        let number = self.connection.last_insert_rowid();
        self.numbers.insert(*replica, number);
        Ok(number)
    }

    /// Number for a query: 0, which no replica has, for an unknown one.
    pub fn number_or_none(&mut self, replica: &ReplicaId) -> Result<i64> {
        Ok(self.replica_number(replica)?.unwrap_or(0))
    }

    pub fn entry_id(&mut self, entry: &EntryRef) -> Result<Option<i64>> {
        match self.replica_number(&entry.replica)? {
            // A base may name any number; one out of reach is not here.
            Some(number) => Ok(id_of(number, entry.seq).ok()),
            None => Ok(None),
        }
    }

    pub fn entry_id_for_writing(&mut self, entry: &EntryRef) -> Result<i64> {
        let number = self.number_for_writing(&entry.replica)?;
        id_of(number, entry.seq)
    }

    pub fn find_replica(&mut self, id: &ReplicaId) -> Result<Option<Replica>> {
        let number = self.number_or_none(id)?;
        self.one(
            "SELECT number, key, held_seq, held_head, ordered_seq, arrival
             FROM replica WHERE number = ?1",
            [number],
            read_replica,
        )
    }

    pub fn list_replicas(&mut self, waiting: bool) -> Result<Vec<(ReplicaId, Replica)>> {
        let sql = if waiting {
            "SELECT r.number, key, held_seq, held_head, ordered_seq, arrival, n.replica
             FROM replica r JOIN replica_number n USING (number)
             WHERE ordered_seq < held_seq ORDER BY arrival"
        } else {
            "SELECT r.number, key, held_seq, held_head, ordered_seq, arrival, n.replica
             FROM replica r JOIN replica_number n USING (number) ORDER BY n.replica"
        };
        let found = self.all(sql, [], |row| {
            let id = ReplicaId(bytes(row, 6)?);
            Ok((get::<i64>(row, 0)?, id, read_replica(row)?))
        })?;
        for (number, id, _) in &found {
            self.numbers.insert(*id, *number);
        }
        Ok(found
            .into_iter()
            .map(|(_, id, replica)| (id, replica))
            .collect())
    }

    pub fn write_replica(&mut self, id: &ReplicaId, replica: &Replica) -> Result<()> {
        let number = self.number_for_writing(id)?;
        self.run(
            "INSERT OR REPLACE INTO replica (number, key, held_seq, held_head, ordered_seq, arrival)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                number,
                replica.key.as_bytes(),
                signed(replica.held.seq),
                replica.held.head.as_bytes(),
                signed(replica.ordered_seq),
                signed(replica.arrival),
            ],
        )
    }

    pub fn find_chain(&mut self, entry: &EntryRef) -> Result<Option<Hash>> {
        let Some(id) = self.entry_id(entry)? else {
            return Ok(None);
        };
        self.one("SELECT chain FROM entry WHERE id = ?1", [id], |row| {
            bytes(row, 0).map(Hash)
        })
    }

    pub fn list_entries(
        &mut self,
        replica: &ReplicaId,
        after_seq: u64,
        count_max: u32,
    ) -> Result<Vec<Held>> {
        let number = self.number_or_none(replica)?;
        let after = id_of(number, after_seq)?;
        let end = id_of(number + 1, 0)?;
        self.all(
            "SELECT header_hash, chain, entry FROM entry WHERE id > ?1 AND id < ?2
             ORDER BY id LIMIT ?3",
            params![after, end, count_max],
            |row| {
                Ok(Held {
                    header_hash: Hash(bytes(row, 0)?),
                    chain: Hash(bytes(row, 1)?),
                    entry: read_entry(row, 2)?,
                })
            },
        )
    }

    pub fn write_entries(&mut self, entries: &[Held]) -> Result<()> {
        for held in entries {
            let id = self.entry_id_for_writing(&held.entry.header.entry_ref())?;
            let entry = self.storable_entry(&held.entry)?;
            self.run(
                "INSERT INTO entry (id, header_hash, chain, entry) VALUES (?1, ?2, ?3, ?4)",
                params![
                    id,
                    held.header_hash.as_bytes(),
                    held.chain.as_bytes(),
                    message::encode(&entry),
                ],
            )?;
        }
        Ok(())
    }

    pub fn write_refused(&mut self, refused: &RefusedFrame) -> Result<()> {
        self.run(
            "INSERT INTO refused (hash, brought_by, replica, code, size_bytes, first_at_ms, times)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (hash) DO UPDATE SET code = excluded.code, times = times + 1",
            params![
                refused.hash.as_bytes(),
                refused.brought_by.as_bytes(),
                refused.replica.as_bytes(),
                refusal_number(refused.code),
                signed(refused.size_bytes),
                refused.first_at_ms,
                signed(refused.times),
            ],
        )
    }

    pub fn list_refused(&mut self, count_max: u32) -> Result<Vec<RefusedFrame>> {
        self.all(
            "SELECT hash, brought_by, replica, code, size_bytes, first_at_ms, times
             FROM refused ORDER BY first_at_ms, hash LIMIT ?1",
            [count_max],
            |row| {
                Ok(RefusedFrame {
                    hash: Hash(bytes(row, 0)?),
                    brought_by: KeyId(bytes(row, 1)?),
                    replica: ReplicaId(bytes(row, 2)?),
                    code: refusal_of(get(row, 3)?)?,
                    size_bytes: unsigned(get(row, 4)?),
                    first_at_ms: get(row, 5)?,
                    times: unsigned(get(row, 6)?),
                })
            },
        )
    }

    /// In the order in which each first came.
    pub fn count_refused(&self) -> Result<Vec<RefusedCount>> {
        self.all(
            "SELECT brought_by, code, count(*), sum(times) FROM refused
             GROUP BY brought_by, code ORDER BY min(first_at_ms), brought_by, code",
            [],
            |row| {
                Ok(RefusedCount {
                    brought_by: KeyId(bytes(row, 0)?),
                    code: refusal_of(get(row, 1)?)?,
                    frames: unsigned(get(row, 2)?),
                    times: unsigned(get(row, 3)?),
                })
            },
        )
    }

    pub fn write_branch(&mut self, frame: &BranchFrame) -> Result<()> {
        self.run(
            "INSERT INTO branch (hash, replica, first_seq, before, after, at_ms, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            params![
                frame.hash.as_bytes(),
                frame.replica.as_bytes(),
                signed(frame.first_seq),
                frame.before.as_bytes(),
                frame.after.as_bytes(),
                frame.at_ms,
                self.storable(&frame.bytes)?,
            ],
        )
    }

    pub fn list_branches(&self) -> Result<Vec<BranchFrame>> {
        self.all(
            "SELECT hash, replica, first_seq, before, after, at_ms, sealed
             FROM branch ORDER BY replica, first_seq, hash",
            [],
            |row| {
                Ok(BranchFrame {
                    hash: Hash(bytes(row, 0)?),
                    replica: ReplicaId(bytes(row, 1)?),
                    first_seq: unsigned(get(row, 2)?),
                    before: Hash(bytes(row, 3)?),
                    after: Hash(bytes(row, 4)?),
                    at_ms: get(row, 5)?,
                    bytes: get(row, 6)?,
                })
            },
        )
    }
}

fn read_replica(row: &Row<'_>) -> Result<Replica> {
    Ok(Replica {
        key: KeyId(bytes(row, 1)?),
        held: Chain {
            seq: unsigned(get(row, 2)?),
            head: Hash(bytes(row, 3)?),
        },
        ordered_seq: unsigned(get(row, 4)?),
        arrival: unsigned(get(row, 5)?),
    })
}

pub(super) fn read_entry(row: &Row<'_>, index: usize) -> Result<Entry> {
    let encoded = row
        .get_ref(index)
        .map_err(super::failed)?
        .as_blob()
        .map_err(|_| DAMAGED)?;
    message::decode(encoded).map_err(|_| StorageError::Unreadable("an entry"))
}

const REFUSALS: [RefusalCode; 6] = [
    RefusalCode::Malformed,
    RefusalCode::Hash,
    RefusalCode::Signature,
    RefusalCode::ForeignDesk,
    RefusalCode::Fork,
    RefusalCode::Gap,
];

/// The number under which a code stands in the database and on the wire.
fn refusal_number(code: RefusalCode) -> i64 {
    match code {
        RefusalCode::Malformed => 0,
        RefusalCode::Hash => 1,
        RefusalCode::Signature => 2,
        RefusalCode::ForeignDesk => 3,
        RefusalCode::Fork => 4,
        RefusalCode::Gap => 5,
    }
}

fn refusal_of(number: i64) -> Result<RefusalCode> {
    REFUSALS
        .into_iter()
        .find(|code| refusal_number(*code) == number)
        .ok_or(DAMAGED)
}
