//! The audit goes last, and nothing waits for it.

use stoika_protocol::{AuditEnd, AuditOutcome, ReplicaId};
use stoika_sync::{CarrierError, Input, LinkMode, Request, StoreOp, StoreReply};

use crate::rig::{REPLICA, Rig, audit, audited, chain, hello, hello_reply, holds, own, pulled};

/// At rest, with records written meanwhile; then the wait for news ends.
fn with_audit() -> Rig {
    let mut rig = Rig::new();
    rig.run_to_rest();
    rig.input(Input::LocalAudit);
    assert!(rig.machine.rests(), "a view does not end the wait for news");
    rig.reply(stoika_sync::Reply::Pull(pulled(0, 7, false)));
    assert!(matches!(rig.op(), StoreOp::AuditNext { records_max: 500 }));
    rig
}

fn acked(rig: &mut Rig) -> u64 {
    let StoreOp::AuditAcked { replica, seq } = rig.op() else {
        panic!("an acknowledgement is due, not {:?}", rig.op());
    };
    assert_eq!(replica, REPLICA);
    seq
}

#[test]
fn records_go_when_nothing_else_has_to_and_then_it_rests() {
    let mut rig = with_audit();
    rig.done(StoreReply::Audit(Some(Box::new(audit(1, 3)))));
    assert!(matches!(rig.request(), Request::Audit(push) if push.records.len() == 3));
    assert_eq!(*rig.mode(), LinkMode::Online);
    rig.reply(audited(AuditOutcome::Taken, 3));
    assert_eq!(acked(&mut rig), 3);
    rig.done_standing();
    assert!(rig.machine.rests());
}

#[test]
fn what_is_left_from_an_earlier_run_goes_in_the_first_round() {
    let mut rig = Rig::new();
    rig.standing.audit_unsent = 2;
    rig.standing.cursor = Some(crate::rig::cursor(0));
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.pull_empty();
    assert!(matches!(rig.op(), StoreOp::AuditNext { .. }));
    rig.done(StoreReply::Audit(None));
    assert!(rig.machine.rests());
}

#[test]
fn an_entry_that_comes_meanwhile_goes_first() {
    let mut rig = with_audit();
    rig.done(StoreReply::Audit(Some(Box::new(audit(1, 1)))));
    rig.standing.current = own(REPLICA, 1, 0);
    rig.standing.audit_unsent = 9;
    rig.input(Input::LocalEntries(1));
    rig.reply(audited(AuditOutcome::Taken, 1));
    assert_eq!(acked(&mut rig), 1);
    rig.done_standing();
    assert!(matches!(rig.op(), StoreOp::FramesAfter { after: 0, .. }));
}

#[test]
fn a_fork_is_gone_behind_and_a_server_that_lost_some_gets_them_again() {
    let mut rig = with_audit();
    rig.done(StoreReply::Audit(Some(Box::new(audit(4, 5)))));
    rig.reply(audited(AuditOutcome::Gap, 1));
    assert_eq!(acked(&mut rig), 1);
    rig.standing.audit_unsent = 4;
    rig.done_standing();
    rig.done(StoreReply::Audit(Some(Box::new(audit(2, 5)))));
    rig.reply(audited(AuditOutcome::Forked, 1));
    assert_eq!(acked(&mut rig), 5);
    // Whoever says so twice contradicts itself: the round ends without the audit.
    rig.done_standing();
    rig.done(StoreReply::Audit(Some(Box::new(audit(6, 6)))));
    rig.reply(audited(AuditOutcome::Gap, 0));
    assert!(rig.machine.rests());
}

#[test]
fn what_a_restored_server_has_lost_goes_again_from_its_start() {
    let former = ReplicaId([2; 16]);
    let mut rig = Rig::new();
    rig.standing.cursor = Some(crate::rig::cursor(0));
    let end = |replica, seq| AuditEnd {
        replica,
        seq,
        chain: chain(replica, seq, 0),
    };
    rig.standing.audits = vec![end(REPLICA, 3), end(former, 2)];
    rig.run_to_hello();
    assert!(matches!(rig.request(), Request::Hello(hello) if hello.audits == rig.standing.audits));
    // The order still fits: nothing but the audit tells of it. Of a replica that was not told of,
    // nothing can be lost.
    let mut reply = hello_reply(holds(0, 0));
    reply.audits_lost = vec![former, ReplicaId([7; 16])];
    rig.reply(stoika_sync::Reply::Hello(reply));
    rig.pull_empty();
    assert_eq!(
        rig.op(),
        StoreOp::AuditAcked {
            replica: former,
            seq: 0
        }
    );
    rig.standing.audits.pop();
    rig.standing.audit_unsent = 2;
    rig.done_standing();
    assert!(matches!(rig.op(), StoreOp::AuditNext { .. }));
    rig.done(StoreReply::Audit(None));
    assert!(rig.machine.rests());
}

#[test]
fn a_server_that_does_not_take_it_is_online_all_the_same() {
    for refused in [true, false] {
        let mut rig = with_audit();
        rig.standing.audit_unsent = 1;
        rig.done(StoreReply::Audit(Some(Box::new(audit(1, 1)))));
        if refused {
            rig.reply(audited(AuditOutcome::Refused, 0));
        } else {
            let (id, _) = rig.sent.take().unwrap();
            rig.input(Input::Reply(id, Err(CarrierError::Server(404))));
        }
        assert_eq!(*rig.mode(), LinkMode::Online);
        assert!(rig.machine.rests());
        // Tried again after the wait, if there is still something.
        rig.input(Input::LocalAudit);
        rig.reply(stoika_sync::Reply::Pull(pulled(0, 7, false)));
        assert!(matches!(rig.op(), StoreOp::AuditNext { .. }));
    }
}

#[test]
fn a_link_that_breaks_at_the_audit_is_a_broken_link() {
    let mut rig = with_audit();
    rig.done(StoreReply::Audit(Some(Box::new(audit(1, 1)))));
    let (id, _) = rig.sent.take().unwrap();
    rig.input(Input::Reply(id, Err(CarrierError::Cut)));
    assert!(matches!(rig.mode(), LinkMode::Offline { .. }));
}
