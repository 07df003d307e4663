//! The rules, one by one. What they come to together is `tests/core_order.rs`.

mod content;
mod create;
mod deactivate;
mod saved;
mod watch;

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::bank::Failure;
use crate::invoice::{Invoice, Record};
use crate::search::Page;

const ID: &str = "04f25a4b-d2bd-4dd8-b3a7-000000000001";
const OTHER_ID: &str = "04f25a4b-d2bd-4dd8-b3a7-000000000002";
const NOW: i64 = 1_700_000_000_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

fn invoice(amount: i32) -> Box<Invoice> {
    let invoice = Invoice::builder()
        .shop_id("04f25a4b-d2bd-4dd8-b3a7-9390be4774c4")
        .account_id("0003413423")
        .invoice_id("000001")
        .amount(amount)
        .language("rus")
        .description("Order 1")
        .expire_period("2d")
        .recipient_contact("buyer@example.kz")
        .recipient_contact_sms("+77771234567")
        .currency("KZT");
    Box::new(invoice.build().unwrap())
}

fn date(ms: i64) -> String {
    format!("{:?}", chrono::DateTime::<chrono::Utc>::from_timestamp_millis(ms).unwrap())
}

fn record_of(id: &str, amount: i32, status: &str, created_ms: i64) -> Record {
    let json = serde_json::json!({
        "id": id, "invoice_id": "000001", "amount": amount, "currency": "KZT", "status": status,
        "description": "Order 1", "language": "ru", "invoice_url": "https://pay.example/1",
        "created_date": date(created_ms), "expire_date": date(NOW + 2 * DAY),
    });
    Record::from_json(json.to_string().as_bytes()).unwrap()
}

fn record(status: &str) -> Record {
    record_of(ID, 100, status, NOW)
}

fn page(records: Vec<Record>) -> Event {
    Event::Found(Ok(Page { total_count: records.len() as u64, records }))
}

fn timeout<T>() -> Result<T, Fault> {
    Err(Fault::Bank(Failure::Timeout))
}

fn failed(transaction: &str) -> Event {
    Event::Callback(Callback::Failed { transaction: Transaction::new(transaction), reason: None, is_final: true })
}

/// An order with a clock; every state on the way survives being saved.
#[derive(Clone)]
struct Desk {
    order: Order,
    now: i64,
}

impl Desk {
    fn new() -> Self {
        Self { order: Order::new("000001".parse().unwrap()), now: NOW }
    }

    /// With a link at 100 that the ledger has made.
    fn open() -> Self {
        let mut desk = Self::new();
        desk.create(0, 100);
        desk.feed(Event::Created(Ok(Box::new(record("ACTIVE")))));
        desk
    }

    /// With a create call of which nobody knows what became, and no caller left.
    fn unclear() -> Self {
        let mut desk = Self::new();
        desk.create(0, 100);
        desk.restart();
        desk
    }

    /// The effects in short: `create`, `search`, `deactivate`, `deliver invoice.paid`, `tell`, `0: created`.
    fn feed(&mut self, event: Event) -> String {
        let effects = self.order.handle(event, self.now);
        let json = self.order.to_json();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["version"], 1);
        if !json.contains(r#""creating""#) {
            assert_eq!(Order::from_json(&json, self.now).unwrap().to_json(), json);
        }
        effects.iter().map(short).collect::<Vec<_>>().join(", ")
    }

    fn create(&mut self, caller: Caller, amount: i32) -> String {
        self.feed(Event::Create { invoice: invoice(amount), caller })
    }

    fn deactivate(&mut self, caller: Caller) -> String {
        self.feed(Event::Deactivate { caller })
    }

    /// Passes the time until the alarm, and rings it.
    fn ring(&mut self) -> String {
        self.now = self.order.next_alarm(self.now).unwrap().max(self.now);
        self.feed(Event::Alarm)
    }

    /// Rings until the order searches, whatever it delivers on the way.
    fn ring_to_search(&mut self) {
        for _ in 0..100 {
            if self.ring().contains("search") {
                return;
            }
        }
        panic!("no search: {:?}", self.order);
    }

    /// Finds the open link until nothing more is due, and the shop accepts what it is told.
    fn rest(&mut self) {
        while self.order.next_alarm(self.now).is_some() {
            if self.ring().contains("search") {
                self.feed(page(vec![record("ACTIVE")]));
            }
            let ids: Vec<_> = self.order.notices().map(|notice| notice.id.clone()).collect();
            for id in ids {
                self.feed(Event::Delivered { id, result: Ok(()) });
            }
        }
    }

    /// Finds no link until nothing more is due: a callback is forgotten by then.
    fn find_nothing(&mut self) {
        let began = self.now;
        self.feed(page(vec![]));
        while self.order.next_alarm(self.now).is_some() {
            self.ring_to_search();
            self.feed(page(vec![]));
        }
        assert_eq!(self.now, began + CALLBACK_HOLD_MS);
    }

    fn restart(&mut self) {
        self.order = Order::from_json(&self.order.to_json(), self.now).unwrap();
    }

    fn told(&self) -> Vec<&str> {
        self.order.notices().map(|notice| notice.id.trim_start_matches("evt_000001_")).collect()
    }
}

fn short(effect: &Effect) -> String {
    let answer = match effect {
        Effect::Create(_) => return "create".into(),
        Effect::Search => return "search".into(),
        Effect::Deactivate(_) => return "deactivate".into(),
        Effect::Deliver(notice) => return format!("deliver {}", notice.kind.as_str()),
        Effect::Tell => return "tell".into(),
        Effect::Answer { caller, answer } => (caller, answer),
    };
    let (caller, answer) = answer;
    let answer = match answer {
        Answer::Created { replayed: false, .. } => "created".into(),
        Answer::Created { replayed: true, .. } => "replayed".into(),
        Answer::Conflict { fields } => format!("conflict in {}", fields.join(" ")),
        Answer::Refused { code, .. } => format!("refused {}", code.unwrap_or(0)),
        Answer::Unavailable { retry_after_s, .. } => format!("unavailable {retry_after_s}"),
        Answer::OutcomeUnknown { .. } => "unknown".into(),
        Answer::Deactivated { .. } => "deactivated".into(),
        Answer::AlreadyPaid { .. } => "paid".into(),
        Answer::NotFound => "not found".into(),
        Answer::Queued => "queued".to_owned(),
    };
    format!("{caller}: {answer}")
}
