//! The ledger: every call received and every callback sent, with its effect.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::fault_order::FaultName;
use crate::token::Grant;

/// Which part of the sandbox a call reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The token endpoint.
    Token,
    /// Create a link.
    Create,
    /// Find links.
    Search,
    /// Deactivate a link.
    Deactivate,
    /// The pay page, and paying without it.
    Page,
    /// A call that the sandbox made to `post_link` or `failure_post_link`.
    Callback,
    /// An order at the demo shop, and its webhook.
    Shop,
    /// A path or method that the sandbox does not have.
    Unknown,
}

/// What a call brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A token was given out.
    TokenIssued,
    /// A link was made.
    LinkCreated,
    /// A search was answered.
    SearchAnswered,
    /// A link can no longer be paid.
    LinkDeactivated,
    /// A deactivate call that changed nothing: the link was paid or deactivated before.
    LinkUnchanged,
    /// The pay page was shown.
    PageShown,
    /// A payment went through.
    Charged,
    /// A payment failed.
    Declined,
    /// A callback was answered, whatever the status.
    CallbackAnswered,
    /// A callback was not answered.
    CallbackFailed,
    /// A callback was not sent, as ordered.
    CallbackDropped,
    /// A callback waits for its release, as ordered.
    CallbackHeld,
    /// The demo shop has a new order.
    OrderPlaced,
    /// The demo shop was asked for an order that it had, and gave a fresh ticket for it.
    OrderRepeated,
    /// The demo shop took an event in.
    EventTaken,
    /// The demo shop was told an event that it had.
    EventRepeated,
    /// The call was refused.
    Refused,
    /// A fault struck before any work.
    NotDone,
}

/// What is known of a call beside its HTTP line. Nothing secret: no token, password or contact.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Note {
    /// What the call brought about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// The order number, where the call names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// The link, where the call names or makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_id: Option<Uuid>,
    /// The name of the token that was given out or presented: `T1`, `T2` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// How a token was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
    /// The scope that a token was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Links found, over all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<usize>,
    /// The refusal's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
    /// What was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The faults that hit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultName>,
}

/// One line of the ledger.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3 …
    pub number: u64,
    /// The sandbox's time, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub time: OffsetDateTime,
    /// Which part of the sandbox.
    pub route: Route,
    /// The HTTP method.
    pub method: String,
    /// The path without its query; of a callback the whole URL.
    pub path: String,
    /// The HTTP status of the answer; absent where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The rest.
    #[serde(flatten)]
    pub note: Note,
}

/// All lines, oldest first.
#[derive(Debug, Default)]
pub struct Ledger(Vec<Entry>);

/// Sums over the whole ledger.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    /// Calls received, and callbacks sent, per route.
    pub calls: BTreeMap<Route, usize>,
    /// Links made, per order number.
    pub links: BTreeMap<String, usize>,
    /// Tokens given out, per scope that was asked for.
    pub tokens: BTreeMap<String, usize>,
    /// Callbacks that reached the shop, per order number.
    pub callbacks: BTreeMap<String, usize>,
}

impl FromIterator<Entry> for Ledger {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Ledger(entries.into_iter().collect())
    }
}

impl Ledger {
    /// Adds a line; its number is set here.
    pub fn add(&mut self, mut entry: Entry) -> &Entry {
        entry.number = self.0.len() as u64 + 1;
        self.0.push(entry);
        &self.0[self.0.len() - 1]
    }

    /// All lines, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The sums.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for entry in &self.0 {
            *counts.calls.entry(entry.route).or_default() += 1;
            let (invoice_id, scope) = (entry.note.invoice_id.clone(), entry.note.scope.clone());
            let (sums, key) = match entry.note.effect {
                Some(Effect::LinkCreated) => (&mut counts.links, invoice_id),
                Some(Effect::CallbackAnswered) => (&mut counts.callbacks, invoice_id),
                Some(Effect::TokenIssued) => (&mut counts.tokens, scope),
                _ => continue,
            };
            *sums.entry(key.unwrap_or_default()).or_default() += 1;
        }
        counts
    }
}
