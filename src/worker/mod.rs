//! The Cloudflare Worker: it holds the shop's secrets, fetches tokens and forwards invoice operations.
//!
//! A request's way: [`route`] says what is asked, [`caller`] who asks and whether they may, a file of its own per
//! operation does it over [`bank`], and what comes out is an [`answer`] or a [`fault`], which becomes a
//! [`problem`] before it leaves. Configuration is read once per isolate ([`config`]).

mod answer;
mod bank;
mod bare;
mod base64;
mod border;
mod call;
mod callback;
mod caller;
mod config;
mod create;
mod data_point;
mod deactivate;
mod dead_letters;
mod entry;
mod events;
mod fault;
mod hex;
mod key;
mod ledger;
mod log;
mod mac;
mod namespace;
mod object;
#[cfg(test)]
mod openapi;
mod origin;
mod problem;
mod rate;
mod ready;
mod reply;
mod request_id;
mod route;
mod seal;
mod search;
mod signature;
mod status;
mod task;
mod ticket;
mod time;
mod token;
mod undelivered;
mod watch;
mod webhook;

#[cfg(fuzzing)]
pub use ticket::claims;
