//! HTTP/1.1, over TLS with a pinned certificate; without TLS to loopback only.

use std::net::IpAddr;
use std::sync::Mutex;
use std::time::Duration;

use minicbor::bytes::ByteVec;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use stoika_protocol::enrol::{
    CONTENT_TYPE as CBOR, ChallengeReply, Denial, Fingerprint, OpenSession, SERVER_HEADER,
    SERVER_HEADER_VALUE, SessionReply,
};
use stoika_protocol::message::{decode, encode};
use stoika_protocol::seal::challenge_hash;
use stoika_protocol::{
    AuditAnswer, AuditQuestion, DirectoryRow, Hello, HelloReply, LeaseAsk, LeaseReply, Lookup,
    LookupReply, SealedFrame, Signer,
};
use thiserror::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::pin::{Handshake, handshake, pinned_tls};
use crate::driver::Carrier;
use crate::effect::{CarrierError, Reply, Request};

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// From the first byte sent to the last received, without the wait that was asked for.
const REQUEST_LIMIT: Duration = Duration::from_secs(30);
/// For the tenure of a hub: it stands on the same network, or it is not there.
const TENURE_LIMIT: Duration = Duration::from_secs(5);
/// The largest reply that is read.
const REPLY_SIZE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Where the server is and by what it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    base: String,
    fingerprint: Option<Fingerprint>,
    /// Of somebody whose certificate is not known.
    is_stranger: bool,
}

/// An address that is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// Not `https://host:port` or `http://host:port`.
    #[error("not an address of a server")]
    Malformed,
    /// Without TLS only the same machine is spoken to.
    #[error("plain HTTP is for loopback only")]
    PlainBeyondLoopback,
    /// HTTPS needs the fingerprint of the enrolment.
    #[error("no fingerprint of the server's certificate")]
    NoFingerprint,
}

impl Address {
    /// Checks an address.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn parse(base: &str, fingerprint: Option<Fingerprint>) -> Result<Self, AddressError> {
        let url = reqwest::Url::parse(base).map_err(|_| AddressError::Malformed)?;
        let host = url.host_str().ok_or(AddressError::Malformed)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let loopback = host == "localhost"
            || bare
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback());
        match (url.scheme(), fingerprint) {
            ("https", Some(_)) => {}
            ("https", None) => return Err(AddressError::NoFingerprint),
            ("http", _) if loopback => {}
            ("http", _) => return Err(AddressError::PlainBeyondLoopback),
            (_, _) => return Err(AddressError::Malformed),
        }
        Ok(Self {
            base: base.trim_end_matches('/').to_owned(),
            fingerprint,
            is_stranger: false,
        })
    }

    /// An address at which nobody knows yet who will answer. For questions whose answer is believed by
    /// its own seals, and that tell nothing of the desk.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn of_stranger(base: &str) -> Result<Self, AddressError> {
        let unknown = Self::parse(base, Some(Fingerprint([0; 16])))?;
        Ok(Self {
            fingerprint: None,
            is_stranger: true,
            ..unknown
        })
    }

    /// Host and port, as a socket takes them.
    pub(super) fn door(&self) -> Option<(String, u16)> {
        let url = reqwest::Url::parse(&self.base).ok()?;
        let host = url
            .host_str()?
            .trim_start_matches('[')
            .trim_end_matches(']');
        Some((host.to_owned(), url.port_or_known_default()?))
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(super) fn client(&self) -> Result<reqwest::Client, CarrierError> {
        // No proxy and no redirect: both put somebody between the desk and its server.
        let builder = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .http1_only()
            .connect_timeout(CONNECT_LIMIT)
            .tcp_nodelay(true);
        // Plain HTTP is built with a pin of nothing: TLS is never used there, and no system
        // store of certificates is read.
        let nothing = Fingerprint([0; 16]);
        let pin = (!self.is_stranger).then(|| self.fingerprint.unwrap_or(nothing));
        let tls = pinned_tls(pin).map_err(|_| CarrierError::Unreachable)?;
        builder
            .tls_backend_preconfigured(tls)
            .build()
            .map_err(|_| CarrierError::Unreachable)
    }
}

/// A server over HTTP.
pub struct Http {
    address: Address,
    client: reqwest::Client,
    signer: Signer,
    token: Mutex<Option<String>>,
}

