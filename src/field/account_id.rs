//! The shop's account number in ePay.

use alloc::boxed::Box;

use super::{text, value::text_field};
use crate::issue::Reason;

/// The shop's account number in ePay, chosen by the merchant: 1 to 255 characters, not only white space.
///
/// Source: bank page, table 1, `account_id` (text, mandatory). The bank gives no length; the bound is this library's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccountId(Box<str>);

text_field!(AccountId, AccountId::check);

impl AccountId {
    /// The most characters.
    pub const MAX: u32 = 255;

    /// The rule, over UTF-8.
    ///
    /// # Errors
    /// [`Reason::TooLong`], [`Reason::ControlCharacter`], [`Reason::BidiControl`] or [`Reason::Empty`].
    pub fn check(text: &[u8]) -> Result<(), Reason> {
        text::check_filled(text, Self::MAX)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn any_filled_line() {
        assert_eq!("0003413423".parse::<AccountId>().unwrap().to_string(), "0003413423");
        assert_eq!(" ".parse::<AccountId>(), Err(Reason::Empty));
        assert_eq!("1".repeat(256).parse::<AccountId>(), Err(Reason::TooLong { max: 255, actual: 256 }));
    }
}
