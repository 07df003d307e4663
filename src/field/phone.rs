//! A mobile phone number of Kazakhstan.

use alloc::boxed::Box;

use super::value::text_field;
use crate::issue::Reason;
use crate::rule::{self, cursor::Cursor, length::characters};

/// A mobile phone number, `+7XXXXXXXXXX`: +7 and ten digits. `Debug` prints nothing of it.
///
/// Source: bank page, table 1, `recipient_contact_sms` and `notifier_contact_sms`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(Box<str>);

text_field!(Phone, Phone::check);

impl Phone {
    /// How many digits follow +7.
    pub const DIGITS: u32 = rule::phone::DIGITS;

    /// The rule: `+7` and ten ASCII digits.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::PhonePrefix`] or [`Reason::PhoneDigits`].
    pub fn check(text: &[u8]) -> Result<(), Reason> {
        rule::phone::check(Cursor::new(text), characters(text)).map_err(Reason::from)
    }
}

impl core::fmt::Debug for Phone {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn plus_seven_and_ten_digits() {
        let digits = |actual| Err(Reason::PhoneDigits { expected: 10, actual });
        let cases: [(&str, Result<(), Reason>); 8] = [
            ("+77771111111", Ok(())),
            ("", Err(Reason::Empty)),
            ("87771111111", Err(Reason::PhonePrefix)),
            (" +77771111111", Err(Reason::PhonePrefix)),
            ("+777711111111", digits(11)),
            ("+7777111111", digits(9)),
            ("+7 771111111", digits(10)),
            ("+7ә77111111", digits(9)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Phone>().map(|_| ()), expected, "{text}");
        }
    }

    #[test]
    fn stays_out_of_debug() {
        assert_eq!(format!("{:?}", "+77771111111".parse::<Phone>().unwrap()), "Phone(…)");
    }
}
