//! `GET /v1/invoices/{invoice_id}/events`: the record at once, then each change, as server-sent events.

use alloc::boxed::Box;

use super::call::{Call, Work, order_of};
use super::fault::Fault;

pub(super) fn events<'a>(call: &Call<'_>, invoice_id: &str) -> Result<Work<'a>, Box<Fault>> {
    let invoice_id = order_of(invoice_id)?;
    call.watch_order(&invoice_id)
}
