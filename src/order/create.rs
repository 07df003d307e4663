//! Creating: the intent, the call, and what is answered to those who ask for the link.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec;

use super::content::{differing, differing_from_elsewhere, differing_price};
use super::effect::{Answer, Effect};
use super::event::{Caller, Fault};
use super::ledger::{Intent, Phase};
use super::schedule::{PATIENCE_MS, SETTLE_MS, THROTTLED_SEARCH_MS, resolve_pause, retry_after_s};
use super::state::{Ask, Flight, Order, Waiter};
use crate::bank::{Failure, throttled_pause_ms};
use crate::invoice::{Invoice, Record};

impl Order {
    /// A caller asks for the link. What differs from what is being made, or may have been made, is a conflict at once;
    /// everyone else waits, if only until the end of the turn.
    pub(super) fn ask_create(&mut self, invoice: Box<Invoice>, caller: Caller, now_ms: i64) {
        let mut fields = self.pending().map(|pending| differing(pending, &invoice)).unwrap_or_default();
        if invoice.invoice_id != self.ledger.invoice_id {
            fields = vec!["invoice_id"];
        }
        if fields.is_empty() {
            self.wait(caller, Ask::Create { invoice, is_first: false }, now_ms);
        } else {
            self.answer(caller, Answer::Conflict { fields });
        }
    }

    /// What was asked for before: it is with the bank, or its caller waits for the call that is under way.
    fn pending(&self) -> Option<&Invoice> {
        self.invoice().or_else(|| {
            self.waiting.iter().find_map(|waiter| match &waiter.ask {
                Ask::Create { invoice, .. } => Some(&**invoice),
                Ask::Deactivate => None,
            })
        })
    }

    /// Makes the call for the first who asked, if there is one.
    pub(super) fn create(&mut self, now_ms: i64) {
        let Some(Waiter { ask: Ask::Create { invoice, is_first }, .. }) = self.waiting.first_mut() else {
            return;
        };
        *is_first = true;
        let invoice = invoice.clone();
        if self.is_held(now_ms) {
            // the bank has called about a link that no search shows yet, however old: no second one is made before it is known
            return self.find_out(Intent { invoice, asked_ms: 0 }, now_ms - SETTLE_MS, now_ms);
        }
        self.ledger.phase = Phase::Creating(Intent { invoice: invoice.clone(), asked_ms: now_ms });
        self.start(Flight::Create, Effect::Create(invoice));
    }

    /// The call has ended.
    pub(super) fn created(&mut self, result: Result<Box<Record>, Fault>, now_ms: i64) {
        let Phase::Creating(intent) = core::mem::replace(&mut self.ledger.phase, Phase::Free) else {
            return;
        };
        let times = core::mem::take(&mut self.throttled) + 1;
        match result {
            Ok(record) => self.know(Some(intent.invoice), record.into(), now_ms),
            Err(Fault::Bank(Failure::Throttled { retry_after_s })) => {
                let pause_ms = throttled_pause_ms(retry_after_s, times).map(i64::from);
                match pause_ms {
                    Some(_) => self.throttled = times,
                    None => self.answer_creators(&Fault::Bank(Failure::Throttled { retry_after_s })),
                }
                // settled already: the bank's word that nothing was done stands if the next search does not show a link
                let due_ms = now_ms + pause_ms.unwrap_or(THROTTLED_SEARCH_MS);
                self.find_out(intent, now_ms - SETTLE_MS, due_ms);
            }
            Err(fault) if fault.is_ambiguous() => self.find_out(intent, now_ms, now_ms + resolve_pause(0)),
            Err(fault) => {
                self.answer_creators(&fault);
                // a callback that came meanwhile is about a link made elsewhere, or about nothing
                self.ledger.search.due_ms = self.is_hinted().then_some(now_ms);
            }
        }
    }

    /// Nobody knows whether there is a link: a search tells. It is that of those who wait, too.
    fn find_out(&mut self, intent: Intent, ended_ms: i64, due_ms: i64) {
        self.ledger.phase = Phase::Unclear { intent, ended_ms };
        self.ledger.search.due_ms = Some(due_ms);
        self.waiting.iter_mut().for_each(|waiter| waiter.searched = true);
    }

    fn answer_creators(&mut self, fault: &Fault) {
        self.settle(&mut |_, waiter| matches!(waiter.ask, Ask::Create { .. }).then(|| Answer::of(fault)));
    }

    /// Tells those whose patience is at its end that nobody knows yet whether there is a link: those for whom the next
    /// search comes too late.
    pub(super) fn answer_the_impatient(&mut self, now_ms: i64) {
        let Phase::Unclear { ended_ms, .. } = self.ledger.phase else {
            return;
        };
        let due_ms = self.ledger.search.due_ms.unwrap_or(now_ms);
        let retry_after_s = retry_after_s(due_ms - now_ms);
        self.settle(&mut |_, waiter| {
            let is_over = waiter.searched && due_ms > waiter.since_ms.max(ended_ms) + PATIENCE_MS;
            is_over.then_some(Answer::OutcomeUnknown { retry_after_s })
        });
    }

    /// What is answered to who asks for the link, once there is one: the link, if it is what is asked for, whatever has
    /// become of it since. A link made elsewhere becomes this order's by being asked for.
    ///
    /// Where the price of the link is not that of the invoice that this ledger has sent, two parties use the number, and
    /// every content is a conflict: with the invoice, or with the link.
    pub(super) fn answer_of_link(&mut self, invoice: &Invoice, replayed: bool) -> Option<Answer> {
        let known = self.ledger.known()?;
        let mut fields = match &known.invoice {
            Some(kept) => differing(kept, invoice),
            None => differing_from_elsewhere(invoice, &known.record),
        };
        fields.extend(differing_price(invoice, &known.record));
        if !fields.is_empty() {
            let in_order = Invoice::REQUIRED.iter().chain(Invoice::OPTIONAL).copied();
            return Some(Answer::Conflict { fields: in_order.filter(|field| fields.contains(field)).collect() });
        }
        let record = Arc::clone(&known.record);
        // what has an invoice is not touched: an answer that changes nothing costs no saving
        if known.invoice.is_none()
            && let Phase::Known(known) = &mut self.ledger.phase
        {
            known.invoice = Some(Box::new(invoice.clone()));
        }
        Some(Answer::Created { record, replayed })
    }
}
