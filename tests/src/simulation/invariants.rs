//! What must hold when the last fault is over and everybody rests.

use std::collections::{BTreeMap, BTreeSet};

use stoika_domain::body::{State, SubjectKind, VoidReason};
use stoika_domain::directory::kind;
use stoika_exchange::Storage as _;
use stoika_exchange::storage::Settled;
use stoika_protocol::{
    ActId, DirectoryRow, EntryRef, OrderRecord, Subject, Verdict, audit_link, audit_start,
};
use stoika_sync::ReplicaPort as _;

use super::desk::Desk;
use super::world::{World, Wrong};

/// Lines of a desk's list of discrepancies that are looked at.
const DISCREPANCIES_MAX: u32 = 100_000;

/// The centre's books.
struct Books {
    /// Ordered entries: place, act, what it is about.
    ordered: Vec<(OrderRecord, ActId, Subject)>,
    /// Entries that are held and have no place.
    waiting: u64,
    settled: Vec<(Subject, Settled)>,
    directory: BTreeMap<String, Vec<DirectoryRow>>,
}

/// Looks at everything.
pub fn check(world: &World) -> Result<(), Wrong> {
    let books = read_books(world)?;
    if books.waiting > 0 {
        return Err(format!("{} entries have no place", books.waiting));
    }
    each_act_once(world, &books)?;
    numbers_are_unique_or_listed(world, &books)?;
    for desk in world.desks.iter().filter(|desk| desk.alive) {
        everything_is_sent(desk)?;
        sees_what_the_centre_sees(desk, &books)?;
        has_the_rows_of_the_centre(desk, &books)?;
        sees_its_void_entries(desk, &books)?;
        folds_again_to_the_same(desk)?;
    }
    the_audit_is_whole(world)
}

/// What a desk takes for acknowledged the centre has, as long as it was never restored: a hub's word
/// is not the centre's.
pub fn acknowledged_is_held(world: &World) -> Result<(), Wrong> {
    for desk in world.desks.iter().filter(|desk| desk.alive) {
        let standing = desk
            .port
            .standing()
            .map_err(|error| format!("no standing: {error}"))?;
        for own in standing.former.iter().chain([&standing.current]) {
            let held = world
                .centre
                .exchange
                .storage()
                .read(|rows| rows.replica(&own.replica))
                .map_err(|error| error.to_string())?
                .map_or(0, |replica| replica.held.seq);
            if own.acked_seq > held {
                return Err(format!(
                    "{} takes {} entries for acknowledged, the centre has {held}",
                    desk.name, own.acked_seq
                ));
            }
        }
    }
    Ok(())
}

/// Every chain of the audit is whole, and all that a desk holds is at the centre: in the chain, or in
/// a branch that is written down.
fn the_audit_is_whole(world: &World) -> Result<(), Wrong> {
    let storage = world.centre.exchange.storage();
    let told = |error: stoika_exchange::StorageError| error.to_string();
    for (replica, head) in storage.read(|rows| rows.audit_heads()).map_err(told)? {
        let lines = storage
            .read(|rows| rows.audit_after(&replica, 0, u32::MAX))
            .map_err(told)?;
        let end = lines.iter().fold(audit_start(replica), |chain, line| {
            audit_link(chain, &line.record)
        });
        if end != head.held {
            return Err(format!("the audit of {replica} at the centre is not whole"));
        }
    }
    for desk in world.desks.iter().filter(|desk| desk.alive) {
        desk.replica
            .check_audit()
            .map_err(|error| format!("{}: its audit: {error}", desk.name))?;
        let heads = desk.replica.audit_heads().map_err(|e| e.to_string())?;
        for (replica, head) in heads {
            let is_there = storage
                .read(|rows| {
                    Ok(rows.audit_chain_at(&replica, head.seq)? == Some(head.head)
                        || rows.audit_branch_ends(&replica, &head.head)?)
                })
                .map_err(told)?;
            if !is_there {
                return Err(format!(
                    "{}: the audit of {replica} up to {} is not at the centre",
                    desk.name, head.seq
                ));
            }
        }
    }
    Ok(())
}

