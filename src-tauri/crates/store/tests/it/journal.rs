//! Recording, sealing, acknowledging; ways home after a clone or restore.

use stoika_domain::appeal::AppealStatus;
use stoika_domain::body::VoidReason;
use stoika_protocol::{Chain, EntryRef, ReplicaId, Salt, Verdict};
use stoika_store::{Change, Draft, Identity, NewAct, NewEntry, Opened, Place, Replica, StoreError};

use crate::desk::{
    Centre, Desk, NOW_MS, answered, appeal, assigned, author, closed, params, signer, tables,
};

#[test]
fn what_is_recorded_is_there_after_a_reopen() {
    let mut desk = Desk::with_rules();
    assert_eq!(desk.opened, Opened::Created);
    let (subject, number) = desk
        .register("Небылицын Артём Дмитриевич", Some("p1"))
        .unwrap();
    let (_, recorded) = desk.act(Some(subject), &assigned("ermakov")).unwrap();
    assert_eq!(recorded.entries[0].1, Verdict::Effective);
    assert!(recorded.changes.contains(&Change::Appeals));
    assert!(recorded.changes.contains(&Change::Appeal(subject.id)));
    assert!(recorded.changes.contains(&Change::Client("p1".into())));
    let before = (tables(&desk), desk.replica.standing().unwrap());

    let desk = desk.reopen();
    assert_eq!(desk.opened, Opened::Fine);
    assert_eq!((tables(&desk), desk.replica.standing().unwrap()), before);
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.appeal.status(), AppealStatus::Assigned);
    assert_eq!(card.row.number, number.to_string());
    assert_eq!(card.row.limit_on.unwrap().to_string(), "2026-11-05");
    assert_eq!(card.row.outer_on.unwrap().to_string(), "2026-11-30");
    assert_eq!(card.row.place, Place::Desk);
    assert_eq!(card.timeline.len(), 2);
    assert_eq!(card.timeline[1].party.as_deref(), Some("p1"));
}

#[test]
fn entries_are_chained_and_name_their_base() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    desk.register("Выдумкина", None).unwrap();
    desk.act(Some(subject), &assigned("ermakov")).unwrap();
    let name = desk.replica.identity().unwrap().replica;
    let entries = desk.sent();
    let base = entries
        .iter()
        .map(|entry| entry.header.base)
        .collect::<Vec<_>>();
    assert_eq!(
        base,
        [
            None,
            None,
            Some(EntryRef {
                replica: name,
                seq: 1
            })
        ]
    );
    let mut chain = Chain::start(name);
    for entry in &entries {
        chain = chain.link(&entry.header.hash());
        assert_eq!(desk.replica.chain_at(name, chain.seq).unwrap(), Some(chain));
    }
    assert_eq!(desk.replica.standing().unwrap().current.head, chain);
    assert_eq!(desk.replica.chain_at(name, 4).unwrap(), None);
}

#[test]
fn a_counter_is_not_taken_by_an_act_that_failed() {
    let mut desk = Desk::new();
    let take = |desk: &Desk, fail: bool| {
        desk.replica.record_with::<StoreError>(|context| {
            let counter = context.next_counter("ОТ-04", 2026)?;
            if fail {
                return Err(StoreError::Missing("anything"));
            }
            Ok(NewAct {
                author: author(),
                act_id: stoika_protocol::ActId::new(u64::from(counter), [0; 10]),
                wall_time_ms: NOW_MS,
                server_time_ms: None,
                entries: Vec::new(),
            })
        })
    };
    assert!(matches!(take(&desk, true), Err(StoreError::Missing(_))));
    // An act with no entry is refused after its counter was taken.
    assert!(matches!(take(&desk, false), Err(StoreError::BadAct)));
    let counters: Vec<u32> = (0..3)
        .map(|_| desk.register("Небылицын", None).unwrap().1.counter())
        .collect();
    assert_eq!(counters, [1, 2, 3]);
}

