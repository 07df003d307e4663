//! The number of an order.

use super::class::Class;
use super::length::filled;
use super::span::span;
use crate::issue::Reason;

pub(crate) const MIN: u32 = 6;
pub(crate) const MAX: u32 = 15;

/// 6 to 15 digits.
#[expect(clippy::cast_possible_truncation, reason = "at most 15 characters of 4 bytes, by the check before")]
pub(crate) fn check(text: &[u8]) -> Result<(), Reason> {
    filled(text, MAX)?;
    if span(text, &Class::DIGIT) != text.len() {
        return Err(Reason::NotDigits);
    }
    let actual = text.len() as u32;
    if actual < MIN { Err(Reason::TooShort { min: MIN, actual }) } else { Ok(()) }
}
