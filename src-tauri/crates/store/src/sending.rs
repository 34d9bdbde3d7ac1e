//! What goes out: frames sealed once, acknowledgements, and the ways home after a fork, a restore
//! or a server that went back.

use std::collections::HashMap;

use rusqlite::{Connection, params};
use stoika_domain::body::SubjectKind;
use stoika_protocol::{
    Chain, Entry, EntryRef, Hash, ReplicaId, SealedFrame, Signer, limit, message, seal_frames,
};

use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{self, EntryRow, ReplicaRow, signed};
use crate::open::{Identity, new_replica};
use crate::pull;
use crate::replica::{Changes, Replica, Writing};
use crate::{aggregate, branch, discrepancy, load};

/// Who has a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// На этом месте.
    Desk,
    /// В отделении.
    Branch,
    /// У бэк-офиса.
    Centre,
}

/// Entries that one transaction of sealing takes: bounds its memory.
const SEAL_ENTRIES_MAX: usize = 20 * limit::FRAME_ENTRIES_MAX;

pub(crate) fn own(conn: &Connection, name: ReplicaId) -> Result<ReplicaRow> {
    journal::find_replica(conn, name)?
        .filter(|row| row.key.is_some())
        .ok_or(StoreError::UnknownReplica(name))
}

impl Replica {
    /// Sealed frames of an own replica in order, from the one that holds entry `after + 1`: as
    /// many as fit in `size_bytes_max`, and at least one if there is any. What is not sealed
    /// yet is sealed and stored first; the high-water mark is on the disk before a frame is given out.
    ///
    /// # Errors
    /// [`StoreError::UnknownReplica`]; [`StoreError::Seal`] when the signer is not the replica's;
    /// those of the disk.
    pub fn frames_after(
        &self,
        signer: &Signer,
        replica: ReplicaId,
        after: u64,
        size_bytes_max: usize,
    ) -> Result<Vec<SealedFrame>> {
        loop {
            let row = self.read(|conn| own(conn, replica))?;
            if row.sealed.seq >= row.head.seq {
                break;
            }
            self.write(|writing| seal_some(writing, signer, replica))?;
        }
        self.sync_mark()?;
        self.read(|conn| {
            let row = own(conn, replica)?;
            let mut statement = conn.prepare_cached(
                "SELECT bytes FROM frame WHERE replica = ?1 AND last_seq > ?2 AND last_seq <= ?3 ORDER BY first_seq",
            )?;
            let mut found =
                statement.query(params![row.id, signed(after), signed(row.head.seq)])?;
            let mut frames = Vec::new();
            let mut size_bytes = 0;
            while let Some(frame) = found.next()? {
                let bytes: Vec<u8> = frame.get(0)?;
                size_bytes += bytes.len();
                if !frames.is_empty() && size_bytes > size_bytes_max {
                    break;
                }
                frames.push(SealedFrame(bytes));
            }
            Ok(frames)
        })
    }

    /// Seals all that was written here and is not sealed yet.
    ///
    /// # Errors
    /// Those of [`Self::frames_after`].
    pub fn seal(&self, signer: &Signer) -> Result<()> {
        for row in self.read(journal::own_replicas)? {
            if row.sealed.seq < row.head.seq {
                self.frames_after(signer, row.name, row.head.seq, 0)?;
            }
        }
        Ok(())
    }

    /// The chain of an own replica after entry `seq` (0: before the first); `None` when it has no
    /// such entry.
    ///
    /// # Errors
    /// [`StoreError::UnknownReplica`]; those of the disk.
    pub fn chain_at(&self, replica: ReplicaId, seq: u64) -> Result<Option<Chain>> {
        self.read(|conn| {
            let row = own(conn, replica)?;
            journal::chain_at(conn, &row, seq)
        })
    }

