//! The isolate's memory of tokens, before the keeper is asked.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::keeper::{read, read_refused};
use super::policy::{Held, fingerprint};
use crate::bank::{Scope, Secret};
use crate::worker::bare::local;
use crate::worker::border::{self, Env};
use crate::worker::config::Config;
use crate::worker::fault::Fault;
use crate::worker::namespace::{TOKENS, namespace};
use crate::worker::task::Settling;
use crate::worker::time::now_ms;

local!(static KEPT: RefCell<Vec<(Scope, Held)>> = RefCell::new(Vec::new()));

/// Where a token came from, for the log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::worker) enum Source {
    Memory,
    Keeper,
}

/// A token of the scope, or why there is none. `rejected` is one that the bank does not accept: it is dropped, and only
/// it.
pub(in crate::worker) async fn token(
    config: &Config,
    env: &Env,
    scope: Scope,
    rejected: Option<&Secret>,
) -> Result<(Secret, Source), Box<Fault>> {
    let kept = KEPT.with_borrow_mut(|kept| {
        // past the time to renew, the keeper still gives the same token and renews it meanwhile
        forget(kept, &|_, held| held.renew_ms <= now_ms() || Some(&held.access_token) == rejected);
        kept.iter().find(|(kept, _)| *kept == scope).map(|(_, held)| held.access_token.clone())
    });
    if let Some(token) = kept {
        return Ok((token, Source::Memory));
    }
    let answer = ask_keeper(config, env, scope, rejected)?.await?.as_string().unwrap_or_default();
    Ok((keep(scope, &answer)?, Source::Keeper))
}

fn ask_keeper(config: &Config, env: &Env, scope: Scope, rejected: Option<&Secret>) -> Result<Settling, Box<Fault>> {
    let rejected = rejected.map(fingerprint).unwrap_or_default();
    // other credentials have another keeper: what was kept for the old ones says nothing of them
    let name = [config.hosts.oauth_url(), scope.as_str(), &fingerprint(&config.credentials.joined())].join(" ");
    let asked = [scope.as_str(), "\n", &rejected].concat();
    Ok(border::ask(&namespace(env, TOKENS)?, &name, &asked)?)
}

/// Keeps the token that the keeper has answered with.
fn keep(scope: Scope, answer: &str) -> Result<Secret, Box<Fault>> {
    let held = read(answer).ok_or_else(|| Fault::NoToken(read_refused(answer)))?;
    let token = held.access_token.clone();
    KEPT.with_borrow_mut(|kept| {
        forget(kept, &|kept, _| kept == scope);
        kept.push((scope, held));
    });
    Ok(token)
}

fn forget(kept: &mut Vec<(Scope, Held)>, is_over: &dyn Fn(Scope, &Held) -> bool) {
    kept.retain(|(scope, held)| !is_over(*scope, held));
}
