//! The audit at the centre: what `status` and `audit` say of it.

use serde_json::Value;
use stoika_backoffice::Database;
use stoika_domain::appeal::Act;
use stoika_domain::audit::{AuditEvent, Sealed};
use stoika_domain::body::{Event, SubjectKind, encode, fold_entry};
use stoika_domain::ids::OfficeId;
use stoika_domain::role::Role;
use stoika_domain::tenure::Octets;
use stoika_exchange::storage::{AuditHead, AuditLine, Desk as Enrolled, Settled};
use stoika_exchange::{ExchangeError, Storage as _};
use stoika_protocol::{
    ActId, AuditQuestion, AuditRecord, Chain, Denial, HistoryId, ReplicaId, Signer, Subject,
    audit_link, audit_start,
};
use uuid::Uuid;

use crate::commands::{Desk, NOW_MS};

const REPLICA: ReplicaId = ReplicaId([5; 16]);

fn record(seq: u64) -> AuditRecord {
    AuditRecord {
        seq,
        at_ms: NOW_MS + i64::try_from(seq).unwrap() * 1000,
        user: format!("u-{}", seq % 2),
        role: 1,
        action: 2,
        object: 1,
        object_id: "p-1".to_owned(),
        party: Some("p-1".to_owned()),
        detail: "phone".to_owned(),
        reason: "verify".to_owned(),
    }
}

/// Three records of a desk of Otradny, held; their chains.
fn held(desk: &Desk) -> Vec<Chain> {
    let database = Database::open(&desk.data(), HistoryId([1; 16])).unwrap();
    let signer = Signer::from_seed(&[3; 32]);
    let mut chain = audit_start(REPLICA);
    let mut chains = Vec::new();
    let lines: Vec<AuditLine> = (1..=3)
        .map(|seq| {
            let record = record(seq);
            chain = audit_link(chain, &record);
            chains.push(chain);
            AuditLine {
                chain: chain.head,
                record,
            }
        })
        .collect();
    database
        .write(|rows| {
            rows.put_desk(&Enrolled {
                key: signer.verifying_key(),
                office: "otradny".to_owned(),
                window: 4,
                label: "ОТ-04".to_owned(),
                enrolled_at_ms: NOW_MS,
                revoked_at_ms: None,
                seen_at_ms: None,
                program: "test".to_owned(),
            })?;
            rows.append_audit(&REPLICA, &lines)?;
            rows.put_audit_head(
                &REPLICA,
                &AuditHead {
                    key: signer.id(),
                    held: chain,
                },
            )
        })
        .unwrap();
    chains
}

/// The journal seals a head.
fn seal(desk: &Desk, number: u8, seq: u64, chain: &str) {
    let database = Database::open(&desk.data(), HistoryId([1; 16])).unwrap();
    let id = ActId(Uuid::from_bytes([number; 16]));
    let (kind, bytes) = encode(&Event::Audit(AuditEvent::Sealed(Sealed {
        replica: REPLICA.to_string(),
        seq,
        chain: chain.to_owned(),
        on: chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
    })));
    let act = Act {
        act_id: id.0,
        office_id: OfficeId::parse("otradny").unwrap(),
        desk_label: "ОТ-04".to_owned(),
        desk_key: Octets([0; 16]),
        user_id: "u-1".to_owned(),
        user_name: "У. У.".to_owned(),
        role: Role::Head,
        wall_time_ms: NOW_MS,
        server_time_ms: None,
    };
    let state = fold_entry(SubjectKind::Audit, None, &act, kind, &bytes).unwrap();
    let subject = Subject {
        kind: SubjectKind::Audit.number(),
        id,
    };
    let settled = Settled {
        state: Some(state.encode()),
        scope: vec!["otradny".to_owned()],
    };
    database
        .write(|rows| rows.put_settled(&subject, &settled))
        .unwrap();
}

