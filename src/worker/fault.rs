//! What the Worker knows of a failure. What it tells is a [`Problem`](super::problem::Problem), made from it in one
//! exhaustive mapping.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::JsValue;

use super::border;
use super::token::NoToken;
use crate::bank::Failure;
use crate::field::InvoiceId;
use crate::issue::{Issues, Reason};

/// Why a request was not fulfilled. Boxed on its way: what it holds would be moved at each step of it.
#[cfg_attr(test, derive(Debug))]
#[repr(u32)]
pub(super) enum Fault {
    /// No such path.
    NoSuchPath,
    /// The path has another method.
    MethodNotAllowed {
        /// The method it has.
        allow: &'static str,
    },
    /// No credentials, or none that this Worker knows.
    Unauthorized,
    /// Known, and not allowed to do this.
    Forbidden {
        /// What.
        what: &'static str,
    },
    /// The draft is not the one that the ticket is for.
    NotTheTickets {
        /// The fields that are not the ticket's.
        fields: Vec<&'static str>,
    },
    /// Too many requests.
    RateLimited,
    /// The body is not of a type that is read.
    UnsupportedMediaType,
    /// The body is larger than is read.
    BodyTooLarge,
    /// The payload breaks rules.
    Invalid(Issues),
    /// The path's invoice_id breaks the rule.
    InvalidInvoiceId(Reason),
    /// Configuration is missing or wrong: the keys' names.
    NotConfigured(Vec<ConfigFault>),
    /// The bank does not give a token: nothing was asked of it.
    NoToken(NoToken),
    /// A call to the bank failed.
    Bank(Failure),
    /// The bank cannot be used: nothing was done.
    Unavailable {
        /// The pause to suggest, in seconds.
        retry_after_s: u32,
    },
    /// The bank has no link of this order.
    NoInvoice(InvoiceId),
    /// The order has no such event.
    NoEvent,
    /// The order was created with other content.
    Conflict {
        /// The fields that differ.
        fields: Vec<&'static str>,
    },
    /// The link is paid: nothing to deactivate.
    AlreadyPaid(InvoiceId),
    /// Whether the bank did what was asked is not known yet.
    OutcomeUnknown {
        /// The pause to suggest, in seconds.
        retry_after_s: u32,
    },
    /// A fault of the Worker or its platform.
    Internal(String),
}

/// A configuration key that is missing or wrong. It never holds the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigFault {
    /// The key.
    pub(super) key: &'static str,
    /// What is wrong with it; `None` if it is missing.
    pub(super) wrong: Option<&'static str>,
}

impl Fault {
    /// For the operator's log: what went wrong, in one line.
    pub(super) fn into_log(self) -> String {
        match self {
            Self::Internal(error) => error,
            other => super::problem::Problem::from(other).into_log(),
        }
    }
}

impl From<JsValue> for Box<Fault> {
    fn from(error: JsValue) -> Self {
        Fault::Internal(border::thrown(&error)).into()
    }
}

impl From<Issues> for Box<Fault> {
    fn from(issues: Issues) -> Self {
        Fault::Invalid(issues).into()
    }
}
