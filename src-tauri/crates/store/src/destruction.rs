//! Obeying an act of destruction (акт об уничтожении), in the transaction in which it is applied: the
//! bodies and salts of what it names go, from entries, frames, branches, states, projections, search
//! and drafts. Headers stay, so the chain verifies and a frame keeps its seal.
//!
//! An aggregate loses its bodies only when the act names every entry that was ordered before it: so
//! each replica comes to the same, and what came between the plan and its place is not lost.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;
use stoika_domain::body::{self, Event, SubjectKind};
use stoika_domain::destruction::{DestructionEvent, Ordered};
use stoika_protocol::{
    ActId, Entry, Hash, Header, OrderedEntry, ReplicaId, SealedFrame, Subject, Verdict, message,
};

use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{self, signed};
use crate::replica::Writing;

/// What lost its body, whatever name it is here by.
#[derive(Debug, Default)]
struct Gone {
    records: BTreeSet<(ActId, Subject, u16, Hash)>,
    /// Numbers of entries by the number of their replica.
    at: BTreeMap<i64, BTreeSet<i64>>,
}

fn name(header: &Header) -> (ActId, Subject, u16, Hash) {
    (header.act, header.subject, header.kind, header.body_hash)
}

/// Does what an ordered entry says, when it is an act of destruction with an effect.
pub(crate) fn obey(writing: &Writing<'_>, act: &OrderedEntry) -> Result<()> {
    let is_act = act.entry.header.subject.kind == SubjectKind::Destruction.number()
        && act.record.verdict == Verdict::Effective;
    let Some(ordered) = ordered(&act.entry).filter(|_| is_act) else {
        return Ok(());
    };
    let (named, aggregates) = named(writing, &ordered)?;
    let mut gone = Gone::default();
    for aggregate in aggregates {
        let entries = journal::entries(&writing.tx, "WHERE e.aggregate = ?1", [aggregate])?;
        let before: Vec<_> = entries
            .iter()
            .filter(|row| matches!(row.order, Some((at, _)) if at < act.record.position))
            .collect();
        let all_named = before
            .iter()
            .all(|row| row.entry.body.is_none() || named.contains(&row.id));
        let Some(subject) = before.first().map(|row| row.entry.header.subject) else {
            continue;
        };
        if !all_named || subject.kind == SubjectKind::Destruction.number() {
            continue;
        }
        let records: BTreeSet<_> = before.iter().map(|row| name(&row.entry.header)).collect();
        for row in &entries {
            if records.contains(&name(&row.entry.header)) {
                strip(writing, row.id, &row.entry.header, &mut gone)?;
            }
        }
        gone.records.extend(records);
        forget(writing, aggregate, subject)?;
    }
    if !gone.records.is_empty() {
        frames(writing, &gone)?;
        branches(writing, &gone)?;
        writing.destroyed.set(true);
        for change in [Change::Appeals, Change::Discrepancies, Change::Drafts] {
            writing.changed(change);
        }
    }
    Ok(())
}

/// The order of an act; `None` when its body cannot be read.
fn ordered(entry: &Entry) -> Option<Ordered> {
    let body = entry.body.as_ref()?;
    match body::decode(entry.header.kind, &body.bytes) {
        Ok(Event::Destruction(DestructionEvent::Ordered(ordered))) => Some(ordered),
        Ok(_) | Err(_) => None,
    }
}

/// Entries that an act names and that are here as it means them, and their aggregates.
fn named(writing: &Writing<'_>, ordered: &Ordered) -> Result<(BTreeSet<i64>, BTreeSet<i64>)> {
    let tx = &writing.tx;
    let (mut named, mut aggregates) = (BTreeSet::new(), BTreeSet::new());
    for of in &ordered.named {
        let Some(replica) = journal::find_replica(tx, ReplicaId(of.replica.0))? else {
            continue;
        };
        for one in &of.entries {
            let held = journal::find_entry(tx, replica.id, one.seq)?;
            if let Some(held) = held.filter(|held| held.hash.0 == one.header_hash.0) {
                named.insert(held.id);
                aggregates.insert(held.aggregate);
            }
        }
    }
    Ok((named, aggregates))
}

fn strip(writing: &Writing<'_>, entry: i64, header: &Header, gone: &mut Gone) -> Result<()> {
    let tx = &writing.tx;
    tx.execute(
        "UPDATE entry SET salt = NULL, body = NULL WHERE id = ?1",
        [entry],
    )?;
    tx.execute("DELETE FROM discrepancy WHERE entry = ?1", [entry])?;
    let replica = writing.names.borrow_mut().replica(tx, header.replica)?;
    gone.at
        .entry(replica)
        .or_default()
        .insert(signed(header.seq));
    Ok(())
}

