//! Money as a double.

use super::fault::{Fault, Verdict};
use crate::issue::Code;

/// A tiyn is a hundredth of a tenge.
pub(crate) const DECIMALS: u32 = 2;

/// The tiyn of an amount in tenge, read by the double's shortest decimal form.
pub(crate) const fn tiyn(tenge: f64) -> Verdict<u64> {
    // the difference is 0 but for the infinities and NaN: `is_finite` makes more code
    #[expect(clippy::eq_op, reason = "as said")]
    if tenge - tenge != 0.0 {
        return Err(Fault::of(Code::NotFinite));
    }
    if tenge <= 0.0 {
        return Err(Fault::of(Code::NotPositive));
    }
    if tenge >= 1e12 {
        return Err(Fault::of(Code::TooLarge));
    }
    // Below 10^12 a decimal of two places has at most 14 digits, and a double tells all decimals of 15 apart: the
    // shortest form has two places exactly if the double is the one nearest to such a decimal.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within 0 and 10^14, by the checks above"
    )]
    let tiyn = (tenge * 100.0 + 0.5) as u64;
    #[expect(clippy::cast_precision_loss, reason = "exact: below 2^53")]
    let exact = tiyn as f64 / 100.0 == tenge;
    if exact { Ok(tiyn) } else { Err(Fault::with(Code::TooManyDecimals, DECIMALS, 0)) }
}
