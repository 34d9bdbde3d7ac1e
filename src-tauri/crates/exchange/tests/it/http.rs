//! The host on a real listener on loopback, spoken to in plain bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use stoika_exchange::host::{Clock, Random, serve};
use stoika_exchange::story::{NOW_MS, TestDesk, ToyJudge, World};
use stoika_exchange::{Fault, Host, MemoryStorage, RowPut, Storage};
use stoika_protocol::{
    ChallengeReply, Denial, Enrol, EnrolRefusal, EnrolSecret, HistoryId, Nonce, OpenSession, Pull,
    PullReply, Push, PushReply, SessionReply, Signature, Snapshot, SnapshotReply, message,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

struct Server {
    host: Arc<Host<MemoryStorage, ToyJudge>>,
    address: std::net::SocketAddr,
    /// The directory's position at its start.
    directory: u64,
    running: tokio::task::JoinHandle<std::io::Result<()>>,
    sequencer: tokio::task::JoinHandle<()>,
}

fn clock() -> Clock {
    Box::new(|| NOW_MS)
}

/// Not random at all, and never the same twice.
fn counted() -> Random {
    let count = AtomicU64::new(1);
    Box::new(move |bytes| {
        let number = count.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        for (byte, from) in bytes.iter_mut().zip(number.iter().cycle()) {
            *byte = *from;
        }
    })
}

impl Server {
    /// A server over the storage and desks of a world.
    async fn start(world: World<MemoryStorage>) -> Self {
        let host = Host::new(world.exchange, clock(), counted());
        let head = host.exchange().storage().read(|rows| rows.directory_head());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let running = tokio::spawn(serve(listener, Arc::clone(&host)));
        let sequencer = tokio::spawn(Arc::clone(&host).run_sequencer());
        Self {
            host,
            address,
            directory: head.unwrap(),
            running,
            sequencer,
        }
    }

    async fn stop(self) {
        self.host.close();
        self.running.await.unwrap().unwrap();
        self.sequencer.await.unwrap();
    }

    /// Done when a pull has arrived: what happens from then on reaches it.
    async fn pulled(&self) {
        while self.host.pulls() == 0 {
            tokio::task::yield_now().await;
        }
    }

    async fn raw(&self, request: &[u8]) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // A server that has seen enough may close before it has read all.
        let _ = stream.write_all(request).await;
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply).await;
        let split = reply
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        let head = String::from_utf8(reply[..split].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head, reply[split + 4..].to_vec())
    }

    async fn post(&self, path: &str, token: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\
             authorization: Bearer {token}\r\n\r\n",
            body.len()
        );
        let (status, head, body) = self.raw(&[head.as_bytes(), body].concat()).await;
        assert!(head.contains("x-stoika: 1"), "{head}");
        (status, body)
    }

    async fn ask<T: for<'b> minicbor::Decode<'b, ()>>(
        &self,
        path: &str,
        token: &str,
        request: &impl minicbor::Encode<()>,
    ) -> T {
        let (status, body) = self.post(path, token, &message::encode(request)).await;
        assert_eq!(status, 200, "{path}");
        message::decode(&body).unwrap()
    }

    async fn denied(&self, path: &str, token: &str, body: &[u8]) -> (u16, Denial) {
        let (status, body) = self.post(path, token, body).await;
        (status, message::decode(&body).unwrap())
    }

    async fn open_session(&self, desk: &TestDesk) -> OpenSession {
        let (status, body) = self.post("/v1/challenge", "", &[]).await;
        assert_eq!(status, 200);
        let ChallengeReply { nonce } = message::decode(&body).unwrap();
        OpenSession {
            nonce,
            signature: desk
                .signer
                .sign(&stoika_protocol::seal::challenge_hash(&nonce.0)),
            hello: desk.hello(None, 0),
        }
    }

    /// For what has come since the start.
    fn pull(&self, desk: &TestDesk, after: u64, wait_ms: u32) -> Pull {
        Pull {
            replica: desk.replica,
            history: HistoryId([9; 16]),
            after,
            directory_after: self.directory,
            items_max: 10,
            wait_ms,
            order_head: None,
            directory_mark: None,
        }
    }

    async fn token(&self, desk: &TestDesk) -> String {
        let open = self.open_session(desk).await;
        let reply: SessionReply = self.ask("/v1/hello", "", &open).await;
        assert_eq!(reply.hello.server_time_ms, NOW_MS);
        reply.token
    }
}

