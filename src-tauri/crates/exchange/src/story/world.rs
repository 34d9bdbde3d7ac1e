//! A server, its desks, and a judge with no domain.

use std::collections::BTreeMap;

use stoika_protocol::{
    ActId, Author, Body, Chain, Cursor, DirectoryMark, Enrol, EnrolReply, EnrolSecret, Entry,
    EntryRef, Hash, Header, Hello, HelloReply, HistoryId, KeyId, PROTOCOL_VERSION, Pull, PullReply,
    Push, PushReply, ReplicaId, Salt, SealedFrame, Signer, Subject, Verdict, seal_frames,
};

use crate::enrolment::Invite;
use crate::exchange::Exchange;
use crate::judge::{Hub, Judge, Judgement, Names};
use crate::storage::{Settled, Storage};

/// Aggregates that the centre orders.
pub const KIND: u16 = 7;
/// Aggregates of the queue.
pub const QUEUE: u16 = 8;
/// Aggregates that say who is the hub.
pub const TENURE: u16 = 9;
/// Aggregates that are a hub's order.
pub const ORDER: u16 = 10;
pub const NOW_MS: i64 = 1_790_000_000_000;

/// The toy judge's word on what has its place already.
pub const REPEATED: Verdict = Verdict::Void(99);

/// Bodies are words: `in a,b` is effective and puts the aggregate in the scope of offices a and
/// b; `void 5` is void for reason 5. Behind a `|` stands what only hubs say: `1 right` takes tenure
/// 1 by a head's right, `2 heir` takes tenure 2 by that of an heir, `heirs <key>` names an heir,
/// `end` ends, `names <tenure> <replica>:<seq>:<hash> …` orders.
pub struct ToyJudge;

impl ToyJudge {
    fn hub(subject: &Subject, settled: &Settled, all: &[(Subject, Settled)]) -> Option<(u32, Hub)> {
        let lines = lines(settled);
        let (key, office, said) = lines.first()?;
        let (number, right) = said.split_once(' ')?;
        let number: u32 = number.parse().unwrap();
        let named = all.iter().any(|(_, other)| {
            let lines_of = self::lines(other);
            lines_of
                .first()
                .is_some_and(|(_, other_office, other_said)| {
                    other_office == office
                        && other_said
                            .split_once(' ')
                            .unwrap()
                            .0
                            .parse::<u32>()
                            .unwrap()
                            < number
                })
                && lines_of
                    .iter()
                    .any(|(_, _, said)| said.strip_prefix("heirs ") == Some(key))
        });
        let hub = Hub {
            tenure: subject.id,
            key: KeyId::parse(key).unwrap(),
            ended: lines.iter().any(|(_, _, said)| said == "end"),
        };
        (right == "right" || named).then_some((number, hub))
    }
}

/// Who said what in which office about a tenure.
fn lines(settled: &Settled) -> Vec<(String, String, String)> {
    let text = String::from_utf8(settled.state.clone().unwrap_or_default()).unwrap();
    text.lines()
        .map(|line| {
            let (key, rest) = line.split_once(" in ").unwrap();
            let (office, said) = rest.split_once('|').unwrap();
            (key.to_owned(), office.to_owned(), said.to_owned())
        })
        .collect()
}

impl Judge for ToyJudge {
    fn judge(&self, _: u16, state: Option<&[u8]>, entry: &Entry) -> Judgement {
        let body = entry.body.as_ref().map(|body| body.bytes.clone());
        let text = String::from_utf8(body.unwrap_or_default()).unwrap();
        let told = text.split('|').next().unwrap_or_default();
        let (verdict, scope) = match told.split_once(' ') {
            Some(("in", offices)) => (
                Verdict::Effective,
                offices
                    .split(',')
                    .filter(|office| !office.is_empty())
                    .map(ToOwned::to_owned)
                    .collect(),
            ),
            Some(("void", reason)) => (Verdict::Void(reason.parse().unwrap()), Vec::new()),
            Some(_) | None => panic!("not a body of the story: {text}"),
        };
        let mut state = state.map(<[u8]>::to_vec).unwrap_or_default();
        if entry.header.subject.kind == TENURE {
            state.extend_from_slice(format!("{} {text}\n", entry.header.key).as_bytes());
        } else {
            state.extend_from_slice(text.as_bytes());
        }
        Judgement {
            verdict,
            state: Some(state),
            scope,
        }
    }

