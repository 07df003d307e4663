//! An answer to a call of the API, and what faults make of it.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::fault_order::Instead;
use crate::refusal::Refusal;

/// An answer before it goes out.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    content_type: Option<&'static str>,
    retry_after: Option<u32>,
    body: Vec<u8>,
}

/// What goes out: an answer, or nothing.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An answer.
    Answer(Answer),
    /// The connection is reset.
    Reset,
    /// Nothing, and the connection stays.
    Silence,
}

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

impl Answer {
    /// JSON.
    pub fn json(status: StatusCode, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("the sandbox's answers have string keys only");
        Answer { status, content_type: Some(JSON), retry_after: None, body }
    }

    /// 200 without a body.
    pub fn empty() -> Self {
        Answer { status: StatusCode::OK, content_type: None, retry_after: None, body: Vec::new() }
    }

    /// The bank's error shape.
    pub fn refused(refusal: &Refusal) -> Self {
        let body = serde_json::json!({"code": refusal.code as u16, "message": refusal.message});
        Answer::json(refusal.status(), &body)
    }

    fn text(status: StatusCode, content_type: &'static str, text: &str) -> Self {
        Answer { status, content_type: Some(content_type), retry_after: None, body: text.into() }
    }

    /// The body, where there is one; else a piece of JSON that can be spoilt.
    fn spoilable(&self) -> &[u8] {
        if self.body.is_empty() { br#"{"status":"OK"}"# } else { &self.body }
    }
}

impl Outcome {
    /// What a fault makes of an answer; `None` is the answer to work that was not done.
    pub fn of_fault(instead: &Instead, answer: Option<Answer>) -> Self {
        let mut answer = answer.unwrap_or_else(Answer::empty);
        Outcome::Answer(match instead {
            Instead::Reset => return Outcome::Reset,
            Instead::Silence => return Outcome::Silence,
            Instead::Throttled { retry_after } => Answer {
                retry_after: *retry_after,
                ..Answer::text(StatusCode::TOO_MANY_REQUESTS, TEXT, "Too Many Requests")
            },
            Instead::ServerError => Answer::text(StatusCode::INTERNAL_SERVER_ERROR, TEXT, "Internal Server Error"),
            Instead::BadGateway => Answer::text(StatusCode::BAD_GATEWAY, HTML, BAD_GATEWAY),
            Instead::Empty => Answer::empty(),
            Instead::TokenRejected { http_status } => {
                let status = StatusCode::from_u16(*http_status).unwrap_or(StatusCode::UNAUTHORIZED);
                Answer::text(status, TEXT, "Token is not valid")
            }
            Instead::WrongContentType => {
                answer.content_type = Some(HTML);
                answer
            }
            Instead::Truncated => {
                let whole = answer.spoilable();
                answer.body = whole[..whole.len() / 2].to_vec();
                answer.content_type = Some(JSON);
                answer
            }
            Instead::Malformed => {
                let mut body = answer.spoilable().to_vec();
                // As in the page's sample: `{access_token": …}}`.
                body.retain({
                    let mut quote_seen = false;
                    move |byte| *byte != b'"' || std::mem::replace(&mut quote_seen, true)
                });
                body.push(b'}');
                answer.body = body;
                answer.content_type = Some(JSON);
                answer
            }
        })
    }

    /// The HTTP status, where there is an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Outcome::Answer(answer) => Some(answer.status.as_u16()),
            Outcome::Reset | Outcome::Silence => None,
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
