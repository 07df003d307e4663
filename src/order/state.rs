//! The order: what is saved, what is in memory alone, and the turn that an event takes.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::deactivate::Closing;
use super::effect::{Answer, Effect};
use super::event::{Caller, Event};
use super::ledger::{Ledger, LoadError, Phase};
use super::outbox::{Delivery, Notice};
use super::schedule::WATCHDOG_MS;
use super::search::{Look, shared};
use super::touched::Touched;
use crate::field::{InvoiceId, LinkId};
use crate::invoice::{Invoice, Record};
use crate::output::ToJson;

/// One order: all that is known of one invoice_id.
#[derive(Clone, Debug)]
pub struct Order {
    pub(super) ledger: Touched<Ledger>,
    /// The one call to the bank that is under way.
    pub(super) flight: Option<Flight>,
    pub(super) waiting: Vec<Waiter>,
    /// How far the deactivation has come that callers wait for.
    pub(super) closing: Option<Closing>,
    /// How often in a row the bank has throttled the call to create that callers wait for.
    pub(super) throttled: u32,
    /// The ids of the notices whose delivery is under way.
    delivering: Vec<Box<str>>,
    /// What the turn has brought about; empty between turns.
    effects: Vec<Effect>,
    /// Whether the turn has changed the record.
    pub(super) has_news: bool,
}

/// A call to the bank that is under way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Flight {
    Create,
    Search {
        begun_ms: i64,
        /// Whether a hint has come since it began, which it does not answer.
        overtaken: bool,
    },
    Deactivate {
        link: LinkId,
        /// Whether no earlier call for the link may have done it.
        is_first: bool,
    },
}

/// A caller who waits.
#[derive(Clone, Debug)]
pub(super) struct Waiter {
    pub(super) caller: Caller,
    pub(super) since_ms: i64,
    pub(super) ask: Ask,
    /// Whether a search has begun since the caller came.
    pub(super) searched: bool,
}

impl Waiter {
    pub(super) const fn is_deactivate(&self) -> bool {
        matches!(self.ask, Ask::Deactivate)
    }
}

#[derive(Clone, Debug)]
pub(super) enum Ask {
    Create {
        invoice: Box<Invoice>,
        /// Whether the call to create was made for this caller.
        is_first: bool,
    },
    Deactivate,
}

/// Where an order stands, for those who watch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// No link is known.
    Free,
    /// A link is being made, or nobody knows yet whether one was.
    Unclear,
    /// There is a link, and it is not paid.
    Open,
    /// It has ended unpaid. A payment may still turn up.
    Expired,
    /// It was deactivated. A payment that was quicker may still turn up.
    Deactivated,
    /// It is paid.
    Paid,
    /// It is paid, and its amount or currency is not the order's. A link at the order's price may still turn up as paid.
    Mismatch,
}

impl Standing {
    /// Whether nothing more is to be expected: the end of a stream of changes.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        match self {
            Self::Free | Self::Unclear | Self::Open => false,
            Self::Expired | Self::Deactivated | Self::Paid | Self::Mismatch => true,
        }
    }
}

impl Order {
    /// An order of which nothing is known.
    #[must_use]
    pub fn new(invoice_id: InvoiceId) -> Self {
        Self::of(Ledger::new(invoice_id))
    }

    /// The order as it was saved. What was in memory alone is gone: a call to create that was under way has an unknown
    /// outcome from now on.
    ///
    /// # Errors
    /// [`LoadError`]: an order that cannot be read is never begun anew, since it may have a link.
    pub fn from_json(json: &str, now_ms: i64) -> Result<Self, LoadError> {
        let mut order = Self::of(Ledger::from_json(json)?);
        if let Phase::Creating(intent) = &order.ledger.phase {
            // the call ended at the latest now, with the memory it was made from
            order.ledger.phase = Phase::Unclear { intent: intent.clone(), ended_ms: now_ms };
            order.ledger.search.due_ms = Some(now_ms);
        }
        Ok(order)
    }

    fn of(ledger: Ledger) -> Self {
        let ledger = Touched::new(ledger);
        let (waiting, delivering, effects) = (Vec::new(), Vec::new(), Vec::new());
        Self { ledger, flight: None, waiting, closing: None, throttled: 0, delivering, effects, has_news: false }
    }

