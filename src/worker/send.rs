//! One HTTP call to the bank.

use worker::wasm_bindgen::JsValue;
use worker::web_sys::AbortSignal as JsAbortSignal;
use worker::{AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

use crate::bank::{self, Failure, HttpMethod, Reply};

/// The bank's answer, owned.
pub(super) struct Received {
    status: u16,
    retry_after: Option<String>,
    body: Vec<u8>,
}

impl Received {
    pub(super) fn reply(&self) -> Reply<'_> {
        Reply { status: self.status, retry_after: self.retry_after.as_deref(), body: &self.body }
    }
}

/// Sends the request and reads the answer whole, both within the time. Redirects are not followed: a token goes to
/// nobody but the bank.
pub(super) async fn send(request: &bank::Request, timeout_ms: u32) -> Result<Received, Failure> {
    let signal = AbortSignal::from(JsAbortSignal::timeout_with_u32(timeout_ms));
    let received = exchange(request, &signal).await;
    received.map_err(|_| if signal.aborted() { Failure::Timeout } else { Failure::Unreachable })
}

async fn exchange(request: &bank::Request, signal: &AbortSignal) -> worker::Result<Received> {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let mut init = RequestInit::new();
    init.with_method(match request.method {
        HttpMethod::Post => Method::Post,
        HttpMethod::Put => Method::Put,
    });
    init.with_headers(headers).with_redirect(RequestRedirect::Manual);
    if !request.body.is_empty() {
        init.with_body(Some(JsValue::from_str(&request.body)));
    }
    let request = Request::new_with_init(&request.url, &init)?;
    let mut response = Fetch::Request(request).send_with_signal(signal).await?;
    Ok(Received {
        status: response.status_code(),
        retry_after: response.headers().get("retry-after")?,
        body: response.bytes().await?,
    })
}
