//! The hub's side: the order that it gives, and the names of the queue's entries in its own journal.

use rusqlite::params;
use stoika_domain::body::{Event, SubjectKind, encode};
use stoika_domain::tenure::{Named, NamedEntry, Octets, QueueOrderEvent};
use stoika_protocol::{
    ActId, Author, EntryRef, Hash, HistoryId, OrderRecord, ReplicaId, Salt, Subject, Verdict,
    order_head,
};
use uuid::Uuid;

use super::rows::{BranchIntake, BranchRows};
use super::{REWOUND, Tenure, set_order_gone, set_place, tenure};
use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{self, TAIL_ORDER, signed, unsigned};
use crate::record::{self, NewAct, NewEntry};
use crate::replica::{Changes, Replica, Writing};
use crate::sending;

/// Names in one entry: so many stay well within a body.
const NAMES_MAX: usize = 500;

/// What the entry needs that names what the hub took. Drawn before the transaction; what is not
/// needed in the end is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The program itself at the hub's desk.
    pub author: Author,
    /// A fresh act id.
    pub act_id: ActId,
    /// Wall clock of the machine, Unix milliseconds.
    pub wall_time_ms: i64,
    /// Estimate of the server's time, Unix milliseconds.
    pub server_time_ms: Option<i64>,
    /// Random.
    pub salt: Salt,
}

impl Replica {
    /// The order that this desk gives: the id of its tenure; `None` while it gives none.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn branch_tenure(&self) -> Result<Option<HistoryId>> {
        self.read(|conn| Ok(tenure(conn)?.map(|tenure| tenure.history)))
    }

    /// This desk gives the order from now on. The same tenure again changes nothing; another one
    /// begins at 1 with every entry here that has no place with the centre, own and others', in the
    /// order in which they are folded, and names the others' entries of the queue.
    ///
    /// # Errors
    /// Those of the disk. Then nothing has changed.
    pub fn branch_begin(&self, history: HistoryId, naming: &Naming) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            let tx = &writing.tx;
            if tenure(tx)?.is_some_and(|tenure| tenure.history == history) {
                return Ok(());
            }
            tx.execute(
                "UPDATE hub_standing SET history = NULL, position = 0, order_head = NULL, tenure = ?1",
                [history.0],
            )?;
            tx.execute("UPDATE replica SET branch_seq = 0 WHERE key IS NOT NULL", [])?;
            tx.execute("DELETE FROM setting WHERE name = ?1", [REWOUND])?;
            sending::refresh(writing)?;
            let names = number_all(writing)?;
            write_names(writing, history, naming, &names)?;
            writing.changed(Change::Link);
            Ok::<_, StoreError>(())
        })?;
        Ok(changes)
    }

    /// This desk gives no order any more. Entries keep the one that they have until the next hub's,
    /// or the centre's, has come. Frames that the centre does not have are relayed all the same.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn branch_end(&self) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            let tx = &writing.tx;
            if tenure(tx)?.is_none() {
                return Ok(());
            }
            tx.execute("DELETE FROM hub_order", [])?;
            tx.execute(
                "UPDATE hub_standing SET tenure = NULL, tenure_position = 0, tenure_head = NULL",
                [],
            )?;
            set_order_gone(tx)?;
            sending::refresh(writing)?;
            writing.changed(Change::Link);
            Ok::<_, StoreError>(())
        })?;
        Ok(changes)
    }

    /// Reads what the hub's exchange needs, in one snapshot.
    ///
    /// # Errors
    /// [`StoreError::Missing`] while this desk holds no tenure; those of `run` and of the disk.
    pub fn branch_read<T, E: From<StoreError>>(
        &self,
        run: impl FnOnce(&BranchRows<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let done = self.read(|conn| {
            let rows = BranchRows::over(conn)?;
            // Errors of the caller pass through as they are.
            Ok(run(&rows))
        });
        done.map_err(E::from)?
    }

    /// Takes in what other desks bring, in one transaction. At its end the entries of the queue that
    /// were taken are named in an entry of this desk. When `run` fails nothing has happened.
    ///
    /// # Errors
    /// [`StoreError::Missing`] while this desk holds no tenure; those of `run` and of the disk.
    pub fn branch_write<T, E: From<StoreError>>(
        &self,
        naming: &Naming,
        run: impl FnOnce(&mut BranchIntake<'_, '_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        self.write(|writing| {
            let history = tenure(&writing.tx)?
                .ok_or(StoreError::Missing("tenure"))?
                .history;
            writing.branch_at_ms.set(Some(naming.wall_time_ms));
            let mut intake = BranchIntake::over(writing, history);
            let done = run(&mut intake)?;
            let names = intake.into_names();
            write_names(writing, history, naming, &names)?;
            Ok(done)
        })
    }
}

/// Whether a hub tells the desks of entries of this kind: its naming of them is for the centre alone.
pub(super) fn is_given(kind: u16) -> bool {
    SubjectKind::from_number(kind) != Some(SubjectKind::QueueOrder)
}

/// Whether the hub names entries of this kind for the centre.
pub(super) fn is_named(kind: u16) -> bool {
    SubjectKind::from_number(kind).is_some_and(SubjectKind::is_of_queue)
}

/// An entry as the order names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ordered {
    pub id: i64,
    pub replica: i64,
    pub entry: EntryRef,
    pub hash: Hash,
}

