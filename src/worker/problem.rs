//! What the Worker tells of a failure: `application/problem+json` (RFC 9457).

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::fault::{ConfigFault, Fault};
use super::token::NoToken;
use crate::bank::Failure;
use crate::digits;
use crate::issue::Issues;
use crate::output::{self, ToJson, name, some, unless};

/// What a caller is told.
#[cfg_attr(test, derive(Debug))]
pub(super) struct Problem {
    /// The HTTP status.
    pub(super) status: u16,
    /// What went wrong, for a program: stable.
    pub(super) code: &'static str,
    /// What went wrong, for a person.
    detail: String,
    /// The request's id, for the shop's and the operator's logs.
    request_id: String,
    /// Every issue of the payload.
    issues: Option<Issues>,
    /// The bank's own answer.
    bank: Option<BankWord>,
    /// The configuration keys to mend.
    missing: Vec<&'static str>,
    /// The fields in which a draft differs from the order that there is.
    fields: Vec<&'static str>,
    /// The `Allow` header.
    pub(super) allow: Option<&'static str>,
    /// The `Retry-After` header, in seconds, where the same request may succeed later.
    pub(super) retry_after_s: Option<u32>,
}

/// The bank's code and message, as it gave them.
#[cfg_attr(test, derive(Debug))]
struct BankWord {
    code: Option<i64>,
    message: Box<str>,
}

/// Its members, as far as there is something to tell.
impl ToJson for Problem {
    fn write(&self, json: &mut String) {
        output::object(
            json,
            &[
                (name!("type"), Some(&["urn:epay-invoice:", self.code].concat())),
                (name!("title"), Some(&title(self.status))),
                (name!("status"), Some(&self.status)),
                (name!("detail"), Some(&self.detail)),
                (name!("code"), Some(&self.code)),
                (name!("request_id"), Some(&self.request_id)),
                (name!("retryable"), Some(&self.retry_after_s.is_some())),
                (name!("issues"), some(&self.issues)),
                (name!("bank"), some(&self.bank)),
                (name!("missing"), unless(self.missing.is_empty(), &self.missing)),
                (name!("fields"), unless(self.fields.is_empty(), &self.fields)),
            ],
        );
    }
}

impl ToJson for BankWord {
    fn write(&self, json: &mut String) {
        output::object(json, &[(name!("code"), Some(&self.code)), (name!("message"), Some(&self.message))]);
    }
}

impl Problem {
    /// What the caller of one request is told of a fault.
    pub(super) fn of(fault: Fault, request_id: &str) -> Self {
        Self { request_id: request_id.to_owned(), ..fault.into() }
    }

    /// For the operator's log: the code, and the configuration's keys to mend.
    pub(super) fn into_log(self) -> String {
        [self.code, ": ", &self.detail].concat()
    }
}

/// The reason phrase of each status that is used here (RFC 9110).
const fn title(status: u16) -> &'static str {
    match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    }
}