#[test]
fn a_body_that_cannot_be_read_is_kept_and_stops_nothing() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    let act_id = desk.act_id();
    let strange = |kind: u16, subject| NewEntry {
        subject,
        kind,
        bytes: vec![0xff; 9],
        salt: Salt([0; 8]),
    };
    let unknown_subject = stoika_protocol::Subject {
        kind: 999,
        id: act_id,
    };
    let recorded = desk
        .replica
        .record(NewAct {
            author: author(),
            act_id,
            wall_time_ms: NOW_MS,
            server_time_ms: None,
            entries: vec![
                strange(202, subject),
                strange(7777, subject),
                strange(1, unknown_subject),
            ],
        })
        .unwrap();
    let unreadable = Verdict::Void(VoidReason::Unreadable.number());
    assert!(
        recorded
            .entries
            .iter()
            .all(|(_, verdict)| *verdict == unreadable)
    );
    desk.act(Some(subject), &assigned("ermakov")).unwrap();
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.appeal.status(), AppealStatus::Assigned);
    assert_eq!(card.timeline.len(), 4);
    assert!(card.timeline[1].event.is_none());
    assert_eq!(desk.sent().len(), 5);
}

#[test]
fn frames_are_sealed_once_and_their_bytes_stay() {
    let mut desk = Desk::new();
    for _ in 0..40 {
        desk.register("Небылицын Артём Дмитриевич", None).unwrap();
    }
    let name = desk.replica.identity().unwrap().replica;
    let all = desk
        .replica
        .frames_after(&signer(), name, 0, usize::MAX)
        .unwrap();
    desk.register("Выдумкина", None).unwrap();
    let desk = desk.reopen();
    let again = desk
        .replica
        .frames_after(&signer(), name, 0, usize::MAX)
        .unwrap();
    assert_eq!(again[..all.len()], all[..]);
    assert_eq!(again.len(), all.len() + 1);
    for frame in &again {
        frame
            .open()
            .unwrap()
            .verify(&signer().verifying_key())
            .unwrap();
    }
    let one = desk.replica.frames_after(&signer(), name, 0, 1).unwrap();
    assert_eq!(one.len(), 1);
    let last = desk
        .replica
        .frames_after(&signer(), name, 40, usize::MAX)
        .unwrap();
    assert_eq!(last, again[all.len()..]);
    assert!(
        desk.replica
            .frames_after(&signer(), name, 41, 1)
            .unwrap()
            .is_empty()
    );
    let stranger = ReplicaId([0xee; 16]);
    assert!(matches!(
        desk.replica.frames_after(&signer(), stranger, 0, 1),
        Err(StoreError::UnknownReplica(_))
    ));
}

#[test]
fn an_acknowledgement_must_lie_on_the_chain() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    desk.register("Выдумкина", None).unwrap();
    let name = desk.replica.identity().unwrap().replica;
    let chain = desk.replica.chain_at(name, 1).unwrap().unwrap();
    let forged = Chain { seq: 2, ..chain };
    let beyond = Chain { seq: 3, ..chain };
    for wrong in [forged, beyond] {
        let refused = desk.replica.acked(name, wrong, Place::Centre);
        assert!(matches!(refused, Err(StoreError::OtherChain)));
    }
    assert_eq!(desk.replica.unsent(10).unwrap().len(), 2);
    desk.replica.acked(name, chain, Place::Branch).unwrap();
    let place = |desk: &Desk| desk.replica.appeal(subject.id).unwrap().unwrap().row.place;
    assert_eq!(place(&desk), Place::Branch);
    desk.replica.acked(name, chain, Place::Centre).unwrap();
    assert_eq!(place(&desk), Place::Centre);
    let unsent = desk.replica.unsent(10).unwrap();
    assert_eq!(unsent.len(), 1);
    assert!(unsent[0].size_bytes > 0);
    let counts = desk.replica.journal_counts(0).unwrap();
    assert_eq!((counts.written, counts.unsent), (2, 1));
    assert_eq!(counts.unsent_bytes, unsent[0].size_bytes);
}

