//! What the Worker tells of a failure: `application/problem+json` (RFC 9457).

use super::fault::{ConfigFault, Fault};
use super::token::NoToken;
use crate::bank::Failure;
use crate::issue::Issues;
use crate::output::{self, ToJson, some, unless};

/// What a caller is told.
#[cfg_attr(test, derive(Debug))]
pub(super) struct Problem {
    /// `urn:epay-invoice:` and the code.
    kind: String,
    /// The HTTP status' own words.
    title: &'static str,
    /// The HTTP status.
    pub(super) status: u16,
    /// What went wrong, for a person.
    detail: String,
    /// What went wrong, for a program: stable.
    pub(super) code: &'static str,
    /// The request's id, for the shop's and the operator's logs.
    request_id: String,
    /// Whether the same request may succeed later.
    retryable: bool,
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
    /// The `Retry-After` header, in seconds.
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
                ("type", Some(&self.kind)),
                ("title", Some(&self.title)),
                ("status", Some(&self.status)),
                ("detail", Some(&self.detail)),
                ("code", Some(&self.code)),
                ("request_id", Some(&self.request_id)),
                ("retryable", Some(&self.retryable)),
                ("issues", some(&self.issues)),
                ("bank", some(&self.bank)),
                ("missing", unless(self.missing.is_empty(), &self.missing)),
                ("fields", unless(self.fields.is_empty(), &self.fields)),
            ],
        );
    }
}

impl ToJson for BankWord {
    fn write(&self, json: &mut String) {
        output::object(json, &[("code", Some(&self.code)), ("message", Some(&self.message))]);
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

    fn new(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:epay-invoice:{code}"),
            title: title(status),
            status,
            detail: detail.into(),
            code,
            request_id: String::new(),
            retryable: false,
            issues: None,
            bank: None,
            missing: Vec::new(),
            fields: Vec::new(),
            allow: None,
            retry_after_s: None,
        }
    }

    fn retry(self, after_s: u32) -> Self {
        Self { retryable: true, retry_after_s: Some(after_s), ..self }
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

/// The one mapping from what is known to what is told.
impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NoSuchPath => Self::new(404, "not_found", "There is nothing at this path."),
            Fault::MethodNotAllowed { allow } => {
                Self { allow: Some(allow), ..Self::new(405, "method_not_allowed", format!("This path takes {allow}.")) }
            }
            Fault::Unauthorized => {
                Self::new(401, "unauthorized", "Give a valid API key or ticket: `Authorization: Bearer …`.")
            }
            Fault::Forbidden { what } => {
                Self::new(403, "forbidden", format!("These credentials do not allow their holder to {what}."))
            }
            Fault::NotTheTickets { fields } => {
                let detail = format!("The ticket is not for this {}.", fields.join(", "));
                Self { fields, ..Self::new(403, "ticket_mismatch", detail) }
            }
            Fault::RateLimited => Self::new(429, "rate_limited", "Too many requests; slow down.").retry(60),
            Fault::UnsupportedMediaType => {
                Self::new(415, "unsupported_media_type", "Send the body as application/json.")
            }
            Fault::BodyTooLarge => {
                let detail = format!("The body is larger than {} bytes.", super::call::MAX_BODY);
                Self::new(413, "body_too_large", detail)
            }
            Fault::Invalid(issues) => Self {
                issues: Some(issues.clone()),
                ..Self::new(422, "invalid_payload", format!("The payload breaks rules: {issues}."))
            },
            Fault::InvalidInvoiceId(reason) => Self {
                issues: Some(crate::Issue::of("invoice_id", reason).into()),
                ..Self::new(422, "invalid_payload", format!("The path's invoice_id breaks a rule: {reason}."))
            },
            Fault::NotConfigured(faults) => Self {
                missing: faults.iter().map(|fault| fault.key).collect(),
                ..Self::new(500, "not_configured", config_detail(&faults))
            },
            Fault::NoToken(NoToken { refused: true, .. }) => {
                Self::new(502, "bank_credentials_refused", "The bank refuses this shop's credentials.")
            }
            Fault::NoToken(NoToken { retry_after_s, .. }) => {
                Self::new(503, "bank_unavailable", "The bank gives no token at the moment. Nothing was done.")
                    .retry(retry_after_s)
            }
            Fault::Unavailable { retry_after_s } => {
                Self::new(503, "bank_unavailable", "The bank cannot be used at the moment. Nothing was done.")
                    .retry(retry_after_s)
            }
            Fault::Conflict { fields } => {
                let detail = format!("The order exists with another {}.", fields.join(", "));
                Self { fields, ..Self::new(409, "invoice_conflict", detail) }
            }
            Fault::Bank(failure) => bank(failure),
            Fault::NoInvoice(invoice_id) => {
                Self::new(404, "invoice_not_found", format!("The bank has no link of the order {invoice_id}."))
            }
            Fault::NoEvent => Self::new(404, "event_not_found", "There is no such event, or none any more."),
            Fault::AlreadyPaid(invoice_id) => Self::new(
                409,
                "already_paid",
                format!("The order {invoice_id} is paid; its link needs no deactivating."),
            ),
            Fault::OutcomeUnknown { retry_after_s } => Self::new(
                503,
                "outcome_unknown",
                "The bank has not said clearly whether it did what was asked. Trying again is safe.",
            )
            .retry(retry_after_s),
            Fault::Internal(_) => {
                Self::new(500, "internal", "Something failed here; the request_id finds it in the log.")
            }
        }
    }
}

fn config_detail(faults: &[ConfigFault]) -> String {
    let list: Vec<String> =
        faults.iter().map(|fault| format!("{} {}", fault.key, fault.wrong.unwrap_or("is missing"))).collect();
    format!("The Worker's configuration is not complete: {}.", list.join("; "))
}

fn bank(failure: Failure) -> Problem {
    match failure {
        Failure::Refused { code, message, .. } => Problem {
            bank: Some(BankWord { code, message }),
            ..Problem::new(422, "bank_refused", "The bank refuses the request; `bank` has its own words.")
        },
        Failure::InvalidToken => {
            Problem::new(502, "bank_token_rejected", "The bank rejects the token it gave.").retry(5)
        }
        Failure::Throttled { retry_after_s } => {
            Problem::new(503, "bank_throttled", "The bank asks to slow down.").retry(retry_after_s.unwrap_or(5))
        }
        Failure::Timeout => Problem::new(504, "bank_timeout", "The bank did not answer in time.").retry(5),
        Failure::Unavailable { .. } | Failure::Malformed { .. } | Failure::Unreachable => {
            Problem::new(503, "bank_unavailable", "The bank cannot be used at the moment.").retry(5)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(fault: Fault) -> serde_json::Value {
        serde_json::from_str(&Problem::from(fault).to_json()).unwrap()
    }

    fn told(fault: Fault) -> (u16, &'static str, bool) {
        let problem = Problem::from(fault);
        (problem.status, problem.code, problem.retryable)
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
