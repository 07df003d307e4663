//! Watching a link: what a callback hints at, what the records show, what the shop is told.

use alloc::sync::Arc;

use super::content::paid;
use super::event::Callback;
use super::ledger::{Attempt, Paid, Phase};
use super::outbox::{Data, NoticeType, Price};
use super::schedule::{EXPIRY_MARGIN_MS, SETTLE_MS};
use super::state::{Flight, Order};
use crate::invoice::{Record, Status};
use crate::text;

/// The most failed attempts that wait for a search; of more, the oldest is forgotten.
const MOST_ATTEMPTS: usize = 32;
/// The most characters kept of a failed attempt's reason.
const REASON_MAX: usize = 64;

impl Order {
    /// The bank called. A search is due at once, and one that is under way does not answer it.
    ///
    /// A callback that comes before the link is known is kept; one about an attempt that waits already is nothing new, nor
    /// is any once the link is paid.
    pub(super) fn hint(&mut self, callback: Callback, now_ms: i64) {
        if self.ledger.is_paid() {
            return;
        }
        match callback {
            Callback::Failed { transaction, reason, is_final: true } => {
                if self.ledger.attempts.iter().any(|attempt| attempt.transaction == transaction) {
                    if self.ledger.search.due_ms.is_none() && self.flight.is_none() {
                        self.ledger.search.due_ms = Some(now_ms);
                    }
                    return;
                }
                if self.ledger.attempts.len() == MOST_ATTEMPTS {
                    self.ledger.attempts.remove(0);
                }
                let reason = reason.map(|reason| text::kept(&reason, REASON_MAX, &|_| true));
                self.ledger.attempts.push(Attempt { transaction, reason, came_ms: now_ms });
            }
            Callback::Paid | Callback::Failed { is_final: false, .. } => self.ledger.search.stirred_ms = Some(now_ms),
        }
        self.ledger.search.due_ms = Some(now_ms);
        if let Some(Flight::Search { overtaken, .. }) = &mut self.flight {
            *overtaken = true;
        }
    }

    /// Whether a callback waits for a search.
    pub(super) fn is_hinted(&self) -> bool {
        self.ledger.search.stirred_ms.is_some() || !self.ledger.attempts.is_empty()
    }

    /// Takes in what the bank's records show of a link that is known: the paid one, else the one that is known.
    ///
    /// A link of another price that was paid under the order's number is somebody else's: the shop is told, and the order's
    /// own is watched on.
    pub(super) fn update(&mut self, records: &[Arc<Record>], complete_since_ms: Option<i64>, now_ms: i64) {
        let Phase::Known(known) = &mut self.ledger.phase else {
            return;
        };
        let link = known.link();
        let own = records.iter().find(|record| record.id == link);
        let payment = paid(records, known.invoice.as_deref(), link);
        let elsewhere = payment.filter(|record| record.id != link && !known.has_price(record));
        let fresh = if elsewhere.is_some() { own } else { payment.or(own) };
        if known.is_paid() {
            // for good; of the payment's own record the newest is kept
            if let Some(fresh) = fresh.filter(|fresh| fresh.is_paid() && fresh.id == link) {
                self.has_news |= known.renew(fresh);
            }
            return;
        }
        let was_deactivated = known.is_deactivated();
        // a search that lags does not show a young link either
        let has_settled = complete_since_ms.is_some_and(|begun| begun >= known.since_ms.saturating_add(SETTLE_MS));
        known.judge_deactivation(fresh.map(|record| &**record), has_settled && own.is_none(), now_ms);
        if let Some(fresh) = fresh {
            // a search that lags may show a paid or a deactivated link as it was before
            let is_over = known.record.is_paid() || (known.is_deactivated() && fresh.status == Some(Status::Active));
            if fresh.is_paid() || !is_over {
                self.has_news |= known.renew(fresh);
            }
        }
        let was_told = known.paid.is_some();
        if known.record.is_paid() {
            let mismatch = !known.has_price(&known.record);
            if mismatch && was_told {
                return;
            }
            known.paid = Some(Paid { mismatch });
            if !mismatch {
                (self.ledger.search.due_ms, self.ledger.search.stirred_ms) = (None, None);
            }
            self.ledger.attempts.clear();
            self.tell(if mismatch { NoticeType::Mismatch } else { NoticeType::Paid }, None, None, now_ms);
            return;
        }
        let is_closed = known.is_deactivated() && !was_deactivated;
        if let Some(elsewhere) = elsewhere.filter(|_| !was_told) {
            known.paid = Some(Paid { mismatch: true });
            self.tell(NoticeType::Mismatch, Some(elsewhere), None, now_ms);
        }
        if is_closed {
            self.tell(NoticeType::Deactivated, None, None, now_ms);
        }
    }

    /// A search that began after the callbacks has come back: of a link that is not paid, the attempts have failed; where
    /// there is no link, and none is waited for any more, they were about nothing; where nobody knows, they go on waiting.
    pub(super) fn judge_attempts(&mut self, now_ms: i64) {
        match &self.ledger.phase {
            Phase::Creating(_) | Phase::Unclear { .. } => {}
            Phase::Free if self.is_held(now_ms) => {}
            Phase::Free => {
                self.ledger.attempts.clear();
                self.ledger.search.stirred_ms = None;
            }
            Phase::Known(_) => {
                for attempt in core::mem::take(&mut self.ledger.attempts) {
                    self.tell(NoticeType::Failed, None, Some(&attempt), now_ms);
                }
            }
        }
    }

    /// A search that began at `begun_ms` has come back: a link that has ended by then and is neither paid nor deactivated
    /// has expired.
    pub(super) fn judge_end(&mut self, begun_ms: i64, now_ms: i64) {
        let Phase::Known(known) = &mut self.ledger.phase else {
            return;
        };
        let has_ended = known.expires_ms().is_some_and(|end| begun_ms >= end.saturating_add(EXPIRY_MARGIN_MS));
        if has_ended && !known.record.is_paid() && !known.is_deactivated() && !known.expired {
            known.expired = true;
            self.tell(NoticeType::Expired, None, None, now_ms);
        }
    }

    /// Puts a notice into the outbox: about the link, or about one of `elsewhere`.
    fn tell(&mut self, kind: NoticeType, elsewhere: Option<&Record>, attempt: Option<&Attempt>, now_ms: i64) {
        let ledger = &mut *self.ledger;
        let Phase::Known(known) = &ledger.phase else {
            return;
        };
        let asked = known.invoice.as_ref().filter(|_| kind == NoticeType::Mismatch);
        let data = Data {
            invoice_id: &ledger.invoice_id,
            record: elsewhere.unwrap_or(&known.record),
            expected: asked.map(|invoice| Price { amount: invoice.amount, currency: invoice.currency }),
            transaction: attempt.map(|attempt| &attempt.transaction),
            reason: attempt.and_then(|attempt| attempt.reason.as_deref()),
        };
        ledger.outbox.push(kind, &data, now_ms);
    }
}