impl Http {
    /// A carrier that shows by `signer` who it is.
    ///
    /// # Errors
    /// [`CarrierError::Unreachable`] when no client can be built.
    pub fn new(address: Address, signer: Signer) -> Result<Self, CarrierError> {
        Ok(Self {
            client: address.client()?,
            address,
            signer,
            token: Mutex::new(None),
        })
    }

    async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: Vec<u8>,
        wait_ms: u64,
    ) -> Result<Vec<u8>, CarrierError> {
        let mut request = self
            .client
            .post(self.address.at(path))
            .header(CONTENT_TYPE, CBOR)
            .timeout(REQUEST_LIMIT + Duration::from_millis(wait_ms))
            .body(body);
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let response = sent(&self.address, request.send().await).await?;
        let (status, body) = read(response).await?;
        if status == 200 {
            Ok(body)
        } else {
            Err(of_denial(status, &body))
        }
    }

    async fn hello(&self, hello: Hello) -> Result<HelloReply, CarrierError> {
        let challenge = self.post("/v1/challenge", None, Vec::new(), 0).await?;
        let ChallengeReply { nonce } = parse(&challenge)?;
        let open = OpenSession {
            nonce,
            signature: self.signer.sign(&challenge_hash(&nonce.0)),
            hello,
        };
        let reply = self.post("/v1/hello", None, encode(&open), 0).await?;
        let session: SessionReply = parse(&reply)?;
        if let Ok(mut token) = self.token.lock() {
            *token = Some(session.token);
        }
        Ok(session.hello)
    }

    /// Looks at an account of another office, with the rows that belong to it; none of them when
    /// there is no such account. Not a step of the machine: a person waits for it. It needs the
    /// session of the last hello.
    ///
    /// # Errors
    /// [`CarrierError::SessionLost`] before the first hello; [`CarrierError::Server`] with 429 when
    /// the desk has asked too often; the others as of any request.
    pub async fn lookup(&self, lookup: &Lookup) -> Result<Vec<DirectoryRow>, CarrierError> {
        let reply = self.within_session("/v1/lookup", encode(lookup), 0).await?;
        let reply: LookupReply = parse(&reply)?;
        Ok(reply.rows)
    }

    /// Asks for records of the audit of the desk's office, within the session that the last hello
    /// opened.
    ///
    /// # Errors
    /// [`CarrierError::SessionLost`] before the first hello; [`CarrierError::Server`] with 403 when
    /// the user may not be told, with 429 when the desk has asked too often; the others as of any
    /// request.
    pub async fn look_at_audit(
        &self,
        question: &AuditQuestion,
    ) -> Result<AuditAnswer, CarrierError> {
        let reply = self
            .within_session("/v1/audit/ask", encode(question), 0)
            .await?;
        parse(&reply)
    }

    /// Asks the hub of the office for a lease. A person waits for it, so the caller gives it up long
    /// before the carrier would. It needs the session of the last hello.
    ///
    /// # Errors
    /// [`CarrierError::SessionLost`] before the first hello; the others as of any request.
    pub async fn lease(&self, ask: &LeaseAsk) -> Result<LeaseReply, CarrierError> {
        let reply = self.within_session("/v1/lease", encode(ask), 0).await?;
        parse(&reply)
    }

    async fn within_session(
        &self,
        path: &str,
        body: Vec<u8>,
        wait_ms: u64,
    ) -> Result<Vec<u8>, CarrierError> {
        let token = self.token.lock().ok().and_then(|token| token.clone());
        let token = token.ok_or(CarrierError::SessionLost)?;
        self.post(path, Some(&token), body, wait_ms).await
    }
}

impl Carrier for Http {
    async fn send(&self, request: Request) -> Result<Reply, CarrierError> {
        let wait_ms = request.wait_ms();
        match request {
            Request::Hello(hello) => self.hello(hello).await.map(Reply::Hello),
            Request::Push(push) => {
                let reply = self.within_session("/v1/push", encode(&push), 0).await?;
                parse(&reply).map(Reply::Push)
            }
            Request::Pull(pull) => {
                let reply = self
                    .within_session("/v1/pull", encode(&pull), wait_ms)
                    .await?;
                parse(&reply).map(Reply::Pull)
            }
            Request::Audit(push) => {
                let reply = self.within_session("/v1/audit", encode(&push), 0).await?;
                parse(&reply).map(Reply::Audit)
            }
            Request::Snapshot(snapshot) => {
                let reply = self
                    .within_session("/v1/snapshot", encode(&snapshot), 0)
                    .await?;
                parse(&reply).map(Reply::Snapshot)
            }
        }
    }
}

