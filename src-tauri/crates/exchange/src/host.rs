//! The exchange on HTTP: CBOR bodies, sessions by challenge, a pull that waits for news.
//!
//! Work on the storage runs outside of the event loop and a panic in it ends one request.
//! What is logged names keys and codes, never a person.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::serve::Listener;
use stoika_protocol::enrol::{CONTENT_TYPE, SERVER_HEADER, SERVER_HEADER_VALUE};
use stoika_protocol::{
    AuditOutcome, AuditPush, AuditQuestion, ChallengeReply, Denial, Enrol, EnrolRefusal, KeyId,
    Lookup, Nonce, OpenSession, Pull, PullReply, Push, SessionReply, Snapshot, limit, message,
};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::{Instant, sleep, sleep_until};

use crate::exchange::{Exchange, ExchangeError};
use crate::judge::Judge;
use crate::session::Sessions;
use crate::storage::{Journal, Storage};

/// The longest that a pull waits for news.
pub const WAIT_MAX: Duration = Duration::from_secs(25);
/// A push and its envelope; one frame of the largest size fits in any case.
const PUSH_BODY_BYTES_MAX: usize = limit::PUSH_SIZE_BYTES + limit::SEALED_SIZE_BYTES_MAX;
const SMALL_BODY_BYTES_MAX: usize = 16 * 1024;
/// Requests that are at the storage at one time; the others wait.
const AT_STORAGE_MAX: usize = 32;
/// Positions that one transaction of the sequencer gives.
const SEQUENCE_BATCH: u32 = 1000;
/// After a storage that failed.
const SEQUENCER_PAUSE: Duration = Duration::from_secs(1);
/// How late what has waited for a hub in vain may be ordered, when nothing else comes.
const SEQUENCER_LOOK: Duration = Duration::from_secs(600);
/// What is still on the way when the server stops gets so long.
const CLOSING_MAX: Duration = Duration::from_secs(5);

/// Tells the time, Unix milliseconds.
pub type Clock = Box<dyn Fn() -> i64 + Send + Sync>;
/// Fills bytes with random ones, fit for secrets.
pub type Random = Box<dyn Fn(&mut [u8]) + Send + Sync>;

/// An exchange that serves desks over HTTP.
pub struct Host<S, J> {
    exchange: Exchange<S, J>,
    clock: Clock,
    random: Random,
    sessions: Mutex<Sessions>,
    /// Counts occasions to look again.
    news: watch::Sender<u64>,
    /// Entries were taken that have no place yet.
    work: Notify,
    closing: watch::Sender<bool>,
    at_storage: Semaphore,
}

impl<S: Journal, J: Send + Sync + 'static> Host<S, J> {
    /// A host over `exchange`.
    pub fn new(exchange: Exchange<S, J>, clock: Clock, random: Random) -> Arc<Self> {
        Arc::new(Self {
            exchange,
            clock,
            random,
            sessions: Mutex::default(),
            news: watch::Sender::new(0),
            work: Notify::new(),
            closing: watch::Sender::new(false),
            at_storage: Semaphore::new(AT_STORAGE_MAX),
        })
    }

    /// The exchange below.
    pub fn exchange(&self) -> &Exchange<S, J> {
        &self.exchange
    }

    /// Something was written past this host (by a command line beside it): waiting pulls and
    /// the sequencer look again.
    pub fn announce(&self) {
        self.work.notify_one();
        self.news.send_modify(|count| *count += 1);
    }

    /// How many pulls are being answered or wait for news.
    pub fn pulls(&self) -> usize {
        self.news.receiver_count()
    }

    /// Stops: waiting pulls are answered, [`serve`] and [`Host::run_sequencer`] end.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Runs `work` outside of the event loop.
    async fn at_storage<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Exchange<S, J>, i64) -> Result<T, ExchangeError> + Send + 'static,
    ) -> Result<T, Failure> {
        let _permit = self
            .at_storage
            .acquire()
            .await
            .map_err(|_| Failure::Panic)?;
        let host = Arc::clone(self);
        let now_ms = (self.clock)();
        let outcome = tokio::task::spawn_blocking(move || work(&host.exchange, now_ms)).await;
        match outcome {
            Ok(outcome) => outcome.map_err(Failure::Exchange),
            Err(_) => Err(Failure::Panic),
        }
    }

    fn sessions(&self) -> std::sync::MutexGuard<'_, Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }

    /// Whose session a request bears.
    pub fn key_of(&self, headers: &HeaderMap) -> Option<KeyId> {
        headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .and_then(|token| self.sessions().key(token))
    }

    fn bearer(&self, headers: &HeaderMap) -> Result<KeyId, Failure> {
        self.key_of(headers).ok_or(Failure::Denied(Denial::Session))
    }
}