    fn repeated(&self) -> Verdict {
        REPEATED
    }

    /// An account is `party p9`.
    fn rows_of_account(&self, number: &str, account: &[u8]) -> Vec<(String, String)> {
        let text = String::from_utf8(account.to_vec()).unwrap();
        let (kind, key) = text.split_once(' ').unwrap();
        vec![
            (kind.to_owned(), key.to_owned()),
            ("ledger".to_owned(), number.to_owned()),
        ]
    }

    fn is_hubs(&self, subject_kind: u16) -> bool {
        subject_kind == QUEUE
    }

    fn tenure_kind(&self) -> u16 {
        TENURE
    }

    fn hubs(&self, tenures: &[(Subject, Settled)]) -> BTreeMap<String, Hub> {
        let mut hubs: BTreeMap<String, (u32, Hub)> = BTreeMap::new();
        for (subject, settled) in tenures {
            let Some(found) = Self::hub(subject, settled, tenures) else {
                continue;
            };
            let office = lines(settled).remove(0).1;
            if hubs
                .get(&office)
                .is_none_or(|(number, _)| *number < found.0)
            {
                hubs.insert(office, found);
            }
        }
        hubs.into_iter()
            .map(|(office, (_, hub))| (office, hub))
            .collect()
    }

    fn named(&self, entry: &Entry) -> Option<Names> {
        if entry.header.subject.kind != ORDER {
            return None;
        }
        let text = String::from_utf8(entry.body.as_ref()?.bytes.clone()).unwrap();
        let mut words = text.split('|').nth(1)?.split(' ').skip(1);
        let tenure = ActId(words.next()?.parse().unwrap());
        let entries = words.map(|word| {
            let parts: Vec<&str> = word.split(':').collect();
            let entry = EntryRef {
                replica: ReplicaId::parse(parts[0]).unwrap(),
                seq: parts[1].parse().unwrap(),
            };
            (entry, Hash::parse(parts[2]).unwrap())
        });
        Some(Names {
            tenure,
            entries: entries.collect(),
        })
    }

    /// A user's row is his post.
    fn reads_audit(&self, user: &[u8]) -> bool {
        user == b"head"
    }
}

pub struct World<S, J = ToyJudge> {
    pub exchange: Exchange<S, J>,
    pub history: HistoryId,
}

impl<S: Storage> World<S> {
    pub fn new(make: &dyn Fn(HistoryId) -> S) -> Self {
        Self::of_history(make, HistoryId([9; 16]))
    }

    pub fn of_history(make: &dyn Fn(HistoryId) -> S, history: HistoryId) -> Self {
        Self::judged(make(history), ToyJudge, history)
    }
}

impl<S: Storage, J: Judge> World<S, J> {
    /// A world with a judge of some domain.
    pub fn judged(storage: S, judge: J, history: HistoryId) -> Self {
        Self {
            exchange: Exchange::new(storage, judge, Signer::from_seed(&[200; 32])),
            history,
        }
    }

    /// Invites and enrols a desk whose key and replica are made of `number`.
    pub fn desk(&self, office: &str, number: u8) -> TestDesk {
        let secret = EnrolSecret([number; 10]);
        self.exchange
            .invite(&Invite {
                secret,
                office: office.to_owned(),
                window: u16::from(number),
                prefix: office.to_owned(),
                expires_at_ms: NOW_MS + 1000,
            })
            .unwrap();
        let desk = TestDesk::new(office, number);
        self.enrol(&desk.signer, secret, NOW_MS).unwrap();
        desk
    }

    pub fn enrol(
        &self,
        signer: &Signer,
        secret: EnrolSecret,
        now_ms: i64,
    ) -> Result<EnrolReply, stoika_protocol::EnrolRefusal> {
        let nonce = Enrol::proof_nonce(&secret);
        let enrol = Enrol {
            secret,
            key: signer.verifying_key().to_bytes(),
            proof: signer.sign(&stoika_protocol::seal::challenge_hash(&nonce)),
            program: "story".to_owned(),
        };
        self.exchange.enrol(&enrol, now_ms).unwrap()
    }

