//! Searching: when, and what a look at the bank's records means.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::content::{any, is_of, made_since, paid};
use super::effect::{Answer, Effect};
use super::event::Fault;
use super::ledger::{Known, Phase};
use super::schedule::{
    CALLBACK_HOLD_MS, EXPIRY_MARGIN_MS, GIVE_UP_MS, SETTLE_MS, backoff, poll_pause, resolve_pause, stirred_pause,
};
use super::state::{Flight, Order};
use crate::invoice::{Invoice, Record};
use crate::search::Page;

/// Records by the order's number, as somebody saw them.
pub(super) struct Look {
    pub(super) records: Vec<Arc<Record>>,
    /// When the search for them began, if it was this order's own and has shown all of them: only then does it prove
    /// anything that a record is not among them.
    pub(super) complete_since_ms: Option<i64>,
}

impl Look {
    pub(super) fn by_others(records: Vec<Record>) -> Self {
        Self { records: shared(records), complete_since_ms: None }
    }

    fn of_search(page: Page, begun_ms: i64) -> Self {
        let is_complete = page.total_count <= page.records.len() as u64;
        Self { records: shared(page.records), complete_since_ms: is_complete.then_some(begun_ms) }
    }
}

/// A record is in the order, in its answers and among what was found at once: it is not copied for that.
fn shared(records: Vec<Record>) -> Vec<Arc<Record>> {
    records.into_iter().map(Arc::new).collect()
}

impl Order {
    /// Whether a search is due, or a caller waits for one. Callers who wait for something else that is under way wait
    /// for that first.
    pub(super) fn is_search_wanted(&self, now_ms: i64) -> bool {
        let is_due = self.ledger.search.due_ms.is_some_and(|due_ms| due_ms <= now_ms);
        is_due || self.waiting.iter().any(|waiter| !waiter.searched)
    }

    /// Makes the call.
    pub(super) fn search(&mut self, now_ms: i64) {
        self.waiting.iter_mut().for_each(|waiter| waiter.searched = true);
        self.start(Flight::Search { begun_ms: now_ms, overtaken: false }, Effect::Search);
    }

    /// The call has ended.
    pub(super) fn searched(&mut self, result: Result<Page, Fault>, begun_ms: i64, overtaken: bool, now_ms: i64) {
        match result {
            Ok(page) => {
                self.ledger.search.failures = 0;
                self.observe(Look::of_search(page, begun_ms), now_ms);
                if !overtaken {
                    self.judge_attempts(now_ms);
                }
                self.judge_end(begun_ms, now_ms);
                let next = self.next_look(begun_ms, now_ms);
                let hint = overtaken && !self.ledger.is_paid();
                self.ledger.search.due_ms = if hint { Some(now_ms) } else { next };
                self.judge_closing(None, now_ms);
            }
            Err(fault) => {
                // one that was not due was a caller's: however many of them fail, the order's own is not put off
                if self.ledger.search.due_ms.is_some_and(|due_ms| due_ms <= begun_ms) {
                    self.ledger.search.failures = self.ledger.search.failures.saturating_add(1);
                    self.ledger.search.due_ms = self.next_try(now_ms);
                }
                self.judge_closing(Some(fault), now_ms);
            }
        }
        self.answer_the_impatient(now_ms);
    }

    /// Takes in what the bank's records show.
    pub(super) fn observe(&mut self, look: Look, now_ms: i64) {
        let mut records = look.records;
        records.retain(|record| is_of(record, &self.ledger.invoice_id));
        match &self.ledger.phase {
            Phase::Free => {
                if let Some(record) = any(&records) {
                    self.know(None, Arc::clone(record), now_ms);
                }
            }
            // the call's own answer comes first; a link made elsewhere will still be there then
            Phase::Creating(_) => {}
            Phase::Unclear { intent, .. } => {
                let own = paid(&records, Some(&intent.invoice), None)
                    .or_else(|| made_since(&records, &intent.invoice, intent.asked_ms));
                let is_settled = look.complete_since_ms.is_some_and(|begun| begun >= self.settled_ms());
                let other = if is_settled { any(&records) } else { None };
                if let Some(record) = own.or(other) {
                    let invoice = intent.invoice.clone();
                    self.know(Some(invoice), Arc::clone(record), now_ms);
                } else if is_settled {
                    self.ledger.phase = Phase::Free;
                }
            }
            Phase::Known(_) => self.update(&records, look.complete_since_ms, now_ms),
        }
    }