    /// The far end holds an own replica durably up to `chain`. The word may move back: a server
    /// that was restored holds less than before.
    ///
    /// # Errors
    /// [`StoreError::OtherChain`] when the chain here is another one there; those of the disk.
    pub fn acked(&self, replica: ReplicaId, chain: Chain, by: Place) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            let tx = &writing.tx;
            let row = own(tx, replica)?;
            if journal::chain_at(tx, &row, chain.seq)? != Some(chain) {
                return Err(StoreError::OtherChain);
            }
            match by {
                Place::Desk => {}
                Place::Branch => {
                    tx.execute(
                        "UPDATE replica SET branch_seq = ?2 WHERE id = ?1",
                        params![row.id, signed(chain.seq)],
                    )?;
                }
                Place::Centre => {
                    tx.execute(
                        "UPDATE replica SET centre_seq = ?2, centre_chain = ?3 WHERE id = ?1",
                        params![row.id, signed(chain.seq), chain.head.0],
                    )?;
                }
            }
            refresh(writing)?;
            writing.changed(Change::Link);
            writing.changed(Change::Appeals);
            Ok(())
        })?;
        Ok(changes)
    }

    /// The chains of an own replica part after `common_seq`, or the far end holds more of it than
    /// this desk does. What is after it is written again, the same acts under another
    /// replica id, and the old suffix is kept as a branch. When `replica` is the one that
    /// writes now, the new one writes from now on. `fresh` is taken when nothing has to be
    /// written again; otherwise the id follows from the suffix, so that two clones that hold the
    /// same suffix write it once.
    ///
    /// # Errors
    /// [`StoreError::UnknownReplica`]; those of the disk.
    pub fn reauthor(
        &self,
        replica: ReplicaId,
        common_seq: u64,
        fresh: Identity,
        at_ms: i64,
    ) -> Result<Changes> {
        let ((), changes) =
            self.write(|writing| reauthor(writing, replica, common_seq, &fresh, at_ms))?;
        Ok(changes)
    }

    /// The server was restored or wiped. `order`: acknowledgements and places go back to nothing,
    /// the order comes anew from its start, no entry is dropped. `directory`: a first load is
    /// due; the old rows stay readable until it is done.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn rewind(&self, order: bool, directory: bool, at_ms: i64) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            if order {
                rewind_order(writing)?;
                discrepancy::note(writing, "server-rewound", at_ms)?;
            }
            if directory {
                load::make_due(&writing.tx)?;
                writing.changed(Change::Load);
            }
            writing.changed(Change::Link);
            Ok::<_, StoreError>(())
        })?;
        Ok(changes)
    }
}

/// The transaction's copy of the replica that writes now, after its row was changed.
pub(crate) fn refresh(writing: &Writing<'_>) -> Result<()> {
    *writing.current.borrow_mut() = journal::current_replica(&writing.tx)?;
    Ok(())
}

fn seal_some(writing: &Writing<'_>, signer: &Signer, replica: ReplicaId) -> Result<()> {
    let tx = &writing.tx;
    let row = own(tx, replica)?;
    if row.sealed.seq >= row.head.seq {
        // Somebody else has done it meanwhile: the centre's link and the hub's ask side by side.
        return Ok(());
    }
    let entries: Vec<Entry> = journal::entries(
        tx,
        "WHERE e.replica = ?1 AND e.seq > ?2 AND e.seq <= ?3 ORDER BY e.seq LIMIT ?4",
        params![
            row.id,
            signed(row.sealed.seq),
            signed(row.head.seq),
            SEAL_ENTRIES_MAX as i64
        ],
    )?
    .into_iter()
    .map(|row| row.entry)
    .collect();
    let mut sealed = row.sealed;
    // What a hub tells to whoever asks on the office's network never shares a frame with a client's affairs.
    let is_told = |entry: &Entry| entry.header.subject.kind == SubjectKind::Tenure.number();
    for run in entries.chunk_by(|one, next| is_told(one) == is_told(next)) {
        for (frame, after) in seal_frames(signer, sealed, run)? {
            tx.prepare_cached(
                // A frame of a suffix that was given up may stand at this place.
                "INSERT OR REPLACE INTO frame (replica, first_seq, last_seq, chain_after, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                row.id,
                signed(sealed.seq + 1),
                signed(after.seq),
                after.head.0,
                frame.0
            ])?;
            sealed = after;
        }
    }
    if sealed.seq == row.sealed.seq {
        return Err(StoreError::Unreadable("entries to seal"));
    }
    tx.execute(
        "UPDATE replica SET sealed_seq = ?2, sealed_chain = ?3 WHERE id = ?1",
        params![row.id, signed(sealed.seq), sealed.head.0],
    )?;
    refresh(writing)
}

fn reauthor(
    writing: &Writing<'_>,
    replica: ReplicaId,
    common_seq: u64,
    fresh: &Identity,
    at_ms: i64,
) -> Result<()> {
    let is_moved = write_anew(writing, replica, common_seq, fresh, at_ms, Place::Centre)?;
    let code = if is_moved { "forked" } else { "restored" };
    discrepancy::note(writing, code, at_ms)
}

