//! Writing what was salvaged into the new database.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use stoika_domain::directory::{User, decode, kind};
use stoika_protocol::{Entry, EntryRef, ReplicaId, Subject, VerifyingKey};

use super::entries::{Journal, Kept, KeptFrame};
use super::plan::{self, Plan};
use super::recount;
use super::tree::RawRow;
use super::{Recovery, Salvaged};
use crate::change::Change;
use crate::error::Result;
use crate::journal::{self, signed, verdict_of};
use crate::mark::Mark;
use crate::open::OpenParams;
use crate::replica::{Replica, Writing};
use crate::search::index;
use crate::{aggregate, branch, pull, sending};

/// What follows from the journal and the directory, or is known anew. A hub that has forgotten what it took is
/// brought it again; others' frames stay, for their authors may be gone.
const FOLLOWS: [&str; 15] = [
    "account_of_party",
    "appeal",
    "contact",
    "hub_order",
    "hub_replica",
    "hub_standing",
    "hub_taken",
    "load",
    "queue",
    "record",
    "search_applicant",
    "search_doc",
    "search_number",
    "work_item",
    "directory",
];

/// Rows that are neither of the directory nor of the journal, by table.
#[derive(Debug, Default)]
pub(super) struct Rest {
    rows: BTreeMap<String, Vec<RawRow>>,
}

impl Rest {
    /// Takes a row to where it belongs. Only the journal takes anything from a page in doubt.
    pub fn take(&mut self, journal: &mut Journal, table: &str, row: RawRow, key: &VerifyingKey) {
        if journal.knows(table) {
            journal.take(table, row, key);
        } else if row.sound && !FOLLOWS.contains(&table) {
            self.rows.entry(table.to_owned()).or_default().push(row);
        }
    }

    fn take_out(&mut self, table: &str) -> Vec<RawRow> {
        self.rows.remove(table).unwrap_or_default()
    }
}

/// Writes a row of the old directory; says how many it wrote. Of two versions the newer stays.
pub(super) fn directory_row(conn: &Connection, row: &RawRow) -> Result<u64> {
    let [_, kind, key, position, _, Value::Blob(data), ..] = row.values.as_slice() else {
        return Ok(0);
    };
    if !row.sound {
        return Ok(0);
    }
    let written = conn
        .prepare_cached(
            "INSERT INTO directory (kind, key, position, load, data) VALUES (?1, ?2, ?3, 0, ?4)
             ON CONFLICT (kind, key) DO UPDATE SET position = excluded.position, data = excluded.data
             WHERE position < excluded.position",
        )?
        .execute(params![kind, key, position, data])?;
    Ok(written as u64)
}

/// Everything but the directory, which is there already.
pub(super) fn all(
    replica: &Replica,
    params: &OpenParams,
    recovery: &Recovery,
    mark: Option<Mark>,
    mut journal: Journal,
    mut rest: Rest,
    salvaged: &mut Salvaged,
) -> Result<()> {
    let last_written = mark.map(|mark| mark.replica);
    let kept = journal.entries(last_written);
    let plans = plan::of_all(&journal, &kept, mark, params.fresh.key);
    salvaged.lost = plans.values().map(|plan| plan.lost).sum();
    let ((), _) = replica.write(|writing| {
        let tx = &writing.tx;
        let ids = write_entries(writing, &kept, &plans)?;
        for (name, plan) in &plans {
            write_replica(writing, *name, plan, &journal.frames)?;
        }
        write_tails(writing, &kept, &ids, &plans)?;
        write_rest(writing, &journal, &ids, &mut rest, salvaged)?;
        rewind(tx)?;
        crate::open::pass_over(tx, salvaged.lost)?;
        for subject in journal.out_of_scope() {
            if let Some(id) = aggregate::find(tx, subject)? {
                writing.folding.borrow_mut().set_scope(tx, id, false)?;
            }
        }
        index::build(tx)?;
        writing.folding.borrow_mut().rebuild(tx)?;
        writing.rules_changed.set(true);
        salvaged.unsent = plans.values().map(|plan| plan.unsent).sum();
        salvaged.works_offline = works_offline(tx, &recovery.documents_needed)?;
        tx.execute("UPDATE load SET loaded_once = ?1", [salvaged.works_offline])?;
        note(writing, "replica-salvaged", salvaged.unsent, recovery.at_ms)?;
        if salvaged.lost > 0 {
            recount::remember(writing, &plan::missed(&plans))?;
            note(writing, "entries-lost", salvaged.lost, recovery.at_ms)?;
        }
        Ok::<_, crate::StoreError>(())
    })?;
    let ((), _) = replica.write(|writing| raise_counters(&writing.tx))?;
    replica.settle_log()
}

