//! A machine whose replica and far end are the test's own words.

use stoika_protocol::{
    AuditOutcome, AuditPush, AuditPushReply, AuditRecord, Chain, Cursor, CursorStanding,
    DirectoryMark, DirectoryRow, Hash, HelloReply, HistoryId, PullReply, PushReply, Refusal,
    RefusalCode, ReplicaId, ReplicaStanding, Signer, SnapshotReply, audit_link, audit_start,
};
use stoika_sync::{
    Config, Effect, Input, LinkMode, LoadPoint, Machine, OwnReplica, Pages, Reply, Request,
    RequestId, Standing, StoreOp, StoreReply,
};

pub const HISTORY: HistoryId = HistoryId([9; 16]);
pub const REPLICA: ReplicaId = ReplicaId([1; 16]);

/// The chain of the replica at `seq`; `branch` tells one disk's continuation from another's.
pub fn chain(replica: ReplicaId, seq: u64, branch: u8) -> Hash {
    let mut chain = Chain::start(replica);
    for _ in 0..seq {
        chain = chain.link(&Hash([branch; 32]));
    }
    chain.head
}

pub fn centre() -> Signer {
    Signer::from_seed(&[5; 32])
}

pub struct Rig {
    pub machine: Machine,
    pub now_ms: u64,
    pub standing: Standing,
    /// The request that waits for a reply.
    pub sent: Option<(RequestId, Request)>,
    /// The operation that waits for its end.
    pub op: Option<(RequestId, StoreOp)>,
    pub wake_ms: Option<u64>,
    pub cancelled: Vec<RequestId>,
}

impl Rig {
    pub fn new() -> Self {
        let machine = Machine::new(Config {
            program: "test".to_owned(),
            centre: centre().verifying_key(),
            pages: Pages {
                push_size_bytes: 64_000,
                pull_items: 64,
                snapshot_rows: 64,
            },
            wait_ms: 25_000,
            request_ms: 30_000,
            seed: 1,
        });
        Self {
            machine,
            now_ms: 1_000,
            standing: Standing {
                key: Signer::from_seed(&[2; 32]).id(),
                current: own(REPLICA, 0, 0),
                former: Vec::new(),
                cursor: None,
                directory_position: 7,
                directory_mark: Some(directory_mark(7)),
                load_due: false,
                load: None,
                audit_unsent: 0,
                audits: Vec::new(),
                placed: None,
            },
            sent: None,
            op: None,
            wake_ms: None,
            cancelled: Vec::new(),
        }
    }

    pub fn input(&mut self, input: Input) {
        for effect in self.machine.step(self.now_ms, input) {
            match effect {
                Effect::Send(id, request) => {
                    assert!(self.op.is_none(), "no request while the store is at work");
                    self.sent = Some((id, request));
                }
                Effect::Cancel(id) => self.cancelled.push(id),
                Effect::Store(id, op) => {
                    assert!(self.op.is_none(), "one operation at a time");
                    self.op = Some((id, op));
                }
                Effect::WakeAt(at_ms) => self.wake_ms = Some(at_ms),
                Effect::Status(_) => {}
            }
        }
    }

    /// Takes the operation that the machine asked for.
    pub fn op(&mut self) -> StoreOp {
        self.op.as_ref().unwrap().1.clone()
    }

    pub fn done(&mut self, reply: StoreReply) {
        let (id, _) = self.op.take().unwrap();
        self.input(Input::StoreDone(id, Ok(reply)));
    }

    /// Ends the operation with the standing as it is now.
    pub fn done_standing(&mut self) {
        let standing = Box::new(self.standing.clone());
        self.done(StoreReply::Standing(standing));
    }

    pub fn request(&self) -> Request {
        self.sent.as_ref().unwrap().1.clone()
    }

    pub fn reply(&mut self, reply: Reply) {
        let (id, _) = self.sent.take().unwrap();
        self.input(Input::Reply(id, Ok(reply)));
    }

    pub fn mode(&self) -> &LinkMode {
        &self.machine.status().mode
    }

    /// Start, standing, and the hello that follows.
    pub fn run_to_hello(&mut self) {
        self.input(Input::Started);
        assert_eq!(self.op(), StoreOp::Standing);
        self.done_standing();
        assert!(matches!(self.request(), Request::Hello(_)));
    }

    /// Runs to the pull that waits, with a far end that agrees in everything.
    pub fn run_to_rest(&mut self) {
        self.run_to_hello();
        let held = self.standing.current.acked_seq;
        self.reply(hello(holds(held, 0)));
        self.pull_empty();
        assert!(self.machine.rests());
    }

