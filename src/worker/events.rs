//! `GET /v1/invoices/{invoice_id}/events`: the record at once, then each change, as server-sent events.

use super::answer::Answer;
use super::call::Call;
use super::fault::Fault;
use crate::field::InvoiceId;

pub(super) async fn events(call: &Call<'_>, invoice_id: &str) -> Result<Box<Answer>, Box<Fault>> {
    let invoice_id: InvoiceId = invoice_id.parse().map_err(Fault::InvalidInvoiceId)?;
    call.watch_order(&invoice_id).await
}
