//! What went wrong with a call, as data for JavaScript.

use alloc::boxed::Box;
use alloc::string::String;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use wasm_bindgen::{JsCast, JsValue};

/// One failed call.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Failure {
    /// The Worker's code, or `network`, `timeout`, `bad_answer`.
    code: String,
    /// The HTTP status; 0 where there was no answer.
    status: u16,
    detail: String,
    request_id: Option<String>,
    /// Whether the same call may succeed later.
    pub(super) retryable: bool,
    /// The Worker's `Retry-After`, in seconds.
    pub(super) retry_after: Option<u32>,
    issues: Box<RawValue>,
    bank: Option<Box<RawValue>>,
    /// What was thrown, where something was.
    #[serde(skip)]
    cause: JsValue,
}

/// The Worker's `application/problem+json`, as far as it is one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    code: Option<String>,
    detail: Option<String>,
    request_id: Option<String>,
    retryable: Option<bool>,
    issues: Option<Box<RawValue>>,
    bank: Option<Box<RawValue>>,
}

impl Failure {
    fn new(code: &str, status: u16, detail: &str, retryable: bool) -> Self {
        let none = RawValue::from_string("[]".into()).unwrap_or_default();
        Self {
            code: code.into(),
            status,
            detail: detail.into(),
            request_id: None,
            retryable,
            retry_after: None,
            issues: none,
            bank: None,
            cause: JsValue::UNDEFINED,
        }
    }

    pub(super) fn network(detail: &str) -> Self {
        Self::new("network", 0, detail, true)
    }

    /// The request failed by what was thrown.
    pub(super) fn thrown(cause: JsValue, otherwise: &str) -> Self {
        let error = cause.dyn_ref::<js_sys::Error>().map(|error| String::from(error.to_string()));
        Self { cause, ..Self::network(error.as_deref().unwrap_or(otherwise)) }
    }

    pub(super) fn timeout() -> Self {
        Self::new("timeout", 0, "the Worker did not answer in time", true)
    }

    /// An answer that is no success.
    pub(super) fn of_answer(status: u16, request_id: Option<String>, retry_after: Option<u32>, body: &str) -> Self {
        let problem: Problem = serde_json::from_str(body).unwrap_or_default();
        let by_status = status == 429 || status >= 500;
        let other = Self::new("bad_answer", status, "the answer is none of the Worker's", by_status);
        Self {
            code: problem.code.unwrap_or(other.code),
            status,
            detail: problem.detail.unwrap_or(other.detail),
            request_id: problem.request_id.or(request_id),
            retryable: problem.retryable.unwrap_or(by_status),
            retry_after,
            issues: problem.issues.unwrap_or(other.issues),
            bank: problem.bank,
            cause: JsValue::UNDEFINED,
        }
    }
}

/// The JSON text and the cause: the border to JavaScript is one parse there, and what is raw stays as the Worker wrote it.
impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        let json = serde_json::to_string(&failure).unwrap_or_default();
        js_sys::Array::of2(&json.into(), &failure.cause).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> serde_json::Value {
        serde_json::to_value(Failure::of_answer(status, Some("r1".into()), Some(3), body)).unwrap()
    }

    #[test]
    fn reads_the_workers_problem() {
        let body = r#"{"code":"invalid_payload","detail":"d","request_id":"r2","retryable":false,"issues":[{"x":1}],"bank":{"code":1}}"#;
        let expected = serde_json::json!({
            "code": "invalid_payload", "status": 422, "detail": "d", "requestId": "r2", "retryable": false, "retryAfter": 3,
            "issues": [{"x": 1}], "bank": {"code": 1}
        });
        assert_eq!(of(422, body), expected);
    }

    #[test]
    fn makes_do_with_what_is_none() {
        for body in ["", "<html>", "[]", "{\"code\":7}"] {
            let failure = of(502, body);
            assert_eq!(failure["code"], "bad_answer", "{body}");
            assert_eq!(failure["retryable"], true);
            assert_eq!(failure["requestId"], "r1");
        }
        assert_eq!(of(404, "")["retryable"], false);
    }
}
