//! The Cloudflare Worker: it holds the shop's secrets, fetches tokens and forwards invoice operations.
//!
//! A request's way: [`route`] says what is asked, [`caller`] who asks and whether they may, a file of its own per
//! operation does it over [`bank`], and what comes out is an [`answer`] or a [`fault`], which becomes a
//! [`problem`] before it leaves. Configuration is read once per isolate ([`config`]).

mod answer;
mod bank;
mod body;
mod caller;
mod config;
mod create;
mod deactivate;
mod entry;
mod fault;
mod key;
mod log;
mod problem;
mod request_id;
mod route;
mod search;
mod send;
mod status;
mod time;
mod token;
