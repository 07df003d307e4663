//! What the shop is told, and how far the telling has come.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::event::Transaction;
use super::schedule::DELIVERY_PAUSES_MS;
use super::stored::{Saved, Stored, stored};
use crate::field::{Amount, Currency, InvoiceId};
use crate::invoice::{Json, Record};
use crate::output::{self, ToJson, name, some};
use crate::rfc3339;
use crate::text;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[non_exhaustive]
pub enum NoticeType {
    /// The link is paid, at the order's price. Once in the order's life.
    #[serde(rename = "invoice.paid")]
    Paid,
    /// A link of the order is paid, and its amount or currency is not the order's. Once in the order's life, and instead
    /// of `invoice.paid`: a shop that hands over goods on that one must not do so here.
    #[serde(rename = "invoice.mismatch")]
    Mismatch,
    /// An attempt to pay failed, and a search after it did not find the link paid. Once for each attempt.
    #[serde(rename = "invoice.failed")]
    Failed,
    /// The link's end has passed and a search after it did not find it paid. Once in the order's life.
    #[serde(rename = "invoice.expired")]
    Expired,
    /// The link was deactivated by this ledger, and a search confirms it. Once in the order's life.
    #[serde(rename = "invoice.deactivated")]
    Deactivated,
}

impl NoticeType {
    const ALL: [Self; 5] = [Self::Paid, Self::Mismatch, Self::Failed, Self::Expired, Self::Deactivated];

    /// The name in the notice's body: `invoice.paid`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "invoice.paid",
            Self::Mismatch => "invoice.mismatch",
            Self::Failed => "invoice.failed",
            Self::Expired => "invoice.expired",
            Self::Deactivated => "invoice.deactivated",
        }
    }
}

impl ToJson for NoticeType {
    fn write(&self, json: &mut String) {
        self.as_str().write(json);
    }
}

impl Stored for NoticeType {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        let name: Box<str> = Stored::restore(saved)?;
        Self::ALL.into_iter().find(|kind| *kind.as_str() == *name)
    }
}

/// How far the telling has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// To be delivered at that time.
    Due(i64),
    /// Accepted by the shop at that time.
    Done(i64),
    /// Given up at that time: a dead letter, until an operator has it delivered anew.
    Dead(i64),
}

impl ToJson for Delivery {
    fn write(&self, json: &mut String) {
        let (name, at_ms) = match self {
            Self::Due(at_ms) => (name!("due"), at_ms),
            Self::Done(at_ms) => (name!("done"), at_ms),
            Self::Dead(at_ms) => (name!("dead"), at_ms),
        };
        output::object(json, &[(name, Some(at_ms))]);
    }
}

impl Stored for Delivery {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        let (name, at_ms) = saved.only_member()?;
        let at_ms = Stored::restore(at_ms)?;
        match &*name {
            "due" => Some(Self::Due(at_ms)),
            "done" => Some(Self::Done(at_ms)),
            "dead" => Some(Self::Dead(at_ms)),
            _ => None,
        }
    }
}

stored! {
    /// One event of the shop's webhook.
    #[derive(Clone, serde::Serialize)]
    pub struct Notice {
        /// The id, the same for every delivery: `evt_000000001_paid`. Made from what it is about, not counted.
        pub id: Box<str>,
        /// What it is about.
        #[serde(rename = "type")]
        pub kind: NoticeType = "type" as needed,
        /// When it came about, in milliseconds since 1970.
        pub created_ms: i64,
        /// How many deliveries have failed.
        pub attempts: u32,
        /// How far it has come.
        pub delivery: Delivery as needed,
        /// What went wrong with the last delivery, for operators.
        pub trouble: Option<Box<str>>,
        data: Json as needed,
    }
}

impl Notice {
    /// The body of the delivery: `{"type", "timestamp", "data": {"invoice_id", "record", …}}`, the same bytes each time.
    ///
    /// Source: Standard Webhooks, "Payload structure".
    #[must_use]
    pub fn body(&self) -> String {
        let mut body = String::new();
        output::object(
            &mut body,
            &[
                (name!("type"), Some(&self.kind)),
                (name!("timestamp"), Some(&rfc3339::write(self.created_ms))),
                (name!("data"), Some(&self.data)),
            ],
        );
        body
    }

    /// Whether the notice is given up if the delivery under way fails.
    #[must_use]
    pub fn is_last_delivery(&self) -> bool {
        self.attempts as usize >= DELIVERY_PAUSES_MS.len()
    }
}

