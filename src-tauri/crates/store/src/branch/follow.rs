//! A desk's side: how far the hub's order is applied, and applying it.

use rusqlite::{Connection, params};
use stoika_domain::body::SubjectKind;
use stoika_protocol::{
    ActId, Chain, Cursor, Entry, FeedItem, Hash, OrderRecord, OrderedEntry, PullReply, Verdict,
};

use super::{GONE, REWOUND, cursor, relay, set_order_gone, set_place, tenure};
use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{self, Placed, ReplicaRow, signed, unsigned};
use crate::open::Identity;
use crate::read::standing::OwnReplica;
use crate::replica::{Changes, Replica, Writing};
use crate::{discrepancy, pull, sending};

/// Entries that come to an office within the moment that an answer of the hub is waited for, and far more:
/// what is older is not looked at.
const RECENT: u32 = 2_000;

/// What the replica holds, as the hub of the office is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchStanding {
    /// Who writes now.
    pub identity: Identity,
    /// The replica that is written now; `acked` is the hub's word.
    pub current: OwnReplica,
    /// Former replicas of this desk with entries that wait for their place, oldest first.
    pub former: Vec<OwnReplica>,
    /// How far the hub's order is applied; `None` before the first pull and after
    /// [`Replica::branch_rewind`].
    pub cursor: Option<Cursor>,
    /// Every entry of the current replica up to here has its place with the centre, and a frame ends
    /// here: a hub that does not know the replica may begin with what follows.
    pub placed: Chain,
}

impl Replica {
    /// What the replica holds, as the hub of the office is told.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn branch_standing(&self) -> Result<BranchStanding> {
        self.read(|conn| {
            let current = journal::current_replica(conn)?;
            let mut former = Vec::new();
            for row in journal::own_replicas(conn)? {
                if row.id != current.id && first_waiting(conn, &row)?.is_some() {
                    former.push(own_with_branch(conn, &row)?);
                }
            }
            Ok(BranchStanding {
                identity: Identity {
                    replica: current.name,
                    key: current.key.ok_or(StoreError::Unreadable("replica"))?,
                },
                current: own_with_branch(conn, &current)?,
                former,
                cursor: cursor(conn)?,
                placed: placed(conn, &current)?,
            })
        })
    }

    /// What the hub's order makes of the entries of an act that was written here a moment ago, one by one;
    /// `None` for an entry on which the hub has said nothing yet.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn branch_verdicts(&self, act: ActId) -> Result<Vec<Option<Verdict>>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT coalesce(branch_position < ?2, false) OR position IS NOT NULL, coalesce(verdict, provisional)
                 FROM entry WHERE act = ?1 AND id > (SELECT coalesce(max(id), 0) FROM entry) - ?3 ORDER BY id",
            )?;
            let rows = statement.query_map(params![act.0.as_bytes(), GONE, RECENT], |row| {
                let told: bool = row.get(0)?;
                let verdict = journal::verdict_of(row.get(1)?);
                Ok(told.then_some(verdict))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Applies a verified page of the hub's order: places of own entries, others' entries, the cursor
    /// last. What the centre has placed keeps its place. What has been applied already changes
    /// nothing. The page's verdicts and its part of the directory are not looked at. An own entry
    /// that has no effect in this order is listed as a discrepancy.
    ///
    /// # Errors
    /// [`StoreError::OtherHistory`] when it is not of the order that the cursor lies on, or this desk
    /// is the hub itself; [`StoreError::ForeignSelf`] when it names entries of this replica that
    /// were not written here; those of the disk. Then nothing was applied.
    pub fn apply_branch(&self, reply: &PullReply) -> Result<Changes> {
        let ((), changes) = self.write(|writing| apply(writing, reply))?;
        Ok(changes)
    }

    /// The hub is another one, or was restored: its order comes anew from the start, and its
    /// acknowledgements go back to nothing. No entry is dropped; entries keep the order that they
    /// had until the next hub's has come. A desk that is the hub itself by now has nothing to go back
    /// to: then nothing happens.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn branch_rewind(&self) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            if tenure(&writing.tx)?.is_some() {
                return Ok(());
            }
            set_order_gone(&writing.tx)?;
            sending::refresh(writing)?;
            writing.changed(Change::Link);
            Ok::<_, StoreError>(())
        })?;
        Ok(changes)
    }
}

