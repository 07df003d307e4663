//! The Durable Object of one order: it runs the order's state machine and does what that asks for.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell, Ref, RefCell};

use wasm_bindgen::prelude::*;

use super::answer::Answer;
use super::bank::{Bank, Timing};
use super::border::{self, Alarm, Env, Promise, Request, State};
use super::config::Config;
use super::fault::Fault;
use super::object::Object;
use super::reply::Reply;
use super::task::Work;
use super::time::now_ms;
use super::token::NoToken;
use super::watch::{News, Watchers};
use super::{callback, task, undelivered, webhook};
use crate::Invoice;
use crate::field::InvoiceId;
use crate::order::{self, Caller, Effect, Event, LoadError, Order, Standing, WATCHDOG_MS};
use crate::search::Page;

/// The object that keeps one order, and answers as the Worker would.
pub(super) fn object(state: State, env: Env) -> Rc<dyn Object> {
    Rc::new(Desk::new(state, env))
}

impl Object for Desk {
    /// What is asked, the invoice_id, the request_id, the content type and the content, a line for each.
    fn on_ask(self: Rc<Self>, question: String) -> Work {
        Box::pin(async move { Ok(self.answer(&question).await.parts()) })
    }

    /// The stream of the order's changes.
    fn on_fetch(self: Rc<Self>, request: Request) -> Work {
        Box::pin(async move {
            let head = border::head(&request, "x-invoice-id x-request-id last-event-id");
            let [_, _, invoice_id, request_id, last_event_id] = border::split(&head);
            let answer = self.watch(invoice_id, last_event_id).await;
            Ok(answer.unwrap_or_else(|fault| Answer::of_fault(fault, request_id)).into_object_response().into())
        })
    }

    /// The alarm that [`Desk::turn`] has set.
    fn on_alarm(self: Rc<Self>) -> Work {
        Box::pin(async move { self.ring().await.map(|()| JsValue::UNDEFINED) })
    }
}

impl Desk {
    async fn answer(self: &Rc<Self>, question: &str) -> Box<Answer> {
        let [what, invoice_id, request_id, content_type, content] = border::split(question);
        self.forget_timing();
        let told = match self.hear(what, invoice_id, content_type, content) {
            Ok(Heard::Answered(answer)) => Ok(answer),
            Ok(Heard::Waiting(reply)) => reply.await,
            Err(fault) => Err(fault),
        };
        let answer = told.unwrap_or_else(|fault| Answer::of_fault(fault_of(what, fault), request_id));
        match self.bank() {
            // those alone have waited for the calls that it tells of
            Ok(bank) if matches!(what, "create" | "deactivate") => answer.with("server-timing", &bank.timing.take()),
            _ => answer,
        }
    }

    /// Lets what is asked begin; what it brings about goes on behind.
    fn hear(
        self: &Rc<Self>,
        what: &str,
        invoice_id: &str,
        content_type: &str,
        content: &str,
    ) -> Result<Heard, Box<Fault>> {
        if what == "retry" {
            if !self.load(None)? {
                return Err(Fault::NoEvent.into());
            }
            // whatever the list says of this order, it is told anew
            self.reported.replace(None);
        } else {
            self.load(Some(invoice_id.parse().map_err(Fault::InvalidInvoiceId)?))?;
        }
        let caller = self.next_caller();
        let (event, is_waited_for) = match what {
            "create" => (Event::Create { invoice: Box::new(Invoice::from_json(content.as_bytes())?), caller }, true),
            "deactivate" => (Event::Deactivate { caller }, true),
            "retry" => (Event::Redeliver { id: content.into(), caller }, true),
            "seen" => {
                let records = Page::from_json(content.as_bytes()).map(|page| page.records).unwrap_or_default();
                (Event::Seen(records), false)
            }
            "callback" => {
                let event = callback::read(content.as_bytes());
                self.forward_callback(&event, content_type, content);
                (Event::Callback(event), false)
            }
            "known" => {
                let order = self.order()?;
                let record = order.record().ok_or_else(|| without_link(&order))?;
                return Ok(Heard::Answered(Answer::json(200, record)));
            }
            _ => return Err(Fault::NoSuchPath.into()),
        };
        if !is_waited_for {
            self.start(event)?;
            return Ok(Heard::Answered(Answer::json(200, &())));
        }
        let reply = Reply::default();
        self.callers.borrow_mut().push((caller, reply.clone()));
        self.start(event)?;
        Ok(Heard::Waiting(reply))
    }

    fn start(self: &Rc<Self>, event: Event) -> Result<(), Box<Fault>> {
        border::wait_until(&self.state, self.begin(event)?);
        Ok(())
    }