/// Without the data, which hold the payer's addresses.
impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Notice({}, {} failed, {:?})", self.id, self.attempts, self.delivery)
    }
}

/// What a notice says of the order.
pub(super) struct Data<'a> {
    pub(super) invoice_id: &'a InvoiceId,
    pub(super) record: &'a Record,
    /// Of a mismatch: what the order asked for.
    pub(super) expected: Option<Price>,
    /// Of a failed attempt.
    pub(super) transaction: Option<&'a Transaction>,
    /// Of a failed attempt: the bank's reason.
    pub(super) reason: Option<&'a str>,
}

impl ToJson for Data<'_> {
    fn write(&self, json: &mut String) {
        output::object(
            json,
            &[
                (name!("invoice_id"), Some(self.invoice_id)),
                (name!("record"), Some(self.record)),
                (name!("expected"), some(&self.expected)),
                (name!("transaction"), some(&self.transaction)),
                (name!("reason"), some(&self.reason)),
            ],
        );
    }
}

pub(super) struct Price {
    pub(super) amount: Amount,
    pub(super) currency: Currency,
}

impl ToJson for Price {
    fn write(&self, json: &mut String) {
        output::object(json, &[(name!("amount"), Some(&self.amount)), (name!("currency"), Some(&self.currency))]);
    }
}

/// The notices, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox(Vec<Notice>);

impl ToJson for Outbox {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

impl Stored for Outbox {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        Stored::restore(saved).map(Self)
    }
}

impl Outbox {
    /// The most notices kept. The oldest delivered ones make room first, then the oldest about failed attempts; the four
    /// others come once each and stay.
    pub(super) const MAX: usize = 64;
    const TROUBLE_MAX: usize = 200;

