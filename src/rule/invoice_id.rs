//! The number of an order.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::length::filled;
use crate::issue::Code;

pub(crate) const MIN: u32 = 6;
pub(crate) const MAX: u32 = 15;

/// 6 to 15 digits.
pub(crate) fn check(text: Cursor<'_>, characters: u32) -> Verdict {
    filled(characters, MAX)?;
    if !text.span(Class::DIGIT).at_end() {
        Err(Fault::of(Code::NotDigits))
    } else if characters < MIN {
        Err(Fault::with(Code::TooShort, MIN, characters))
    } else {
        Ok(())
    }
}
