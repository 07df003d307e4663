//! What an order wants done.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::event::{Caller, Fault};
use super::outbox::Notice;
use crate::bank::Failure;
use crate::field::LinkId;
use crate::invoice::{Invoice, Record};

/// What is to be done once the new state is saved. None is lost for good by a crash: a call is found out about, a
/// delivery is made again, and callers and subscribers are gone with the memory they were in.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Create the link, by one call that is never repeated where its outcome is not known. Its result is
    /// [`Event::Created`](super::Event::Created).
    Create(Box<Invoice>),
    /// Search by the order's number. Its result is [`Event::Found`](super::Event::Found).
    Search,
    /// Deactivate the link. Its result is [`Event::Deactivated`](super::Event::Deactivated).
    Deactivate(LinkId),
    /// Deliver the notice to the shop. Its result is [`Event::Delivered`](super::Event::Delivered).
    Deliver(Box<Notice>),
    /// Tell those who watch the order that its record or its standing has changed.
    Tell,
    /// Answer the caller, who gets no other answer.
    Answer {
        /// Who asked.
        caller: Caller,
        /// What is answered.
        answer: Answer,
    },
}

/// What a caller is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The order has its link.
    Created {
        /// The link.
        record: Arc<Record>,
        /// Whether it was there before this caller asked.
        replayed: bool,
    },
    /// The order has a link, or may have one, and it is not what is asked for.
    Conflict {
        /// The invoice's fields that differ.
        fields: Vec<&'static str>,
    },
    /// The bank refuses. Nothing was done; the same again is refused again.
    Refused {
        /// The HTTP status, 4xx.
        status: u16,
        /// The bank's code, if it gave one.
        code: Option<i64>,
        /// The bank's message; may be empty.
        message: Box<str>,
    },
    /// The bank could not be asked. Nothing was done; trying again is safe.
    Unavailable {
        /// Why.
        fault: Fault,
        /// The pause to suggest, in seconds.
        retry_after_s: u32,
    },
    /// Whether it was done is not known yet. Trying again is safe.
    OutcomeUnknown {
        /// The pause to suggest, in seconds.
        retry_after_s: u32,
    },
    /// The link can no longer be paid.
    Deactivated {
        /// The link.
        record: Arc<Record>,
    },
    /// The link is paid, and so was not deactivated.
    AlreadyPaid {
        /// The link.
        record: Arc<Record>,
    },
    /// The bank has no link of this order; the order has no such notice.
    NotFound,
    /// The notice will be delivered anew.
    Queued,
}

impl Answer {
    /// What a caller is told of a fault after which nothing was done.
    pub(super) fn of(fault: &Fault) -> Self {
        const PAUSE_S: u32 = 5;
        let retry_after_s = match fault {
            Fault::Bank(Failure::Refused { status, code, message }) => {
                return Self::Refused { status: *status, code: *code, message: message.clone() };
            }
            Fault::NoToken { retry_after_s } | Fault::Bank(Failure::Throttled { retry_after_s }) => {
                retry_after_s.unwrap_or(PAUSE_S).max(1)
            }
            Fault::Bank(_) => PAUSE_S,
        };
        Self::Unavailable { fault: fault.clone(), retry_after_s }
    }
}
