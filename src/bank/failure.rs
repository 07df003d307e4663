//! What went wrong with a call.

use alloc::boxed::Box;

use super::{Operation, Reply};
use crate::digits;
use crate::input::Value;
use crate::invoice::Record;
use crate::search::Page;
use crate::text;

/// What went wrong with a call to the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[repr(u32)]
pub enum Failure {
    /// The bank does not accept the token: 401, or any status with `Token is not valid` in its body, unless these may be an
    /// order's own words: the answer is the one asked for, or what was sent has them. Nothing was done.
    InvalidToken,
    /// The bank refuses what was asked. Nothing was done; the same again is refused again.
    Refused {
        /// The HTTP status, 4xx.
        status: u16,
        /// The bank's code, if it gave one.
        code: Option<i64>,
        /// The bank's message; empty if it gave none. At most 500 characters of it.
        message: Box<str>,
    },
    /// The bank asks to slow down (429). Nothing was done, as far as such an answer means what it says: an order searches
    /// before it asks for a link again.
    Throttled {
        /// The pause that the bank asks for, in seconds.
        retry_after_s: Option<u32>,
    },
    /// The bank failed (5xx, or a status that makes no sense). Whether anything was done is not known.
    Unavailable {
        /// The HTTP status.
        status: u16,
    },
    /// The answer says that it went well and cannot be read. Whether anything was done is not known.
    Malformed {
        /// The HTTP status, 2xx.
        status: u16,
    },
    /// No answer came in time. Whether anything was done is not known. Told by whoever made the call.
    Timeout,
    /// The connection failed. Whether anything was done is not known. Told by whoever made the call.
    Unreachable,
}

impl Failure {
    /// Whether the bank may have done what was asked in spite of the failure.
    #[must_use]
    pub const fn is_ambiguous(&self) -> bool {
        match self {
            Self::InvalidToken | Self::Refused { .. } | Self::Throttled { .. } => false,
            Self::Unavailable { .. } | Self::Malformed { .. } | Self::Timeout | Self::Unreachable => true,
        }
    }
}

/// What is waited for where the bank's `Retry-After` is no number of seconds that can be read.
const UNREADABLE_RETRY_AFTER_S: u32 = 60;

/// `Ok` if the answer is a success, as far as its status and a rejected token tell. What was sent may come back in it: of
/// words that a payer has chosen nobody knows whose they are, and that the token was rejected means that nothing was done.
pub(super) fn check(operation: Operation, reply: Reply<'_>) -> Result<(), Failure> {
    let is_token = operation == Operation::Token;
    let is_answer = || reply.is_success() && is_answer(reply.body);
    let is_rejected = says_rejected(reply.body) && !says_rejected(reply.sent.as_bytes()) && !is_answer();
    if !is_token && (reply.status == 401 || is_rejected) {
        return Err(Failure::InvalidToken);
    }
    match reply.status {
        _ if reply.is_success() => Ok(()),
        // a date, or whatever else is no number of seconds, says at least that it is not at once
        429 => Err(Failure::Throttled {
            retry_after_s: reply.retry_after.map(|text| {
                let seconds = digits::read(text.trim()).and_then(|seconds| seconds.try_into().ok());
                seconds.unwrap_or(UNREADABLE_RETRY_AFTER_S)
            }),
        }),
        // 408 and 425 are the server's own "not now"
        408 | 425 => Err(Failure::Unavailable { status: reply.status }),
        400..=499 => {
            let (code, message) = refusal(reply.body);
            Err(Failure::Refused { status: reply.status, code, message })
        }
        status => Err(Failure::Unavailable { status }),
    }
}

fn says_rejected(body: &[u8]) -> bool {
    const REJECTED: &[u8] = b"Token is not valid";
    body.windows(REJECTED.len()).any(|text| text == REJECTED)
}

/// Whether the body is a record or a page: what is written in them is the payer's or the shop's word, not the bank's.
fn is_answer(body: &[u8]) -> bool {
    Record::from_json(body).is_some_and(|record| record.id.is_some()) || Page::from_json(body).is_some()
}