/// An own replica with the hub's acknowledgement.
fn own_with_branch(conn: &Connection, row: &ReplicaRow) -> Result<OwnReplica> {
    let acked = journal::chain_at(conn, row, row.branch_seq)?.unwrap_or(Chain::start(row.name));
    Ok(OwnReplica {
        replica: row.name,
        head: row.head,
        acked,
    })
}

/// The first entry of an own replica that has never had a place with the centre.
fn first_waiting(conn: &Connection, row: &ReplicaRow) -> Result<Option<u64>> {
    let first: Option<i64> = conn
        .prepare_cached(
            "SELECT min(seq) FROM entry
             WHERE replica = ?1 AND seq <= ?2 AND position IS NULL AND former_position IS NULL",
        )?
        .query_row(params![row.id, signed(row.head.seq)], |row| row.get(0))?;
    Ok(first.map(unsigned))
}

/// See [`BranchStanding::placed`].
fn placed(conn: &Connection, row: &ReplicaRow) -> Result<Chain> {
    let upto = match first_waiting(conn, row)? {
        Some(first) => first - 1,
        None => row.head.seq,
    };
    let mut statement = conn.prepare_cached(
        "SELECT last_seq, chain_after FROM frame WHERE replica = ?1 AND last_seq <= ?2 ORDER BY first_seq DESC LIMIT 1",
    )?;
    let mut found = statement.query(params![row.id, signed(upto)])?;
    Ok(match found.next()? {
        Some(frame) => Chain {
            seq: unsigned(frame.get(0)?),
            head: Hash(journal::array(frame, 1)?),
        },
        None => Chain::start(row.name),
    })
}

fn apply(writing: &Writing<'_>, reply: &PullReply) -> Result<()> {
    let tx = &writing.tx;
    let cursor = cursor(tx)?;
    if cursor.is_some_and(|cursor| cursor.history != reply.history) || tenure(tx)?.is_some() {
        return Err(StoreError::OtherHistory(reply.history));
    }
    writing.branch_at_ms.set(Some(reply.server_time_ms));
    let applied = cursor.map_or(0, |cursor| cursor.position);
    for item in &reply.items {
        if item.position() <= applied {
            continue;
        }
        match item {
            FeedItem::Own(record) => apply_own(writing, record)?,
            FeedItem::Other(ordered) => apply_other(writing, ordered, reply.server_time_ms)?,
            // A hub knows no scopes: its office is one.
            FeedItem::Enter { entries, .. } => {
                for ordered in entries {
                    apply_other(writing, ordered, reply.server_time_ms)?;
                }
            }
            FeedItem::Leave { .. } => {}
        }
    }
    for frame in reply.frames.iter().flatten() {
        relay::keep(writing, frame, reply.server_time_ms)?;
    }
    if reply.upto > applied || cursor.is_none() {
        tx.prepare_cached("UPDATE hub_standing SET history = ?1, position = ?2, order_head = ?3")?
            .execute(params![
                reply.history.0,
                signed(reply.upto),
                reply.order_head.0
            ])?;
        writing.changed(Change::Link);
    }
    if !reply.more {
        set_stale_aside(writing, reply.server_time_ms)?;
    }
    Ok(())
}

/// An entry that was written here got its place.
fn apply_own(writing: &Writing<'_>, record: &OrderRecord) -> Result<()> {
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
    put(writing, &held, record.position)
}

