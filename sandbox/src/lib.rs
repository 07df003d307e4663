//! A stand-in for Halyk ePay's invoice-link API, to develop and test against on one machine.
//!
//! It keeps the rules that the bank's page gives and answers in the page's own shapes. What the page
//! leaves open is the sandbox's choice, and the README says so. The program `epay-sandbox` runs it;
//! a Rust test can start it in its own process:
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let sandbox = epay_sandbox::Sandbox::start(epay_sandbox::Settings::default()).await?;
//! println!("EPAY_OAUTH_URL={} EPAY_API_URL={}", sandbox.oauth_url(), sandbox.api_url());
//! # Ok::<(), std::io::Error>(()) }).unwrap();
//! ```

mod amount;
mod answer;
mod bank;
mod call;
mod callback;
mod clock;
mod control;
mod counter;
mod courier;
mod create;
mod deactivate;
mod delivery;
mod desk;
mod fault;
mod fault_order;
mod field;
mod form;
mod json;
mod ledger;
mod link;
mod log;
mod page;
mod payment;
mod phrases;
mod refusal;
mod rule;
mod search;
mod server;
mod settings;
mod shop;
mod socket;
mod store;
mod token;
mod wire;

pub use callback::{Format, Spelling};
pub use delivery::DeliveryOptions;
pub use fault_order::{FaultList, FaultName, FaultOrder, Work};
pub use ledger::Route;
pub use server::Sandbox;
pub use settings::{CallbackReach, DuplicateInvoice, ExpiresIn, Merchant, Settings};
pub use shop::ShopSecrets;
