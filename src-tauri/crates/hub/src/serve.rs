//! What the hub answers: pages, the code, commands of the two small tables, the live socket.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::serve::{IncomingStream, Listener};
use axum::{Json, Router};
use serde_json::{Value, json};
use stoika_exchange::tls::TlsListener;
use stoika_workstation::api::error::ErrorCode;
use stoika_workstation::api::station::StationKind;
use stoika_workstation::station::{PairRefused, Station};
use stoika_workstation::{Session, Workstation};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::Pages;
use crate::doors::{self, Doors};
use crate::gate::Site;

/// The longest call of a kiosk is a few words.
const BODY_BYTES_MAX: usize = 4 * 1024;
/// Commands at work at one time; whoever hammers waits in line.
const AT_WORK_MAX: usize = 8;
/// Open live sockets; a hall has fewer.
const LIVE_MAX: usize = 64;
/// A quiet socket is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(15);
/// Pings that may stay without an answer.
const SILENT_PINGS_MAX: u32 = 2;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    font-src 'self'; img-src 'self' blob: data:; media-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct From(pub IpAddr);

impl Connected<IncomingStream<'_, TcpListener>> for From {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(stream.remote_addr().ip())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for From {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(stream.remote_addr().ip())
    }
}

/// Done when kiosk and board, or all, are to stop.
async fn ended(stopped: &mut watch::Receiver<bool>) {
    // Whoever would have said so is gone: the same.
    let _said = stopped.wait_for(|stop| *stop).await;
}

struct Hall {
    workstation: Arc<Workstation>,
    kiosk: Session,
    board: Session,
    pages: Pages,
    site: Site,
    at_work: Semaphore,
    live: Arc<Semaphore>,
    stopped: watch::Receiver<bool>,
}

impl Hall {
    fn session(&self, kind: StationKind) -> &Session {
        match kind {
            StationKind::Kiosk => &self.kiosk,
            StationKind::Board => &self.board,
        }
    }

    /// The device of a request. Reads the replica.
    async fn station(self: &Arc<Self>, headers: &HeaderMap) -> Option<Station> {
        let token = self.site.token(headers)?.to_owned();
        self.blocking(move |hall| hall.workstation.station_of(&token))
            .await
            .flatten()
    }

    async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Option<T> {
        let _turn = self.at_work.acquire().await.ok()?;
        let hall = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&hall)).await.ok()
    }
}

/// Serves what is behind the doors until it is stopped.
pub(crate) async fn serve<L>(listener: L, doors: Arc<Doors>, mut stopped: watch::Receiver<bool>)
where
    L: Listener<Addr = SocketAddr>,
    From: for<'a> Connected<IncomingStream<'a, L>>,
{
    let service = doors::router(doors).into_make_service_with_connect_info::<From>();
    let serving = axum::serve(listener, service);
    tokio::select! {
        ended = async { serving.await } => if let Err(error) = ended {
            tracing::error!(%error, "the hub stopped");
        },
        // What is under way is cut: every page and every desk comes back by itself.
        () = ended(&mut stopped) => {}
    }
}

/// Kiosk and board for browsers, until `stopped` says that they are over.
pub(crate) fn hall(
    workstation: Arc<Workstation>,
    pages: Pages,
    secure: bool,
    stopped: watch::Receiver<bool>,
) -> Router {
    let hall = Arc::new(Hall {
        kiosk: workstation.session(StationKind::Kiosk.listener()),
        board: workstation.session(StationKind::Board.listener()),
        workstation,
        pages,
        site: Site { secure },
        at_work: Semaphore::new(AT_WORK_MAX),
        live: Arc::new(Semaphore::new(LIVE_MAX)),
        stopped,
    });
    Router::new()
        .route("/pair", post(pair))
        .route("/rpc/{name}", post(rpc))
        .route("/live", get(live))
        .fallback(get(page))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(Arc::clone(&hall), own_site))
        .with_state(hall)
}

