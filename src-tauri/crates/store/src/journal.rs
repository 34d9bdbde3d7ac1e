//! Rows of the journal: replicas, authors, entries. Written and read here only.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use stoika_protocol::{
    ActId, Author, Body, Chain, Entry, EntryRef, Hash, Header, KeyId, ReplicaId, Salt, Subject,
    Verdict, message,
};
use uuid::Uuid;

use crate::error::{Result, StoreError};

/// A verdict as a number: -1 for effective, else the number of the reason.
pub(crate) const fn verdict_number(verdict: Verdict) -> i64 {
    match verdict {
        Verdict::Effective => -1,
        Verdict::Void(reason) => reason as i64,
    }
}

pub(crate) fn verdict_of(number: i64) -> Verdict {
    // Only `verdict_number` writes the column, so every other number is a reason.
    u16::try_from(number).map_or(Verdict::Effective, Verdict::Void)
}

/// SQLite's integers are signed; positions and numbers here never come near the sign.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Reads a column of a fixed number of bytes.
pub(crate) fn array<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; N]> {
    row.get::<_, [u8; N]>(column)
}

pub(crate) fn optional_hash(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Hash>> {
    Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(Hash))
}

/// A replica as this database knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReplicaRow {
    pub id: i64,
    pub name: ReplicaId,
    /// `None` for a replica of another desk.
    pub key: Option<KeyId>,
    pub head: Chain,
    pub sealed: Chain,
    pub branch_seq: u64,
    pub centre: Chain,
}

const REPLICA: &str = "SELECT id, name, key, head_seq, head_chain, sealed_seq, sealed_chain, branch_seq, centre_seq, centre_chain FROM replica";

fn read_replica(row: &Row<'_>) -> rusqlite::Result<ReplicaRow> {
    let name = ReplicaId(array(row, 1)?);
    let chain = |seq: usize, head: usize| -> rusqlite::Result<Chain> {
        let start = Chain::start(name);
        Ok(Chain {
            seq: unsigned(row.get(seq)?),
            head: optional_hash(row, head)?.unwrap_or(start.head),
        })
    };
    Ok(ReplicaRow {
        id: row.get(0)?,
        name,
        key: row.get::<_, Option<[u8; 16]>>(2)?.map(KeyId),
        head: chain(3, 4)?,
        sealed: chain(5, 6)?,
        branch_seq: unsigned(row.get(7)?),
        centre: chain(8, 9)?,
    })
}

pub(crate) fn replica_row(conn: &Connection, id: i64) -> Result<ReplicaRow> {
    Ok(conn
        .prepare_cached(&format!("{REPLICA} WHERE id = ?1"))?
        .query_row([id], read_replica)?)
}

pub(crate) fn find_replica(conn: &Connection, name: ReplicaId) -> Result<Option<ReplicaRow>> {
    Ok(conn
        .prepare_cached(&format!("{REPLICA} WHERE name = ?1"))?
        .query_row([name.0], read_replica)
        .optional()?)
}

/// The replica that writes now.
pub(crate) fn current_replica(conn: &Connection) -> Result<ReplicaRow> {
    let id = conn
        .prepare_cached("SELECT replica FROM standing")?
        .query_row([], |row| row.get(0))?;
    replica_row(conn, id)
}