/// Writes the entries in the order of writing; gives their new numbers.
fn write_entries(
    writing: &Writing<'_>,
    kept: &[Kept],
    plans: &BTreeMap<ReplicaId, Plan>,
) -> Result<HashMap<EntryRef, (i64, i64)>> {
    let tx = &writing.tx;
    let mut ids = HashMap::new();
    for kept in kept {
        let place = kept.entry.header.entry_ref();
        if is_lost(kept, plans.get(&place.replica)) {
            continue;
        }
        let mut folding = writing.folding.borrow_mut();
        let aggregate = folding.aggregate(tx, kept.entry.header.subject)?;
        let id = journal::insert_entry(
            tx,
            &mut writing.names.borrow_mut(),
            &kept.entry,
            &kept.hash,
            aggregate,
            verdict_of(kept.verdict.unwrap_or(kept.provisional)),
            None,
        )?;
        if let Some(position) = kept.position.or(kept.former_position) {
            tx.prepare_cached("UPDATE entry SET former_position = ?2 WHERE id = ?1")?
                .execute(params![id, signed(position)])?;
        }
        if let Some(position) = kept.branch_position {
            tx.prepare_cached("UPDATE entry SET branch_position = ?2 WHERE id = ?1")?
                .execute(params![id, position])?;
        }
        folding.set_last(tx, aggregate, id)?;
        ids.insert(place, (id, kept.rowid));
    }
    Ok(ids)
}

/// An unsent entry whose body is gone can neither be sent nor folded.
fn is_lost(kept: &Kept, plan: Option<&Plan>) -> bool {
    plan.is_some_and(|plan| kept.entry.header.seq > plan.head.seq.max(plan.acked.seq))
        && kept.position.is_none()
        && kept.entry.body.is_none()
}

fn write_replica(
    writing: &Writing<'_>,
    name: ReplicaId,
    plan: &Plan,
    frames: &[KeptFrame],
) -> Result<()> {
    let tx = &writing.tx;
    let id = writing.names.borrow_mut().replica(tx, name)?;
    // What frames do not hold is sealed anew where every entry is here; else it starts after what the centre has.
    let first = signed(plan.framed.seq + 1);
    let here: i64 = tx.query_row(
        "SELECT count(*) FROM entry WHERE replica = ?1 AND seq BETWEEN ?2 AND ?3 AND body IS NOT NULL",
        params![id, first, signed(plan.acked.seq)],
        |row| row.get(0),
    )?;
    let whole = journal::unsigned(here) == plan.acked.seq - plan.framed.seq;
    let sealed = if whole { plan.framed } else { plan.acked };
    for frame in frames.iter().filter(|frame| frame.replica == name) {
        if frame.after.seq > sealed.seq {
            continue;
        }
        tx.prepare_cached(
            "INSERT OR IGNORE INTO frame (replica, first_seq, last_seq, chain_after, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            id,
            signed(frame.before.seq + 1),
            signed(frame.after.seq),
            frame.after.head.0,
            frame.bytes
        ])?;
    }
    tx.execute(
        "UPDATE replica SET key = ?2, head_seq = ?3, head_chain = ?4, sealed_seq = ?5, sealed_chain = ?6,
           centre_seq = ?7, centre_chain = ?8 WHERE id = ?1",
        params![
            id,
            plan.key.0,
            signed(plan.head.seq),
            plan.head.head.0,
            signed(sealed.seq),
            sealed.head.0,
            signed(plan.acked.seq),
            plan.acked.head.0
        ],
    )?;
    Ok(())
}

