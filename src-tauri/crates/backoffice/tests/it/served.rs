//! The program itself: `serve` over TLS, and command lines beside it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use stoika_exchange::story::TestDesk;
use stoika_protocol::{
    Chain, ChallengeReply, Enrol, EnrolReply, EnrolmentCode, Fingerprint, Hash, HistoryId,
    OpenSession, Pull, PullReply, Push, PushReply, RefusalCode, ReplicaId, SessionReply, message,
    seal::challenge_hash,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::commands::{Desk, documents, standard};

/// Trusts one fingerprint, as a desk does.
#[derive(Debug)]
struct Pinned(Fingerprint);

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        assert_eq!(Fingerprint::of_certificate(certificate), self.0);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = default_provider().signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

/// The program, stopped when the test is over.
pub struct Server(Child);

impl Server {
    /// Starts it and waits for its first line.
    pub fn start(desk: &Desk, args: &[&str]) -> (Self, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_stoika-backoffice"))
            .arg("--data")
            .arg(desk.data())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap();
        (Self(child), address.to_owned())
    }

    /// Asks it to stop, as systemd does.
    pub fn stop(mut self) {
        let pid = self.0.id().to_string();
        let kill = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(kill.unwrap().success());
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already, when the test went well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub struct Link {
    code: EnrolmentCode,
    token: String,
}

impl Link {
    /// Enrols the desk and opens a session.
    pub async fn come_in(
        code: EnrolmentCode,
        desk: &TestDesk,
        label: &str,
    ) -> (Self, SessionReply) {
        let nonce = Enrol::proof_nonce(&code.secret);
        let enrol = Enrol {
            secret: code.secret,
            key: desk.signer.verifying_key().to_bytes(),
            proof: desk.signer.sign(&challenge_hash(&nonce)),
            program: "test".to_owned(),
        };
        let mut link = Self {
            code,
            token: String::new(),
        };
        let reply: EnrolReply = link.ask("/v1/enrol", &message::encode(&enrol)).await;
        assert_eq!(reply.desk, label);
        let ChallengeReply { nonce } = link.ask("/v1/challenge", &[]).await;
        let open = OpenSession {
            nonce,
            signature: desk.signer.sign(&challenge_hash(&nonce.0)),
            hello: desk.hello(None, 0),
        };
        let session: SessionReply = link.ask("/v1/hello", &message::encode(&open)).await;
        link.token.clone_from(&session.token);
        (link, session)
    }

    pub async fn push(&self, replica: ReplicaId, frames: Vec<Vec<u8>>) -> PushReply {
        let push = Push {
            replica,
            frames: frames.into_iter().map(Into::into).collect(),
        };
        self.ask("/v1/push", &message::encode(&push)).await
    }

    pub async fn ask<T: for<'b> minicbor::Decode<'b, ()>>(&self, path: &str, body: &[u8]) -> T {
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Pinned(self.code.fingerprint.unwrap())))
            .with_no_client_auth();
        let host = self.code.address.strip_prefix("https://").unwrap();
        let tcp = TcpStream::connect(host).await.unwrap();
        let name = ServerName::try_from("stoika").unwrap();
        let connector = TlsConnector::from(Arc::new(config));
        let mut stream = connector.connect(name, tcp).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\
             authorization: Bearer {}\r\n\r\n",
            body.len(),
            self.token
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).await.unwrap();
        let split = reply
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        assert!(reply.starts_with(b"HTTP/1.1 200"), "{path}");
        message::decode(&reply[split + 4..]).unwrap()
    }
}

