//! E-mail addresses.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::host::labels;
use super::length::filled;
use crate::issue::Code;

pub(crate) const MAX: u32 = 254;
const LOCAL_MAX: usize = 64;

/// A local part of at most 64 characters, `@`, and a domain with a dot; 254 characters in all.
pub(crate) fn check(text: &mut Cursor<'_>) -> Verdict {
    filled(text, MAX)?;
    let local = text.span(&Class::LOCAL);
    if local.wrapping_sub(1) < LOCAL_MAX && text.eat(b'@') && labels(text) > 1 && text.left() == 0 {
        Ok(())
    } else {
        Err(Fault::of(Code::NotEmail))
    }
}
