//! The sandbox over real HTTP, as its callers see it.

mod bank;
mod shop;

mod callbacks;
mod control;
mod create;
mod deactivate;
mod demo_shop;
mod faults;
mod https;
mod pay_page;
mod program;
mod search;
mod token;