/// What follows from the aggregate, and forms in progress that speak of it.
fn forget(writing: &Writing<'_>, aggregate: i64, subject: Subject) -> Result<()> {
    let tx = &writing.tx;
    tx.execute("DELETE FROM redated WHERE aggregate = ?1", [aggregate])?;
    tx.execute(
        "DELETE FROM draft WHERE instr(json, ?1) > 0",
        [subject.id.to_string()],
    )?;
    writing.folding.borrow_mut().fold_again(tx, aggregate)
}

/// Frames of this desk, those of suffixes that were given up too, and others' that it carries.
fn frames(writing: &Writing<'_>, gone: &Gone) -> Result<()> {
    let tx = &writing.tx;
    let mut found: BTreeMap<(i64, i64), Vec<u8>> = BTreeMap::new();
    for (replica, numbers) in &gone.at {
        for seq in numbers {
            let mut statement = tx.prepare_cached(
                "SELECT first_seq, bytes FROM frame WHERE replica = ?1 AND first_seq <= ?2 AND last_seq >= ?2",
            )?;
            let mut rows = statement.query([replica, seq])?;
            while let Some(row) = rows.next()? {
                found.insert((*replica, row.get(0)?), row.get(1)?);
            }
        }
    }
    {
        let mut statement = tx.prepare_cached(
            "SELECT f.replica, f.first_seq, f.bytes FROM frame f JOIN replica r ON r.id = f.replica
             WHERE f.last_seq > r.head_seq",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
    }
    for ((replica, first_seq), bytes) in found {
        if let Some(bare) = bare(bytes, gone)? {
            tx.prepare_cached("UPDATE frame SET bytes = ?3 WHERE replica = ?1 AND first_seq = ?2")?
                .execute(params![replica, first_seq, bare])?;
        }
    }
    carried(writing, gone)
}

/// What the hub of an office holds of others: frames for the centre, and forks.
fn carried(writing: &Writing<'_>, gone: &Gone) -> Result<()> {
    let tx = &writing.tx;
    for (replica, numbers) in &gone.at {
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
            continue;
        };
        let frames: Vec<(i64, Vec<u8>)> = tx
            .prepare_cached(
                "SELECT number, bytes FROM hub_frame WHERE replica = ?1 AND last_seq >= ?2 AND first_seq <= ?3",
            )?
            .query_map([replica, first, last], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (number, bytes) in frames {
            if let Some(bare) = bare(bytes, gone)? {
                tx.execute(
                    "UPDATE hub_frame SET bytes = ?2 WHERE number = ?1",
                    params![number, bare],
                )?;
            }
        }
    }
    let forks: Vec<(Vec<u8>, Vec<u8>)> = tx
        .prepare_cached("SELECT hash, bytes FROM hub_fork")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (hash, bytes) in forks {
        if let Some(bare) = bare(bytes, gone)? {
            tx.execute(
                "UPDATE hub_fork SET bytes = ?2 WHERE hash = ?1",
                params![hash, bare],
            )?;
        }
    }
    Ok(())
}

/// The frame without what is gone; `None` when it holds none of it.
fn bare(bytes: Vec<u8>, gone: &Gone) -> Result<Option<Vec<u8>>> {
    let Ok(frame) = SealedFrame(bytes).open() else {
        return Ok(None);
    };
    let bare = frame.without_bodies(|header| gone.records.contains(&name(header)))?;
    Ok(bare.map(|(_, sealed)| sealed.0))
}

/// Entries that were given up keep their headers as well.
fn branches(writing: &Writing<'_>, gone: &Gone) -> Result<()> {
    let tx = &writing.tx;
    let kept: Vec<(i64, Vec<u8>)> = tx
        .prepare_cached("SELECT id, cbor FROM branch")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (id, cbor) in kept {
        let mut entry: Entry =
            message::decode(&cbor).map_err(|_| StoreError::Unreadable("branch"))?;
        if entry.body.is_some() && gone.records.contains(&name(&entry.header)) {
            entry.body = None;
            tx.execute(
                "UPDATE branch SET cbor = ?2 WHERE id = ?1",
                params![id, message::encode(&entry)],
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::collections::{BTreeMap, BTreeSet};

    use chrono::NaiveDate;
    use stoika_domain::body::{Event, SubjectKind, encode};
    use stoika_domain::consultation::{ConsultationEvent, Given};
    use stoika_domain::destruction::{CENTRE, DestructionEvent, Named, OfReplica, Ordered};
    use stoika_domain::ids::{ChannelId, ConsultationTopicId};
    use stoika_domain::role::Role;
    use stoika_domain::tenure::Octets;
    use stoika_protocol::{
        ActId, Author, Body, Entry, FeedItem, Hash, Header, HistoryId, KeyId, OrderRecord,
        OrderedEntry, PullReply, ReplicaId, Salt, Signer, Subject, Verdict,
    };

    use crate::salvage::holds;
    use crate::{Identity, NewAct, NewEntry, OpenParams, Replica};

    const KEY: [u8; 32] = [1; 32];
    /// It does not compress, and fills pages of its own.
    fn text(number: u32) -> String {
        (0..400)
            .map(|word: u32| format!("{:08x}", (word + number * 1000).wrapping_mul(2_654_435_761)))
            .collect()
    }

    fn author(office: &str, role: Role) -> Author {
        Author {
            user: "u1".into(),
            user_name: "Самойлова Е. В.".into(),
            role: role.number(),
            office: office.into(),
            desk: "ОТ-04".into(),
            rules: 0,
        }
    }

    fn note(replica: &Replica, number: u32) {
        let act_id = ActId::new(u64::from(number), [7; 10]);
        let (kind, bytes) = encode(&Event::Consultation(ConsultationEvent::Given(Given {
            party_id: None,
            account_number: None,
            topic: ConsultationTopicId::parse("tariffs").unwrap(),
            channel: ChannelId::parse("office").unwrap(),
            article: None,
            note: Some(text(number)),
        })));
        let recorded = replica.record(NewAct {
            author: author("otradny", Role::Head),
            act_id,
            wall_time_ms: 0,
            server_time_ms: None,
            entries: vec![NewEntry {
                subject: Subject {
                    kind: SubjectKind::Consultation.number(),
                    id: act_id,
                },
                kind,
                bytes,
                salt: Salt([3; 8]),
            }],
        });
        recorded.unwrap();
    }

    fn act(named: &[&Entry]) -> Entry {
        let (kind, bytes) = encode(&Event::Destruction(DestructionEvent::Ordered(Ordered {
            number: "1".into(),
            on: NaiveDate::from_ymd_opt(2032, 1, 1).unwrap(),
            part: 1,
            parts: 1,
            classes: BTreeMap::new(),
            offices: BTreeSet::new(),
            named: vec![OfReplica {
                replica: Octets([3; 16]),
                entries: named
                    .iter()
                    .map(|entry| Named {
                        seq: entry.header.seq,
                        header_hash: Octets(entry.header.hash().0),
                    })
                    .collect(),
            }],
        })));
        let id = ActId::new(99, [9; 10]);
        let body = Body {
            salt: Salt([5; 8]),
            bytes,
        };
        let header = Header {
            key: KeyId([8; 16]),
            replica: ReplicaId([8; 16]),
            seq: 1,
            act: id,
            subject: Subject {
                kind: SubjectKind::Destruction.number(),
                id,
            },
            base: None,
            wall_time_ms: 0,
            server_time_ms: None,
            kind,
            author: author(CENTRE, Role::Administrator),
            body_hash: body.hash(),
        };
        Entry {
            header,
            body: Some(body),
        }
    }

    #[test]
    fn nothing_of_it_is_left_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("replica");
        let signer = Signer::from_seed(&[4; 32]);
        let params = OpenParams {
            dir: dir.clone(),
            mark: folder.path().join("mark"),
            key: KEY,
            machine: Hash([2; 32]),
            fresh: Identity {
                replica: ReplicaId([3; 16]),
                key: signer.id(),
            },
        };
        let (replica, _) = Replica::open(&params).unwrap();
        for number in 0..20 {
            note(&replica, number);
        }
        let frames = replica.frames_after(&signer, ReplicaId([3; 16]), 0, usize::MAX);
        let entries: Vec<Entry> = frames
            .unwrap()
            .iter()
            .flat_map(|frame| frame.open().unwrap().entries)
            .map(|(entry, _)| entry)
            .collect();
        let record = |position: u64, entry: &Entry| OrderRecord {
            position,
            entry: entry.header.entry_ref(),
            header_hash: entry.header.hash(),
            verdict: Verdict::Effective,
        };
        let mut items: Vec<FeedItem> = (1..)
            .zip(&entries)
            .map(|(position, entry)| FeedItem::Own(record(position, entry)))
            .collect();
        let odd: Vec<&Entry> = entries.iter().step_by(2).collect();
        let act = act(&odd);
        let parts = |number: u32| text(number).as_bytes()[1600..1640].to_vec();
        assert!((0..20).all(|number| holds(&dir, &KEY, &parts(number))));
        items.push(FeedItem::Other(OrderedEntry {
            record: record(21, &act),
            entry: act,
        }));
        let reply = PullReply {
            history: HistoryId([9; 16]),
            upto: 21,
            order_head: Hash([1; 32]),
            items,
            directory: Vec::new(),
            directory_upto: 0,
            more: false,
            server_time_ms: 0,
            signature: None,
            directory_mark: None,
            frames: None,
        };
        replica.apply_pull(&reply).unwrap();
        for number in 0..20 {
            assert_eq!(
                holds(&dir, &KEY, &parts(number)),
                number % 2 == 1,
                "{number}"
            );
        }
    }
}
