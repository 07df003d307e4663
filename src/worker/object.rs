//! The Durable Objects as the platform runs them: one class of the wasm, whatever an object keeps.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::border::{Env, Promise, Request, State};
use super::task::{self, Work};
use super::{dead_letters, ledger, token};

/// What an object does.
pub(super) trait Object {
    /// Answers one question of the Worker's.
    fn on_ask(self: Rc<Self>, question: String) -> Work;

    /// Answers with a stream.
    fn on_fetch(self: Rc<Self>, _: Request) -> Work {
        Box::pin(async { Ok(JsValue::UNDEFINED) })
    }

    /// Does what is due.
    fn on_alarm(self: Rc<Self>) -> Work {
        Box::pin(async { Ok(JsValue::UNDEFINED) })
    }
}

/// An object, for `entry.js`.
#[wasm_bindgen]
pub struct Inner(Rc<dyn Object>);

#[wasm_bindgen]
impl Inner {
    /// An object of that class, in an isolate that has just begun to run it.
    #[wasm_bindgen(constructor)]
    pub fn new(class: &str, state: State, env: Env) -> Self {
        Self(match class {
            "OrderLedger" => ledger::object(state, env),
            "TokenKeeper" => token::object(state, env),
            _ => dead_letters::object(&state),
        })
    }

    /// A question of the Worker's.
    pub fn ask(&self, question: String) -> Promise {
        task::run(Rc::clone(&self.0).on_ask(question))
    }

    /// The one question whose answer is a stream.
    pub fn fetch(&self, request: Request) -> Promise {
        task::run(Rc::clone(&self.0).on_fetch(request))
    }

    /// The alarm that the object has set.
    pub fn alarm(&self) -> Promise {
        task::run(Rc::clone(&self.0).on_alarm())
    }
}
