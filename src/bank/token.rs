//! The token: `POST {oauth}`, one form, one JSON answer.

use alloc::vec;

use super::failure::{self, Failure};
use super::form::multipart;
use super::{Credentials, Grant, Hosts, HttpMethod, Operation, Reply, Request, Secret};
use crate::field::Decimal;
use crate::input::Value;

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Creating and searching.
    Api,
    /// Deactivating.
    Deactivate,
    /// All of it, by the `client_credentials` grant.
    Payment,
}

impl Scope {
    /// The scope that an operation needs with a grant.
    ///
    /// Source: bank page (`api`, and the long one for deactivating); `payment` from the newer pages.
    #[must_use]
    pub const fn of(operation: Operation, grant: &Grant) -> Self {
        match (grant, operation) {
            (Grant::ClientCredentials, _) => Self::Payment,
            (Grant::Password { .. }, Operation::Deactivate) => Self::Deactivate,
            (Grant::Password { .. }, Operation::Token | Operation::Create | Operation::Search) => Self::Api,
        }
    }

    /// The bank's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Deactivate => "webapi usermanagement email_send verification statement statistics payment",
            Self::Payment => "payment",
        }
    }
}

/// Reads the bank's spelling back.
impl core::str::FromStr for Scope {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Api, Self::Deactivate, Self::Payment].into_iter().find(|scope| scope.as_str() == text).ok_or(())
    }
}

/// Asks for a token of one scope.
///
/// Source: bank page, "Токенді алу" (form-data), for the password grant; newer pages for the other.
#[must_use]
pub fn token(hosts: &Hosts, credentials: &Credentials, scope: Scope) -> Request {
    let client = [("client_id", &*credentials.client_id), ("client_secret", credentials.client_secret.expose())];
    let (content_type, body) = match &credentials.grant {
        Grant::Password { username, password } => multipart(&[
            ("grant_type", "password"),
            ("username", username),
            ("password", password.expose()),
            ("scope", scope.as_str()),
            client[0],
            client[1],
        ]),
        Grant::ClientCredentials => {
            multipart(&[("grant_type", "client_credentials"), ("scope", scope.as_str()), client[0], client[1]])
        }
    };
    Request {
        operation: Operation::Token,
        method: HttpMethod::Post,
        url: (*hosts.oauth_url).into(),
        headers: vec![("content-type", content_type), ("accept", "application/json".into())],
        body,
    }
}

/// A token and how long it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The token's text.
    pub access_token: Secret,
    /// How long it holds from when it was asked for, in seconds: 1 to [`Token::LONGEST_S`].
    pub expires_in_s: u32,
}

impl Token {
    /// The lifetime of a token whose answer names none that makes sense: the page's own 900 s.
    pub const DEFAULT_S: u32 = 900;
    /// The longest lifetime that is believed: what newer pages show. Asking earlier than needed harms nobody.
    pub const LONGEST_S: u32 = 7200;
}

/// Reads the answer to [`token`].
///
/// `expires_in` comes as a text or as a number; absent, unreadable or below 1 it is [`Token::DEFAULT_S`], and never
/// more than [`Token::LONGEST_S`].
///
/// # Errors
/// [`Failure`]. A 401 here is a [`Failure::Refused`]: it is the credentials that are refused, not a token.
pub fn issued(reply: Reply<'_>) -> Result<Token, Failure> {
    failure::check(Operation::Token, reply)?;
    read(reply.body).ok_or(Failure::Malformed { status: reply.status })
}

fn read(body: &[u8]) -> Option<Token> {
    let (mut access_token, mut expires_in_s) = (None, Token::DEFAULT_S);
    for (name, value) in Value::parse(body).ok()?.members().ok()?.into_values() {
        match &*name {
            "access_token" => {
                access_token = value.string().ok().map(str::trim).filter(|text| is_bearer(text)).map(Secret::new)
            }
            "expires_in" => expires_in_s = lifetime(&value),
            _ => {}
        }
    }
    Some(Token { access_token: access_token?, expires_in_s })
}

