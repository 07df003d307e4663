//! Listens, and sends each call where it belongs.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{delete, get, post, put};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::call;
use crate::control;
use crate::counter;
use crate::desk::Desk;
use crate::ledger::{Note, Route};
use crate::settings::Settings;
use crate::shop;
use crate::socket::{Cutter, Door};

/// A running sandbox. It ends when this is dropped.
pub struct Sandbox {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Sandbox {
    /// Starts a sandbox; when this returns, it answers.
    ///
    /// # Errors
    /// The port cannot be had, or the settings make no sense.
    pub async fn start(settings: Settings) -> io::Result<Sandbox> {
        let listener = TcpListener::bind((settings.host, settings.port)).await?;
        let address = listener.local_addr()?;
        let base_url = match &settings.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{address}"),
        };
        let desk = Arc::new(Desk::new(settings, base_url).map_err(io::Error::other)?);
        let shop = shop::router(&desk).map_err(io::Error::other)?;
        let service = router(desk, shop).into_make_service_with_connect_info::<Cutter>();
        let serving = tokio::spawn(async move {
            // Serving ends with the task; it has no other end.
            let _ = axum::serve(Door(listener), service).await;
        });
        Ok(Sandbox { address, serving })
    }

    /// `http://127.0.0.1:8788`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The token URL, as `EPAY_OAUTH_URL` takes it.
    pub fn oauth_url(&self) -> String {
        format!("{}/oauth2/token", self.url())
    }

    /// The base of the API, as `EPAY_API_URL` takes it.
    pub fn api_url(&self) -> String {
        format!("{}/api", self.url())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn router(desk: Arc<Desk>, shop: Router) -> Router {
    let mut router = Router::new();
    for path in ["/oauth2/token", "/epay2/oauth2/token"] {
        router = router.route(path, post(token));
    }
    // `test` has its API under /api, `prod` and `test-epayment` at the root of their host.
    for prefix in ["", "/api"] {
        let page = format!("{prefix}/redirect/invoice-link/{{id}}");
        router = router
            .route(&format!("{prefix}/invoice"), post(create))
            .route(&format!("{prefix}/invoice-links"), post(search))
            .route(&format!("{prefix}/deactivate/invoice-links/{{id}}"), put(deactivate))
            .route(&page, get(counter::show).post(counter::choose));
    }
    router
        .route("/sandbox", get(control::about))
        .route("/sandbox/clock", get(control::clock).post(control::move_clock))
        .route("/sandbox/ledger", get(control::ledger))
        .route("/sandbox/reset", post(control::reset))
        .route("/sandbox/revoke-tokens", post(control::revoke_tokens))
        .route("/sandbox/faults", get(control::faults).post(control::arm_faults).delete(control::clear_faults))
        .route("/sandbox/faults/{id}", delete(control::disarm_fault))
        .route("/sandbox/invoices", get(control::invoices))
        .route("/sandbox/invoices/{id}/pay", post(control::pay))
        .route("/sandbox/invoices/{id}/decline", post(control::decline))
        .route("/sandbox/callbacks/release", post(control::release))
        .fallback(no_such_path)
        .method_not_allowed_fallback(no_such_method)
        .with_state(desk)
        .merge(shop)
}

type Shared = State<Arc<Desk>>;

async fn token(State(desk): Shared, ConnectInfo(cutter): ConnectInfo<Cutter>, request: Request) -> Response {
    call::take(desk, cutter, Route::Token, None, request).await
}

async fn create(State(desk): Shared, ConnectInfo(cutter): ConnectInfo<Cutter>, request: Request) -> Response {
    call::take(desk, cutter, Route::Create, None, request).await
}

async fn search(State(desk): Shared, ConnectInfo(cutter): ConnectInfo<Cutter>, request: Request) -> Response {
    call::take(desk, cutter, Route::Search, None, request).await
}

async fn deactivate(
    State(desk): Shared,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    call::take(desk, cutter, Route::Deactivate, Some(id), request).await
}

async fn no_such_path(State(desk): Shared, request: Request) -> StatusCode {
    unknown(&desk, &request, StatusCode::NOT_FOUND)
}

async fn no_such_method(State(desk): Shared, request: Request) -> StatusCode {
    unknown(&desk, &request, StatusCode::METHOD_NOT_ALLOWED)
}

fn unknown(desk: &Desk, request: &Request, status: StatusCode) -> StatusCode {
    let (method, path) = (request.method().as_str(), request.uri().path());
    desk.record(Route::Unknown, method, path, Some(status.as_u16()), Note::default());
    status
}
