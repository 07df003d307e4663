//! The rules over bytes and characters: no allocation, no panic, nothing but `core`.
//!
//! The types in [`field`](crate::field) call them, and `verdict/` compiles these very files once more into the small
//! wasm module of the npm package. Each rule looks at the length first, so that a text's first characters decide about
//! a text of any size.

pub(crate) mod amount;
pub(crate) mod class;
pub(crate) mod cursor;
pub(crate) mod email;
pub(crate) mod expire_period;
pub(crate) mod fault;
pub(crate) mod host;
#[cfg_attr(not(test), allow(dead_code, reason = "for `verdict/`: this crate reads digits"))]
pub(crate) mod integer;
pub(crate) mod invoice_id;
pub(crate) mod length;
pub(crate) mod link;
pub(crate) mod nearest;
pub(crate) mod number;
pub(crate) mod phone;
pub(crate) mod text;
pub(crate) mod uuid;
