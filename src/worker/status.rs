//! `GET /v1/invoices/{invoice_id}`: the newest record of an order, asked of the bank; where its search shows none, the one
//! that the order knows.

use super::answer::Answer;
use super::call::Call;
use super::fault::Fault;
use crate::field::InvoiceId;
use crate::output;
use crate::{Record, Status};

pub(super) async fn status(call: &Call<'_>, invoice_id: &str) -> Result<Answer, Fault> {
    let invoice_id: InvoiceId = invoice_id.parse().map_err(Fault::InvalidInvoiceId)?;
    let records = call.bank().find(&invoice_id).await?.records;
    // a link that can still be paid is no news: the order's object is not asked for every look
    if records.iter().any(|record| record.status != Some(Status::Active)) {
        tell_order(call, &invoice_id, &records).await;
    }
    // a paid link is what the order came to, whatever was created beside it
    let record = records.iter().find(|record| record.is_paid()).or(records.first());
    match record {
        Some(record) => Ok(Answer::json(200, record)),
        // a search may lag behind a link that the order knows
        None => call.ask_order("known", &invoice_id, "").await,
    }
}

/// Whoever sees a change first records it.
async fn tell_order(call: &Call<'_>, invoice_id: &InvoiceId, records: &[Record]) {
    let mut body = String::new();
    output::object(&mut body, &[("Records", Some(&records))]);
    if let Err(fault) = call.ask_order("seen", invoice_id, &body).await {
        // the caller's answer is right without it, and the order's own polling finds the change again
        worker_sys::console_error!("{} {}", call.request_id, fault.into_log());
    }
}
