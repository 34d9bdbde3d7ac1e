use stoika_protocol::{
    AuditEnd, AuditOutcome, AuditPush, AuditPushReply, AuditRecord, Chain, Denial, Hello,
    HistoryId, ReplicaId, Signer, audit_link, audit_start,
};

use super::world::{NOW_MS, TestDesk, World};
use crate::exchange::ExchangeError;
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
