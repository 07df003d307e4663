//! Money.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use super::decimal::Decimal;
use super::value::{Field, IntoField};
use crate::digits;
use crate::input::Value;
use crate::issue::Reason;
use crate::output::ToJson;
use crate::rule::amount;

/// An amount of tenge, held in tiyn (1 tenge = 100 tiyn): more than 0, less than 10¹² tenge.
///
/// Source: bank page, table 1, `amount` (a number); two decimals are what ePay carries. The upper bound is this
/// library's: 14 significant digits, so that every amount survives every JSON parser that reads numbers as doubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

impl Amount {
    /// The largest amount, in tiyn.
    pub const MAX_TIYN: u64 = 99_999_999_999_999;

    /// From a whole number of tiyn.
    ///
    /// # Errors
    /// [`Reason::NotPositive`] or [`Reason::TooLarge`].
    pub const fn from_tiyn(tiyn: u64) -> Result<Self, Reason> {
        match tiyn {
            0 => Err(Reason::NotPositive),
            1..=Self::MAX_TIYN => Ok(Self(tiyn)),
            _ => Err(Reason::TOO_LARGE),
        }
    }

    /// The amount in tiyn.
    #[must_use]
    pub const fn tiyn(self) -> u64 {
        self.0
    }

    /// From a double, read by its shortest decimal form: `0.1 + 0.2` is refused, not rounded.
    ///
    /// # Errors
    /// [`Reason::NotFinite`], [`Reason::NotPositive`], [`Reason::TooLarge`] or [`Reason::TooManyDecimals`].
    pub const fn from_f64(tenge: f64) -> Result<Self, Reason> {
        match amount::tiyn(tenge) {
            Ok(tiyn) => Ok(Self(tiyn)),
            Err(fault) => Err(fault.reason()),
        }
    }

    /// The amount as the double nearest to it; its shortest decimal form is the amount.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "exact: below 2^53")]
        let tiyn = self.0 as f64;
        tiyn / 100.0
    }
}

/// Decimal text in JSON's notation: `100`, `100.50`, `1e3`. Every digit counts: nothing is rounded.
impl FromStr for Amount {
    type Err = Reason;

    fn from_str(text: &str) -> Result<Self, Reason> {
        let tiyn = Decimal::read(text, 2).ok_or(Reason::NotDecimal)?;
        match tiyn {
            Decimal { negative: true, .. } | Decimal { whole: 0, fraction: false, .. } => Err(Reason::NotPositive),
            Decimal { whole, .. } if whole > Self::MAX_TIYN => Err(Reason::TOO_LARGE),
            Decimal { fraction: true, .. } => Err(Reason::TOO_MANY_DECIMALS),
            Decimal { whole, .. } => Self::from_tiyn(whole),
        }
    }
}

/// Tenge without needless digits: `100`, `100.5`, `100.55`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

/// A JSON number.
impl serde::Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) {
            serializer.serialize_u64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

impl ToJson for Amount {
    fn write(&self, json: &mut String) {
        let (tenge, tiyn) = (self.0 / 100, self.0 % 100);
        digits::push(json, tenge, 10, 1);
        if tiyn > 0 {
            json.push('.');
            if tiyn.is_multiple_of(10) { digits::push(json, tiyn / 10, 10, 1) } else { digits::push(json, tiyn, 10, 2) }
        }
    }
}

impl<'de> serde::Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_f64(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl Field for Amount {
    fn read(value: &Value<'_>) -> Result<Self, Reason> {
        value.number()?.parse()
    }
}

impl IntoField<Self> for Amount {
    fn into_field(self) -> Result<Self, Reason> {
        Ok(self)
    }
}

impl IntoField<Amount> for f64 {
    fn into_field(self) -> Result<Amount, Reason> {
        Amount::from_f64(self)
    }
}

/// Whole tenge.
impl IntoField<Amount> for i32 {
    fn into_field(self) -> Result<Amount, Reason> {
        Amount::from_f64(f64::from(self))
    }
}

