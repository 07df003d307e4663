//! One token per scope and lifetime, however many requests and isolates there are.
//!
//! [`cache`] is the isolate's memory, [`keeper`] the one Durable Object per bank and scope that asks the bank, and
//! [`policy`] what the keeper decides.

mod cache;
mod keeper;
mod policy;

pub(super) use cache::{Source, token};
pub(super) use keeper::object;
pub(super) use policy::NoToken;
