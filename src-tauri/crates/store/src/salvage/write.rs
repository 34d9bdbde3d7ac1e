//! Writing what was salvaged into the new database.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use stoika_domain::directory::{User, decode, kind};
use stoika_protocol::{Chain, Entry, EntryRef, KeyId, ReplicaId, Subject, VerifyingKey};

use super::entries::{Journal, Kept, KeptFrame, OldReplica};
use super::recount::{self, Missed};
use super::tree::RawRow;
use super::{Recovery, Salvaged};
use crate::change::Change;
use crate::error::Result;
use crate::journal::{self, signed, verdict_of};
use crate::mark::Mark;
use crate::open::OpenParams;
use crate::replica::{Replica, Writing};
use crate::search::index;
use crate::{aggregate, pull, sending};

/// What follows from the journal and the directory, or is known anew.
const FOLLOWS: [&str; 9] = [
    "account_of_party",
    "appeal",
    "contact",
    "load",
    "record",
    "search_applicant",
    "search_doc",
    "search_number",
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
    let plans = plans(&journal, &kept, mark, params.fresh.key);
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
            recount::remember(writing, &missed(&plans))?;
            note(writing, "entries-lost", salvaged.lost, recovery.at_ms)?;
        }
        Ok::<_, crate::StoreError>(())
    })?;
    let ((), _) = replica.write(|writing| raise_counters(&writing.tx))?;
    replica.settle_log()
}

fn missed(plans: &BTreeMap<ReplicaId, Plan>) -> Vec<Missed> {
    plans
        .iter()
        .filter(|(_, plan)| plan.lost > 0)
        .map(|(name, plan)| Missed {
            replica: name.0,
            first_seq: plan.acked.seq + 1,
            last_seq: plan.last_seq,
            renamed: plan.tail.len() as u64,
        })
        .collect()
}

/// What becomes of a replica that was written here.
#[derive(Clone, Debug)]
struct Plan {
    key: KeyId,
    /// The centre has it up to here.
    acked: Chain,
    /// The chain is whole up to here.
    head: Chain,
    /// Frames hold it from its first entry up to here.
    framed: Chain,
    /// Behind a gap: written again under the new replica.
    tail: BTreeSet<u64>,
    /// The last entry that was written under this name, as far as anything says.
    last_seq: u64,
    /// Entries that are not here and that the centre may not have.
    lost: u64,
    /// Entries that are here and that the centre may not have.
    unsent: u64,
}

fn plans(
    journal: &Journal,
    kept: &[Kept],
    mark: Option<Mark>,
    own: KeyId,
) -> BTreeMap<ReplicaId, Plan> {
    let mut by_name: BTreeMap<ReplicaId, BTreeMap<u64, &Kept>> = BTreeMap::new();
    for kept in kept {
        let place = kept.entry.header.entry_ref();
        by_name
            .entry(place.replica)
            .or_default()
            .insert(place.seq, kept);
    }
    let marked = mark.filter(|mark| mark.seq > 0);
    for name in journal
        .replicas
        .iter()
        .filter(|(_, old)| old.key.is_some())
        .map(|(name, _)| *name)
        .chain(marked.map(|mark| mark.replica))
    {
        by_name.entry(name).or_default();
    }
    by_name
        .iter()
        .filter_map(|(name, entries)| {
            let old = journal.replicas.get(name);
            let written = marked.filter(|mark| mark.replica == *name);
            let of_entries = entries.values().next().map(|kept| kept.entry.header.key);
            let key = match old {
                Some(old) => old.key,
                None => of_entries
                    .filter(|key| *key == own)
                    .or(written.map(|_| own)),
            }?;
            let frames = journal.frames.iter().filter(|frame| frame.replica == *name);
            let frames: Vec<&KeptFrame> = frames.collect();
            let last = written.map_or(0, |mark| mark.seq);
            Some((*name, plan(*name, key, old, entries, &frames, last)))
        })
        .collect()
}

/// `last`: the last entry that the mark has seen, 0 when it says nothing of this replica.
fn plan(
    name: ReplicaId,
    key: KeyId,
    old: Option<&OldReplica>,
    entries: &BTreeMap<u64, &Kept>,
    frames: &[&KeptFrame],
    last: u64,
) -> Plan {
    let start = Chain::start(name);
    let mut known: BTreeMap<u64, Chain> = BTreeMap::from([(0, start)]);
    let framed = frames.iter().flat_map(|frame| [frame.before, frame.after]);
    let said = old.into_iter().flat_map(|old| [old.centre, old.head]);
    for chain in framed.chain(said) {
        known.entry(chain.seq).or_insert(chain);
    }
    for (seq, kept) in entries {
        if let Some(before) = known.get(&(seq - 1)).copied() {
            known.entry(*seq).or_insert_with(|| before.link(&kept.hash));
        }
    }
    let placed = entries
        .iter()
        .rev()
        .find(|(_, kept)| kept.position.is_some())
        .map_or(0, |(seq, _)| *seq);
    let acked_seq = old.map_or(0, |old| old.centre.seq).max(placed);
    // Without its body an entry cannot be sent.
    let here = |seq: u64| {
        entries
            .get(&seq)
            .is_some_and(|kept| kept.entry.body.is_some())
    };
    let (acked, head) = match known.get(&acked_seq) {
        Some(acked) => {
            let mut head = *acked;
            while here(head.seq + 1)
                && let Some(next) = known.get(&(head.seq + 1))
            {
                head = *next;
            }
            (*acked, head)
        }
        None => (start, start),
    };
    let tail: BTreeSet<u64> = entries
        .range(acked_seq.max(head.seq) + 1..)
        .filter(|(seq, kept)| kept.position.is_none() && here(**seq))
        .map(|(seq, _)| *seq)
        .collect();
    let last = entries
        .last_key_value()
        .map_or(0, |(seq, _)| *seq)
        .max(old.map_or(0, |old| old.head.seq))
        .max(last);
    let kept_in_chain = head.seq.saturating_sub(acked_seq);
    let unsent = kept_in_chain + tail.len() as u64;
    Plan {
        key,
        acked,
        head,
        framed: framed_whole(start, acked, frames),
        last_seq: last,
        lost: last.saturating_sub(acked_seq).saturating_sub(unsent),
        unsent,
        tail,
    }
}

/// How far frames lead from the first entry without a gap, not beyond what the centre has.
fn framed_whole(start: Chain, acked: Chain, frames: &[&KeptFrame]) -> Chain {
    let mut end = start;
    while let Some(frame) = frames.iter().find(|frame| frame.before == end)
        && frame.after.seq <= acked.seq
    {
        end = frame.after;
    }
    end
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
        match row.values.get(2) {
            Some(Value::Integer(old)) => match new_ids.get(old) {
                Some(new) => row.values[2] = Value::Integer(*new),
                None => continue,
            },
            Some(_) | None => {}
        }
        insert(tx, "discrepancy", row)?;
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

/// The order comes anew, and what is here keeps its order until then.
fn rewind(conn: &Connection) -> Result<()> {
    conn.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, '1')",
        [pull::REWOUND],
    )?;
    Ok(())
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
    for (_, state) in aggregate::states(conn)? {
        let Some(number) = state.number() else {
            continue;
        };
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
