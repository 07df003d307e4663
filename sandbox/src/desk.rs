//! What all calls share: the settings, and the bank's books behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use uuid::Uuid;

use crate::clock::Clock;
use crate::delivery::Callback;
use crate::fault::Faults;
use crate::ledger::{Entry, Ledger, Note, Route};
use crate::link::Link;
use crate::log;
use crate::settings::Settings;
use crate::token::Tokens;
use crate::wire::View;

/// What all calls share.
pub struct Desk {
    /// What was chosen at the start.
    pub settings: Settings,
    /// Scheme, host and port under which payers reach the sandbox.
    pub base_url: String,
    /// The client that sends callbacks.
    pub client: Client<HttpConnector, Full<Bytes>>,
    bank: Mutex<Bank>,
}

/// The bank's books.
#[derive(Default)]
pub struct Bank {
    /// The sandbox's clock.
    pub clock: Clock,
    /// All links, oldest first.
    pub links: Vec<Link>,
    /// All tokens given out.
    pub tokens: Tokens,
    /// Armed faults.
    pub faults: Faults,
    /// Callbacks that wait for their release, oldest first.
    pub held: Vec<Callback>,
    /// Every call, with its effect.
    pub ledger: Ledger,
}

impl Desk {
    /// A desk with empty books.
    ///
    /// # Errors
    /// A fault of the settings cannot be armed.
    pub fn new(settings: Settings, base_url: String) -> Result<Self, String> {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let bank = Mutex::new(Bank::new(&settings)?);
        Ok(Desk { settings, base_url, client, bank })
    }

    /// The books, for one piece of work. Never held across an await.
    pub fn bank(&self) -> MutexGuard<'_, Bank> {
        // A panic in one call must not take the sandbox from all others.
        self.bank.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a line to the ledger and the log.
    pub fn record(&self, route: Route, method: &str, path: &str, status: Option<u16>, note: Note) {
        self.record_in(&mut self.bank(), route, method, path, status, note);
    }

    /// The same, with the books already at hand: the work and its line become visible together.
    pub fn record_in(&self, bank: &mut Bank, route: Route, method: &str, path: &str, status: Option<u16>, note: Note) {
        let time = bank.clock.now();
        let entry = Entry { number: 0, time, route, method: method.into(), path: path.into(), status, note };
        let entry = bank.ledger.add(entry);
        if !self.settings.quiet {
            log::line(entry);
        }
    }

    /// Back to the state at the start.
    ///
    /// # Errors
    /// A fault of the settings cannot be armed.
    pub fn reset(&self) -> Result<(), String> {
        *self.bank() = Bank::new(&self.settings)?;
        Ok(())
    }

    /// How records look now, without any fault.
    pub fn view(&self, bank: &Bank) -> View<'_> {
        View {
            settings: &self.settings,
            base_url: &self.base_url,
            now: bank.clock.now(),
            status: None,
            unknown_fields: false,
        }
    }
}

impl Bank {
    fn new(settings: &Settings) -> Result<Self, String> {
        let mut bank = Bank::default();
        for order in &settings.faults {
            bank.faults.arm(order.clone())?;
        }
        Ok(bank)
    }

    /// The link of that UUID.
    pub fn link(&mut self, id: Uuid) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.id == id)
    }
}
