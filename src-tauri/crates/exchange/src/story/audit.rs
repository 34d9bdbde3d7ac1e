use stoika_protocol::{
    AuditEnd, AuditOutcome, AuditPush, AuditPushReply, AuditQuestion, AuditRecord, Chain, Denial,
    Hello, HistoryId, ReplicaId, Signer, audit_link, audit_start,
};

use super::world::{NOW_MS, TestDesk, World};
use crate::audit_look::{AUDIT_LOOKS_MAX, AUDIT_LOOKS_WITHIN_MS};
use crate::exchange::ExchangeError;
use crate::publish::RowPut;
use crate::storage::Storage;

fn record(seq: u64, object: &str) -> AuditRecord {
    AuditRecord {
        seq,
        at_ms: NOW_MS,
        user: "u-1".to_owned(),
        role: 1,
        action: 1,
        object: 1,
        object_id: object.to_owned(),
        party: Some(object.to_owned()),
        detail: String::new(),
        reason: String::new(),
    }
}

/// Records `from..=to` of a chain in which every record is about `object`.
fn push(desk: &TestDesk, object: &str, from: u64, to: u64) -> AuditPush {
    let before = (1..from).fold(audit_start(desk.replica), |chain, seq| {
        audit_link(chain, &record(seq, object))
    });
    let records = (from..=to).map(|seq| record(seq, object)).collect();
    AuditPush::signed(&desk.signer, desk.replica, before, records)
}

fn told<S: Storage>(world: &World<S>, desk: &TestDesk, push: &AuditPush) -> (AuditOutcome, u64) {
    let reply = world.exchange.audit(&desk.key, push, NOW_MS);
    let AuditPushReply {
        outcome, held_seq, ..
    } = reply.unwrap();
    (outcome, held_seq)
}

fn held<S: Storage>(world: &World<S>, desk: &TestDesk) -> Vec<u64> {
    let lines = world
        .exchange
        .storage()
        .read(|rows| rows.audit_after(&desk.replica, 0, 100));
    lines
        .unwrap()
        .into_iter()
        .map(|line| line.record.seq)
        .collect()
}

pub fn audit_is_taken_once_and_in_order<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let desk = world.desk("otradny", 1);
    let taken = AuditOutcome::Taken;
    assert_eq!(
        told(&world, &desk, &push(&desk, "a", 3, 4)),
        (AuditOutcome::Gap, 0)
    );
    for _ in 0..2 {
        assert_eq!(told(&world, &desk, &push(&desk, "a", 1, 3)), (taken, 3));
    }
    // One that begins with what is held and ends with news.
    assert_eq!(told(&world, &desk, &push(&desk, "a", 2, 5)), (taken, 5));
    assert_eq!(told(&world, &desk, &push(&desk, "a", 1, 2)), (taken, 5));
    assert_eq!(held(&world, &desk), [1, 2, 3, 4, 5]);
    let whole = push(&desk, "a", 1, 5).chains().unwrap();
    let (heads, chain) = world
        .exchange
        .storage()
        .read(|rows| Ok((rows.audit_heads()?, rows.audit_chain_at(&desk.replica, 5)?)))
        .unwrap();
    assert_eq!(heads.len(), 1);
    assert_eq!(heads[0].1.held, *whole.last().unwrap());
    assert_eq!(chain, Some(heads[0].1.held.head));
    // It is nobody's news: neither an order nor a directory has it.
    assert_eq!(world.pull(&desk, 0, 0, 100).items, []);
}

pub fn a_forked_audit_is_kept_and_written_down<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let desk = world.desk("otradny", 1);
    told(&world, &desk, &push(&desk, "a", 1, 3));
    // A clone of the disk has written the same numbers, some of them and more.
    for _ in 0..2 {
        let clone = push(&desk, "b", 1, 5);
        assert_eq!(told(&world, &desk, &clone), (AuditOutcome::Forked, 3));
    }
    // The rest of its branch is a part of it, not a gap.
    let rest = push(&desk, "b", 6, 7);
    assert_eq!(told(&world, &desk, &rest), (AuditOutcome::Forked, 3));
    let branches = world
        .exchange
        .storage()
        .read(|rows| rows.audit_branches())
        .unwrap();
    let places: Vec<u64> = branches.iter().map(|branch| branch.first_seq).collect();
    assert_eq!(places, [1, 6]);
    // The first disk goes on as if nothing had been.
    let next = push(&desk, "a", 4, 6);
    assert_eq!(told(&world, &desk, &next), (AuditOutcome::Taken, 6));
    assert_eq!(held(&world, &desk), [1, 2, 3, 4, 5, 6]);
}

