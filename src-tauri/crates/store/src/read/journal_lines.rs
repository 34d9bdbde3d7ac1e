//! Entries as lines: the course of a case, what was done today, what has not been sent.

use rusqlite::{Connection, params};
use stoika_domain::body::{self, Event};
use stoika_protocol::{ActId, Author, EntryRef, ReplicaId, Subject, Verdict, message};
use uuid::Uuid;

use crate::error::Result;
use crate::journal::{array, unsigned, verdict_of};
use crate::replica::Replica;
use crate::sending::Place;

/// Where an entry `e` of replica `r` is, as a number. Another's entry that the centre has not ordered came
/// by the hub of the office.
pub(crate) const PLACE: &str =
    "CASE WHEN e.position IS NOT NULL OR (r.key IS NOT NULL AND e.seq <= r.centre_seq) THEN 2
  WHEN (r.key IS NOT NULL AND e.seq <= r.branch_seq) OR (r.key IS NULL AND e.branch_position IS NOT NULL) THEN 1 ELSE 0 END";

pub(crate) const fn place_of(number: i64) -> Place {
    match number {
        2 => Place::Centre,
        1 => Place::Branch,
        // Only `PLACE` gives the number.
        _ => Place::Desk,
    }
}

/// An entry as a line.
#[derive(Clone, Debug)]
pub struct JournalLine {
    /// Where it stands.
    pub entry: EntryRef,
    /// The act that it belongs to.
    pub act: ActId,
    /// What it is about.
    pub subject: Subject,
    /// Kind of the body; the domain's number.
    pub kind: u16,
    /// What happened; `None` for a body that cannot be read, or is redacted.
    pub event: Option<Event>,
    /// Who acted.
    pub author: Author,
    /// Wall clock of the author's machine, Unix milliseconds.
    pub wall_time_ms: i64,
    /// His estimate of the server's time, Unix milliseconds: the desks of an office are compared by it.
    pub server_time_ms: Option<i64>,
    /// Whether it has its effect: the authority's word, or this desk's until then.
    pub verdict: Verdict,
    /// The authority has spoken.
    pub settled: bool,
    /// Written at this desk.
    pub own: bool,
    /// Who has it.
    pub place: Place,
    /// Bytes of its body.
    pub size_bytes: u64,
    /// Number of the appeal, slip, consent or paper that it is about.
    pub number: Option<String>,
    /// The client that it is about.
    pub party: Option<String>,
}

/// Entries by a condition on `e`, `g` (its aggregate) and `r` (its replica), in an order.
pub(crate) fn lines(
    conn: &Connection,
    rest: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<JournalLine>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT r.name, e.seq, e.act, g.kind, g.subject, e.kind, e.body, w.cbor, e.wall_time_ms,
           coalesce(e.verdict, e.provisional), e.position IS NOT NULL, r.key IS NOT NULL, {PLACE},
           coalesce(p.number, d.number), coalesce(p.party, c.party, d.party), e.server_time_ms
         FROM entry e JOIN replica r ON r.id = e.replica JOIN aggregate g ON g.id = e.aggregate
           JOIN author w ON w.id = e.author
           LEFT JOIN appeal p ON p.aggregate = g.id LEFT JOIN contact c ON c.aggregate = g.id
           LEFT JOIN record d ON d.aggregate = g.id {rest}"
    ))?;
    let rows = statement.query_map(values, |row| {
        let kind = row.get(5)?;
        let bytes: Option<Vec<u8>> = row.get(6)?;
        let author: Author = message::decode(row.get_ref(7)?.as_blob()?).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(
                7,
                rusqlite::types::Type::Blob,
                Box::new(error),
            )
        })?;
        Ok(JournalLine {
            entry: EntryRef {
                replica: ReplicaId(array(row, 0)?),
                seq: unsigned(row.get(1)?),
            },
            act: ActId(Uuid::from_bytes(array(row, 2)?)),
            subject: Subject {
                kind: row.get(3)?,
                id: ActId(Uuid::from_bytes(array(row, 4)?)),
            },
            kind,
            event: bytes
                .as_ref()
                .and_then(|bytes| body::decode(kind, bytes).ok()),
            author,
            wall_time_ms: row.get(8)?,
            server_time_ms: row.get(15)?,
            verdict: verdict_of(row.get(9)?),
            settled: row.get(10)?,
            own: row.get(11)?,
            place: place_of(row.get(12)?),
            size_bytes: bytes.map_or(0, |bytes| bytes.len() as u64),
            number: row.get(13)?,
            party: row.get(14)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Replica {
    /// Own entries that the centre does not have yet, newest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn unsent(&self, limit: u32) -> Result<Vec<JournalLine>> {
        self.read(|conn| {
            lines(
                conn,
                // From the acknowledged end of each own replica on: never over the whole journal.
                "WHERE e.id IN (
                   SELECT u.id FROM replica o CROSS JOIN entry u ON u.replica = o.id
                   WHERE o.key IS NOT NULL AND u.seq > o.centre_seq AND u.seq <= o.head_seq AND u.position IS NULL
                   ORDER BY u.id DESC LIMIT ?1)
                 ORDER BY e.id DESC",
                [limit],
            )
        })
    }

    /// What this desk wrote since an instant (wall clock, Unix milliseconds), oldest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn written_since(&self, since_ms: i64, limit: u32) -> Result<Vec<JournalLine>> {
        self.read(|conn| {
            let mut found = lines(
                conn,
                // The newest `limit` by number, then by time: the clock may have jumped back.
                "WHERE r.key IS NOT NULL AND e.id > (SELECT coalesce(max(id), 0) FROM entry) - ?2
                   AND e.wall_time_ms >= ?1 ORDER BY e.id",
                params![since_ms, limit],
            )?;
            found.sort_by_key(|line| line.wall_time_ms);
            Ok(found)
        })
    }
}
