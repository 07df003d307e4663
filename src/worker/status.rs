//! `GET /v1/invoices/{invoice_id}`: the newest record of an order.

use super::answer::Answer;
use super::bank::Bank;
use super::config::Config;
use super::fault::Fault;
use crate::field::InvoiceId;

pub(super) async fn status(config: &Config, invoice_id: &str) -> Result<Answer, Fault> {
    let invoice_id: InvoiceId = invoice_id.parse().map_err(Fault::InvalidInvoiceId)?;
    let records = Bank::new(config).find(&invoice_id).await?;
    // a paid link is what the order came to, whatever was created beside it
    let record = records.iter().find(|record| record.is_paid()).or(records.first());
    record.map(|record| Answer::json(200, record)).ok_or(Fault::NoInvoice(invoice_id))
}
