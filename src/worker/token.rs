//! The token, kept in the isolate's memory for as long as it holds.

use std::cell::RefCell;
use std::collections::HashMap;

use super::config::Config;
use super::send::send;
use super::time::now_ms;
use crate::bank::{self, Failure, Operation, Scope, Secret};

/// How long before its end a token is no longer used: a call must not arrive with a token that ended on the way.
const MARGIN_MS: i64 = 30_000;

struct Kept {
    access_token: Secret,
    until_ms: i64,
}

thread_local!(static KEPT: RefCell<HashMap<Scope, Kept>> = RefCell::new(HashMap::new()));

/// A token for the operation. `rejected` is one that the bank does not accept: it is dropped, and only it.
pub(super) async fn token(config: &Config, operation: Operation, rejected: Option<&Secret>) -> Result<Secret, Failure> {
    let scope = Scope::of(operation, &config.credentials.grant);
    let kept = KEPT.with_borrow_mut(|kept| {
        kept.retain(|_, token| token.until_ms > now_ms() && Some(&token.access_token) != rejected);
        kept.get(&scope).map(|token| token.access_token.clone())
    });
    if let Some(token) = kept {
        return Ok(token);
    }
    let asked_ms = now_ms();
    let received = send(&bank::token(&config.hosts, &config.credentials, scope), config.bank_timeout_ms).await?;
    let token = bank::issued(received.reply())?;
    let lifetime_ms = i64::from(token.expires_in_s) * 1000;
    let until_ms = asked_ms + (lifetime_ms - MARGIN_MS).max(lifetime_ms / 2);
    KEPT.with_borrow_mut(|kept| kept.insert(scope, Kept { access_token: token.access_token.clone(), until_ms }));
    Ok(token.access_token)
}
