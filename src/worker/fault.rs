//! What the Worker knows of a failure. What it tells is a [`Problem`](super::problem::Problem), made from it in one
//! exhaustive mapping.

use crate::bank::Failure;
use crate::field::InvoiceId;
use crate::issue::{Issues, Reason};

/// Why a request was not fulfilled.
#[derive(Debug)]
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
        /// The scope that is missing.
        scope: &'static str,
    },
    /// The body is not `application/json`.
    UnsupportedMediaType,
    /// The body is larger than is read.
    BodyTooLarge,
    /// The payload breaks rules.
    Invalid(Issues),
    /// The path's invoice_id breaks the rule.
    InvalidInvoiceId(Reason),
    /// Configuration is missing or wrong: the keys' names.
    NotConfigured(Vec<ConfigFault>),
    /// The bank does not give a token.
    NoToken(Failure),
    /// A call to the bank failed.
    Bank(Failure),
    /// The bank has no link of this order.
    NoInvoice(InvoiceId),
    /// The link is paid: nothing to deactivate.
    AlreadyPaid(InvoiceId),
    /// Whether the bank did what was asked is not known yet.
    OutcomeUnknown,
    /// A fault of the Worker or its platform, in the platform's words.
    Internal(worker::Error),
}

/// A configuration key that is missing or wrong. It never holds the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigFault {
    /// The key.
    pub(super) key: &'static str,
    /// What is wrong with it; `None` if it is missing.
    pub(super) wrong: Option<&'static str>,
}

impl From<worker::Error> for Fault {
    fn from(error: worker::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<Issues> for Fault {
    fn from(issues: Issues) -> Self {
        Self::Invalid(issues)
    }
}
