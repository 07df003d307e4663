//! `GET /v1/invoices/{invoice_id}/events`: the record at once, then each change, as server-sent events.

use alloc::boxed::Box;

use super::call::{Call, Work};
use super::fault::Fault;
use crate::field::InvoiceId;

pub(super) fn events<'a>(call: &Call<'_>, invoice_id: &str) -> Result<Work<'a>, Box<Fault>> {
    let invoice_id: InvoiceId = invoice_id.parse().map_err(Fault::InvalidInvoiceId)?;
    call.watch_order(&invoice_id)
}
