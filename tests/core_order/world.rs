//! The world around one order: a driver that crashes, clients that come again, a payer, a bank that answers too late, a
//! shop that is out; and what must never happen.

use std::collections::{BTreeMap, HashMap};

use epay_invoice::Invoice;
use epay_invoice::bank::Failure;
use epay_invoice::field::LinkId;
use epay_invoice::order::{Answer, Callback, Caller, Effect, Event, Fault, Order, Standing, Transaction};

use crate::bank::{Bank, LAG_MS, LINGER_MS, Link};
use crate::chance::Chance;

const START_MS: i64 = 1_700_000_000_000;
/// The longest that a call takes.
const CALL_MS: i64 = 10_000;
/// The longest that a caller waits: a call to create, a search, a call to deactivate and the looks after it.
const WAIT_MS: i64 = 12 * CALL_MS;

/// What comes from outside.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    Create {
        other: bool,
    },
    Deactivate,
    /// The payer pays, if there is something to pay; the bank calls so many times about it.
    Pay {
        calls: u8,
    },
    /// The payer's attempt fails.
    Fail {
        calls: u8,
        is_final: bool,
    },
    /// A callback about nothing.
    Forge {
        paid: bool,
    },
    /// A status call of the Worker's own.
    Status,
    Crash,
    /// The bank is down for so many seconds.
    Outage {
        seconds: u16,
    },
    /// The bank shows another amount from now on.
    Reprice,
}

enum Happening {
    Act(Action),
    /// A client asks, for the so-many-th time.
    Ask {
        deactivate: bool,
        other: bool,
        tries: u8,
    },
    /// The bank carries out what it was asked for, whoever still waits for it.
    Work(Work),
    /// Something reaches the order; a result only in the life that asked for it.
    Reach {
        life: Option<u32>,
        event: Event,
    },
    /// The storm is over, and the dust has settled.
    Audit,
}

#[derive(Clone, Copy)]
enum Work {
    Create { id: LinkId, amount: i64 },
    Search { life: u32, answer_ms: i64 },
    Deactivate(LinkId),
}

struct Client {
    asked_ms: i64,
    deactivate: bool,
    other: bool,
    tries: u8,
}

pub struct World {
    now: i64,
    chance: Chance,
    /// How often things go wrong, in a hundred; 0 after the storm.
    trouble: i64,
    storm_end_ms: i64,
    down_until_ms: i64,
    bank: Bank,
    queue: BTreeMap<(i64, u64), Happening>,
    sequence: u64,
    // the driver's storage; what of it is saved is seen when it is loaded
    saved: Option<Order>,
    alarm: Option<i64>,
    // the driver's memory
    order: Option<Order>,
    life: u32,
    calls_under_way: u32,
    clients: HashMap<Caller, Client>,
    next_caller: Caller,
    /// How many were told that theirs was the call that made the link.
    firsts: u32,
    /// What the shop has accepted, by id, with the type.
    told: BTreeMap<String, String>,
    /// The attempts that failed for good and whose callbacks were saved.
    attempts: Vec<Transaction>,
}

impl World {
    pub fn new(seed: u64, trouble: i64, actions: &[(u32, Action)]) -> Self {
        let mut world = Self {
            now: START_MS,
            chance: Chance(seed),
            trouble,
            storm_end_ms: START_MS,
            down_until_ms: 0,
            bank: Bank::default(),
            queue: BTreeMap::new(),
            sequence: 0,
            saved: None,
            alarm: None,
            order: None,
            life: 0,
            calls_under_way: 0,
            clients: HashMap::new(),
            next_caller: 0,
            firsts: 0,
            told: BTreeMap::new(),
            attempts: Vec::new(),
        };
        for (gap_ms, action) in actions {
            world.storm_end_ms += i64::from(*gap_ms);
            world.at(world.storm_end_ms, Happening::Act(*action));
        }
        // everything that was under way has ended by then, every pause has been waited for, and a poll has come round
        world.at(world.storm_end_ms + 2 * 60 * 60 * 1000, Happening::Audit);
        world
    }

