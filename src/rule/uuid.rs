//! UUIDs.

use super::class::Class;
use super::length::after;
use super::span::span;
use crate::issue::Reason;

/// 32 hexadecimal digits in groups of 8-4-4-4-12, letters of either case.
pub(crate) fn check(text: &[u8]) -> Result<(), Reason> {
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    let hyphens = [8, 13, 18, 23];
    let mut start = 0;
    for end in hyphens {
        if start + span(after(text, start), &Class::HEX) != end || text.get(end) != Some(&b'-') {
            return Err(Reason::NotUuid);
        }
        start = end + 1;
    }
    let last = after(text, start);
    if last.len() == 12 && span(last, &Class::HEX) == 12 { Ok(()) } else { Err(Reason::NotUuid) }
}
