//! Mobile phone numbers of Kazakhstan.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::length::characters;
use crate::issue::Code;

pub(crate) const DIGITS: u32 = 10;

/// `+7` and ten digits.
pub(crate) fn check(text: &mut Cursor<'_>) -> Verdict {
    if text.left() == 0 {
        return Err(Fault::of(Code::Empty));
    }
    if !text.eat(b'+') || !text.eat(b'7') {
        return Err(Fault::of(Code::PhonePrefix));
    }
    let number = text.mark();
    if text.span(&Class::DIGIT) == DIGITS as usize && text.left() == 0 {
        return Ok(());
    }
    text.back(number);
    Err(Fault::with(Code::PhoneDigits, DIGITS, characters(text)))
}
