//! The sandbox's own calls, under `/sandbox`: clock, ledger, faults, tokens, payments, callbacks.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State as Shared};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value, json};
use uuid::Uuid;

use crate::amount::Tiyn;
use crate::bank::Bank;
use crate::clock::{ClockMove, rfc3339};
use crate::counter::{REASON, REASON_CODE};
use crate::delivery::{self, Callback, DeliveryOptions};
use crate::desk::Desk;
use crate::fault_order::FaultList;
use crate::ledger::{Effect, Entry, Note, Route};
use crate::link::State;
use crate::payment::{self, NotPaid, Payment};

type Handled = Result<Json<Value>, Trouble>;

/// A control call that cannot be done: the status, and `{"error": "…"}`.
pub struct Trouble(StatusCode, String);

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"error": self.1}))).into_response()
    }
}

fn bad(error: impl ToString) -> Trouble {
    Trouble(StatusCode::BAD_REQUEST, error.to_string())
}

/// Reads a JSON body whatever its content type, so that `curl -d` does; an empty one is `{}`.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Trouble> {
    serde_json::from_slice(if body.is_empty() { b"{}" } else { body }).map_err(bad)
}

/// `GET /sandbox`: who is there.
pub async fn about() -> Json<Value> {
    Json(json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")}))
}

/// `GET /sandbox/clock`: the sandbox's time.
pub async fn clock(Shared(desk): Shared<Arc<Desk>>) -> Json<Value> {
    Json(json!({"now": rfc3339(desk.bank().now())}))
}

/// `POST /sandbox/clock`: moves the clock.
pub async fn move_clock(Shared(desk): Shared<Arc<Desk>>, body: Bytes) -> Handled {
    let to: ClockMove = read(&body)?;
    let mut bank = desk.bank();
    bank.shift_clock(to).map_err(bad)?;
    Ok(Json(json!({"now": rfc3339(bank.now())})))
}

/// Which lines of the ledger are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    route: Option<Route>,
    invoice_id: Option<String>,
    effect: Option<Effect>,
    /// Lines with a higher number only.
    after: Option<u64>,
}

/// `GET /sandbox/ledger`: the lines, and sums over all of them.
pub async fn ledger(Shared(desk): Shared<Arc<Desk>>, Query(wanted): Query<Wanted>) -> Json<Value> {
    let bank = desk.bank();
    let entries = bank.ledger().entries().iter().filter(|entry| {
        let note = &entry.note;
        wanted.route.is_none_or(|route| entry.route == route)
            && wanted.effect.is_none_or(|effect| note.effect == Some(effect))
            && wanted.invoice_id.as_ref().is_none_or(|id| note.invoice_id.as_ref() == Some(id))
            && wanted.after.is_none_or(|number| entry.number > number)
    });
    let entries: Vec<&Entry> = entries.collect();
    Json(json!({"counts": bank.ledger().counts(), "entries": entries}))
}

/// `POST /sandbox/reset`: back to the state at the start.
pub async fn reset(Shared(desk): Shared<Arc<Desk>>) -> Handled {
    desk.bank().reset(&desk.settings).map_err(bad)?;
    Ok(Json(json!({})))
}

/// `POST /sandbox/revoke-tokens`: ends every token.
pub async fn revoke_tokens(Shared(desk): Shared<Arc<Desk>>) -> Json<Value> {
    Json(json!({"revoked": desk.bank().revoke_tokens()}))
}

/// `GET /sandbox/faults`: all armed faults.
pub async fn faults(Shared(desk): Shared<Arc<Desk>>) -> Json<Value> {
    Json(json!({"faults": desk.bank().faults.all()}))
}

/// `POST /sandbox/faults`: arms one fault, or each of a list.
pub async fn arm_faults(Shared(desk): Shared<Arc<Desk>>, body: Bytes) -> Handled {
    let orders = FaultList::parse(&String::from_utf8_lossy(&body)).map_err(bad)?.0;
    let mut bank = desk.bank();
    let ids: Result<Vec<u32>, String> = orders.into_iter().map(|order| bank.faults.arm(order)).collect();
    let ids = ids.map_err(bad)?;
    Ok(Json(json!({"ids": ids})))
}

/// `DELETE /sandbox/faults`: disarms all.
pub async fn clear_faults(Shared(desk): Shared<Arc<Desk>>) -> Json<Value> {
    desk.bank().faults.clear();
    Json(json!({}))
}

/// `DELETE /sandbox/faults/{id}`: disarms one.
pub async fn disarm_fault(Shared(desk): Shared<Arc<Desk>>, Path(id): Path<u32>) -> Handled {
    if desk.bank().faults.disarm(id) {
        Ok(Json(json!({})))
    } else {
        Err(Trouble(StatusCode::NOT_FOUND, "no such fault".into()))
    }
}

