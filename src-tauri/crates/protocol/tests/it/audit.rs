use stoika_protocol::message::{decode, encode};
use stoika_protocol::{
    AuditPush, AuditRecord, Chain, ReplicaId, SealError, Signer, audit_link, audit_start,
};

const REPLICA: ReplicaId = ReplicaId([7; 16]);

fn record(seq: u64) -> AuditRecord {
    AuditRecord {
        seq,
        at_ms: 1_793_342_760_000,
        user: "u-1".to_owned(),
        role: 1,
        action: 1,
        object: 1,
        object_id: "p-1".to_owned(),
        party: Some("p-1".to_owned()),
        detail: String::new(),
        reason: String::new(),
    }
}

fn push(records: Vec<AuditRecord>) -> AuditPush {
    AuditPush::signed(
        &Signer::from_seed(&[1; 32]),
        REPLICA,
        audit_start(REPLICA),
        records,
    )
}

#[test]
fn a_push_is_believed_only_under_its_seal() {
    let key = Signer::from_seed(&[1; 32]).verifying_key();
    let read: AuditPush = decode(&encode(&push(vec![record(1), record(2)]))).unwrap();
    assert_eq!(read.verify(&key), Ok(()));
    assert_eq!(
        read.chains().unwrap().last().copied(),
        Some(audit_link(
            audit_link(audit_start(REPLICA), &record(1)),
            &record(2)
        ))
    );
    let changes: [fn(&mut AuditPush); 4] = [
        |push| push.records[0].user = "u-2".to_owned(),
        |push| {
            push.records.pop();
        },
        |push| push.replica = ReplicaId([8; 16]),
        |push| push.before_seq = 1,
    ];
    for change in changes {
        let mut changed = read.clone();
        change(&mut changed);
        assert_eq!(changed.verify(&key), Err(SealError::Signature));
    }
    let stranger = Signer::from_seed(&[2; 32]).verifying_key();
    assert_eq!(read.verify(&stranger), Err(SealError::Signature));
}

#[test]
fn a_hole_in_the_numbers_is_seen() {
    assert!(push(vec![record(1), record(3)]).chains().is_none());
    assert!(push(vec![record(2)]).chains().is_none());
    let mut last = push(vec![record(1)]);
    last.before_seq = u64::MAX;
    assert!(last.chains().is_none());
}

#[test]
fn the_audit_chain_is_not_the_journal_s_and_is_the_same_for_ever() {
    assert_ne!(audit_start(REPLICA), Chain::start(REPLICA));
    assert_eq!(
        [
            audit_start(REPLICA).head.to_string(),
            audit_link(audit_start(REPLICA), &record(1))
                .head
                .to_string(),
        ]
        .join("\n"),
        include_str!("../../../../../fixtures/golden/protocol/audit.txt").trim()
    );
}
