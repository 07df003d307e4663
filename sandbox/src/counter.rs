//! The counter where payers pay: the calls of the pay page.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use serde::Deserialize;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::amount::Tiyn;
use crate::delivery::{self, Callback};
use crate::desk::Desk;
use crate::ledger::{Effect, Note, Route};
use crate::link::{Link, State};
use crate::page;
use crate::payment::{self, NotPaid};

/// What the form on the page sends.
#[derive(Deserialize)]
struct Choice {
    action: Action,
    #[serde(default)]
    bonus: String,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Pay,
    Bonus,
    Decline,
}

/// `GET /api/redirect/invoice-link/{id}`: shows the page.
pub async fn show(Shared(desk): Shared<Arc<Desk>>, Path(id): Path<String>, method: Method, uri: Uri) -> Response {
    let mut bank = desk.bank();
    let now = bank.now();
    let (status, markup, note) = match Uuid::try_parse(&id).ok().and_then(|id| bank.link(id)) {
        None => (StatusCode::NOT_FOUND, page::not_found(), Note::default()),
        Some(link) => {
            let (status, markup) = match link.state(now) {
                State::Open => (StatusCode::OK, page::open(link, None)),
                state => (StatusCode::GONE, page::closed(link, state)),
            };
            (status, markup, Note { effect: Some(Effect::PageShown), ..note(link) })
        }
    };
    desk.record_in(&mut bank, Route::Page, method.as_str(), uri.path(), Some(status.as_u16()), note);
    html(status, markup)
}

/// `POST /api/redirect/invoice-link/{id}`: pays or declines, calls the shop back, and sends the
/// payer on.
pub async fn choose(Shared(desk): Shared<Arc<Desk>>, Path(id): Path<String>, uri: Uri, body: Bytes) -> Response {
    let (response, callback) = {
        let mut bank = desk.bank();
        let now = bank.now();
        let settled =
            Uuid::try_parse(&id).ok().and_then(|id| bank.with_link(id, |link| settle(&desk, link, &body, now)));
        let (response, note, callback) =
            settled.unwrap_or_else(|| (html(StatusCode::NOT_FOUND, page::not_found()), Note::default(), None));
        desk.record_in(&mut bank, Route::Page, "POST", uri.path(), Some(response.status().as_u16()), note);
        (response, callback)
    };
    delivery::dispatch(&desk, callback, false).await;
    response
}

type Settled = (Response, Note, Option<Callback>);

fn settle(desk: &Desk, link: &mut Link, body: &[u8], now: OffsetDateTime) -> Settled {
    let mut note = note(link);
    let refuse =
        |status, markup, note: Note| (html(status, markup), Note { effect: Some(Effect::Refused), ..note }, None);
    let Ok(choice) = serde_urlencoded::from_bytes::<Choice>(body) else {
        return refuse(StatusCode::BAD_REQUEST, page::open(link, None), note);
    };
    let payment = match choice.action {
        Action::Pay => payment::pay(link, None, now),
        Action::Decline => payment::decline(link, REASON_CODE, REASON, now),
        // A payer types 10,50 as readily as 10.50.
        Action::Bonus => Tiyn::from_decimal(&choice.bonus.trim().replace(',', "."))
            .map_err(|_| NotPaid::Bonus)
            .and_then(|bonus| payment::pay(link, Some(bonus), now)),
    };
    let payment = match payment {
        Ok(payment) => payment,
        Err(NotPaid::Bonus) => return refuse(StatusCode::BAD_REQUEST, page::open(link, Some(&choice.bonus)), note),
        Err(NotPaid::Closed(state)) => return refuse(StatusCode::GONE, page::closed(link, state), note),
    };
    note.effect = Some(if payment.charged { Effect::Charged } else { Effect::Declined });
    let invoice = &payment.link.invoice;
    let back = if payment.charged { &invoice.back_link } else { &invoice.failure_back_link };
    let response = match HeaderValue::from_str(back) {
        Ok(location) if !back.is_empty() => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        _ => html(StatusCode::OK, page::done(&payment.link, payment.charged)),
    };
    let options = desk.settings.callback.clone().unwrap_or_default();
    // The settings' amount was checked when they were read.
    let callback = Callback::of(&payment, options, desk).unwrap_or_default();
    (response, note, callback)
}

/// "Insufficient funds": a final refusal, as its code is not among those that may yet succeed.
pub const REASON_CODE: i32 = 484;
/// The words of [`REASON_CODE`].
pub const REASON: &str = "Insufficient funds";

/// What the ledger says of a link.
fn note(link: &Link) -> Note {
    Note { invoice_id: Some(link.invoice.invoice_id.clone()), link_id: Some(link.id), ..Note::default() }
}

fn html(status: StatusCode, markup: Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, markup.into_string()).into_response()
}
