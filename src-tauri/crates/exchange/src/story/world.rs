//! A server, its desks, and a judge with no domain.

use stoika_protocol::{
    ActId, Author, Body, Chain, Cursor, DirectoryMark, Enrol, EnrolReply, EnrolSecret, Entry,
    EntryRef, Header, Hello, HelloReply, HistoryId, KeyId, PROTOCOL_VERSION, Pull, PullReply, Push,
    PushReply, ReplicaId, Salt, SealedFrame, Signer, Subject, Verdict, seal_frames,
};

use crate::enrolment::Invite;
use crate::exchange::Exchange;
use crate::judge::{Judge, Judgement};
use crate::storage::Storage;

/// The one kind of aggregates.
pub const KIND: u16 = 7;
pub const NOW_MS: i64 = 1_790_000_000_000;

/// The toy judge's word on what has its place already.
pub const REPEATED: Verdict = Verdict::Void(99);

/// Bodies are words: `in a,b` is effective and puts the aggregate in the scope of offices a and
/// b; `void 5` is void for reason 5.
pub struct ToyJudge;

impl Judge for ToyJudge {
    fn judge(&self, _: u16, state: Option<&[u8]>, entry: &Entry) -> Judgement {
        let body = entry.body.as_ref().map(|body| body.bytes.clone());
        let text = String::from_utf8(body.unwrap_or_default()).unwrap();
        let (verdict, scope) = match text.split_once(' ') {
            Some(("in", offices)) => (
                Verdict::Effective,
                offices.split(',').map(ToOwned::to_owned).collect(),
            ),
            Some(("void", reason)) => (Verdict::Void(reason.parse().unwrap()), Vec::new()),
            Some(_) | None => panic!("not a body of the story: {text}"),
        };
        let mut state = state.map(<[u8]>::to_vec).unwrap_or_default();
        state.extend_from_slice(text.as_bytes());
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

    /// A user's row is his post.
    fn reads_audit(&self, user: &[u8]) -> bool {
        user == b"head"
    }
}

pub struct World<S> {
    pub exchange: Exchange<S, ToyJudge>,
    pub history: HistoryId,
}

impl<S: Storage> World<S> {
    pub fn new(make: &dyn Fn(HistoryId) -> S) -> Self {
        Self::of_history(make, HistoryId([9; 16]))
    }

    pub fn of_history(make: &dyn Fn(HistoryId) -> S, history: HistoryId) -> Self {
        Self {
            exchange: Exchange::new(make(history), ToyJudge, Signer::from_seed(&[200; 32])),
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
        while self.exchange.sequence(1000).unwrap() > 0 {}
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
                role: 1,
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