    /// Adds a notice, unless it is there already.
    pub(super) fn push(&mut self, kind: NoticeType, data: &Data<'_>, now_ms: i64) {
        let about = kind.as_str().strip_prefix("invoice.").unwrap_or_default();
        let mut id = ["evt_", data.invoice_id.as_str(), "_", about].concat();
        if let (NoticeType::Failed, Some(transaction)) = (kind, data.transaction) {
            id.push_str(&["_", transaction.as_str()].concat());
        }
        let id: Box<str> = id.into();
        if self.0.iter().any(|notice| notice.id == id) {
            return;
        }
        let data = Json::known(data.to_json());
        let delivery = Delivery::Due(now_ms);
        self.0.push(Notice { id, kind, created_ms: now_ms, attempts: 0, delivery, trouble: None, data });
        while self.0.len() > Self::MAX {
            let is_done = |notice: &Notice| matches!(notice.delivery, Delivery::Done(_));
            let is_attempt = |notice: &Notice| notice.kind == NoticeType::Failed;
            let position = self.0.iter().position(is_done).or_else(|| self.0.iter().position(is_attempt));
            self.0.remove(position.unwrap_or(0));
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Notice> {
        self.0.iter()
    }

    /// Those to be delivered, with the time.
    pub(super) fn due(&self) -> impl Iterator<Item = (i64, &Notice)> {
        self.0.iter().filter_map(|notice| match notice.delivery {
            Delivery::Due(at_ms) => Some((at_ms, notice)),
            Delivery::Done(_) | Delivery::Dead(_) => None,
        })
    }

    /// Takes in how a delivery went. The result of a notice that made room meanwhile, or is no longer due, is nothing.
    pub(super) fn delivered(&mut self, id: &str, result: Result<(), Box<str>>, now_ms: i64) {
        let is_it = |notice: &&mut Notice| *notice.id == *id && matches!(notice.delivery, Delivery::Due(_));
        let Some(notice) = self.0.iter_mut().find(is_it) else {
            return;
        };
        match result {
            Ok(()) => (notice.delivery, notice.trouble) = (Delivery::Done(now_ms), None),
            Err(trouble) => {
                let pause = DELIVERY_PAUSES_MS.get(notice.attempts as usize);
                notice.attempts += 1;
                notice.trouble = Some(text::kept(&trouble, Self::TROUBLE_MAX, &|_| true));
                notice.delivery = pause.map_or(Delivery::Dead(now_ms), |pause| Delivery::Due(now_ms + pause));
            }
        }
    }

    /// Has a notice delivered anew, from the first attempt on. `false` if there is none of that id.
    pub(super) fn redeliver(&mut self, id: &str, now_ms: i64) -> bool {
        let Some(notice) = self.0.iter_mut().find(|notice| *notice.id == *id) else {
            return false;
        };
        (notice.attempts, notice.delivery) = (0, Delivery::Due(now_ms));
        true
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;

    fn push(outbox: &mut Outbox, kind: NoticeType, transaction: Option<&str>) {
        let transaction = transaction.map(Transaction::new);
        let data = Data {
            invoice_id: &"000001".parse().unwrap(),
            record: &Record::from_json(br#"{"recipient_contact":"a@b.kz"}"#).unwrap(),
            expected: None,
            transaction: transaction.as_ref(),
            reason: None,
        };
        outbox.push(kind, &data, 1_700_000_000_123);
    }

    fn delivery(outbox: &Outbox) -> Delivery {
        outbox.0[0].delivery
    }

    #[test]
    fn the_body_is_a_standard_webhook() {
        let mut outbox = Outbox::default();
        push(&mut outbox, NoticeType::Paid, None);
        let body: serde_json::Value = serde_json::from_str(&outbox.0[0].body()).unwrap();
        assert_eq!(body["type"], "invoice.paid");
        assert_eq!(body["timestamp"], "2023-11-14T22:13:20.123Z");
        assert_eq!(body["data"]["invoice_id"], "000001");
        assert_eq!(body["data"]["record"]["recipient_contact"], "a@b.kz");
        assert_eq!(outbox.0[0].to_json(), serde_json::to_string(&outbox.0[0]).unwrap());
        assert!(!format!("{outbox:?}").contains("a@b.kz"));
    }

    #[test]
    fn the_same_is_told_once() {
        let mut outbox = Outbox::default();
        for _ in 0..2 {
            push(&mut outbox, NoticeType::Paid, None);
            push(&mut outbox, NoticeType::Failed, Some("7"));
            push(&mut outbox, NoticeType::Failed, Some("8"));
        }
        let ids: Vec<&str> = outbox.iter().map(|notice| &*notice.id).collect();
        assert_eq!(ids, ["evt_000001_paid", "evt_000001_failed_7", "evt_000001_failed_8"]);
    }

    #[test]
    fn ten_deliveries_then_a_dead_letter_then_anew() {
        let mut outbox = Outbox::default();
        push(&mut outbox, NoticeType::Paid, None);
        let mut now_ms = 0;
        for pause in DELIVERY_PAUSES_MS {
            assert!(!outbox.0[0].is_last_delivery());
            outbox.delivered("evt_000001_paid", Err("x".repeat(500).into()), now_ms);
            now_ms += pause;
            assert_eq!(delivery(&outbox), Delivery::Due(now_ms));
        }
        assert!(outbox.0[0].is_last_delivery());
        outbox.delivered("evt_000001_paid", Err("503".into()), now_ms);
        assert_eq!(delivery(&outbox), Delivery::Dead(now_ms));
        assert_eq!(outbox.due().count(), 0);
        assert!(outbox.redeliver("evt_000001_paid", 7) && !outbox.redeliver("evt_x", 7));
        assert_eq!((outbox.0[0].attempts, delivery(&outbox)), (0, Delivery::Due(7)));
        outbox.delivered("evt_000001_paid", Ok(()), 9);
        outbox.delivered("evt_000001_paid", Err("late".into()), 10);
        assert_eq!((delivery(&outbox), outbox.0[0].trouble.as_deref()), (Delivery::Done(9), None));
    }

    #[test]
    fn room_is_made_by_what_matters_least() {
        let mut outbox = Outbox::default();
        push(&mut outbox, NoticeType::Expired, None);
        push(&mut outbox, NoticeType::Failed, Some("a"));
        push(&mut outbox, NoticeType::Paid, None);
        push(&mut outbox, NoticeType::Failed, Some("b"));
        outbox.delivered("evt_000001_failed_b", Ok(()), 1);
        for number in 0..Outbox::MAX - 3 {
            push(&mut outbox, NoticeType::Failed, Some(&number.to_string()));
        }
        let has = |outbox: &Outbox, id: &str| outbox.iter().any(|notice| *notice.id == *id);
        assert!(!has(&outbox, "evt_000001_failed_b") && has(&outbox, "evt_000001_failed_a"));
        push(&mut outbox, NoticeType::Failed, Some("c"));
        assert!(!has(&outbox, "evt_000001_failed_a"));
        assert!(has(&outbox, "evt_000001_expired") && has(&outbox, "evt_000001_paid"));
        assert_eq!(outbox.0.len(), Outbox::MAX);
    }
}
