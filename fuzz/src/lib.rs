//! What is fuzzed. Each module's `run` takes one input and panics where the library breaks a promise: `targets/` lets
//! libFuzzer call it, `tests/seeds.rs` the committed inputs of `seeds/`.

pub mod callbacks;
pub mod json;
pub mod payloads;
pub mod replies;
pub mod tickets;
pub mod verdict;

#[path = "../../tests/core_properties/oracle.rs"]
mod oracle;