impl<S: Storage, J: Judge> Host<S, J> {
    /// Orders what was taken, until [`close`](Self::close). One of these runs beside [`serve`].
    pub async fn run_sequencer(self: Arc<Self>) {
        let mut closing = self.closing.subscribe();
        loop {
            let host = Arc::clone(&self);
            let given = tokio::task::spawn_blocking(move || {
                host.exchange.sequence(SEQUENCE_BATCH, (host.clock)())
            })
            .await;
            let failed = match given {
                Ok(Ok(0)) => false,
                Ok(Ok(_)) => {
                    self.news.send_modify(|count| *count += 1);
                    continue;
                }
                Ok(Err(error)) => {
                    tracing::warn!(%error, "the sequencer could not write");
                    true
                }
                Err(_) => {
                    tracing::error!("the sequencer stopped on a panic and goes on");
                    true
                }
            };
            tokio::select! {
                () = sleep(SEQUENCER_PAUSE), if failed => {}
                () = sleep(SEQUENCER_LOOK), if !failed => {}
                () = self.work.notified(), if !failed => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
    }
}

/// The routes of a host.
pub fn router<S: Storage, J: Judge>(host: Arc<Host<S, J>>) -> Router {
    let small = DefaultBodyLimit::max(SMALL_BODY_BYTES_MAX);
    Router::new()
        .route("/v1/audit", post(audit::<S, J>))
        .layer(DefaultBodyLimit::max(PUSH_BODY_BYTES_MAX))
        .route("/v1/enrol", post(enrol::<S, J>).layer(small))
        .route("/v1/snapshot", post(snapshot::<S, J>).layer(small))
        .route("/v1/lookup", post(lookup::<S, J>).layer(small))
        .route("/v1/audit/ask", post(look_at_audit::<S, J>).layer(small))
        .with_state(Arc::clone(&host))
        .layer(map_response(sign_off))
        .merge(journal_router(host))
}

/// The routes that bring entries and give them out: all that a hub answers.
pub fn journal_router<S: Journal, J: Send + Sync + 'static>(host: Arc<Host<S, J>>) -> Router {
    let small = DefaultBodyLimit::max(SMALL_BODY_BYTES_MAX);
    Router::new()
        .route("/v1/push", post(push::<S, J>))
        .layer(DefaultBodyLimit::max(PUSH_BODY_BYTES_MAX))
        .route("/v1/challenge", post(challenge::<S, J>).layer(small))
        .route("/v1/hello", post(hello::<S, J>).layer(small))
        .route("/v1/pull", post(pull::<S, J>).layer(small))
        .with_state(host)
        .layer(map_response(sign_off))
}

/// Serves on a listener until [`Host::close`]; then what is on the way gets a few seconds.
///
/// # Errors
/// Those of the listener.
pub async fn serve<L, S: Storage, J: Judge>(listener: L, host: Arc<Host<S, J>>) -> io::Result<()>
where
    L: Listener,
    L::Addr: std::fmt::Debug,
{
    let mut stop = host.closing.subscribe();
    let mut late = host.closing.subscribe();
    let serving = axum::serve(listener, router(host)).with_graceful_shutdown(async move {
        // The sender lives in the host, which lives in the router.
        let _ = stop.wait_for(|closing| *closing).await;
    });
    tokio::select! {
        outcome = serving.into_future() => outcome,
        () = async move {
            let _ = late.wait_for(|closing| *closing).await;
            sleep(CLOSING_MAX).await;
        } => Ok(()),
    }
}

/// The same routes, each reply of which says that it is ours: for questions that a host answers beside
/// these.
pub fn signed_off(router: Router) -> Router {
    router.layer(map_response(sign_off))
}

/// Each reply says that it is ours: a captive portal's does not.
async fn sign_off(mut response: Response) -> Response {
    response.headers_mut().insert(
        HeaderName::from_static(SERVER_HEADER),
        HeaderValue::from_static(SERVER_HEADER_VALUE),
    );
    response
}

/// Why a request got no answer of the asked kind.
enum Failure {
    Denied(Denial),
    /// The body is over its limit.
    TooLarge,
    Enrol(EnrolRefusal),
    Exchange(ExchangeError),
    Panic,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let denial = match self {
            Self::Denied(denial) | Self::Exchange(ExchangeError::Denied(denial)) => denial,
            Self::TooLarge => {
                return cbor(StatusCode::PAYLOAD_TOO_LARGE, &Denial::Malformed);
            }
            Self::Enrol(refusal) => {
                tracing::info!(?refusal, "enrolment refused");
                return cbor(StatusCode::CONFLICT, &refusal);
            }
            Self::Exchange(ExchangeError::Storage(error)) => {
                tracing::error!(%error, "the storage failed");
                Denial::Busy
            }
            Self::Panic => {
                tracing::error!("a request stopped on a panic");
                return cbor(StatusCode::INTERNAL_SERVER_ERROR, &Denial::Busy);
            }
        };
        let status = match denial {
            Denial::Malformed => StatusCode::BAD_REQUEST,
            Denial::Session | Denial::Challenge => StatusCode::UNAUTHORIZED,
            Denial::ForeignDesk | Denial::Revoked | Denial::NotForUser => StatusCode::FORBIDDEN,
            Denial::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Denial::Protocol => StatusCode::UPGRADE_REQUIRED,
            Denial::TooMany => StatusCode::TOO_MANY_REQUESTS,
        };
        cbor(status, &denial)
    }
}