/// Own entries that wait for a base that never comes: it was written anew under another name. The
/// order has come whole, so what is not in it by the old name and is there by another one has
/// moved for good. From the first such entry on a replica is written anew as well, on the new base;
/// if the server has it already under the old name, that one is judged a repetition and holds up
/// nothing.
pub(crate) fn follow_bases(writing: &Writing<'_>, at_ms: i64) -> Result<()> {
    let tx = &writing.tx;
    let branched: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM branch)")?
        .query_row([], |row| row.get(0))?;
    if !branched {
        return Ok(());
    }
    for row in journal::own_replicas(tx)? {
        let Some(first_seq) = first_adrift(tx, &row)? else {
            continue;
        };
        // What stands before it goes to the server under the old name, first.
        if row.centre.seq < first_seq - 1 {
            continue;
        }
        let key = writing.current.borrow().key;
        let mut replica = ReplicaId(heir_id(&row.centre.head.0));
        while journal::find_replica(tx, replica)?.is_some() {
            replica = ReplicaId(heir_id(&replica.0));
        }
        let fresh = Identity {
            replica,
            key: key.ok_or(StoreError::Unreadable("replica"))?,
        };
        write_anew(
            writing,
            row.name,
            first_seq - 1,
            &fresh,
            at_ms,
            Place::Centre,
        )?;
    }
    Ok(())
}

/// The first entry of an own replica that has no place and whose base is to be had under another
/// name only.
fn first_adrift(tx: &Connection, row: &ReplicaRow) -> Result<Option<u64>> {
    let mut statement = tx.prepare_cached(
        // Not by the last that has a place: entries of the queue may get theirs after later ones.
        "SELECT seq, base_replica, base_seq FROM entry
         WHERE replica = ?1 AND seq <= ?2 AND position IS NULL AND base_replica IS NOT NULL ORDER BY seq",
    )?;
    let mut waiting = statement.query(params![row.id, signed(row.head.seq)])?;
    while let Some(entry) = waiting.next()? {
        let base = EntryRef {
            replica: ReplicaId(journal::array(entry, 1)?),
            seq: journal::unsigned(entry.get(2)?),
        };
        if other_name(tx, base)?.is_some() {
            return Ok(Some(journal::unsigned(entry.get(0)?)));
        }
    }
    Ok(None)
}

