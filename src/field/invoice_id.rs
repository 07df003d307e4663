//! The number of an order in the shop.

use alloc::boxed::Box;

use super::value::text_field;
use crate::issue::Reason;
use crate::rule::{self, cursor::Cursor, length::characters};

/// The number of an order, unique in the shop: 6 to 15 digits; leading zeros count.
///
/// Source: bank page, answer's table, `invoice_id` ("6-дан 15 цифрға дейін"), and create's table (text, mandatory).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvoiceId(Box<str>);

text_field!(InvoiceId, InvoiceId::check);

impl InvoiceId {
    /// The fewest digits.
    pub const MIN: u32 = rule::invoice_id::MIN;
    /// The most digits.
    pub const MAX: u32 = rule::invoice_id::MAX;

    /// The rule: 6 to 15 ASCII digits.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::TooLong`], [`Reason::NotDigits`] or [`Reason::TooShort`], the first that holds.
    pub fn check(text: &[u8]) -> Result<(), Reason> {
        rule::invoice_id::check(Cursor::new(text), characters(text)).map_err(Reason::from)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn six_to_fifteen_digits() {
        let cases: [(&str, Result<(), Reason>); 9] = [
            ("000000", Ok(())),
            ("123456789012345", Ok(())),
            ("", Err(Reason::Empty)),
            ("12345", Err(Reason::TooShort { min: 6, actual: 5 })),
            ("1234567890123456", Err(Reason::TooLong { max: 15, actual: 16 })),
            ("25458124232312321", Err(Reason::TooLong { max: 15, actual: 17 })),
            ("12345a", Err(Reason::NotDigits)),
            (" 123456", Err(Reason::NotDigits)),
            ("١٢٣٤٥٦", Err(Reason::NotDigits)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<InvoiceId>().map(|_| ()), expected, "{text}");
        }
    }

    #[test]
    fn leading_zeros_are_part_of_it() {
        assert_eq!("000123".parse::<InvoiceId>().unwrap().to_string(), "000123");
    }
}
