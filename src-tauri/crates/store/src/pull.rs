//! Applying the order: records of own entries, others' entries, directory changes, and the cursor
//! last, in one transaction.

use rusqlite::params;
use stoika_protocol::{
    Cursor, Entry, FeedItem, Hash, HistoryId, OrderRecord, OrderedEntry, PullReply, Subject,
    Verdict, message,
};

use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{self, Placed, signed, unsigned, verdict_number};
use crate::replica::{Changes, Replica, Writing};
use crate::{aggregate, branch, destruction, directory, discrepancy, load, salvage, sending};

/// How far the order has been applied.
pub(crate) fn cursor(conn: &rusqlite::Connection) -> Result<Option<Cursor>> {
    Ok(conn
        .prepare_cached("SELECT history, position, order_head FROM standing")?
        .query_row([], |row| {
            let history: Option<[u8; 16]> = row.get(0)?;
            let head = journal::optional_hash(row, 2)?;
            let position = unsigned(row.get(1)?);
            Ok(history.zip(head).map(|(history, order_head)| Cursor {
                history: HistoryId(history),
                position,
                order_head,
            }))
        })?)
}

impl Replica {
    /// Applies a verified reply. What has been applied already changes nothing; nothing moves back.
    ///
    /// # Errors
    /// [`StoreError::OtherHistory`] when it is not of the history that the cursor lies on;
    /// [`StoreError::ForeignSelf`] when the order names entries of this replica that were not
    /// written here; those of the disk. Then nothing was applied.
    pub fn apply_pull(&self, reply: &PullReply) -> Result<Changes> {
        let (destroyed, changes) = self.write(|writing| {
            apply(writing, reply)?;
            Ok::<_, StoreError>(writing.destroyed.get())
        })?;
        if destroyed {
            self.empty_log();
        }
        Ok(changes)
    }
}

fn apply(writing: &Writing<'_>, reply: &PullReply) -> Result<()> {
    let cursor = cursor(&writing.tx)?;
    if cursor.is_some_and(|cursor| cursor.history != reply.history) {
        return Err(StoreError::OtherHistory(reply.history));
    }
    writing.told_at_ms.set(reply.server_time_ms);
    let applied = cursor.map_or(0, |cursor| cursor.position);
    for item in &reply.items {
        if item.position() <= applied {
            continue;
        }
        match item {
            FeedItem::Own(record) => apply_own(writing, record, reply.server_time_ms)?,
            FeedItem::Other(ordered) => apply_other(writing, ordered, true, reply.server_time_ms)?,
            FeedItem::Enter {
                subject, entries, ..
            } => {
                enter(writing, *subject, entries, reply.server_time_ms)?;
            }
            FeedItem::Leave { subject, .. } => leave(writing, *subject)?,
        }
    }
    apply_directory(writing, reply)?;
    if reply.upto > applied || cursor.is_none() {
        writing
            .tx
            .prepare_cached("UPDATE standing SET history = ?1, position = ?2, order_head = ?3")?
            .execute(params![
                reply.history.0,
                signed(reply.upto),
                reply.order_head.0
            ])?;
        writing.changed(Change::Link);
    }
    if !reply.more {
        set_stale_aside(writing, reply.server_time_ms)?;
        sending::follow_bases(writing, reply.server_time_ms)?;
    }
    Ok(())
}

/// Name of the setting that stands between a rewind and the end of the pull after it.
pub(crate) const REWOUND: &str = "order_rewound";

