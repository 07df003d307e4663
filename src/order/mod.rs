//! One order's life as a pure state machine: `(order, event, now) -> (order, effects)`.
//!
//! An [`Order`] is what is known of one invoice_id: whether a link was made or may have been made, what the bank last
//! said of it, what the shop was told. [`Order::handle`] takes an [`Event`] in and says by [`Effect`]s what is to be done;
//! it does nothing itself, reads no clock and draws no random number.
//!
//! # How it is run
//!
//! For each event, without a pause in between: handle it, save [`Order::to_json`] and set the alarm to
//! [`Order::next_alarm`] in one write, then carry the effects out; what a call or a delivery results in is the next event.
//!
//! ```
//! # use epay_invoice::order::{Effect, Event, Order};
//! # struct Storage { order: Option<String>, alarm: Option<i64> }
//! fn turn(order: &mut Order, event: Event, now_ms: i64, storage: &mut Storage) -> Vec<Effect> {
//!     let effects = order.handle(event, now_ms);
//!     storage.order = Some(order.to_json());
//!     storage.alarm = order.next_alarm(now_ms);
//!     effects
//! }
//! ```
//!
//! Where a write fails, the order in memory is dropped with its effects and its callers, and [read anew](Order::from_json).
//! That is also all there is to a crash: nothing is done before it is saved that it may be done. What the calls of a
//! dropped order result in is dropped too: a result goes to the order in memory that asked for it.
//!
//! # What it holds to
//!
//! - **One link.** The intent to create is saved before the call. Where the outcome of a call is not known, there is no
//!   other call before a search that began [`SETTLE_MS`] after the end of the last one has come back without the link.
//!   That rests on one assumption, stated there. Where the bank asks to slow down, which says that nothing was done, a
//!   search comes in between all the same. A new order is created without a search before: this ledger is the only
//!   one that creates. A link made elsewhere under the same number is respected as soon as anything shows it.
//! - **One answer.** A caller waits in one list and leaves it with an answer.
//! - **One call at a time** to the bank, and one delivery at a time of each notice.
//! - **Paid is for good.** Nothing that a later search shows undoes it, and it is told once: `invoice.paid`. Where a price
//!   was paid that is not the order's, it is `invoice.mismatch`, and the order goes on looking: should a link at its price be
//!   found paid after all, `invoice.paid` follows.
//! - **A callback is a hint.** It leads to a search that begins after it; only that search is believed.

mod content;
mod create;
mod deactivate;
mod effect;
mod event;
mod ledger;
mod outbox;
mod schedule;
mod search;
mod state;
mod stored;
mod touched;
mod watch;

#[cfg(test)]
mod tests;

pub use effect::{Answer, Effect};
pub use event::{Callback, Caller, Event, Fault, Transaction};
pub use ledger::LoadError;
pub use outbox::{Delivery, Notice, NoticeType};
pub use schedule::{
    AFTER_EXPIRY_MS, CALLBACK_HOLD_MS, CLOCK_SKEW_MS, DELIVERY_PAUSES_MS, ENDLESS_MS, EXPIRY_MARGIN_MS, GIVE_UP_MS,
    PATIENCE_MS, SETTLE_MS, WATCHDOG_MS,
};
pub use state::{Order, Standing};
