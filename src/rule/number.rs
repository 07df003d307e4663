//! Numbers in decimal digits.

use super::class::Class;
use super::cursor::Cursor;

/// Longer than any number that a rule allows, and short enough for 32 bits.
const MAX_DIGITS: u32 = 9;

/// Passes over a number of at most nine digits, up to `max`, without a leading zero.
#[inline(never)]
pub(crate) fn number(text: Cursor<'_>, max: u32) -> Option<Cursor<'_>> {
    let end = text.span(Class::DIGIT);
    let digits = end.since(text);
    if digits.wrapping_sub(1) >= MAX_DIGITS || text.peek() == b'0' && digits > 1 {
        return None;
    }
    let mut value = 0;
    let mut at = text;
    while at != end {
        value = value * 10 + u32::from(at.peek() - b'0');
        at = at.pass(1);
    }
    (value <= max).then_some(end)
}
