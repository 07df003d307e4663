//! The Durable Object that asks the bank for tokens of one scope: once, while all others wait.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec;
use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::policy::{Ask, Held, Keeping, NoToken};
use crate::bank::{self, Failure, Reply, Scope, Secret, Token};
use crate::digits;
use crate::text;
use crate::worker::bank::exchange;
use crate::worker::border::{self, Alarm, Env, Promise, State};
use crate::worker::config::Config;
use crate::worker::object::Object;
use crate::worker::task::{self, Work};
use crate::worker::time::now_ms;

/// The object that keeps the token of one bank and scope. Asked `scope\nrejected fingerprint`, it answers with
/// `renew_ms\nuntil_ms\ntoken`, or with `refused\nretry_after_s`.
pub(in crate::worker) fn object(state: State, env: Env) -> Rc<dyn Object> {
    let storage = state.storage();
    Rc::new(Desk { state, storage, env, keeping: RefCell::default(), flight: RefCell::default() })
}

struct Desk {
    state: State,
    storage: JsValue,
    env: Env,
    keeping: RefCell<Option<Keeping>>,
    /// The one call to the bank that is under way.
    flight: RefCell<Option<Promise>>,
}

impl Object for Desk {
    /// It fails where the scope is none, or the storage failed.
    fn on_ask(self: Rc<Self>, asked: String) -> Work {
        Box::pin(async move {
            let (scope, rejected) = text::cut(&asked, b'\n').unwrap_or((&asked, ""));
            let scope = scope.parse().map_err(|()| border::error("no such scope"))?;
            let given = match self.ask(scope, rejected)? {
                Some(given) => given,
                None => {
                    task::wait(&self.fly(scope)).await?;
                    self.outcome()
                }
            };
            Ok(given.into())
        })
    }
}

impl Desk {
    const KEY: &str = "token";

    /// What can be answered without waiting for the bank.
    fn ask(self: &Rc<Self>, scope: Scope, rejected: &str) -> Result<Option<String>, JsValue> {
        let mut keeping = self.keeping.borrow_mut();
        let keeping = match &mut *keeping {
            Some(keeping) => keeping,
            empty => empty.insert(Keeping::new(border::load(&self.storage, Self::KEY)?.as_deref().and_then(read))),
        };
        Ok(match keeping.ask(rejected, now_ms()) {
            Ask::Give { held, renew } => {
                if renew {
                    border::wait_until(&self.state, vec![self.fly(scope)]);
                }
                Some(given(held))
            }
            Ask::Wait(no_token) => Some(refused(no_token)),
            Ask::Fetch => None,
        })
    }

    /// What is answered after the bank was asked.
    fn outcome(&self) -> String {
        let mut keeping = self.keeping.borrow_mut();
        let keeping = keeping.get_or_insert_default();
        keeping.held().map_or_else(|| refused(keeping.no_token(now_ms())), given)
    }

    /// The call to the bank that is under way, begun now if there is none.
    fn fly(self: &Rc<Self>, scope: Scope) -> Promise {
        if let Some(flight) = &*self.flight.borrow() {
            return flight.clone();
        }
        let desk = Rc::clone(self);
        let flight = task::promise(async move {
            let landed = desk.fetch(scope).await;
            desk.flight.replace(None);
            landed.map(|()| JsValue::UNDEFINED)
        });
        self.flight.replace(Some(flight.clone()));
        flight
    }

    async fn fetch(&self, scope: Scope) -> Result<(), JsValue> {
        let config = Config::of(&self.env).map_err(|fault| JsValue::from(fault.into_log()))?;
        let asked_ms = now_ms();
        let request = bank::token(&config.hosts, &config.credentials, scope);
        let mut issued = None;
        let mut read = |reply: Reply<'_>| bank::issued(reply).map(|token| issued = Some(token));
        let answer = exchange(&request, config.bank_timeout_ms, &mut read).await;
        self.take(answer.and_then(|()| issued.ok_or(Failure::Unreachable)), asked_ms)
    }

    /// Keeps what the bank has answered.
    fn take(&self, answer: Result<Token, Failure>, asked_ms: i64) -> Result<(), JsValue> {
        let mut keeping = self.keeping.borrow_mut();
        let keeping = keeping.get_or_insert_default();
        keeping.answered(answer, asked_ms, now_ms());
        match keeping.held() {
            // an object that is put away and comes back must not ask again
            Some(held) => border::save(&self.storage, Self::KEY, Some(&given(held)), Alarm::Keep),
            None => Ok(()),
        }
    }
}

fn given(held: &Held) -> String {
    [&*digits::decimal(held.renew_ms), &*digits::decimal(held.until_ms), held.access_token.expose()].join("\n")
}

/// Reads back what [`given`] writes.
pub(super) fn read(text: &str) -> Option<Held> {
    let mut lines = text::parts(text, b'\n');
    Some(Held {
        renew_ms: digits::read_signed(lines.next()?)?,
        until_ms: digits::read_signed(lines.next()?)?,
        access_token: Secret::new(lines.next()?),
    })
}

fn refused(no_token: NoToken) -> String {
    [if no_token.refused { "1\n" } else { "0\n" }, &digits::decimal(no_token.retry_after_s.into())].concat()
}

/// Reads back what [`refused`] writes.
pub(super) fn read_refused(text: &str) -> NoToken {
    let (refused, retry_after_s) = text::cut(text, b'\n').unwrap_or_default();
    let retry_after_s = digits::read(retry_after_s).and_then(|seconds| seconds.try_into().ok());
    NoToken { refused: refused == "1", retry_after_s: retry_after_s.unwrap_or(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_crosses_comes_back() {
        let held = read("1\n2\nabc").unwrap();
        assert_eq!((held.renew_ms, held.until_ms, held.access_token.expose()), (1, 2, "abc"));
        assert_eq!(given(&held), "1\n2\nabc");
        for broken in ["", "1\n2", "a\n2\nabc"] {
            assert!(read(broken).is_none(), "{broken}");
        }
        let no_token = NoToken { refused: true, retry_after_s: 7 };
        assert_eq!(read_refused(&refused(no_token)), no_token);
        assert!(read(&refused(no_token)).is_none());
    }
}
