//! Halyk Bank ePay invoice links: builders and validators of their payloads, and the bank's protocol as plain data.
//!
//! - [`Invoice`], [`Draft`], [`Search`]: payloads that cannot break a rule, built by a builder or read from untrusted
//!   JSON; what is wrong comes back as [`Issues`], all at once.
//! - [`field`]: one type per kind of value. [`message`]: the issues' texts in Kazakh, Russian and English.
//! - [`bank`]: the bank's requests and replies as data, and what a failure allows to do next.
//! - [`order`]: one order's life as a pure state machine: never two links, no payment unseen.
//!
//! Nothing here does I/O, reads a clock or draws a random number.

#![no_std]

extern crate alloc;
// The Worker's wasm has none: its panics are told without `fmt`.
#[cfg(not(all(feature = "worker", target_family = "wasm")))]
extern crate std;

#[cfg(all(feature = "worker", any(feature = "npm", feature = "client")))]
compile_error!("a Worker's wasm holds the Worker and nothing else: build the features npm and client without it");

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod bank;
#[cfg(feature = "client")]
pub mod client;
mod digits;
pub mod field;
#[cfg(fuzzing)]
pub mod fuzzing;
mod input;
pub mod invoice;
pub mod issue;
pub mod message;
mod nearest;
#[cfg(feature = "npm")]
pub mod npm;
pub mod order;
mod output;
mod payload;
mod plain;
mod rfc3339;
mod rule;
pub mod search;
mod text;
#[cfg(feature = "worker")]
mod worker;

pub use invoice::{Draft, Invoice, Record, Status};
pub use issue::{Code, Issue, Issues, Reason};
pub use search::Search;
