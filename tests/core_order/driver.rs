//! The driver: what runs an order, and how it fails.

use epay_invoice::bank::Failure;
use epay_invoice::field::LinkId;
use epay_invoice::order::{Caller, Effect, Event, Fault, Order};

use crate::bank::{LAG_MS, LINGER_MS, Link};
use crate::world::{Client, Happening, World};

/// The longest that a call takes.
pub const CALL_MS: i64 = 10_000;

/// What the bank carries out, whoever still waits for it.
#[derive(Clone, Copy)]
pub enum Work {
    Create { id: LinkId, amount: i64 },
    Search { life: u32, answer_ms: i64 },
    Deactivate(LinkId),
}

impl World {
    /// The driver: handle, save, carry out. Returns whether it came as far as to save.
    pub fn feed(&mut self, event: Event) -> bool {
        let mut order = self.order.take().unwrap_or_else(|| self.load());
        let effects = order.handle(event, self.now);
        let alarm = order.next_alarm(self.now);
        if self.trouble > 0 && self.chance.percent(self.trouble / 8) {
            self.crash();
            return false;
        }
        if order.take_touched() {
            self.saved = Some(order.clone());
        } else {
            let saved = self.saved.as_ref().map_or_else(|| self.load().to_json(), Order::to_json);
            assert_eq!(order.to_json(), saved, "a change that is not saved");
        }
        (self.alarm, self.order) = (alarm, Some(order));
        for effect in effects {
            if self.trouble > 0 && self.chance.percent(self.trouble / 8) {
                self.crash();
                return true;
            }
            self.carry_out(effect);
        }
        true
    }

    pub fn load(&self) -> Order {
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
    pub fn crash(&mut self) {
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
                self.check_notice(&notice);
                let arrives = self.chance.percent(100 - self.trouble);
                if arrives {
                    self.told.insert(notice.id.to_string(), notice.kind);
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
                let (id, amount) = (self.chance.link_id(), (invoice.amount.tiyn() / 100) as i64);
                let (work_ms, fault, end_ms) = self.fate();
                let made = Link::new(id, true, amount, work_ms.unwrap_or(self.now));
                let result = fault.map_or_else(|| Ok(Box::new(made.record(self.now))), Err);
                self.call_bank(work_ms, Work::Create { id, amount }, end_ms, Some(Event::Created(result)));
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
            _ => (Some(self.now + self.chance.nearly(LINGER_MS)), timeout, gives_up),
        }
    }

    pub fn work(&mut self, work: Work) {
        match work {
            Work::Create { id, amount } => {
                assert!(self.bank.own().is_none(), "two links for one invoice_id");
                self.bank.links.push(Link::new(id, true, amount, self.now));
            }
            Work::Deactivate(id) => self.bank.deactivate(id, self.now),
            Work::Search { life, answer_ms } => {
                let behind = if self.chance.percent(self.trouble) { self.chance.nearly(LAG_MS) } else { 0 };
                let event = Event::Found(Ok(self.bank.page(self.now - behind)));
                self.at(answer_ms, Happening::Reach { life: Some(life), event });
            }
        }
    }
}