/// The status, the code, and the detail before and behind what is particular.
type Row = (u16, &'static str, &'static str, &'static str);

const fn row(fault: &Fault) -> &'static Row {
    match fault {
        Fault::NoSuchPath => &(404, "not_found", "There is nothing at this path.", ""),
        Fault::MethodNotAllowed { .. } => &(405, "method_not_allowed", "This path takes ", "."),
        Fault::Unauthorized => &(401, "unauthorized", UNAUTHORIZED, ""),
        Fault::Forbidden { .. } => &(403, "forbidden", "These credentials do not allow their holder to ", "."),
        Fault::NotTheTickets { .. } => &(403, "ticket_mismatch", "The ticket is not for this ", "."),
        Fault::RateLimited => &(429, "rate_limited", "Too many requests; slow down.", ""),
        Fault::UnsupportedMediaType => &(415, "unsupported_media_type", "Send the body as application/json.", ""),
        Fault::BodyTooLarge => &(413, "body_too_large", "The body is larger than ", " bytes."),
        Fault::Invalid(_) => &(422, "invalid_payload", "The payload breaks rules: ", "."),
        Fault::InvalidInvoiceId(_) => &(422, "invalid_payload", "The path's invoice_id breaks a rule: ", "."),
        Fault::NotConfigured(_) => &(500, "not_configured", "The Worker's configuration is not complete: ", "."),
        Fault::NoToken(NoToken { refused: true, .. }) => {
            &(502, "bank_credentials_refused", "The bank refuses this shop's credentials.", "")
        }
        Fault::NoToken(_) => &(503, "bank_unavailable", "The bank gives no token at the moment. Nothing was done.", ""),
        Fault::Unavailable { .. } => {
            &(503, "bank_unavailable", "The bank cannot be used at the moment. Nothing was done.", "")
        }
        Fault::Conflict { .. } => &(409, "invoice_conflict", "The order exists with another ", "."),
        Fault::Bank(Failure::Refused { .. }) => {
            &(422, "bank_refused", "The bank refuses the request; `bank` has its own words.", "")
        }
        Fault::Bank(Failure::InvalidToken) => &(502, "bank_token_rejected", "The bank rejects the token it gave.", ""),
        Fault::Bank(Failure::Throttled { .. }) => &(503, "bank_throttled", "The bank asks to slow down.", ""),
        Fault::Bank(Failure::Timeout) => &(504, "bank_timeout", "The bank did not answer in time.", ""),
        Fault::Bank(Failure::Unavailable { .. } | Failure::Malformed { .. } | Failure::Unreachable) => {
            &(503, "bank_unavailable", "The bank cannot be used at the moment.", "")
        }
        Fault::NoInvoice(_) => &(404, "invoice_not_found", "The bank has no link of the order ", "."),
        Fault::NoEvent => &(404, "event_not_found", "There is no such event, or none any more.", ""),
        Fault::AlreadyPaid(_) => &(409, "already_paid", "The order ", " is paid; its link needs no deactivating."),
        Fault::OutcomeUnknown { .. } => &(
            503,
            "outcome_unknown",
            "The bank has not said clearly whether it did what was asked. Trying again is safe.",
            "",
        ),
        Fault::Internal(_) => &(500, "internal", "Something failed here; the request_id finds it in the log.", ""),
    }
}

const UNAUTHORIZED: &str = "Give a valid API key or ticket: `Authorization: Bearer …`.";

/// When the same request may succeed, in seconds; `None`: nothing but another request will.
const fn retry_after_s(fault: &Fault) -> Option<u32> {
    match fault {
        Fault::RateLimited => Some(60),
        Fault::NoToken(NoToken { refused: false, retry_after_s })
        | Fault::Unavailable { retry_after_s }
        | Fault::OutcomeUnknown { retry_after_s }
        | Fault::Bank(Failure::Throttled { retry_after_s: Some(retry_after_s) }) => Some(*retry_after_s),
        Fault::Bank(Failure::Refused { .. }) => None,
        Fault::Bank(_) => Some(5),
        _ => None,
    }
}

