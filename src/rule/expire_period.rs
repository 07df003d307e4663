//! How long a link can be paid.

use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::number::{NONE, number};
use crate::issue::Code;

pub(crate) const MAX_DAYS: u16 = 999;

/// The days: at most nine digits without a leading zero, then `d`; 1 to 999.
#[expect(clippy::cast_possible_truncation, reason = "at most 999, by the check before")]
pub(crate) fn days(text: &mut Cursor<'_>) -> Verdict<u16> {
    if text.left() == 0 {
        return Err(Fault::of(Code::Empty));
    }
    let days = number(text);
    if days == NONE || !text.eat(b'd') || text.left() > 0 {
        Err(Fault::of(Code::ExpirePeriodFormat))
    } else if days.wrapping_sub(1) < MAX_DAYS as u32 {
        Ok(days as u16)
    } else {
        Err(Fault::with(Code::OutOfRange, 1, MAX_DAYS as u32))
    }
}
