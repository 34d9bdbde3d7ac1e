//! The carrier against a socket that answers as told.

use std::sync::Arc;

use stoika_protocol::enrol::{
    ChallengeReply, Denial, EnrolRefusal, EnrolmentCode, Fingerprint, Nonce, OpenSession,
    SessionReply,
};
use stoika_protocol::message::{decode, encode};
use stoika_protocol::{DirectoryRow, Hello, KeyId, Lookup, LookupReply, Pull, Push, Signer};
use stoika_sync::carrier::{Address, AddressError, EnrolError, Http, enrol, read_code};
use stoika_sync::driver::Carrier as _;
use stoika_sync::{CarrierError, Reply, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::rig::{HISTORY, REPLICA, chain, hello_reply, holds, pushed};

struct Asked {
    path: String,
    authorization: Option<String>,
    body: Vec<u8>,
}

/// Bytes of an answer; an empty one closes the connection with no word.
fn ours(status: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 {status} x\r\nx-stoika: 1\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

async fn read_request<S: tokio::io::AsyncRead + Unpin>(stream: &mut S) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).await.ok()? == 0 {
            return None;
        }
        bytes.push(byte[0]);
    }
    let head = String::from_utf8(bytes).ok()?;
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    let length = header("content-length").map_or(0, |text| text.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Asked {
        path: head.split(' ').nth(1)?.to_owned(),
        authorization: header("authorization"),
        body,
    })
}

/// A server on loopback; gives its address.
async fn serve(
    answer: impl Fn(Asked) -> Vec<u8> + Send + Sync + 'static,
    tls: Option<Arc<rustls::ServerConfig>>,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let scheme = if tls.is_some() { "https" } else { "http" };
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            match &tls {
                None => {
                    if let Some(asked) = read_request(&mut stream).await {
                        let _closed = stream.write_all(&answer(asked)).await;
                    }
                }
                Some(tls) => {
                    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::clone(tls));
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        continue;
                    };
                    if let Some(asked) = read_request(&mut stream).await {
                        let _closed = stream.write_all(&answer(asked)).await;
                        let _closed = stream.shutdown().await;
                    }
                }
            }
        }
    });
    format!("{scheme}://127.0.0.1:{port}")
}

fn signer() -> Signer {
    Signer::from_seed(&[2; 32])
}

fn hello() -> Request {
    Request::Hello(Hello {
        protocol: 1,
        key: signer().id(),
        replica: REPLICA,
        head_seq: 0,
        head_chain: chain(REPLICA, 0, 0),
        cursor: None,
        directory_position: 0,
        program: "test".to_owned(),
        directory_mark: None,
        audits: Vec::new(),
        placed: None,
    })
}

fn push() -> Request {
    Request::Push(Push {
        replica: REPLICA,
        frames: Vec::new(),
    })
}

const NONCE: Nonce = Nonce([4; 32]);

fn good(asked: Asked) -> Vec<u8> {
    match asked.path.as_str() {
        "/v1/challenge" => ours(200, &encode(&ChallengeReply { nonce: NONCE })),
        "/v1/hello" => {
            let open: OpenSession = decode(&asked.body).unwrap();
            signer()
                .verifying_key()
                .verify_challenge(&open.nonce.0, &open.signature)
                .unwrap();
            assert_eq!(
                open.hello.key,
                KeyId::parse(&signer().id().to_string()).unwrap()
            );
            ours(
                200,
                &encode(&SessionReply {
                    token: "t0ken".to_owned(),
                    hello: hello_reply(holds(0, 0)),
                }),
            )
        }
        "/v1/push" if asked.authorization.as_deref() == Some("Bearer t0ken") => {
            let Reply::Push(reply) = pushed(0, &[]) else {
                return Vec::new();
            };
            ours(200, &encode(&reply))
        }
        _ => ours(401, &encode(&Denial::Session)),
    }
}

