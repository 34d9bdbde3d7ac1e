//! Acts of destruction: bodies go wherever they are, headers and seals stay, and nothing brings them back.

use std::collections::{BTreeMap, BTreeSet};

use stoika_domain::body::{Event, SubjectKind, encode};
use stoika_domain::destruction::{CENTRE, DestructionEvent, Named, OfReplica, Ordered};
use stoika_domain::role::Role;
use stoika_domain::tenure::Octets;
use stoika_protocol::{
    ActId, Body, Chain, Entry, FeedItem, Header, OrderedEntry, ReplicaId, Salt, Subject, Verdict,
};
use stoika_store::{Draft, Place};

use crate::desk::{
    Centre, Desk, NOW_MS, answered, assigned, author, closed, signer, tables, today,
};

const EFFECTIVE: Verdict = Verdict::Effective;

/// The centre's act that names these entries.
fn act(number: u8, named: &[&Entry]) -> Entry {
    let mut by_replica: BTreeMap<ReplicaId, Vec<Named>> = BTreeMap::new();
    for entry in named {
        by_replica
            .entry(entry.header.replica)
            .or_default()
            .push(Named {
                seq: entry.header.seq,
                header_hash: Octets(entry.header.hash().0),
            });
    }
    let (kind, bytes) = encode(&Event::Destruction(DestructionEvent::Ordered(Ordered {
        number: "12".to_owned(),
        on: today(),
        part: 1,
        parts: 1,
        classes: BTreeMap::new(),
        offices: BTreeSet::new(),
        named: by_replica
            .into_iter()
            .map(|(replica, entries)| OfReplica {
                replica: Octets(replica.0),
                entries,
            })
            .collect(),
    })));
    let id = ActId::new(NOW_MS.cast_unsigned(), [number; 10]);
    let body = Body {
        salt: Salt([number; 8]),
        bytes,
    };
    let mut by = author();
    by.role = Role::Administrator.number();
    by.office = CENTRE.to_owned();
    Entry {
        header: Header {
            key: stoika_protocol::KeyId([0xcc; 16]),
            replica: ReplicaId([0xcc; 16]),
            seq: u64::from(number),
            act: id,
            subject: Subject {
                kind: SubjectKind::Destruction.number(),
                id,
            },
            base: None,
            wall_time_ms: NOW_MS,
            server_time_ms: Some(NOW_MS),
            kind,
            author: by,
            body_hash: body.hash(),
        },
        body: Some(body),
    }
}

/// A desk with a closed appeal and an open one, all ordered, and the entries.
fn at_work(centre: &mut Centre) -> (Desk, Subject, Subject, Vec<Entry>) {
    let mut desk = Desk::with_rules();
    let (gone, _) = desk.register("Небылицын Пётр", Some("p1")).unwrap();
    let (kept, _) = desk.register("Выдумкина Ольга", Some("p2")).unwrap();
    for event in [assigned("ermakov"), answered(), closed()] {
        desk.act(Some(gone), &event).unwrap();
    }
    let own = desk.sent();
    let items = own
        .iter()
        .map(|entry| centre.own(entry, EFFECTIVE))
        .collect();
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    let name = desk.replica.identity().unwrap().replica;
    let chain = desk.replica.chain_at(name, 5).unwrap().unwrap();
    desk.replica.acked(name, chain, Place::Centre).unwrap();
    (desk, gone, kept, own)
}

fn of(entries: &[Entry], subject: Subject) -> Vec<&Entry> {
    let found = entries.iter();
    found
        .filter(|entry| entry.header.subject == subject)
        .collect()
}

fn subjects(desk: &Desk) -> Vec<Subject> {
    let states = desk.replica.states().unwrap();
    let found = states.into_iter().map(|(subject, _)| subject);
    found
        .filter(|subject| subject.kind == SubjectKind::Appeal.number())
        .collect()
}

fn found(desk: &Desk, words: &str) -> usize {
    desk.replica.search(words, false, 10).unwrap().hits.len()
}

/// Every frame opens, has its seal, and follows the one before; the entries that have bodies.
fn with_bodies(desk: &Desk) -> Vec<u64> {
    let name = desk.replica.identity().unwrap().replica;
    let frames = desk.replica.frames_after(&signer(), name, 0, usize::MAX);
    let mut chain = Chain::start(name);
    let mut whole = Vec::new();
    for sealed in frames.unwrap() {
        let frame = sealed.open().unwrap();
        frame.verify(&signer().verifying_key()).unwrap();
        assert_eq!(frame.before, chain);
        chain = frame.after;
        for (entry, _) in frame.entries {
            if entry.body.is_some() {
                whole.push(entry.header.seq);
            }
        }
    }
    assert_eq!(chain, desk.replica.standing().unwrap().current.head);
    whole
}