    /// What is to be saved, as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.ledger.to_json()
    }

    /// Whether [`to_json`](Self::to_json) may have changed since this was asked last, or since the order was read: what
    /// has not needs no saving.
    pub const fn take_touched(&mut self) -> bool {
        self.ledger.take()
    }

    /// When [`Event::Alarm`] is due next, in milliseconds since 1970; `None`: never, unless something else happens.
    #[must_use]
    pub fn next_alarm(&self, now_ms: i64) -> Option<i64> {
        let watchdog = now_ms.saturating_add(WATCHDOG_MS);
        let mut next = if self.flight.is_some() { Some(watchdog) } else { self.ledger.search.due_ms };
        for (at_ms, notice) in self.ledger.outbox.due() {
            let at_ms = if self.delivering.contains(&notice.id) { watchdog } else { at_ms };
            next = Some(next.map_or(at_ms, |next| next.min(at_ms)));
        }
        next
    }

    /// Takes in what has happened at `now_ms`, in milliseconds since 1970, and says what is to be done. A result of
    /// which there was no call is taken for what it shows and changes nothing else.
    pub fn handle(&mut self, event: Event, now_ms: i64) -> Vec<Effect> {
        let before = self.standing();
        self.take(event, now_ms);
        self.advance(now_ms);
        if core::mem::take(&mut self.has_news) || self.standing() != before {
            self.effects.push(Effect::Tell);
        }
        core::mem::take(&mut self.effects)
    }

    fn take(&mut self, event: Event, now_ms: i64) {
        match event {
            Event::Create { invoice, caller } => self.ask_create(invoice, caller, now_ms),
            Event::Deactivate { caller } => self.wait(caller, Ask::Deactivate, now_ms),
            Event::Redeliver { id, caller } => {
                let found = self.ledger.outbox.redeliver(&id, now_ms);
                self.answer(caller, if found { Answer::Queued } else { Answer::NotFound });
            }
            Event::Callback(callback) => self.hint(callback, now_ms),
            Event::Seen(records) => self.observe(Look::by_others(shared(records)), now_ms),
            Event::Alarm => {}
            Event::Created(result) => match self.flight.take_if(|flight| matches!(flight, Flight::Create)) {
                Some(_) => self.created(result, now_ms),
                None => self.observe(Look::by_others(result.into_iter().map(Arc::from).collect()), now_ms),
            },
            Event::Found(result) => match self.flight.take_if(|flight| matches!(flight, Flight::Search { .. })) {
                Some(Flight::Search { begun_ms, overtaken }) => self.searched(result, begun_ms, overtaken, now_ms),
                _ => self.observe(Look::by_others(result.map_or(Vec::new(), |page| shared(page.records))), now_ms),
            },
            Event::Deactivated(result) => {
                if let Some(Flight::Deactivate { link, is_first }) =
                    self.flight.take_if(|flight| matches!(flight, Flight::Deactivate { .. }))
                {
                    self.put(link, is_first, result, now_ms);
                }
            }
            Event::Delivered { id, result } => {
                self.delivering.retain(|delivering| *delivering != id);
                self.ledger.outbox.delivered(&id, result, now_ms);
            }
        }
    }

    /// Does whatever the state asks for, however it came to be so: answers who can be answered, makes the one call to the
    /// bank that is wanted most, delivers what is due.
    fn advance(&mut self, now_ms: i64) {
        self.settle(&mut Self::answer_of_known);
        if self.flight.is_none() && matches!(self.ledger.phase, Phase::Free) {
            self.create(now_ms);
        }
        if self.flight.is_none() && self.is_search_wanted(now_ms) {
            self.search(now_ms);
        }
        while let Some(notice) = self.due_notice(now_ms) {
            self.delivering.push(notice.id.clone());
            self.effects.push(Effect::Deliver(notice));
        }
    }

    /// A notice that is due and not on its way.
    fn due_notice(&self, now_ms: i64) -> Option<Box<Notice>> {
        let mut due = self.ledger.outbox.due();
        let (_, notice) = due.find(|(at_ms, notice)| *at_ms <= now_ms && !self.delivering.contains(&notice.id))?;
        Some(Box::new(notice.clone()))
    }

    /// Makes a caller wait.
    pub(super) fn wait(&mut self, caller: Caller, ask: Ask, now_ms: i64) {
        self.waiting.push(Waiter { caller, since_ms: now_ms, ask, searched: false });
    }

    /// Answers every waiting caller for whom `answer_of` has an answer; the others go on waiting.
    pub(super) fn settle(&mut self, answer_of: &mut dyn FnMut(&mut Self, &Waiter) -> Option<Answer>) {
        for waiter in core::mem::take(&mut self.waiting) {
            match answer_of(self, &waiter) {
                Some(answer) => self.answer(waiter.caller, answer),
                None => self.waiting.push(waiter),
            }
        }
    }

    /// What a waiting caller can be answered from what is known of the link.
    fn answer_of_known(&mut self, waiter: &Waiter) -> Option<Answer> {
        match &waiter.ask {
            Ask::Create { invoice, is_first } => self.answer_of_link(invoice, !is_first),
            Ask::Deactivate => self.answer_of_closed(),
        }
    }

    pub(super) fn answer(&mut self, caller: Caller, answer: Answer) {
        self.effects.push(Effect::Answer { caller, answer });
    }

    pub(super) fn start(&mut self, flight: Flight, effect: Effect) {
        self.flight = Some(flight);
        self.effects.push(effect);
    }

    /// The order's number.
    #[must_use]
    pub fn invoice_id(&self) -> &InvoiceId {
        &self.ledger.invoice_id
    }

    /// Where the order stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let known = match &self.ledger.phase {
            Phase::Free => return Standing::Free,
            Phase::Creating(_) | Phase::Unclear { .. } => return Standing::Unclear,
            Phase::Known(known) => known,
        };
        match known.paid {
            Some(paid) if !paid.mismatch => Standing::Paid,
            Some(_) if known.record.is_paid() => Standing::Mismatch,
            _ if known.is_deactivated() => Standing::Deactivated,
            _ if known.expired => Standing::Expired,
            _ => Standing::Open,
        }
    }

    /// The link, as the bank last told of it.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.ledger.known().map(|known| &*known.record)
    }

    /// What was asked for: `None` if nothing was, or the link was made elsewhere.
    #[must_use]
    pub fn invoice(&self) -> Option<&Invoice> {
        match &self.ledger.phase {
            Phase::Free => None,
            Phase::Creating(intent) | Phase::Unclear { intent, .. } => Some(&intent.invoice),
            Phase::Known(known) => known.invoice.as_deref(),
        }
    }

    /// What the shop was or will be told, oldest first. At most 64 are kept: delivered ones make room first.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.ledger.outbox.iter()
    }

    /// The notices that were given up.
    pub fn dead_letters(&self) -> impl Iterator<Item = &Notice> {
        self.notices().filter(|notice| matches!(notice.delivery, Delivery::Dead(_)))
    }
}
