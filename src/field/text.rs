//! The rule of a text that people read: its length, and no character that would hide or turn it.

use alloc::boxed::Box;

use super::value::text_field;
use crate::issue::Reason;
use crate::rule;

/// At most `max` Unicode scalar values, none a control character, none that turns the text's direction.
///
/// The bytes must be UTF-8; where they are not, the offending place counts as a control character.
pub(super) fn check(text: &[u8], max: u32) -> Result<(), Reason> {
    read(text, max, false)
}

/// As [`check`], and something other than white space in it.
pub(super) fn check_filled(text: &[u8], max: u32) -> Result<(), Reason> {
    read(text, max, true)
}

fn read(text: &[u8], max: u32, filled: bool) -> Result<(), Reason> {
    let valid = core::str::from_utf8(text).map_err(|error| Reason::ControlCharacter {
        character: char::REPLACEMENT_CHARACTER,
        position: rule::length::characters(&text[..error.valid_up_to()]),
    })?;
    rule::text::check(valid.chars().map(u32::from), max, filled).map_err(Reason::from)
}

/// One value of a search condition: at most 255 characters; it may be empty (`recipient_contact = ""`).
///
/// The bank's page gives no rule; the bound is this library's.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SearchValue(Box<str>);

text_field!(SearchValue, SearchValue::check);

impl SearchValue {
    pub(crate) const MAX: u32 = 255;

    pub(crate) fn check(text: &[u8]) -> Result<(), Reason> {
        check(text, Self::MAX)
    }
}

/// A search may be for a payer's e-mail or phone: `Debug` prints nothing of it.
impl core::fmt::Debug for SearchValue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SearchValue(…)")
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn characters_are_scalar_values() {
        let cases: [(&str, Result<(), Reason>); 12] = [
            ("", Ok(())),
            ("шот", Ok(())),
            ("😀😀😀", Ok(())),
            ("😀😀😀😀", Err(Reason::TooLong { max: 3, actual: 4 })),
            ("a\0", Err(Reason::ControlCharacter { character: '\0', position: 1 })),
            ("шо\n", Err(Reason::ControlCharacter { character: '\n', position: 2 })),
            ("\u{7f}", Err(Reason::ControlCharacter { character: '\u{7f}', position: 0 })),
            ("\u{85}", Err(Reason::ControlCharacter { character: '\u{85}', position: 0 })),
            ("\u{2028}", Err(Reason::ControlCharacter { character: '\u{2028}', position: 0 })),
            ("ab\u{202e}", Err(Reason::BidiControl { character: '\u{202e}', position: 2 })),
            ("\u{2066}", Err(Reason::BidiControl { character: '\u{2066}', position: 0 })),
            ("\u{200e}", Ok(())),
        ];
        for (text, expected) in cases {
            assert_eq!(check(text.as_bytes(), 3), expected, "{text:?}");
        }
        let broken = Reason::ControlCharacter { character: char::REPLACEMENT_CHARACTER, position: 2 };
        assert_eq!(check(b"\xd1\x88\xd1\x88\xff", 9), Err(broken));
    }

    #[test]
    fn white_space_fills_nothing() {
        for text in ["", " ", "\u{a0} \u{3000}"] {
            assert_eq!(check_filled(text.as_bytes(), 9), Err(Reason::Empty), "{text:?}");
        }
        assert_eq!(check_filled(b" a ", 9), Ok(()));
    }

    #[test]
    fn a_search_value_stays_out_of_debug() {
        let value: SearchValue = "a@b.kz".parse().unwrap();
        assert_eq!(format!("{value:?}"), "SearchValue(…)");
        assert_eq!(value.as_str(), "a@b.kz");
    }
}