    pub fn push_frames(&self, desk: &TestDesk, frames: &[Vec<u8>]) -> PushReply {
        let push = Push {
            replica: desk.replica,
            frames: frames.iter().cloned().map(Into::into).collect(),
        };
        self.exchange.push(&desk.key, &push, NOW_MS).unwrap()
    }

    /// Pushes all that the desk has, an entry a frame, and orders it.
    pub fn settle(&self, desk: &TestDesk) {
        let reply = self.push_frames(desk, &desk.frames(0));
        assert_eq!(reply.refused, []);
        assert_eq!(reply.acked_seq, desk.chain.seq);
        assert_eq!(reply.acked_chain, desk.chain.head);
        self.order_at(NOW_MS);
    }

    /// Orders what can be ordered at an instant.
    pub fn order_at(&self, now_ms: i64) {
        while self.exchange.sequence(1000, now_ms).unwrap() > 0 {}
    }

    pub fn pull(&self, desk: &TestDesk, after: u64, directory_after: u64, max: u32) -> PullReply {
        self.pull_by(
            desk,
            Pull {
                replica: desk.replica,
                history: self.history,
                after,
                directory_after,
                items_max: max,
                wait_ms: 0,
                order_head: None,
                directory_mark: None,
            },
        )
    }

    /// The pull that follows a reply, with the chains that it brought.
    pub fn pull_on(&self, desk: &TestDesk, from: &PullReply) -> PullReply {
        self.pull_by(
            desk,
            Pull {
                replica: desk.replica,
                history: self.history,
                after: from.upto,
                directory_after: from.directory_upto,
                items_max: 100,
                wait_ms: 0,
                order_head: Some(from.order_head),
                directory_mark: from.directory_mark,
            },
        )
    }

    fn pull_by(&self, desk: &TestDesk, pull: Pull) -> PullReply {
        let reply = self.exchange.pull(&desk.key, &pull, NOW_MS).unwrap();
        reply.verify(&self.exchange.authority()).unwrap();
        reply
    }

    pub fn hello(&self, desk: &TestDesk, cursor: Option<Cursor>) -> HelloReply {
        self.hello_at(desk, desk.chain, cursor, (0, None))
    }

    pub fn hello_at(
        &self,
        desk: &TestDesk,
        head: Chain,
        cursor: Option<Cursor>,
        (directory_position, directory_mark): (u64, Option<DirectoryMark>),
    ) -> HelloReply {
        let hello = Hello {
            head_seq: head.seq,
            head_chain: head.head,
            directory_mark,
            ..desk.hello(cursor, directory_position)
        };
        self.exchange.hello(&desk.key, &hello, NOW_MS).unwrap()
    }
}

/// A desk that seals each entry into a frame of its own.
#[derive(Clone)]
pub struct TestDesk {
    pub signer: Signer,
    pub key: KeyId,
    pub replica: ReplicaId,
    pub office: String,
    pub chain: Chain,
    pub entries: Vec<Entry>,
    /// Number of the role that its author has.
    pub role: u16,
    frames: Vec<SealedFrame>,
    number: u8,
}

impl TestDesk {
    pub fn new(office: &str, number: u8) -> Self {
        let signer = Signer::from_seed(&[number; 32]);
        let replica = ReplicaId([number; 16]);
        Self {
            key: signer.id(),
            signer,
            replica,
            office: office.to_owned(),
            chain: Chain::start(replica),
            entries: Vec::new(),
            role: 1,
            frames: Vec::new(),
            number,
        }
    }

    pub fn hello(&self, cursor: Option<Cursor>, directory_position: u64) -> Hello {
        Hello {
            protocol: PROTOCOL_VERSION,
            key: self.key,
            replica: self.replica,
            head_seq: self.chain.seq,
            head_chain: self.chain.head,
            cursor,
            directory_position,
            program: "story".to_owned(),
            directory_mark: None,
            audits: Vec::new(),
            placed: None,
        }
    }

