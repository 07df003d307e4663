//! What of an order is saved.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;

use super::content::has_price_of;
use super::event::Transaction;
use super::outbox::Outbox;
use super::schedule::{AFTER_EXPIRY_MS, ENDLESS_MS};
use super::stored::{Saved, Stored, stored};
use crate::digits;
use crate::field::{InvoiceId, LinkId};
use crate::invoice::{Invoice, Record, Status};
use crate::output::{self, ToJson, name};

stored! {
    /// The saved part of an order.
    #[derive(Clone, Debug)]
    pub(super) struct Ledger {
        /// The form of what follows. What an older form lacks is filled in on reading; a newer form is an error.
        pub version: u32,
        pub invoice_id: InvoiceId as needed,
        pub phase: Phase,
        pub search: Searching,
        /// Attempts to pay that failed by a callback's word, until a search confirms that the link is not paid.
        pub attempts: Vec<Attempt>,
        pub outbox: Outbox,
    }
}

/// Whether there is a link.
#[derive(Clone, Debug, Default)]
pub(super) enum Phase {
    /// None that this ledger knows of.
    #[default]
    Free,
    /// A create call is about to be made, or under way, or was when the order's memory was lost.
    Creating(Intent),
    /// A create call was made and nobody knows what became of it.
    Unclear {
        intent: Intent,
        /// When the call ended. Of one that the bank throttled, so long ago that the next search decides.
        ended_ms: i64,
    },
    /// There is one.
    Known(Box<Known>),
}

stored! {
    /// What the bank was asked to create.
    #[derive(Clone, Debug)]
    pub(super) struct Intent {
        pub invoice: Box<Invoice> as needed,
        /// When it was saved.
        pub asked_ms: i64,
    }
}

stored! {
    /// A link and what is known of it.
    #[derive(Clone, Debug)]
    pub(super) struct Known {
        /// What this ledger asked for; `None` for a link made elsewhere that nobody has asked for here.
        pub invoice: Option<Box<Invoice>>,
        /// The last that the bank said of it.
        pub record: Arc<Record> as needed,
        /// Since when it is known.
        pub since_ms: i64,
        pub paid: Option<Paid>,
        /// Whether it ended unpaid.
        pub expired: bool,
        pub deactivation: Option<Deactivation>,
    }
}

stored! {
    /// A payment that was seen.
    #[derive(Clone, Copy, Debug, Default)]
    pub(super) struct Paid {
        /// Whether the price of what was paid is not the order's. Then one at the price may yet be seen, and else it is for
        /// good.
        pub mismatch: bool,
    }
}

stored! {
    /// A deactivation that was asked of the bank: saved before the call.
    #[derive(Clone, Debug)]
    pub(super) struct Deactivation {
        pub link: LinkId as needed,
        /// The link's status before the call, by which a change is seen.
        pub before: Box<str>,
        /// Whether the bank has said that it went well.
        pub accepted: bool,
        /// Whether a search has confirmed it.
        pub confirmed: bool,
    }
}

stored! {
    /// When the next search is due, and what bears on it.
    #[derive(Clone, Copy, Debug, Default)]
    pub(super) struct Searching {
        pub due_ms: Option<i64>,
        /// How many searches that were due have failed in a row.
        pub failures: u32,
        /// When something happened last that searches may not show yet.
        pub stirred_ms: Option<i64>,
    }
}

stored! {
    /// An attempt to pay that failed by a callback's word.
    #[derive(Clone, Debug)]
    pub(super) struct Attempt {
        pub transaction: Transaction as needed,
        pub reason: Option<Box<str>>,
        pub came_ms: i64,
    }
}

impl Ledger {
    pub(super) const VERSION: u32 = 1;

    pub(super) fn new(invoice_id: InvoiceId) -> Self {
        Self {
            version: Self::VERSION,
            invoice_id,
            phase: Phase::Free,
            search: Searching::default(),
            attempts: Vec::new(),
            outbox: Outbox::default(),
        }
    }

    pub(super) fn known(&self) -> Option<&Known> {
        match &self.phase {
            Phase::Known(known) => Some(known),
            Phase::Free | Phase::Creating(_) | Phase::Unclear { .. } => None,
        }
    }

    /// Whether it is paid at its price: nothing more is to be expected.
    pub(super) fn is_paid(&self) -> bool {
        self.known().is_some_and(Known::is_paid)
    }

