//! Mobile phone numbers of Kazakhstan.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::length::filled;
use crate::issue::Code;

pub(crate) const DIGITS: u32 = 10;

/// `+7` and ten digits.
pub(crate) fn check(text: Cursor<'_>, characters: u32) -> Verdict {
    filled(characters, u32::MAX)?;
    let Some(number) = text.eat(b'+').and_then(|rest| rest.eat(b'7')) else {
        return Err(Fault::of(Code::PhonePrefix));
    };
    if characters == DIGITS + 2 && number.span(Class::DIGIT).at_end() {
        Ok(())
    } else {
        Err(Fault::with(Code::PhoneDigits, DIGITS, characters - 2))
    }
}