/// What stands behind a gap is written again under the replica that writes now.
fn write_tails(
    writing: &Writing<'_>,
    kept: &[Kept],
    ids: &HashMap<EntryRef, (i64, i64)>,
    plans: &BTreeMap<ReplicaId, Plan>,
) -> Result<()> {
    let tx = &writing.tx;
    let mut new = *writing.current.borrow();
    let mut moved: HashMap<EntryRef, EntryRef> = HashMap::new();
    let mut last_of: HashMap<Subject, EntryRef> = HashMap::new();
    for kept in kept {
        let header = &kept.entry.header;
        let place = header.entry_ref();
        let Some((id, _)) = ids.get(&place) else {
            continue;
        };
        let behind_gap = plans
            .get(&place.replica)
            .is_some_and(|plan| plan.tail.contains(&place.seq));
        if behind_gap {
            let mut row = journal::entry(tx, *id)?;
            row.entry.header.base = base_here(&row.entry, ids, plans, &last_of);
            new.head = sending::rename(writing, &row, &new, &mut moved)?;
        }
        last_of.insert(header.subject, place);
    }
    journal::set_head(tx, new.id, &new.head)?;
    *writing.current.borrow_mut() = journal::current_replica(tx)?;
    Ok(())
}

/// The base of an entry, or what stands before it of the same subject when the base is lost: the
/// centre would wait for a lost one for ever.
fn base_here(
    entry: &Entry,
    ids: &HashMap<EntryRef, (i64, i64)>,
    plans: &BTreeMap<ReplicaId, Plan>,
    last_of: &HashMap<Subject, EntryRef>,
) -> Option<EntryRef> {
    let base = entry.header.base?;
    let at_centre = plans
        .get(&base.replica)
        .is_none_or(|plan| base.seq <= plan.acked.seq);
    if at_centre || ids.contains_key(&base) {
        Some(base)
    } else {
        last_of.get(&entry.header.subject).copied()
    }
}

fn write_rest(
    writing: &Writing<'_>,
    journal: &Journal,
    ids: &HashMap<EntryRef, (i64, i64)>,
    rest: &mut Rest,
    salvaged: &mut Salvaged,
) -> Result<()> {
    let tx = &writing.tx;
    let new_ids: HashMap<i64, i64> = ids.values().map(|(id, old)| (*old, *id)).collect();
    for row in rest.take_out("standing") {
        if let [_, _, _, _, _, _, _, as_of_ms, counters_lost, ..] = row.values.as_slice() {
            tx.execute(
                "UPDATE standing SET directory_as_of_ms = ?1, counters_lost = counters_lost + ?2",
                params![as_of_ms, counters_lost],
            )?;
        }
    }
    for mut row in rest.take_out("discrepancy") {
        // A line about an entry that is not here comes again with the order.
        if let Some(Value::Integer(old)) = row.values.get(2) {
            let Some(new) = new_ids.get(old) else {
                continue;
            };
            row.values[2] = Value::Integer(*new);
        }
        insert(tx, "discrepancy", row)?;
    }
    for mut row in rest.take_out("redated") {
        // Aggregates have other numbers here.
        let old = match row.values.get(1) {
            Some(Value::Integer(old)) => journal.subject(*old),
            Some(Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_)) | None => None,
        };
        if let Some(subject) = old
            && let Some(new) = aggregate::find(tx, subject)?
        {
            row.values[1] = Value::Integer(new);
            insert(tx, "redated", row)?;
        }
    }
    for (table, rows) in std::mem::take(&mut rest.rows) {
        // What a migration has put there gives way to what was there.
        tx.execute(&format!("DELETE FROM \"{table}\""), [])?;
        let columns = columns(tx, &table)?;
        let of_replica = columns.iter().position(|name| name == "replica");
        for mut row in rows {
            number_first(&mut row);
            if let Some(column) = of_replica
                && let Some(value) = row.values.get_mut(column)
            {
                // Replicas have other numbers here.
                let Some(name) = journal.name_of(value) else {
                    continue;
                };
                *value = Value::Integer(writing.names.borrow_mut().replica(tx, name)?);
            }
            let written = insert(tx, &table, row)?;
            if table == "draft" {
                salvaged.drafts += written;
            }
        }
    }
    Ok(())
}