/// Gives an entry the next place.
pub(super) fn number(writing: &Writing<'_>, entry: &Ordered) -> Result<()> {
    let tx = &writing.tx;
    let Some(tenure) = tenure(tx)? else {
        return Ok(());
    };
    let record = OrderRecord {
        position: tenure.position + 1,
        entry: entry.entry,
        header_hash: entry.hash,
        verdict: Verdict::Effective,
    };
    let head = order_head(tenure.history, tenure.head.as_ref(), &record);
    tx.prepare_cached(
        "INSERT OR REPLACE INTO hub_order (position, replica, seq, header_hash, chain) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        signed(record.position),
        entry.replica,
        signed(record.entry.seq),
        record.header_hash.0,
        head.0
    ])?;
    tx.prepare_cached("UPDATE hub_standing SET tenure_position = ?1, tenure_head = ?2")?
        .execute(params![signed(record.position), head.0])?;
    set_place(tx, entry.id, record.position)
}

/// An entry was written here: at the hub it has its place at once.
pub(crate) fn number_own(
    writing: &Writing<'_>,
    id: i64,
    entry: &stoika_protocol::Entry,
    hash: &Hash,
) -> Result<()> {
    if !is_given(entry.header.subject.kind) {
        return Ok(());
    }
    let replica = writing.current.borrow().id;
    number(
        writing,
        &Ordered {
            id,
            replica,
            entry: entry.header.entry_ref(),
            hash: *hash,
        },
    )
}

/// Entries of this desk got other names: at the hub the order begins anew, and the desks find that their
/// cursors do not lie on it.
pub(crate) fn begin_anew(writing: &Writing<'_>) -> Result<()> {
    if tenure(&writing.tx)?.is_some() {
        number_all(writing)?;
    }
    Ok(())
}

/// Begins the order at 1 with everything that has no place with the centre; gives the others' entries of
/// the queue.
fn number_all(writing: &Writing<'_>) -> Result<Vec<NamedEntry>> {
    let tx = &writing.tx;
    tx.execute("DELETE FROM hub_order", [])?;
    tx.execute(
        "UPDATE hub_standing SET tenure_position = 0, tenure_head = NULL",
        [],
    )?;
    let waiting: Vec<(Ordered, u16, bool)> = tx
        .prepare(&format!(
            "SELECT e.id, r.id, r.name, e.seq, e.header_hash, a.kind, r.key IS NOT NULL AND e.seq <= r.head_seq
             FROM entry e JOIN replica r ON r.id = e.replica JOIN aggregate a ON a.id = e.aggregate
             WHERE e.position IS NULL ORDER BY {TAIL_ORDER}"
        ))?
        .query_map([], |row| {
            let ordered = Ordered {
                id: row.get(0)?,
                replica: row.get(1)?,
                entry: EntryRef {
                    replica: ReplicaId(journal::array(row, 2)?),
                    seq: unsigned(row.get(3)?),
                },
                hash: Hash(journal::array(row, 4)?),
            };
            Ok((ordered, row.get(5)?, row.get(6)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut names = Vec::new();
    for (entry, kind, own) in waiting {
        if !is_given(kind) {
            continue;
        }
        number(writing, &entry)?;
        if !own && is_named(kind) {
            names.push(name(&entry));
        }
    }
    Ok(names)
}

/// An entry as the hub names it for the centre.
pub(super) fn name(entry: &Ordered) -> NamedEntry {
    NamedEntry {
        replica: Octets(entry.entry.replica.0),
        seq: entry.entry.seq,
        header_hash: Octets(entry.hash.0),
    }
}

/// Writes the names into the journal of this desk, in their order.
fn write_names(
    writing: &Writing<'_>,
    history: HistoryId,
    naming: &Naming,
    names: &[NamedEntry],
) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let tenure = Uuid::from_bytes(history.0);
    let subject = Subject {
        kind: SubjectKind::QueueOrder.number(),
        id: ActId(tenure),
    };
    let entries = names
        .chunks(NAMES_MAX)
        .map(|names| {
            let (kind, bytes) = encode(&Event::QueueOrder(QueueOrderEvent::Named(Named {
                tenure,
                entries: names.to_vec(),
            })));
            NewEntry {
                subject,
                kind,
                bytes,
                salt: naming.salt,
            }
        })
        .collect();
    record::append(
        writing,
        NewAct {
            author: naming.author.clone(),
            act_id: naming.act_id,
            wall_time_ms: naming.wall_time_ms,
            server_time_ms: naming.server_time_ms,
            entries,
        },
    )?;
    Ok(())
}

impl Tenure {
    /// The order chain at its end; zeroes before the first place.
    pub fn end(&self) -> Hash {
        self.head.unwrap_or(Hash([0; 32]))
    }
}
