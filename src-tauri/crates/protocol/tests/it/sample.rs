//! Entries to try things on.

use proptest::prelude::*;
use stoika_protocol::{
    ActId, Author, Body, Chain, Entry, EntryRef, Hash, Header, ReplicaId, Salt, Signer, Subject,
};

pub const REPLICA: ReplicaId = ReplicaId([7; 16]);

pub fn signer() -> Signer {
    Signer::from_seed(&[3; 32])
}

pub fn author() -> Author {
    Author {
        user: "u-17".into(),
        user_name: "Самойлова Е. В.".into(),
        role: 2,
        office: "otradny".into(),
        desk: "ОТ-04".into(),
        rules: 1842,
    }
}

/// A run of `count` entries: every third opens a subject, the next two go on with it.
pub fn run(count: u64, body_size_bytes: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut subject = None;
    let mut base = None;
    for seq in 1..=count {
        let time_ms = 1_793_361_600_000 + seq * 61_000;
        let random: [u8; 10] = std::array::from_fn(|i| (seq as u8).wrapping_mul(31) ^ i as u8);
        let act = ActId::new(time_ms, random);
        if seq % 3 == 1 {
            subject = Some(Subject { kind: 2, id: act });
            base = None;
        }
        let body = Body {
            salt: Salt([seq as u8; 8]),
            bytes: vec![b'x'; body_size_bytes],
        };
        entries.push(Entry {
            header: Header {
                key: signer().id(),
                replica: REPLICA,
                seq,
                act,
                subject: subject.unwrap(),
                base,
                wall_time_ms: time_ms as i64 + 3,
                server_time_ms: (seq % 2 == 0).then_some(time_ms as i64 + 250),
                kind: 10 + (seq % 3) as u16,
                author: author(),
                body_hash: body.hash(),
            },
            body: Some(body),
        });
        base = Some(EntryRef {
            replica: REPLICA,
            seq,
        });
    }
    entries
}

pub fn start() -> Chain {
    Chain::start(REPLICA)
}

fn any_author() -> impl Strategy<Value = Author> {
    (0_u8..4, any::<u16>(), any::<u64>()).prop_map(|(who, role, rules)| Author {
        user: format!("u-{who}"),
        user_name: format!("Имя {who}"),
        role,
        office: "samara".into(),
        desk: "СМ-01".into(),
        rules,
    })
}

prop_compose! {
    fn any_entry()(
        act_time in 0_u64..(1 << 47), act_random in any::<[u8; 10]>(),
        own_subject in any::<bool>(), subject in any::<[u8; 16]>(), subject_kind in any::<u16>(),
        base in proptest::option::of((any::<bool>(), any::<[u8; 16]>(), any::<u64>())),
        wall_time_ms in any::<i64>(), server_time_ms in proptest::option::of(any::<i64>()),
        kind in any::<u16>(), author in any_author(), salt in any::<[u8; 8]>(),
        bytes in proptest::collection::vec(any::<u8>(), 0..200), repeat in any::<bool>(),
    ) -> (Entry, bool) {
        let act = ActId::new(act_time, act_random);
        let subject_id = if own_subject { act } else { ActId(uuid::Uuid::from_bytes(subject)) };
        let body = Body { salt: Salt(salt), bytes };
        let base = base.map(|(own, replica, seq)| EntryRef {
            // The zero replica is reserved for distances inside a frame.
            replica: if own || replica == [0; 16] { REPLICA } else { ReplicaId(replica) },
            seq,
        });
        (Entry {
            header: Header {
                key: signer().id(), replica: REPLICA, seq: 0, act,
                subject: Subject { kind: subject_kind, id: subject_id },
                base, wall_time_ms, server_time_ms, kind, author, body_hash: Hash([0; 32]),
            },
            body: Some(body),
        }, repeat)
    }
}

/// Any run that a replica could write; some entries share act and subject with the one before.
pub fn any_run() -> impl Strategy<Value = Vec<Entry>> {
    proptest::collection::vec(any_entry(), 1..40).prop_map(|drawn| {
        let mut entries: Vec<Entry> = Vec::new();
        for (seq, (mut entry, repeat)) in (1_u64..).zip(drawn) {
            if let Some(last) = entries.last().filter(|_| repeat) {
                entry.header.act = last.header.act;
                entry.header.subject = last.header.subject;
            }
            entry.header.seq = seq;
            entry.header.body_hash = entry.body.as_ref().unwrap().hash();
            entries.push(entry);
        }
        entries
    })
}