/// Replicas that were written here, the oldest first; the one that writes now is among them.
pub(crate) fn own_replicas(conn: &Connection) -> Result<Vec<ReplicaRow>> {
    let mut statement =
        conn.prepare_cached(&format!("{REPLICA} WHERE key IS NOT NULL ORDER BY id"))?;
    let rows = statement.query_map([], read_replica)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Labels of this desk, as they stand on what it wrote.
pub(crate) fn own_labels(conn: &Connection) -> Result<BTreeSet<String>> {
    let mut statement = conn.prepare(
        "SELECT DISTINCT w.cbor FROM entry e JOIN replica r ON r.id = e.replica JOIN author w ON w.id = e.author
         WHERE r.key IS NOT NULL",
    )?;
    let found = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
    let mut labels = BTreeSet::new();
    for cbor in found {
        let author: Author =
            message::decode(&cbor?).map_err(|_| StoreError::Unreadable("author"))?;
        labels.insert(author.desk);
    }
    Ok(labels)
}

/// What the writer remembers between transactions; dropped when one is rolled back.
#[derive(Debug, Default)]
pub(crate) struct Names {
    authors: HashMap<(KeyId, Author), i64>,
    replicas: HashMap<ReplicaId, i64>,
}

/// Authors of a big office within one program's run; beyond that the memory is emptied.
const NAMES_MAX: usize = 4096;

impl Names {
    pub fn author(&mut self, conn: &Connection, key: KeyId, author: &Author) -> Result<i64> {
        let wanted = (key, author.clone());
        if let Some(id) = self.authors.get(&wanted) {
            return Ok(*id);
        }
        let cbor = message::encode(author);
        let found = conn
            .prepare_cached("SELECT id FROM author WHERE key = ?1 AND cbor = ?2")?
            .query_row(params![key.0, cbor], |row| row.get(0))
            .optional()?;
        let id = match found {
            Some(id) => id,
            None => conn
                .prepare_cached("INSERT INTO author (key, cbor) VALUES (?1, ?2)")?
                .insert(params![key.0, cbor])?,
        };
        if self.authors.len() >= NAMES_MAX {
            self.authors.clear();
        }
        self.authors.insert(wanted, id);
        Ok(id)
    }

    /// The number of a replica, made when it is new here.
    pub fn replica(&mut self, conn: &Connection, name: ReplicaId) -> Result<i64> {
        if let Some(id) = self.replicas.get(&name) {
            return Ok(*id);
        }
        let id = match find_replica(conn, name)? {
            Some(row) => row.id,
            None => conn
                .prepare_cached("INSERT INTO replica (name) VALUES (?1)")?
                .insert([name.0])?,
        };
        if self.replicas.len() >= NAMES_MAX {
            self.replicas.clear();
        }
        self.replicas.insert(name, id);
        Ok(id)
    }
}

/// An entry as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct EntryRow {
    pub id: i64,
    pub entry: Entry,
    pub hash: Hash,
    pub provisional: Verdict,
    /// Place and verdict by authority.
    pub order: Option<(u64, Verdict)>,
    /// Written at this desk.
    pub own: bool,
    /// Its place in the hub's order.
    pub branch_position: Option<i64>,
}

const ENTRY: &str = "SELECT e.id, r.name, e.seq, e.header_hash, e.act, e.base_replica, e.base_seq,
    e.wall_time_ms, e.server_time_ms, e.kind, w.key, w.cbor, e.body_hash, e.salt, e.body, e.provisional,
    e.position, e.verdict, a.kind, a.subject, r.key IS NOT NULL AND e.seq <= r.head_seq,
    e.branch_position
  FROM entry e JOIN replica r ON r.id = e.replica JOIN author w ON w.id = e.author JOIN aggregate a ON a.id = e.aggregate";

fn read_entry(row: &Row<'_>) -> rusqlite::Result<EntryRow> {
    let author: Author = message::decode(row.get_ref(11)?.as_blob()?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(11, rusqlite::types::Type::Blob, Box::new(error))
    })?;
    let base = match (
        row.get::<_, Option<[u8; 16]>>(5)?,
        row.get::<_, Option<i64>>(6)?,
    ) {
        (Some(replica), Some(seq)) => Some(EntryRef {
            replica: ReplicaId(replica),
            seq: unsigned(seq),
        }),
        (_, _) => None,
    };
    let body = match (row.get::<_, Option<[u8; 8]>>(13)?, row.get(14)?) {
        (Some(salt), Some(bytes)) => Some(Body {
            salt: Salt(salt),
            bytes,
        }),
        (_, _) => None,
    };
    let order = match (row.get::<_, Option<i64>>(16)?, row.get(17)?) {
        (Some(position), Some(verdict)) => Some((unsigned(position), verdict_of(verdict))),
        (_, _) => None,
    };
    let header = Header {
        key: KeyId(array(row, 10)?),
        replica: ReplicaId(array(row, 1)?),
        seq: unsigned(row.get(2)?),
        act: ActId(Uuid::from_bytes(array(row, 4)?)),
        subject: Subject {
            kind: row.get(18)?,
            id: ActId(Uuid::from_bytes(array(row, 19)?)),
        },
        base,
        wall_time_ms: row.get(7)?,
        server_time_ms: row.get(8)?,
        kind: row.get(9)?,
        author,
        body_hash: Hash(array(row, 12)?),
    };
    Ok(EntryRow {
        id: row.get(0)?,
        entry: Entry { header, body },
        hash: Hash(array(row, 3)?),
        provisional: verdict_of(row.get(15)?),
        order,
        own: row.get(20)?,
        branch_position: row.get(21)?,
    })
}

