//! The world around one order: clients that come again, a payer, a bank, a shop, and the time that passes.

use std::collections::{BTreeMap, HashMap};

use epay_invoice::Invoice;
use epay_invoice::order::{Callback, Caller, Event, NoticeType, Order, Transaction};

use crate::bank::{Bank, DAY_MS, LAG_MS, Link};
use crate::chance::Chance;
use crate::driver::{CALL_MS, Work};

const START_MS: i64 = 1_700_000_000_000;
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
    /// Somebody else makes a link with the order's number.
    Elsewhere {
        other: bool,
    },
}

pub enum Happening {
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

pub struct Client {
    pub asked_ms: i64,
    pub deactivate: bool,
    pub other: bool,
    pub tries: u8,
}

pub struct World {
    pub now: i64,
    pub chance: Chance,
    /// How often things go wrong, in a hundred; 0 after the storm.
    pub trouble: i64,
    pub storm_end_ms: i64,
    pub down_until_ms: i64,
    pub bank: Bank,
    /// Whether links may be made elsewhere: then less can be said of what the order must know.
    pub has_rivals: bool,
    pub queue: BTreeMap<(i64, u64), Happening>,
    pub sequence: u64,
    // the driver's storage; what of it is saved is seen when it is loaded
    pub saved: Option<Order>,
    pub alarm: Option<i64>,
    // the driver's memory
    pub order: Option<Order>,
    pub life: u32,
    pub calls_under_way: u32,
    pub clients: HashMap<Caller, Client>,
    pub next_caller: Caller,
    /// How many were told that theirs was the call that made the link.
    pub firsts: u32,
    /// What the shop has accepted, by id.
    pub told: BTreeMap<String, NoticeType>,
    /// The attempts that failed for good and whose callbacks were saved.
    pub attempts: Vec<Transaction>,
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
            has_rivals: actions.iter().any(|(_, action)| matches!(action, Action::Elsewhere { .. })),
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

    pub fn at(&mut self, ms: i64, happening: Happening) {
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

    pub fn pass_to(&mut self, ms: i64) {
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
        assert!(alarm <= self.now + DAY_MS, "the next alarm is never far away");
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
                let page = self.bank.page(self.now - self.chance.nearly(LAG_MS));
                let arrives = self.now + self.chance.up_to(CALL_MS);
                self.at(arrives, Happening::Reach { life: None, event: Event::Seen(page.records) });
            }
            Action::Elsewhere { other } => {
                let link = Link::new(self.chance.link_id(), false, price(other), self.now);
                self.bank.links.push(link);
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

    pub fn ask(&mut self, deactivate: bool, other: bool, tries: u8) {
        let caller = self.next_caller;
        self.next_caller += 1;
        self.clients.insert(caller, Client { asked_ms: self.now, deactivate, other, tries });
        let event = if deactivate {
            Event::Deactivate { caller }
        } else {
            Event::Create { invoice: invoice(price(other)), caller }
        };
        self.feed(event);
    }

    pub fn retry(&mut self, client: &Client, after_s: u32) {
        if client.tries < 3 {
            let again = Happening::Ask { deactivate: client.deactivate, other: client.other, tries: client.tries + 1 };
            let pause = i64::from(after_s) * 1000 + self.chance.up_to(2_000);
            self.at(self.now + pause, again);
        }
    }
}

fn price(other: bool) -> i64 {
    if other { 200 } else { 100 }
}

fn invoice(amount: i64) -> Box<Invoice> {
    let invoice = Invoice::builder()
        .shop_id("04f25a4b-d2bd-4dd8-b3a7-9390be4774c4")
        .account_id("0003413423")
        .invoice_id("000001")
        .amount(amount as f64)
        .language("rus")
        .description("Order 1")
        .expire_period("1d")
        .recipient_contact("buyer@example.kz")
        .recipient_contact_sms("+77771234567")
        .currency("KZT");
    Box::new(invoice.build().unwrap())
}
