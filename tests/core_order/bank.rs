//! The bank's truth: links, and searches that lag behind them.
//!
//! A second create with a used number makes a second link: whether the order asks for one is what is being tested.

use epay_invoice::Record;
use epay_invoice::field::LinkId;
use epay_invoice::order::SETTLE_MS;
use epay_invoice::search::Page;

/// How far behind a search may be.
pub const LAG_MS: i64 = 20_000;
/// How long a request may linger before the bank does what it asks: with the lag, just within what the order settles by.
pub const LINGER_MS: i64 = SETTLE_MS - LAG_MS - 1;
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[derive(Debug)]
pub struct Link {
    pub id: LinkId,
    /// Whether it was asked for by the order, and not made elsewhere.
    pub is_own: bool,
    pub amount: i64,
    pub created_ms: i64,
    pub paid_ms: Option<i64>,
    pub off_ms: Option<i64>,
    /// When the bank came to show another amount.
    pub repriced_ms: Option<i64>,
}

#[derive(Debug, Default)]
pub struct Bank {
    pub links: Vec<Link>,
}

impl Link {
    pub fn new(id: LinkId, is_own: bool, amount: i64, created_ms: i64) -> Self {
        Self { id, is_own, amount, created_ms, paid_ms: None, off_ms: None, repriced_ms: None }
    }

    pub fn expires_ms(&self) -> i64 {
        self.created_ms + DAY_MS
    }

    pub fn is_payable(&self, now: i64) -> bool {
        self.paid_ms.is_none() && self.off_ms.is_none() && now < self.expires_ms()
    }

    /// The record as it was at a time.
    pub fn record(&self, at: i64) -> Record {
        let has_come = |moment: Option<i64>| moment.is_some_and(|moment| moment <= at);
        let status = if has_come(self.paid_ms) {
            "CHARGED"
        } else if has_come(self.off_ms) {
            "DEACTIVATED"
        } else {
            "ACTIVE"
        };
        let amount = if has_come(self.repriced_ms) { self.amount + 1 } else { self.amount };
        let json = format!(
            r#"{{"id":"{}","invoice_id":"000001","amount":{amount},"currency":"KZT","status":"{status}","description":"Order 1","invoice_url":" https://pay.example/1","created_date":"{}","expire_date":"{}"}}"#,
            self.id,
            date(self.created_ms),
            date(self.expires_ms())
        );
        Record::from_json(json.as_bytes()).unwrap()
    }
}

fn date(ms: i64) -> String {
    format!("{:?}", chrono::DateTime::from_timestamp_millis(ms).unwrap())
}

impl Bank {
    pub fn own(&self) -> Option<&Link> {
        self.links.iter().find(|link| link.is_own)
    }

    /// It has no effect on a payment that went through.
    pub fn deactivate(&mut self, id: LinkId, now: i64) {
        for link in self.links.iter_mut().filter(|link| link.id == id && link.paid_ms.is_none()) {
            link.off_ms.get_or_insert(now);
        }
    }

    /// What a search shows that is as far behind as `at`.
    pub fn page(&self, at: i64) -> Page {
        let shown = self.links.iter().filter(|link| link.created_ms <= at);
        let records: Vec<Record> = shown.map(|link| link.record(at)).collect();
        Page { total_count: records.len() as u64, records }
    }
}
