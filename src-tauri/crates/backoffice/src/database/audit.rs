//! The audit of the desks.

use rusqlite::{Row, params};
use stoika_exchange::storage::{AuditBranch, AuditHead, AuditLine, AuditLook};
use stoika_protocol::{
    AuditQuestion, AuditRecord, AuditSeen, Chain, EntryRef, Hash, KeyId, ReplicaId, message,
};

use super::journal::id_of;
use super::rows::{DAMAGED, Result, Work, bytes, get, signed, unsigned};

/// What is asked of the audit. What is `None` is not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditAsked {
    /// Office of the desks.
    pub office: Option<String>,
    /// Id of a user.
    pub user: Option<String>,
    /// Id of a client.
    pub party: Option<String>,
    /// From this instant, Unix milliseconds.
    pub from_ms: Option<i64>,
    /// Before this instant, Unix milliseconds.
    pub until_ms: Option<i64>,
    /// At most so many, the newest.
    pub count_max: u32,
}

/// A record with the desk that wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFound {
    /// Label of the desk.
    pub desk: String,
    /// The record.
    pub record: AuditRecord,
}

impl Work<'_> {
    pub fn find_audit_head(&mut self, replica: &ReplicaId) -> Result<Option<AuditHead>> {
        let number = self.number_or_none(replica)?;
        self.one(
            "SELECT key, held_seq, held_head FROM audit_head WHERE number = ?1",
            [number],
            |row| read_head(row, 0),
        )
    }

    pub fn list_audit_heads(&mut self) -> Result<Vec<(ReplicaId, AuditHead)>> {
        self.all(
            "SELECT r.replica, h.key, h.held_seq, h.held_head
             FROM audit_head h JOIN replica_number r USING (number) ORDER BY r.replica",
            [],
            |row| Ok((ReplicaId(bytes(row, 0)?), read_head(row, 1)?)),
        )
    }

    pub fn write_audit_head(&mut self, replica: &ReplicaId, head: &AuditHead) -> Result<()> {
        let number = self.number_for_writing(replica)?;
        self.run(
            "INSERT OR REPLACE INTO audit_head (number, key, held_seq, held_head) VALUES (?1, ?2, ?3, ?4)",
            params![
                number,
                head.key.as_bytes(),
                signed(head.held.seq),
                head.held.head.as_bytes()
            ],
        )
    }

    pub fn find_audit_chain(&mut self, replica: &ReplicaId, seq: u64) -> Result<Option<Hash>> {
        let number = self.number_or_none(replica)?;
        let Ok(id) = id_of(number, seq) else {
            return Ok(None);
        };
        self.one("SELECT chain FROM audit WHERE id = ?1", [id], |row| {
            bytes(row, 0).map(Hash)
        })
    }

    pub fn write_audit(&mut self, replica: &ReplicaId, lines: &[AuditLine]) -> Result<()> {
        let number = self.number_for_writing(replica)?;
        for AuditLine { chain, record } in lines {
            self.run(
                "INSERT INTO audit (id, chain, at_ms, user, party, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    id_of(number, record.seq)?,
                    chain.as_bytes(),
                    record.at_ms,
                    record.user,
                    record.party,
                    message::encode(record)
                ],
            )?;
        }
        Ok(())
    }

    pub fn list_audit(
        &mut self,
        replica: &ReplicaId,
        after_seq: u64,
        count_max: u32,
    ) -> Result<Vec<AuditLine>> {
        let number = self.number_or_none(replica)?;
        let Ok(after) = id_of(number, after_seq) else {
            return Ok(Vec::new());
        };
        self.all(
            "SELECT chain, record FROM audit WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3",
            [after, id_of(number + 1, 0)?, i64::from(count_max)],
            |row| {
                Ok(AuditLine {
                    chain: Hash(bytes(row, 0)?),
                    record: read_record(row, 1)?,
                })
            },
        )
    }

    pub fn write_audit_branch(&mut self, branch: &AuditBranch) -> Result<()> {
        self.run(
            "INSERT INTO audit_branch (hash, replica, first_seq, after, at_ms, push)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (hash) DO NOTHING",
            params![
                branch.hash.as_bytes(),
                branch.replica.as_bytes(),
                signed(branch.first_seq),
                branch.after.as_bytes(),
                branch.at_ms,
                branch.bytes
            ],
        )
    }

    pub fn list_audit_branches(&mut self) -> Result<Vec<AuditBranch>> {
        self.all(
            "SELECT hash, replica, first_seq, after, at_ms, push FROM audit_branch
             ORDER BY replica, first_seq, hash",
            [],
            |row| {
                Ok(AuditBranch {
                    hash: Hash(bytes(row, 0)?),
                    replica: ReplicaId(bytes(row, 1)?),
                    first_seq: unsigned(get(row, 2)?),
                    after: Hash(bytes(row, 3)?),
                    at_ms: get(row, 4)?,
                    bytes: get(row, 5)?,
                })
            },
        )
    }

    pub fn has_audit_branch_end(&mut self, replica: &ReplicaId, after: &Hash) -> Result<bool> {
        Ok(self
            .one(
                "SELECT 1 FROM audit_branch WHERE replica = ?1 AND after = ?2 LIMIT 1",
                [replica.as_bytes().as_slice(), after.as_bytes()],
                |row| get::<i64>(row, 0),
            )?
            .is_some())
    }

    /// Records of an office that answer a question, newest first.
    pub fn find_audit_of_office(
        &mut self,
        office: &str,
        asked: &AuditQuestion,
        count_max: u32,
    ) -> Result<Vec<AuditSeen>> {
        let after = match asked.after {
            Some(after) => {
                let entry = EntryRef {
                    replica: after.replica,
                    seq: after.seq,
                };
                // A place that is not here is behind all of its instant.
                Some((after.at_ms, self.entry_id(&entry)?.unwrap_or(0)))
            }
            None => None,
        };
        let (at_ms, id) = after.unwrap_or((i64::MAX, i64::MAX));
        // The action stands in the record alone, so pages are filled from what the index gives.
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT r.replica, d.label, a.record
                 FROM audit a JOIN audit_head h ON h.number = a.id >> 40 JOIN desk d ON d.key = h.key
                   JOIN replica_number r ON r.number = h.number
                 WHERE d.office = ?1 AND (?2 IS NULL OR a.user = ?2) AND (?3 IS NULL OR a.party = ?3)
                   AND a.at_ms >= ?4 AND a.at_ms < ?5 AND (a.at_ms, a.id) < (?6, ?7)
                 ORDER BY a.at_ms DESC, a.id DESC",
            )
            .map_err(super::failed)?;
        let mut rows = statement
            .query(params![
                office,
                asked.user,
                asked.party,
                asked.from_ms.unwrap_or(i64::MIN),
                asked.until_ms.unwrap_or(i64::MAX),
                at_ms,
                id
            ])
            .map_err(super::failed)?;
        let mut seen = Vec::new();
        while let Some(row) = rows.next().map_err(super::failed)? {
            let record = read_record(row, 2)?;
            if asked.action.is_none_or(|action| action == record.action) {
                seen.push(AuditSeen {
                    replica: ReplicaId(bytes(row, 0)?),
                    desk: get(row, 1)?,
                    record,
                });
            }
            if seen.len() == usize::try_from(count_max).unwrap_or(usize::MAX) {
                break;
            }
        }
        Ok(seen)
    }

    pub fn write_audit_look(&self, look: &AuditLook) -> Result<()> {
        self.run(
            "INSERT INTO audit_look (at_ms, desk, label, office, question, given)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                look.at_ms,
                look.desk.as_bytes(),
                look.label,
                look.office,
                message::encode(&look.question),
                look.given
            ],
        )
    }

    pub fn count_audit_looks(&self, desk: &KeyId, after_ms: i64) -> Result<u64> {
        self.number(
            "SELECT count(*) FROM audit_look WHERE desk = ?1 AND at_ms > ?2",
            params![desk.as_bytes(), after_ms],
        )
        .map(unsigned)
    }

    pub fn list_audit_looks(&self, count_max: u32) -> Result<Vec<AuditLook>> {
        self.all(
            "SELECT at_ms, desk, label, office, question, given
             FROM audit_look ORDER BY id DESC LIMIT ?1",
            [count_max],
            |row| {
                let question: Vec<u8> = get(row, 4)?;
                Ok(AuditLook {
                    at_ms: get(row, 0)?,
                    desk: KeyId(bytes(row, 1)?),
                    label: get(row, 2)?,
                    office: get(row, 3)?,
                    question: message::decode(&question).map_err(|_| DAMAGED)?,
                    given: get(row, 5)?,
                })
            },
        )
    }

    /// Records that answer the question, oldest first.
    pub fn find_audit(&mut self, asked: &AuditAsked) -> Result<Vec<AuditFound>> {
        let mut found = self.all(
            "SELECT coalesce(d.label, hex(h.key)), a.record
             FROM audit a JOIN audit_head h ON h.number = a.id >> 40 LEFT JOIN desk d ON d.key = h.key
             WHERE (?1 IS NULL OR d.office = ?1) AND (?2 IS NULL OR a.user = ?2)
               AND (?3 IS NULL OR a.party = ?3) AND a.at_ms >= ?4 AND a.at_ms < ?5
             ORDER BY a.at_ms DESC, a.id DESC LIMIT ?6",
            params![
                asked.office,
                asked.user,
                asked.party,
                asked.from_ms.unwrap_or(i64::MIN),
                asked.until_ms.unwrap_or(i64::MAX),
                asked.count_max
            ],
            |row| {
                Ok(AuditFound {
                    desk: get(row, 0)?,
                    record: read_record(row, 1)?,
                })
            },
        )?;
        found.reverse();
        Ok(found)
    }
}

fn read_head(row: &Row<'_>, from: usize) -> Result<AuditHead> {
    Ok(AuditHead {
        key: KeyId(bytes(row, from)?),
        held: Chain {
            seq: unsigned(get(row, from + 1)?),
            head: Hash(bytes(row, from + 2)?),
        },
    })
}

fn read_record(row: &Row<'_>, index: usize) -> Result<AuditRecord> {
    let bytes: Vec<u8> = get(row, index)?;
    message::decode(&bytes).map_err(|_| DAMAGED)
}
