//! What all calls share: the settings, and the bank's books behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::bank::Bank;
use crate::courier::Courier;
use crate::ledger::{Entry, Note, Route};
use crate::log;
use crate::settings::Settings;
use crate::wire::View;

/// What all calls share.
pub struct Desk {
    /// What was chosen at the start.
    pub settings: Settings,
    /// Scheme, host and port under which payers reach the sandbox.
    pub base_url: String,
    /// What sends callbacks.
    pub courier: Courier,
    bank: Mutex<Bank>,
}

impl Desk {
    /// A desk with the books of the data file, or empty ones.
    ///
    /// # Errors
    /// The data file cannot be used, or a fault of the settings cannot be armed.
    pub fn new(settings: Settings, base_url: String) -> Result<Self, String> {
        let bank = Mutex::new(Bank::open(&settings)?);
        Ok(Desk { settings, base_url, courier: Courier::default(), bank })
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
        let time = bank.now();
        let entry = Entry { number: 0, time, route, method: method.into(), path: path.into(), status, note };
        let entry = bank.record(entry);
        if !self.settings.quiet {
            log::line(entry);
        }
    }

    /// How records look now, without any fault.
    pub fn view(&self, bank: &Bank) -> View<'_> {
        View {
            settings: &self.settings,
            base_url: &self.base_url,
            now: bank.now(),
            status: None,
            unknown_fields: false,
        }
    }
}