/// Columns of a table in the order in which its rows hold them.
fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT name FROM pragma_table_info(?1)
         ORDER BY CASE WHEN pk > 0 AND (SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1)
           THEN pk ELSE 1000 + cid END",
    )?;
    let names = statement.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// A number of the row that is its first column stands outside of the columns.
fn number_first(row: &mut RawRow) {
    if let Some(first @ Value::Null) = row.values.first_mut() {
        *first = Value::Integer(row.rowid);
    }
}

/// Writes a row as it stood; the first of two stays.
fn insert(conn: &Connection, table: &str, mut row: RawRow) -> Result<u64> {
    number_first(&mut row);
    let names: Vec<String> = columns(conn, table)?
        .into_iter()
        .take(row.values.len())
        .map(|name| format!("\"{name}\""))
        .collect();
    let places = vec!["?"; names.len()].join(", ");
    let written = conn
        .prepare_cached(&format!(
            "INSERT OR IGNORE INTO \"{table}\" ({}) VALUES ({places})",
            names.join(", ")
        ))?
        .execute(params_from_iter(row.values))?;
    Ok(written as u64)
}

/// Both orders come anew, and what is here keeps its order until then.
fn rewind(conn: &Connection) -> Result<()> {
    conn.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, '1')",
        [pull::REWOUND],
    )?;
    branch::set_order_gone(conn)
}

fn works_offline(conn: &Connection, documents: &[String]) -> Result<bool> {
    for name in documents {
        if crate::directory::standard(conn, name)?.is_none() {
            return Ok(false);
        }
    }
    let users: Vec<Vec<u8>> = conn
        .prepare_cached("SELECT data FROM directory WHERE kind = ?1 AND data IS NOT NULL")?
        .query_map([kind::USER], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(users
        .iter()
        .any(|bytes| decode::<User>(bytes).is_ok_and(|user| user.active)))
}

fn note(writing: &Writing<'_>, code: &str, count: u64, at_ms: i64) -> Result<()> {
    writing.tx.execute(
        "INSERT INTO discrepancy (code, count, at_ms) VALUES (?1, ?2, ?3)",
        params![code, signed(count), at_ms],
    )?;
    writing.changed(Change::Discrepancies);
    Ok(())
}

/// A counter never gives a number again that stands on a paper which is here.
fn raise_counters(conn: &Connection) -> Result<()> {
    let labels: BTreeSet<String> = journal::own_labels(conn)?;
    let states = aggregate::states(conn)?;
    for number in states.iter().flat_map(|(_, state)| state.numbers()) {
        let series = number.series().to_string();
        if labels.contains(&series) {
            conn.prepare_cached(
                "INSERT INTO counter (series, year, next)
                 SELECT ?1, ?2, ?3 + 1 + counters_lost FROM standing WHERE true
                 ON CONFLICT (series, year) DO UPDATE SET next = max(next, ?3 + 1)",
            )?
            .execute(params![series, number.year(), number.counter()])?;
        }
    }
    Ok(())
}
