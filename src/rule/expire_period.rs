//! How long a link can be paid.

use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::length::filled;
use super::number::number;
use crate::issue::Code;

pub(crate) const MAX_DAYS: u16 = 999;

/// At most nine digits without a leading zero, then `d`; 1 to 999 days.
pub(crate) fn check(text: Cursor<'_>, characters: u32) -> Verdict {
    filled(characters, u32::MAX)?;
    let unit = number(text, u32::MAX).and_then(|unit| unit.eat(b'd'));
    if !unit.is_some_and(Cursor::at_end) {
        Err(Fault::of(Code::ExpirePeriodFormat))
    } else if text.peek() == b'0' || number(text, MAX_DAYS as u32).is_none() {
        Err(Fault::with(Code::OutOfRange, 1, MAX_DAYS as u32))
    } else {
        Ok(())
    }
}
