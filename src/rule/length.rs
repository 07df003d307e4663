//! Lengths.

use crate::issue::Reason;

/// What follows the first `count` bytes; nothing where there are fewer.
pub(crate) fn after(text: &[u8], count: usize) -> &[u8] {
    text.get(count..).unwrap_or_default()
}

/// The first `count` bytes, or all where there are fewer.
pub(crate) fn before(text: &[u8], count: usize) -> &[u8] {
    text.get(..count).unwrap_or(text)
}

/// How many characters UTF-8 holds: the number a person would count, not the bytes.
pub(crate) fn characters(text: &[u8]) -> u32 {
    let mut count = 0_u32;
    for byte in text {
        count += u32::from(byte & 0xC0 != 0x80);
    }
    count
}

/// From 1 to `max` characters.
pub(crate) fn filled(text: &[u8], max: u32) -> Result<(), Reason> {
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    let actual = characters(text);
    if actual > max { Err(Reason::TooLong { max, actual }) } else { Ok(()) }
}
