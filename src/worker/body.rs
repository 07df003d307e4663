//! A request's body: JSON, of a bounded size.

use worker::{Headers, Request};

use super::fault::Fault;

/// The largest body that is read, in bytes.
pub(super) const MAX_BYTES: usize = 32 * 1024;

/// The body of a request that says it is JSON.
pub(super) async fn json(request: &mut Request) -> Result<String, Fault> {
    if !is_json(request.headers()) {
        return Err(Fault::UnsupportedMediaType);
    }
    // Without a length the text is measured once it is here: the platform bounds what a request may send.
    let announced = request.headers().get("content-length")?.and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BYTES) {
        return Err(Fault::BodyTooLarge);
    }
    let body = request.text().await?;
    if body.len() > MAX_BYTES { Err(Fault::BodyTooLarge) } else { Ok(body) }
}

fn is_json(headers: &Headers) -> bool {
    let Ok(Some(content_type)) = headers.get("content-type") else { return false };
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
