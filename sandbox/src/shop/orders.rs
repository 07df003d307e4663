//! The shop's books: its orders, and the events that it heard.

use std::collections::{HashMap, HashSet};

use time::OffsetDateTime;
use uuid::Uuid;

use super::catalogue::{Language, Product};
use super::event::{Effect, Event, Received};
use super::order::Order;

/// The shop's books.
#[derive(Default)]
pub struct Orders {
    /// Oldest first.
    orders: Vec<Order>,
    by_key: HashMap<Uuid, usize>,
    by_number: HashMap<String, usize>,
    /// Oldest first.
    events: Vec<Received>,
    heard: HashSet<String>,
    last_number: i128,
    unsaved: Vec<Row>,
}

/// A row of the books that is to be saved; the number is its place.
#[derive(Clone, Copy)]
pub enum Row {
    /// An order that is new or stands differently.
    Order(usize),
    /// A new event.
    Event(usize),
}

/// What came of an order.
pub enum Placed {
    /// It is new.
    New(Order),
    /// It was placed before with this key.
    Again(Order),
    /// This key has placed another order.
    Conflict,
}

impl Orders {
    /// The books as they were saved.
    pub fn load(orders: Vec<Order>, events: Vec<Received>) -> Self {
        let mut books = Orders::default();
        orders.into_iter().for_each(|order| books.add(order));
        books.heard = events.iter().map(|event| event.id.clone()).collect();
        books.events = events;
        books
    }

    /// Places an order, once per key.
    pub fn place(&mut self, key: Uuid, wanted: &[(&Product, u32)], language: Language, now: OffsetDateTime) -> Placed {
        if let Some(place) = self.by_key.get(&key) {
            let order = &self.orders[*place];
            return if order.is_of(wanted) { Placed::Again(order.clone()) } else { Placed::Conflict };
        }
        let order = Order::new(self.next_number(now), key, wanted, language, now);
        self.unsaved.push(Row::Order(self.orders.len()));
        self.add(order.clone());
        Placed::New(order)
    }

    /// Takes in an event; `None` where it was heard before.
    pub fn hear(&mut self, id: &str, event: &Event, now: OffsetDateTime) -> Option<&Received> {
        if !self.heard.insert(id.to_owned()) {
            return None;
        }
        let effect = self.apply(event);
        let invoice_id = event.invoice_id().map(str::to_owned);
        self.unsaved.push(Row::Event(self.events.len()));
        self.events.push(Received { id: id.into(), kind: event.kind.clone(), invoice_id, time: now, effect });
        self.events.last()
    }

    fn apply(&mut self, event: &Event) -> Effect {
        let Some(place) = event.invoice_id().and_then(|number| self.by_number.get(number)).copied() else {
            return Effect::NoOrder;
        };
        let order = &mut self.orders[place];
        match event.state(order) {
            None => Effect::UnknownType,
            Some(state) if state <= order.state => Effect::Unchanged,
            Some(state) => {
                order.state = state;
                self.unsaved.push(Row::Order(place));
                Effect::Changed(state)
            }
        }
    }

    /// All orders, oldest first.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Received] {
        &self.events
    }

    /// What has changed since the last call.
    pub fn unsaved(&mut self) -> Vec<Row> {
        std::mem::take(&mut self.unsaved)
    }

    fn add(&mut self, order: Order) {
        let place = self.orders.len();
        self.last_number = self.last_number.max(order.invoice_id.parse().unwrap_or(0));
        self.by_key.insert(order.key, place);
        self.by_number.insert(order.invoice_id.clone(), place);
        self.orders.push(order);
    }

    /// The milliseconds since 1970: 13 digits of the 6 to 15 that the bank allows. A shop with a database would count; one that
    /// forgets its orders when it stops must not count from 1 again, for the Worker and the bank remember.
    fn next_number(&self, now: OffsetDateTime) -> String {
        (self.last_number + 1).max(now.unix_timestamp_nanos() / 1_000_000).to_string()
    }
}