    /// There is a link.
    pub(super) fn know(&mut self, invoice: Option<Box<Invoice>>, record: Arc<Record>, now_ms: i64) {
        let records = [Arc::clone(&record)];
        self.ledger.phase = Phase::Known(Box::new(Known {
            invoice,
            record,
            since_ms: now_ms,
            paid: None,
            expired: false,
            deactivation: None,
        }));
        self.ledger.search.due_ms = Some(if self.is_hinted() { now_ms } else { now_ms + poll_pause(0) });
        self.update(&records, None, now_ms);
    }

    /// When it can be said that a link that no search has found was not made.
    fn settled_ms(&self) -> i64 {
        let Phase::Unclear { ended_ms, .. } = self.ledger.phase else {
            return i64::MAX;
        };
        self.held_until_ms().unwrap_or(i64::MIN).max(ended_ms + SETTLE_MS)
    }

    /// When the bank last called about what no search has shown yet.
    fn called_ms(&self) -> Option<i64> {
        let attempts = self.ledger.attempts.iter().map(|attempt| attempt.came_ms);
        attempts.chain(self.ledger.search.stirred_ms).max()
    }

    /// Until when a callback puts off the verdict that there is no link.
    fn held_until_ms(&self) -> Option<i64> {
        self.called_ms().map(|called| called + CALLBACK_HOLD_MS)
    }

    /// Whether a callback puts it off now.
    pub(super) fn is_held(&self, now_ms: i64) -> bool {
        self.held_until_ms().is_some_and(|until| now_ms < until)
    }

    /// When the next search is due after one, begun at `begun_ms`, that went well.
    fn next_look(&self, begun_ms: i64, now_ms: i64) -> Option<i64> {
        // a search that began before a mark says nothing of it: the next is due at the mark
        let by_mark = |next: i64, mark: i64| if begun_ms < mark { next.min(mark.max(now_ms)) } else { next };
        match &self.ledger.phase {
            Phase::Free => {
                let called = self.called_ms()?;
                Some(by_mark(now_ms + stirred_pause(now_ms - called)?, called + CALLBACK_HOLD_MS))
            }
            Phase::Creating(_) => None,
            Phase::Unclear { ended_ms, .. } => {
                Some(by_mark(now_ms + resolve_pause(now_ms - ended_ms), self.settled_ms()))
            }
            Phase::Known(known) if known.is_paid() => None,
            Phase::Known(known) => {
                let last = known.watched_until_ms();
                let stirred = self.ledger.search.stirred_ms.and_then(|stirred| stirred_pause(now_ms - stirred));
                if begun_ms >= last && stirred.is_none() {
                    return None;
                }
                let pause = poll_pause(now_ms - known.since_ms).min(stirred.unwrap_or(i64::MAX));
                let expiry = known.expires_ms().map(|end| end.saturating_add(EXPIRY_MARGIN_MS));
                Some(expiry.into_iter().chain([last]).fold(now_ms + pause, by_mark))
            }
        }
    }

    /// When the next search is due after one that failed.
    fn next_try(&self, now_ms: i64) -> Option<i64> {
        let is_called = self.called_ms().is_some_and(|called| now_ms < called.saturating_add(GIVE_UP_MS));
        let is_worth_it = match &self.ledger.phase {
            Phase::Free => is_called,
            Phase::Creating(_) => false,
            Phase::Unclear { .. } => true,
            Phase::Known(known) => {
                let is_watched = now_ms < known.watched_until_ms().saturating_add(GIVE_UP_MS);
                !known.is_paid() && (is_called || is_watched)
            }
        };
        is_worth_it.then(|| now_ms + backoff(self.ledger.search.failures))
    }

    /// Answers the callers who wait for a deactivation and can be told that there is no link, or that none could be
    /// looked for.
    pub(super) fn answer_searchers(&mut self, answer: &dyn Fn() -> Answer) {
        self.settle(&mut |_, waiter| (waiter.searched && waiter.is_deactivate()).then(answer));
    }
}
