//! The audit (аудит доступа) of this desk: who saw, unmasked, printed or saved whose card.
//!
//! An append-only chain of its own for each replica id that writes here. A record takes part in
//! the transaction of the act that it is about, or is a transaction of its own.

use chrono::{Datelike as _, NaiveDate};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use stoika_protocol::{
    AuditEnd, AuditRecord, Chain, Hash, ReplicaId, audit_link, audit_start, limit,
};

use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{self, array, signed, unsigned};
use crate::record::WriteContext;
use crate::replica::{Changes, Replica, Writing};

/// An access to be written down: ids and codes, never a name or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAudit {
    /// Best estimate of the server's time, Unix milliseconds.
    pub at_ms: i64,
    /// Id of the user's row.
    pub user: String,
    /// Number of the role.
    pub role: u16,
    /// Number of what was done; the domain's.
    pub action: u16,
    /// Number of the kind of thing; the domain's.
    pub object: u16,
    /// Its id.
    pub object_id: String,
    /// The client whose data it was.
    pub party: Option<String>,
    /// Code of the part that was shown.
    pub detail: String,
    /// Code of the reason.
    pub reason: String,
}

/// What is asked of the audit. What is `None` is not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditAsked {
    /// Id of a user.
    pub user: Option<String>,
    /// Id of a client.
    pub party: Option<String>,
    /// What was done.
    pub action: Option<u16>,
    /// From this instant, Unix milliseconds.
    pub from_ms: Option<i64>,
    /// Before this instant, Unix milliseconds.
    pub until_ms: Option<i64>,
    /// Older than the line of this key.
    pub before: Option<i64>,
    /// At most so many lines.
    pub count_max: u32,
}

/// A record as it is kept here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// For the next page.
    pub key: i64,
    /// The record.
    pub record: AuditRecord,
    /// The centre has it.
    pub at_centre: bool,
}

/// Records that the centre does not have, of one replica.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsentAudit {
    /// The replica.
    pub replica: ReplicaId,
    /// The chain that they follow.
    pub before: Chain,
    /// In order, with no hole.
    pub records: Vec<AuditRecord>,
}

/// The head of an audit that goes into the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditSealHead {
    /// Whose audit.
    pub replica: ReplicaId,
    /// Number and chain of its last record.
    pub head: Chain,
}

impl Replica {
    /// Writes accesses down in one transaction, in order.
    ///
    /// # Errors
    /// Those of the disk: then none is written.
    pub fn audit(&self, records: &[NewAudit]) -> Result<Changes> {
        let ((), changes) = self.write(|writing| append(writing, records))?;
        Ok(changes)
    }

