//! What the payer reads about the order.

use alloc::boxed::Box;

use super::{text, value::text_field};
use crate::issue::Reason;

/// What the payer reads about the order: 1 to 125 characters (Unicode scalar values), not only white space.
///
/// Source: bank page, table 1, `description` ("рұқсат етілген таңбалар саны 125"). That control characters and
/// bidirectional controls are refused is this library's rule: they would show one text and mean another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Description(Box<str>);

text_field!(Description, Description::check);

impl Description {
    /// The most characters.
    pub const MAX: u32 = 125;

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
    use super::*;

    #[test]
    fn counts_characters_not_bytes() {
        let longest = "ә".repeat(125);
        assert_eq!(longest.parse::<Description>().unwrap().as_str(), longest);
        let longer = "😀".repeat(126);
        assert_eq!(longer.parse::<Description>(), Err(Reason::TooLong { max: 125, actual: 126 }));
        assert_eq!("".parse::<Description>(), Err(Reason::Empty));
    }
}
