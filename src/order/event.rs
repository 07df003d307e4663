//! What can happen to an order.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::stored::{Saved, Stored};
use crate::bank::Failure;
use crate::invoice::{Invoice, Record};
use crate::output::ToJson;
use crate::search::Page;
use crate::text;

/// Who asks and waits for an [`Answer`](super::Answer): a number of the driver's own, not used twice in one life of the
/// order in memory.
pub type Caller = u64;

/// What happens to an order.
#[derive(Clone, Debug)]
pub enum Event {
    /// A caller asks for the order's link. Answered once.
    Create {
        /// What is asked for, as the shop means it: every field counts when a later one is compared with it.
        invoice: Box<Invoice>,
        /// Who waits for the answer.
        caller: Caller,
    },
    /// A caller asks that the link can no longer be paid. Answered once.
    Deactivate {
        /// Who waits for the answer.
        caller: Caller,
    },
    /// An operator asks that a notice be delivered anew. Answered once.
    Redeliver {
        /// The notice's id.
        id: Box<str>,
        /// Who waits for the answer.
        caller: Caller,
    },
    /// The bank called `post_link` or `failure_post_link`: a hint, no more.
    Callback(Callback),
    /// Records that someone else saw: a status call's search. What they lack proves nothing.
    Seen(Vec<Record>),
    /// The alarm rang. It may ring too often, too early or too late.
    Alarm,
    /// The result of [`Effect::Create`](super::Effect::Create).
    Created(Result<Box<Record>, Fault>),
    /// The result of [`Effect::Search`](super::Effect::Search).
    Found(Result<Page, Fault>),
    /// The result of [`Effect::Deactivate`](super::Effect::Deactivate).
    Deactivated(Result<(), Fault>),
    /// The result of [`Effect::Deliver`](super::Effect::Deliver).
    Delivered {
        /// The notice's id.
        id: Box<str>,
        /// `Ok` if the shop accepted it (a 2xx; where there is no shop to tell, at once), else what went wrong, for operators: at most 200 characters are kept.
        result: Result<(), Box<str>>,
    },
}

/// Why a call to the bank brought no result, after all that may be tried within the call: a token renewed once, a search
/// or a deactivation made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No token was to be had. The call was not made.
    NoToken {
        /// The pause after which a token may be had, in seconds; `None`: no pause mends it, since the bank refuses the
        /// credentials.
        retry_after_s: Option<u32>,
    },
    /// The call was made and failed.
    Bank(Failure),
}

impl Fault {
    /// Whether the bank may have done what was asked in spite of the fault.
    #[must_use]
    pub const fn is_ambiguous(&self) -> bool {
        match self {
            Self::NoToken { .. } => false,
            Self::Bank(failure) => failure.is_ambiguous(),
        }
    }
}

/// What a callback says. Nothing of it is believed before a search confirms it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callback {
    /// A payment went through.
    Paid,
    /// A payment failed.
    Failed {
        /// The attempt.
        transaction: Transaction,
        /// The bank's reason, a code or a text; at most 64 characters are kept.
        reason: Option<Box<str>>,
        /// Whether the attempt is over. `false` for the reasons after which the payment may yet succeed: then it is a
        /// hint to look more often, and nothing is said to the shop.
        is_final: bool,
    },
}

/// Which attempt to pay a callback is about: the bank's transaction id, or a fingerprint of the callback.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Transaction(Box<str>);

impl Transaction {
    /// The most characters.
    pub const MAX: usize = 64;

    /// From the callback's text, of which the ASCII letters, digits, `-` and `_` are kept, at most 64: it becomes part
    /// of a notice's id.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let is_kept = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
        Self(text::kept(text, Self::MAX, &is_kept))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ToJson for Transaction {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

impl Stored for Transaction {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        Stored::restore(saved).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_fits_an_id() {
        assert_eq!(Transaction::new("19c435ae-fbe6.{}\n шот_1").as_str(), "19c435ae-fbe6_1");
        assert_eq!(Transaction::new(&"7".repeat(100)).as_str().len(), 64);
    }

    #[test]
    fn without_a_token_nothing_was_done() {
        assert!(!Fault::NoToken { retry_after_s: None }.is_ambiguous());
        assert!(!Fault::Bank(Failure::Throttled { retry_after_s: None }).is_ambiguous());
        assert!(Fault::Bank(Failure::Timeout).is_ambiguous());
    }
}
