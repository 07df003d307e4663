//! Tokens: the two grants, what each scope allows, when a token ends.

use std::collections::HashMap;

use axum::http::{HeaderMap, header::AUTHORIZATION};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::refusal::{Code, Refusal};
use crate::settings::{ExpiresIn, Settings};

/// The scope that the bank's page gives for deactivating.
pub const LONG_SCOPE: &str = "webapi usermanagement email_send verification statement statistics payment";

/// How a token was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// `password`.
    Password,
    /// `client_credentials`.
    ClientCredentials,
}

/// What a call needs its token for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// To create or to search.
    CreateOrSearch,
    /// To deactivate.
    Deactivate,
}

/// A token that the sandbox gave out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Token {
    /// What the ledger calls it, so that nothing of the token itself is shown.
    pub name: String,
    /// How it was asked for.
    pub grant: Grant,
    /// The scope that was asked for.
    pub scope: String,
    /// The moment from which it is rejected.
    #[serde(with = "time::serde::rfc3339")]
    pub expires: OffsetDateTime,
}

/// All tokens given out.
#[derive(Debug, Default)]
pub struct Tokens(HashMap<String, Token>);

/// Why a token request is refused. The error bodies of the bank's token endpoint are not known;
/// these are those of RFC 6749, section 5.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OauthRefusal {
    /// 400 or 401.
    pub status: u16,
    /// The RFC's error code.
    pub error: &'static str,
    /// What is wrong, without the values that were given.
    pub description: String,
}

impl Tokens {
    /// Gives out a token: its text, what is known about it, and the answer's JSON.
    ///
    /// # Errors
    /// A field is missing or wrong.
    pub fn issue(
        &mut self,
        form: &HashMap<String, String>,
        settings: &Settings,
        now: OffsetDateTime,
    ) -> Result<(String, Token, Value), OauthRefusal> {
        let (grant, scope) = check_request(form, settings)?;
        let page_lifetime = match grant {
            Grant::Password => 900,
            Grant::ClientCredentials => 7200,
        };
        let lifetime = settings.token_lifetime.unwrap_or(page_lifetime);
        let token = Token {
            name: format!("T{}", self.0.len() + 1),
            grant,
            scope,
            expires: now + Duration::seconds(lifetime.into()),
        };
        let secret = token_text();
        let as_text = match settings.expires_in {
            ExpiresIn::Page => grant == Grant::Password,
            ExpiresIn::Text => true,
            ExpiresIn::Number => false,
        };
        let answer = json!({
            "access_token": secret,
            "expires_in": if as_text { Value::from(lifetime.to_string()) } else { Value::from(lifetime) },
            "refresh_token": if grant == Grant::Password { token_text() } else { String::new() },
            // On the bank's page the answer names the long scope, also where `api` was asked for.
            "scope": if grant == Grant::Password { LONG_SCOPE } else { &token.scope },
            "token_type": "Bearer",
        });
        self.0.insert(secret.clone(), token.clone());
        Ok((secret, token, answer))
    }

    /// The token that a call carries, if the sandbox gave it out.
    pub fn presented(&self, headers: &HeaderMap) -> Option<&Token> {
        self.0.get(bearer(headers)?)
    }

    /// Checks that a call's token was given out, has not ended, and is enough for the call.
    ///
    /// # Errors
    /// 401 or 403.
    pub fn check(&self, headers: &HeaderMap, need: Need, now: OffsetDateTime) -> Result<(), Refusal> {
        let Some(token) = self.presented(headers).filter(|token| now < token.expires) else {
            return Err(Refusal::new(Code::TokenRejected, "Token is not valid"));
        };
        if token.allows(need) {
            return Ok(());
        }
        Err(Refusal::new(
            Code::ScopeTooSmall,
            match need {
                Need::CreateOrSearch => "the token's scope does not allow this call: ask for scope api".into(),
                Need::Deactivate => format!("the token's scope does not allow this call: ask for scope {LONG_SCOPE}"),
            },
        ))
    }

    /// Ends the token that a call carries, and returns it.
    pub fn expire(&mut self, headers: &HeaderMap, now: OffsetDateTime) -> Option<(&str, &Token)> {
        let (text, token) = bearer(headers).and_then(|text| Some((text, self.0.get_mut(text)?)))?;
        token.expires = token.expires.min(now);
        self.0.get_key_value(text).map(|(text, token)| (text.as_str(), token))
    }

    /// All tokens, with their texts.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Token)> {
        self.0.iter().map(|(text, token)| (text.as_str(), token))
    }

    /// Ends every token; returns how many were alive.
    pub fn revoke_all(&mut self, now: OffsetDateTime) -> usize {
        let mut alive = 0;
        for token in self.0.values_mut().filter(|token| now < token.expires) {
            token.expires = now;
            alive += 1;
        }
        alive
    }
}

impl FromIterator<(String, Token)> for Tokens {
    fn from_iter<I: IntoIterator<Item = (String, Token)>>(tokens: I) -> Self {
        Tokens(tokens.into_iter().collect())
    }
}

impl Token {
    fn allows(&self, need: Need) -> bool {
        let has = |word: &str| self.scope.split(' ').any(|own| own == word);
        match (self.grant, need) {
            (Grant::ClientCredentials, _) => true,
            (Grant::Password, Need::CreateOrSearch) => has("api"),
            (Grant::Password, Need::Deactivate) => LONG_SCOPE.split(' ').all(has),
        }
    }
}

fn check_request(form: &HashMap<String, String>, settings: &Settings) -> Result<(Grant, String), OauthRefusal> {
    let refuse = |status, error, description: &str| OauthRefusal { status, error, description: description.into() };
    let field = |name: &str| match form.get(name) {
        Some(value) if !value.is_empty() => Ok(value.as_str()),
        _ => Err(refuse(400, "invalid_request", &format!("{name} is missing"))),
    };
    let merchant = &settings.merchant;
    let grant = match field("grant_type")? {
        "password" => Grant::Password,
        "client_credentials" => Grant::ClientCredentials,
        _ => return Err(refuse(400, "unsupported_grant_type", "grant_type must be password or client_credentials")),
    };
    if field("client_id")? != merchant.client_id || field("client_secret")? != merchant.client_secret {
        return Err(refuse(401, "invalid_client", "client_id or client_secret is wrong"));
    }
    if grant == Grant::Password && (field("username")? != merchant.username || field("password")? != merchant.password)
    {
        return Err(refuse(401, "invalid_grant", "username or password is wrong"));
    }
    let scope = field("scope")?;
    let known = match grant {
        Grant::Password => scope.split(' ').all(|word| word == "api" || LONG_SCOPE.split(' ').any(|own| own == word)),
        Grant::ClientCredentials => scope == "payment",
    };
    if known {
        Ok((grant, scope.to_owned()))
    } else {
        Err(refuse(400, "invalid_scope", "scope is not one that this grant can have"))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// 22 characters that look as the bank's tokens do.
fn token_text() -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    (0..22).map(|_| char::from(LETTERS[fastrand::usize(..LETTERS.len())])).collect()
}