/// The one mapping from what is known to what is told: by [`row`] and [`retry_after_s`], and what is particular.
impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let (status, code, before, after) = *row(&fault);
        let mut problem = Self {
            status,
            code,
            detail: String::new(),
            request_id: String::new(),
            issues: None,
            bank: None,
            missing: Vec::new(),
            fields: Vec::new(),
            allow: None,
            retry_after_s: retry_after_s(&fault),
        };
        let mut particular = String::new();
        match fault {
            Fault::MethodNotAllowed { allow } => {
                particular.push_str(allow);
                problem.allow = Some(allow);
            }
            Fault::Forbidden { what } => particular.push_str(what),
            Fault::NotTheTickets { fields } | Fault::Conflict { fields } => {
                particular = fields.join(", ");
                problem.fields = fields;
            }
            Fault::BodyTooLarge => digits::push_decimal(&mut particular, super::call::MAX_BODY.into()),
            Fault::Invalid(issues) => {
                particular = issues.text();
                problem.issues = Some(issues);
            }
            Fault::InvalidInvoiceId(reason) => {
                particular = reason.text();
                problem.issues = Some(crate::Issue::of("invoice_id", reason).into());
            }
            Fault::NotConfigured(faults) => {
                for ConfigFault { key, wrong } in faults {
                    let separator = if particular.is_empty() { "" } else { "; " };
                    for part in [separator, key, " ", wrong.unwrap_or("is missing")] {
                        particular.push_str(part);
                    }
                    problem.missing.push(key);
                }
            }
            Fault::NoInvoice(invoice_id) | Fault::AlreadyPaid(invoice_id) => particular.push_str(invoice_id.as_str()),
            Fault::Bank(Failure::Refused { code, message, .. }) => problem.bank = Some(BankWord { code, message }),
            _ => {}
        }
        problem.detail = [before, &particular, after].concat();
        problem
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec;

    use super::*;

    fn written(fault: Fault) -> serde_json::Value {
        serde_json::from_str(&Problem::from(fault).to_json()).unwrap()
    }

    fn told(fault: Fault) -> (u16, &'static str, bool) {
        let problem = Problem::from(fault);
        (problem.status, problem.code, problem.retry_after_s.is_some())
    }

    #[test]
    fn each_fault_has_its_status_and_code() {
        let refused = || Failure::Refused { status: 400, code: Some(1079), message: "sms".into() };
        let cases = [
            (Fault::NoSuchPath, (404, "not_found", false)),
            (Fault::MethodNotAllowed { allow: "GET" }, (405, "method_not_allowed", false)),
            (Fault::Unauthorized, (401, "unauthorized", false)),
            (Fault::NotTheTickets { fields: vec!["amount"] }, (403, "ticket_mismatch", false)),
            (Fault::RateLimited, (429, "rate_limited", true)),
            (Fault::Forbidden { what: "create" }, (403, "forbidden", false)),
            (Fault::UnsupportedMediaType, (415, "unsupported_media_type", false)),
            (Fault::BodyTooLarge, (413, "body_too_large", false)),
            (Fault::NoToken(NoToken { refused: true, retry_after_s: 1 }), (502, "bank_credentials_refused", false)),
            (Fault::NoToken(NoToken { refused: false, retry_after_s: 1 }), (503, "bank_unavailable", true)),
            (Fault::Unavailable { retry_after_s: 1 }, (503, "bank_unavailable", true)),
            (Fault::Conflict { fields: vec!["amount"] }, (409, "invoice_conflict", false)),
            (Fault::Bank(refused()), (422, "bank_refused", false)),
            (Fault::Bank(Failure::InvalidToken), (502, "bank_token_rejected", true)),
            (Fault::Bank(Failure::Throttled { retry_after_s: Some(9) }), (503, "bank_throttled", true)),
            (Fault::Bank(Failure::Timeout), (504, "bank_timeout", true)),
            (Fault::Bank(Failure::Malformed { status: 200 }), (503, "bank_unavailable", true)),
            (Fault::OutcomeUnknown { retry_after_s: 5 }, (503, "outcome_unknown", true)),
        ];
        for (fault, expected) in cases {
            let name = format!("{fault:?}");
            assert_eq!(told(fault), expected, "{name}");
        }
    }

    #[test]
    fn names_every_key_that_is_missing() {
        let faults = vec![
            ConfigFault { key: "SHOP_ID", wrong: None },
            ConfigFault { key: "EPAY_ENV", wrong: Some("is none of prod, test") },
        ];
        let problem = written(Fault::NotConfigured(faults));
        assert_eq!(problem["missing"], serde_json::json!(["SHOP_ID", "EPAY_ENV"]));
        assert_eq!(
            problem["detail"],
            "The Worker's configuration is not complete: SHOP_ID is missing; EPAY_ENV is none of prod, test."
        );
    }

    #[test]
    fn passes_the_banks_words_on() {
        let failure = Failure::Refused { status: 400, code: Some(1079), message: "bad sms".into() };
        let problem = written(Fault::Bank(failure));
        assert_eq!(problem["bank"], serde_json::json!({"code": 1079, "message": "bad sms"}));
        assert_eq!(problem["type"], "urn:epay-invoice:bank_refused");
    }
}
