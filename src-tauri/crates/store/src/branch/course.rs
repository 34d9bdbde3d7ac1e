//! Two machines under one name: the disk of a desk was copied, and both go on. The hub may meet the one
//! first and the centre the other. Then the hub follows the centre, and who finds at the hub that its
//! course is another one goes on under another name with what the centre has not acknowledged.

use rusqlite::{Connection, OptionalExtension as _, params};
use stoika_protocol::{Chain, EntryRef, Hash, ReplicaId};

use super::give::{self, Ordered, is_given, number};
use crate::discrepancy;
use crate::error::{Result, StoreError};
use crate::journal::{self, ReplicaRow, signed, unsigned};
use crate::open::Identity;
use crate::replica::{Changes, Replica, Writing};
use crate::sending::{self, Place};

impl Replica {
    /// The hub holds another course of an own replica after `common_seq`, or more of it than this desk
    /// does. What is after it, and neither acknowledged nor ever placed by the centre, is written again
    /// under another replica id as in [`Replica::reauthor`]. The rest stays as it is and comes to
    /// the hub by the centre; what the centre is still to have of it goes there under the old name.
    ///
    /// # Errors
    /// [`StoreError::UnknownReplica`]; those of the disk.
    pub fn branch_reauthor(
        &self,
        replica: ReplicaId,
        common_seq: u64,
        fresh: Identity,
        at_ms: i64,
    ) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            let row = sending::own(&writing.tx, replica)?;
            let was_current = writing.current.borrow().id == row.id;
            let common_seq = common_seq.max(with_centre(&writing.tx, &row)?);
            let is_moved =
                sending::write_anew(writing, replica, common_seq, &fresh, at_ms, Place::Branch)?;
            if is_moved || was_current {
                discrepancy::note(writing, "forked", at_ms)?;
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(changes)
    }
}

/// The last entry of an own replica that the centre has, or had before it was restored.
fn with_centre(conn: &Connection, row: &ReplicaRow) -> Result<u64> {
    let placed: Option<i64> = conn
        .prepare_cached(
            "SELECT max(seq) FROM entry
             WHERE replica = ?1 AND seq <= ?2 AND (position IS NOT NULL OR former_position IS NOT NULL)",
        )?
        .query_row(params![row.id, signed(row.head.seq)], |row| row.get(0))?;
    Ok(row.centre.seq.max(placed.map_or(0, unsigned)))
}

/// A replica of another desk, as far as it has come here by itself.
fn held(conn: &Connection, replica: i64) -> Result<Option<Chain>> {
    Ok(conn
        .prepare_cached("SELECT held_seq, held_chain FROM hub_replica WHERE replica = ?1")?
        .query_row([replica], |row| {
            Ok(Chain {
                seq: unsigned(row.get(0)?),
                head: Hash(journal::array(row, 1)?),
            })
        })
        .optional()?)
}

/// Takes what follows in another's replica from what the centre has brought, so that its desk is told
/// the course that the centre has.
pub(super) fn catch_up(writing: &Writing<'_>, name: ReplicaId) -> Result<()> {
    let tx = &writing.tx;
    let Some(row) = journal::find_replica(tx, name)? else {
        return Ok(());
    };
    let Some(before) = held(tx, row.id)? else {
        return Ok(());
    };
    let mut held = before;
    while let Some((next, kind)) = placed_at(tx, &row, held.seq + 1)? {
        held = held.link(&next.hash);
        tx.prepare_cached(
            "INSERT OR REPLACE INTO hub_taken (replica, seq, chain) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![row.id, signed(held.seq), held.head.0])?;
        // The desks without the centre need it all the same.
        if is_given(kind) && !is_ordered(tx, &next)? {
            number(writing, &next)?;
        }
    }
    if held.seq > before.seq {
        tx.prepare_cached(
            "UPDATE hub_replica SET held_seq = ?2, held_chain = ?3 WHERE replica = ?1",
        )?
        .execute(params![row.id, signed(held.seq), held.head.0])?;
    }
    Ok(())
}

/// The entry at that place, if the centre has placed it, and the kind of its aggregate.
fn placed_at(conn: &Connection, row: &ReplicaRow, seq: u64) -> Result<Option<(Ordered, u16)>> {
    let found = conn
        .prepare_cached(
            "SELECT e.id, e.header_hash, a.kind FROM entry e JOIN aggregate a ON a.id = e.aggregate
             WHERE e.replica = ?1 AND e.seq = ?2 AND e.position IS NOT NULL",
        )?
        .query_row(params![row.id, signed(seq)], |found| {
            let entry = Ordered {
                id: found.get(0)?,
                replica: row.id,
                entry: EntryRef {
                    replica: row.name,
                    seq,
                },
                hash: Hash(journal::array(found, 1)?),
            };
            Ok((entry, found.get(2)?))
        })
        .optional()?;
    Ok(found)
}

/// Whether an entry has its place in the hub's order.
pub(super) fn is_ordered(conn: &Connection, entry: &Ordered) -> Result<bool> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM hub_order WHERE replica = ?1 AND seq = ?2 AND header_hash = ?3)",
        )?
        .query_row(
            params![entry.replica, signed(entry.entry.seq), entry.hash.0],
            |row| row.get(0),
        )?)
}

/// The centre has placed an entry of another desk. If the hub was brought another one at that place, it
/// was by a clone: that course is forgotten, and the order begins anew, so that every desk compares what
/// it has with this one again.
pub(crate) fn follow_centre(
    writing: &Writing<'_>,
    replica: i64,
    seq: u64,
    hash: &Hash,
) -> Result<()> {
    let tx = &writing.tx;
    let Some(taken) = taken_at(tx, replica, seq)? else {
        return Ok(());
    };
    let before = match seq {
        0 => None,
        _ => taken_at(tx, replica, seq - 1)?,
    };
    let is_same = before.is_some_and(|head| {
        let before = Chain { seq: seq - 1, head };
        before.link(hash).head == taken
    });
    if is_same {
        return Ok(());
    }
    tx.execute("DELETE FROM hub_taken WHERE replica = ?1", [replica])?;
    tx.execute("DELETE FROM hub_replica WHERE replica = ?1", [replica])?;
    give::begin_anew(writing)
}

/// The chain of another's replica after that entry, as it came here.
pub(super) fn taken_at(conn: &Connection, replica: i64, seq: u64) -> Result<Option<Hash>> {
    Ok(conn
        .prepare_cached(
            "SELECT chain FROM hub_taken WHERE replica = ?1 AND seq = ?2
             UNION ALL
             SELECT first_chain FROM hub_replica WHERE replica = ?1 AND first_seq = ?2
             LIMIT 1",
        )?
        .query_row(params![replica, signed(seq)], |row| {
            Ok(Hash(journal::array(row, 0)?))
        })
        .optional()?)
}
