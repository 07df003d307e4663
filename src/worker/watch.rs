//! Those who watch an order: server-sent events.

use std::cell::RefCell;

use sha2::{Digest, Sha256};

use super::answer::Answer;
use super::border::{self, Push};
use crate::order::Order;
use crate::output::ToJson;

/// What a watcher is told: the record, as one event.
pub(super) struct News {
    /// Made from what the event says: the same record has the same id in every life of the object.
    id: String,
    event: String,
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
        let event = format!("id: {id}\ndata: {record}\n\n");
        Some(Self { id, event, is_last: standing.is_settled() })
    }
}

/// The open streams.
#[derive(Default)]
pub(super) struct Watchers(RefCell<Vec<Push>>);

impl Watchers {
    /// A stream that begins with the record, unless the watcher has it already. One who has seen the last record gets 204,
    /// at which a browser's `EventSource` stops connecting anew (HTML standard, 9.2.3).
    pub(super) fn add(&self, news: &News, last_event_id: &str) -> Answer {
        let has_it = news.id == last_event_id;
        if has_it && news.is_last {
            return Answer::stream(border::respond(204, "", ""));
        }
        let (response, push) = border::stream();
        let is_open = if has_it { push.push(":\n\n", false) } else { push.push(&news.event, news.is_last) };
        if is_open {
            self.0.borrow_mut().push(push);
        }
        Answer::stream(response)
    }

    /// Tells every watcher; those who are gone, or have heard the last, are forgotten.
    pub(super) fn tell(&self, news: Option<&News>) {
        if let Some(news) = news {
            self.0.borrow_mut().retain(|push| push.push(&news.event, news.is_last));
        }
    }
}
