//! The border to the platform: what is done there is done by one function of `border.js` each.
//!
//! Each crossing costs, and each type of a binding weighs; so texts cross joined, and there is no object per header.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::task::{Settling, wait};
use crate::digits;
use crate::text;

#[wasm_bindgen(module = "/src/worker/border.js")]
extern "C" {
    /// A request's method, its URL, then its headers in the order of their names, a line for each; an absent one is empty.
    pub(super) fn head(request: &Request, names: &str) -> String;
    #[wasm_bindgen(js_name = body, catch)]
    fn body_js(request: &Request, is_small: bool, most: u32) -> Result<Promise, JsValue>;
    /// A life begins; the headers, as [`lines`], are those that every response has among its own.
    #[wasm_bindgen(js_name = beginLife)]
    pub(super) fn begin_life(common: &str);
    /// The bytes of a body that came as such.
    #[wasm_bindgen(js_name = bytes)]
    fn bytes_js(body: &JsValue) -> Option<Vec<u8>>;
    /// A response with a text for its body, its further headers as [`lines`].
    pub(super) fn respond(status: u16, headers: &str, body: &str) -> Response;
    /// The same with a text that is JavaScript's already.
    #[wasm_bindgen(js_name = respond)]
    pub(super) fn respond_js(status: u16, headers: &str, body: &JsValue) -> Response;
    /// Begins one call to the outside; its answer is read whole, up to `most` bytes, or not at all where that is 0. What comes is
    /// for [`Sent::of`].
    pub(super) fn send(method: &str, url: &str, headers: &str, body: &str, timeout_ms: u32, most: u32) -> Promise;
    #[wasm_bindgen(js_name = pause)]
    fn pause_js(ms: u32) -> Promise;
    #[wasm_bindgen(js_name = ask, catch)]
    fn ask_js(namespace: &JsValue, name: &str, question: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_name = watch, catch)]
    fn watch_js(namespace: &JsValue, name: &str, headers: &str) -> Result<Promise, JsValue>;
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
    /// A binding that is no variable, if it is there.
    pub(super) fn binding(env: &Env, name: &str) -> Option<JsValue>;
    #[wasm_bindgen(js_name = writeDataPoint)]
    pub(super) fn write_data_point(env: &Env, texts: &str, status: u16, ms: f64);
    /// A stream of server-sent events.
    pub(super) fn stream() -> Push;
    /// What an object answers with: its head, and its body as a text.
    pub(super) fn parts(head: &str, body: &JsValue) -> Parts;
    #[wasm_bindgen(js_name = waitUntil)]
    fn wait_until_js(state: &State, promises: Vec<Promise>);
    /// An error to throw.
    pub(super) fn error(text: &str) -> JsValue;
    /// What a thrown value says.
    pub(super) fn thrown(error: &JsValue) -> String;
    /// Writes where a panic is.
    pub(super) fn panicked(file: &str, line: u32, column: u32);
    /// A random UUID.
    pub(super) fn id() -> String;
    #[wasm_bindgen(js_name = withinLimit)]
    fn within_limit_js(env: &Env, binding: &str, key: &str) -> Promise;
    #[wasm_bindgen(js_name = isSuccess)]
    pub(super) fn is_success(outcome: &JsValue) -> bool;
    /// A variable or a secret; the platform gives both the same way.
    pub(super) fn setting(env: &Env, key: &str) -> Option<String>;
}

#[wasm_bindgen]
extern "C" {
    /// The Worker's bindings, variables and secrets.
    #[derive(Clone)]
    pub type Env;
    /// What is asked of the Worker, or by it of an object for a stream.
    pub type Request;
    /// What is answered to that.
    pub type Response;
    /// The platform's promise.
    #[derive(Clone)]
    pub type Promise;
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
    /// See [`parts`].
    pub type Parts;
    #[wasm_bindgen(method, getter)]
    pub(super) fn head(this: &Parts) -> String;
    #[wasm_bindgen(method, getter)]
    pub(super) fn body(this: &Parts) -> JsValue;
    /// The writing end of a stream of server-sent events.
    pub type Push;
    /// The response that is the stream.
    #[wasm_bindgen(method, getter)]
    pub(super) fn response(this: &Push) -> Response;
    /// Whether the stream is still open after the event was pushed; without an id it is a beat.
    #[wasm_bindgen(method)]
    pub(super) fn push(this: &Push, id: &str, data: &str, is_last: bool) -> bool;
    /// Milliseconds since 1970.
    #[wasm_bindgen(js_namespace = Date)]
    pub(super) fn now() -> f64;
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
            (*line, rest) = text::cut(rest, b'\n').unwrap_or((rest, ""));
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
    body.as_string().map(String::into_bytes).or_else(|| bytes_js(body))
}

/// The answer to one call to the outside.
pub(super) struct Sent(String);

impl Sent {
    pub(super) fn of(answer: Result<JsValue, JsValue>) -> Self {
        Self(answer.ok().and_then(|sent| sent.as_string()).unwrap_or_default())
    }

    /// The HTTP status (0: no answer in time; below: no answer at all), the `Retry-After`, the body.
    pub(super) fn parts(&self) -> (i64, &str, &str) {
        let [status, retry_after, body] = split(&self.0);
        (digits::read_signed(status).unwrap_or(-1), retry_after, body)
    }
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

/// Keeps a Durable Object at work until the promises have come to rest, whether well or not.
pub(super) fn wait_until(state: &State, promises: Vec<Promise>) {
    if !promises.is_empty() {
        wait_until_js(state, promises);
    }
}

/// Headers as they cross: a line for each name and each value.
pub(super) fn lines(headers: &[(&str, &str)]) -> String {
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
