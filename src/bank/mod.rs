//! The bank's protocol as plain data: what to send, and what an answer means. It knows no HTTP client and no clock.
//!
//! A call is a [`Request`]; its answer, a [`Reply`], is read by the call's own function into what was asked for or a
//! [`Failure`]; [`next_step`] says what a failure allows to do next.

mod call;
mod callback;
mod credentials;
mod failure;
mod form;
mod hosts;
mod request;
mod retry;
mod secret;
mod token;

#[cfg(feature = "worker")]
pub(crate) use call::found_raw;
pub use call::{create, created, deactivate, deactivated, found, search, search_by_invoice_id};
pub use callback::{CalledBack, called_back};
pub use credentials::{Credentials, Grant};
pub use failure::Failure;
pub use hosts::{Environment, Hosts};
pub use request::{HttpMethod, Operation, Reply, Request};
pub(crate) use retry::throttled_pause_ms;
pub use retry::{Step, next_step};
pub use secret::Secret;
pub use token::{Scope, Token, issued, token};
