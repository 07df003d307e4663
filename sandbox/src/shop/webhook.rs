//! The Worker's events, believed by their signature alone: Standard Webhooks, `v1`.

use axum::http::HeaderMap;
use standardwebhooks::{Webhook, WebhookError};

use super::event::Event;

/// Knows the Worker's signature.
pub struct Webhooks(Webhook);

/// Why an event was not taken.
pub enum NotTaken {
    /// Anyone could have sent it.
    Unsigned(String),
    /// The Worker sent it, and the shop cannot read it.
    Unreadable(String),
}

impl Webhooks {
    /// Knows it by this secret, the Worker's `WEBHOOK_SECRET`.
    ///
    /// # Errors
    /// It is not of the form.
    pub fn new(secret: &str) -> Result<Self, String> {
        let form = || "must be whsec_ and Base64".to_owned();
        secret.strip_prefix("whsec_").filter(|key| !key.is_empty()).ok_or_else(form)?;
        Webhook::new(secret).map(Webhooks).map_err(|_| form())
    }

    /// The event of a call, and its `webhook-id`.
    ///
    /// The signature covers the id, the time and the body, letter by letter: verify what came, then parse. A call whose
    /// `webhook-timestamp` is more than five minutes from the machine's clock is refused, so that one overheard cannot be sent
    /// again later.
    ///
    /// # Errors
    /// The signature does not hold, or the body is no event.
    pub fn read<'a>(&self, headers: &'a HeaderMap, body: &[u8]) -> Result<(&'a str, Event), NotTaken> {
        self.0.verify(body, headers).map_err(|fault| NotTaken::Unsigned(words(&fault)))?;
        let id = headers["webhook-id"].to_str().unwrap_or_default();
        let event = serde_json::from_slice(body).map_err(|fault| NotTaken::Unreadable(fault.to_string()))?;
        Ok((id, event))
    }
}

/// The header that is wrong, and its rule.
fn words(fault: &WebhookError) -> String {
    match fault {
        WebhookError::MissingHeader(name) => format!("webhook-{name} is missing"),
        WebhookError::InvalidHeader(name) => format!("webhook-{name} must be ASCII"),
        WebhookError::InvalidTimestamp => "webhook-timestamp must be whole seconds since 1970".into(),
        WebhookError::TimestampTooOldError => "webhook-timestamp must be at most five minutes ago".into(),
        WebhookError::FutureTimestampError => "webhook-timestamp must be at most five minutes ahead".into(),
        WebhookError::InvalidSignature => "webhook-signature must be of this id, time and body".into(),
        WebhookError::InvalidPayload | WebhookError::InvalidSecret(_) => fault.to_string(),
    }
}
