//! The audit of a desk: its own chain, in the transaction of what it is about, sent and sealed.

use chrono::NaiveDate;
use stoika_protocol::{
    ActId, AuditEnd, AuditPush, Author, Chain, Salt, Subject, audit_link, audit_start,
};
use stoika_store::{AuditAsked, Change, Identity, NewAct, NewAudit, NewEntry, Replica, StoreError};

use crate::desk::{Desk, NOW_MS, params, raw, signer};

pub fn seen(user: &str, party: &str) -> NewAudit {
    NewAudit {
        at_ms: NOW_MS,
        user: user.to_owned(),
        role: 1,
        action: 1,
        object: 1,
        object_id: party.to_owned(),
        party: Some(party.to_owned()),
        detail: String::new(),
        reason: String::new(),
    }
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, number).unwrap()
}

fn seqs(replica: &Replica, asked: &AuditAsked) -> Vec<u64> {
    let asked = AuditAsked {
        count_max: 100,
        ..asked.clone()
    };
    let lines = replica.audit_lines(&asked).unwrap();
    lines.into_iter().map(|line| line.record.seq).collect()
}

fn own(desk: &Desk) -> stoika_protocol::ReplicaId {
    desk.replica.identity().unwrap().replica
}

/// Records an act of no domain, with the audit of it.
fn act_with_audit(desk: &mut Desk, fails: bool) -> Result<(), StoreError> {
    let act_id = desk.act_id();
    let recorded = desk.replica.record_with(|context| {
        context.audit(&seen("u1", "p-printed"))?;
        if fails {
            return Err(StoreError::BadAct);
        }
        Ok(act(act_id))
    })?;
    assert!(recorded.changes.contains(&Change::Audit));
    Ok(())
}

fn act(act_id: ActId) -> NewAct {
    NewAct {
        author: Author {
            user: "u1".into(),
            user_name: "У. У.".into(),
            role: 1,
            office: "otradny".into(),
            desk: "ОТ-04".into(),
            rules: 0,
        },
        act_id,
        wall_time_ms: NOW_MS,
        server_time_ms: None,
        entries: vec![NewEntry {
            subject: Subject {
                kind: 999,
                id: act_id,
            },
            kind: 1,
            bytes: vec![1],
            salt: Salt([0; 8]),
        }],
    }
}

#[test]
fn records_are_dense_chained_and_kept() {
    let desk = Desk::new();
    assert_eq!(desk.replica.unsent_audit(10).unwrap(), None);
    desk.replica
        .audit(&[seen("u1", "p1"), seen("u2", "p1")])
        .unwrap();
    let desk = desk.reopen();
    desk.replica.audit(&[seen("u1", "p2")]).unwrap();
    desk.replica.check_audit().unwrap();
    let unsent = desk.replica.unsent_audit(10).unwrap().unwrap();
    assert_eq!(unsent.before, audit_start(own(&desk)));
    let numbers: Vec<u64> = unsent.records.iter().map(|record| record.seq).collect();
    assert_eq!(numbers, [1, 2, 3]);
    let push = AuditPush::signed(&signer(), unsent.replica, unsent.before, unsent.records);
    assert!(push.chains().is_some());
    assert_eq!(push.verify(&signer().verifying_key()), Ok(()));
}

#[test]
fn an_act_and_its_audit_are_there_together_or_not_at_all() {
    let mut desk = Desk::new();
    act_with_audit(&mut desk, false).unwrap();
    assert!(act_with_audit(&mut desk, true).is_err());
    assert_eq!(desk.replica.standing().unwrap().current.head.seq, 1);
    assert_eq!(seqs(&desk.replica, &AuditAsked::default()), [1]);
    let long = NewAudit {
        reason: "слово ".repeat(20),
        ..seen("u1", "p1")
    };
    let refused = desk.replica.audit(&[seen("u1", "p1"), long]);
    assert!(matches!(refused, Err(StoreError::BadAct)));
    assert_eq!(seqs(&desk.replica, &AuditAsked::default()), [1]);
}

#[test]
fn a_question_is_answered_newest_first_and_by_pages() {
    let desk = Desk::new();
    for number in 0..6_i64 {
        let mut record = seen(if number % 2 == 0 { "u1" } else { "u2" }, "p1");
        record.at_ms = NOW_MS + number;
        record.action = if number == 3 { 2 } else { 1 };
        record.party = (number < 4).then(|| format!("p{number}"));
        desk.replica.audit(&[record]).unwrap();
    }
    let all = AuditAsked::default();
    assert_eq!(seqs(&desk.replica, &all), [6, 5, 4, 3, 2, 1]);
    let of = |change: fn(&mut AuditAsked)| {
        let mut asked = AuditAsked::default();
        change(&mut asked);
        seqs(&desk.replica, &asked)
    };
    assert_eq!(of(|asked| asked.user = Some("u2".into())), [6, 4, 2]);
    assert_eq!(of(|asked| asked.party = Some("p2".into())), [3]);
    assert_eq!(of(|asked| asked.action = Some(2)), [4]);
    assert_eq!(of(|asked| asked.from_ms = Some(NOW_MS + 4)), [6, 5]);
    assert_eq!(of(|asked| asked.until_ms = Some(NOW_MS + 1)), [1]);
    let page = desk
        .replica
        .audit_lines(&AuditAsked {
            count_max: 2,
            ..AuditAsked::default()
        })
        .unwrap();
    let next = AuditAsked {
        before: Some(page[1].key),
        ..AuditAsked::default()
    };
    assert_eq!(seqs(&desk.replica, &next), [4, 3, 2, 1]);
    assert_eq!(desk.replica.audit_count("u1", 1, NOW_MS + 1).unwrap(), 2);
}

