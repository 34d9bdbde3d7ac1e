//! `purge`, with a real desk: what is past its term goes at the centre and at every desk, by an act.

use std::collections::BTreeSet;

use serde_json::json;
use stoika_backoffice::Centre;
use stoika_domain::appeal::{AppealEvent, Registered};
use stoika_domain::body::{Event, SubjectKind, encode};
use stoika_domain::destruction::{DestructionEvent, Ordered};
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::role::Role;
use stoika_exchange::Storage as _;
use stoika_exchange::storage::Desk as Enrolled;
use stoika_protocol::{
    ActId, Author, Body, Chain, Entry, EntryRef, Hash, OrderedEntry, Pull, Push, ReplicaId, Salt,
    SealedFrame, Signer, Subject, Verdict, seal_frames,
};
use stoika_store::{Identity, NewAct, NewEntry, OpenParams, Replica};

use crate::commands::{Desk, NOW_MS};

const MONTH_MS: i64 = 31 * 24 * 3_600_000;
/// What must not be found anywhere afterwards.
const SECRET: &str = "Небылицын Пётр Фомич";
const KEPT: &str = "Выдумкина Ольга Саввишна";

/// A desk of Otradny beside its centre.
struct Reception {
    centre: Centre,
    folder: tempfile::TempDir,
    signer: Signer,
    replica: Replica,
    name: ReplicaId,
    acts: u64,
    after: u64,
}

