//! Whole numbers.

use super::fault::{Fault, Verdict};
use crate::issue::Code;

pub(crate) const MAX: u32 = i32::MAX as u32;

/// A whole number from `min` to 2³¹−1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within u32, by the check before")]
pub(crate) fn whole(number: f64, min: u32) -> Verdict<u32> {
    if number.is_nan() {
        return Err(Fault::of(Code::NotInteger));
    }
    if number < min as f64 || number > MAX as f64 {
        return Err(Fault::with(Code::OutOfRange, min, MAX));
    }
    let whole = number as u32;
    if whole as f64 == number { Ok(whole) } else { Err(Fault::of(Code::NotInteger)) }
}
