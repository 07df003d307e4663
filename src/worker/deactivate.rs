//! `POST /v1/invoices/{invoice_id}/deactivate`: the order's object finds the link, refuses a paid one, deactivates it and
//! confirms that.

use alloc::boxed::Box;

use super::call::{Call, Work, order_of};
use super::fault::Fault;

pub(super) fn deactivate<'a>(call: &'a Call<'_>, invoice_id: &str) -> Result<Work<'a>, Box<Fault>> {
    let invoice_id = order_of(invoice_id)?;
    Ok(call.ask_order("deactivate", &invoice_id, ""))
}