    /// The shop's own link gets what the bank sent, as if the bank had called it: once, and whatever it answers.
    fn forward_callback(&self, event: &order::Callback, content_type: &str, body: &str) {
        let (Ok(order), Ok(bank)) = (self.order(), self.bank()) else { return };
        let link = order.invoice().and_then(|invoice| match event {
            order::Callback::Paid => invoice.post_link.as_ref(),
            order::Callback::Failed { .. } => invoice.failure_post_link.as_ref(),
        });
        if let Some(link) = link {
            let headers = border::lines(&[("content-type", content_type)]);
            let call = border::send("POST", link.as_str(), &headers, body, bank.config.bank_timeout_ms, 0);
            border::wait_until(&self.state, vec![call]);
        }
    }
}

/// What becomes of a question.
enum Heard {
    Answered(Box<Answer>),
    Waiting(Reply),
}

/// What is answered to a question that the order had none of its own answers for.
fn fault_of(what: &str, fault: Box<Fault>) -> Box<Fault> {
    match *fault {
        Fault::NoInvoice(_) if what == "retry" => Fault::NoEvent.into(),
        // the bank has no part in it
        Fault::OutcomeUnknown { .. } if what == "retry" => {
            Fault::Internal("the event could not be saved".into()).into()
        }
        _ => fault,
    }
}

/// What an effect results in that could not be carried out.
fn failed(effect: &Effect, fault: Box<Fault>) -> Event {
    match effect {
        Effect::Create(_) => Event::Created(Err(fault.into())),
        Effect::Search => Event::Found(Err(fault.into())),
        Effect::Deactivate(_) => Event::Deactivated(Err(fault.into())),
        Effect::Deliver(notice) => {
            let result = Err("the Worker's configuration is not complete".into());
            Event::Delivered { id: notice.id.clone(), result }
        }
        // done by the turn itself
        Effect::Tell | Effect::Answer { .. } => Event::Alarm,
    }
}

/// How a flight ends. Nobody may be left who waits for it: a fault goes to the operator's log.
fn landed(result: Result<(), Box<Fault>>) -> Result<JsValue, JsValue> {
    result.map(|()| JsValue::UNDEFINED).map_err(|fault| {
        let fault = fault.into_log();
        border::log_error(&fault);
        border::error(&fault)
    })
}

/// What is told of an order that has no link, as far as is known.
fn without_link(order: &Order) -> Box<Fault> {
    match order.standing() {
        Standing::Unclear => Fault::OutcomeUnknown { retry_after_s: 5 }.into(),
        _ => Fault::NoInvoice(order.invoice_id().clone()).into(),
    }
}

fn unreadable(error: LoadError) -> Box<Fault> {
    Fault::Internal(["the order cannot be read: ", &error.text()].concat()).into()
}

fn not_in_memory() -> Box<Fault> {
    Fault::Internal("the order is not in memory".into()).into()
}

/// What the order answers, as the Worker tells it.
fn told(answer: order::Answer, order: &Order) -> Result<Box<Answer>, Box<Fault>> {
    use order::Answer as Told;
    match answer {
        Told::Created { record, replayed: false } => Ok(Answer::json(201, &record)),
        Told::Created { record, replayed: true } => Ok(Answer::json(200, &record).with("idempotent-replayed", "true")),
        Told::Deactivated { record } => Ok(Answer::json(200, &record)),
        Told::Queued => Ok(Answer::status(202, "queued")),
        Told::Conflict { fields } => Err(Fault::Conflict { fields }.into()),
        Told::Refused { status, code, message } => {
            Err(Fault::Bank(crate::bank::Failure::Refused { status, code, message }).into())
        }
        Told::Unavailable { fault: order::Fault::NoToken { retry_after_s: None }, retry_after_s } => {
            Err(Fault::NoToken(NoToken { refused: true, retry_after_s }).into())
        }
        Told::Unavailable { retry_after_s, .. } => Err(Fault::Unavailable { retry_after_s }.into()),
        Told::OutcomeUnknown { retry_after_s } => Err(Fault::OutcomeUnknown { retry_after_s }.into()),
        Told::AlreadyPaid { .. } => Err(Fault::AlreadyPaid(order.invoice_id().clone()).into()),
        Told::NotFound => Err(Fault::NoInvoice(order.invoice_id().clone()).into()),
    }
}

/// The order in memory, and what its effects are done with.
struct Desk {
    state: State,
    storage: JsValue,
    env: Env,
    bank: OnceCell<Rc<Bank>>,
    order: RefCell<Option<Order>>,
    saved: RefCell<(String, Option<i64>)>,
    /// What the list of undelivered events was last told of this order; `None`: nobody knows.
    reported: RefCell<Option<String>>,
    /// Whether it is being told.
    reporting: Cell<bool>,
    callers: RefCell<Vec<(Caller, Reply)>>,
    last_caller: Cell<Caller>,
    /// Counts how often the order in memory was dropped.
    life: Cell<u32>,
    watchers: Watchers,
}