fn cbor<T: minicbor::Encode<()>>(status: StatusCode, body: &T) -> Response {
    let headers = [(header::CONTENT_TYPE, CONTENT_TYPE)];
    (status, headers, message::encode(body)).into_response()
}

fn read<T: for<'b> minicbor::Decode<'b, ()>>(
    body: Result<Bytes, BytesRejection>,
) -> Result<T, Failure> {
    let body = body.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Failure::TooLarge
        } else {
            Failure::Denied(Denial::Malformed)
        }
    })?;
    message::decode(&body).map_err(|_| Failure::Denied(Denial::Malformed))
}

type Body = Result<Bytes, BytesRejection>;

async fn enrol<S: Storage, J: Judge>(
    State(host): State<Arc<Host<S, J>>>,
    body: Body,
) -> Result<Response, Failure> {
    let enrol: Enrol = read(body)?;
    let outcome = host
        .at_storage(move |exchange, now_ms| exchange.enrol(&enrol, now_ms))
        .await?;
    let reply = outcome.map_err(Failure::Enrol)?;
    tracing::info!(office = reply.office, desk = reply.desk, "desk enrolled");
    // The office hears of its new desk.
    host.announce();
    Ok(cbor(StatusCode::OK, &reply))
}

async fn challenge<S: Journal, J: Send + Sync + 'static>(
    State(host): State<Arc<Host<S, J>>>,
) -> Response {
    let nonce = Nonce(host.random());
    let now_ms = (host.clock)();
    host.sessions().give_nonce(nonce, now_ms);
    cbor(StatusCode::OK, &ChallengeReply { nonce })
}

async fn hello<S: Journal, J: Send + Sync + 'static>(
    State(host): State<Arc<Host<S, J>>>,
    body: Body,
) -> Result<Response, Failure> {
    let OpenSession {
        nonce,
        signature,
        hello,
    } = read(body)?;
    let now_ms = (host.clock)();
    if !host.sessions().take_nonce(&nonce, now_ms) {
        return Err(Failure::Denied(Denial::Challenge));
    }
    let key = hello.key;
    let reply = host
        .at_storage(move |exchange, now_ms| {
            let desk = exchange.storage().look(|rows| rows.desk(&key))?;
            let desk = desk.ok_or(ExchangeError::Denied(Denial::ForeignDesk))?;
            desk.key
                .verify_challenge(&nonce.0, &signature)
                .map_err(|_| ExchangeError::Denied(Denial::Challenge))?;
            exchange.hello(&key, &hello, now_ms)
        })
        .await?;
    let random = host.random();
    let token = host.sessions().open(key, random);
    Ok(cbor(
        StatusCode::OK,
        &SessionReply {
            token,
            hello: reply,
        },
    ))
}