fn carrier(address: &str, fingerprint: Option<Fingerprint>) -> Http {
    Http::new(Address::parse(address, fingerprint).unwrap(), signer()).unwrap()
}

#[tokio::test]
async fn a_session_is_opened_by_the_key_and_borne_by_its_token() {
    let http = carrier(&serve(good, None).await, None);
    assert_eq!(http.send(push()).await, Err(CarrierError::SessionLost));
    assert!(matches!(http.send(hello()).await, Ok(Reply::Hello(_))));
    assert!(matches!(http.send(push()).await, Ok(Reply::Push(_))));
    let pull = Request::Pull(Pull {
        replica: REPLICA,
        history: HISTORY,
        after: 0,
        directory_after: 0,
        items_max: 1,
        wait_ms: 0,
        order_head: None,
        directory_mark: None,
    });
    assert_eq!(http.send(pull).await, Err(CarrierError::SessionLost));
}

#[tokio::test]
async fn an_account_of_another_office_is_asked_within_the_session() {
    let lookup = |number: &str| Lookup {
        number: number.to_owned(),
        reason: "клиент пришёл со счётом".to_owned(),
        user: "u-1".to_owned(),
    };
    let row = DirectoryRow {
        kind: "account".to_owned(),
        key: "17".to_owned(),
        position: 5,
        data: vec![1, 2],
    };
    let given = row.clone();
    let answer = move |asked: Asked| {
        if asked.path != "/v1/lookup" {
            return good(asked);
        }
        assert_eq!(asked.authorization.as_deref(), Some("Bearer t0ken"));
        let lookup: Lookup = decode(&asked.body).unwrap();
        match lookup.number.as_str() {
            "17" => ours(
                200,
                &encode(&LookupReply {
                    rows: vec![given.clone()],
                    server_time_ms: 0,
                }),
            ),
            "18" => ours(429, &encode(&Denial::TooMany)),
            _ => ours(503, &encode(&Denial::Busy)),
        }
    };
    let http = carrier(&serve(answer, None).await, None);
    let early = http.lookup(&lookup("17")).await;
    assert_eq!(early, Err(CarrierError::SessionLost));
    assert!(matches!(http.send(hello()).await, Ok(Reply::Hello(_))));
    assert_eq!(http.lookup(&lookup("17")).await, Ok(vec![row]));
    let often = http.lookup(&lookup("18")).await;
    assert_eq!(often, Err(CarrierError::Server(429)));
    let busy = http.lookup(&lookup("19")).await;
    assert_eq!(busy, Err(CarrierError::Server(503)));
}

#[tokio::test]
async fn each_bad_answer_has_its_name() {
    let portal = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>";
    let cut = &ours(200, &[0; 40])[..70];
    let redirect = b"HTTP/1.1 302 x\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n";
    for (answer, expected) in [
        (portal.to_vec(), CarrierError::Portal),
        (redirect.to_vec(), CarrierError::Portal),
        (cut.to_vec(), CarrierError::Cut),
        (Vec::new(), CarrierError::Cut),
        (ours(200, b"\xff"), CarrierError::Malformed),
        (
            ours(403, &encode(&Denial::ForeignDesk)),
            CarrierError::NotEnrolled,
        ),
        (ours(403, &encode(&Denial::Revoked)), CarrierError::Revoked),
        (
            ours(426, &encode(&Denial::Protocol)),
            CarrierError::Protocol,
        ),
        (
            ours(401, &encode(&Denial::Challenge)),
            CarrierError::SessionLost,
        ),
        (ours(503, &encode(&Denial::Busy)), CarrierError::Server(503)),
        (
            ours(413, &encode(&Denial::Malformed)),
            CarrierError::TooLarge,
        ),
    ] {
        let http = carrier(&serve(move |_| answer.clone(), None).await, None);
        assert_eq!(http.send(hello()).await, Err(expected));
    }
}

