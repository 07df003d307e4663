//! `GET /readyz`: whether the Worker could serve an order: its configuration is complete and the bank gives it tokens.

use alloc::boxed::Box;

use super::answer::Answer;
use super::call::Call;
use super::fault::Fault;
use super::namespace::{DEAD_LETTERS, ORDERS, namespace};

pub(super) async fn ready(call: &Call<'_>) -> Result<Box<Answer>, Box<Fault>> {
    namespace(call.env, ORDERS)?;
    namespace(call.env, DEAD_LETTERS)?;
    call.bank().has_tokens().await?;
    Ok(Answer::status(200, "ready"))
}