fn push(desk: &TestDesk) -> Push {
    Push {
        replica: desk.replica,
        frames: desk.frames(0).into_iter().map(Into::into).collect(),
    }
}

fn world() -> World<MemoryStorage> {
    World::new(&MemoryStorage::new)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_over_http() {
    let world = world();
    let mut desk = world.desk("otradny", 1);
    let reader = world.desk("otradny", 2);
    desk.write_many(1, 3);
    let server = Server::start(world).await;
    let token = server.token(&desk).await;
    let reader_token = server.token(&reader).await;

    // The reader waits; the push wakes the sequencer, which wakes the reader.
    let waiting = server.pull(&reader, 0, 25_000);
    let waiting = server.ask::<PullReply>("/v1/pull", &reader_token, &waiting);
    let pushing = async {
        server.pulled().await;
        let reply: PushReply = server.ask("/v1/push", &token, &push(&desk)).await;
        assert_eq!((reply.acked_seq, reply.refused), (3, Vec::new()));
    };
    let (news, ()) = tokio::join!(waiting, pushing);
    assert_eq!(news.items.len(), 3);
    news.verify(&server.host.exchange().authority()).unwrap();

    // Rows that somebody else published are news too.
    let waiting = server.pull(&reader, 3, 25_000);
    let waiting = server.ask::<PullReply>("/v1/pull", &reader_token, &waiting);
    let publishing = async {
        server.pulled().await;
        let row = RowPut {
            kind: "account".to_owned(),
            key: "1".to_owned(),
            scope: "otradny".to_owned(),
            data: Some(vec![1]),
        };
        server.host.exchange().publish(&[row]).unwrap();
        server.host.announce();
    };
    let (news, ()) = tokio::join!(waiting, publishing);
    assert_eq!(news.directory.len(), 1);

    let page = Snapshot {
        history: None,
        after: None,
        rows_max: 10,
        directory_mark: None,
    };
    let page: SnapshotReply = server.ask("/v1/snapshot", &token, &page).await;
    assert!(page.last);
    // The row, and those of the two desks.
    assert_eq!(page.rows.len(), 3);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_answers_who_waits() {
    let world = world();
    let desk = world.desk("otradny", 1);
    let server = Server::start(world).await;
    let token = server.token(&desk).await;
    let waiting = server.pull(&desk, 0, u32::MAX);
    let waiting = server.ask::<PullReply>("/v1/pull", &token, &waiting);
    let closing = async {
        server.pulled().await;
        server.host.close();
    };
    let (reply, ()) = tokio::join!(waiting, closing);
    assert_eq!(reply.items.len(), 0);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enrolment_over_http() {
    let world = world();
    let desk = TestDesk::new("otradny", 1);
    world
        .exchange
        .invite(&stoika_exchange::Invite {
            secret: EnrolSecret([1; 10]),
            office: "otradny".to_owned(),
            window: 1,
            prefix: "ОТ".to_owned(),
            expires_at_ms: NOW_MS + 1,
        })
        .unwrap();
    let server = Server::start(world).await;
    let enrol = |number| {
        let secret = EnrolSecret([number; 10]);
        let nonce = Enrol::proof_nonce(&secret);
        Enrol {
            secret,
            key: desk.signer.verifying_key().to_bytes(),
            proof: desk
                .signer
                .sign(&stoika_protocol::seal::challenge_hash(&nonce)),
            program: "test".to_owned(),
        }
    };
    let (status, body) = server
        .post("/v1/enrol", "", &message::encode(&enrol(2)))
        .await;
    assert_eq!(status, 409);
    let refusal: EnrolRefusal = message::decode(&body).unwrap();
    assert_eq!(refusal, EnrolRefusal::Unknown);
    let reply: stoika_protocol::EnrolReply = server.ask("/v1/enrol", "", &enrol(1)).await;
    assert_eq!(reply.desk, "ОТ-01");
    let token = server.token(&desk).await;
    let reply: PullReply = server
        .ask("/v1/pull", &token, &server.pull(&desk, 0, 0))
        .await;
    assert_eq!(reply.upto, 0);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_opened_by_its_key_only() {
    let world = world();
    let desk = world.desk("otradny", 1);
    let stranger = TestDesk::new("otradny", 66);
    let server = Server::start(world).await;
    let hello = |open: &OpenSession| message::encode(open);

    let open = server.open_session(&stranger).await;
    let denied = server.denied("/v1/hello", "", &hello(&open)).await;
    assert_eq!(denied, (403, Denial::ForeignDesk));

    let mut open = server.open_session(&stranger).await;
    open.hello = desk.hello(None, 0);
    let denied = server.denied("/v1/hello", "", &hello(&open)).await;
    assert_eq!(denied, (401, Denial::Challenge));

    let mut open = server.open_session(&desk).await;
    open.signature = Signature([0; 64]);
    let denied = server.denied("/v1/hello", "", &hello(&open)).await;
    assert_eq!(denied, (401, Denial::Challenge));

    let mut open = server.open_session(&desk).await;
    open.nonce = Nonce([77; 32]);
    let denied = server.denied("/v1/hello", "", &hello(&open)).await;
    assert_eq!(denied, (401, Denial::Challenge));

    // A recorded opening cannot be played again.
    let open = server.open_session(&desk).await;
    let _: SessionReply = server.ask("/v1/hello", "", &open).await;
    let denied = server.denied("/v1/hello", "", &hello(&open)).await;
    assert_eq!(denied, (401, Denial::Challenge));

    let mut open = server.open_session(&desk).await;
    open.hello.protocol = 0;
    let denied = server.denied("/v1/hello", "", &hello(&open)).await;
    assert_eq!(denied, (426, Denial::Protocol));

    for path in ["/v1/push", "/v1/pull", "/v1/snapshot"] {
        let denied = server.denied(path, "ffff", &[]).await;
        assert_eq!(denied, (401, Denial::Session), "{path}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_bytes_get_a_word_and_no_more() {
    let world = world();
    let desk = world.desk("otradny", 1);
    let server = Server::start(world).await;
    let token = server.token(&desk).await;
    for path in [
        "/v1/push",
        "/v1/pull",
        "/v1/snapshot",
        "/v1/hello",
        "/v1/enrol",
    ] {
        for body in [&b""[..], b"<html>", &[0xff; 100], &[0x84; 2000]] {
            let denied = server.denied(path, &token, body).await;
            assert_eq!(denied, (400, Denial::Malformed), "{path}");
        }
        let large = vec![0; 2 * 1024 * 1024];
        let denied = server.denied(path, &token, &large).await;
        assert_eq!(denied, (413, Denial::Malformed), "{path}");
    }
    // What is not ours still says whose server this is.
    let get = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let (status, head, _) = server.raw(get).await;
    assert_eq!(status, 404);
    assert!(head.contains("x-stoika: 1"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_storage_and_a_panic_end_one_request() {
    let world = world();
    let mut desk = world.desk("otradny", 1);
    desk.write_many(1, 1);
    let server = Server::start(world).await;
    let token = server.token(&desk).await;
    let body = message::encode(&push(&desk));

    let storage = server.host.exchange().storage();
    storage.set_faults(Some(Box::new(|| Fault::BeforeCommit)));
    let denied = server.denied("/v1/push", &token, &body).await;
    assert_eq!(denied, (503, Denial::Busy));
    #[expect(clippy::panic, reason = "the test is about a panic")]
    storage.set_faults(Some(Box::new(|| panic!("as asked for"))));
    let denied = server.denied("/v1/push", &token, &body).await;
    assert_eq!(denied, (500, Denial::Busy));
    storage.set_faults(None);
    let reply: PushReply = server.ask("/v1/push", &token, &push(&desk)).await;
    assert_eq!(reply.acked_seq, 1);
    server.stop().await;
}