pub fn a_server_that_lost_an_audit_says_so<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let desk = world.desk("otradny", 1);
    let clone = push(&desk, "b", 1, 5);
    told(&world, &desk, &push(&desk, "a", 1, 3));
    told(&world, &desk, &clone);
    let lost = |object: &str, seq: u64| {
        let chain = push(&desk, object, 1, seq).chains().unwrap();
        let hello = Hello {
            audits: vec![AuditEnd {
                replica: desk.replica,
                seq,
                chain: chain.last().unwrap().head,
            }],
            ..desk.hello(None, 0)
        };
        let reply = world.exchange.hello(&desk.key, &hello, NOW_MS).unwrap();
        reply.audits_lost
    };
    let none: [ReplicaId; 0] = [];
    assert_eq!(lost("a", 2), none);
    assert_eq!(lost("a", 3), none);
    // A branch is held as well.
    assert_eq!(lost("b", 5), none);
    assert_eq!(lost("a", 4), [desk.replica], "more than is held");
    assert_eq!(lost("c", 3), [desk.replica], "others at the same numbers");
}

pub fn an_audit_that_its_desk_did_not_sign_is_refused<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let desk = world.desk("otradny", 1);
    let other = world.desk("otradny", 2);
    let refused = (AuditOutcome::Refused, 0);
    let mut changed = push(&desk, "a", 1, 2);
    changed.records[0].object_id = "b".to_owned();
    assert_eq!(told(&world, &desk, &changed), refused);
    let mut hole = push(&desk, "a", 1, 3);
    hole.records.remove(1);
    assert_eq!(told(&world, &desk, &hole), refused);
    let start = Chain {
        seq: 0,
        ..audit_start(other.replica)
    };
    let nothing = AuditPush::signed(&desk.signer, desk.replica, start, Vec::new());
    assert_eq!(told(&world, &desk, &nothing), refused);
    // A stranger's key, and a stranger at the door.
    let stranger = Signer::from_seed(&[99; 32]);
    let foreign = AuditPush::signed(
        &stranger,
        desk.replica,
        audit_start(desk.replica),
        vec![record(1, "a")],
    );
    assert_eq!(told(&world, &desk, &foreign), refused);
    assert_eq!(
        world.exchange.audit(&stranger.id(), &foreign, NOW_MS),
        Err(ExchangeError::Denied(Denial::ForeignDesk))
    );
    // Another desk may bring it, not write it.
    let brought = push(&desk, "a", 1, 1);
    assert_eq!(told(&world, &other, &brought), (AuditOutcome::Taken, 1));
    let usurped = AuditPush::signed(
        &other.signer,
        desk.replica,
        brought.chains().unwrap()[0],
        vec![record(2, "a")],
    );
    assert_eq!(told(&world, &other, &usurped), (AuditOutcome::Refused, 1));
    let mut long = push(&desk, "a", 2, 2);
    long.records[0].user = "u".repeat(81);
    assert_eq!(
        world.exchange.audit(&desk.key, &long, NOW_MS),
        Err(ExchangeError::Denied(Denial::Malformed))
    );
    assert_eq!(held(&world, &desk), [1]);
}

fn asked(asker: &str) -> AuditQuestion {
    AuditQuestion {
        asker: asker.to_owned(),
        records_max: 100,
        ..AuditQuestion::default()
    }
}