async fn push<S: Journal, J: Send + Sync + 'static>(
    State(host): State<Arc<Host<S, J>>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let key = host.bearer(&headers)?;
    let push: Push = read(body)?;
    let reply = host
        .at_storage(move |exchange, now_ms| exchange.push(&key, &push, now_ms))
        .await?;
    for refusal in &reply.refused {
        tracing::warn!(%key, frame = refusal.frame, code = ?refusal.code, "frame refused");
    }
    host.work.notify_one();
    Ok(cbor(StatusCode::OK, &reply))
}

async fn audit<S: Storage, J: Judge>(
    State(host): State<Arc<Host<S, J>>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let key = host.bearer(&headers)?;
    let push: AuditPush = read(body)?;
    let reply = host
        .at_storage(move |exchange, now_ms| exchange.audit(&key, &push, now_ms))
        .await?;
    match reply.outcome {
        AuditOutcome::Taken | AuditOutcome::Gap => {}
        AuditOutcome::Forked | AuditOutcome::Refused => {
            tracing::warn!(%key, outcome = ?reply.outcome, "audit of another chain");
        }
    }
    Ok(cbor(StatusCode::OK, &reply))
}

async fn snapshot<S: Storage, J: Judge>(
    State(host): State<Arc<Host<S, J>>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let key = host.bearer(&headers)?;
    let snapshot: Snapshot = read(body)?;
    let reply = host
        .at_storage(move |exchange, now_ms| exchange.snapshot(&key, &snapshot, now_ms))
        .await?;
    Ok(cbor(StatusCode::OK, &reply))
}

async fn lookup<S: Storage, J: Judge>(
    State(host): State<Arc<Host<S, J>>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let key = host.bearer(&headers)?;
    let asked: Lookup = read(body)?;
    let reply = host
        .at_storage(move |exchange, now_ms| exchange.lookup(&key, &asked, now_ms))
        .await?;
    tracing::info!(%key, found = !reply.rows.is_empty(), "an account of another office was looked at");
    Ok(cbor(StatusCode::OK, &reply))
}

async fn look_at_audit<S: Storage, J: Judge>(
    State(host): State<Arc<Host<S, J>>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let key = host.bearer(&headers)?;
    let question: AuditQuestion = read(body)?;
    let answer = host
        .at_storage(move |exchange, now_ms| exchange.look_at_audit(&key, &question, now_ms))
        .await?;
    tracing::info!(%key, given = answer.seen.len(), "the audit of an office was looked at");
    Ok(cbor(StatusCode::OK, &answer))
}

async fn pull<S: Journal, J: Send + Sync + 'static>(
    State(host): State<Arc<Host<S, J>>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let key = host.bearer(&headers)?;
    let pull: Pull = read(body)?;
    let wait = Duration::from_millis(u64::from(pull.wait_ms)).min(WAIT_MAX);
    let deadline = Instant::now() + wait;
    let mut news = host.news.subscribe();
    let mut closing = host.closing.subscribe();
    loop {
        // News that come while the storage is asked count as not seen yet.
        news.borrow_and_update();
        let reply = host
            .at_storage(move |exchange, now_ms| exchange.pull(&key, &pull, now_ms))
            .await?;
        if wait.is_zero() || is_news(&pull, &reply) {
            return Ok(cbor(StatusCode::OK, &reply));
        }
        tokio::select! {
            _ = news.changed() => {}
            () = sleep_until(deadline) => return Ok(cbor(StatusCode::OK, &reply)),
            _ = closing.wait_for(|closing| *closing) => {
                return Ok(cbor(StatusCode::OK, &reply));
            }
        }
    }
}

/// Whether a desk would do anything with it. A mere step over others' positions can wait.
fn is_news(pull: &Pull, reply: &PullReply) -> bool {
    !reply.items.is_empty()
        || !reply.directory.is_empty()
        || reply.more
        || reply.history != pull.history
        || reply.upto < pull.after
        || reply.directory_upto < pull.directory_after
}