pub fn pull(desk: &TestDesk, history: HistoryId, directory_after: u64, wait_ms: u32) -> Vec<u8> {
    message::encode(&Pull {
        replica: desk.replica,
        history,
        after: 0,
        directory_after,
        items_max: 100,
        wait_ms,
        order_head: None,
        directory_mark: None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_comes_in_and_sees_what_a_command_line_publishes() {
    let centre = Desk::published();
    let port_file = centre.file("port", b"");
    let (server, address) = Server::start(&centre, &["--port-file", &port_file]);
    let port = std::fs::read_to_string(&port_file).unwrap();
    assert!(address.ends_with(&format!(":{}", port.trim())));
    let text = centre.ok(&["enrol", "--office", "otradny", "--window", "4"]);
    let code = EnrolmentCode::parse(text.trim()).unwrap();
    assert_eq!(code.address, address);

    let mut desk = TestDesk::new("otradny", 9);
    let (link, session) = Link::come_in(code, &desk, "ОТ-04").await;
    let history = session.hello.history;

    // An enrolment stands in the directory. Who knows that waits for nothing but what is written from now on.
    let known = link
        .ask::<PullReply>("/v1/pull", &pull(&desk, history, documents(), 0))
        .await
        .directory_upto;

    // A body that no program can read: stored, ordered, void; the desk hears of it.
    desk.write(1, None, "in otradny");
    let acked = link.push(desk.replica, desk.frames(0)).await;
    assert_eq!(acked.acked_seq, 1);
    let news: PullReply = link
        .ask("/v1/pull", &pull(&desk, history, known, 25_000))
        .await;
    assert_eq!(news.items.len(), 1);

    // A command line writes past the server; the waiting desk is told.
    let body = message::encode(&Pull {
        replica: desk.replica,
        history,
        after: news.upto,
        directory_after: known,
        items_max: 100,
        wait_ms: 25_000,
        order_head: None,
        directory_mark: None,
    });
    let waiting = tokio::spawn(async move { link.ask::<PullReply>("/v1/pull", &body).await });
    centre.ok(&["demo", "--office", "otradny", "--accounts", "3"]);
    let news = waiting.await.unwrap();
    assert!(!news.directory.is_empty());
    assert!(
        news.directory
            .iter()
            .all(|change| change.position() > known)
    );

    let status = centre.json(&["status", "--json"]);
    assert_eq!(status["replicas"][0]["desk"], "ОТ-04");
    assert_eq!(status["replicas"][0]["ordered"], 1);
    assert_eq!(
        (&status["effective"], &status["void"]),
        (&0.into(), &1.into())
    );
    assert_eq!(centre.ok(&["desk", "revoke", "ОТ-04"]), "revoked\n");
    assert!(centre.ok(&["desk", "list"]).contains("revoked"));
    server.stop();
}

/// Where the signature of a frame of the first 127 entries stands: after magic 3, dictionary 1,
/// replica 16, key 16, seq 1, count 1 and chain 32.
const SIGNATURE_AT: usize = 70;

/// What may come of a desk with bad memory, a bad disk or bad people, beside what is good.
fn bad_frames(desk: &TestDesk, stranger: &TestDesk) -> Vec<(Vec<u8>, RefusalCode)> {
    let good = desk.frames(0)[1].clone();
    let mut other_words = good.clone();
    *other_words.last_mut().unwrap() ^= 1;
    let mut other_seal = good.clone();
    other_seal[SIGNATURE_AT] ^= 1;
    let cut = good[..good.len() - 1].to_vec();
    let mut long = good.clone();
    long.push(0);
    let mut other_start = TestDesk::new("otradny", 9);
    other_start.chain = Chain {
        seq: 0,
        head: Hash([5; 32]),
    };
    other_start.write(9, None, "in otradny");
    let mut of_stranger = desk.clone();
    of_stranger.signer = stranger.signer.clone();
    of_stranger.key = stranger.key;
    of_stranger.write(3, None, "in otradny");
    vec![
        (other_start.frames(0).remove(0), RefusalCode::Hash),
        (other_words, RefusalCode::Malformed),
        (other_seal, RefusalCode::Signature),
        (cut, RefusalCode::Malformed),
        (long, RefusalCode::Malformed),
        (of_stranger.frames(2).remove(0), RefusalCode::ForeignDesk),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_frames_are_refused_written_down_and_told_and_stop_nothing() {
    let centre = Desk::published();
    let (server, _) = Server::start(&centre, &[]);
    let code = |window: &str| {
        let text = centre.ok(&["enrol", "--office", "otradny", "--window", window]);
        EnrolmentCode::parse(text.trim()).unwrap()
    };
    let mut desk = TestDesk::new("otradny", 9);
    let (link, _) = Link::come_in(code("4"), &desk, "ОТ-04").await;
    let other = TestDesk::new("otradny", 10);
    let (other_link, _) = Link::come_in(code("5"), &other, "ОТ-05").await;

    desk.write_many(1, 2);
    let stranger = TestDesk::new("otradny", 66);
    let (bad, codes): (Vec<_>, Vec<_>) = bad_frames(&desk, &stranger).into_iter().unzip();
    let mut frames = bad.clone();
    frames.insert(0, desk.frames(0)[0].clone());
    frames.push(desk.frames(0)[1].clone());
    let reply = link.push(desk.replica, frames).await;
    let expected: Vec<_> = (1..).zip(codes).collect();
    let refused: Vec<_> = reply.refused.iter().map(|it| (it.frame, it.code)).collect();
    assert_eq!(refused, expected);
    assert_eq!(reply.acked_seq, 2, "the good ones around them are taken");

    // The same again; and an enrolled desk that writes into the replica of another.
    link.push(desk.replica, bad).await;
    let mut thief = desk.clone();
    thief.signer = other.signer.clone();
    thief.key = other.key;
    thief.write(3, None, "in otradny");
    let reply = other_link.push(desk.replica, thief.frames(2)).await;
    assert_eq!(reply.refused[0].code, RefusalCode::ForeignDesk);
    desk.write(3, None, "in otradny");
    let reply = link.push(desk.replica, desk.frames(2)).await;
    assert_eq!((reply.acked_seq, reply.refused), (3, Vec::new()));

    let status = centre.json(&["status", "--json"]);
    assert_eq!(status["refused_total"], 7);
    let group = |desk: &str, reason: &str, frames: u64, times: u64| serde_json::json!({ "desk": desk, "reason": reason, "frames": frames, "times": times });
    let groups = status["refused_by"].as_array().unwrap();
    assert_eq!(groups.len(), 5, "{groups:?}");
    for told in [
        group("ОТ-04", "wrong-hash", 1, 2),
        group("ОТ-04", "malformed", 3, 6),
        group("ОТ-04", "wrong-signature", 1, 2),
        group("ОТ-04", "foreign-desk", 1, 2),
        group("ОТ-05", "foreign-desk", 1, 1),
    ] {
        assert!(groups.contains(&told), "{told} in {groups:?}");
    }
    assert_eq!(status["refused"].as_array().unwrap().len(), 7);
    let words = centre.ok(&["status"]);
    assert!(words.contains("refused    7\n"), "{words}");
    let line = "refused    of ОТ-04: 3 malformed, came 6 times\n";
    assert!(words.contains(line), "{words}");
    assert_eq!(status["replicas"][0]["acked"], 3);
    server.stop();
}

#[test]
fn plain_http_is_for_loopback_only() {
    let centre = Desk::new();
    centre.ok(&["publish", &standard()]);
    let (_, outcome) = centre.run(&["serve", "--plain", "--listen", "0.0.0.0:0"]);
    assert!(outcome.unwrap_err().to_string().contains("loopback"));
    let (server, address) = Server::start(&centre, &["--plain"]);
    assert!(address.starts_with("http://127.0.0.1:"));
    let text = centre.ok(&["enrol", "--office", "otradny", "--window", "1"]);
    assert_eq!(EnrolmentCode::parse(text.trim()).unwrap().fingerprint, None);
    server.stop();
}
