//! Lengths.

use super::fault::{Fault, Verdict};
use crate::issue::Code;

/// How many characters a text of UTF-8 has: the number a person would count, not the bytes.
#[allow(dead_code, reason = "`verdict/` counts in JavaScript")]
#[expect(clippy::cast_possible_truncation, reason = "a text past 4 GiB is no payload")]
pub(crate) fn characters(text: &[u8]) -> u32 {
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
}

/// From 1 to `max` characters.
#[inline(always)]
pub(crate) fn filled(characters: u32, max: u32) -> Verdict {
    match characters {
        0 => Err(Fault::of(Code::Empty)),
        _ if characters > max => Err(Fault::with(Code::TooLong, max, characters)),
        _ => Ok(()),
    }
}
