//! What leaves the Worker: JSON with the headers that every answer carries.

use web_sys::Response;

use super::border::{self, Answered};
use super::fault::Fault;
use super::problem::Problem;
use crate::output::{self, ToJson};

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
    /// An object's answer, whose body goes on as it comes.
    Object(Response),
}

impl Answer {
    pub(super) fn json(status: u16, body: &dyn ToJson) -> Self {
        Self::text(status, output::json(body))
    }

    fn text(status: u16, json: String) -> Self {
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
            worker::console_error!("{request_id} {error}");
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

    /// What a Durable Object answers, in this Worker's name.
    pub(super) fn of_object(response: Response) -> Self {
        const HEADERS: &str = "content-type retry-after idempotent-replayed server-timing x-code";
        let answered = Answered::of(&response, HEADERS);
        let [_, content_type, retry_after, replayed, timing, code] = answered.lines();
        let headers = [("retry-after", retry_after), ("idempotent-replayed", replayed), ("server-timing", timing)];
        let headers = headers.into_iter().filter(|(_, value)| !value.is_empty());
        Self {
            status: response.status(),
            content_type: content_type.into(),
            headers: headers.map(|(name, value)| (name, value.to_owned())).collect(),
            code: code.into(),
            body: Body::Object(response),
        }
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

    /// The response from a Durable Object to this Worker.
    pub(super) fn into_object_response(self) -> Response {
        let code = self.code.clone();
        self.with("x-code", code).respond(&[])
    }

    /// The response to the caller.
    pub(super) fn into_response(self, request_id: &str) -> Response {
        self.respond(&[
            ("x-request-id", request_id),
            // an answer holds a payer's data or a way to pay: no cache keeps it, no browser guesses its type or frames it
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ("referrer-policy", "no-referrer"),
            ("strict-transport-security", "max-age=31536000"),
        ])
    }

    fn respond(&self, common: &[(&str, &str)]) -> Response {
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let content_type = [("content-type", self.content_type.as_str())];
        let content_type = content_type.into_iter().filter(|(_, value)| !value.is_empty());
        let headers = border::lines(content_type.chain(common.iter().copied()).chain(own));
        match &self.body {
            Body::Text(text) => border::respond(self.status, &headers, text),
            Body::Object(response) => border::forward(response, &headers),
        }
    }
}