/// `GET /sandbox/invoices`: the true state of every link, oldest first.
pub async fn invoices(Shared(desk): Shared<Arc<Desk>>) -> Json<Value> {
    let bank = desk.bank();
    let now = bank.now();
    let links = bank.links().iter().map(|link| {
        json!({
            "id": link.id,
            "invoice_id": link.invoice.invoice_id,
            "amount": link.invoice.amount.to_json(),
            "status": link.status(&desk.settings, now),
            "payable": link.state(now) == State::Open,
            "created_date": rfc3339(link.created),
            "expire_date": rfc3339(link.expires),
        })
    });
    Json(json!({"invoices": links.collect::<Vec<Value>>()}))
}

/// The body of a pay call.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayOrder {
    /// Tenge that are paid with bonuses.
    bonus: Option<Number>,
    /// In place of the options chosen at the start.
    callback: Option<DeliveryOptions>,
    /// Answer only when the callback was sent.
    #[serde(default = "yes")]
    wait: bool,
}

/// The body of a decline call.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineOrder {
    reason_code: Option<i32>,
    reason: Option<String>,
    callback: Option<DeliveryOptions>,
    #[serde(default = "yes")]
    wait: bool,
}

fn yes() -> bool {
    true
}

/// `POST /sandbox/invoices/{link id}/pay`: pays without the page.
pub async fn pay(Shared(desk): Shared<Arc<Desk>>, Path(id): Path<Uuid>, uri: Uri, body: Bytes) -> Handled {
    let order: PayOrder = read(&body)?;
    let bonus = order.bonus.as_ref().map(Tiyn::from_number).transpose();
    let bonus = bonus.map_err(|fault| bad(format!("bonus {fault}")))?;
    let settle = |bank: &mut Bank| {
        let now = bank.now();
        bank.with_link(id, |link| payment::pay(link, bonus, now))
    };
    finish(&desk, &uri, order.callback, order.wait, settle).await
}

/// `POST /sandbox/invoices/{link id}/decline`: lets a payment fail without the page.
pub async fn decline(Shared(desk): Shared<Arc<Desk>>, Path(id): Path<Uuid>, uri: Uri, body: Bytes) -> Handled {
    let order: DeclineOrder = read(&body)?;
    let code = order.reason_code.unwrap_or(REASON_CODE);
    let reason = order.reason.as_deref().unwrap_or(REASON);
    let settle = |bank: &mut Bank| {
        let now = bank.now();
        bank.link(id).map(|link| payment::decline(link, code, reason, now))
    };
    finish(&desk, &uri, order.callback, order.wait, settle).await
}

async fn finish(
    desk: &Arc<Desk>,
    uri: &Uri,
    options: Option<DeliveryOptions>,
    wait: bool,
    settle: impl FnOnce(&mut Bank) -> Option<Result<Payment, NotPaid>>,
) -> Handled {
    let options = options.or_else(|| desk.settings.callback.clone()).unwrap_or_default();
    options.amount().map_err(bad)?;
    let (payment, callback) = {
        let mut bank = desk.bank();
        let payment = match settle(&mut bank) {
            Some(Ok(payment)) => payment,
            None => return Err(Trouble(StatusCode::NOT_FOUND, "there is no such link".into())),
            Some(Err(NotPaid::Bonus)) => return Err(bad("bonus must be less than the amount")),
            Some(Err(NotPaid::Closed(state))) => {
                let why = match state {
                    State::Charged => "the link is paid",
                    State::Deactivated => "the link is deactivated",
                    State::Expired | State::Open => "the link has expired",
                };
                return Err(Trouble(StatusCode::CONFLICT, why.into()));
            }
        };
        let note = Note {
            effect: Some(if payment.charged { Effect::Charged } else { Effect::Declined }),
            invoice_id: Some(payment.link.invoice.invoice_id.clone()),
            link_id: Some(payment.link.id),
            ..Note::default()
        };
        desk.record_in(&mut bank, Route::Page, "POST", uri.path(), Some(200), note);
        let callback = Callback::of(&payment, options, desk).map_err(bad)?;
        (payment, callback)
    };
    let delivery = delivery::dispatch(desk, callback, wait).await;
    let status = if payment.charged { "CHARGED" } else { "ACTIVE" };
    Ok(Json(json!({"transaction": payment.id, "status": status, "callback": delivery})))
}

/// The body of a release.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    #[serde(default)]
    order: ReleaseOrder,
}

#[derive(Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ReleaseOrder {
    /// As they were held.
    #[default]
    Held,
    /// The last first.
    Reversed,
}

/// `POST /sandbox/callbacks/release`: sends the held callbacks one after another.
pub async fn release(Shared(desk): Shared<Arc<Desk>>, body: Bytes) -> Handled {
    let release: Release = read(&body)?;
    let mut held = std::mem::take(&mut desk.bank().held);
    if release.order == ReleaseOrder::Reversed {
        held.reverse();
    }
    let mut deliveries = Vec::new();
    for callback in &held {
        deliveries.push(delivery::send(&desk, callback).await);
    }
    Ok(Json(json!({"callbacks": deliveries})))
}
