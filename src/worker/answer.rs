//! What leaves the Worker: JSON with the headers that every answer carries.

use alloc::boxed::Box;
use alloc::string::String;

use wasm_bindgen::JsValue;

use super::border::{self, Parts, Response};
use super::fault::Fault;
use super::log::Line;
use super::problem::Problem;
use crate::digits;
use crate::output::{self, ToJson, name};

/// The headers of every answer. It holds a payer's data or a way to pay: no cache keeps it, no browser guesses its type or
/// frames it.
pub(super) const COMMON: &str = "cache-control\nno-store\n\
    x-content-type-options\nnosniff\n\
    content-security-policy\ndefault-src 'none'; frame-ancestors 'none'\n\
    referrer-policy\nno-referrer\n\
    strict-transport-security\nmax-age=31536000\n";

/// An answer before it is a response.
pub(super) struct Answer {
    status: u16,
    /// The problem's code, for the log.
    code: String,
    /// Its headers beside the common ones, as [lines](border::lines).
    headers: String,
    body: Body,
}

enum Body {
    Text(String),
    /// A text that is in JavaScript, and stays there.
    Js(JsValue),
    /// An object's answer, whose body goes on as it comes.
    Object(Response),
}

impl Answer {
    fn new(status: u16, content_type: &str, body: Body) -> Box<Self> {
        // room for all that go with it
        let headers = String::with_capacity(256);
        Box::new(Self { status, code: String::new(), headers, body }).with("content-type", content_type)
    }

    pub(super) fn json(status: u16, body: &dyn ToJson) -> Box<Self> {
        Self::text(status, output::json(body))
    }

    /// JSON that is written already.
    pub(super) fn text(status: u16, json: String) -> Box<Self> {
        Self::new(status, "application/json", Body::Text(json))
    }

    /// `{"status": …}`.
    pub(super) fn status(status: u16, word: &'static str) -> Box<Self> {
        let mut body = String::new();
        output::object(&mut body, &[(name!("status"), Some(&word))]);
        Self::text(status, body)
    }

    pub(super) fn empty(status: u16) -> Box<Self> {
        Box::new(Self { status, code: String::new(), headers: String::new(), body: Body::Text(String::new()) })
    }

    #[expect(clippy::boxed_local, reason = "a fault comes so")]
    pub(super) fn of_fault(fault: Box<Fault>, request_id: &str) -> Box<Self> {
        if let Fault::Internal(error) = &*fault {
            border::log_error(&[request_id, " ", error].concat());
        }
        let problem = Problem::of(*fault, request_id);
        let mut answer = Self::new(problem.status, "application/problem+json", Body::Text(problem.to_json()));
        answer.code = problem.code.into();
        if problem.status == 401 {
            answer = answer.with("www-authenticate", "Bearer");
        }
        if let Some(allow) = problem.allow {
            answer = answer.with("allow", allow);
        }
        match problem.retry_after_s {
            Some(seconds) => answer.with("retry-after", &digits::decimal(seconds.into())),
            None => answer,
        }
    }

    /// What a Durable Object answers with a stream, in this Worker's name.
    pub(super) fn of_object(response: Response) -> Option<Box<Self>> {
        let head = border::answered(&response, "content-type retry-after idempotent-replayed server-timing");
        Self::of_head(&head, Body::Object(response))
    }

    /// Reads back what [`parts`](Self::parts) writes, in this Worker's name.
    pub(super) fn of_parts(parts: &Parts) -> Option<Box<Self>> {
        Self::of_head(&parts.head(), Body::Js(parts.body()))
    }

    fn of_head(head: &str, body: Body) -> Option<Box<Self>> {
        let [status, code, headers] = border::split(head);
        let status = digits::read(status)?.try_into().ok()?;
        Some(Box::new(Self { status, code: code.into(), headers: headers.into(), body }))
    }

    /// The answer of a Durable Object to this Worker: its status, its problem's code and its headers in one text, and its body.
    pub(super) fn parts(&self) -> JsValue {
        let head = [&digits::decimal(self.status.into()), "\n", &self.code, "\n", &self.headers].concat();
        let body = match &self.body {
            Body::Text(body) => body.into(),
            Body::Js(body) => body.clone(),
            Body::Object(_) => JsValue::UNDEFINED,
        };
        border::parts(&head, &body).into()
    }

    /// A page of a list, written by another.
    pub(super) fn of_page(json: JsValue) -> Box<Self> {
        Self::new(200, "application/json", Body::Js(json))
    }

    /// A stream, or an empty answer.
    pub(super) fn stream(status: u16, response: Response) -> Box<Self> {
        Self::new(status, "text/event-stream", Body::Object(response))
    }

    /// Adds a header; one without a value does not go.
    pub(super) fn with(mut self: Box<Self>, name: &str, value: &str) -> Box<Self> {
        if !value.is_empty() {
            border::push_line(&mut self.headers, name, value);
        }
        self
    }

    pub(super) fn with_all<'a>(
        mut self: Box<Self>,
        headers: impl IntoIterator<Item = (&'static str, &'a str)>,
    ) -> Box<Self> {
        for (name, value) in headers {
            self = self.with(name, value);
        }
        self
    }

    /// Notes in the log's line what it tells of the answer.
    pub(super) fn note<'a>(&'a self, mut line: Line<'a>) -> Line<'a> {
        line.status = self.status;
        line.code = &self.code;
        let mut rest = &*self.headers;
        while !rest.is_empty() {
            let [name, value, after] = border::split(rest);
            match name {
                "server-timing" => line.bank = value,
                "idempotent-replayed" => line.replayed = true,
                _ => {}
            }
            rest = after;
        }
        line
    }

    /// The response from a Durable Object to this Worker, which may be a stream.
    pub(super) fn into_object_response(self: Box<Self>) -> Response {
        let code = self.code.clone();
        self.with("x-code", &code).respond()
    }

    /// The response to the caller.
    pub(super) fn into_response(self: Box<Self>, request_id: &str) -> Response {
        self.with("x-request-id", request_id).respond()
    }

    fn respond(&self) -> Response {
        match &self.body {
            Body::Text(text) => border::respond(self.status, &self.headers, text),
            Body::Js(text) => border::respond_js(self.status, &self.headers, text),
            Body::Object(response) => border::forward(response, &self.headers),
        }
    }
}
