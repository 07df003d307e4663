//! How long a link can be paid.

use super::class::Class;
use super::span::span;
use crate::issue::Reason;

pub(crate) const MAX_DAYS: u16 = 999;
/// More digits than this are no number of days at all.
const MAX_DIGITS: usize = 9;

/// The days: at most nine digits without a leading zero, then `d`; 1 to 999.
#[expect(clippy::cast_possible_truncation, reason = "at most 999, by the check before")]
pub(crate) fn days(text: &[u8]) -> Result<u16, Reason> {
    let [digits @ .., b'd'] = text else {
        return Err(if text.is_empty() { Reason::Empty } else { Reason::ExpirePeriodFormat });
    };
    let leading_zero = matches!(digits, [b'0', _, ..]);
    if digits.is_empty() || digits.len() > MAX_DIGITS || leading_zero || span(digits, &Class::DIGIT) != digits.len() {
        return Err(Reason::ExpirePeriodFormat);
    }
    let mut days = 0_u32;
    for digit in digits {
        days = days * 10 + u32::from(*digit & 15);
    }
    if days == 0 || days > MAX_DAYS as u32 {
        return Err(Reason::OutOfRange { min: 1, max: MAX_DAYS as u32 });
    }
    Ok(days as u16)
}
