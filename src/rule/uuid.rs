//! UUIDs.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use crate::issue::Code;

/// 32 hexadecimal digits in groups of 8-4-4-4-12, letters of either case.
pub(crate) fn check(text: &mut Cursor<'_>) -> Verdict {
    match text.left() {
        0 => return Err(Fault::of(Code::Empty)),
        36 => {}
        _ => return Err(Fault::of(Code::NotUuid)),
    }
    // how much is left after the group
    let mut after = 36 - 8;
    loop {
        text.span(&Class::HEX);
        match after {
            _ if text.left() != after => return Err(Fault::of(Code::NotUuid)),
            0 => return Ok(()),
            _ if !text.eat(b'-') => return Err(Fault::of(Code::NotUuid)),
            13 => after = 0,
            _ => after -= 5,
        }
    }
}
