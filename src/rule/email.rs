//! E-mail addresses.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::host::labels;
use super::length::filled;
use crate::issue::Code;

pub(crate) const MAX: u32 = 254;
const LOCAL_MAX: u32 = 64;

/// A local part of at most 64 characters, `@`, and a domain with a dot; 254 characters in all.
pub(crate) fn check(text: Cursor<'_>, characters: u32) -> Verdict {
    filled(characters, MAX)?;
    let local = text.span(Class::LOCAL);
    if local.since(text).wrapping_sub(1) < LOCAL_MAX
        && let Some(domain) = local.eat(b'@')
        && let Some(end) = labels(domain)
        && end.at_end()
        && end.span_back(Class::LABEL).behind() == b'.'
    {
        Ok(())
    } else {
        Err(Fault::of(Code::NotEmail))
    }
}
