//! What leaves the Worker: JSON with the headers that every answer carries.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::Response;

use super::border;
use super::fault::Fault;
use super::problem::Problem;
use crate::output::{self, ToJson};

/// The headers of every answer. It holds a payer's data or a way to pay: no cache keeps it, no browser guesses its type or
/// frames it.
pub(super) const COMMON: &str = "cache-control\nno-store\n\
    x-content-type-options\nnosniff\n\
    content-security-policy\ndefault-src 'none'; frame-ancestors 'none'\n\
    referrer-policy\nno-referrer\n\
    strict-transport-security\nmax-age=31536000\n";

/// An answer before it is a response.
pub(super) struct Answer {
    pub(super) status: u16,
    content_type: String,
    body: Body,
    /// Further headers.
    headers: Vec<(&'static str, String)>,
    /// The problem's code, for the log.
    pub(super) code: String,
}

enum Body {
    Text(String),
    /// A text that is in JavaScript, and stays there.
    Js(JsValue),
    /// An object's answer, whose body goes on as it comes.
    Object(Response),
}

impl Answer {
    pub(super) fn json(status: u16, body: &dyn ToJson) -> Self {
        Self::text(status, output::json(body))
    }

    /// JSON that is written already.
    pub(super) fn text(status: u16, json: String) -> Self {
        let body = Body::Text(json);
        Self { status, content_type: "application/json".into(), body, headers: Vec::new(), code: String::new() }
    }

    /// `{"status": …}`.
    pub(super) fn status(status: &'static str) -> Self {
        let mut body = String::new();
        output::object(&mut body, &[("status", Some(&status))]);
        Self::text(200, body)
    }

    /// `{"status": "queued"}`: it will be done.
    pub(super) fn queued() -> Self {
        Self { status: 202, ..Self::status("queued") }
    }

    pub(super) fn empty(status: u16) -> Self {
        let (content_type, body) = (String::new(), Body::Text(String::new()));
        Self { status, content_type, body, headers: Vec::new(), code: String::new() }
    }

    pub(super) fn of_fault(fault: Fault, request_id: &str) -> Self {
        if let Fault::Internal(error) = &fault {
            worker_sys::console_error!("{request_id} {error}");
        }
        let problem = Problem::of(fault, request_id);
        let mut answer = Self::json(problem.status, &problem);
        answer.content_type = "application/problem+json".into();
        answer.code = problem.code.into();
        if problem.status == 401 {
            answer = answer.with("www-authenticate", "Bearer");
        }
        if let Some(allow) = problem.allow {
            answer = answer.with("allow", allow);
        }
        match problem.retry_after_s {
            Some(seconds) => answer.with("retry-after", seconds.to_string()),
            None => answer,
        }
    }

    /// The headers that go from a Durable Object to this Worker, and on.
    const HEADERS: [&str; 3] = ["retry-after", "idempotent-replayed", "server-timing"];

    fn of_object_as(status: u16, content_type: &str, code: &str, headers: [&str; 3], body: Body) -> Self {
        let headers = Self::HEADERS.into_iter().zip(headers).filter(|(_, value)| !value.is_empty());
        Self {
            status,
            content_type: content_type.into(),
            headers: headers.map(|(name, value)| (name, value.to_owned())).collect(),
            code: code.into(),
            body,
        }
    }

    /// What a Durable Object answers with a stream, in this Worker's name.
    pub(super) fn of_object(response: Response) -> Self {
        let answered = border::answered(&response, "content-type x-code retry-after idempotent-replayed server-timing");
        let [_, content_type, code, headers @ ..] = border::split::<6>(&answered);
        Self::of_object_as(response.status(), content_type, code, headers, Body::Object(response))
    }

    /// Reads back what [`into_parts`](Self::into_parts) writes, in this Worker's name.
    pub(super) fn of_parts(parts: &Array) -> Option<Self> {
        let head = parts.get(0).as_string()?;
        let [status, content_type, code, headers @ ..] = border::split::<6>(&head);
        Some(Self::of_object_as(status.parse().ok()?, content_type, code, headers, Body::Js(parts.get(1))))
    }

    /// The answer of a Durable Object to this Worker: a line for each part of its head, and its body.
    pub(super) fn into_parts(self) -> JsValue {
        let [retry_after, replayed, timing] = Self::HEADERS.map(|name| self.header(name));
        let status = self.status.to_string();
        let head = [&status, &self.content_type, &self.code, retry_after, replayed, timing].join("\n");
        let body = match self.body {
            Body::Text(body) => body.into(),
            Body::Js(body) => body,
            Body::Object(_) => JsValue::UNDEFINED,
        };
        Array::of(&[head.into(), body]).into()
    }

    /// A page of a list, written by another.
    pub(super) fn of_page(json: JsValue) -> Self {
        Self { body: Body::Js(json), ..Self::text(200, String::new()) }
    }

    /// A stream, or an empty answer.
    pub(super) fn stream(response: Response) -> Self {
        let (content_type, headers) = ("text/event-stream".into(), Vec::new());
        Self { status: response.status(), content_type, body: Body::Object(response), headers, code: String::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds headers; one that is there already stays as it is.
    pub(super) fn with_all<'a>(mut self, headers: impl IntoIterator<Item = (&'static str, &'a str)>) -> Self {
        for (name, value) in headers {
            if self.header(name).is_empty() {
                self.headers.push((name, value.to_owned()));
            }
        }
        self
    }

    /// A header's value; empty if there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value)
    }

    /// The response from a Durable Object to this Worker, which may be a stream.
    pub(super) fn into_object_response(self) -> Response {
        let mut headers = String::new();
        border::push_line(&mut headers, "x-code", &self.code);
        self.respond(headers)
    }

    /// The response to the caller.
    pub(super) fn into_response(self, request_id: &str) -> Response {
        let mut headers = String::with_capacity(256);
        border::push_line(&mut headers, "x-request-id", request_id);
        self.respond(headers)
    }

    fn respond(&self, mut headers: String) -> Response {
        let content_type = Some(("content-type", &self.content_type)).filter(|(_, value)| !value.is_empty());
        for (name, value) in content_type.into_iter().chain(self.headers.iter().map(|(name, value)| (*name, value))) {
            border::push_line(&mut headers, name, value);
        }
        match &self.body {
            Body::Text(text) => border::respond(self.status, &headers, text),
            Body::Js(text) => border::respond_js(self.status, &headers, text),
            Body::Object(response) => border::forward(response, &headers),
        }
    }
}
