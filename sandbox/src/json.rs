//! The JSON body of an API call.

use axum::http::{HeaderMap, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use crate::refusal::{Code, Refusal};

/// Reads a JSON object.
///
/// # Errors
/// Another content type, broken JSON, or JSON that is no object.
pub fn object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let media_type = content_type.split(';').next().unwrap_or("").trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(Code::ContentType, "Content-Type must be application/json"));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Refusal::new(Code::NotJson, "the body must be a JSON object")),
        Err(error) => Err(Refusal::new(Code::NotJson, format!("the body is not JSON: {error}"))),
    }
}
