//! The Durable Objects that the Worker asks.

use alloc::boxed::Box;
use alloc::vec;

use wasm_bindgen::JsValue;

use super::border::{self, Env};
use super::fault::{ConfigFault, Fault};

/// The objects that keep tokens, one per bank and scope.
pub(super) const TOKENS: &str = "TOKENS";
/// The objects that keep orders, one per invoice_id.
pub(super) const ORDERS: &str = "ORDERS";
/// The one object that lists the events that the shop has not accepted.
pub(super) const DEAD_LETTERS: &str = "DEAD_LETTERS";

/// A binding of `wrangler.toml`.
pub(super) fn namespace(env: &Env, binding: &'static str) -> Result<JsValue, Box<Fault>> {
    border::binding(env, binding).ok_or_else(|| {
        Fault::NotConfigured(vec![ConfigFault { key: binding, wrong: Some("is not bound in wrangler.toml") }]).into()
    })
}
