//! Rate limits, by the platform's own binding.

use alloc::boxed::Box;

use super::border::{self, Env};
use super::fault::Fault;

/// Counts one request of that key. Where the binding is not there, nothing is limited.
pub(super) async fn count(env: &Env, key: &str) -> Result<(), Box<Fault>> {
    if border::is_success(&border::within_limit(env, "RATE_LIMIT", key).await?) {
        Ok(())
    } else {
        Err(Fault::RateLimited.into())
    }
}
