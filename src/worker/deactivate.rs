//! `POST /v1/invoices/{invoice_id}/deactivate`: finds the link, refuses a paid one, deactivates, confirms.

use super::answer::Answer;
use super::bank::Bank;
use super::config::Config;
use super::fault::Fault;
use crate::field::InvoiceId;
use crate::{Record, Status};

pub(super) async fn deactivate(config: &Config, invoice_id: &str) -> Result<Answer, Fault> {
    let invoice_id: InvoiceId = invoice_id.parse().map_err(Fault::InvalidInvoiceId)?;
    let bank = Bank::new(config);
    let records = bank.find(&invoice_id).await?;
    if records.is_empty() {
        return Err(Fault::NoInvoice(invoice_id));
    }
    refuse_paid(&records, &invoice_id)?;
    for id in active(&records).filter_map(|record| record.id) {
        bank.deactivate(id).await?;
    }
    let records = bank.find(&invoice_id).await?;
    refuse_paid(&records, &invoice_id)?;
    match records.first() {
        Some(record) if active(&records).next().is_none() => Ok(Answer::json(200, record)),
        _ => Err(Fault::OutcomeUnknown),
    }
}

fn active(records: &[Record]) -> impl Iterator<Item = &Record> {
    records.iter().filter(|record| record.status == Some(Status::Active))
}

fn refuse_paid(records: &[Record], invoice_id: &InvoiceId) -> Result<(), Fault> {
    if records.iter().any(Record::is_paid) { Err(Fault::AlreadyPaid(invoice_id.clone())) } else { Ok(()) }
}
