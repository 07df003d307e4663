//! Carries callbacks to the shop, over http or https.

use std::error::Error;
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::{Method, Request, Uri, header::CONTENT_TYPE, uri::Scheme};
use http_body_util::{BodyExt, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;

type Plain = Client<HttpConnector, Full<Bytes>>;
type Secure = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Carries callbacks.
pub struct Courier {
    plain: Plain,
    /// Made for the first https URL: reading the system's certificates takes a while, and some systems have none.
    secure: OnceLock<Result<Secure, String>>,
}

impl Default for Courier {
    fn default() -> Self {
        Courier { plain: Client::builder(TokioExecutor::new()).build_http(), secure: OnceLock::new() }
    }
}

impl Courier {
    /// Posts a body; returns the status of the answer.
    ///
    /// # Errors
    /// Nobody answered, or the certificate does not hold.
    pub async fn post(&self, uri: Uri, content_type: &str, body: Vec<u8>) -> Result<u16, String> {
        let is_secure = uri.scheme() == Some(&Scheme::HTTPS);
        let request = Request::builder()
            .method(Method::POST)
            .uri(uri)
            .header(CONTENT_TYPE, content_type)
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| error.to_string())?;
        let answer = if is_secure { self.secure()?.request(request) } else { self.plain.request(request) };
        let response = answer.await.map_err(|error| causes(&error))?;
        let status = response.status().as_u16();
        // The body says nothing to the bank; reading it lets the connection be used again.
        let _ = response.into_body().collect().await;
        Ok(status)
    }

    fn secure(&self) -> Result<&Secure, String> {
        let made = self.secure.get_or_init(|| {
            let connector = HttpsConnectorBuilder::new().with_native_roots().map_err(|error| error.to_string())?;
            Ok(Client::builder(TokioExecutor::new()).build(connector.https_only().enable_http1().build()))
        });
        made.as_ref().map_err(Clone::clone)
    }
}

/// An error with what is behind it: `client error (Connect): invalid peer certificate: UnknownIssuer`.
fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