impl Reception {
    fn new(desk: &Desk) -> Self {
        let centre = Centre::open(&desk.data(), &desk.ambient()).unwrap();
        let signer = Signer::from_seed(&[3; 32]);
        let enrolled = Enrolled {
            key: signer.verifying_key(),
            office: "otradny".to_owned(),
            window: 4,
            label: "ОТ-04".to_owned(),
            enrolled_at_ms: NOW_MS,
            revoked_at_ms: None,
            seen_at_ms: None,
            program: "test".to_owned(),
        };
        let storage = centre.exchange.storage();
        storage.write(|rows| rows.put_desk(&enrolled)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let name = ReplicaId([5; 16]);
        Self {
            replica: replica(&folder, &signer, name),
            centre,
            folder,
            signer,
            name,
            acts: 0,
            after: 0,
        }
    }

    fn act(&mut self, subject: Option<Subject>, event: &Event) -> Subject {
        self.acts += 1;
        let act_id = ActId::new(NOW_MS.cast_unsigned() + self.acts, [7; 10]);
        let (kind, bytes) = encode(event);
        let subject = subject.unwrap_or(Subject {
            kind: event.kind().subject().number(),
            id: act_id,
        });
        let recorded = self.replica.record(NewAct {
            author: author("otradny", Role::Head),
            act_id,
            wall_time_ms: NOW_MS,
            server_time_ms: Some(NOW_MS),
            entries: vec![NewEntry {
                subject,
                kind,
                bytes,
                salt: Salt([3; 8]),
            }],
        });
        recorded.unwrap();
        subject
    }

    fn register(&mut self, counter: u32, applicant: &str) -> Subject {
        let label = DeskLabel::parse("ОТ-04").unwrap();
        let number = PaperNumber::compose(label, 2026, counter, &uuid::Uuid::nil()).unwrap();
        let registered: Registered = serde_json::from_value(json!({
            "no": number.to_string(), "rc": "2026-11-23", "rg": "2026-11-23", "fm": "written", "ch": "office",
            "ct": "claim", "tp": "calculation", "ur": "ordinary", "au": "citizen",
            "ap": { "nm": applicant }, "tx": format!("{applicant} просит пересчитать."),
            "an": "email", "to": { "email": { "ad": "primer@mail.example" } },
            "nk": "claim.citizen", "rv": 7,
        }))
        .unwrap();
        self.act(
            None,
            &Event::Appeal(AppealEvent::Registered(registered.into())),
        )
    }

    fn frames(&self) -> Vec<SealedFrame> {
        let frames = self
            .replica
            .frames_after(&self.signer, self.name, 0, usize::MAX);
        frames.unwrap()
    }

    fn push(&self, replica: ReplicaId, frames: &[SealedFrame]) {
        let push = Push {
            replica,
            frames: frames.iter().map(|frame| frame.0.clone().into()).collect(),
        };
        let key = self.signer.id();
        let reply = self.centre.exchange.push(&key, &push, NOW_MS).unwrap();
        assert_eq!(reply.refused, []);
        while self.centre.exchange.sequence(100, NOW_MS).unwrap() > 0 {}
    }

    fn pull_to(&self, replica: &Replica, name: ReplicaId, after: u64) -> u64 {
        let storage = self.centre.exchange.storage();
        let history = storage.read(|rows| rows.history()).unwrap();
        let pull = Pull {
            replica: name,
            history,
            after,
            directory_after: 0,
            items_max: 1000,
            wait_ms: 0,
            order_head: None,
            directory_mark: None,
        };
        let key = self.signer.id();
        let reply = self.centre.exchange.pull(&key, &pull, NOW_MS).unwrap();
        replica.apply_pull(&reply).unwrap();
        reply.upto
    }

    fn sync(&mut self) {
        self.push(self.name, &self.frames());
        self.after = self.pull_to(&self.replica, self.name, self.after);
    }

    fn at_centre(&self, subject: Subject) -> Vec<OrderedEntry> {
        let storage = self.centre.exchange.storage();
        let found = storage.read(|rows| rows.entries_of(&subject, u64::MAX >> 2));
        found.unwrap()
    }

    /// Which entries of an aggregate have bodies at the centre.
    fn bodies(&self, subject: Subject) -> Vec<bool> {
        let entries = self.at_centre(subject);
        entries.iter().map(|one| one.entry.body.is_some()).collect()
    }
}

fn replica(folder: &tempfile::TempDir, signer: &Signer, name: ReplicaId) -> Replica {
    let params = OpenParams {
        dir: folder.path().join("replica"),
        mark: folder.path().join("mark"),
        key: [1; 32],
        machine: Hash([2; 32]),
        fresh: Identity {
            replica: name,
            key: signer.id(),
        },
    };
    Replica::open(&params).unwrap().0
}

fn author(office: &str, role: Role) -> Author {
    Author {
        user: "u1".to_owned(),
        user_name: "Самойлова Е. В.".to_owned(),
        role: role.number(),
        office: office.to_owned(),
        desk: "ОТ-04".to_owned(),
        rules: 0,
    }
}

fn appeals(replica: &Replica) -> Vec<Subject> {
    let states = replica.states().unwrap().into_iter();
    states
        .map(|(subject, _)| subject)
        .filter(|subject| subject.kind == SubjectKind::Appeal.number())
        .collect()
}

/// Frames of the desk at the centre: all open, all have their seal; who still has a body.
fn sealed_at_centre(desk: &Desk, reception: &Reception) -> BTreeSet<EntryRef> {
    let file = desk.data().join("centre.db");
    let conn = rusqlite::Connection::open(file).unwrap();
    let mut statement = conn.prepare("SELECT sealed FROM frame").unwrap();
    let frames = statement.query_map([], |row| row.get::<_, Vec<u8>>(0));
    let mut whole = BTreeSet::new();
    for bytes in frames.unwrap() {
        let frame = SealedFrame(bytes.unwrap()).open().unwrap();
        if frame.key == reception.signer.id() {
            frame.verify(&reception.signer.verifying_key()).unwrap();
        }
        let entries = frame.entries.iter();
        whole.extend(
            entries
                .filter(|(entry, _)| entry.body.is_some())
                .map(|(entry, _)| entry.header.entry_ref()),
        );
    }
    whole
}

fn is_in_files(desk: &Desk, text: &str) -> bool {
    let files = std::fs::read_dir(desk.data()).unwrap();
    files
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .any(|bytes| {
            bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        })
}

fn past(desk: &Desk) -> Vec<(String, u64, u64)> {
    let lines = desk.json(&["purge", "--plan", "--json"]);
    let lines = lines.as_array().unwrap().iter();
    lines
        .map(|line| {
            (
                line["class"].as_str().unwrap().to_owned(),
                line["aggregates"].as_u64().unwrap(),
                line["entries"].as_u64().unwrap(),
            )
        })
        .filter(|(_, aggregates, _)| *aggregates > 0)
        .collect()
}

fn purge(desk: &Desk, number: &str) -> (String, Vec<u8>) {
    let path = desk.data().with_file_name(format!("act-{number}.pdf"));
    let out = path.display().to_string();
    let by = [
        "--act-number",
        number,
        "--by",
        "Иванова И. И.",
        "--out",
        &out,
    ];
    let told = desk.ok(&[&["purge", "--do"], &by[..]].concat());
    (told, std::fs::read(path).unwrap())
}

/// An appeal that is closed, one that is open; what the centre holds of both.
fn reception(desk: &Desk) -> (Reception, Subject, Subject) {
    let mut reception = Reception::new(desk);
    let gone = reception.register(1842, SECRET);
    let kept = reception.register(1843, KEPT);
    for event in [answered(), closed()] {
        reception.act(Some(gone), &Event::Appeal(event));
    }
    reception.sync();
    (reception, gone, kept)
}

fn answered() -> AppealEvent {
    AppealEvent::Answered(
        serde_json::from_value(json!({
            "on": "2026-11-23", "oc": "founded", "an": "email", "tx": format!("{SECRET}, пересчитано."),
        }))
        .unwrap(),
    )
}

fn closed() -> AppealEvent {
    AppealEvent::Closed(serde_json::from_value(json!({ "on": "2026-11-23" })).unwrap())
}

#[test]
fn what_is_past_its_term_goes_everywhere_by_an_act() {
    let desk = Desk::published();
    let (mut reception, gone, kept) = reception(&desk);
    let old_frames = reception.frames();
    assert!(past(&desk).is_empty());
    desk.later(58 * MONTH_MS);
    assert!(past(&desk).is_empty());
    desk.later(4 * MONTH_MS);
    assert_eq!(past(&desk), [("appeal".to_owned(), 1, 3)]);
    assert_eq!(reception.bodies(gone), [true; 3]);
    assert!(is_in_files(&desk, SECRET));

    let (told, paper) = purge(&desk, "12");
    assert!(told.contains("1 destroyed, 3 entries, 0 left"), "{told}");
    assert!(paper.starts_with(b"%PDF"));
    assert_eq!(reception.bodies(gone), [false; 3]);
    assert_eq!(reception.bodies(kept), [true]);
    assert!(!is_in_files(&desk, SECRET));
    assert!(is_in_files(&desk, KEPT));
    let whole = sealed_at_centre(&desk, &reception);
    let of_desk: Vec<u64> = whole
        .iter()
        .filter(|entry| entry.replica == reception.name)
        .map(|entry| entry.seq)
        .collect();
    assert_eq!(of_desk, [2]);
    assert!(past(&desk).is_empty());
    let nothing = desk.error(&[
        "purge",
        "--do",
        "--act-number",
        "13",
        "--by",
        "Иванова И. И.",
        "--out",
        "/nowhere/act.pdf",
    ]);
    assert!(nothing.to_string().contains("act.pdf"), "{nothing}");

    // The desk comes a year later and obeys; one that is new gets headers.
    desk.later(12 * MONTH_MS);
    reception.sync();
    assert_eq!(appeals(&reception.replica), [kept]);
    let folder = tempfile::tempdir().unwrap();
    let name = ReplicaId([6; 16]);
    let new = replica(&folder, &reception.signer, name);
    reception.pull_to(&new, name, 0);
    assert_eq!(appeals(&new), [kept]);
    assert!(new.discrepancies(false, 10).unwrap().is_empty());

    // A desk that was put back brings the old frames, and the same acts under another name.
    reception.push(reception.name, &old_frames);
    let twins: Vec<Entry> = old_frames
        .iter()
        .flat_map(|frame| frame.open().unwrap().entries)
        .filter(|(entry, _)| entry.header.subject == gone)
        .zip(1..)
        .map(|((mut entry, _), seq)| {
            entry.header.replica = ReplicaId([8; 16]);
            entry.header.seq = seq;
            entry.header.base = None;
            entry
        })
        .collect();
    let start = Chain::start(ReplicaId([8; 16]));
    let sealed = seal_frames(&reception.signer, start, &twins).unwrap();
    let sealed: Vec<SealedFrame> = sealed.into_iter().map(|(frame, _)| frame).collect();
    reception.push(ReplicaId([8; 16]), &sealed);
    assert_eq!(reception.bodies(gone), [false; 6]);
    assert_eq!(sealed_at_centre(&desk, &reception), whole);
    assert!(!is_in_files(&desk, SECRET));
    drop(reception.folder);
}

#[test]
fn what_comes_late_has_no_effect_and_goes_with_the_next_act() {
    let desk = Desk::published();
    let (mut reception, gone, _) = reception(&desk);
    desk.later(62 * MONTH_MS);
    purge(&desk, "1");
    // Written with no link, before the act was known.
    reception.act(Some(gone), &Event::Appeal(answered()));
    reception.sync();
    assert_eq!(reception.bodies(gone), [false, false, false, true]);
    let verdict = reception.at_centre(gone)[3].record.verdict;
    assert!(matches!(verdict, Verdict::Void(_)), "{verdict:?}");
    assert_eq!(past(&desk), [("appeal".to_owned(), 1, 4)]);
    purge(&desk, "2");
    assert_eq!(reception.bodies(gone), [false; 4]);
    assert!(past(&desk).is_empty());
}

#[test]
fn no_desk_of_an_office_destroys_anything() {
    let desk = Desk::published();
    let (reception, gone, kept) = reception(&desk);
    let (kind, bytes) = encode(&Event::Destruction(DestructionEvent::Ordered(forged(
        &reception, kept,
    ))));
    let replica = ReplicaId([9; 16]);
    let id = ActId::new(NOW_MS.cast_unsigned(), [9; 10]);
    let mut entry = reception.at_centre(gone)[0].entry.clone();
    let body = Body {
        salt: Salt([1; 8]),
        bytes,
    };
    entry.header.replica = replica;
    entry.header.seq = 1;
    entry.header.act = id;
    entry.header.subject = Subject {
        kind: SubjectKind::Destruction.number(),
        id,
    };
    entry.header.kind = kind;
    entry.header.author = author("centre", Role::Administrator);
    entry.header.body_hash = body.hash();
    entry.body = Some(body);
    let sealed = seal_frames(&reception.signer, Chain::start(replica), &[entry]).unwrap();
    reception.push(replica, &[sealed[0].0.clone()]);
    assert_eq!(reception.bodies(kept), [true]);
    let subject = Subject {
        kind: SubjectKind::Destruction.number(),
        id,
    };
    let verdict = reception.at_centre(subject)[0].record.verdict;
    assert_eq!(verdict, Verdict::Void(1));
}

fn forged(reception: &Reception, subject: Subject) -> Ordered {
    let entries = reception.at_centre(subject);
    serde_json::from_value(json!({
        "no": "1", "on": "2026-11-23", "pt": 1, "ps": 1, "cl": {}, "of": ["otradny"], "en": [],
    }))
    .map(|mut ordered: Ordered| {
        ordered.named = vec![stoika_domain::destruction::OfReplica {
            replica: stoika_domain::tenure::Octets(reception.name.0),
            entries: entries
                .iter()
                .map(|one| stoika_domain::destruction::Named {
                    seq: one.record.entry.seq,
                    header_hash: stoika_domain::tenure::Octets(one.record.header_hash.0),
                })
                .collect(),
        }];
        ordered
    })
    .unwrap()
}
