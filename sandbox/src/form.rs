//! The body of a token request: form-data as on the bank's page, or urlencoded.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::http::{HeaderMap, header::CONTENT_TYPE};

/// Reads the fields of a form.
///
/// # Errors
/// What is wrong with the body: another content type, broken encoding, a field given twice.
pub async fn read(headers: &HeaderMap, body: Bytes) -> Result<HashMap<String, String>, String> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let media_type = content_type.split(';').next().unwrap_or("").trim();
    let pairs = if media_type.eq_ignore_ascii_case("multipart/form-data") {
        multipart(content_type, body).await?
    } else if media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        serde_urlencoded::from_bytes(&body).map_err(|error| format!("the form cannot be read: {error}"))?
    } else {
        return Err("Content-Type must be multipart/form-data or application/x-www-form-urlencoded".into());
    };
    let mut fields = HashMap::new();
    for (name, value) in pairs {
        if fields.insert(name.clone(), value).is_some() {
            return Err(format!("{name} is given twice"));
        }
    }
    Ok(fields)
}

async fn multipart(content_type: &str, body: Bytes) -> Result<Vec<(String, String)>, String> {
    let fault = |error: multer::Error| format!("the form-data cannot be read: {error}");
    let boundary = multer::parse_boundary(content_type).map_err(fault)?;
    let mut form = multer::Multipart::with_reader(&body[..], boundary);
    let mut pairs = Vec::new();
    while let Some(field) = form.next_field().await.map_err(fault)? {
        let name = field.name().unwrap_or("").to_owned();
        pairs.push((name, field.text().await.map_err(fault)?));
    }
    Ok(pairs)
}