    /// Lines that answer the question, newest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn audit_lines(&self, asked: &AuditAsked) -> Result<Vec<AuditLine>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT {COLUMNS}, a.id, a.seq <= h.acked_seq
                 FROM audit a JOIN audit_head h USING (replica)
                 WHERE (?1 IS NULL OR a.user = ?1) AND (?2 IS NULL OR a.party = ?2)
                   AND (?3 IS NULL OR a.action = ?3) AND a.at_ms >= ?4 AND a.at_ms < ?5
                   AND a.id < ?6
                 ORDER BY a.id DESC LIMIT ?7"
            ))?;
            let lines = statement.query_map(
                params![
                    asked.user,
                    asked.party,
                    asked.action,
                    asked.from_ms.unwrap_or(i64::MIN),
                    asked.until_ms.unwrap_or(i64::MAX),
                    asked.before.unwrap_or(i64::MAX),
                    asked.count_max
                ],
                |row| {
                    Ok(AuditLine {
                        record: read_record(row)?,
                        key: row.get(10)?,
                        at_centre: row.get(11)?,
                    })
                },
            )?;
            Ok(lines.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// How often a user has done something since an instant.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn audit_count(&self, user: &str, action: u16, since_ms: i64) -> Result<u64> {
        self.read(|conn| {
            Ok(conn
                .prepare_cached(
                    "SELECT count(*) FROM audit WHERE user = ?1 AND action = ?2 AND at_ms >= ?3",
                )?
                .query_row(params![user, action, since_ms], |row| {
                    row.get(0).map(unsigned)
                })?)
        })
    }

    /// Records that the centre does not have, those of the oldest replica first; at most
    /// `count_max`. `None` when it has all.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn unsent_audit(&self, count_max: u32) -> Result<Option<UnsentAudit>> {
        self.read(|conn| {
            let Some((row, acked_seq)) = conn
                .prepare_cached(
                    "SELECT replica, acked_seq FROM audit_head WHERE acked_seq < seq ORDER BY replica LIMIT 1",
                )?
                .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
                .optional()?
            else {
                return Ok(None);
            };
            let replica = journal::replica_row(conn, row)?.name;
            let before = chain_at(conn, row, replica, unsigned(acked_seq))?;
            let mut statement = conn.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM audit a WHERE a.replica = ?1 AND a.seq > ?2 ORDER BY a.seq LIMIT ?3"
            ))?;
            let records = statement
                .query_map(params![row, acked_seq, count_max], read_record)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Some(UnsentAudit {
                replica,
                before,
                records,
            }))
        })
    }

    /// The ends of the audits that were written here, the oldest replica first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn audit_heads(&self) -> Result<Vec<(ReplicaId, Chain)>> {
        self.read(|conn| {
            let mut heads = Vec::new();
            for row in journal::own_replicas(conn)? {
                if let Some(head) = head(conn, row.id)? {
                    heads.push((row.name, head));
                }
            }
            Ok(heads)
        })
    }

    /// The centre holds the audit of an own replica up to `seq`. The word may move back: a server
    /// that was restored holds less than before.
    ///
    /// # Errors
    /// [`StoreError::UnknownReplica`]; those of the disk.
    pub fn audit_acked(&self, replica: ReplicaId, seq: u64) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            let row = journal::find_replica(&writing.tx, replica)?
                .ok_or(StoreError::UnknownReplica(replica))?;
            writing.tx.execute(
                "UPDATE audit_head SET acked_seq = min(seq, ?2) WHERE replica = ?1",
                params![row.id, signed(seq)],
            )?;
            writing.changed(Change::Audit);
            Ok::<_, StoreError>(())
        })?;
        Ok(changes)
    }

    /// The own audit as it must be: dense, and every chain follows from the one before.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it is not; those of the disk.
    pub fn check_audit(&self) -> Result<()> {
        self.read(|conn| {
            for row in journal::own_replicas(conn)? {
                let mut found = audit_start(row.name);
                let end = head(conn, row.id)?.unwrap_or(found);
                let mut statement = conn.prepare_cached(&format!(
                    "SELECT {COLUMNS}, a.chain FROM audit a WHERE a.replica = ?1 ORDER BY a.seq"
                ))?;
                let mut rows = statement.query([row.id])?;
                while let Some(line) = rows.next()? {
                    let record = read_record(line)?;
                    found = audit_link(found, &record);
                    if found.seq != record.seq || found.head.0 != array(line, 10)? {
                        return Err(StoreError::Unreadable("audit"));
                    }
                }
                if found != end {
                    return Err(StoreError::Unreadable("audit"));
                }
            }
            Ok(())
        })
    }
}

impl WriteContext<'_, '_> {
    /// Writes an access down in the transaction of the act that it is about.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn audit(&self, record: &NewAudit) -> Result<()> {
        append(self.writing(), std::slice::from_ref(record))
    }

    /// The head of the audit, when it has grown since it last entered the journal; from now on
    /// it counts as entered on `day`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn take_audit_head(&self, day: NaiveDate) -> Result<Option<AuditSealHead>> {
        let writing = self.writing();
        let current = *writing.current.borrow();
        let Some(head) = head(&writing.tx, current.id)? else {
            return Ok(None);
        };
        let taken = writing.tx.execute(
            "UPDATE audit_head SET sealed_seq = seq, sealed_on = ?2
             WHERE replica = ?1 AND seq > sealed_seq",
            params![current.id, day.num_days_from_ce()],
        )?;
        Ok((taken > 0).then_some(AuditSealHead {
            replica: current.name,
            head,
        }))
    }
}

impl Replica {
    /// Whether the audit has grown since its head last entered the journal, and that was not on
    /// `except_on`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn audit_head_is_due(&self, except_on: Option<NaiveDate>) -> Result<bool> {
        self.read(|conn| {
            Ok(conn
                .prepare_cached(
                    "SELECT 1 FROM audit_head JOIN standing USING (replica)
                     WHERE seq > sealed_seq AND (?1 IS NULL OR sealed_on IS NOT ?1)",
                )?
                .exists([except_on.map(|day| day.num_days_from_ce())])?)
        })
    }
}

/// Everything of the audit is to be sent again: the server was restored or wiped.
pub(crate) fn rewind(conn: &Connection) -> Result<()> {
    conn.execute("UPDATE audit_head SET acked_seq = 0", [])?;
    Ok(())
}

