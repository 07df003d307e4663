//! `POST /v1/invoices`: a draft in, the record of the order's one link out.

use alloc::boxed::Box;

use super::answer::Answer;
use super::call::Call;
use super::caller::Caller;
use super::fault::Fault;
use crate::Draft;
use crate::output::ToJson;

pub(super) async fn create(call: &Call<'_>, caller: &Caller) -> Result<Box<Answer>, Box<Fault>> {
    let draft = Draft::from_json(&call.json().await?)?;
    caller.check_draft(&draft)?;
    let invoice = draft.complete(&call.config.shop);
    call.ask_order("create", &invoice.invoice_id, &invoice.to_json()).await
}