/// A clone of the disk wrote first: what this desk wrote after the parting comes again under
/// another name, the same acts, and the old suffix stays as a branch.
#[test]
fn a_fork_keeps_both_branches() {
    let mut desk = Desk::new();
    let (common, _) = desk.register("Общий", None).unwrap();
    let (mine, _) = desk.register("Свой", None).unwrap();
    desk.act(Some(mine), &assigned("ermakov")).unwrap();
    desk.act(Some(common), &assigned("ermakov")).unwrap();
    let before = desk.sent();
    let states = desk.replica.states().unwrap();
    let old = desk.replica.identity().unwrap().replica;
    let fresh = Identity {
        replica: ReplicaId([8; 16]),
        key: signer().id(),
    };
    desk.replica.reauthor(old, 1, fresh, NOW_MS).unwrap();
    assert_eq!(desk.replica.states().unwrap(), states);
    let heir = desk.replica.identity().unwrap();
    assert_eq!(heir.key, fresh.key);
    assert!(heir.replica != old, "another name");
    let after = desk.sent();
    assert_eq!(after.len(), 3);
    for (old_entry, new_entry) in before[1..].iter().zip(&after) {
        assert_eq!(new_entry.header.act, old_entry.header.act);
        assert_eq!(new_entry.body, old_entry.body);
    }
    // The base of the first goes on inside of the branch, the base of the last stays outside.
    assert_eq!(after[1].header.base, Some(after[0].header.entry_ref()));
    assert_eq!(after[2].header.base, Some(before[0].header.entry_ref()));
    let standing = desk.replica.standing().unwrap();
    assert_eq!(standing.former.len(), 1);
    assert_eq!(standing.former[0].head, standing.former[0].acked);
    assert_eq!(standing.former[0].head.seq, 1);
    assert!(
        desk.replica
            .frames_after(&signer(), old, 1, usize::MAX)
            .unwrap()
            .is_empty()
    );
    let kept: i64 = crate::desk::raw(&desk.root())
        .query_row("SELECT count(*) FROM branch", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 3);
    let listed = desk.replica.discrepancies(false, 10).unwrap();
    assert_eq!(
        listed
            .iter()
            .map(|line| line.code.as_str())
            .collect::<Vec<_>>(),
        ["forked"]
    );

    // The twin's entry at the place that this desk has given up comes by the order.
    let mut twin = Desk::new();
    twin.register("Общий", None).unwrap();
    twin.register("Чужой", None).unwrap();
    let theirs = twin.sent();
    assert_eq!(theirs[0], before[0]);
    let mut centre = Centre::new();
    let items = vec![
        centre.other(&theirs[0], Verdict::Effective),
        centre.other(&theirs[1], Verdict::Effective),
    ];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    assert!(
        desk.replica
            .appeal(theirs[1].header.subject.id)
            .unwrap()
            .is_some()
    );
    assert!(desk.replica.appeal(mine.id).unwrap().is_some());
}

#[test]
fn a_restored_database_takes_a_new_name_before_its_first_act() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    let root = desk.root();
    let backup = tempfile::tempdir().unwrap();
    copy(&root.join("replica"), &backup.path().join("replica"));
    let counter = {
        desk.register("Выдумкина", None).unwrap();
        desk.register("Сочинитель", None).unwrap().1.counter()
    };
    let lost = desk.sent();
    drop(desk.replica);

    copy(&root.join("outside"), &backup.path().join("outside"));
    let (replica, opened) = Replica::open(&params(backup.path(), 5)).unwrap();
    assert_eq!(
        opened,
        Opened::Restored {
            mark_seq: Some(3),
            db_seq: 1
        }
    );
    assert_eq!(replica.identity().unwrap().replica, ReplicaId([5; 16]));
    let standing = replica.standing().unwrap();
    assert_eq!(standing.current.head.seq, 0);
    assert_eq!(standing.former[0].head.seq, 1);
    replica
        .record_with::<StoreError>(|context| {
            // Numbers that stand on paper already are passed over.
            assert_eq!(context.next_counter("ОТ-04", 2026)?, counter + 1);
            assert_eq!(context.next_counter("ОТ-05", 2026)?, 3);
            Err(StoreError::BadAct)
        })
        .unwrap_err();
    // What was lost comes back whole.
    let mut centre = Centre::new();
    let items = lost
        .iter()
        .map(|entry| centre.other(entry, Verdict::Effective))
        .collect();
    replica.apply_pull(&centre.reply(items)).unwrap();
    assert_eq!(replica.states().unwrap().len(), 3);
    assert!(replica.appeal(subject.id).unwrap().is_some());
    drop(replica);

    let (replica, opened) = Replica::open(&params(backup.path(), 6)).unwrap();
    assert_eq!(opened, Opened::Fine);
    assert_eq!(replica.identity().unwrap().replica, ReplicaId([5; 16]));
    drop(replica);
    std::fs::remove_file(backup.path().join("outside/mark")).unwrap();
    let (_, opened) = Replica::open(&params(backup.path(), 7)).unwrap();
    // Nothing has been written under the name that is current: nothing can be written twice.
    assert_eq!(opened, Opened::Fine);
}

