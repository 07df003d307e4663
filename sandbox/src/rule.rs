//! The rules of single fields, as the bank's page gives them. Each returns what is wrong.

use axum::http::Uri;
use email_address::{EmailAddress, Options};

/// `invoice_id`: 6 to 15 digits (bank page: table of the create answer).
pub fn invoice_id(text: &str) -> Result<(), &'static str> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if digits && (6..=15).contains(&text.len()) { Ok(()) } else { Err("must be 6 to 15 digits") }
}

/// `description`: at most 125 characters (bank page: table 1).
pub fn description(text: &str) -> Result<(), &'static str> {
    if text.chars().count() <= 125 { Ok(()) } else { Err("must have at most 125 characters") }
}

/// `expire_period`: a number and the unit `d` (bank page: table 1). Returns the days.
///
/// More than four digits of days would run past the years that a timestamp can show.
pub fn expire_period(text: &str) -> Result<u16, &'static str> {
    let days = text.strip_suffix('d').ok_or("must be a number and the unit d, such as 2d")?;
    let digits = !days.is_empty() && days.bytes().all(|b| b.is_ascii_digit());
    if !digits || days.starts_with('0') {
        return Err("must be a number of days, 1 or more, and the unit d, such as 2d");
    }
    match days.parse() {
        Ok(days @ ..=9999) => Ok(days),
        _ => Err("must be at most 9999d in the sandbox"),
    }
}

/// `recipient_contact`: an e-mail address (bank page: table 1).
pub fn email(text: &str) -> Result<(), &'static str> {
    let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
    EmailAddress::parse_with_options(text, options).map(drop).map_err(|_| "must be an e-mail address")
}

/// `+7XXXXXXXXXX`: +7 and ten digits (bank page: table 1).
pub fn phone(text: &str) -> Result<(), &'static str> {
    match text.strip_prefix("+7") {
        Some(rest) if rest.len() == 10 && rest.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
        _ => Err("must be +7 and ten digits"),
    }
}

/// An absolute http or https URL (bank page: table 1, `post_link`).
pub fn link(text: &str) -> Result<(), &'static str> {
    let fault = "must be an absolute URL, https://…";
    let uri: Uri = text.parse().map_err(|_| fault)?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(()),
        _ => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each rule with what it accepts and what it refuses.
    #[test]
    fn accept_and_refuse() {
        type Rule = fn(&str) -> bool;
        let cases: [(&str, Rule, &[&str], &[&str]); 6] = [
            (
                "invoice_id",
                |t| invoice_id(t).is_ok(),
                &["123456", "123456789012345"],
                &[
                    "",
                    "12345",
                    "1234567890123456",
                    "25458124232312321",
                    "12345a",
                    " 123456",
                    "१२३४५६",
                    "-123456",
                    "+123456",
                ],
            ),
            ("description", |t| description(t).is_ok(), &["a", &"я".repeat(125)], &[&"я".repeat(126)]),
            (
                "expire_period",
                |t| expire_period(t).is_ok(),
                &["1d", "2d", "30d", "9999d"],
                &[
                    "",
                    "d",
                    "0d",
                    "-1d",
                    "+1d",
                    "1.5d",
                    "1D",
                    "1 d",
                    "1h",
                    "1",
                    " 1d",
                    "1d ",
                    "01d",
                    "10000d",
                    "99999999999999999999d",
                    "१d",
                ],
            ),
            (
                "email",
                |t| email(t).is_ok(),
                &["EXAMPLE@halykbank.kz", "test@test.kz"],
                &[
                    "",
                    "test",
                    "@test.kz",
                    "test@",
                    "test@test",
                    "a b@test.kz",
                    "test@test.kz ",
                    "A <a@test.kz>",
                    "a@[127.0.0.1]",
                ],
            ),
            (
                "phone",
                |t| phone(t).is_ok(),
                &["+77778877887"],
                &[
                    "",
                    "+777711111111",
                    "+7777887788",
                    "77778877887",
                    "87778877887",
                    "+7 7778877887",
                    "+7777887788a",
                    "+87778877887",
                ],
            ),
            (
                "link",
                |t| link(t).is_ok(),
                &["https://mail.ru", "http://127.0.0.1:8787/x?y=1", "https://epay.homebank.kz/payform"],
                &[
                    "",
                    "https//mail.ru",
                    "mail.ru",
                    "/path",
                    "ftp://mail.ru",
                    "https://",
                    "https://a b",
                    "javascript:alert(1)",
                ],
            ),
        ];
        for (name, rule, good, bad) in cases {
            for text in good {
                assert!(rule(text), "{name} refuses {text:?}");
            }
            for text in bad {
                assert!(!rule(text), "{name} accepts {text:?}");
            }
        }
    }
}
