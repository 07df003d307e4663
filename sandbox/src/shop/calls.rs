//! The shop's calls.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::extract::{DefaultBodyLimit, State as Shared};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use time::OffsetDateTime;
use tower_http::cors::{Any, CorsLayer};
use uuid::Uuid;

use super::cart::Cart;
use super::catalogue;
use super::event::Received;
use super::order::Order;
use super::orders::Placed;
use super::page;
use super::ticket::Tickets;
use super::webhook::{NotTaken, Webhooks};
use crate::bank::Bank;
use crate::desk::Desk;
use crate::ledger::{Effect, Note, Route};

/// The most bytes of a cart.
const CART_MAX: usize = 16 << 10;
/// The most bytes of an event.
const EVENT_MAX: usize = 256 << 10;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The shop, open.
struct Shop {
    desk: Arc<Desk>,
    tickets: Tickets,
    webhooks: Webhooks,
}

/// The routes of the shop; without its secrets, of a closed door that says which are missing.
///
/// # Errors
/// A secret is not of its form.
pub fn router(desk: &Arc<Desk>) -> Result<Router, String> {
    // Storefronts of any origin may order: no cookie and no password is at stake.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, IDEMPOTENCY_KEY]);
    let routes = match desk.settings.shop.both() {
        Err(missing) => closed(&missing),
        Ok((ticket, webhook)) => open(Shop {
            desk: Arc::clone(desk),
            tickets: Tickets::new(ticket).map_err(|fault| format!("--shop-ticket-secret {fault}"))?,
            webhooks: Webhooks::new(webhook).map_err(|fault| format!("--shop-webhook-secret {fault}"))?,
        }),
    };
    Ok(routes.layer(cors))
}

fn open(shop: Shop) -> Router {
    Router::new()
        .route("/shop", get(async || Redirect::permanent("/shop/")))
        .route("/shop/", get(show))
        .route("/shop/page.js", get(page::script))
        .route("/shop/catalogue", get(async || Json(catalogue::to_json())))
        .route("/shop/orders", get(list).post(order).layer(DefaultBodyLimit::max(CART_MAX)))
        .route("/shop/webhook", post(hear).layer(DefaultBodyLimit::max(EVENT_MAX)))
        .with_state(Arc::new(shop))
}

fn closed(missing: &[&str]) -> Router {
    let text = format!("The demo shop needs {}.\n", missing.join(" and "));
    let answer = any(async move || (StatusCode::NOT_FOUND, text));
    Router::new().route("/shop", answer.clone()).route("/shop/", answer.clone()).route("/shop/{*rest}", answer)
}

/// A call that the shop refuses: the status, and `{"error": "…"}`.
struct Refused(StatusCode, String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"error": self.1}))).into_response()
    }
}

impl Shop {
    /// The answer to a call, and its line in the sandbox's ledger, which makes the work durable.
    fn answer(&self, bank: &mut Bank, uri: &Uri, result: Result<(Response, Note), Refused>) -> Response {
        let (response, note) = result.unwrap_or_else(|refused| {
            let note = Note { effect: Some(Effect::Refused), message: Some(refused.1.clone()), ..Note::default() };
            (refused.into_response(), note)
        });
        self.desk.record_in(bank, Route::Shop, "POST", uri.path(), Some(response.status().as_u16()), note);
        response
    }

    /// The order with a ticket that is fresh.
    fn with_ticket(&self, status: StatusCode, order: &Order, now: OffsetDateTime) -> Response {
        let ticket = self.tickets.sign(order, now);
        let mut body = order.to_json();
        body["ticket"] = ticket.token.into();
        body["ticket_expires_at"] = crate::clock::rfc3339(ticket.expires).into();
        (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
    }
}

/// `POST /shop/orders`: an order, once per `Idempotency-Key`.
async fn order(
    Shared(shop): Shared<Arc<Shop>>,
    uri: Uri,
    headers: HeaderMap,
    cart: Result<Json<Cart>, JsonRejection>,
) -> Response {
    let now = OffsetDateTime::now_utc();
    let mut bank = shop.desk.bank();
    let result = place(&shop, &mut bank, &headers, cart, now);
    shop.answer(&mut bank, &uri, result)
}

fn place(
    shop: &Shop,
    bank: &mut Bank,
    headers: &HeaderMap,
    cart: Result<Json<Cart>, JsonRejection>,
    now: OffsetDateTime,
) -> Result<(Response, Note), Refused> {
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|key| Uuid::try_parse_ascii(key.as_bytes()).ok());
    let key = key.ok_or_else(|| Refused(StatusCode::BAD_REQUEST, "Idempotency-Key must be a UUID".into()))?;
    let Json(cart) = cart.map_err(|fault| {
        // axum's own words come before those that name the field.
        let (status, text) = (fault.status(), fault.body_text());
        Refused(status, text.split_once("target type: ").map_or(&*text, |(_, field)| field).into())
    })?;
    let wanted = cart.check().map_err(|fault| Refused(StatusCode::UNPROCESSABLE_ENTITY, fault))?;
    let (status, effect, order) = match bank.with_shop(|orders| orders.place(key, &wanted, cart.language, now)) {
        Placed::New(order) => (StatusCode::CREATED, Effect::OrderPlaced, order),
        Placed::Again(order) => (StatusCode::OK, Effect::OrderRepeated, order),
        Placed::Conflict => {
            let fault = "Idempotency-Key must be new for other items: it has placed another order";
            return Err(Refused(StatusCode::CONFLICT, fault.into()));
        }
    };
    let response = shop.with_ticket(status, &order, now);
    Ok((response, Note { effect: Some(effect), invoice_id: Some(order.invoice_id), ..Note::default() }))
}

/// `GET /shop/orders`: all orders, the newest first, without tickets and keys.
async fn list(Shared(shop): Shared<Arc<Shop>>) -> Json<Vec<Value>> {
    Json(shop.desk.bank().shop().orders().iter().rev().map(Order::to_json).collect())
}

/// `POST /shop/webhook`: an event of the Worker's.
async fn hear(
    Shared(shop): Shared<Arc<Shop>>,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let mut bank = shop.desk.bank();
    let result = take_in(&shop, &mut bank, &headers, body);
    shop.answer(&mut bank, &uri, result)
}

fn take_in(
    shop: &Shop,
    bank: &mut Bank,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(Response, Note), Refused> {
    let body = body.map_err(|fault| Refused(fault.status(), fault.body_text()))?;
    let (id, event) = shop.webhooks.read(headers, &body).map_err(|fault| match fault {
        NotTaken::Unsigned(fault) => Refused(StatusCode::UNAUTHORIZED, fault),
        NotTaken::Unreadable(fault) => Refused(StatusCode::UNPROCESSABLE_ENTITY, fault),
    })?;
    let is_new = bank.with_shop(|orders| orders.hear(id, &event, OffsetDateTime::now_utc()).is_some());
    let note = Note {
        effect: Some(if is_new { Effect::EventTaken } else { Effect::EventRepeated }),
        invoice_id: event.invoice_id().map(str::to_owned),
        message: Some(event.kind),
        ..Note::default()
    };
    Ok((StatusCode::NO_CONTENT.into_response(), note))
}

/// `GET /shop/`: the page for people.
async fn show(Shared(shop): Shared<Arc<Shop>>) -> Response {
    let bank = shop.desk.bank();
    let events: &[Received] = bank.shop().events();
    page::page(bank.shop().orders(), events).into_response()
}
