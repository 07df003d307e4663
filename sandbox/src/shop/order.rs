//! An order, and how it stands.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::catalogue::{Language, Product};
use crate::amount::Tiyn;
use crate::clock::rfc3339;

/// An order. Prices and the amount are those of the moment at which it was placed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// Its number, also at the bank.
    pub invoice_id: String,
    /// The `Idempotency-Key` that it came with.
    pub key: Uuid,
    /// When it was placed.
    #[serde(with = "time::serde::rfc3339")]
    pub placed: OffsetDateTime,
    /// What was ordered.
    pub lines: Vec<Line>,
    /// What is to be paid.
    pub amount: Tiyn,
    /// What the payer reads on the bank's page.
    pub description: String,
    /// How it stands.
    pub state: State,
}

/// A product of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The product.
    pub id: String,
    /// How many.
    pub quantity: u32,
    /// What one costs.
    pub price: Tiyn,
}

/// How an order stands, the weakest first.
///
/// Events may come late and in any order. So what is heard never replaces what is known, unless it is stronger: an attempt that
/// failed, heard after the payment, takes nothing back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing was heard yet.
    AwaitingPayment,
    /// An attempt failed; the link can still be paid.
    Failed,
    /// The link was not paid in its time.
    Expired,
    /// The link was taken back.
    Deactivated,
    /// Something was paid, and it is not this order's price: a case for a person.
    Mismatch,
    /// Paid: the goods can go.
    Paid,
}

impl State {
    /// The word for it in the shop's JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            State::AwaitingPayment => "awaiting_payment",
            State::Failed => "failed",
            State::Expired => "expired",
            State::Deactivated => "deactivated",
            State::Mismatch => "mismatch",
            State::Paid => "paid",
        }
    }
}

impl Order {
    /// A new order.
    pub fn new(
        invoice_id: String,
        key: Uuid,
        wanted: &[(&Product, u32)],
        language: Language,
        placed: OffsetDateTime,
    ) -> Self {
        let line = |(product, quantity): &(&Product, u32)| Line {
            id: product.id.into(),
            quantity: *quantity,
            price: product.price,
        };
        let lines: Vec<Line> = wanted.iter().map(line).collect();
        let amount = lines.iter().map(|line| line.price.times(line.quantity)).sum();
        let order = match language {
            Language::Kk => "Тапсырыс",
            Language::Ru => "Заказ",
            Language::En => "Order",
        };
        let description = format!("{order} {invoice_id}");
        Order { invoice_id, key, placed, lines, amount, description, state: State::AwaitingPayment }
    }

    /// Whether these are the products of the order, in any sequence.
    pub fn is_of(&self, wanted: &[(&Product, u32)]) -> bool {
        let has = |(product, quantity): &(&Product, u32)| {
            self.lines.iter().any(|line| line.id == product.id && line.quantity == *quantity)
        };
        self.lines.len() == wanted.len() && wanted.iter().all(has)
    }

    /// The order as its buyer and the shop's people see it.
    pub fn to_json(&self) -> Value {
        let items = self
            .lines
            .iter()
            .map(|line| json!({"id": line.id, "quantity": line.quantity, "price": line.price.to_json()}));
        json!({
            "invoice_id": self.invoice_id,
            "amount": self.amount.to_json(),
            "currency": super::CURRENCY,
            "description": self.description,
            "items": items.collect::<Vec<Value>>(),
            "state": self.state.as_str(),
            "created_at": rfc3339(self.placed),
        })
    }
}