#[test]
fn what_is_acknowledged_is_not_sent_again_until_the_server_has_lost_it() {
    let desk = Desk::new();
    let records: Vec<NewAudit> = (0..4)
        .map(|number| seen("u1", &format!("p{number}")))
        .collect();
    desk.replica.audit(&records).unwrap();
    assert_eq!(desk.replica.standing().unwrap().audit_unsent, 4);
    desk.replica.audit_acked(own(&desk), 3).unwrap();
    let unsent = desk.replica.unsent_audit(10).unwrap().unwrap();
    assert_eq!((unsent.before.seq, unsent.records.len()), (3, 1));
    // Each hello tells it: a server that was restored may have lost nothing else.
    let told = AuditEnd {
        replica: own(&desk),
        seq: 3,
        chain: unsent.before.head,
    };
    assert_eq!(desk.replica.standing().unwrap().audits, [told]);
    let lines = desk.replica.audit_lines(&AuditAsked {
        count_max: 2,
        ..AuditAsked::default()
    });
    let places: Vec<bool> = lines.unwrap().iter().map(|line| line.at_centre).collect();
    assert_eq!(places, [false, true]);
    // A word that goes beyond the end counts up to the end.
    desk.replica.audit_acked(own(&desk), 9).unwrap();
    assert_eq!(desk.replica.unsent_audit(10).unwrap(), None);
    desk.replica.audit_acked(own(&desk), 1).unwrap();
    assert_eq!(desk.replica.standing().unwrap().audit_unsent, 3);
    desk.replica.audit_acked(own(&desk), 4).unwrap();
    desk.replica.rewind(true, false, NOW_MS).unwrap();
    let standing = desk.replica.standing().unwrap();
    assert_eq!((standing.audit_unsent, standing.audits), (4, Vec::new()));
}

#[test]
fn a_new_replica_id_begins_an_audit_of_its_own_and_the_old_one_is_still_sent() {
    let mut desk = Desk::new();
    desk.replica.audit(&[seen("u1", "p1")]).unwrap();
    act_with_audit(&mut desk, false).unwrap();
    let old = own(&desk);
    let fresh = Identity {
        replica: stoika_protocol::ReplicaId([77; 16]),
        key: signer().id(),
    };
    desk.replica.reauthor(old, 0, fresh, NOW_MS).unwrap();
    desk.replica.audit(&[seen("u1", "p2")]).unwrap();
    desk.replica.check_audit().unwrap();
    let first = desk.replica.unsent_audit(10).unwrap().unwrap();
    assert_eq!((first.replica, first.records.len()), (old, 2));
    desk.replica.audit_acked(old, 2).unwrap();
    let second = desk.replica.unsent_audit(10).unwrap().unwrap();
    assert_ne!(second.replica, old);
    assert_eq!(second.before, audit_start(second.replica));
    assert_eq!(second.records.len(), 1);
}

#[test]
fn the_head_enters_the_journal_once_a_day() {
    let mut desk = Desk::new();
    assert!(!desk.replica.audit_head_is_due(Some(day(30))).unwrap());
    desk.replica.audit(&[seen("u1", "p1")]).unwrap();
    assert!(desk.replica.audit_head_is_due(Some(day(30))).unwrap());
    let mut take = |on| {
        let act_id = desk.act_id();
        let mut taken = None;
        desk.replica
            .record_with::<StoreError>(|context| {
                taken = context.take_audit_head(on)?;
                Ok(act(act_id))
            })
            .unwrap();
        taken
    };
    let head = take(day(30)).unwrap();
    assert_eq!(head.head.seq, 1);
    assert_eq!(take(day(30)), None);
    desk.replica.audit(&[seen("u2", "p1")]).unwrap();
    assert!(!desk.replica.audit_head_is_due(Some(day(30))).unwrap());
    assert!(desk.replica.audit_head_is_due(None).unwrap());
    assert!(desk.replica.audit_head_is_due(Some(day(31))).unwrap());
    let records = desk.replica.unsent_audit(10).unwrap().unwrap().records;
    let chain: Chain = records
        .iter()
        .take(1)
        .fold(audit_start(head.replica), audit_link);
    assert_eq!(chain, head.head);
}

#[test]
fn a_record_that_was_changed_on_the_disk_is_seen() {
    let desk = Desk::new();
    desk.replica
        .audit(&[seen("u1", "p1"), seen("u2", "p2")])
        .unwrap();
    desk.replica.check_audit().unwrap();
    let root = desk.root();
    for change in [
        "UPDATE audit SET user = 'u9' WHERE seq = 1",
        "UPDATE audit SET user = 'u1' WHERE seq = 1; DELETE FROM audit WHERE seq = 2",
    ] {
        raw(&root).execute_batch(change).unwrap();
        let (replica, _) = Replica::open(&params(&root, 3)).unwrap();
        assert!(matches!(
            replica.check_audit(),
            Err(StoreError::Unreadable("audit"))
        ));
    }
}