/// After a rewind the whole order has come anew. What others wrote and has no place now is not in
/// this desk's scope any more, or has not come to the server again yet: then it comes back
/// whole. Until then it is kept as a branch, so that the desk shows what the server knows. What the
/// hub of the office has ordered stays: it is on its way.
fn set_stale_aside(writing: &Writing<'_>, now_ms: i64) -> Result<()> {
    let tx = &writing.tx;
    let rewound = tx
        .prepare_cached("DELETE FROM setting WHERE name = ?1")?
        .execute([REWOUND])?;
    if rewound == 0 {
        return Ok(());
    }
    let stale: Vec<(i64, i64)> = tx
        .prepare_cached(
            // Past the end of a former replica stands another's, who went on with it.
            "SELECT e.id, e.aggregate FROM entry e JOIN replica r ON r.id = e.replica
             WHERE e.position IS NULL AND e.former_position IS NOT NULL AND coalesce(e.branch_position, ?1) >= ?1
               AND (r.key IS NULL OR e.seq > r.head_seq)",
        )?
        .query_map([branch::GONE], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (entry, aggregate) in stale {
        move_to_branch(writing, entry, aggregate, now_ms)?;
    }
    salvage::recount(writing)
}

fn apply_directory(writing: &Writing<'_>, reply: &PullReply) -> Result<()> {
    let tx = &writing.tx;
    let load = load::row(tx)?;
    for change in &reply.directory {
        // While a load is under way the index is left to its end.
        directory::apply(writing, change, load.number, !load.progress.due)?;
    }
    if load.progress.due {
        return Ok(());
    }
    tx.prepare_cached("UPDATE standing SET directory_position = ?1 WHERE directory_position < ?1")?
        .execute([signed(reply.directory_upto)])?;
    directory::keep_mark(tx, reply.directory_mark.as_ref())?;
    if !reply.more {
        tx.prepare_cached("UPDATE standing SET directory_as_of_ms = ?1")?
            .execute([reply.server_time_ms])?;
    }
    Ok(())
}

/// An entry that was written here got its place.
fn apply_own(writing: &Writing<'_>, record: &OrderRecord, now_ms: i64) -> Result<()> {
    let replica = writing
        .names
        .borrow_mut()
        .replica(&writing.tx, record.entry.replica)?;
    let held = journal::find_entry(&writing.tx, replica, record.entry.seq)?
        .filter(|held| held.hash == record.header_hash)
        .ok_or(StoreError::ForeignSelf {
            replica: record.entry.replica,
            seq: record.entry.seq,
        })?;
    place(writing, &held, record, now_ms)
}

/// Gives an entry that is here its place and verdict, and says so when that is not what was shown.
fn place(writing: &Writing<'_>, held: &Placed, record: &OrderRecord, now_ms: i64) -> Result<()> {
    if held.position == Some(record.position) {
        return Ok(());
    }
    let tx = &writing.tx;
    tx.prepare_cached(
        "UPDATE entry SET position = ?2, verdict = ?3, former_position = NULL, branch_position = NULL WHERE id = ?1",
    )?
    .execute(params![
        held.id,
        signed(record.position),
        verdict_number(record.verdict)
    ])?;
    let as_told = held.provisional == record.verdict;
    writing.folding.borrow_mut().settle_tail(
        tx,
        held.aggregate,
        held.id,
        record.position,
        record.verdict,
        as_told,
    )?;
    // Another's entry that came by the hub was shown with this desk's own verdict, to nobody's account.
    let by_hub = !held.own && !held.former;
    if record.verdict != Verdict::Effective || !(as_told || by_hub) {
        let told = Some(held.provisional).filter(|_| !by_hub);
        discrepancy::of_entry(writing, held.id, held.own, told, record.verdict, now_ms)?;
    } else if held.own {
        // The order of the office may have said otherwise.
        discrepancy::correct(writing, held.id, record.verdict, now_ms)?;
    }
    writing.changed(Change::Link);
    Ok(())
}

/// Another's entry, or an own one that comes back whole (after a restore).
fn apply_other(
    writing: &Writing<'_>,
    ordered: &OrderedEntry,
    listed: bool,
    now_ms: i64,
) -> Result<()> {
    let OrderedEntry { record, entry } = ordered;
    let tx = &writing.tx;
    let hash = entry.header.hash();
    if hash != record.header_hash || entry.header.entry_ref() != record.entry || !entry.body_fits()
    {
        return discrepancy::note(writing, "entry-refused", now_ms);
    }
    let replica = writing
        .names
        .borrow_mut()
        .replica(tx, record.entry.replica)?;
    match journal::find_entry(tx, replica, record.entry.seq)? {
        Some(held) if held.hash == hash => {
            place(writing, &held, record, now_ms)?;
            return destruction::obey(writing, ordered);
        }
        Some(held) => {
            if record.entry.replica == writing.current_name() {
                return Err(StoreError::ForeignSelf {
                    replica: record.entry.replica,
                    seq: record.entry.seq,
                });
            }
            set_aside(writing, &held, now_ms)?;
        }
        None => {
            if record.entry.replica == writing.current_name() {
                return Err(StoreError::ForeignSelf {
                    replica: record.entry.replica,
                    seq: record.entry.seq,
                });
            }
        }
    }
    insert_ordered(writing, entry, &hash, record, listed, now_ms)?;
    destruction::obey(writing, ordered)
}

fn insert_ordered(
    writing: &Writing<'_>,
    entry: &Entry,
    hash: &Hash,
    record: &OrderRecord,
    listed: bool,
    now_ms: i64,
) -> Result<()> {
    let tx = &writing.tx;
    let mut folding = writing.folding.borrow_mut();
    let aggregate = folding.aggregate(tx, entry.header.subject)?;
    if folding.has_tail(tx, aggregate)? {
        drop(folding);
        give_way(writing, aggregate, entry, true, now_ms)?;
        folding = writing.folding.borrow_mut();
    }
    let order = Some((record.position, record.verdict));
    let id = journal::insert_entry(
        tx,
        &mut writing.names.borrow_mut(),
        entry,
        hash,
        aggregate,
        record.verdict,
        order,
    )?;
    folding.settle_new(tx, aggregate, (id, entry), record.position, record.verdict)?;
    drop(folding);
    // An own entry comes back whole after a restore.
    let replica = journal::find_replica(tx, record.entry.replica)?;
    let own = replica.as_ref().is_some_and(|row| row.key.is_some());
    if (listed || own) && record.verdict != Verdict::Effective {
        discrepancy::of_entry(writing, id, own, None, record.verdict, now_ms)?;
    }
    match replica {
        Some(row) if !own => branch::follow_centre(writing, row.id, record.entry.seq, hash),
        Some(_) | None => Ok(()),
    }
}

/// The same record may come under two names, when its desk had to write it anew. Another's that waits
/// under the other name goes aside, for its author has given that name up. Says whether the entry may
/// come in: what has its place always may; what has none may not when the record is here with a
/// place, or is this desk's own.
pub(crate) fn give_way(
    writing: &Writing<'_>,
    aggregate: i64,
    entry: &Entry,
    is_placed: bool,
    now_ms: i64,
) -> Result<bool> {
    let header = &entry.header;
    let twins: Vec<(i64, bool)> = writing
        .tx
        .prepare_cached(
            "SELECT e.id, e.position IS NOT NULL OR (r.key IS NOT NULL AND e.seq <= r.head_seq)
             FROM entry e JOIN replica r ON r.id = e.replica
             WHERE e.aggregate = ?1 AND e.act = ?2 AND e.kind = ?3 AND e.body_hash = ?4",
        )?
        .query_map(
            params![
                aggregate,
                header.act.0.as_bytes(),
                header.kind,
                header.body_hash.0
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect::<rusqlite::Result<_>>()?;
    if !is_placed && twins.iter().any(|(_, stays)| *stays) {
        return Ok(false);
    }
    for (twin, stays) in twins {
        if !stays {
            move_to_branch(writing, twin, aggregate, now_ms)?;
        }
    }
    Ok(true)
}

/// The order has another entry at this place: what stood here is kept as a branch.
fn set_aside(writing: &Writing<'_>, held: &Placed, now_ms: i64) -> Result<()> {
    move_to_branch(writing, held.id, held.aggregate, now_ms)?;
    discrepancy::note(writing, "forked", now_ms)
}

/// Takes an entry out of what is folded; its bytes stay.
pub(crate) fn move_to_branch(
    writing: &Writing<'_>,
    entry: i64,
    aggregate: i64,
    now_ms: i64,
) -> Result<()> {
    let row = journal::entry(&writing.tx, entry)?;
    keep_branch(writing, &row.entry, now_ms)?;
    writing
        .tx
        .execute("DELETE FROM entry WHERE id = ?1", [entry])?;
    writing
        .tx
        .execute("DELETE FROM discrepancy WHERE entry = ?1", [entry])?;
    writing
        .folding
        .borrow_mut()
        .fold_again(&writing.tx, aggregate)
}

/// Keeps the bytes of an entry that is not folded.
pub(crate) fn keep_branch(writing: &Writing<'_>, entry: &Entry, now_ms: i64) -> Result<()> {
    let header = &entry.header;
    let replica = writing
        .names
        .borrow_mut()
        .replica(&writing.tx, header.replica)?;
    writing
        .tx
        .prepare_cached(
            "INSERT OR IGNORE INTO branch (replica, seq, header_hash, cbor, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            replica,
            signed(header.seq),
            header.hash().0,
            message::encode(entry),
            now_ms
        ])?;
    Ok(())
}

/// An aggregate comes into the scope, whole.
fn enter(
    writing: &Writing<'_>,
    subject: Subject,
    entries: &[OrderedEntry],
    now_ms: i64,
) -> Result<()> {
    for ordered in entries {
        if ordered.entry.header.subject == subject {
            apply_other(writing, ordered, false, now_ms)?;
        } else {
            discrepancy::note(writing, "entry-refused", now_ms)?;
        }
    }
    let mut folding = writing.folding.borrow_mut();
    let id = folding.aggregate(&writing.tx, subject)?;
    folding.set_scope(&writing.tx, id, true)
}

/// An aggregate leaves the scope: what others wrote of it goes, what was written here stays in the
/// journal and is not shown.
fn leave(writing: &Writing<'_>, subject: Subject) -> Result<()> {
    let Some(id) = aggregate::find(&writing.tx, subject)? else {
        return Ok(());
    };
    let others = "aggregate = ?1 AND replica IN (SELECT id FROM replica WHERE key IS NULL)";
    writing.tx.execute(
        &format!("DELETE FROM discrepancy WHERE entry IN (SELECT id FROM entry WHERE {others})"),
        [id],
    )?;
    writing
        .tx
        .execute(&format!("DELETE FROM entry WHERE {others}"), [id])?;
    writing
        .folding
        .borrow_mut()
        .set_scope(&writing.tx, id, false)
}
