//! Properties of the core over generated input.
//!
//! [`oracle`] holds the documented rules a second time, written as regular expressions: what the core accepts must be
//! exactly what the oracle accepts.

mod any_bytes;
mod bank;
mod given;
mod oracle;
mod payloads;
mod records;
mod searches;

/// 500 cases of each property; `PROPTEST_CASES` asks for more.
fn config() -> proptest::test_runner::Config {
    let default = proptest::test_runner::Config::default();
    proptest::test_runner::Config { cases: default.cases.max(500), ..default }
}