    /// Answers a pull that does not wait with "nothing new".
    pub fn pull_empty(&mut self) {
        let Request::Pull(pull) = self.request() else {
            panic!("a pull is due, not {:?}", self.request());
        };
        assert_eq!(pull.wait_ms, 0);
        self.reply(Reply::Pull(pulled(pull.after, pull.directory_after, false)));
        if self.standing.cursor.is_none() {
            // A first cursor is stored even at 0: it knows which life of the server it is of.
            assert!(matches!(self.op(), StoreOp::ApplyPull(_)));
            self.standing.cursor = Some(cursor(pull.after));
            self.done_standing();
        }
    }

    /// Lets the pause pass.
    pub fn pause(&mut self) {
        self.now_ms = self.wake_ms.unwrap();
        self.input(Input::Tick);
    }
}

pub fn own(replica: ReplicaId, head_seq: u64, acked_seq: u64) -> OwnReplica {
    OwnReplica {
        replica,
        head_seq,
        head_chain: chain(replica, head_seq, 0),
        acked_seq,
    }
}

pub fn holds(seq: u64, branch: u8) -> ReplicaStanding {
    ReplicaStanding::Holds {
        seq,
        chain: chain(REPLICA, seq, branch),
    }
}

pub fn hello_reply(replica: ReplicaStanding) -> HelloReply {
    HelloReply {
        protocol: 1,
        history: HISTORY,
        server_time_ms: 0,
        replica,
        cursor: CursorStanding::Continues,
        directory: CursorStanding::Continues,
        revoked: false,
        audits_lost: Vec::new(),
        recovery: None,
    }
}

pub fn hello(replica: ReplicaStanding) -> Reply {
    Reply::Hello(hello_reply(replica))
}

pub fn pushed(acked_seq: u64, refused: &[(u32, RefusalCode)]) -> Reply {
    Reply::Push(PushReply {
        acked_seq,
        acked_chain: chain(REPLICA, acked_seq, 0),
        refused: refused
            .iter()
            .map(|(frame, code)| Refusal {
                frame: *frame,
                code: *code,
            })
            .collect(),
        server_time_ms: 0,
    })
}

pub fn pulled(upto: u64, directory_upto: u64, more: bool) -> PullReply {
    PullReply {
        history: HISTORY,
        upto,
        order_head: Hash([3; 32]),
        items: Vec::new(),
        directory: Vec::new(),
        directory_upto,
        more,
        server_time_ms: 0,
        signature: None,
        directory_mark: None,
        frames: None,
    }
    .signed(&centre())
}

pub fn page(keys: &[&str], position: u64, last: bool) -> SnapshotReply {
    SnapshotReply {
        history: HISTORY,
        position,
        rows_total: 5,
        accounts_total: 5,
        rows: keys
            .iter()
            .map(|key| DirectoryRow {
                kind: "account".to_owned(),
                key: (*key).to_owned(),
                position: 1,
                data: Vec::new(),
            })
            .collect(),
        last,
        server_time_ms: 0,
        signature: None,
        directory_mark: None,
    }
    .signed(&centre())
}

pub fn cursor(position: u64) -> Cursor {
    Cursor {
        history: HISTORY,
        position,
        order_head: Hash([3; 32]),
    }
}

pub fn directory_mark(position: u64) -> DirectoryMark {
    DirectoryMark {
        position,
        hash: Hash([4; 32]),
    }
}

pub fn load_point(after: &str, position: u64, rows_done: u64) -> LoadPoint {
    LoadPoint {
        history: HISTORY,
        position,
        after: ("account".to_owned(), after.to_owned()),
        rows_done,
    }
}

/// Records `from..=to` of the replica's audit.
pub fn audit(from: u64, to: u64) -> AuditPush {
    let record = |seq| AuditRecord {
        seq,
        at_ms: 0,
        user: "u".to_owned(),
        role: 1,
        action: 1,
        object: 1,
        object_id: "p".to_owned(),
        party: None,
        detail: String::new(),
        reason: String::new(),
    };
    let before = (1..from).fold(audit_start(REPLICA), |chain, seq| {
        audit_link(chain, &record(seq))
    });
    let records = (from..=to).map(record).collect();
    AuditPush::signed(&Signer::from_seed(&[2; 32]), REPLICA, before, records)
}

pub fn audited(outcome: AuditOutcome, held_seq: u64) -> Reply {
    Reply::Audit(AuditPushReply {
        outcome,
        held_seq,
        server_time_ms: 0,
    })
}