    pub(super) fn from_json(json: &str) -> Result<Self, LoadError> {
        let unfit = Cell::new(None);
        let saved = Saved::parse(json, &unfit).ok_or(LoadError::Malformed { member: "" })?;
        let version = saved.member("version");
        if unfit.get().is_none() && version != Self::VERSION {
            return Err(LoadError::UnknownVersion { version });
        }
        match (Self::restore(saved), unfit.get()) {
            (Some(ledger), None) => Ok(ledger),
            (_, unfit) => Err(LoadError::Malformed { member: unfit.unwrap_or_default() }),
        }
    }
}

impl ToJson for Phase {
    fn write(&self, json: &mut String) {
        match self {
            Self::Free => "free".write(json),
            Self::Creating(intent) => output::object(json, &[(name!("creating"), Some(intent))]),
            Self::Unclear { intent, ended_ms } => {
                let unclear = Unclear { intent, ended_ms: *ended_ms };
                output::object(json, &[(name!("unclear"), Some(&unclear))]);
            }
            Self::Known(known) => output::object(json, &[(name!("known"), Some(known))]),
        }
    }
}

struct Unclear<'a> {
    intent: &'a Intent,
    ended_ms: i64,
}

impl ToJson for Unclear<'_> {
    fn write(&self, json: &mut String) {
        output::object(json, &[(name!("intent"), Some(self.intent)), (name!("ended_ms"), Some(&self.ended_ms))]);
    }
}

impl Stored for Phase {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        if saved.raw == "\"free\"" {
            return Some(Self::Free);
        }
        let (name, saved) = saved.only_member()?;
        match &*name {
            "creating" => Stored::restore(saved).map(Self::Creating),
            "unclear" => Some(Self::Unclear { intent: saved.needed("intent")?, ended_ms: saved.member("ended_ms") }),
            "known" => Stored::restore(saved).map(Self::Known),
            _ => None,
        }
    }
}

impl Known {
    pub(super) fn link(&self) -> Option<LinkId> {
        self.record.id
    }

    /// Keeps what the bank says now. Returns whether that is anything new.
    pub(super) fn renew(&mut self, record: &Arc<Record>) -> bool {
        // compared as they are told
        let is_news = self.record.to_json() != record.to_json();
        if is_news {
            self.record = Arc::clone(record);
        }
        is_news
    }

    /// Whether a record is at the order's price, if that is known here.
    pub(super) fn has_price(&self, record: &Record) -> bool {
        self.invoice.as_ref().is_none_or(|invoice| has_price_of(record, invoice))
    }

    /// Whether it is paid at its price.
    pub(super) fn is_paid(&self) -> bool {
        self.paid.is_some_and(|paid| !paid.mismatch)
    }

    /// When it ends: what the bank says, else what was asked of it.
    pub(super) fn expires_ms(&self) -> Option<i64> {
        const DAY_MS: i64 = 24 * 60 * 60 * 1000;
        let asked =
            self.invoice.as_ref().map(|invoice| self.since_ms + i64::from(invoice.expire_period.days()) * DAY_MS);
        self.record.expire_date.as_ref().map(|date| date.unix_ms()).or(asked)
    }

    /// When the last look at it is due.
    pub(super) fn watched_until_ms(&self) -> i64 {
        self.expires_ms().map_or(self.since_ms + ENDLESS_MS, |end| end.saturating_add(AFTER_EXPIRY_MS))
    }

    pub(super) fn is_deactivated(&self) -> bool {
        self.deactivation.as_ref().is_some_and(|deactivation| deactivation.confirmed)
    }

    pub(super) fn status(&self) -> &str {
        self.record.status.as_ref().map_or("", Status::as_str)
    }
}

/// Why a saved order cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// It was saved by another version of this library, in a form that this one does not know.
    UnknownVersion {
        /// The form's version.
        version: u32,
    },
    /// It is not what this library has saved.
    Malformed {
        /// The innermost member that is missing or does not fit; empty if the text is no JSON.
        member: &'static str,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl LoadError {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::UnknownVersion { version } => {
                let known = digits::decimal(Ledger::VERSION.into());
                let version = digits::decimal((*version).into());
                ["the order is saved in form ", &version, ", and this version knows form ", &known].concat()
            }
            Self::Malformed { member: "" } => "the saved order is no JSON".into(),
            Self::Malformed { member } => ["the saved order is malformed: ", member].concat(),
        }
    }
}

impl core::error::Error for LoadError {}
