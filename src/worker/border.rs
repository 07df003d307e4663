//! The border to the platform: what is done there is done by one function of `border.js` each.
//!
//! Each crossing costs, and each type of a binding weighs; so texts cross joined, and there is no object per header.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response};

use super::task::{Settling, wait};

#[wasm_bindgen(module = "/src/worker/border.js")]
extern "C" {
    /// A request's method, its URL, then its headers in the order of their names, a line for each; an absent one is empty.
    pub(super) fn head(request: &Request, names: &str) -> String;
    #[wasm_bindgen(js_name = body, catch)]
    fn body_js(request: &Request, is_small: bool, most: u32) -> Result<js_sys::Promise, JsValue>;
    /// A life begins; the headers, as [`lines`], are those that every response has among its own.
    #[wasm_bindgen(js_name = beginLife)]
    pub(super) fn begin_life(common: &str);
    /// A response with a text for its body, its further headers as [`lines`].
    pub(super) fn respond(status: u16, headers: &str, body: &str) -> Response;
    /// The same with a text that is JavaScript's already.
    #[wasm_bindgen(js_name = respond)]
    pub(super) fn respond_js(status: u16, headers: &str, body: &JsValue) -> Response;
    #[wasm_bindgen(js_name = send)]
    fn send_js(method: &str, url: &str, headers: &str, body: &str, timeout_ms: u32, most: u32) -> js_sys::Promise;
    #[wasm_bindgen(js_name = pause)]
    fn pause_js(ms: u32) -> js_sys::Promise;
    #[wasm_bindgen(js_name = ask, catch)]
    fn ask_js(namespace: &JsValue, name: &str, question: &str) -> Result<js_sys::Promise, JsValue>;
    #[wasm_bindgen(js_name = watch, catch)]
    fn watch_js(namespace: &JsValue, name: &str, headers: &str) -> Result<js_sys::Promise, JsValue>;
    /// An object's answer with other headers.
    pub(super) fn forward(answer: &Response, headers: &str) -> Response;
    /// The status of an object's answer and its problem's code, a line for each, then those of the named headers that it has,
    /// as [`lines`].
    pub(super) fn answered(answer: &Response, names: &str) -> String;
    #[wasm_bindgen(catch)]
    pub(super) fn load(storage: &JsValue, key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_name = save, catch)]
    fn save_js(storage: &JsValue, key: &str, text: Option<&str>, alarm_ms: f64) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = keepRows, catch)]
    pub(super) fn keep_rows(storage: &JsValue, order: &str, rows: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = rowsAfter, catch)]
    pub(super) fn rows_after(storage: &JsValue, key: &str, most: u32) -> Result<String, JsValue>;
    /// Whether the binding is there.
    #[wasm_bindgen(js_name = isBound)]
    pub(super) fn is_bound(env: &Env, binding: &str) -> bool;
    #[wasm_bindgen(js_name = writeDataPoint)]
    pub(super) fn write_data_point(env: &Env, texts: &str, status: u16, ms: f64);
    #[wasm_bindgen(js_name = stream)]
    fn stream_js() -> Array;
    #[wasm_bindgen(js_name = streamed)]
    fn streamed_js(readable: &JsValue) -> Response;
    /// Writes where a panic is.
    pub(super) fn panicked(file: &str, line: u32, column: u32);
    /// A random UUID.
    pub(super) fn id() -> String;
    #[wasm_bindgen(js_name = withinLimit)]
    fn within_limit_js(env: &Env, binding: &str, key: &str) -> js_sys::Promise;
    #[wasm_bindgen(js_name = isSuccess)]
    pub(super) fn is_success(outcome: &JsValue) -> bool;
    /// A variable or a secret; the platform gives both the same way.
    pub(super) fn setting(env: &Env, key: &str) -> Option<String>;
}

#[wasm_bindgen]
extern "C" {
    /// The Worker's bindings, variables and secrets.
    #[wasm_bindgen(extends = js_sys::Object)]
    #[derive(Clone)]
    pub type Env;
    /// A line of the log.
    #[wasm_bindgen(js_namespace = console)]
    pub(super) fn log(line: &str);
    /// A line of the log that tells of a fault.
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    pub(super) fn log_error(line: &str);
    /// What a Durable Object knows of itself.
    pub type State;
    /// What a Durable Object keeps its state in.
    #[wasm_bindgen(method, getter)]
    pub(super) fn storage(this: &State) -> JsValue;
    #[wasm_bindgen(method, js_name = waitUntil, catch)]
    fn wait_until(this: &State, promise: &Promise) -> Result<(), JsValue>;
}

/// The first lines of a text, the last of them with all that follows; one that is not there is empty.
pub(super) fn split<const N: usize>(text: &str) -> [&str; N] {
    let mut lines = [""; N];
    split_into(text, &mut lines);
    lines
}

