//! E-mail addresses.

use super::class::Class;
use super::host::labels;
use super::length::{after, filled};
use super::span::span;
use crate::issue::Reason;

pub(crate) const MAX: u32 = 254;
const LOCAL_MAX: usize = 64;

/// A local part of at most 64 characters, `@`, and a domain with a dot; 254 characters in all.
pub(crate) fn check(text: &[u8]) -> Result<(), Reason> {
    filled(text, MAX)?;
    let at = span(text, &Class::LOCAL);
    let domain = after(text, at + 1);
    let (count, end) = labels(domain);
    let local = at.wrapping_sub(1) < LOCAL_MAX && text.get(at) == Some(&b'@');
    if local && count > 1 && end == domain.len() { Ok(()) } else { Err(Reason::NotEmail) }
}