impl IntoField<Amount> for &str {
    fn into_field(self) -> Result<Amount, Reason> {
        self.parse()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use proptest::prelude::*;

    const LARGE: Result<u64, Reason> = Err(Reason::TOO_LARGE);
    const DECIMALS: Result<u64, Reason> = Err(Reason::TOO_MANY_DECIMALS);

    #[test]
    fn reads_decimal_text_exactly() {
        let cases: [(&str, Result<u64, Reason>); 29] = [
            ("100", Ok(10_000)),
            ("100.5", Ok(10_050)),
            ("100.55", Ok(10_055)),
            ("100.5500", Ok(10_055)),
            ("1e3", Ok(100_000)),
            ("1E+3", Ok(100_000)),
            ("1.005e1", Ok(1_005)),
            ("100500e-3", Ok(10_050)),
            ("0.01", Ok(1)),
            ("999999999999.99", Ok(Amount::MAX_TIYN)),
            ("0", Err(Reason::NotPositive)),
            ("-0.0e9", Err(Reason::NotPositive)),
            ("-1", Err(Reason::NotPositive)),
            ("1.005", DECIMALS),
            ("0.001", DECIMALS),
            ("100.550000000000000001", DECIMALS),
            ("1e-9999999999999999999999", DECIMALS),
            ("1e300", LARGE),
            ("1e99999999999999999999999", LARGE),
            ("1000000000000", LARGE),
            ("NaN", Err(Reason::NotDecimal)),
            ("", Err(Reason::NotDecimal)),
            ("1.", Err(Reason::NotDecimal)),
            (".5", Err(Reason::NotDecimal)),
            ("01", Err(Reason::NotDecimal)),
            ("+1", Err(Reason::NotDecimal)),
            ("1e", Err(Reason::NotDecimal)),
            ("1 000", Err(Reason::NotDecimal)),
            ("1,5", Err(Reason::NotDecimal)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Amount>().map(Amount::tiyn), expected, "{text}");
        }
    }

    #[test]
    fn reads_doubles_by_their_shortest_form() {
        let cases = [
            (100.0, Ok(10_000)),
            (100.55, Ok(10_055)),
            (1e3, Ok(100_000)),
            (0.3, Ok(30)),
            (0.1 + 0.2, DECIMALS),
            (1.005, DECIMALS),
            (5e-324, DECIMALS),
            (999_999_999_999.99, Ok(Amount::MAX_TIYN)),
            (999_999_999_999.999, DECIMALS),
            (1e12, LARGE),
            (1e300, LARGE),
            (0.0, Err(Reason::NotPositive)),
            (-1.0, Err(Reason::NotPositive)),
            (f64::NAN, Err(Reason::NotFinite)),
            (f64::NEG_INFINITY, Err(Reason::NotFinite)),
        ];
        for (tenge, expected) in cases {
            assert_eq!(Amount::from_f64(tenge).map(Amount::tiyn), expected, "{tenge}");
        }
    }

    #[test]
    fn goes_to_json_without_needless_digits() {
        for text in ["100", "100.5", "100.05", "999999999999.99"] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!(serde_json::to_string(&amount).unwrap(), text);
            assert_eq!(amount.to_json(), text);
            assert_eq!(amount.to_string(), text);
            assert_eq!(serde_json::from_str::<Amount>(text).unwrap(), amount);
        }
    }

    proptest! {
        #[test]
        fn every_tiyn_survives_the_double(tiyn in 1..=Amount::MAX_TIYN) {
            let amount = Amount::from_tiyn(tiyn).unwrap();
            prop_assert_eq!(Amount::from_f64(amount.as_f64()), Ok(amount));
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        }

        #[test]
        fn double_and_its_shortest_text_agree(tenge in proptest::num::f64::ANY) {
            let text = serde_json::to_string(&tenge).unwrap();
            if tenge.is_finite() {
                prop_assert_eq!(Amount::from_f64(tenge), text.parse::<Amount>(), "{}", text);
            }
        }

        #[test]
        fn near_two_decimals_too(tiyn in 1..=Amount::MAX_TIYN, ulps in 0_u64..3) {
            let tenge = f64::from_bits((tiyn as f64 / 100.0).to_bits() + ulps);
            let text = serde_json::to_string(&tenge).unwrap();
            prop_assert_eq!(Amount::from_f64(tenge), text.parse::<Amount>(), "{}", text);
        }
    }
}