fn standing(desk: &Desk) -> (Value, Value) {
    let status = desk.json(&["status", "--json"]);
    let audit = status["audits"][0].clone();
    (audit["standing"].clone(), audit["sealed"].clone())
}

#[test]
fn status_says_whether_the_audit_agrees_with_the_journal() {
    let desk = Desk::published();
    let chains = held(&desk);
    let whole = |seq: u64| (Value::from("whole"), Value::from(seq));
    assert_eq!(standing(&desk), whole(0));
    seal(&desk, 1, 2, &chains[1].head.to_string());
    assert_eq!(standing(&desk), whole(2));
    // A head of records that have not come yet; then one that is of other records.
    seal(&desk, 2, 9, &chains[2].head.to_string());
    assert_eq!(standing(&desk), ("waiting".into(), 9.into()));
    seal(&desk, 3, 1, &chains[2].head.to_string());
    assert_eq!(standing(&desk), ("mismatch".into(), 9.into()));
    let told = desk.ok(&["status"]);
    assert!(told.contains("3 held, 9 sealed, MISMATCH"), "{told}");
}

#[test]
fn the_audit_is_asked_by_office_user_client_and_day() {
    let desk = Desk::published();
    held(&desk);
    let count = |args: &[&str]| {
        let all: Vec<&str> = ["audit", "--json"].iter().chain(args).copied().collect();
        desk.json(&all).as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 3);
    assert_eq!(count(&["--office", "otradny"]), 3);
    assert_eq!(count(&["--office", "samara"]), 0);
    assert_eq!(count(&["--user", "u-1"]), 2);
    assert_eq!(count(&["--party", "p-2"]), 0);
    assert_eq!(count(&["--from", "2026-11-24"]), 0);
    assert_eq!(count(&["--to", "2026-11-23"]), 3);
    assert_eq!(count(&["--last", "1"]), 1);
    let newest = desk.json(&["audit", "--json", "--last", "1"])[0].clone();
    assert_eq!(newest["desk"], "ОТ-04");
    assert_eq!(newest["action"], "unmasked");
    assert_eq!(newest["at_ms"], NOW_MS + 3000);
    let told = desk.ok(&["audit"]);
    assert!(told.contains("unmasked party p-1  phone verify"), "{told}");
}

#[test]
fn a_question_of_a_head_is_shown() {
    let desk = Desk::published();
    let chains = held(&desk);
    desk.ok(&[
        "user",
        "add",
        "--login",
        "head",
        "--name",
        "Лаптева Ольга Ивановна",
        "--post",
        "начальник",
        "--role",
        "head",
        "--office",
        "otradny",
    ]);
    let head = desk.json(&["user", "list", "--json"])[0]["id"].clone();
    let centre = stoika_backoffice::Centre::open(&desk.data(), &desk.ambient()).unwrap();
    let question = AuditQuestion {
        asker: head.as_str().unwrap().to_owned(),
        user: Some("u-1".to_owned()),
        action: Some(2),
        records_max: 1,
        ..AuditQuestion::default()
    };
    let key = Signer::from_seed(&[3; 32]).id();
    let answer = centre
        .exchange
        .look_at_audit(&key, &question, NOW_MS)
        .unwrap();
    assert_eq!(answer.seen[0].record.seq, 3);
    assert!(answer.next.is_some());
    assert_eq!(chains.len(), 3);
    let shown = desk.json(&["audit", "--questions", "--json"]);
    assert_eq!(shown[0]["user"], "head");
    assert_eq!(shown[0]["of_user"], "u-1");
    assert_eq!(shown[0]["action"], "unmasked");
    let told = desk.ok(&["audit", "--questions"]);
    assert!(told.contains("otradny  ОТ-04  head  1 records"), "{told}");
    desk.ok(&["user", "disable", "--login", "head", "--office", "otradny"]);
    let denied = centre.exchange.look_at_audit(&key, &question, NOW_MS);
    assert_eq!(
        denied,
        Err(ExchangeError::Denied(Denial::NotForUser)),
        "a dismissed head"
    );
}
