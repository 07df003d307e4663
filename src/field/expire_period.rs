//! How long a link can be paid.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use super::value::parsed_field;
use crate::digits;
use crate::issue::Reason;
use crate::output::ToJson;
use crate::rule::{self, cursor::Cursor, length::characters};

/// How long a link can be paid: a number of days and the unit `d`, `1d` to `999d`.
///
/// Source: bank page, table 1, `expire_period` ("\[сан\] \[уақыт бірлігі\]", the unit being `d`). The bank gives no bound;
/// 999 days is this library's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpirePeriod(u16);

impl ExpirePeriod {
    /// The most days.
    pub const MAX_DAYS: u16 = rule::expire_period::MAX_DAYS;

    /// From a number of days.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] outside 1 to 999.
    pub const fn from_days(days: u16) -> Result<Self, Reason> {
        match days {
            1..=Self::MAX_DAYS => Ok(Self(days)),
            _ => Err(Reason::OutOfRange { min: 1, max: Self::MAX_DAYS as u32 }),
        }
    }

    /// The number of days.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.0
    }

    /// The rule: at most nine digits without a leading zero, then `d`.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::ExpirePeriodFormat`] or [`Reason::OutOfRange`].
    pub fn check(text: &[u8]) -> Result<(), Reason> {
        rule::expire_period::check(Cursor::new(text), characters(text)).map_err(Reason::from)
    }
}

impl FromStr for ExpirePeriod {
    type Err = Reason;

    fn from_str(text: &str) -> Result<Self, Reason> {
        Self::check(text.as_bytes())?;
        let days = text.strip_suffix('d').and_then(digits::read).and_then(|days| days.try_into().ok());
        days.map(Self).ok_or(Reason::ExpirePeriodFormat)
    }
}

impl fmt::Display for ExpirePeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}d", self.0)
    }
}

impl ToJson for ExpirePeriod {
    fn write(&self, json: &mut String) {
        [&digits::decimal(self.0.into()), "d"].concat().write(json);
    }
}

parsed_field!(ExpirePeriod);

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn days_and_the_unit() {
        let range = Err(Reason::OutOfRange { min: 1, max: 999 });
        let format = Err(Reason::ExpirePeriodFormat);
        let cases = [
            ("1d", Ok(1)),
            ("2d", Ok(2)),
            ("999d", Ok(999)),
            ("0d", range),
            ("1000d", range),
            ("999999999d", range),
            ("", Err(Reason::Empty)),
            ("1000000000d", format),
            ("d", format),
            ("1", format),
            ("01d", format),
            ("1 d", format),
            ("1D", format),
            ("1h", format),
            ("-1d", format),
            ("1.5d", format),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse().map(ExpirePeriod::days), expected, "{text}");
        }
        assert_eq!("30d".parse::<ExpirePeriod>().unwrap().to_string(), "30d");
        assert_eq!(ExpirePeriod::check(b"7d"), Ok(()));
    }
}
