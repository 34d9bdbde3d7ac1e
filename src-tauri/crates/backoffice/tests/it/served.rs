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
    ChallengeReply, Enrol, EnrolReply, EnrolmentCode, Fingerprint, HistoryId, OpenSession, Pull,
    PullReply, Push, PushReply, SessionReply, message, seal::challenge_hash,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::commands::{Desk, standard};

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
struct Server(Child);

impl Server {
    /// Starts it and waits for its first line.
    fn start(desk: &Desk, args: &[&str]) -> (Self, String) {
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
    fn stop(mut self) {
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

struct Link {
    code: EnrolmentCode,
    token: String,
}

impl Link {
    async fn ask<T: for<'b> minicbor::Decode<'b, ()>>(&self, path: &str, body: &[u8]) -> T {
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

fn pull(desk: &TestDesk, history: HistoryId, directory_after: u64, wait_ms: u32) -> Vec<u8> {
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
    let nonce = Enrol::proof_nonce(&code.secret);
    let enrol = Enrol {
        secret: code.secret,
        key: desk.signer.verifying_key().to_bytes(),
        proof: desk.signer.sign(&challenge_hash(&nonce)),
        program: "test".to_owned(),
    };
    let mut link = Link {
        code,
        token: String::new(),
    };
    let reply: EnrolReply = link.ask("/v1/enrol", &message::encode(&enrol)).await;
    assert_eq!(reply.desk, "ОТ-04");
    let ChallengeReply { nonce } = link.ask("/v1/challenge", &[]).await;
    let open = OpenSession {
        nonce,
        signature: desk.signer.sign(&challenge_hash(&nonce.0)),
        hello: desk.hello(None, 0),
    };
    let session: SessionReply = link.ask("/v1/hello", &message::encode(&open)).await;
    link.token = session.token;
    let history = session.hello.history;

    // A body that no program can read: stored, ordered, void; the desk hears of it.
    desk.write(1, None, "in otradny");
    let push = Push {
        replica: desk.replica,
        frames: desk.frames(0).into_iter().map(Into::into).collect(),
    };
    let acked: PushReply = link.ask("/v1/push", &message::encode(&push)).await;
    assert_eq!(acked.acked_seq, 1);
    let news: PullReply = link
        .ask("/v1/pull", &pull(&desk, history, 11, 25_000))
        .await;
    assert_eq!(news.items.len(), 1);

    // A command line writes past the server; the waiting desk is told.
    let body = message::encode(&Pull {
        replica: desk.replica,
        history,
        after: news.upto,
        directory_after: 11,
        items_max: 100,
        wait_ms: 25_000,
        order_head: None,
        directory_mark: None,
    });
    let waiting = tokio::spawn(async move { link.ask::<PullReply>("/v1/pull", &body).await });
    centre.ok(&["demo", "--office", "otradny", "--accounts", "3"]);
    let news = waiting.await.unwrap();
    assert!(!news.directory.is_empty());
    assert!(news.directory.iter().all(|change| change.position() > 11));

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
