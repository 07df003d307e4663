//! Sends a callback to the shop: at once, late, more than once, until it is accepted, or never.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Uri;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};
use uuid::Uuid;

use crate::amount::Tiyn;
use crate::callback::{self, Spelling};
use crate::desk::Desk;
use crate::ledger::{Effect, Note, Route};
use crate::payment::Payment;
use crate::settings::CallbackReach;

/// How a callback is written and sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeliveryOptions {
    /// How the body is written.
    pub spelling: Spelling,
    /// It is never sent.
    pub drop: bool,
    /// It waits for `POST /sandbox/callbacks/release`.
    pub hold: bool,
    /// Milliseconds to wait before it is sent.
    pub delay_ms: u64,
    /// Copies that are sent beside the first.
    pub duplicates: u8,
    /// Times that it is sent again while the answer is not 200.
    pub retries: u8,
    /// Milliseconds between two tries.
    pub retry_pause_ms: u64,
    /// An amount in place of the true one.
    pub amount: Option<Number>,
}

/// A callback ready to go.
#[derive(Clone, Debug)]
pub struct Callback {
    url: String,
    invoice_id: String,
    link_id: Uuid,
    fields: Map<String, Value>,
    options: DeliveryOptions,
}

/// What became of a callback.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// The invoice has no link for it.
    NoLink,
    /// Not sent, as ordered.
    Dropped,
    /// Waits for its release.
    Held,
    /// Being sent; the ledger will tell.
    UnderWay,
    /// The HTTP status of each answer, in order; `null` where none came.
    Sent(Vec<Option<u16>>),
}

/// How long the shop has to answer.
const TIMEOUT: Duration = Duration::from_secs(10);

impl DeliveryOptions {
    /// Reads options from JSON, as the flag `--callback` takes them.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(text: &str) -> Result<Self, String> {
        let options: DeliveryOptions = serde_json::from_str(text).map_err(|error| error.to_string())?;
        options.amount()?;
        Ok(options)
    }

    /// The amount in place of the true one.
    ///
    /// # Errors
    /// It is no amount.
    pub fn amount(&self) -> Result<Option<Tiyn>, String> {
        let amount = self.amount.as_ref().map(Tiyn::from_number).transpose();
        amount.map_err(|fault| format!("callback.amount {fault}"))
    }
}

impl Callback {
    /// The callback of a payment; `None` where the invoice has no link for it.
    ///
    /// # Errors
    /// The options name an amount that is none.
    pub fn of(payment: &Payment, options: DeliveryOptions, desk: &Desk) -> Result<Option<Callback>, String> {
        let invoice = &payment.link.invoice;
        let url = if payment.charged { &invoice.post_link } else { &invoice.failure_post_link };
        let amount = options.amount()?;
        if url.is_empty() {
            return Ok(None);
        }
        Ok(Some(Callback {
            url: url.clone(),
            invoice_id: invoice.invoice_id.clone(),
            link_id: payment.link.id,
            fields: callback::fields(payment, &options.spelling, amount, &desk.settings.merchant),
            options,
        }))
    }

    fn note(&self, effect: Effect) -> Note {
        Note {
            effect: Some(effect),
            invoice_id: Some(self.invoice_id.clone()),
            link_id: Some(self.link_id),
            ..Note::default()
        }
    }
}

/// Does what the callback's options say, and waits for the end of it where wanted.
pub async fn dispatch(desk: &Arc<Desk>, callback: Option<Callback>, wait: bool) -> Delivery {
    let Some(callback) = callback else { return Delivery::NoLink };
    if callback.options.drop {
        desk.record(Route::Callback, "POST", &callback.url, None, callback.note(Effect::CallbackDropped));
        Delivery::Dropped
    } else if callback.options.hold {
        desk.record(Route::Callback, "POST", &callback.url, None, callback.note(Effect::CallbackHeld));
        desk.bank().held.push(callback);
        Delivery::Held
    } else if wait {
        send(desk, &callback).await
    } else {
        let desk = Arc::clone(desk);
        tokio::spawn(async move { send(&desk, &callback).await });
        Delivery::UnderWay
    }
}

/// Sends a callback, with its delay, copies and retries.
pub async fn send(desk: &Desk, callback: &Callback) -> Delivery {
    let mut answers = Vec::new();
    tokio::time::sleep(Duration::from_millis(callback.options.delay_ms)).await;
    for _copy in 0..=callback.options.duplicates {
        for attempt in 0..=callback.options.retries {
            if attempt > 0 {
                tokio::time::sleep(Duration::from_millis(callback.options.retry_pause_ms)).await;
            }
            let answer = send_once(desk, callback).await;
            answers.push(answer);
            if answer == Some(200) {
                break;
            }
        }
    }
    Delivery::Sent(answers)
}

async fn send_once(desk: &Desk, callback: &Callback) -> Option<u16> {
    let (content_type, body) = callback::encode(&callback.fields, callback.options.spelling.format);
    let answer = match reachable(&callback.url, desk.settings.callbacks) {
        Err(fault) => Err(fault),
        Ok(uri) => tokio::time::timeout(TIMEOUT, desk.courier.post(uri, content_type, body))
            .await
            .unwrap_or_else(|_| Err("no answer within 10 seconds".into())),
    };
    let (status, note) = match answer {
        Ok(status) => (Some(status), callback.note(Effect::CallbackAnswered)),
        Err(fault) => (None, Note { message: Some(fault), ..callback.note(Effect::CallbackFailed) }),
    };
    desk.record(Route::Callback, "POST", &callback.url, status, note);
    status
}

fn reachable(url: &str, reach: CallbackReach) -> Result<Uri, String> {
    let uri: Uri = url.parse().map_err(|_| "not a URL".to_owned())?;
    let host = uri.host().unwrap_or("").trim_matches(['[', ']']);
    let loopback = match host.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost") || host.to_ascii_lowercase().ends_with(".localhost"),
    };
    if !loopback && reach == CallbackReach::Loopback {
        return Err("not sent: the host is not loopback (--callbacks anywhere lifts this)".into());
    }
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err("not sent: the URL is neither http nor https".into());
    }
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_keeps_callbacks_on_the_machine() {
        let cases = [
            ("http://127.0.0.1:8787/v1/callbacks/1/2", true),
            ("http://[::1]:8787/x", true),
            ("http://localhost/x", true),
            ("https://localhost/x", true),
            ("http://shop.localhost/x", true),
            ("http://localhost.example.kz/x", false),
            ("http://127.0.0.1.example.kz/x", false),
            ("http://mail.ru", false),
            ("http://192.168.1.10/x", false),
        ];
        for (url, want) in cases {
            assert_eq!(reachable(url, CallbackReach::Loopback).is_ok(), want, "{url}");
            assert!(reachable(url, CallbackReach::Anywhere).is_ok(), "{url}");
        }
        assert!(reachable("ftp://localhost/x", CallbackReach::Loopback).is_err());
    }
}
