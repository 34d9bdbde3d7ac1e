//! The loopback twin of the window: the whole command table over HTTP, for tests in a browser.
//!
//! Nobody but the test gets in: a token drawn at launch stands in every call, and a page of
//! another site is refused by its Host and Origin. One twin is one session, as one window is; the pages of
//! kiosk and board have their own beside it, named in every call.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path as UrlPath, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::stream;
use serde_json::{Value, json};
use stoika_workstation::api::error::ErrorCode;
use stoika_workstation::{Changes, Listener, Session, Workstation};
use tokio::net::TcpListener;

/// The token's header.
pub const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-stoika-token");
/// The listener's header: `kiosk`, `board`; without it the window's.
pub const LISTENER_HEADER: HeaderName = HeaderName::from_static("x-stoika-listener");
/// As the window has it, but for the window's own protocol: what the twin shows, the window shows.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    font-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

struct Twin {
    workstation: Arc<Workstation>,
    session: Session,
    kiosk: Session,
    board: Session,
    token: String,
    host: String,
    ui: Option<PathBuf>,
}

impl Twin {
    /// The session of a listener that a call names; `None` for a name that is none.
    fn session_of(&self, name: Option<&str>) -> Option<&Session> {
        match name {
            None | Some("") => Some(&self.session),
            Some("kiosk") => Some(&self.kiosk),
            Some("board") => Some(&self.board),
            Some(_) => None,
        }
    }
}

/// What a running twin is reached by.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Reached {
    /// `http://127.0.0.1:PORT/?token=…`: opens the pages.
    pub url: String,
    /// Stands in the header [`TOKEN_HEADER`].
    pub token: String,
}

/// How a twin of a listener's port is reached.
///
/// # Errors
/// When the listener has no address.
pub fn reached(listener: &TcpListener, token: String) -> std::io::Result<Reached> {
    Ok(Reached {
        url: format!("http://{}/?token={token}", listener.local_addr()?),
        token,
    })
}

/// Serves a workstation until the future is dropped. `ui` is the folder of the built pages.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    workstation: Arc<Workstation>,
    listener: TcpListener,
    token: String,
    ui: Option<PathBuf>,
) -> std::io::Result<()> {
    let twin = Arc::new(Twin {
        session: workstation.session(Listener::Twin),
        kiosk: workstation.session(Listener::Kiosk),
        board: workstation.session(Listener::Board),
        workstation,
        token,
        host: listener.local_addr()?.to_string(),
        ui,
    });
    let router = Router::new()
        .route("/rpc/{name}", post(rpc))
        .route("/changes", get(changes))
        .fallback(get(page))
        .layer(middleware::from_fn_with_state(Arc::clone(&twin), same_site))
        .with_state(twin);
    axum::serve(listener, router).await
}

/// A name that resolves to the loopback from outside, and a page of another site, get nothing.
async fn same_site(State(twin): State<Arc<Twin>>, request: Request, next: Next) -> Response {
    if is_same_site(request.headers(), &twin.host) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn is_same_site(headers: &HeaderMap, own: &str) -> bool {
    let host_fits = headers
        .get(header::HOST)
        .is_some_and(|host| host.as_bytes() == own.as_bytes());
    let own_origin = format!("http://{own}");
    let origin_fits = headers
        .get(header::ORIGIN)
        .is_none_or(|origin| origin.as_bytes() == own_origin.as_bytes());
    host_fits && origin_fits
}

async fn rpc(
    State(twin): State<Arc<Twin>>,
    UrlPath(name): UrlPath<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let given = headers.get(TOKEN_HEADER).map(|value| value.as_bytes());
    if given != Some(twin.token.as_bytes()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let input = if body.is_empty() {
        Value::Null
    } else {
        match serde_json::from_slice(&body) {
            Ok(input) => input,
            Err(_) => return refused(json!({ "code": ErrorCode::InputMalformed })),
        }
    };
    let listener = headers
        .get(LISTENER_HEADER)
        .map(|value| value.to_str().unwrap_or("?").to_owned());
    let called = tokio::task::spawn_blocking(move || {
        let session = twin.session_of(listener.as_deref())?;
        Some(
            twin.workstation
                .rpc_on(session.listener(), session, &name, input),
        )
    });
    match called.await {
        Ok(Some(Ok(output))) => Json(output).into_response(),
        Ok(Some(Err(error))) => (status(error.code), Json(error)).into_response(),
        Ok(None) => StatusCode::BAD_REQUEST.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn refused(error: Value) -> Response {
    (StatusCode::BAD_REQUEST, Json(error)).into_response()
}

fn status(code: ErrorCode) -> StatusCode {
    if code == ErrorCode::Internal {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

#[derive(serde::Deserialize)]
struct Token {
    token: String,
    #[serde(default)]
    listener: Option<String>,
}

async fn changes(State(twin): State<Arc<Twin>>, Query(given): Query<Token>) -> Response {
    if given.token != twin.token {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Some(session) = twin.session_of(given.listener.as_deref()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let heard = twin.workstation.changes_on(session.listener());
    let events = stream::unfold(heard, |mut changes: Changes| async {
        let tags = changes.next().await?;
        let event = Event::default().json_data(tags);
        Some((event, changes))
    });
    Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response()
}

async fn page(State(twin): State<Arc<Twin>>, uri: Uri) -> Response {
    let Some(ui) = &twin.ui else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Some(file) = file_of(ui, uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match tokio::fs::read(&file).await {
        Ok(bytes) => (
            [
                (header::CONTENT_TYPE, content_type(&file)),
                (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
                (header::CACHE_CONTROL, "no-store"),
            ],
            bytes,
        )
            .into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The file of a path, inside of the folder only.
fn file_of(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    let plain = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !plain {
        return None;
    }
    Some(if relative.as_os_str().is_empty() {
        folder.join("index.html")
    } else {
        folder.join(relative)
    })
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some(_) | None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::file_of;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let ui = Path::new("/ui");
        assert_eq!(file_of(ui, "/"), Some(PathBuf::from("/ui/index.html")));
        assert_eq!(
            file_of(ui, "/assets/a.js"),
            Some(PathBuf::from("/ui/assets/a.js"))
        );
        assert_eq!(file_of(ui, "/../secret"), None);
        assert_eq!(file_of(ui, "/assets/../../secret"), None);
        assert_eq!(
            file_of(ui, "//etc/passwd"),
            Some(PathBuf::from("/ui/etc/passwd"))
        );
    }
}
