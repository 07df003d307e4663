//! The search: its payload with builder and reader, and the page of records that the bank answers.

mod builder;
mod page;
mod payload;
mod read;

pub use builder::SearchBuilder;
pub use page::Page;
pub(crate) use page::RawPage;
pub use payload::{Condition, Order, Paging, Search};