pub fn the_head_reads_the_audit_of_his_office<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let (first, second) = (world.desk("otradny", 1), world.desk("otradny", 2));
    let foreign = world.desk("kinel", 3);
    for (desk, object) in [(&first, "a"), (&second, "b"), (&foreign, "c")] {
        told(&world, desk, &push(desk, object, 1, 3));
    }
    let user = |key: &str, scope: &str, post: &[u8]| RowPut {
        kind: "user".to_owned(),
        key: key.to_owned(),
        scope: scope.to_owned(),
        data: Some(post.to_vec()),
    };
    let rows = [
        user("h", "otradny", b"head"),
        user("s", "otradny", b"specialist"),
        user("k", "kinel", b"head"),
    ];
    world.exchange.publish(&rows).unwrap();

    let look =
        |question: &AuditQuestion| world.exchange.look_at_audit(&first.key, question, NOW_MS);
    let names = |question: &AuditQuestion| {
        let answer = look(question).unwrap();
        let seen = answer.seen.iter();
        seen.map(|seen| (seen.desk.clone(), seen.record.seq))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let (of_first, of_second) = ("otradny-01".to_owned(), "otradny-02".to_owned());
    let all: std::collections::BTreeSet<_> = (1..=3)
        .flat_map(|seq| [(of_first.clone(), seq), (of_second.clone(), seq)])
        .collect();
    assert_eq!(names(&asked("h")), all);
    // Filters; a period is half open.
    let of = |change: &dyn Fn(&mut AuditQuestion)| {
        let mut question = asked("h");
        change(&mut question);
        names(&question).len()
    };
    assert_eq!(of(&|asked| asked.party = Some("b".to_owned())), 3);
    assert_eq!(of(&|asked| asked.party = Some("c".to_owned())), 0);
    assert_eq!(of(&|asked| asked.user = Some("u-2".to_owned())), 0);
    assert_eq!(of(&|asked| asked.action = Some(1)), 6);
    assert_eq!(of(&|asked| asked.action = Some(2)), 0);
    assert_eq!(of(&|asked| asked.from_ms = Some(NOW_MS)), 6);
    assert_eq!(of(&|asked| asked.until_ms = Some(NOW_MS)), 0);
    // Pages meet and end.
    let mut question = AuditQuestion {
        records_max: 4,
        ..asked("h")
    };
    let page = look(&question).unwrap();
    assert_eq!(page.seen.len(), 4);
    question.after = page.next;
    assert!(question.after.is_some());
    let rest = look(&question).unwrap();
    assert_eq!((rest.seen.len(), rest.next), (2, None));
    let met: std::collections::BTreeSet<_> = page
        .seen
        .iter()
        .chain(&rest.seen)
        .map(|seen| (seen.desk.clone(), seen.record.seq))
        .collect();
    assert_eq!(met, all);

    // Each question is written down; those that were denied gave nothing.
    let looks = world
        .exchange
        .storage()
        .read(|rows| rows.audit_looks(1000))
        .unwrap();
    assert_eq!((looks.len(), looks[0].given), (10, 2));
    assert_eq!(looks[0].question, question);
    assert_eq!(looks[0].label, of_first);

    // Not for who is no head, nor the head of another office, nor a stranger, nor nobody.
    let denied = |question: &AuditQuestion| match look(question) {
        Err(ExchangeError::Denied(denial)) => denial,
        other => panic!("{other:?}"),
    };
    for user in ["s", "k", "x"] {
        assert_eq!(denied(&asked(user)), Denial::NotForUser);
    }
    assert_eq!(denied(&asked(" ")), Denial::Malformed);
    let stranger = TestDesk::new("otradny", 66);
    let strange = world
        .exchange
        .look_at_audit(&stranger.key, &asked("h"), NOW_MS);
    assert_eq!(strange, Err(ExchangeError::Denied(Denial::ForeignDesk)));
    for _ in 10..AUDIT_LOOKS_MAX {
        look(&asked("h")).unwrap();
    }
    assert_eq!(denied(&asked("h")), Denial::TooMany);
    let later = NOW_MS + AUDIT_LOOKS_WITHIN_MS;
    let again = world.exchange.look_at_audit(&first.key, &asked("h"), later);
    assert_eq!(again.unwrap().seen.len(), 6);
    // What a revoked desk wrote stays readable; it reads nothing itself.
    world.exchange.revoke(&first.key, later).unwrap();
    assert_eq!(denied(&asked("h")), Denial::Revoked);
    let other = world
        .exchange
        .look_at_audit(&second.key, &asked("h"), later);
    assert_eq!(other.unwrap().seen.len(), 6);
}
