//! Those who watch an order: server-sent events.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use sha2::{Digest, Sha256};

use super::answer::Answer;
use super::border::{self, Push};
use crate::order::Order;
use crate::output::ToJson;

/// What a watcher is told: the record, as one event.
pub(super) struct News {
    /// Made from what the event says: the same record has the same id in every life of the object.
    id: String,
    record: String,
    is_last: bool,
}

impl News {
    /// `None` while there is no record.
    pub(super) fn of(order: &Order) -> Option<Self> {
        let standing = order.standing();
        let record = order.record()?.to_json();
        let mut digest = Sha256::new();
        digest.update([standing as u8]);
        digest.update(&record);
        let id = super::hex::text(&digest.finalize()[..8]);
        Some(Self { id, record, is_last: standing.is_settled() })
    }

    fn push_to(&self, push: &Push) -> bool {
        push.push(&self.id, &self.record, self.is_last)
    }
}

/// The open streams.
#[derive(Default)]
pub(super) struct Watchers(RefCell<Vec<Push>>);

impl Watchers {
    /// A stream that begins with the record, unless the watcher has it already. One who has seen the last record gets 204,
    /// at which a browser's `EventSource` stops connecting anew (HTML standard, 9.2.3).
    pub(super) fn add(&self, news: &News, last_event_id: &str) -> Box<Answer> {
        let has_it = news.id == last_event_id;
        if has_it && news.is_last {
            return Answer::stream(204, border::respond(204, "", ""));
        }
        let push = border::stream();
        let response = push.response();
        let beat = |push: &Push| push.push("", "", false);
        // who is gone is found out by speaking to them
        self.keep(&beat);
        let is_open = if has_it { beat(&push) } else { news.push_to(&push) };
        if is_open {
            self.0.borrow_mut().push(push);
        }
        Answer::stream(200, response)
    }

    /// Tells every watcher; those who are gone, or have heard the last, are forgotten.
    pub(super) fn tell(&self, news: Option<&News>) {
        if let Some(news) = news {
            self.keep(&|push| news.push_to(push));
        }
    }

    fn keep(&self, is_open: &dyn Fn(&Push) -> bool) {
        self.0.borrow_mut().retain(is_open);
    }
}
