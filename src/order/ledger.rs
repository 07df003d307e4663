//! What of an order is saved.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::event::Transaction;
use super::outbox::Outbox;
use super::schedule::{AFTER_EXPIRY_MS, ENDLESS_MS};
use super::stored;
use crate::field::{InvoiceId, LinkId};
use crate::invoice::{Invoice, Record, Status};

/// The saved part of an order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Ledger {
    /// The form of what follows. What an older form lacks is filled in on reading; a newer form is an error.
    pub version: u32,
    pub invoice_id: InvoiceId,
    pub phase: Phase,
    pub search: Searching,
    /// Attempts to pay that failed by a callback's word, until a search confirms that the link is not paid.
    pub attempts: Vec<Attempt>,
    pub outbox: Outbox,
}

/// Whether there is a link.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    /// None that this ledger knows of.
    Free,
    /// A create call is about to be made, or under way, or was when the order's memory was lost.
    Creating(Intent),
    /// A create call was made and nobody knows what became of it.
    Unclear {
        intent: Intent,
        /// When the call ended.
        ended_ms: i64,
    },
    /// There is one.
    Known(Box<Known>),
}

/// What the bank was asked to create.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Intent {
    #[serde(deserialize_with = "stored::invoice")]
    pub invoice: Box<Invoice>,
    /// When it was saved.
    pub asked_ms: i64,
}

/// A link and what is known of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Known {
    /// What this ledger asked for; `None` for a link made elsewhere that nobody has asked for here.
    #[serde(deserialize_with = "stored::some_invoice")]
    pub invoice: Option<Box<Invoice>>,
    /// The last that the bank said of it.
    #[serde(deserialize_with = "stored::record")]
    pub record: Box<Record>,
    /// Since when it is known.
    pub since_ms: i64,
    pub paid: Option<Paid>,
    /// Whether it ended unpaid.
    pub expired: bool,
    pub deactivation: Option<Deactivation>,
}

/// The payment, for good.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Paid {
    /// Whether the paid link's price is not the order's.
    pub mismatch: bool,
}

/// A deactivation that was asked of the bank: saved before the call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Deactivation {
    pub link: LinkId,
    /// The link's status before the call, by which a change is seen.
    pub before: Box<str>,
    /// Whether the bank has said that it went well.
    pub accepted: bool,
    /// Whether a search has confirmed it.
    pub confirmed: bool,
}

/// When the next search is due, and what bears on it.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Searching {
    pub due_ms: Option<i64>,
    /// How many searches in a row have failed.
    pub failures: u32,
    /// When something happened last that searches may not show yet.
    pub stirred_ms: Option<i64>,
}

/// An attempt to pay that failed by a callback's word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub transaction: Transaction,
    pub reason: Option<Box<str>>,
    pub came_ms: i64,
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

    pub(super) fn is_paid(&self) -> bool {
        self.known().is_some_and(|known| known.paid.is_some())
    }

    #[expect(clippy::expect_used, reason = "structs, texts and finite numbers: they always serialise")]
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a ledger serialises")
    }

    pub(super) fn from_json(json: &str) -> Result<Self, LoadError> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let Head { version } = serde_json::from_str(json).map_err(LoadError::malformed)?;
        match version {
            Self::VERSION => serde_json::from_str(json).map_err(LoadError::malformed),
            newer => Err(LoadError::UnknownVersion { version: newer }),
        }
    }
}

impl Known {
    pub(super) fn link(&self) -> Option<LinkId> {
        self.record.id
    }

    /// Keeps what the bank says now. Returns whether that is anything new.
    pub(super) fn renew(&mut self, record: &Record) -> bool {
        let is_news = *self.record != *record;
        if is_news {
            *self.record = record.clone();
        }
        is_news
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
        /// The line of the text.
        line: usize,
        /// The column of the text.
        column: usize,
    },
}

impl LoadError {
    /// The place alone: serde's message can quote what it has read.
    #[expect(clippy::needless_pass_by_value, reason = "for map_err")]
    fn malformed(error: serde_json::Error) -> Self {
        Self::Malformed { line: error.line(), column: error.column() }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVersion { version } => {
                write!(f, "the order is saved in form {version}, and this version knows form {}", Ledger::VERSION)
            }
            Self::Malformed { line, column } => write!(f, "the saved order is malformed at {line}:{column}"),
        }
    }
}

impl std::error::Error for LoadError {}
