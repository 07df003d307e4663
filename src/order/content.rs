//! Whether what is asked for is what the order has, and which record is the order's.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::schedule::CLOCK_SKEW_MS;
use crate::field::{InvoiceId, LinkId};
use crate::invoice::{Invoice, Record, Status};
use crate::output::{self, ToJson};

/// The fields in which two invoices differ, in the order of the bank's table.
pub(super) fn differing(one: &Invoice, other: &Invoice) -> Vec<&'static str> {
    if one == other {
        return Vec::new();
    }
    let json = |value: Option<&dyn ToJson>| value.map(output::json);
    let each = Invoice::FIELDS.iter().zip(one.members().into_iter().zip(other.members()));
    each.filter(|(_, ((_, one), (_, other)))| json(*one) != json(*other)).map(|(field, _)| *field).collect()
}

/// The fields in which a link differs from an invoice, of those that say what is paid for: the amount and the currency.
/// What the record does not tell does not differ.
pub(super) fn differing_price(invoice: &Invoice, record: &Record) -> Vec<&'static str> {
    let mut fields = Vec::new();
    if record.amount.is_some_and(|amount| amount != invoice.amount) {
        fields.push("amount");
    }
    if record.currency.as_deref().is_some_and(|currency| currency != invoice.currency.as_str()) {
        fields.push("currency");
    }
    fields
}

/// As [`differing_price`], and the description: all that is compared with a link made elsewhere, since the bank tells
/// the other fields in other words (`ru` for `rus`) or not at all.
pub(super) fn differing_from_elsewhere(invoice: &Invoice, record: &Record) -> Vec<&'static str> {
    let mut fields = differing_price(invoice, record);
    if record.description.as_deref().is_some_and(|text| text != invoice.description.as_str().trim()) {
        fields.push("description");
    }
    fields
}

/// Whether the record tells the invoice's amount, and no other currency.
pub(super) fn has_price_of(record: &Record, invoice: &Invoice) -> bool {
    record.amount.is_some() && differing_price(invoice, record).is_empty()
}

/// Whether a record that a search by the order's number found is the order's. One that does not tell its number counts:
/// it was searched for by it, and passing over a link could mean making a second one.
pub(super) fn is_of(record: &Record, invoice_id: &InvoiceId) -> bool {
    record.invoice_id.as_deref().is_none_or(|number| number == invoice_id.as_str())
}

/// The paid record, if there is one: of several the one at the invoice's price, then the one already known, then the
/// newest.
pub(super) fn paid<'a>(
    records: &'a [Arc<Record>],
    invoice: Option<&Invoice>,
    link: Option<LinkId>,
) -> Option<&'a Arc<Record>> {
    best(records, &|record| {
        let at_price = invoice.is_some_and(|invoice| has_price_of(record, invoice));
        record.is_paid().then_some((at_price, link.is_some() && record.id == link))
    })
}

/// The record that an intent to create, saved at `asked_ms`, has led to: at the invoice's price and not dated before the
/// intent; of several the newest.
pub(super) fn made_since<'a>(records: &'a [Arc<Record>], invoice: &Invoice, asked_ms: i64) -> Option<&'a Arc<Record>> {
    let is_since = |record: &Record| created_ms(record).is_none_or(|created| created >= asked_ms - CLOCK_SKEW_MS);
    best(records, &|record| (has_price_of(record, invoice) && is_since(record)).then_some((true, true)))
}

/// The record to go by where none is known to be this ledger's: the paid one, then one that can be paid, then the newest.
pub(super) fn any(records: &[Arc<Record>]) -> Option<&Arc<Record>> {
    best(records, &|record| Some((record.is_paid(), record.status == Some(Status::Active))))
}

fn created_ms(record: &Record) -> Option<i64> {
    record.created_date.as_ref().map(|date| date.unix_ms())
}

/// The record of the greatest rank among those that have one, then the newest; of equals the first, as the search orders by the
/// newest.
fn best<'a>(records: &'a [Arc<Record>], rank: &dyn Fn(&Record) -> Option<(bool, bool)>) -> Option<&'a Arc<Record>> {
    let mut best = None;
    for record in records {
        if let Some(rank) = rank(record).map(|rank| (rank, created_ms(record)))
            && best.as_ref().is_none_or(|(greatest, _)| rank > *greatest)
        {
            best = Some((rank, record));
        }
    }
    best.map(|(_, record)| record)
}
