//! What stands behind the one listener: the hall's pages, and the exchange of the office. Each comes and
//! goes by itself and leaves the other's connections alone.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use stoika_protocol::enrol::{SERVER_HEADER, SERVER_HEADER_VALUE};
use tower::ServiceExt as _;

use crate::serve::From;

/// Where the exchange's routes begin.
const EXCHANGE: &str = "/v1/";

/// The two doors. A closed one answers that nothing is there.
#[derive(Default)]
pub(crate) struct Doors {
    hall: RwLock<Option<Router>>,
    exchange: RwLock<Option<Router>>,
}

impl Doors {
    /// Kiosk and board from now on, or no more.
    pub fn set_hall(&self, router: Option<Router>) {
        *self.hall.write().unwrap_or_else(PoisonError::into_inner) = router;
    }

    /// The exchange from now on, or no more.
    pub fn set_exchange(&self, router: Option<Router>) {
        *self
            .exchange
            .write()
            .unwrap_or_else(PoisonError::into_inner) = router;
    }
}

/// All that the listener answers.
pub(crate) fn router(doors: Arc<Doors>) -> Router {
    Router::new().fallback(pass).with_state(doors)
}

async fn pass(
    State(doors): State<Arc<Doors>>,
    ConnectInfo(From(from)): ConnectInfo<From>,
    request: Request,
) -> Response {
    let is_exchange = request.uri().path().starts_with(EXCHANGE);
    let door = if is_exchange {
        &doors.exchange
    } else {
        &doors.hall
    };
    let open = door.read().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(open) = open else {
        return closed(is_exchange);
    };
    let Ok(response) = open.oneshot(request).await;
    if is_exchange && response.status() == StatusCode::FORBIDDEN {
        tracing::warn!(%from, "a desk that is not of the office was refused");
    }
    response
}

/// A desk that looks for its hub must know that a program of ours has said no.
fn closed(is_exchange: bool) -> Response {
    let mut response = StatusCode::NOT_FOUND.into_response();
    if is_exchange {
        response.headers_mut().insert(
            HeaderName::from_static(SERVER_HEADER),
            HeaderValue::from_static(SERVER_HEADER_VALUE),
        );
    }
    response
}