pub(crate) fn unsent_count(conn: &Connection) -> Result<u64> {
    Ok(conn
        .prepare_cached("SELECT coalesce(sum(seq - acked_seq), 0) FROM audit_head")?
        .query_row([], |row| row.get(0).map(unsigned))?)
}

/// How far the audits are at the centre, as it has said, the newest replica first; those of which
/// it has nothing are left out.
pub(crate) fn acked_ends(conn: &Connection) -> Result<Vec<AuditEnd>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.name, a.seq, a.chain FROM audit_head h
         JOIN audit a ON a.replica = h.replica AND a.seq = h.acked_seq
         JOIN replica r ON r.id = h.replica
         ORDER BY h.replica DESC LIMIT ?1",
    )?;
    let ends = statement.query_map([limit::HELLO_AUDITS as i64], |row| {
        Ok(AuditEnd {
            replica: ReplicaId(array(row, 0)?),
            seq: unsigned(row.get(1)?),
            chain: Hash(array(row, 2)?),
        })
    })?;
    Ok(ends.collect::<rusqlite::Result<_>>()?)
}

const COLUMNS: &str =
    "a.seq, a.at_ms, a.user, a.role, a.action, a.object, a.object_id, a.party, a.detail, a.reason";

fn read_record(row: &Row<'_>) -> rusqlite::Result<AuditRecord> {
    Ok(AuditRecord {
        seq: unsigned(row.get(0)?),
        at_ms: row.get(1)?,
        user: row.get(2)?,
        role: row.get(3)?,
        action: row.get(4)?,
        object: row.get(5)?,
        object_id: row.get(6)?,
        party: row.get(7)?,
        detail: row.get(8)?,
        reason: row.get(9)?,
    })
}

fn head(conn: &Connection, replica: i64) -> Result<Option<Chain>> {
    Ok(conn
        .prepare_cached("SELECT seq, chain FROM audit_head WHERE replica = ?1")?
        .query_row([replica], |row| {
            Ok(Chain {
                seq: unsigned(row.get(0)?),
                head: Hash(array(row, 1)?),
            })
        })
        .optional()?)
}

fn chain_at(conn: &Connection, row: i64, replica: ReplicaId, seq: u64) -> Result<Chain> {
    if seq == 0 {
        return Ok(audit_start(replica));
    }
    Ok(conn
        .prepare_cached("SELECT chain FROM audit WHERE replica = ?1 AND seq = ?2")?
        .query_row(params![row, signed(seq)], |row| {
            Ok(Chain {
                seq,
                head: Hash(array(row, 0)?),
            })
        })?)
}

fn append(writing: &Writing<'_>, records: &[NewAudit]) -> Result<()> {
    let current = *writing.current.borrow();
    let start = head(&writing.tx, current.id)?;
    let mut chain = start.unwrap_or_else(|| audit_start(current.name));
    for new in records {
        if !fits(new) {
            return Err(StoreError::BadAct);
        }
        let record = AuditRecord {
            seq: chain.seq + 1,
            at_ms: new.at_ms,
            user: new.user.clone(),
            role: new.role,
            action: new.action,
            object: new.object,
            object_id: new.object_id.clone(),
            party: new.party.clone(),
            detail: new.detail.clone(),
            reason: new.reason.clone(),
        };
        chain = audit_link(chain, &record);
        writing
            .tx
            .prepare_cached(
                "INSERT INTO audit (replica, seq, chain, at_ms, user, role, action, object, object_id, party, detail, reason)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                current.id,
                signed(record.seq),
                chain.head.0,
                record.at_ms,
                record.user,
                record.role,
                record.action,
                record.object,
                record.object_id,
                record.party,
                record.detail,
                record.reason
            ])?;
    }
    writing
        .tx
        .prepare_cached(
            "INSERT INTO audit_head (replica, seq, chain) VALUES (?1, ?2, ?3)
             ON CONFLICT (replica) DO UPDATE SET seq = excluded.seq, chain = excluded.chain",
        )?
        .execute(params![current.id, signed(chain.seq), chain.head.0])?;
    writing.changed(Change::Audit);
    Ok(())
}

/// Ids and codes are short; what is longer is no id.
fn fits(new: &NewAudit) -> bool {
    [&new.user, &new.object_id, &new.detail, &new.reason]
        .into_iter()
        .chain(&new.party)
        .all(|text| text.len() <= limit::AUDIT_TEXT_BYTES_MAX)
}
