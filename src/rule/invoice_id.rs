//! The number of an order.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::length::filled;
use crate::issue::Code;

pub(crate) const MIN: u32 = 6;
pub(crate) const MAX: u32 = 15;

/// 6 to 15 digits.
#[expect(clippy::cast_possible_truncation, reason = "at most 15, by the check before")]
pub(crate) fn check(text: &mut Cursor<'_>) -> Verdict {
    filled(text, MAX)?;
    let actual = text.span(&Class::DIGIT) as u32;
    if text.left() > 0 {
        Err(Fault::of(Code::NotDigits))
    } else if actual < MIN {
        Err(Fault::with(Code::TooShort, MIN, actual))
    } else {
        Ok(())
    }
}