fn read_books(world: &World) -> Result<Books, Wrong> {
    let offices: BTreeSet<&String> = world.desks.iter().map(|desk| &desk.office).collect();
    world
        .centre
        .exchange
        .storage()
        .read(|rows| {
            let mut ordered = Vec::new();
            let mut waiting = rows.waits()?.iter().map(|wait| wait.count).sum();
            for (id, replica) in rows.replicas()? {
                waiting += replica.held.seq - replica.ordered_seq;
                for held in rows.entries_after(&id, 0, u32::MAX)? {
                    let at = held.entry.header.entry_ref();
                    let Some(position) = rows.position_of(&at)? else {
                        continue;
                    };
                    let subject = held.entry.header.subject;
                    let found = rows
                        .entries_of(&subject, position)?
                        .into_iter()
                        .find(|other| other.record.position == position);
                    if let Some(found) = found {
                        ordered.push((found.record, held.entry.header.act, subject));
                    }
                }
            }
            let mut settled = Vec::new();
            for kind in SubjectKind::ALL {
                settled.extend(rows.settled_of_kind(kind.number())?);
            }
            let mut directory = BTreeMap::new();
            for office in offices {
                let page = rows.directory_page(office, None, u32::MAX)?;
                directory.insert(office.clone(), page);
            }
            Ok(Books {
                ordered,
                waiting,
                settled,
                directory,
            })
        })
        .map_err(|error| error.to_string())
}

/// Nothing is lost, nothing is applied twice. A centre that was restored may be brought an act under
/// two names, by two clones of which one had been told, before the restore, that the first name is
/// taken. No desk can know that, and none may be refused: the centre keeps both and says of the
/// second that it is a repetition, which has no effect.
fn each_act_once(world: &World, books: &Books) -> Result<(), Wrong> {
    let repeated = Verdict::Void(VoidReason::Repeated.number());
    let mut count: BTreeMap<ActId, u64> = BTreeMap::new();
    for (record, act, _) in &books.ordered {
        *count.entry(*act).or_default() += u64::from(record.verdict != repeated);
    }
    for act in &world.durable {
        if !count.contains_key(act) {
            return Err(format!("act {act} is lost"));
        }
    }
    for (act, times) in &count {
        let written = world.entries_of(act);
        // Of an act whose only disk was lost a part may have been sent.
        if *times > written || (*times < written && world.durable.contains(act)) {
            let places: Vec<String> = books
                .ordered
                .iter()
                .filter(|(record, other, _)| other == act && record.verdict != repeated)
                .map(|(record, _, _)| {
                    format!(
                        "{}..{}",
                        &record.entry.replica.to_string()[..6],
                        record.entry.seq
                    )
                })
                .collect();
            return Err(format!(
                "act {act} is at the centre {times} times: {}",
                places.join(", ")
            ));
        }
        if !world.durable.contains(act) && !world.doubtful.contains(act) {
            return Err(format!("act {act} was never done"));
        }
    }
    Ok(())
}

/// Every number on paper is unique, or every desk that sees both papers has it on its list.
fn numbers_are_unique_or_listed(world: &World, books: &Books) -> Result<(), Wrong> {
    // By number, whose it is: an appeal's own, else the client's, who may have several records of one paper.
    let mut papers: BTreeMap<String, BTreeMap<String, Vec<&Settled>>> = BTreeMap::new();
    for (subject, settled) in &books.settled {
        if let (Some(kind), Some(bytes)) = (SubjectKind::from_number(subject.kind), &settled.state)
            && let Ok(state) = State::decode(kind, bytes)
        {
            let whose = match (&state, state.party_id()) {
                (State::Appeal(_), _) | (_, None) => subject.id.to_string(),
                (_, Some(party)) => party.to_owned(),
            };
            for number in state.own_numbers() {
                let papers = papers.entry(number.to_string()).or_default();
                papers.entry(whose.clone()).or_default().push(settled);
            }
        }
    }
    for (number, twins) in papers.iter().filter(|(_, papers)| papers.len() > 1) {
        for desk in world.desks.iter().filter(|desk| desk.alive) {
            let sees_both = twins
                .values()
                .filter(|records| records.iter().any(|it| it.scope.contains(&desk.office)))
                .count()
                > 1;
            if sees_both && !lists(desk, "number-twice")? {
                return Err(format!(
                    "the number {number} is on two papers, and {} does not say so",
                    desk.name
                ));
            }
        }
    }
    Ok(())
}

