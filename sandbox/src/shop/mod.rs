//! The demo shop, under `/shop`: what a shop's own server does beside the Worker, as an example to read.
//!
//! - The price is the server's word: [`catalogue`].
//! - An order gets its number and its amount here, once per `Idempotency-Key`: [`cart`], [`order`], [`orders`].
//! - A ticket lets the payer's browser create and watch this order's link at this price: [`ticket`].
//! - The Worker's events are believed when their signature holds, once each and in any order: [`webhook`], [`event`].
//!
//! [`calls`] has the routes, [`page`] shows people how the orders stand. The shop lives by the machine's own clock, as the
//! Worker does, and not by the sandbox's, which can be moved.

mod calls;
mod cart;
mod catalogue;
mod event;
mod order;
mod orders;
mod page;
mod secrets;
mod ticket;
mod webhook;

pub use calls::router;
pub use orders::{Orders, Row};
pub use secrets::ShopSecrets;

/// What prices are in.
const CURRENCY: &str = "KZT";