/// Asks who listens at an address for the tenure that he holds: sealed frames with its entries. No
/// session: a desk asks this of a hub that it does not know yet, and believes the seals.
///
/// # Errors
/// As of any request; [`CarrierError::Server`] with 404 when he is no hub.
pub async fn ask_tenure(address: &Address) -> Result<Vec<SealedFrame>, CarrierError> {
    let outcome = address
        .client()?
        .get(address.at("/v1/tenure"))
        .timeout(TENURE_LIMIT)
        .send()
        .await;
    let response = sent(address, outcome).await?;
    let (status, body) = read(response).await?;
    if status != 200 {
        return Err(of_denial(status, &body));
    }
    let frames: Vec<ByteVec> = parse(&body)?;
    Ok(frames
        .into_iter()
        .map(|frame| SealedFrame(frame.into()))
        .collect())
}

/// Reads a whole reply of a Stoika server, or says that it is not one.
pub(super) async fn read(mut response: reqwest::Response) -> Result<(u16, Vec<u8>), CarrierError> {
    let status = response.status().as_u16();
    let is_ours = response
        .headers()
        .get(SERVER_HEADER)
        .is_some_and(|value| value == SERVER_HEADER_VALUE);
    if !is_ours {
        return Err(CarrierError::Portal);
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| of_reqwest(&error))? {
        if body.len() + piece.len() > REPLY_SIZE_BYTES_MAX {
            return Err(CarrierError::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok((status, body))
}

pub(super) fn parse<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Result<T, CarrierError> {
    decode(bytes).map_err(|_| CarrierError::Malformed)
}

/// What became of a request: an answer, or why there is none.
pub(super) async fn sent(
    address: &Address,
    outcome: Result<reqwest::Response, reqwest::Error>,
) -> Result<reqwest::Response, CarrierError> {
    match outcome.map_err(|error| of_reqwest(&error)) {
        Err(CarrierError::Tls) if speaks_plain_http(address).await => Err(CarrierError::Portal),
        other => other,
    }
}

/// Whether what stands at the address in place of TLS answers in plain HTTP, as a page of the
/// network's own does and the server never. It is told nothing of the desk.
async fn speaks_plain_http(address: &Address) -> bool {
    let asked = async {
        let (host, port) = address.door()?;
        let request = format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let mut stream = TcpStream::connect((host, port)).await.ok()?;
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut head = [0; 5];
        stream.read_exact(&mut head).await.ok()?;
        Some(head == *b"HTTP/")
    };
    matches!(
        tokio::time::timeout(CONNECT_LIMIT, asked).await,
        Ok(Some(true))
    )
}

fn of_reqwest(error: &reqwest::Error) -> CarrierError {
    if error.is_connect() {
        match handshake(error) {
            Some(Handshake::WrongCertificate) => CarrierError::WrongCertificate,
            Some(Handshake::Broken) => CarrierError::Tls,
            None => CarrierError::Unreachable,
        }
    } else if error.is_timeout() {
        CarrierError::TimedOut
    } else {
        CarrierError::Cut
    }
}

fn of_denial(status: u16, body: &[u8]) -> CarrierError {
    match decode::<Denial>(body) {
        Ok(Denial::Session | Denial::Challenge) => CarrierError::SessionLost,
        Ok(Denial::ForeignDesk) => CarrierError::NotEnrolled,
        Ok(Denial::Revoked) => CarrierError::Revoked,
        Ok(Denial::Protocol) => CarrierError::Protocol,
        Ok(Denial::Malformed) if status == 413 => CarrierError::TooLarge,
        Ok(Denial::Malformed | Denial::Busy | Denial::TooMany | Denial::NotForUser) | Err(_) => {
            CarrierError::Server(status)
        }
    }
}
