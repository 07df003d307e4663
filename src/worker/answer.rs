//! What leaves the Worker: JSON with the headers that every answer carries.

use serde::Serialize;
use worker::{Headers, Response, ResponseBuilder};

use super::problem::Problem;

/// An answer before it is a response.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    content_type: &'static str,
    body: String,
    headers: Vec<(&'static str, String)>,
    /// The problem's code, for the log.
    pub(super) code: Option<&'static str>,
}

impl Answer {
    pub(super) fn json(status: u16, body: &impl Serialize) -> Self {
        Self {
            status,
            content_type: "application/json",
            body: serde_json::to_string(body).unwrap_or_default(),
            headers: Vec::new(),
            code: None,
        }
    }

    pub(super) fn problem(problem: &Problem) -> Self {
        let mut answer = Self::json(problem.status, problem);
        answer.content_type = "application/problem+json";
        answer.code = Some(problem.code);
        if problem.status == 401 {
            answer.headers.push(("www-authenticate", "Bearer".into()));
        }
        if let Some(allow) = problem.allow {
            answer.headers.push(("allow", allow.into()));
        }
        if let Some(seconds) = problem.retry_after_s {
            answer.headers.push(("retry-after", seconds.to_string()));
        }
        answer
    }

    pub(super) fn into_response(self, request_id: &str) -> worker::Result<Response> {
        let headers = Headers::new();
        headers.set("content-type", self.content_type)?;
        headers.set("x-request-id", request_id)?;
        // an answer holds a payer's data or a way to pay: no cache keeps it, no browser guesses its type
        headers.set("cache-control", "no-store")?;
        headers.set("x-content-type-options", "nosniff")?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        Ok(ResponseBuilder::new().with_status(self.status).with_headers(headers).fixed(self.body.into_bytes()))
    }
}