    fn at(&mut self, ms: i64, happening: Happening) {
        self.sequence += 1;
        self.queue.insert((ms.max(self.now), self.sequence), happening);
    }

    /// Lets it all happen, until nothing more can.
    pub fn run(mut self) {
        for _ in 0..20_000 {
            let next = self.queue.first_key_value().map(|((ms, _), _)| *ms);
            match (next, self.alarm) {
                (None, None) => return self.judge(),
                (next, Some(alarm)) if next.is_none_or(|next| alarm <= next) => self.ring(alarm),
                _ => {
                    if let Some(((ms, _), happening)) = self.queue.pop_first() {
                        self.pass_to(ms);
                        self.happen(happening);
                    }
                }
            }
        }
        panic!("the order never comes to rest");
    }

    fn pass_to(&mut self, ms: i64) {
        self.now = self.now.max(ms);
        if self.now > self.storm_end_ms {
            (self.trouble, self.down_until_ms) = (0, 0);
        }
        for client in self.clients.values() {
            assert!(self.now - client.asked_ms <= WAIT_MS, "a caller waits and waits");
        }
    }

    /// The platform rings; where the handler crashes before it has saved, it rings again.
    fn ring(&mut self, alarm: i64) {
        self.pass_to(alarm);
        self.alarm = None;
        if !self.feed(Event::Alarm) {
            self.alarm = self.alarm.or(Some(self.now + 2_000));
        }
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Act(action) => self.act(action),
            Happening::Ask { deactivate, other, tries } => self.ask(deactivate, other, tries),
            Happening::Work(work) => self.work(work),
            Happening::Reach { life: Some(life), .. } if life != self.life => {}
            Happening::Reach { event, .. } => {
                if matches!(event, Event::Created(_) | Event::Found(_) | Event::Deactivated(_)) {
                    self.calls_under_way -= 1;
                }
                let attempt = match &event {
                    Event::Callback(Callback::Failed { transaction, is_final: true, .. }) => Some(transaction.clone()),
                    _ => None,
                };
                if self.feed(event) {
                    self.attempts.extend(attempt);
                }
            }
            Happening::Audit => self.audit(),
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Create { other } => self.ask(false, other, 0),
            Action::Deactivate => self.ask(true, false, 0),
            Action::Crash => self.crash(),
            Action::Outage { seconds } => self.down_until_ms = self.now + i64::from(seconds) * 1000,
            Action::Pay { calls } => {
                let now = self.now;
                if let Some(link) = self.bank.links.iter_mut().find(|link| link.is_payable(now)) {
                    link.paid_ms = Some(now);
                    self.call(calls, Callback::Paid);
                }
            }
            Action::Fail { calls, is_final } => {
                if self.bank.links.iter().any(|link| link.is_payable(self.now)) {
                    let transaction = Transaction::new(&format!("attempt-{}", self.sequence));
                    self.call(calls, Callback::Failed { transaction, reason: Some("455".into()), is_final });
                }
            }
            Action::Forge { paid: true } => self.call(1, Callback::Paid),
            Action::Forge { paid: false } => {
                let transaction = Transaction::new(&format!("forged-{}", self.sequence));
                self.call(2, Callback::Failed { transaction, reason: None, is_final: true });
            }
            Action::Status => {
                let page = self.bank.page(self.now - self.chance.up_to(LAG_MS));
                let arrives = self.now + self.chance.up_to(CALL_MS);
                self.at(arrives, Happening::Reach { life: None, event: Event::Seen(page.records) });
            }
            Action::Reprice => {
                let now = self.now;
                self.bank.links.iter_mut().for_each(|link| link.repriced_ms = link.repriced_ms.or(Some(now)));
            }
        }
    }

    fn call(&mut self, times: u8, callback: Callback) {
        for _ in 0..times {
            let latest = if self.chance.percent(70) { 3_000 } else { 120_000 };
            let arrives = self.now + self.chance.up_to(latest);
            self.at(arrives, Happening::Reach { life: None, event: Event::Callback(callback.clone()) });
        }
    }

    fn ask(&mut self, deactivate: bool, other: bool, tries: u8) {
        let caller = self.next_caller;
        self.next_caller += 1;
        self.clients.insert(caller, Client { asked_ms: self.now, deactivate, other, tries });
        let event = if deactivate {
            Event::Deactivate { caller }
        } else {
            Event::Create { invoice: invoice(if other { 200 } else { 100 }), caller }
        };
        self.feed(event);
    }

    fn retry(&mut self, client: &Client, after_s: u32) {
        if client.tries < 3 {
            let again = Happening::Ask { deactivate: client.deactivate, other: client.other, tries: client.tries + 1 };
            let pause = i64::from(after_s) * 1000 + self.chance.up_to(2_000);
            self.at(self.now + pause, again);
        }
    }

    /// The driver: handle, save, carry out. Returns whether it came as far as to save.
    fn feed(&mut self, event: Event) -> bool {
        let mut order = self.order.take().unwrap_or_else(|| self.load());
        let effects = order.handle(event, self.now);
        let alarm = order.next_alarm(self.now);
        if self.trouble > 0 && self.chance.percent(self.trouble / 8) {
            self.crash();
            return false;
        }
        (self.saved, self.alarm, self.order) = (Some(order.clone()), alarm, Some(order));
        for effect in effects {
            if self.trouble > 0 && self.chance.percent(self.trouble / 8) {
                self.crash();
                return true;
            }
            self.carry_out(effect);
        }
        true
    }

    fn load(&self) -> Order {
        match &self.saved {
            None => Order::new("000001".parse().unwrap()),
            Some(saved) => {
                let json = saved.to_json();
                let order = Order::from_json(&json, self.now).unwrap();
                assert!(order.to_json() == json || json.contains(r#""creating""#), "saving loses something");
                order
            }
        }
    }

    /// The memory is gone, and with it every caller's connection.
    fn crash(&mut self) {
        (self.order, self.calls_under_way) = (None, 0);
        self.life += 1;
        let mut lost: Vec<(Caller, Client)> = self.clients.drain().collect();
        lost.sort_by_key(|(caller, _)| *caller);
        for (_, client) in lost {
            self.retry(&client, 1);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Tell => {}
            Effect::Answer { caller, answer } => self.answered(caller, answer),
            Effect::Deliver(notice) => {
                let body: serde_json::Value = serde_json::from_str(&notice.body()).unwrap();
                assert_eq!(body["data"]["invoice_id"], "000001");
                let arrives = self.chance.percent(100 - self.trouble);
                if arrives {
                    self.told.insert(notice.id.to_string(), notice.kind.as_str().to_owned());
                }
                // what arrived may be accepted, and the answer lost
                let is_accepted = arrives && self.chance.percent(100 - self.trouble / 2);
                let result = if is_accepted { Ok(()) } else { Err("timeout".into()) };
                let ends = self.now + self.chance.up_to(CALL_MS);
                let event = Event::Delivered { id: notice.id, result };
                self.at(ends, Happening::Reach { life: Some(self.life), event });
            }
            Effect::Create(invoice) => {
                self.called();
                let id = self.chance.link_id();
                let work = Work::Create { id, amount: (invoice.amount.tiyn() / 100) as i64 };
                let link =
                    |created_ms| Link { id, amount: 0, created_ms, paid_ms: None, off_ms: None, repriced_ms: None };
                let (work_ms, fault, end_ms) = self.fate();
                let result = match fault {
                    Some(fault) => Err(fault),
                    None => {
                        let amount = (invoice.amount.tiyn() / 100) as i64;
                        let made = Link { amount, ..link(work_ms.unwrap_or(self.now)) };
                        Ok(Box::new(made.record(self.now)))
                    }
                };
                self.call_bank(work_ms, work, end_ms, Some(Event::Created(result)));
            }
            Effect::Search => {
                self.called();
                let (work_ms, fault, end_ms) = self.fate();
                let work = Work::Search { life: self.life, answer_ms: end_ms };
                match fault {
                    Some(fault) => self.call_bank(None, work, end_ms, Some(Event::Found(Err(fault)))),
                    None => self.call_bank(work_ms, work, end_ms, None),
                }
            }
            Effect::Deactivate(id) => {
                self.called();
                let (work_ms, fault, end_ms) = self.fate();
                let result = fault.map_or(Ok(()), Err);
                self.call_bank(work_ms, Work::Deactivate(id), end_ms, Some(Event::Deactivated(result)));
            }
        }
    }

    fn called(&mut self) {
        self.calls_under_way += 1;
        assert_eq!(self.calls_under_way, 1, "one call at a time");
    }

    fn call_bank(&mut self, work_ms: Option<i64>, work: Work, end_ms: i64, event: Option<Event>) {
        if let Some(work_ms) = work_ms {
            self.at(work_ms, Happening::Work(work));
        }
        if let Some(event) = event {
            self.at(end_ms, Happening::Reach { life: Some(self.life), event });
        }
    }

    /// When the bank does what it is asked for, if it does, what goes wrong, if anything, and when the call has ended.
    fn fate(&mut self) -> (Option<i64>, Option<Fault>, i64) {
        let soon = self.now + self.chance.up_to(2_000);
        let later = soon + self.chance.up_to(2_000);
        let gives_up = self.now + CALL_MS;
        if self.now < self.down_until_ms {
            return (None, Some(Fault::Bank(Failure::Unreachable)), later);
        }
        if !self.chance.percent(self.trouble) {
            return (Some(soon), None, later);
        }
        let timeout = Some(Fault::Bank(Failure::Timeout));
        match self.chance.up_to(8) {
            0 => (None, Some(Fault::NoToken { retry_after_s: Some(1) }), later),
            1 => (None, Some(Fault::Bank(Failure::Throttled { retry_after_s: None })), later),
            2 => {
                let refusal = Failure::Refused { status: 400, code: Some(1079), message: "no".into() };
                (None, Some(Fault::Bank(refusal)), later)
            }
            3 => (None, timeout, gives_up),
            4 => (None, Some(Fault::Bank(Failure::Unavailable { status: 502 })), later),
            5 => (Some(soon), timeout, gives_up),
            6 => (Some(soon), Some(Fault::Bank(Failure::Malformed { status: 200 })), later),
            _ => (Some(self.now + self.chance.up_to(LINGER_MS)), timeout, gives_up),
        }
    }

    fn work(&mut self, work: Work) {
        match work {
            Work::Create { id, amount } => {
                self.bank.create(id, amount, self.now);
                assert_eq!(self.bank.links.len(), 1, "two links for one invoice_id");
            }
            Work::Deactivate(id) => self.bank.deactivate(id, self.now),
            Work::Search { life, answer_ms } => {
                let behind = if self.chance.percent(self.trouble) { self.chance.up_to(LAG_MS) } else { 0 };
                let event = Event::Found(Ok(self.bank.page(self.now - behind)));
                self.at(answer_ms, Happening::Reach { life: Some(life), event });
            }
        }
    }

    fn answered(&mut self, caller: Caller, answer: Answer) {
        let client = self.clients.remove(&caller).expect("one answer to each caller");
        let link = self.bank.links.first();
        match answer {
            Answer::Created { record, replayed } => {
                assert!(!client.deactivate);
                assert_eq!(record.id, link.map(|link| link.id));
                self.firsts += u32::from(!replayed);
                assert!(self.firsts <= 1, "made once");
            }
            Answer::Conflict { fields } => assert_eq!((client.deactivate, &*fields), (false, &["amount"][..])),
            Answer::Refused { code, .. } => assert_eq!(code, Some(1079)),
            Answer::Deactivated { record } => {
                assert_eq!(record.id, link.map(|link| link.id));
                assert!(client.deactivate && link.is_some_and(|link| link.off_ms.is_some()));
            }
            Answer::AlreadyPaid { .. } => {
                assert!(client.deactivate && link.is_some_and(|link| link.paid_ms.is_some()));
            }
            Answer::NotFound => {
                assert!(client.deactivate && link.is_none());
                let is_create = |happening: &Happening| matches!(happening, Happening::Work(Work::Create { .. }));
                assert!(!self.queue.values().any(is_create), "there will be one");
            }
            Answer::Unavailable { retry_after_s, .. } | Answer::OutcomeUnknown { retry_after_s } => {
                self.retry(&client, retry_after_s);
            }
            Answer::Queued => panic!("nobody asked for that"),
        }
    }

    /// Two hours after the storm the order knows the link and its payment, with nobody asking.
    fn audit(&mut self) {
        assert!(self.clients.is_empty());
        let order = self.order.take().unwrap_or_else(|| self.load());
        let link = self.bank.links.first();
        assert_eq!(order.record().and_then(|record| record.id), link.map(|link| link.id), "a link is forgotten");
        let is_paid = matches!(order.standing(), Standing::Paid | Standing::Mismatch);
        assert_eq!(is_paid, link.is_some_and(|link| link.paid_ms.is_some()), "a payment is not seen");
        assert_ne!(order.standing(), Standing::Unclear);
        self.order = Some(order);
    }

    /// At rest, a day past the link's end, the order's state is the bank's truth, and the shop was told each thing once.
    fn judge(mut self) {
        let order = self.order.take().unwrap_or_else(|| self.load());
        assert_eq!(order.next_alarm(self.now), None);
        let count = |kind: &str| self.told.values().filter(|told| *told == kind).count();
        let Some(link) = self.bank.links.first() else {
            assert_eq!((order.standing(), self.told.len()), (Standing::Free, 0));
            return;
        };
        // the order's price is what it asked for
        let is_repriced = link.repriced_ms.is_some_and(|moment| link.paid_ms.is_some_and(|paid| moment <= paid));
        let standing = match (link.paid_ms, link.off_ms) {
            (Some(_), _) if order.standing() == Standing::Mismatch => Standing::Mismatch,
            (Some(_), _) => Standing::Paid,
            (None, Some(_)) => Standing::Deactivated,
            (None, None) => Standing::Expired,
        };
        assert_eq!(order.standing(), standing);
        assert_eq!(order.record().and_then(|record| record.id), Some(link.id));
        if is_repriced {
            assert_eq!(standing, Standing::Mismatch);
        } else if link.repriced_ms.is_none() && link.paid_ms.is_some() {
            assert_eq!(standing, Standing::Paid);
        }
        assert_eq!(count("invoice.paid"), usize::from(standing == Standing::Paid));
        assert_eq!(count("invoice.mismatch"), usize::from(standing == Standing::Mismatch));
        if standing == Standing::Deactivated {
            assert_eq!(count("invoice.deactivated"), 1);
        }
        if standing == Standing::Expired {
            assert_eq!((count("invoice.expired"), count("invoice.deactivated")), (1, 0));
        }
        if link.paid_ms.is_none() {
            for attempt in self.attempts.iter().filter(|attempt| attempt.as_str().starts_with("attempt")) {
                assert!(self.told.contains_key(&format!("evt_000001_failed_{}", attempt.as_str())), "{attempt:?}");
            }
        }
    }
}

impl Chance {
    fn link_id(&mut self) -> LinkId {
        format!("04f25a4b-d2bd-4dd8-b3a7-{:012x}", self.up_to(0xffff_ffff_ffff)).parse().unwrap()
    }
}

fn invoice(amount: i32) -> Box<Invoice> {
    let invoice = Invoice::builder()
        .shop_id("04f25a4b-d2bd-4dd8-b3a7-9390be4774c4")
        .account_id("0003413423")
        .invoice_id("000001")
        .amount(amount)
        .language("rus")
        .description("Order 1")
        .expire_period("1d")
        .recipient_contact("buyer@example.kz")
        .recipient_contact_sms("+77771234567")
        .currency("KZT");
    Box::new(invoice.build().unwrap())
}
