//! The crate's list of codes.

#[path = "../../src/issue/reason.rs"]
#[allow(dead_code, reason = "only the codes are needed here")]
mod reason;
pub(crate) use reason::Code;
