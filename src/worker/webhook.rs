//! Telling the shop: one delivery of a notice, signed after the Standard Webhooks specification.

use alloc::boxed::Box;

use super::border::{self, Promise, Sent};
use super::config::{Config, Webhook};
use super::task::wait;
use super::time::now_ms;
use crate::digits;
use crate::order::Notice;

/// Delivers the notice once. A shop that wants no notices has accepted it.
///
/// # Errors
/// What an operator is told of the failure.
pub(super) async fn deliver(config: &Config, notice: &Notice) -> Result<(), Box<str>> {
    let Some(webhook) = &config.webhook else { return Ok(()) };
    let sent = Sent::of(wait(&send(webhook, config.bank_timeout_ms, notice)).await);
    match sent.parts().0 {
        200..=299 => Ok(()),
        0 => Err("no answer in time".into()),
        ..0 => Err("no connection".into()),
        status => Err(["HTTP ", &digits::decimal(status)].concat().into()),
    }
}

fn send(webhook: &Webhook, timeout_ms: u32, notice: &Notice) -> Promise {
    let body = notice.body();
    let timestamp = digits::decimal(now_ms() / 1000);
    let signature = webhook.key.sign(&notice.id, &timestamp, &body);
    let headers = border::lines(&[
        ("content-type", "application/json"),
        ("webhook-id", &notice.id),
        ("webhook-timestamp", &timestamp),
        ("webhook-signature", &signature),
    ]);
    border::send("POST", webhook.url.as_str(), &headers, &body, timeout_ms, 0)
}