impl Desk {
    const KEY: &str = "order";
    const REPORTED: &str = "reported";

    fn new(state: State, env: Env) -> Self {
        Self {
            storage: state.storage(),
            state,
            env,
            bank: OnceCell::new(),
            order: RefCell::default(),
            saved: RefCell::default(),
            reported: RefCell::default(),
            reporting: Cell::new(false),
            callers: RefCell::default(),
            last_caller: Cell::new(0),
            life: Cell::new(0),
            watchers: Watchers::default(),
        }
    }

    fn bank(&self) -> Result<Rc<Bank>, Box<Fault>> {
        if self.bank.get().is_none() {
            let _ = self.bank.set(Rc::new(Bank::new(Config::of(&self.env)?, &self.env, Timing::default())));
        }
        self.bank.get().cloned().ok_or_else(|| Fault::Internal("no bank".into()).into())
    }

    /// What calls took that nobody has waited for is told to nobody.
    fn forget_timing(&self) {
        if let Some(bank) = self.bank.get().filter(|_| self.callers.borrow().is_empty()) {
            bank.timing.take();
        }
    }

    /// Reads the order from storage, if it is not in memory; else begins a new one of that number. Whether there is one.
    fn load(&self, new: Option<InvoiceId>) -> Result<bool, Box<Fault>> {
        let mut order = self.order.borrow_mut();
        if order.is_some() {
            return Ok(true);
        }
        // nothing is reported of an order before it is saved
        let mut reported = String::new();
        if let Some(json) = border::load(&self.storage, Self::KEY)? {
            reported = border::load(&self.storage, Self::REPORTED)?.unwrap_or_default();
            *order = Some(Order::from_json(&json, now_ms()).map_err(unreadable)?);
            self.saved.borrow_mut().0 = json;
        } else {
            *order = new.map(Order::new);
        }
        self.reported.replace(Some(reported));
        Ok(order.is_some())
    }

    /// The alarm rings. Where the order cannot be read or saved it is set anew: the platform rings one that has failed again
    /// only for some minutes, and an order without an alarm would be watched no more.
    async fn ring(self: &Rc<Self>) -> Result<(), JsValue> {
        self.saved.borrow_mut().1 = None;
        if let Err(fault) = self.act().await {
            border::log_error(&fault.into_log());
            let at_ms = now_ms() + WATCHDOG_MS;
            border::save(&self.storage, Self::KEY, None, Alarm::Set(at_ms))?;
            self.saved.borrow_mut().1 = Some(at_ms);
        }
        Ok(())
    }

    async fn act(self: &Rc<Self>) -> Result<(), Box<Fault>> {
        // an alarm of an order that was never saved has nothing to do
        if self.load(None)? {
            self.settle(Event::Alarm).await?;
            self.forget_timing();
        }
        Ok(())
    }