fn split_into<'a>(text: &'a str, lines: &mut [&'a str]) {
    let mut rest = text;
    if let Some((last, first)) = lines.split_last_mut() {
        for line in first {
            let end = rest.bytes().position(|byte| byte == b'\n').unwrap_or(rest.len());
            *line = rest.get(..end).unwrap_or_default();
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        *last = rest;
    }
}

/// What a promise comes to. Not by functions that are `async` themselves: each is a state machine more.
type Coming = Result<Settling, JsValue>;

/// Begins to read the request's body; what comes is for [`bytes`]. One that is known to be small comes as a text: the buffer that
/// the platform makes for bytes lives until old memory is collected.
pub(super) fn body(request: &Request, is_small: bool, most: u32) -> Coming {
    Ok(wait(&body_js(request, is_small, most)?))
}

/// The body's bytes, or `None` if it is larger than was to be read. In those of a text U+FFFD stands for what was no UTF-8.
pub(super) fn bytes(body: &JsValue) -> Option<Vec<u8>> {
    if body.is_undefined() {
        return None;
    }
    Some(body.as_string().map_or_else(|| Uint8Array::new(body).to_vec(), String::into_bytes))
}

/// The answer to one call to the outside.
pub(super) struct Sent {
    /// The HTTP status; 0: no answer in time; below: no answer at all.
    pub(super) status: i32,
    pub(super) retry_after: String,
    pub(super) body: String,
}

/// One call to the outside; its answer is read whole, up to `most` bytes, or not at all where that is 0.
pub(super) async fn send(method: &str, url: &str, headers: &str, body: &str, timeout_ms: u32, most: u32) -> Sent {
    let parts = wait(&send_js(method, url, headers, body, timeout_ms, most)).await;
    let parts = parts.map(Array::unchecked_from_js).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "a status is small")]
    let status = parts.get(0).as_f64().map_or(-1, |status| status as i32);
    let retry_after = parts.get(1).as_string().unwrap_or_default();
    let body = parts.get(2).as_string().unwrap_or_default();
    Sent { status, retry_after, body }
}

/// A pause.
pub(super) fn pause(ms: u32) -> Settling {
    wait(&pause_js(ms))
}

/// Asks the Durable Object of that name: by a call of its method, which costs half of a request to it.
pub(super) fn ask(namespace: &JsValue, name: &str, question: &str) -> Coming {
    Ok(wait(&ask_js(namespace, name, question)?))
}

/// Asks the Durable Object of that name for a stream, a [`Response`].
pub(super) fn watch(namespace: &JsValue, name: &str, headers: &str) -> Coming {
    Ok(wait(&watch_js(namespace, name, headers)?))
}

/// Counts one more request of that key; what comes says by [`is_success`] whether it is within the binding's limit.
pub(super) fn within_limit(env: &Env, binding: &str, key: &str) -> Settling {
    wait(&within_limit_js(env, binding, key))
}

/// What becomes of an object's alarm.
#[derive(Clone, Copy)]
pub(super) enum Alarm {
    Keep,
    Set(i64),
    Clear,
}

/// Saves a text, if it is given, and the alarm with it: the platform keeps both or neither.
pub(super) fn save(storage: &JsValue, key: &str, text: Option<&str>, alarm: Alarm) -> Result<(), JsValue> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
    let alarm_ms = match alarm {
        Alarm::Keep => f64::NAN,
        Alarm::Set(at_ms) => at_ms.max(0) as f64,
        Alarm::Clear => -1.0,
    };
    save_js(storage, key, text, alarm_ms)
}

/// The writing end of a stream of server-sent events.
pub(super) struct Push(Function);

impl Push {
    /// Whether the stream is still open after the event was pushed; without an id it is a beat.
    pub(super) fn push(&self, id: &str, data: &str, is_last: bool) -> bool {
        let open = self.0.call3(&JsValue::UNDEFINED, &id.into(), &data.into(), &is_last.into());
        open.is_ok_and(|open| open.is_truthy())
    }
}

/// A response that is a stream of server-sent events, and its writing end.
pub(super) fn stream() -> (Response, Push) {
    let ends = stream_js();
    (streamed_js(&ends.get(0)), Push(Function::unchecked_from_js(ends.get(1))))
}

/// Keeps a Durable Object at work until the promises have come to rest, whether well or not.
pub(super) fn wait_until(state: &State, promises: Vec<Promise>) {
    if promises.is_empty() {
        return;
    }
    let promises: Array = promises.into_iter().collect();
    // an object that is gone waits for nothing
    let _ = state.wait_until(&Promise::all_settled(&promises));
}

/// An error to throw.
pub(super) fn error(text: &str) -> JsValue {
    js_sys::Error::new(text).into()
}

/// Headers as they cross: a line for each name and each value.
pub(super) fn lines<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut lines = String::new();
    for (name, value) in headers {
        push_line(&mut lines, name, value);
    }
    lines
}

/// Adds one header.
pub(super) fn push_line(lines: &mut String, name: &str, value: &str) {
    for part in [name, value] {
        lines.push_str(part);
        lines.push('\n');
    }
}

/// What a thrown value says.
pub(super) fn thrown(error: &JsValue) -> String {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    text.or_else(|| error.as_string()).unwrap_or_else(|| "something that is no error was thrown".into())
}
