//! The invoice: what is asked of the bank, what a storefront asks of the Worker, and what the bank answers.

mod create;
mod draft;
mod extra;
mod raw;
mod record;
mod timestamp;

pub use create::{Invoice, InvoiceBuilder};
pub use draft::{Draft, DraftBuilder, ShopDefaults};
pub use extra::{Extra, Json};
pub(crate) use raw::RawRecord;
#[cfg(feature = "worker")]
pub(crate) use raw::field;
pub use record::{Contact, Record, Status};
pub use timestamp::Timestamp;