#[test]
fn another_machine_takes_a_new_name() {
    let mut desk = Desk::new();
    desk.register("Небылицын", None).unwrap();
    let root = desk.root();
    drop(desk.replica);
    let moved = stoika_store::OpenParams {
        machine: stoika_protocol::Hash([2; 32]),
        ..params(&root, 4)
    };
    let (replica, opened) = Replica::open(&moved).unwrap();
    assert_eq!(opened, Opened::OtherMachine);
    assert_eq!(replica.identity().unwrap().replica, ReplicaId([4; 16]));
    drop(replica);
    let (replica, opened) = Replica::open(&stoika_store::OpenParams {
        fresh: params(&root, 5).fresh,
        ..moved
    })
    .unwrap();
    assert_eq!(opened, Opened::Fine);
    assert_eq!(replica.identity().unwrap().replica, ReplicaId([4; 16]));
}

/// The mark is written after the commit: a crash between the two is no restore.
#[test]
fn a_mark_behind_the_database_is_no_restore() {
    let mut desk = Desk::new();
    desk.register("Небылицын", None).unwrap();
    let mark = std::fs::read(desk.root().join("outside/mark")).unwrap();
    desk.register("Выдумкина", None).unwrap();
    std::fs::write(desk.root().join("outside/mark"), mark).unwrap();
    let desk = desk.reopen();
    assert_eq!(desk.opened, Opened::Fine);
    assert_eq!(desk.replica.standing().unwrap().current.head.seq, 2);
}

#[test]
fn a_guard_shows_at_once_that_an_act_has_no_effect() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    for event in [answered(), closed()] {
        let (_, recorded) = desk.act(Some(subject), &event).unwrap();
        assert_eq!(recorded.entries[0].1, Verdict::Effective);
    }
    let (_, recorded) = desk.act(Some(subject), &assigned("ermakov")).unwrap();
    assert_eq!(
        recorded.entries[0].1,
        Verdict::Void(VoidReason::AlreadyClosed.number())
    );
    assert_eq!(appeal(subject.id), subject);
}

#[test]
fn drafts_and_settings_are_durable() {
    let desk = Desk::new();
    let draft = |id: &str, updated_ms| Draft {
        id: id.into(),
        kind: "appeal".into(),
        json: "{\"text\":\"…\"}".into(),
        updated_ms,
    };
    desk.replica.save_draft(&draft("a", 1)).unwrap();
    desk.replica.save_draft(&draft("b", 2)).unwrap();
    desk.replica.save_draft(&draft("a", 3)).unwrap();
    desk.replica.set_setting("server", "127.0.0.1").unwrap();
    let mut desk = desk.reopen();
    assert_eq!(
        desk.replica.drafts().unwrap(),
        [draft("a", 3), draft("b", 2)]
    );
    assert_eq!(
        desk.replica.setting("server").unwrap().as_deref(),
        Some("127.0.0.1")
    );
    // The draft goes with the act that it has become, or stays with the one that failed.
    let act_id = desk.act_id();
    let become_act = |entries| {
        desk.replica.record_with::<StoreError>(|context| {
            context.delete_draft("a")?;
            Ok(NewAct {
                author: author(),
                act_id,
                wall_time_ms: NOW_MS,
                server_time_ms: None,
                entries,
            })
        })
    };
    become_act(Vec::new()).unwrap_err();
    assert!(desk.replica.draft("a").unwrap().is_some());
    let (kind, bytes) = stoika_domain::body::encode(&assigned("x"));
    let entry = NewEntry {
        subject: appeal(act_id),
        kind,
        bytes,
        salt: Salt([0; 8]),
    };
    let recorded = become_act(vec![entry]).unwrap();
    assert!(recorded.changes.contains(&Change::Drafts));
    assert_eq!(desk.replica.draft("a").unwrap(), None);
    desk.replica.delete_draft("b").unwrap();
    assert!(desk.replica.drafts().unwrap().is_empty());
}

pub fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file()
            && !file.file_name().to_string_lossy().ends_with("-shm")
        {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}