/// Entries by a condition on `e`, in an order.
pub(crate) fn entries(
    conn: &Connection,
    rest: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<EntryRow>> {
    let mut statement = conn.prepare_cached(&format!("{ENTRY} {rest}"))?;
    let rows = statement.query_map(values, read_entry)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One entry by its number here.
pub(crate) fn entry(conn: &Connection, id: i64) -> Result<EntryRow> {
    entries(conn, "WHERE e.id = ?1", [id])?
        .pop()
        .ok_or(StoreError::Missing("entry"))
}

/// The order of entries that have no place: what had one under a history that is gone, then what the
/// hub of the office has ordered, then the rest as it was written.
pub(crate) const TAIL_ORDER: &str = "e.former_position IS NULL, e.former_position, e.branch_position IS NULL, e.branch_position, e.id";

/// What is needed of a stored entry to give it its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub id: i64,
    pub hash: Hash,
    pub aggregate: i64,
    pub provisional: Verdict,
    pub position: Option<u64>,
    /// It had a place in an order that is gone.
    pub former: bool,
    /// Its place in the hub's order, while the centre has given none.
    pub branch_position: Option<i64>,
    /// Written at this desk.
    pub own: bool,
}

pub(crate) fn find_entry(conn: &Connection, replica: i64, seq: u64) -> Result<Option<Placed>> {
    Ok(conn
        .prepare_cached(
            "SELECT e.id, e.header_hash, e.aggregate, e.provisional, e.position, r.key IS NOT NULL,
               e.former_position IS NOT NULL, e.branch_position
             FROM entry e JOIN replica r ON r.id = e.replica WHERE e.replica = ?1 AND e.seq = ?2",
        )?
        .query_row(params![replica, signed(seq)], |row| {
            Ok(Placed {
                id: row.get(0)?,
                hash: Hash(array(row, 1)?),
                aggregate: row.get(2)?,
                provisional: verdict_of(row.get(3)?),
                position: row.get::<_, Option<i64>>(4)?.map(unsigned),
                own: row.get(5)?,
                former: row.get(6)?,
                branch_position: row.get(7)?,
            })
        })
        .optional()?)
}

/// Writes an entry; returns its number here.
pub(crate) fn insert_entry(
    conn: &Connection,
    names: &mut Names,
    entry: &Entry,
    hash: &Hash,
    aggregate: i64,
    provisional: Verdict,
    order: Option<(u64, Verdict)>,
) -> Result<i64> {
    let header = &entry.header;
    let replica = names.replica(conn, header.replica)?;
    let author = names.author(conn, header.key, &header.author)?;
    Ok(conn
        .prepare_cached(
            "INSERT INTO entry (replica, seq, header_hash, act, aggregate, base_replica, base_seq, wall_time_ms,
               server_time_ms, kind, author, body_hash, salt, body, provisional, position, verdict)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .insert(params![
            replica,
            signed(header.seq),
            hash.0,
            header.act.0.as_bytes(),
            aggregate,
            header.base.map(|base| base.replica.0),
            header.base.map(|base| signed(base.seq)),
            header.wall_time_ms,
            header.server_time_ms,
            header.kind,
            author,
            header.body_hash.0,
            entry.body.as_ref().map(|body| body.salt.0),
            entry.body.as_ref().map(|body| body.bytes.as_slice()),
            verdict_number(provisional),
            order.map(|(position, _)| signed(position)),
            order.map(|(_, verdict)| verdict_number(verdict)),
        ])?)
}

/// Moves the head of an own replica.
pub(crate) fn set_head(conn: &Connection, replica: i64, head: &Chain) -> Result<()> {
    conn.prepare_cached("UPDATE replica SET head_seq = ?2, head_chain = ?3 WHERE id = ?1")?
        .execute(params![replica, signed(head.seq), head.head.0])?;
    Ok(())
}

/// The chain of an own replica after `seq`: from the nearest frame before it, or the start.
pub(crate) fn chain_at(conn: &Connection, row: &ReplicaRow, seq: u64) -> Result<Option<Chain>> {
    if seq == row.head.seq {
        return Ok(Some(row.head));
    }
    if seq > row.head.seq {
        return Ok(None);
    }
    let from = conn
        .prepare_cached(
            "SELECT last_seq, chain_after FROM frame WHERE replica = ?1 AND last_seq <= ?2 ORDER BY first_seq DESC LIMIT 1",
        )?
        .query_row(params![row.id, signed(seq)], |found| {
            Ok(Chain {
                seq: unsigned(found.get(0)?),
                head: Hash(array(found, 1)?),
            })
        })
        .optional()?
        .unwrap_or(Chain::start(row.name));
    // Of a database that was salvaged the first entries and frames may be gone: what the centre has, and from
    // where sealing goes on, is known there.
    let from = [row.centre, row.sealed]
        .into_iter()
        .filter(|known| known.seq <= seq)
        .fold(
            from,
            |from, known| {
                if known.seq > from.seq { known } else { from }
            },
        );
    let mut statement = conn.prepare_cached(
        "SELECT header_hash FROM entry WHERE replica = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq",
    )?;
    let hashes = statement.query_map(params![row.id, signed(from.seq), signed(seq)], |found| {
        Ok(Hash(array(found, 0)?))
    })?;
    let mut chain = from;
    for hash in hashes {
        chain = chain.link(&hash?);
    }
    Ok((chain.seq == seq).then_some(chain))
}