fn lists(desk: &Desk, code: &str) -> Result<bool, Wrong> {
    let lines = desk
        .replica
        .discrepancies(false, DISCREPANCIES_MAX)
        .map_err(|error| error.to_string())?;
    Ok(lines.iter().any(|line| line.code == code))
}

fn everything_is_sent(desk: &Desk) -> Result<(), Wrong> {
    let standing = desk
        .port
        .standing()
        .map_err(|error| format!("no standing: {error}"))?;
    if standing.unsent() > 0 {
        return Err(format!(
            "{} rests with {} unsent",
            desk.name,
            standing.unsent()
        ));
    }
    Ok(())
}

/// The projection of every replica of an office is the centre's folded state.
fn sees_what_the_centre_sees(desk: &Desk, books: &Books) -> Result<(), Wrong> {
    let theirs: BTreeMap<Subject, Vec<u8>> = books
        .settled
        .iter()
        .filter(|(_, settled)| settled.scope.contains(&desk.office))
        .filter_map(|(subject, settled)| Some((*subject, settled.state.clone()?)))
        .collect();
    let ours: BTreeMap<Subject, Vec<u8>> = desk
        .seen()?
        .into_iter()
        // What a hub names is for the centre alone: only its own desk has it beside.
        .filter(|(subject, _)| subject.kind != SubjectKind::QueueOrder.number())
        .map(|(subject, state)| (subject, state.encode()))
        .collect();
    for subject in theirs.keys().chain(ours.keys()) {
        let (here, there) = (ours.get(subject), theirs.get(subject));
        if here != there {
            return Err(format!(
                "{} and the centre differ about {subject:?}: {}",
                desk.name,
                match (here, there) {
                    (None, _) => "the desk does not see it",
                    (Some(_), None) => "the desk sees it, it is not in its scope",
                    (Some(_), Some(_)) => "another state",
                }
            ));
        }
    }
    Ok(())
}

fn has_the_rows_of_the_centre(desk: &Desk, books: &Books) -> Result<(), Wrong> {
    let theirs = books.directory.get(&desk.office);
    for row in 0..16 {
        let key = format!("p{row}");
        let here = desk
            .replica
            .directory_row(kind::PARTY, &key)
            .map_err(|error| error.to_string())?
            .map(|(_, data)| data);
        let there = theirs
            .and_then(|rows| rows.iter().find(|row| row.key == key))
            .map(|row| row.data.clone());
        if here != there {
            return Err(format!(
                "{}: row {key} is not the centre's (here: {}, there: {})",
                desk.name,
                here.is_some(),
                there.is_some()
            ));
        }
    }
    Ok(())
}

/// Every void entry is on the list of the desk that wrote it. What a desk wrote under a former
/// replica id about an aggregate that has left its scope is not fed to it any more: there the
/// centre's list alone has it.
fn sees_its_void_entries(desk: &Desk, books: &Books) -> Result<(), Wrong> {
    let listed: BTreeSet<EntryRef> = desk
        .replica
        .discrepancies(false, DISCREPANCIES_MAX)
        .map_err(|error| error.to_string())?
        .into_iter()
        .filter_map(|line| Some(line.entry?.entry.header.entry_ref()))
        .collect();
    let own: BTreeSet<&ActId> = desk.own.iter().collect();
    let current = desk
        .port
        .standing()
        .map_err(|error| format!("no standing: {error}"))?
        .current
        .replica;
    for (record, act, subject) in &books.ordered {
        let void = match record.verdict {
            Verdict::Effective => false,
            Verdict::Void(_) => true,
        };
        let in_scope = books
            .settled
            .iter()
            .any(|(other, settled)| other == subject && settled.scope.contains(&desk.office));
        let is_fed = in_scope || record.entry.replica == current;
        if void && is_fed && own.contains(act) && !listed.contains(&record.entry) {
            return Err(format!(
                "{}: its entry {:?} is void, and its list does not say so",
                desk.name, record.entry
            ));
        }
    }
    Ok(())
}

/// Projections that are dropped and built anew show the same.
fn folds_again_to_the_same(desk: &Desk) -> Result<(), Wrong> {
    let before = desk.seen()?;
    desk.replica
        .rebuild_projections()
        .map_err(|error| error.to_string())?;
    if desk.seen()? == before {
        Ok(())
    } else {
        Err(format!("{}: another state after the rebuild", desk.name))
    }
}