/// The name by which an entry has its place, when it is not here by its own and was given up.
fn other_name(tx: &Connection, entry: EntryRef) -> Result<Option<EntryRef>> {
    let Some(replica) = journal::find_replica(tx, entry.replica)? else {
        return Ok(None);
    };
    if journal::find_entry(tx, replica.id, entry.seq)?.is_some() {
        return Ok(None);
    }
    let mut statement =
        tx.prepare_cached("SELECT cbor FROM branch WHERE replica = ?1 AND seq = ?2 ORDER BY id")?;
    let given_up = statement
        .query_map(params![replica.id, signed(entry.seq)], |row| {
            row.get::<_, Vec<u8>>(0)
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for cbor in given_up {
        let former: Entry = message::decode(&cbor).map_err(|_| StoreError::Unreadable("branch"))?;
        let Some(aggregate) = aggregate::find(tx, former.header.subject)? else {
            continue;
        };
        let placed = journal::entries(
            tx,
            "WHERE e.aggregate = ?1 AND e.position IS NOT NULL AND e.act = ?2 ORDER BY e.position",
            params![aggregate, former.header.act.0.as_bytes()],
        )?;
        let twin = placed
            .iter()
            .find(|row| row.entry.header.is_same_record(&former.header));
        if let Some(twin) = twin {
            return Ok(Some(twin.entry.header.entry_ref()));
        }
    }
    Ok(None)
}

/// Writes what stands after `common_seq` under another replica id, the same acts; true when there
/// was any. The far end `at` holds the rest.
pub(crate) fn write_anew(
    writing: &Writing<'_>,
    replica: ReplicaId,
    common_seq: u64,
    fresh: &Identity,
    at_ms: i64,
    at: Place,
) -> Result<bool> {
    let tx = &writing.tx;
    let old = own(tx, replica)?;
    let common_seq = common_seq.min(old.head.seq);
    let common = journal::chain_at(tx, &old, common_seq)?.ok_or(StoreError::Unreadable("chain"))?;
    let suffix = journal::entries(
        tx,
        // What stands after the end of a former replica is another's, who went on with it.
        "WHERE e.replica = ?1 AND e.seq > ?2 AND e.seq <= ?3 ORDER BY e.seq",
        params![old.id, signed(common_seq), signed(old.head.seq)],
    )?;
    let mut moved: HashMap<EntryRef, EntryRef> = HashMap::new();
    let is_current = writing.current.borrow().id == old.id;
    if is_current || !suffix.is_empty() {
        let mut new = new_replica(tx, &heir(tx, &old, common, suffix.first(), fresh)?)?;
        for row in suffix {
            // What has its place already is with everybody: it stays under its name.
            if row.order.is_some() {
                continue;
            }
            pull::keep_branch(writing, &row.entry, at_ms)?;
            new.head = rename(writing, &row, &new, &mut moved)?;
        }
        journal::set_head(tx, new.id, &new.head)?;
        if is_current {
            tx.execute("UPDATE standing SET replica = ?1", [new.id])?;
        }
    }
    // A frame that reaches beyond the end now holds what was given up: it cannot bring the entries
    // before the end any more, so they are sealed anew should the server ask for them again.
    let sealed_seq: i64 = tx.query_row(
        "SELECT coalesce(max(last_seq), 0) FROM frame WHERE replica = ?1 AND last_seq <= ?2",
        params![old.id, signed(common.seq)],
        |row| row.get(0),
    )?;
    let sealed = journal::chain_at(tx, &old, sealed_seq.cast_unsigned())?
        .ok_or(StoreError::Unreadable("chain"))?;
    // What a hub does not take of the rest comes to it by the centre.
    let (centre, branch_seq) = match at {
        Place::Desk | Place::Centre => (common, old.branch_seq.min(common.seq)),
        Place::Branch => (old.centre, common.seq),
    };
    tx.execute(
        "UPDATE replica SET head_seq = ?2, head_chain = ?3, sealed_seq = ?4, sealed_chain = ?5,
           centre_seq = ?6, centre_chain = ?7, branch_seq = ?8
         WHERE id = ?1",
        params![
            old.id,
            signed(common.seq),
            common.head.0,
            sealed_seq,
            sealed.head.0,
            signed(centre.seq),
            centre.head.0,
            signed(branch_seq)
        ],
    )?;
    refresh(writing)?;
    if !moved.is_empty() {
        branch::begin_anew(writing)?;
        writing.changed(Change::Written);
    }
    writing.changed(Change::Link);
    Ok(!moved.is_empty())
}

/// Who writes a suffix anew. Two clones of one disk may both hold the same unsent entry and both
/// lose its place to a third: the id follows from what is written anew, so that both write the
/// same bytes and the act is at the centre once. Where they part after it, they part again.
fn heir(
    tx: &Connection,
    old: &ReplicaRow,
    common: Chain,
    first: Option<&EntryRow>,
    fresh: &Identity,
) -> Result<Identity> {
    let Some(first) = first else {
        return Ok(*fresh);
    };
    let mut of = old.name.0.to_vec();
    of.extend_from_slice(&common.link(&first.hash).head.0);
    let replica = ReplicaId(heir_id(&of));
    // It is here already when this disk has been through it once and was put back since.
    let known = journal::find_replica(tx, replica)?.is_some();
    Ok(Identity {
        replica: if known { fresh.replica } else { replica },
        key: fresh.key,
    })
}

fn heir_id(of: &[u8]) -> [u8; 16] {
    let hash = blake3::derive_key("stoika 2026 v1 heir of a replica", of);
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    id
}

/// Writes an entry under the next number of another replica, in its own row: what is folded from
/// it stays as it is.
pub(crate) fn rename(
    writing: &Writing<'_>,
    row: &EntryRow,
    new: &ReplicaRow,
    moved: &mut HashMap<EntryRef, EntryRef>,
) -> Result<Chain> {
    let tx = &writing.tx;
    let mut header = row.entry.header.clone();
    let old_ref = header.entry_ref();
    header.key = new.key.ok_or(StoreError::Unreadable("replica"))?;
    header.replica = new.name;
    header.seq = new.head.seq + 1;
    if let Some(base) = header.base {
        let name = match moved.get(&base) {
            Some(name) => Some(*name),
            None => other_name(tx, base)?,
        };
        header.base = name.or(Some(base));
    }
    moved.insert(old_ref, header.entry_ref());
    let hash: Hash = header.hash();
    let author = writing
        .names
        .borrow_mut()
        .author(tx, header.key, &header.author)?;
    tx.prepare_cached(
        "UPDATE entry SET replica = ?2, seq = ?3, header_hash = ?4, base_replica = ?5, base_seq = ?6, author = ?7 WHERE id = ?1",
    )?
    .execute(params![
        row.id,
        new.id,
        signed(header.seq),
        hash.0,
        header.base.map(|base| base.replica.0),
        header.base.map(|base| signed(base.seq)),
        author,
    ])?;
    Ok(new.head.link(&hash))
}

fn rewind_order(writing: &Writing<'_>) -> Result<()> {
    let tx = &writing.tx;
    for row in journal::own_replicas(tx)? {
        tx.execute(
            "UPDATE replica SET centre_seq = 0, centre_chain = ?2 WHERE id = ?1",
            params![row.id, Chain::start(row.name).head.0],
        )?;
    }
    crate::audit::rewind(tx)?;
    branch::rewind_relay(tx)?;
    tx.execute(
        "UPDATE standing SET history = NULL, position = 0, order_head = NULL",
        [],
    )?;
    tx.execute(
        "UPDATE entry SET former_position = position, provisional = verdict, position = NULL, verdict = NULL
         WHERE position IS NOT NULL",
        [],
    )?;
    tx.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, '1')",
        [pull::REWOUND],
    )?;
    refresh(writing)?;
    writing.folding.borrow_mut().rewind(tx)
}