    /// The order, which is in memory from [`load`](Self::load) on until it cannot be saved.
    fn order(&self) -> Result<Ref<'_, Order>, Box<Fault>> {
        Ref::filter_map(self.order.borrow(), Option::as_ref).map_err(|_| not_in_memory())
    }

    fn next_caller(&self) -> Caller {
        self.last_caller.replace(self.last_caller.get() + 1) + 1
    }

    /// One turn of the order: the event in, the new state saved, what is to be done out.
    fn turn(&self, event: Event) -> Result<Vec<Effect>, Box<Fault>> {
        let mut slot = self.order.borrow_mut();
        let order = slot.as_mut().ok_or_else(not_in_memory)?;
        let now_ms = now_ms();
        let effects = order.handle(event, now_ms);
        let mut alarm_ms = order.next_alarm(now_ms);
        if !self.is_reported(&undelivered::report(order)) {
            // a list that could not be told is told again, whatever becomes of this object's memory
            alarm_ms = Some(alarm_ms.unwrap_or(i64::MAX).min(now_ms + undelivered::AGAIN_MS));
        }
        let mut saved = self.saved.borrow_mut();
        let json = order.take_touched().then(|| order.to_json()).filter(|json| *json != saved.0);
        if json.is_some() || alarm_ms != saved.1 {
            let alarm = match alarm_ms {
                _ if saved.1 == alarm_ms => Alarm::Keep,
                Some(at_ms) => Alarm::Set(at_ms),
                None => Alarm::Clear,
            };
            if let Err(error) = border::save(&self.storage, Self::KEY, json.as_deref(), alarm) {
                // what could not be saved did not happen: the order is read anew, and who waited is told of a fault
                *slot = None;
                for (_, reply) in self.callers.take() {
                    // the bank may have done it
                    reply.tell(Err(Fault::OutcomeUnknown { retry_after_s: 5 }.into()));
                }
                self.life.set(self.life.get() + 1);
                *saved = Default::default();
                return Err(error.into());
            }
            saved.1 = alarm_ms;
            if let Some(json) = json {
                saved.0 = json;
            }
        }
        Ok(effects)
    }

    /// Lets an event happen; what it brings about goes on in the promises.
    fn begin(self: &Rc<Self>, event: Event) -> Result<Vec<Promise>, Box<Fault>> {
        let mut flights = Vec::new();
        for effect in self.turn(event)? {
            match effect {
                Effect::Answer { caller, answer } => self.tell_caller(caller, answer)?,
                Effect::Tell => {
                    let news = News::of(&*self.order()?);
                    self.watchers.tell(news.as_ref());
                }
                other => {
                    let desk = Rc::clone(self);
                    let life = self.life.get();
                    let invoice_id = self.order()?.invoice_id().clone();
                    flights.push(task::promise(async move {
                        let event = desk.perform(other, invoice_id).await;
                        if desk.life.get() != life {
                            // the call was an order's that is no longer in memory; the one read anew finds out by itself
                            return Ok(JsValue::UNDEFINED);
                        }
                        landed(desk.settle(event).await)
                    }));
                }
            }
        }
        if self.unreported()?.is_some() && !self.reporting.replace(true) {
            let desk = Rc::clone(self);
            flights.push(task::promise(async move {
                let reported = desk.report().await;
                desk.reporting.set(false);
                landed(reported)
            }));
        }
        Ok(flights)
    }

    fn is_reported(&self, report: &str) -> bool {
        self.reported.borrow().as_deref() == Some(report)
    }

    /// What the list of undelivered events is to be told of this order, if it has not been.
    fn unreported(&self) -> Result<Option<(InvoiceId, String)>, Box<Fault>> {
        let order = self.order()?;
        let report = undelivered::report(&order);
        Ok((!self.is_reported(&report)).then(|| (order.invoice_id().clone(), report)))
    }

    /// Tells the list of undelivered events what there is of this order, until it has been told all.
    async fn report(&self) -> Result<(), Box<Fault>> {
        while let Some((invoice_id, report)) = self.unreported()? {
            undelivered::tell(&self.env, &invoice_id, &report)?.await?;
            border::save(&self.storage, Self::REPORTED, Some(&report), Alarm::Keep)?;
            self.reported.replace(Some(report));
        }
        Ok(())
    }

    /// Lets an event happen and waits until all that it brings about has come to rest.
    async fn settle(self: &Rc<Self>, event: Event) -> Result<(), Box<Fault>> {
        for flight in self.begin(event)? {
            task::wait(&flight).await?;
        }
        Ok(())
    }

    /// Does what an effect asks for; its result is the next event.
    async fn perform(&self, mut effect: Effect, invoice_id: InvoiceId) -> Event {
        let done = match self.bank() {
            Ok(bank) => match &mut effect {
                Effect::Deliver(notice) => {
                    let result = webhook::deliver(bank.config, notice).await;
                    Ok(Event::Delivered { id: notice.id.clone(), result })
                }
                call => {
                    if let Effect::Create(invoice) = call {
                        callback::lead_here(bank.config, invoice);
                    }
                    bank.perform(call, &invoice_id).await
                }
            },
            Err(fault) => Err(fault),
        };
        done.unwrap_or_else(|fault| failed(&effect, fault))
    }

    fn tell_caller(&self, caller: Caller, answer: order::Answer) -> Result<(), Box<Fault>> {
        let told = told(answer, &*self.order()?);
        let mut callers = self.callers.borrow_mut();
        if let Some(place) = callers.iter().position(|(waiting, _)| *waiting == caller) {
            callers.swap_remove(place).1.tell(told);
        }
        Ok(())
    }

    /// The number of an order that is not known here.
    fn unknown(&self) -> Result<Option<InvoiceId>, Box<Fault>> {
        let order = self.order()?;
        Ok(order.record().is_none().then(|| order.invoice_id().clone()))
    }

    /// A stream of the order's changes. An order that is not known here is looked up at the bank first.
    async fn watch(self: &Rc<Self>, invoice_id: &str, last_event_id: &str) -> Result<Box<Answer>, Box<Fault>> {
        self.load(Some(invoice_id.parse().map_err(Fault::InvalidInvoiceId)?))?;
        if let Some(invoice_id) = self.unknown()?
            && let Event::Found(Ok(page)) = self.bank()?.perform(&Effect::Search, &invoice_id).await?
        {
            self.start(Event::Seen(page.records))?;
        }
        let news = {
            let order = self.order()?;
            News::of(&order).ok_or_else(|| without_link(&order))?
        };
        Ok(self.watchers.add(&news, last_event_id))
    }
}