/// The bank's `{"code": 1079, "message": "…"}`, as far as it is there.
pub(super) fn refusal(body: &[u8]) -> (Option<i64>, Box<str>) {
    let (mut code, mut message) = (None, Box::default());
    let members = Value::parse(body).ok().and_then(|value| value.members().ok());
    for (name, value) in members.into_iter().flat_map(crate::input::Members::into_values) {
        match (&*name, &value) {
            ("code", Value::Number(digits)) => code = digits::read_signed(digits),
            ("code", Value::String(digits)) => code = digits::read_signed(digits.trim()),
            ("message", Value::String(text)) => message = text::kept(text.trim(), 500, &|_| true),
            _ => {}
        }
    }
    (code, message)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn failure(operation: Operation, status: u16, body: &str) -> Option<Failure> {
        check(operation, Reply { status, retry_after: Some("7"), body: body.as_bytes(), sent: "" }).err()
    }

    const CREATED: &str = r#"{"id":"19c435ae-fbe6-4761-863f-381f6a0fe824","description":"Token is not valid"}"#;

    #[test]
    fn classifies_by_status_and_body() {
        let refused = |status, code, message: &str| Some(Failure::Refused { status, code, message: message.into() });
        let cases = [
            (Operation::Create, 200, "{}", None),
            (Operation::Create, 201, "", None),
            (Operation::Create, 401, "", Some(Failure::InvalidToken)),
            (Operation::Search, 200, "Token is not valid", Some(Failure::InvalidToken)),
            (Operation::Search, 500, r#"{"message":"Token is not valid"}"#, Some(Failure::InvalidToken)),
            (Operation::Create, 200, r#"{"description":"Token is not valid"}"#, Some(Failure::InvalidToken)),
            (Operation::Create, 401, CREATED, Some(Failure::InvalidToken)),
            (Operation::Create, 400, CREATED, Some(Failure::InvalidToken)),
            (Operation::Create, 201, CREATED, None),
            (Operation::Search, 200, r#"{"TotalCount":1,"Records":[{"description":"Token is not valid"}]}"#, None),
            (Operation::Create, 400, r#"{"code":1079,"message":" bad sms "}"#, refused(400, Some(1079), "bad sms")),
            (Operation::Create, 400, r#"{"code":"12"}"#, refused(400, Some(12), "")),
            (Operation::Create, 403, "<html>", refused(403, None, "")),
            (Operation::Create, 404, r#"["code"]"#, refused(404, None, "")),
            (Operation::Token, 401, r#"{"error":"x"}"#, refused(401, None, "")),
            (Operation::Token, 400, "Token is not valid", refused(400, None, "")),
            (Operation::Create, 429, "", Some(Failure::Throttled { retry_after_s: Some(7) })),
            (Operation::Create, 408, "", Some(Failure::Unavailable { status: 408 })),
            (Operation::Create, 500, "", Some(Failure::Unavailable { status: 500 })),
            (Operation::Create, 502, "<html>", Some(Failure::Unavailable { status: 502 })),
            (Operation::Create, 302, "", Some(Failure::Unavailable { status: 302 })),
            (Operation::Create, 0, "", Some(Failure::Unavailable { status: 0 })),
        ];
        for (operation, status, body, expected) in cases {
            assert_eq!(failure(operation, status, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn what_was_sent_says_nothing_of_the_token() {
        for (status, body, expected) in [
            (502, CREATED, Failure::Unavailable { status: 502 }),
            (
                400,
                r#"{"code":1,"message":"Token is not valid"}"#,
                Failure::Refused { status: 400, code: Some(1), message: "Token is not valid".into() },
            ),
            (401, CREATED, Failure::InvalidToken),
        ] {
            let sent = r#"{"description":"Token is not valid"}"#;
            let reply = Reply { status, retry_after: None, body: body.as_bytes(), sent };
            assert_eq!(check(Operation::Create, reply), Err(expected));
        }
    }

    #[test]
    fn a_date_to_retry_after_is_at_least_not_at_once() {
        let reply = Reply { status: 429, retry_after: Some("Wed, 21 Oct 2026 07:28:00 GMT"), body: b"", sent: "" };
        assert_eq!(check(Operation::Create, reply), Err(Failure::Throttled { retry_after_s: Some(60) }));
    }

    #[test]
    fn a_long_message_is_cut() {
        let body = format!(r#"{{"code":1,"message":"{}"}}"#, "ә".repeat(10_000));
        assert_eq!(refusal(body.as_bytes()).1.chars().count(), 500);
    }
}