/// What an `Authorization` header can carry: visible ASCII, no space (a line break there would be another header).
fn is_bearer(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn lifetime(value: &Value<'_>) -> u32 {
    let digits = match value {
        Value::Number(digits) => digits,
        Value::String(digits) => digits.trim(),
        _ => "",
    };
    match Decimal::read(digits, 0) {
        Some(seconds) if !seconds.negative && seconds.whole >= 1 => {
            u32::try_from(seconds.whole).unwrap_or(u32::MAX).min(Token::LONGEST_S)
        }
        _ => Token::DEFAULT_S,
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;
    use crate::bank::Environment;

    fn credentials(grant: Grant) -> Credentials {
        Credentials { client_id: "halykfinanceUSD".into(), client_secret: Secret::new("U01gQZVL##lJ$NhJ"), grant }
    }

    fn fields(request: &Request) -> Vec<(String, String)> {
        let parts = request.body.split("--epay-invoice-0\r\n").skip(1);
        parts
            .map(|part| {
                let (head, value) = part.split_once("\r\n\r\n").unwrap();
                let value = value.trim_end_matches("--epay-invoice-0--\r\n").trim_end_matches("\r\n");
                (head.split('"').nth(1).unwrap().to_owned(), value.to_owned())
            })
            .collect()
    }

    #[test]
    fn the_password_grant_of_the_page() {
        let grant =
            Grant::Password { username: "halykfinanceUSD@halykbank.nb".into(), password: Secret::new("XVp36qar") };
        let credentials = credentials(grant);
        let request =
            token(&Environment::Test.hosts().unwrap(), &credentials, Scope::of(Operation::Create, &credentials.grant));
        assert_eq!(request.url, "https://testoauth.homebank.kz/epay2/oauth2/token");
        let expected = [
            ("grant_type", "password"),
            ("username", "halykfinanceUSD@halykbank.nb"),
            ("password", "XVp36qar"),
            ("scope", "api"),
            ("client_id", "halykfinanceUSD"),
            ("client_secret", "U01gQZVL##lJ$NhJ"),
        ];
        assert_eq!(fields(&request), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let debug = format!("{request:?}{credentials:?}");
        assert!(!debug.contains("XVp36qar") && !debug.contains("U01g"), "{debug}");
    }

    #[test]
    fn the_client_credentials_grant() {
        let credentials = credentials(Grant::ClientCredentials);
        let scope = Scope::of(Operation::Deactivate, &credentials.grant);
        let request = token(&Environment::TestEpayment.hosts().unwrap(), &credentials, scope);
        let expected = [
            ("grant_type", "client_credentials"),
            ("scope", "payment"),
            ("client_id", "halykfinanceUSD"),
            ("client_secret", "U01gQZVL##lJ$NhJ"),
        ];
        assert_eq!(fields(&request), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn deactivating_by_password_needs_the_long_scope() {
        let grant = Grant::Password { username: String::new(), password: Secret::new("") };
        assert_eq!(
            Scope::of(Operation::Deactivate, &grant).as_str(),
            "webapi usermanagement email_send verification statement statistics payment"
        );
    }

    #[test]
    fn a_scope_is_read_back() {
        for scope in [Scope::Api, Scope::Deactivate, Scope::Payment] {
            assert_eq!(scope.as_str().parse(), Ok(scope));
        }
        assert_eq!("root".parse::<Scope>(), Err(()));
    }

    #[test]
    fn reads_every_lifetime() {
        let cases = [
            (r#""900""#, 900),
            ("7200", 7200),
            ("1200.5", 1200),
            (r#"" 60 ""#, 60),
            ("0", 900),
            ("-5", 900),
            ("1e99", 7200),
            (r#""NaN""#, 900),
            (r#""soon""#, 900),
            ("null", 900),
            ("[]", 900),
        ];
        for (expires_in, expected) in cases {
            let body = format!(
                r#"{{"access_token":"IRPNGDU-PBYMXBCXTC5AMG","expires_in":{expires_in},"token_type":"Bearer"}}"#
            );
            let token = issued(Reply { status: 200, retry_after: None, body: body.as_bytes(), sent: "" }).unwrap();
            assert_eq!(token.expires_in_s, expected, "{expires_in}");
            assert_eq!(token.access_token.expose(), "IRPNGDU-PBYMXBCXTC5AMG");
        }
    }

    #[test]
    fn an_answer_without_a_token_is_malformed() {
        let bodies: [&[u8]; 7] = [
            b"",
            b"<html>",
            b"{}",
            br#"{"access_token":""}"#,
            br#"{"access_token":7}"#,
            br#"{"access_token":"a\nb: c"}"#,
            b"[]",
        ];
        for body in bodies {
            assert_eq!(
                issued(Reply { status: 200, retry_after: None, body, sent: "" }),
                Err(Failure::Malformed { status: 200 })
            );
        }
    }
}
