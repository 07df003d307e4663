//! Deactivating: find, refuse if paid, ask the bank, confirm by search.
//!
//! - A caller gets a search that began after it came. Paid: nothing is deactivated. No link: nothing to deactivate.
//! - Then the bank is asked to, and searches tell what became of it: at once, and 0.2 s, 1 s and 3 s later. It is done
//!   when the link shows a status other than `ACTIVE` and `CHARGED` that is new, unless the link has ended meanwhile. Where
//!   the bank said that it has done it, any such status is enough, or that a link old enough to be listed is not. Which
//!   status a deactivated link has, nobody outside the bank knows.
//! - A link that still shows `ACTIVE` then: the outcome is not known, and asking again is safe. The order goes on looking,
//!   and tells the shop when it sees it.
//! - The bank refuses: told with its code and message, unless the search after it shows a deactivated or a paid link.
//! - A call by which nothing was done is forgotten, unless an earlier one may have done it: what becomes of the link later is
//!   then not this order's doing.
//! - A payment that was quicker is seen by the same searches: already paid.
//! - Once confirmed, asking again is answered from the ledger.
//! - Links made elsewhere can be deactivated too: it is the search that finds them.

use alloc::sync::Arc;

use super::effect::{Answer, Effect};
use super::event::Fault;
use super::ledger::{Deactivation, Known, Phase};
use super::schedule::CONFIRM_PAUSES_MS;
use super::state::{Flight, Order};
use crate::bank::Failure;
use crate::field::LinkId;
use crate::invoice::{Record, Status};

/// How far a deactivation has come that callers wait for.
#[derive(Clone, Debug)]
pub(super) struct Closing {
    /// What the bank answered, if it refused: told to the callers unless a search shows more.
    refusal: Option<Fault>,
    /// Whether no earlier call may have done it.
    is_first: bool,
    /// How many searches have not confirmed it.
    looks: usize,
}

impl Order {
    /// What is answered without asking the bank: what is for good.
    pub(super) fn answer_of_closed(&self) -> Option<Answer> {
        let known = self.ledger.known()?;
        let record = Arc::clone(&known.record);
        if known.record.is_paid() {
            return Some(Answer::AlreadyPaid { record });
        }
        known.is_deactivated().then_some(Answer::Deactivated { record })
    }

    /// A search has ended, with a `fault` if it failed: goes on for the callers who wait for a deactivation.
    pub(super) fn judge_closing(&mut self, fault: Option<Fault>, now_ms: i64) {
        let is_waited_for = self.waiting.iter().any(|waiter| waiter.searched && waiter.is_deactivate());
        if !is_waited_for || self.answer_of_closed().is_some() {
            return;
        }
        match (&self.ledger.phase, &mut self.closing, fault) {
            // whether there is a link is itself not known: told as to those who want to create it
            (Phase::Creating(_) | Phase::Unclear { .. }, ..) => {}
            (Phase::Free | Phase::Known(_), None, Some(fault)) => self.answer_searchers(&|| Answer::of(&fault)),
            (Phase::Free, ..) => self.answer_searchers(&|| Answer::NotFound),
            (Phase::Known(_), None, None) => self.deactivate(),
            (Phase::Known(_), Some(closing), _) => {
                let (refusal, is_first) = (closing.refusal.take(), closing.is_first);
                if refusal.is_none()
                    && let Some(pause) = CONFIRM_PAUSES_MS.get(closing.looks)
                {
                    closing.looks += 1;
                    // a hint that has come meanwhile does not wait
                    if self.ledger.search.due_ms.is_none_or(|due_ms| due_ms > now_ms) {
                        self.ledger.search.due_ms = Some(now_ms + pause);
                    }
                    return;
                }
                self.closing = None;
                if refusal.is_some() && is_first {
                    self.forget_deactivation();
                }
                self.answer_searchers(&|| {
                    refusal.as_ref().map_or(Answer::OutcomeUnknown { retry_after_s: 5 }, Answer::of)
                });
            }
        }
    }

    /// Makes the call.
    fn deactivate(&mut self) {
        let Phase::Known(known) = &mut self.ledger.phase else {
            return;
        };
        let Some(link) = known.link() else {
            // a link without an id cannot be named to the bank
            self.answer_searchers(&|| Answer::of(&Fault::Bank(Failure::Malformed { status: 200 })));
            return;
        };
        // what the bank has said of an earlier call for the link still counts
        let is_first = known.deactivation.as_ref().is_none_or(|deactivation| deactivation.link != link);
        if is_first {
            let before = known.status().into();
            known.deactivation = Some(Deactivation { link, before, accepted: false, confirmed: false });
        }
        self.start(Flight::Deactivate { link, is_first }, Effect::Deactivate(link));
    }

    /// Nothing was done: what becomes of the link is not this order's doing.
    fn forget_deactivation(&mut self) {
        if let Phase::Known(known) = &mut self.ledger.phase {
            known.deactivation = None;
        }
    }

    /// The call has ended.
    pub(super) fn put(&mut self, link: LinkId, is_first: bool, result: Result<(), Fault>, now_ms: i64) {
        let is_accepted = result.is_ok();
        let refusal = match result {
            Err(fault @ Fault::Bank(Failure::Refused { .. })) => Some(fault),
            Err(fault) if !fault.is_ambiguous() => {
                if is_first {
                    self.forget_deactivation();
                }
                self.answer_searchers(&|| Answer::of(&fault));
                return;
            }
            Ok(()) | Err(_) => None,
        };
        let Phase::Known(known) = &mut self.ledger.phase else {
            return;
        };
        if let Some(deactivation) = known.deactivation.as_mut().filter(|deactivation| deactivation.link == link) {
            deactivation.accepted |= is_accepted;
        }
        if !known.record.is_paid() {
            self.closing = Some(Closing { refusal, is_first, looks: 0 });
            (self.ledger.search.due_ms, self.ledger.search.stirred_ms) = (Some(now_ms), Some(now_ms));
        }
    }
}

impl Known {
    /// Whether the bank's `record` of the link confirms that it is deactivated, or that a search does not show it.
    ///
    /// A status of its own is a sign if the bank has said that it deactivated the link, or if it is a new one and the link had
    /// not ended, which may have a status of its own too; in the first case, so is that the link is no longer listed.
    pub(super) fn judge_deactivation(&mut self, record: Option<&Record>, is_missing: bool, now_ms: i64) {
        let has_ended = self.expires_ms().is_some_and(|end| now_ms >= end);
        let link = self.link();
        let Some(deactivation) = self.deactivation.as_mut().filter(|deactivation| Some(deactivation.link) == link)
        else {
            return;
        };
        let is_closed = match record.and_then(|record| record.status.as_ref()) {
            Some(Status::Other(status)) => deactivation.accepted || (*status != deactivation.before && !has_ended),
            Some(Status::Active | Status::Charged) | None => false,
        };
        deactivation.confirmed |= is_closed || (is_missing && deactivation.accepted);
    }
}