    /// Frames of the entries after `seq`.
    pub fn frames(&self, seq: usize) -> Vec<Vec<u8>> {
        self.frames[seq..]
            .iter()
            .map(|frame| frame.0.clone())
            .collect()
    }

    pub fn subject(number: u64) -> Subject {
        Subject {
            kind: KIND,
            id: ActId::new(number, [3; 10]),
        }
    }

    /// Writes an entry about aggregate `subject`.
    pub fn write(&mut self, subject: u64, base: Option<EntryRef>, body: &str) -> EntryRef {
        let act = ActId::new(1000 + self.chain.seq + 1, [self.number; 10]);
        self.write_entry(act, Self::subject(subject), base, (1, body.as_bytes()))
    }

    /// Writes an entry about aggregate `subject` of the queue.
    pub fn write_queue(&mut self, subject: u64, base: Option<EntryRef>, body: &str) -> EntryRef {
        let act = ActId::new(1000 + self.chain.seq + 1, [self.number; 10]);
        let subject = Subject {
            kind: QUEUE,
            ..Self::subject(subject)
        };
        self.write_entry(act, subject, base, (1, body.as_bytes()))
    }

    /// Says of tenure `subject` what stands behind the `|`.
    pub fn write_tenure(&mut self, subject: u64, said: &str) -> ActId {
        let act = ActId::new(1000 + self.chain.seq + 1, [self.number; 10]);
        let subject = Subject {
            kind: TENURE,
            ..Self::subject(subject)
        };
        let body = format!("in {}|{said}", self.office);
        self.write_entry(act, subject, None, (1, body.as_bytes()));
        subject.id
    }

    /// Names entries of others by the right of a tenure.
    pub fn write_names(&mut self, tenure: ActId, entries: &[(EntryRef, Hash)]) -> EntryRef {
        let act = ActId::new(1000 + self.chain.seq + 1, [self.number; 10]);
        let subject = Subject {
            kind: ORDER,
            id: tenure,
        };
        let names: Vec<String> = entries
            .iter()
            .map(|(entry, hash)| format!("{}:{}:{hash}", entry.replica, entry.seq))
            .collect();
        let body = format!("in |names {} {}", tenure.0, names.join(" "));
        self.write_entry(act, subject, None, (1, body.as_bytes()))
    }

    /// An entry with the hash of its header, as a hub names it.
    pub fn named(&self, entry: EntryRef) -> (EntryRef, Hash) {
        let found = self.entries.iter().map(|entry| &entry.header);
        let mut found = found.filter(|header| header.entry_ref() == entry);
        (entry, found.next().unwrap().hash())
    }

    /// Writes an entry of any domain: its kind's number and its body.
    pub fn write_entry(
        &mut self,
        act: ActId,
        subject: Subject,
        base: Option<EntryRef>,
        (kind, body): (u16, &[u8]),
    ) -> EntryRef {
        let body = Body {
            salt: Salt([self.number; 8]),
            bytes: body.to_vec(),
        };
        let seq = self.chain.seq + 1;
        let header = Header {
            key: self.key,
            replica: self.replica,
            seq,
            act,
            subject,
            base,
            wall_time_ms: NOW_MS,
            server_time_ms: None,
            kind,
            author: Author {
                user: "u".to_owned(),
                user_name: "U".to_owned(),
                role: self.role,
                office: self.office.clone(),
                desk: "D".to_owned(),
                rules: 0,
            },
            body_hash: body.hash(),
        };
        let at = header.entry_ref();
        let entry = Entry {
            header,
            body: Some(body),
        };
        let sealed = seal_frames(&self.signer, self.chain, std::slice::from_ref(&entry)).unwrap();
        for (frame, after) in sealed {
            self.frames.push(frame);
            self.chain = after;
        }
        self.entries.push(entry);
        at
    }

    /// Writes `count` first entries, each about an aggregate of its own in the desk's office.
    pub fn write_many(&mut self, from: u64, count: u64) {
        let body = format!("in {}", self.office);
        for subject in from..from + count {
            self.write(subject, None, &body);
        }
    }
}
