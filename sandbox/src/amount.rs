//! Money as integer tiyn: a hundredth of a tenge.

use std::iter::Sum;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::link::Language;

/// An amount in tiyn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tiyn(u64);

/// Fifteen digits: what an f64, and so a JSON number, carries for certain.
const MOST: u64 = 999_999_999_999_999;

impl Tiyn {
    /// So many tenge and tiyn.
    pub const fn new(tenge: u64, tiyn: u64) -> Self {
        Tiyn(tenge * 100 + tiyn)
    }

    /// So many times the amount.
    pub fn times(self, count: u32) -> Self {
        Tiyn(self.0 * u64::from(count))
    }

    /// Reads a JSON number of tenge.
    ///
    /// # Errors
    /// Which rule of the bank's page (table 1, `amount`) is broken.
    pub fn from_number(number: &Number) -> Result<Self, &'static str> {
        // An f64's shortest decimal form has the digits that the sender wrote, and Display never
        // uses an exponent.
        match (number.as_u64(), number.as_f64()) {
            (Some(tenge), _) => Self::from_decimal(&tenge.to_string()),
            (None, Some(tenge)) => Self::from_decimal(&tenge.to_string()),
            (None, None) => Err("must be a number"),
        }
    }

    /// Reads tenge written as a plain decimal.
    ///
    /// # Errors
    /// Which rule is broken.
    pub fn from_decimal(text: &str) -> Result<Self, &'static str> {
        if text.starts_with('-') {
            return Err("must be more than 0");
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || text.ends_with('.') || !digits(whole) || !digits(fraction) {
            return Err("must be a number");
        }
        if fraction.len() > 2 {
            return Err("must have at most two decimals");
        }
        match format!("{whole}{fraction:0<2}").parse() {
            Ok(0) => Err("must be more than 0"),
            Ok(tiyn) if tiyn <= MOST => Ok(Tiyn(tiyn)),
            _ => Err("is too large for the sandbox"),
        }
    }

    /// The JSON number of tenge: `100`, `100.5`.
    pub fn to_json(self) -> Value {
        if self.0.is_multiple_of(100) { Value::from(self.0 / 100) } else { Value::from(self.0 as f64 / 100.0) }
    }

    /// As a payer reads it: `25 490,50`, and in English `25,490.50`.
    pub fn to_text(self, language: Language) -> String {
        let (group, point) = if language == Language::Eng { (',', '.') } else { ('\u{a0}', ',') };
        let digits = (self.0 / 100).to_string();
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !self.0.is_multiple_of(100) {
            text.push_str(&format!("{point}{:02}", self.0 % 100));
        }
        text
    }

    /// What is left after a part is taken away; `None` where nothing would be left.
    pub fn less(self, part: Tiyn) -> Option<Tiyn> {
        self.0.checked_sub(part.0).filter(|rest| *rest > 0).map(Tiyn)
    }
}

impl Sum for Tiyn {
    fn sum<I: Iterator<Item = Tiyn>>(parts: I) -> Self {
        Tiyn(parts.map(|part| part.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_json_numbers() {
        let cases = [
            ("100", Ok(10_000)),
            ("100.0", Ok(10_000)),
            ("100.5", Ok(10_050)),
            ("100.55", Ok(10_055)),
            ("0.01", Ok(1)),
            ("1e3", Ok(100_000)),
            ("9999999999999.99", Ok(MOST)),
            ("10000000000000", Err("is too large for the sandbox")),
            ("0", Err("must be more than 0")),
            ("0.00", Err("must be more than 0")),
            ("-1", Err("must be more than 0")),
            ("-0.5", Err("must be more than 0")),
            ("1.005", Err("must have at most two decimals")),
            ("0.30000000000000004", Err("must have at most two decimals")),
            ("1e-7", Err("must have at most two decimals")),
            ("1e300", Err("is too large for the sandbox")),
            ("18446744073709551615", Err("is too large for the sandbox")),
        ];
        for (text, want) in cases {
            let number: Number = serde_json::from_str(text).unwrap();
            assert_eq!(Tiyn::from_number(&number).map(|tiyn| tiyn.0), want, "{text}");
        }
    }

    #[test]
    fn writes_what_it_read() {
        for text in ["1", "100", "100.5", "100.55", "0.01", "9999999999999.99"] {
            let tiyn = Tiyn::from_decimal(text).unwrap();
            assert_eq!(tiyn.to_json().to_string(), text);
        }
    }
    #[test]
    fn payers_read_groups_of_three() {
        let cases = [
            ("1", "1", "1"),
            ("999.05", "999,05", "999.05"),
            ("25490.5", "25\u{a0}490,50", "25,490.50"),
            ("1000000", "1\u{a0}000\u{a0}000", "1,000,000"),
        ];
        for (decimal, kazakh, english) in cases {
            let tiyn = Tiyn::from_decimal(decimal).unwrap();
            assert_eq!(tiyn.to_text(Language::Kaz), kazakh);
            assert_eq!(tiyn.to_text(Language::Rus), kazakh);
            assert_eq!(tiyn.to_text(Language::Eng), english);
        }
    }
}