#[test]
fn what_an_act_names_is_gone_and_the_chain_stands() {
    let mut centre = Centre::new();
    let (desk, gone, kept, own) = at_work(&mut centre);
    let draft = |id: &str, of: Subject| Draft {
        id: id.to_owned(),
        kind: "answer".to_owned(),
        json: format!("{{\"appeal_id\":\"{}\",\"text\":\"Небылицын\"}}", of.id),
        updated_ms: NOW_MS,
    };
    desk.replica.save_draft(&draft("d1", gone)).unwrap();
    desk.replica.save_draft(&draft("d2", kept)).unwrap();
    assert_eq!(
        (found(&desk, "Небылицын"), found(&desk, "Выдумкина")),
        (1, 1)
    );
    assert_eq!(with_bodies(&desk), [1, 2, 3, 4, 5]);

    let item = centre.other(&act(1, &of(&own, gone)), EFFECTIVE);
    let reply = centre.reply(vec![item]);
    desk.replica.apply_pull(&reply).unwrap();
    assert_eq!(subjects(&desk), [kept]);
    assert!(desk.replica.appeal(gone.id).unwrap().is_none());
    assert_eq!(
        (found(&desk, "Небылицын"), found(&desk, "Выдумкина")),
        (0, 1)
    );
    assert_eq!(with_bodies(&desk), [2]);
    let drafts = desk.replica.drafts().unwrap();
    assert_eq!(drafts.len(), 1);
    assert_eq!(drafts[0].id, "d2");
    assert!(desk.replica.discrepancies(false, 10).unwrap().is_empty());

    // The same once more, a rebuild and another start change nothing.
    let once = tables(&desk);
    assert!(desk.replica.apply_pull(&reply).unwrap().is_empty());
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(tables(&desk), once);
    let desk = desk.reopen();
    assert_eq!((tables(&desk), with_bodies(&desk)), (once, vec![2]));
}

#[test]
fn an_aggregate_that_is_not_named_whole_stays_whole() {
    let mut centre = Centre::new();
    let (desk, gone, _, own) = at_work(&mut centre);
    let mut named = of(&own, gone);
    let first = named.remove(0);
    let mut other = first.clone();
    other.header.wall_time_ms += 1;
    // One is missing; one has another hash.
    for (number, named) in [(1, named.clone()), (2, [vec![&other], named].concat())] {
        let item = centre.other(&act(number, &named), EFFECTIVE);
        desk.replica.apply_pull(&centre.reply(vec![item])).unwrap();
        assert_eq!(with_bodies(&desk), [1, 2, 3, 4, 5]);
    }
    // Nor does one without an effect, or one that names nothing that is here.
    let void = centre.other(&act(3, &of(&own, gone)), Verdict::Void(41));
    desk.replica.apply_pull(&centre.reply(vec![void])).unwrap();
    let mut strange = first.clone();
    strange.header.replica = ReplicaId([0x77; 16]);
    let item = centre.other(&act(4, &[&strange]), EFFECTIVE);
    desk.replica.apply_pull(&centre.reply(vec![item])).unwrap();
    assert_eq!(with_bodies(&desk), [1, 2, 3, 4, 5]);
    assert_eq!(subjects(&desk).len(), 2);
}

#[test]
fn an_act_upon_what_is_destroyed_has_no_effect_and_stays() {
    let mut centre = Centre::new();
    let (mut desk, gone, _, own) = at_work(&mut centre);
    // Written here while the act was on its way.
    desk.act(Some(gone), &assigned("lapteva")).unwrap();
    let late = desk.sent()[5].clone();
    let act = centre.other(&act(1, &of(&own, gone)), EFFECTIVE);
    let void = centre.own(&late, Verdict::Void(10));
    desk.replica
        .apply_pull(&centre.reply(vec![act, void]))
        .unwrap();
    assert_eq!(with_bodies(&desk), [2, 6]);
    assert_eq!(subjects(&desk).len(), 1);
    let once = tables(&desk);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(tables(&desk), once);
}

/// A server that went back gets the headers again; a new desk gets no more.
#[test]
fn what_is_destroyed_comes_back_by_no_way() {
    let mut centre = Centre::new();
    let (desk, gone, kept, own) = at_work(&mut centre);
    let the_act = act(1, &of(&own, gone));
    let item = centre.other(&the_act, EFFECTIVE);
    desk.replica.apply_pull(&centre.reply(vec![item])).unwrap();
    desk.replica.rewind(true, false, NOW_MS).unwrap();
    assert_eq!(subjects(&desk), [kept]);
    assert_eq!(with_bodies(&desk), [2]);
    let once = tables(&desk);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(tables(&desk), once);
    // The order comes anew, now with the bodies that the server still has.
    let mut anew = Centre::new();
    let items = own.iter().map(|entry| anew.own(entry, EFFECTIVE)).collect();
    desk.replica.apply_pull(&anew.reply(items)).unwrap();
    assert_eq!(subjects(&desk), [kept]);
    let verdicts = desk.replica.discrepancies(false, 10).unwrap();
    assert!(verdicts.iter().all(|line| line.code == "server-rewound"));

    // A clone that must write its suffix anew seals what it has, headers alone.
    let name = desk.replica.identity().unwrap().replica;
    let fresh = stoika_store::Identity {
        replica: ReplicaId([0x33; 16]),
        key: signer().id(),
    };
    desk.replica.rewind(true, false, NOW_MS).unwrap();
    desk.replica.reauthor(name, 0, fresh, NOW_MS).unwrap();
    assert_eq!(with_bodies(&desk).len(), 1);

    let bare = |entry: &Entry| Entry {
        body: entry.body.clone().filter(|_| entry.header.subject != gone),
        header: entry.header.clone(),
    };
    let new = Desk::with_rules();
    let mut centre = Centre::new();
    let mut entries: Vec<Entry> = own.iter().map(bare).collect();
    entries.push(the_act);
    let items = entries
        .iter()
        .map(|entry| {
            let mut entry = entry.clone();
            if entry.header.replica == ReplicaId([1; 16]) {
                entry.header.replica = ReplicaId([0x55; 16]);
            }
            FeedItem::Other(OrderedEntry {
                record: centre.record(&entry, EFFECTIVE),
                entry,
            })
        })
        .collect();
    new.replica.apply_pull(&centre.reply(items)).unwrap();
    assert_eq!(subjects(&new), [kept]);
    assert!(new.replica.discrepancies(false, 10).unwrap().is_empty());
}
