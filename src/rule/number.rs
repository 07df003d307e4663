//! Numbers in decimal digits.

use super::cursor::Cursor;

/// Longer than any number that a rule allows, and short enough for 32 bits.
const MAX_DIGITS: u32 = 9;

/// No number, and above every limit.
pub(crate) const NONE: u32 = u32::MAX;

/// Passes over the digits that follow and tells their number; [`NONE`] if there are none, more than
/// nine, or a leading zero.
pub(crate) fn number(text: &mut Cursor<'_>) -> u32 {
    let leading_zero = text.peek() == b'0';
    let mut value = 0_u32;
    let mut count = 0;
    while let digit @ 0..=9 = text.peek().wrapping_sub(b'0') {
        count += 1;
        if count > MAX_DIGITS {
            return NONE;
        }
        value = value * 10 + u32::from(digit);
        text.pass(1);
    }
    if count == 0 || leading_zero && count > 1 { NONE } else { value }
}