#[tokio::test]
async fn a_closed_door_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let http = carrier(&format!("http://127.0.0.1:{port}"), None);
    assert_eq!(http.send(hello()).await, Err(CarrierError::Unreachable));
}

#[tokio::test]
async fn only_the_certificate_of_the_enrolment_is_spoken_to() {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(vec!["stoika".to_owned()])
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let fingerprint = Fingerprint::of_certificate(certificate.der());
    let tls = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(
        vec![certificate.der().clone()],
        rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
    )
    .unwrap();
    let address = serve(good, Some(Arc::new(tls))).await;
    let right = carrier(&address, Some(fingerprint));
    assert!(matches!(right.send(hello()).await, Ok(Reply::Hello(_))));
    let wrong = carrier(&address, Some(Fingerprint([1; 16])));
    assert_eq!(
        wrong.send(hello()).await,
        Err(CarrierError::WrongCertificate)
    );
}

/// Answers the first bytes of every connection with these and closes; gives its address.
async fn answering(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 4096];
            let _read = stream.read(&mut asked).await;
            let _written = stream.write_all(answer).await;
        }
    });
    format!("https://127.0.0.1:{port}")
}

#[tokio::test]
async fn what_speaks_no_tls_is_a_portal_or_has_its_own_name() {
    let page = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>";
    for (answer, expected) in [
        (&page[..], CarrierError::Portal),
        (b"SSH-2.0-OpenSSH_9.9\r\n", CarrierError::Tls),
        (&[0xff; 64], CarrierError::Tls),
        (b"", CarrierError::Tls),
        // An alert, as a server that wants another kind of TLS gives it.
        (&[21, 3, 3, 0, 2, 2, 40], CarrierError::Tls),
    ] {
        let address = answering(answer).await;
        let http = carrier(&address, Some(Fingerprint([1; 16])));
        assert_eq!(http.send(hello()).await, Err(expected), "{answer:?}");
        let code = EnrolmentCode {
            address,
            fingerprint: Some(Fingerprint([1; 16])),
            secret: stoika_protocol::enrol::EnrolSecret([1; 10]),
            site: None,
        };
        let refused = enrol(&code, &signer(), "test").await;
        assert_eq!(refused, Err(EnrolError::Carrier(expected)), "{answer:?}");
    }
}

#[test]
fn plain_http_never_leaves_the_machine() {
    let pin = Some(Fingerprint([0; 16]));
    for (address, pin, expected) in [
        (
            "http://10.0.0.1:80",
            None,
            AddressError::PlainBeyondLoopback,
        ),
        (
            "http://localhost.example.org",
            None,
            AddressError::PlainBeyondLoopback,
        ),
        ("https://10.0.0.1:443", None, AddressError::NoFingerprint),
        ("ftp://10.0.0.1", pin, AddressError::Malformed),
        ("10.0.0.1", pin, AddressError::Malformed),
    ] {
        assert_eq!(Address::parse(address, pin), Err(expected), "{address}");
    }
    for address in ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"] {
        assert!(Address::parse(address, None).is_ok(), "{address}");
    }
}

#[tokio::test]
async fn an_enrolment_that_is_refused_says_why() {
    for (refusal, expected) in [
        (EnrolRefusal::Unknown, EnrolError::CodeUnknown),
        (EnrolRefusal::Used, EnrolError::CodeUsed),
        (EnrolRefusal::Expired, EnrolError::CodeExpired),
        (EnrolRefusal::Key, EnrolError::Key),
    ] {
        let address = serve(move |_| ours(409, &encode(&refusal)), None).await;
        let code = EnrolmentCode {
            address,
            fingerprint: None,
            secret: stoika_protocol::enrol::EnrolSecret([1; 10]),
            site: None,
        };
        let code = read_code(&code.to_string()).unwrap();
        assert_eq!(enrol(&code, &signer(), "test").await, Err(expected));
    }
    assert_eq!(read_code("12345"), Err(EnrolError::CodeMalformed));
}
