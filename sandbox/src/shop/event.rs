//! What the Worker tells the shop.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use time::OffsetDateTime;

use super::order::{Order, State};
use crate::amount::Tiyn;

/// The body of a webhook, as the Standard Webhooks have it; what the shop does not know is passed over.
#[derive(Deserialize)]
pub struct Event {
    /// `invoice.paid`.
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    data: Value,
}

impl Event {
    /// The order that it is about.
    pub fn invoice_id(&self) -> Option<&str> {
        self.data["invoice_id"].as_str()
    }

    /// How an order stands by this event alone. `None` for a type that the shop does not know.
    pub fn state(&self, order: &Order) -> Option<State> {
        match self.kind.as_str() {
            // The Worker has compared already. Goods are worth a second look.
            "invoice.paid" if self.amount() == Some(order.amount) => Some(State::Paid),
            "invoice.paid" | "invoice.mismatch" => Some(State::Mismatch),
            "invoice.failed" => Some(State::Failed),
            "invoice.expired" => Some(State::Expired),
            "invoice.deactivated" => Some(State::Deactivated),
            _ => None,
        }
    }

    fn amount(&self) -> Option<Tiyn> {
        let number: &Number = self.data["record"]["amount"].as_number()?;
        Tiyn::from_number(number).ok()
    }
}

/// An event that was received, without the payer's addresses that it carried.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Received {
    /// Its `webhook-id`, the same each time that it is delivered.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// The order that it is about.
    pub invoice_id: Option<String>,
    /// When it came first.
    #[serde(with = "time::serde::rfc3339")]
    pub time: OffsetDateTime,
    /// What it did.
    pub effect: Effect,
}

/// What an event did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// The order stands differently now.
    Changed(State),
    /// The order stands as before: it was known, or a stronger word.
    Unchanged,
    /// The shop has no such order: someone made the link with an API key.
    NoOrder,
    /// The shop does not know the type.
    UnknownType,
}