/// Moves an entry that is here to its place.
fn put(writing: &Writing<'_>, held: &Placed, position: u64) -> Result<()> {
    if held.position.is_some() || held.branch_position == Some(signed(position)) {
        return Ok(());
    }
    set_place(&writing.tx, held.id, position)?;
    writing
        .folding
        .borrow_mut()
        .tail_changed(&writing.tx, held.aggregate)
}

fn apply_other(writing: &Writing<'_>, ordered: &OrderedEntry, now_ms: i64) -> Result<()> {
    let OrderedEntry { record, entry } = ordered;
    let hash = entry.header.hash();
    if hash != record.header_hash || entry.header.entry_ref() != record.entry || !entry.body_fits()
    {
        return discrepancy::note(writing, "entry-refused", now_ms);
    }
    if let Arrived::Waits(held) = arrive(writing, entry, &hash, now_ms)? {
        put(writing, &held, record.position)?;
    }
    Ok(())
}

/// What became of another's entry that came by the branch.
pub(super) enum Arrived {
    /// It is here and has no place with the centre.
    Waits(Placed),
    /// It is here and the centre has placed it.
    Placed,
    /// It is not folded: the same record is here under another name, or the centre has another entry
    /// at its place. Its bytes are kept.
    Aside,
}

/// Brings another's entry into the tail, if it is not here yet.
pub(super) fn arrive(
    writing: &Writing<'_>,
    entry: &Entry,
    hash: &Hash,
    now_ms: i64,
) -> Result<Arrived> {
    let tx = &writing.tx;
    let place = entry.header.entry_ref();
    let replica = writing.names.borrow_mut().replica(tx, place.replica)?;
    let is_mine = place.replica == writing.current_name();
    match journal::find_entry(tx, replica, place.seq)? {
        Some(held) if held.hash == *hash => {
            return Ok(match held.position {
                Some(_) => Arrived::Placed,
                None => Arrived::Waits(held),
            });
        }
        Some(_) | None if is_mine => {
            return Err(StoreError::ForeignSelf {
                replica: place.replica,
                seq: place.seq,
            });
        }
        // The centre has spoken, or it was written here.
        Some(held) if held.position.is_some() || held.own => {
            pull::keep_branch(writing, entry, now_ms)?;
            return Ok(Arrived::Aside);
        }
        Some(held) => pull::move_to_branch(writing, held.id, held.aggregate, now_ms)?,
        None => {}
    }
    let aggregate = writing
        .folding
        .borrow_mut()
        .aggregate(tx, entry.header.subject)?;
    if !pull::give_way(writing, aggregate, entry, false, now_ms)? {
        pull::keep_branch(writing, entry, now_ms)?;
        return Ok(Arrived::Aside);
    }
    journal::insert_entry(
        tx,
        &mut writing.names.borrow_mut(),
        entry,
        hash,
        aggregate,
        stoika_protocol::Verdict::Effective,
        None,
    )?;
    writing.folding.borrow_mut().tail_changed(tx, aggregate)?;
    let held = journal::find_entry(tx, replica, place.seq)?.ok_or(StoreError::Missing("entry"))?;
    Ok(Arrived::Waits(held))
}

/// After a change of the hub the whole order has come anew. What others wrote and has no place in it came
/// from the former hub alone: its author brings it to the new one, or to the centre, and it comes back.
/// Tenures stay: they say who the hub is, and came by themselves.
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
            "SELECT e.id, e.aggregate FROM entry e JOIN replica r ON r.id = e.replica JOIN aggregate a ON a.id = e.aggregate
             WHERE e.position IS NULL AND e.former_position IS NULL AND coalesce(e.branch_position, ?2) >= ?2
               AND (r.key IS NULL OR e.seq > r.head_seq) AND a.kind <> ?1",
        )?
        .query_map(params![SubjectKind::Tenure.number(), GONE], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    for (entry, aggregate) in stale {
        // The new hub may never hear of it: what is kept of it goes to the centre.
        relay::take_over(tx, entry)?;
        pull::move_to_branch(writing, entry, aggregate, now_ms)?;
    }
    Ok(())
}
