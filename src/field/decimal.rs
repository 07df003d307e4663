//! Decimal numbers in JSON's notation, read digit by digit: nothing is rounded, and no double is needed.

use crate::digits;
use crate::text;

/// A decimal number, moved by some places: `whole` is what stands before the point then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    /// At the most `u64::MAX`, which also stands for everything above.
    pub(crate) whole: u64,
    /// Whether a digit other than 0 stands behind the point.
    pub(crate) fraction: bool,
}

impl Decimal {
    /// The number × 10^`places`; `None` if it is not in JSON's notation.
    pub(crate) fn read(text: &str, places: i64) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text::cut(text, b'e').or_else(|| text::cut(text, b'E')).unwrap_or((text, "0"));
        let (whole, fraction) = text::cut(mantissa, b'.').unwrap_or((mantissa, "0"));
        let (below, exponent) = exponent.strip_prefix('-').map_or((false, exponent), |rest| (true, rest));
        let exponent = if below { exponent } else { exponent.strip_prefix('+').unwrap_or(exponent) };
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if leading_zero || ![whole, fraction, exponent].into_iter().all(is_digits) {
            return None;
        }
        // an exponent too long for i64 is as good as the largest
        let exponent = digits::read_signed(exponent).unwrap_or(i64::MAX).min(1 << 40);
        let exponent = if below { -exponent } else { exponent };
        let mut decimal = Self { negative, whole: 0, fraction: false };
        // the power of ten of the digit in hand
        let mut power = i64::try_from(whole.len()).unwrap_or(i64::MAX >> 1) + exponent + places;
        for digit in whole.bytes().chain(fraction.bytes()).map(|byte| u64::from(byte - b'0')) {
            power -= 1;
            if digit == 0 {
                continue;
            }
            if power < 0 {
                decimal.fraction = true;
                continue;
            }
            let unit = u32::try_from(power).ok().and_then(|power| 10_u64.checked_pow(power));
            let value = unit.and_then(|unit| unit.checked_mul(digit)).unwrap_or(u64::MAX);
            decimal.whole = decimal.whole.saturating_add(value);
        }
        Some(decimal)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_notation() {
        let decimal = |negative, whole, fraction| Some(Decimal { negative, whole, fraction });
        let cases = [
            ("0", 0, decimal(false, 0, false)),
            ("-0.0e9", 0, decimal(true, 0, false)),
            ("20.0", 0, decimal(false, 20, false)),
            ("2e1", 0, decimal(false, 20, false)),
            ("100.55", 2, decimal(false, 10_055, false)),
            ("1.005", 2, decimal(false, 100, true)),
            ("0.001e3", 0, decimal(false, 1, false)),
            ("1E-3", 0, decimal(false, 0, true)),
            ("18446744073709551615", 0, decimal(false, u64::MAX, false)),
            ("18446744073709551616", 0, decimal(false, u64::MAX, false)),
            ("1e99999999999999999999", 0, decimal(false, u64::MAX, false)),
            ("1e-99999999999999999999", 0, decimal(false, 0, true)),
            ("", 0, None),
            ("-", 0, None),
            ("01", 0, None),
            ("1.", 0, None),
            (".5", 0, None),
            ("+1", 0, None),
            ("1e", 0, None),
            ("1e+-1", 0, None),
            ("NaN", 0, None),
            ("1 000", 0, None),
        ];
        for (text, places, expected) in cases {
            assert_eq!(Decimal::read(text, places), expected, "{text}");
        }
    }
}
