//! The browser's client of the Worker: one call with its time limit and its retries, and one stream of events.
//!
//! `pkg/src/client.js` puts the calls together: pages of a search, waiting for a payment. Any `fetch` will do: a browser's,
//! Node's, Deno's, a Worker's.

mod failure;
mod limit;
mod lines;
mod retry;

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;

use gloo_net::http::{Method, Request, RequestBuilder};
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, Response};

use failure::Failure;
use limit::Limit;
use lines::Lines;

#[wasm_bindgen]
extern "C" {
    /// gloo-net's own panics where what is thrown is no `Error`, or what is given no `Response`: any program may replace it.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

fn request(method: &str, url: &str, token: &str, accept: &str, limit: &Limit) -> RequestBuilder {
    let method = if method == "POST" { Method::POST } else { Method::GET };
    RequestBuilder::new(url)
        .method(method)
        .header("accept", accept)
        .header("authorization", &format!("Bearer {token}"))
        .abort_signal(Some(&limit.signal()))
}

/// What comes of a promise of the request's: its value, or what is wrong.
async fn settled(promise: Result<Promise, JsValue>, limit: &Limit) -> Result<JsValue, Failure> {
    let settled = match promise {
        Ok(promise) => JsFuture::from(promise).await,
        Err(thrown) => Err(thrown),
    };
    settled.map_err(|thrown| match thrown {
        _ if limit.is_over() => Failure::timeout(),
        thrown => Failure::thrown(thrown, "the request failed"),
    })
}

async fn send(request: Request, limit: &Limit) -> Result<Response, Failure> {
    let response = settled(fetch(&request.into()).map(|given| Promise::resolve(&given)), limit).await?;
    response.dyn_into().map_err(|_| Failure::network("fetch gives what is no Response"))
}

async fn text(response: &Response, limit: &Limit) -> Result<String, Failure> {
    Ok(settled(response.text(), limit).await?.as_string().unwrap_or_default())
}

async fn failure_of(response: &Response, limit: &Limit) -> Failure {
    let body = text(response, limit).await.unwrap_or_default();
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let retry_after = header("retry-after").and_then(|value| retry::seconds(&value));
    Failure::of_answer(response.status(), header("x-request-id"), retry_after, &body)
}

async fn once(
    method: &str,
    url: &str,
    token: &str,
    body: Option<&str>,
    timeout_ms: u32,
    signal: Option<&AbortSignal>,
) -> Result<String, Failure> {
    let limit = Limit::of(timeout_ms, signal)?;
    let request = request(method, url, token, "application/json", &limit);
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body),
        None => request.build(),
    }
    .map_err(|error| Failure::network(&error.to_string()))?;
    let response = send(request, &limit).await?;
    if response.ok() { text(&response, &limit).await } else { Err(failure_of(&response, &limit).await) }
}

/// Makes a call, again where that may help and is safe (it always is: the Worker makes one link per order), and gives the
/// answer's text.
///
/// # Errors
/// The JSON of an `EpayError`'s members (`pkg/types/client.d.ts`), and its cause.
#[wasm_bindgen]
pub async fn call(
    method: String,
    url: String,
    token: String,
    body: Option<String>,
    timeout_ms: u32,
    retries: u32,
    signal: Option<AbortSignal>,
) -> Result<String, JsValue> {
    let mut attempt = 0;
    loop {
        let failure = match once(&method, &url, &token, body.as_deref(), timeout_ms, signal.as_ref()).await {
            Ok(text) => return Ok(text),
            Err(failure) => failure,
        };
        let pause_ms = retry::pause_ms(attempt, failure.retryable, failure.retry_after, js_sys::Math::random());
        let Some(pause_ms) = pause_ms.filter(|_| attempt < retries) else { return Err(failure.into()) };
        let is_aborted = || signal.as_ref().is_some_and(AbortSignal::aborted);
        if !is_aborted() {
            retry::pause(pause_ms, signal.as_ref()).await;
        }
        if is_aborted() {
            return Err(failure.into());
        }
        attempt += 1;
    }
}

/// How long a stream may be silent: three of the Worker's beats, which come every 15 s. A connection that died without a word,
/// as those of sleeping phones do, is found out by it.
const SILENCE_MS: u32 = 45_000;

/// Opens a stream of server-sent events behind the one of the id, and gives each to `on_event`: its data and its id. Returns
/// when the stream ends or `on_event` says, by `true`, that it has heard enough: whether nothing more will come (status 204).
///
/// # Errors
/// As [`call`]; and whatever `on_event` throws.
#[wasm_bindgen]
pub async fn watch(
    url: String,
    token: String,
    last_event_id: String,
    timeout_ms: u32,
    signal: Option<AbortSignal>,
    on_event: js_sys::Function,
) -> Result<bool, JsValue> {
    let mut limit = Limit::of(timeout_ms, signal.as_ref())?;
    let mut request = request("GET", &url, &token, "text/event-stream", &limit);
    if !last_event_id.is_empty() {
        request = request.header("last-event-id", &last_event_id);
    }
    let request = request.build().map_err(|error| Failure::network(&error.to_string()))?;
    let response = send(request, &limit).await?;
    if !response.ok() {
        return Err(failure_of(&response, &limit).await.into());
    }
    let Some(body) = response.body() else { return Ok(response.status() == 204) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut lines = Lines::default();
    loop {
        // the time limit was for the answer to begin; then the stream stays open as long as the order does
        limit.restart(SILENCE_MS);
        let chunk = JsFuture::from(reader.read())
            .await
            .map_err(|thrown| Failure::thrown(thrown, "the stream of events broke off"))?;
        let value = js_sys::Reflect::get(&chunk, &"value".into())?;
        let Some(bytes) = value.dyn_ref::<js_sys::Uint8Array>() else { return Ok(false) };
        for event in lines.push(&bytes.to_vec()) {
            let is_enough = on_event.call2(&JsValue::NULL, &event.data.into(), &event.id.into())?;
            if is_enough.is_truthy() {
                return Ok(false);
            }
        }
    }
}