/// A request of another site gets nothing and is written down; what goes out may not be framed or guessed.
async fn own_site(
    State(hall): State<Arc<Hall>>,
    ConnectInfo(From(from)): ConnectInfo<From>,
    request: Request,
    next: Next,
) -> Response {
    let acts = request.method() == Method::POST || request.uri().path() == "/live";
    let mut response = if hall.site.is_own(request.headers(), acts) {
        next.run(request).await
    } else {
        tracing::warn!(%from, "a request of another site at the hub");
        StatusCode::FORBIDDEN.into_response()
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

#[derive(serde::Deserialize)]
struct Code {
    code: String,
}

async fn pair(
    State(hall): State<Arc<Hall>>,
    ConnectInfo(From(from)): ConnectInfo<From>,
    body: Bytes,
) -> Response {
    let Ok(Code { code }) = serde_json::from_slice(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let paired = hall
        .blocking(move |hall| hall.workstation.pair_station(&code, &from.to_string()))
        .await;
    match paired {
        Some(Ok(paired)) => {
            let Ok(cookie) = HeaderValue::from_str(&hall.site.set_cookie(&paired.token)) else {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            };
            (
                [(header::SET_COOKIE, cookie)],
                Json(json!({ "kind": paired.kind })),
            )
                .into_response()
        }
        Some(Err(PairRefused::Code)) => refusal(StatusCode::FORBIDDEN, "station-code", 0),
        Some(Err(PairRefused::Wait(seconds))) => {
            refusal(StatusCode::TOO_MANY_REQUESTS, "station-wait", seconds)
        }
        Some(Err(PairRefused::Away)) | None => {
            refusal(StatusCode::SERVICE_UNAVAILABLE, "bridge-broken", 0)
        }
    }
}

fn refusal(status: StatusCode, code: &str, seconds: u64) -> Response {
    let body = json!({ "code": code, "args": { "seconds": seconds.to_string() } });
    (status, Json(body)).into_response()
}

fn not_paired() -> Response {
    refusal(StatusCode::UNAUTHORIZED, "station-not-paired", 0)
}

async fn rpc(
    State(hall): State<Arc<Hall>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(station) = hall.station(&headers).await else {
        return not_paired();
    };
    let input = if body.is_empty() {
        Value::Null
    } else {
        match serde_json::from_slice(&body) {
            Ok(input) => input,
            Err(_) => return StatusCode::BAD_REQUEST.into_response(),
        }
    };
    // What the device may not call is refused and written down by the command table.
    let done = hall
        .blocking(move |hall| {
            let session = hall.session(station.kind);
            hall.workstation
                .rpc_on(station.kind.listener(), session, &name, input)
        })
        .await;
    match done {
        Some(Ok(output)) => Json(output).into_response(),
        Some(Err(error)) => {
            let status = if error.code == ErrorCode::Internal {
                StatusCode::INTERNAL_SERVER_ERROR
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            (status, Json(error)).into_response()
        }
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn live(
    State(hall): State<Arc<Hall>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let Some(station) = hall.station(&headers).await else {
        return not_paired();
    };
    let Some(token) = hall.site.token(&headers).map(ToOwned::to_owned) else {
        return not_paired();
    };
    let Ok(place) = Arc::clone(&hall.live).try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    upgrade
        .max_message_size(BODY_BYTES_MAX)
        .on_upgrade(move |socket| async move {
            hall.workstation.station_connected(&station.id, true);
            tell(&hall, &station, token, socket).await;
            hall.workstation.station_connected(&station.id, false);
            drop(place);
        })
}

/// Tells the tags of changes until the device goes, is revoked, or the hub stops.
async fn tell(hall: &Arc<Hall>, station: &Station, token: String, mut socket: WebSocket) {
    let mut changes = hall.workstation.changes_on(station.kind.listener());
    let mut stations = hall.workstation.station_changes();
    let mut stopped = hall.stopped.clone();
    let mut pings = tokio::time::interval(PING_EVERY);
    let mut silent = 0;
    loop {
        tokio::select! {
            tags = changes.next() => {
                let Some(tags) = tags else { break };
                let text = serde_json::to_string(&tags).unwrap_or_default();
                if socket.send(Message::Text(text.into())).await.is_err() {
                    break;
                }
            }
            known = stations.next() => {
                let token = token.clone();
                let still = match known {
                    Some(_) => hall.blocking(move |hall| hall.workstation.station_of(&token)).await,
                    None => None,
                };
                if !matches!(still, Some(Some(_))) {
                    break;
                }
            }
            heard = socket.recv() => match heard {
                // It says nothing but that it is there.
                Some(Ok(_)) => silent = 0,
                Some(Err(_)) | None => break,
            },
            _ = pings.tick() => {
                if silent >= SILENT_PINGS_MAX || socket.send(Message::Ping(Bytes::new())).await.is_err() {
                    break;
                }
                silent += 1;
            }
            () = ended(&mut stopped) => break,
        }
    }
    // Gone already, or it goes now.
    let _closed = socket.send(Message::Close(None)).await;
}

async fn page(State(hall): State<Arc<Hall>>, headers: HeaderMap, uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.is_empty() {
        // A device that is known goes to its page; the kiosk's asks any other for the code.
        let kind = hall.station(&headers).await.map(|station| station.kind);
        return Redirect::temporary(match kind {
            Some(StationKind::Board) => "/board.html",
            Some(StationKind::Kiosk) | None => "/kiosk.html",
        })
        .into_response();
    }
    if !is_served(path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Some(bytes) = (hall.pages)(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = if path.starts_with("assets/") {
        // Their names change with what they hold.
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    (
        [
            (header::CONTENT_TYPE, content_type(path)),
            (header::CACHE_CONTROL, kept),
        ],
        bytes,
    )
        .into_response()
}

/// The two pages and what they load; no path leads anywhere else.
fn is_served(path: &str) -> bool {
    matches!(path, "kiosk.html" | "board.html")
        || path
            .strip_prefix("assets/")
            .is_some_and(|name| !name.contains(['/', '\\']) && !name.starts_with('.'))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some("ogg") => "audio/ogg",
        Some("wav") => "audio/wav",
        Some("mp3") => "audio/mpeg",
        Some("m4a") => "audio/mp4",
        Some(_) | None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::is_served;

    #[test]
    fn only_the_pages_of_the_hall_are_served() {
        assert!(is_served("kiosk.html"));
        assert!(is_served("assets/board-abc.js"));
        for path in [
            "index.html",
            "assets/../index.html",
            "assets/.env",
            "assets/a/b.js",
            "hub/certificate.key",
        ] {
            assert!(!is_served(path), "{path}");
        }
    }
}
