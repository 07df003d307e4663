//! Mobile phone numbers of Kazakhstan.

use super::class::Class;
use super::length::characters;
use super::span::span;
use crate::issue::Reason;

pub(crate) const DIGITS: u32 = 10;

/// `+7` and ten digits.
pub(crate) fn check(text: &[u8]) -> Result<(), Reason> {
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    let [b'+', b'7', rest @ ..] = text else {
        return Err(Reason::PhonePrefix);
    };
    if rest.len() == DIGITS as usize && span(rest, &Class::DIGIT) == rest.len() {
        return Ok(());
    }
    Err(Reason::PhoneDigits { expected: DIGITS, actual: characters(rest) })
}
