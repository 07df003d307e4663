//! One type per kind of value. Each file holds the type, its exact rule, its parse and its display.
//!
//! A value of one of these types is valid: it was parsed once and is not checked again. The rules are plain functions
//! `fn(&[u8]) -> Result<(), Reason>` over the bytes, without allocation, so that every face of the product runs the
//! very same code.

mod account_id;
mod amount;
mod choice;
mod decimal;
mod description;
mod email;
mod expire_period;
mod integer;
mod invoice_id;
mod link;
mod phone;
mod record_field;
mod text;
mod uuid;
mod value;

pub use account_id::AccountId;
pub use amount::Amount;
pub use choice::{Currency, Direction, Language, Method};
pub use description::Description;
pub use email::Email;
pub use expire_period::ExpirePeriod;
pub use invoice_id::InvoiceId;
pub use link::Link;
pub use phone::Phone;
pub use record_field::RecordField;
pub use uuid::{LinkId, ShopId};
pub use value::IntoField;

pub(crate) use decimal::Decimal;
pub(crate) use integer::integer;
pub(crate) use text::SearchValue;
pub(crate) use value::Field;
