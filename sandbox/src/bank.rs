//! The bank's books: clock, links, tokens, ledger; what tests have lined up for it; and the demo shop's books, which share
//! its data file.

use std::collections::HashMap;

use axum::http::HeaderMap;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::clock::{Clock, ClockMove};
use crate::delivery::Callback;
use crate::fault::Faults;
use crate::ledger::{Entry, Ledger};
use crate::link::Link;
use crate::settings::Settings;
use crate::shop::{Orders, Row};
use crate::store::{Store, Table};
use crate::token::{OauthRefusal, Token, Tokens};

/// The bank's books. Every change is written to the data file, where there is one, and becomes
/// durable with the next line of the ledger: the work and its line together or not at all.
#[derive(Default)]
pub struct Bank {
    /// Armed faults. They do not outlive the process.
    pub faults: Faults,
    /// Callbacks that wait for their release, oldest first. They do not outlive the process.
    pub held: Vec<Callback>,
    clock: Clock,
    /// Oldest first.
    links: Vec<Link>,
    places: HashMap<Uuid, usize>,
    tokens: Tokens,
    ledger: Ledger,
    shop: Orders,
    store: Option<Store>,
}

impl Bank {
    /// The books of the data file, or empty ones.
    ///
    /// # Errors
    /// The data file cannot be used, or a fault of the settings cannot be armed.
    pub fn open(settings: &Settings) -> Result<Self, String> {
        let mut bank = Bank::default();
        if let Some(path) = &settings.data {
            let store = Store::open(path).map_err(|fault| format!("{}: {fault}", path.display()))?;
            bank.load(&store).map_err(|fault| format!("{}: {fault}", path.display()))?;
            bank.store = Some(store);
        }
        bank.arm(settings)?;
        Ok(bank)
    }

    fn load(&mut self, store: &Store) -> Result<(), String> {
        self.links = store.values(Table::Link)?;
        self.places = self.links.iter().enumerate().map(|(place, link)| (link.id, place)).collect();
        self.tokens = store.rows(Table::Token)?.into_iter().collect();
        self.ledger = store.values(Table::Ledger)?.into_iter().collect();
        self.clock = store.values(Table::Clock)?.pop().unwrap_or_default();
        self.shop = Orders::load(store.values(Table::ShopOrder)?, store.values(Table::ShopEvent)?);
        Ok(())
    }

    /// Back to empty books, with the faults of the settings.
    ///
    /// # Errors
    /// A fault of the settings cannot be armed.
    pub fn reset(&mut self, settings: &Settings) -> Result<(), String> {
        let mut store = self.store.take();
        if let Some(store) = &mut store {
            store.clear();
            store.commit();
        }
        *self = Bank { store, ..Bank::default() };
        self.arm(settings)
    }

    fn arm(&mut self, settings: &Settings) -> Result<(), String> {
        settings.faults.iter().flat_map(|list| &list.0).try_for_each(|order| self.faults.arm(order.clone()).map(drop))
    }

    /// The sandbox's time.
    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// Moves the clock.
    ///
    /// # Errors
    /// The time is out of the clock's bounds.
    pub fn shift_clock(&mut self, to: ClockMove) -> Result<(), String> {
        self.clock.shift(to)?;
        if let Some(store) = &mut self.store {
            store.save(Table::Clock, 1, &self.clock);
            store.commit();
        }
        Ok(())
    }

    /// All links, oldest first.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Adds a link.
    pub fn add_link(&mut self, link: Link) {
        let place = self.links.len();
        if let Some(store) = &mut self.store {
            store.save(Table::Link, place, &link);
        }
        self.places.insert(link.id, place);
        self.links.push(link);
    }

    /// The link of that UUID.
    pub fn link(&self, id: Uuid) -> Option<&Link> {
        self.places.get(&id).map(|place| &self.links[*place])
    }

    /// Works on the link of that UUID.
    pub fn with_link<T>(&mut self, id: Uuid, work: impl FnOnce(&mut Link) -> T) -> Option<T> {
        let place = *self.places.get(&id)?;
        let result = work(&mut self.links[place]);
        if let Some(store) = &mut self.store {
            store.save(Table::Link, place, &self.links[place]);
        }
        Some(result)
    }

    /// The links that a search finds, oldest first. A link that lags behind is not found, and the
    /// search counts.
    pub fn find_links(&mut self, matches: impl Fn(&Link) -> bool) -> Vec<&Link> {
        let now = self.now();
        let mut found = Vec::new();
        for (place, link) in self.links.iter_mut().enumerate().filter(|(_, link)| matches(link)) {
            let lag = link.lag;
            let seen = link.seen_by_search(now);
            if let (true, Some(store)) = (link.lag != lag, &mut self.store) {
                store.save(Table::Link, place, link);
            }
            if seen {
                found.push(&*link);
            }
        }
        found
    }

    /// All tokens given out.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Gives out a token: what is known about it, and the answer's JSON.
    ///
    /// # Errors
    /// A field of the form is missing or wrong.
    pub fn issue_token(
        &mut self,
        form: &HashMap<String, String>,
        settings: &Settings,
    ) -> Result<(Token, Value), OauthRefusal> {
        let now = self.now();
        let (text, token, answer) = self.tokens.issue(form, settings, now)?;
        if let Some(store) = &mut self.store {
            store.save(Table::Token, text, &token);
        }
        Ok((token, answer))
    }

    /// Ends the token that a call carries.
    pub fn expire_token(&mut self, headers: &HeaderMap) {
        let now = self.now();
        let ended = self.tokens.expire(headers, now);
        if let (Some((text, token)), Some(store)) = (ended, &mut self.store) {
            store.save(Table::Token, text, token);
        }
    }

    /// Ends every token; returns how many were alive.
    pub fn revoke_tokens(&mut self) -> usize {
        let now = self.now();
        let revoked = self.tokens.revoke_all(now);
        if let Some(store) = &mut self.store {
            self.tokens.all().for_each(|(text, token)| store.save(Table::Token, text, token));
            store.commit();
        }
        revoked
    }

    /// The demo shop's books.
    pub fn shop(&self) -> &Orders {
        &self.shop
    }

    /// Works on the demo shop's books.
    pub fn with_shop<T>(&mut self, work: impl FnOnce(&mut Orders) -> T) -> T {
        let result = work(&mut self.shop);
        let rows = self.shop.unsaved();
        if let Some(store) = &mut self.store {
            for row in rows {
                match row {
                    Row::Order(place) => store.save(Table::ShopOrder, place, &self.shop.orders()[place]),
                    Row::Event(place) => store.save(Table::ShopEvent, place, &self.shop.events()[place]),
                }
            }
        }
        result
    }

    /// Every call, with its effect.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Adds a line to the ledger, and makes the work that it tells of durable.
    pub fn record(&mut self, entry: Entry) -> &Entry {
        let entry = self.ledger.add(entry);
        if let Some(store) = &mut self.store {
            store.save(Table::Ledger, entry.number, entry);
            store.commit();
        }
        entry
    }
}
