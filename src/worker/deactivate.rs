//! `POST /v1/invoices/{invoice_id}/deactivate`: the order's object finds the link, refuses a paid one, deactivates it and
//! confirms that.

use super::answer::Answer;
use super::call::Call;
use super::fault::Fault;
use crate::field::InvoiceId;

pub(super) async fn deactivate(call: &Call<'_>, invoice_id: &str) -> Result<Box<Answer>, Box<Fault>> {
    let invoice_id: InvoiceId = invoice_id.parse().map_err(Fault::InvalidInvoiceId)?;
    call.ask_order("deactivate", &invoice_id, "").await
}
