//! The exchange of the office while this desk is its hub: the same host and routes as the centre's, over
//! the desk's own replica, and two questions of the office's own: the lease and the tenure.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use minicbor::bytes::ByteVec;
use stoika_exchange::Exchange;
use stoika_exchange::host::{Host, journal_router, signed_off};
use stoika_protocol::enrol::CONTENT_TYPE;
use stoika_protocol::{Denial, HistoryId, LeaseAsk, message};
use stoika_workstation::{Duty, Workstation};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::branch::{Branch, Told};

/// A lease names a window and its streams.
const LEASE_BYTES_MAX: usize = 4 * 1024;
/// Questions for the tenure at one time: whoever asks need not show who he is.
const TENURES_AT_ONCE: usize = 4;

type OfficeHost = Host<Branch, ()>;

/// The exchange at work. It ends with this value.
pub(crate) struct Office {
    host: Arc<OfficeHost>,
    history: HistoryId,
    router: Router,
    announcing: JoinHandle<()>,
}

impl Office {
    /// Opens the exchange of a duty.
    pub fn open(workstation: &Arc<Workstation>, duty: &Duty) -> Self {
        let (naming, telling) = (duty.clone(), duty.clone());
        let branch = Branch::over(
            Arc::clone(duty.replica()),
            duty.signer().id(),
            duty.tenure().office_id.as_str().to_owned(),
            duty.history(),
            move || naming.naming().ok(),
            move |told| match told {
                Told::Took(changes) => telling.took(changes),
                Told::Saw(key) => telling.saw(&key),
            },
        );
        let (clock, random) = (duty.clone(), duty.clone());
        let host = Host::new(
            Exchange::new(branch, (), duty.signer().clone()),
            Box::new(move || clock.now_ms()),
            Box::new(move |place| {
                // Without random bits nobody is let in: the panic ends this one request.
                #[expect(
                    clippy::expect_used,
                    reason = "a nonce or a token that can be guessed is worse"
                )]
                random
                    .fill_random(place)
                    .expect("random bytes of the machine");
            }),
        );
        let desk = Arc::new(AtDesk {
            host: Arc::clone(&host),
            duty: duty.clone(),
            tenures: Semaphore::new(TENURES_AT_ONCE),
        });
        let own = Router::new()
            .route("/v1/lease", post(lease))
            .layer(DefaultBodyLimit::max(LEASE_BYTES_MAX))
            .route("/v1/tenure", get(tenure))
            .with_state(desk);
        Self {
            router: journal_router(Arc::clone(&host)).merge(signed_off(own)),
            history: duty.history(),
            announcing: tokio::spawn(announce(workstation.journal_changes(), Arc::clone(&host))),
            host,
        }
    }

    /// Whether it gives the order of that tenure.
    pub fn is_of(&self, history: HistoryId) -> bool {
        self.history == history
    }

    /// What it answers.
    pub fn router(&self) -> Router {
        self.router.clone()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.announcing.abort();
        self.host.close();
    }
}

/// Whatever has changed at the desk, be it its own act or what another desk brought, the desks that wait
/// look again at once.
async fn announce(mut changes: stoika_workstation::Changes, host: Arc<OfficeHost>) {
    while changes.next().await.is_some() {
        host.announce();
    }
}

struct AtDesk {
    host: Arc<OfficeHost>,
    duty: Duty,
    tenures: Semaphore,
}

async fn lease(
    State(desk): State<Arc<AtDesk>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(key) = desk.host.key_of(&headers) else {
        return cbor(StatusCode::UNAUTHORIZED, &Denial::Session);
    };
    let Some(ask) = body
        .ok()
        .and_then(|body| message::decode::<LeaseAsk>(&body).ok())
    else {
        return cbor(StatusCode::BAD_REQUEST, &Denial::Malformed);
    };
    let answered = tokio::task::spawn_blocking(move || {
        let known = desk.duty.replica().branch_read(|rows| rows.desk(&key));
        match known {
            Ok(Some(row)) if row.revoked => Err(Denial::Revoked),
            Ok(Some(_)) => Ok(desk.duty.lease(&key, &ask)),
            Ok(None) => Err(Denial::ForeignDesk),
            Err(error) => {
                tracing::error!(%error, "the hub's replica cannot be read");
                Err(Denial::Busy)
            }
        }
    });
    match answered.await {
        Ok(Ok(reply)) => cbor(StatusCode::OK, &reply),
        Ok(Err(Denial::Busy)) => cbor(StatusCode::SERVICE_UNAVAILABLE, &Denial::Busy),
        Ok(Err(denial)) => cbor(StatusCode::FORBIDDEN, &denial),
        Err(_) => cbor(StatusCode::INTERNAL_SERVER_ERROR, &Denial::Busy),
    }
}

async fn tenure(State(desk): State<Arc<AtDesk>>) -> Response {
    let Ok(_turn) = desk.tenures.acquire().await else {
        return cbor(StatusCode::SERVICE_UNAVAILABLE, &Denial::Busy);
    };
    let asked = Arc::clone(&desk);
    let read = tokio::task::spawn_blocking(move || asked.duty.tenure_frames());
    match read.await {
        Ok(Ok(frames)) => {
            let frames: Vec<ByteVec> = frames.into_iter().map(|frame| frame.0.into()).collect();
            cbor(StatusCode::OK, &frames)
        }
        Ok(Err(fault)) => {
            tracing::error!(code = ?fault.code, "the tenure cannot be read");
            cbor(StatusCode::SERVICE_UNAVAILABLE, &Denial::Busy)
        }
        Err(_) => cbor(StatusCode::INTERNAL_SERVER_ERROR, &Denial::Busy),
    }
}

fn cbor<T: minicbor::Encode<()>>(status: StatusCode, body: &T) -> Response {
    let headers = [(header::CONTENT_TYPE, CONTENT_TYPE)];
    (status, headers, message::encode(body)).into_response()
}
