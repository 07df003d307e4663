//! Lengths.

use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use crate::issue::Code;

/// How many characters follow: the number a person would count, not the bytes.
pub(crate) fn characters(text: &mut Cursor<'_>) -> u32 {
    let mark = text.mark();
    let mut count = 0_u32;
    while text.left() > 0 {
        count += u32::from(text.peek() & 0xC0 != 0x80);
        text.pass(1);
    }
    text.back(mark);
    count
}

/// From 1 to `max` characters.
pub(crate) fn filled(text: &mut Cursor<'_>, max: u32) -> Verdict {
    if text.left() == 0 {
        return Err(Fault::of(Code::Empty));
    }
    if text.left() > max as usize {
        let actual = characters(text);
        if actual > max {
            return Err(Fault::with(Code::TooLong, max, actual));
        }
    }
    Ok(())
}
