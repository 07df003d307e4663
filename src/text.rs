//! Texts taken apart at a character of ASCII, and texts of bytes that may be none. The standard library's ways are made for any
//! pattern: here one function does it for all callers, in a quarter of the code.

use alloc::boxed::Box;
use alloc::string::String;

/// The text before the first such character, and the text behind it.
pub(crate) fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Whether the text has that character.
pub(crate) fn has(text: &str, character: u8) -> bool {
    cut(text, character).is_some()
}

/// The first `most` of the characters that are kept.
pub(crate) fn kept(text: &str, most: usize, is_kept: &dyn Fn(char) -> bool) -> Box<str> {
    let mut kept = String::new();
    for character in text.chars().filter(|character| is_kept(*character)).take(most) {
        kept.push(character);
    }
    kept.into()
}

/// What stands between such characters.
pub(crate) fn parts(text: &str, at: u8) -> Parts<'_> {
    Parts { rest: Some(text), at }
}

pub(crate) struct Parts<'a> {
    rest: Option<&'a str>,
    at: u8,
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.take()?;
        let Some((part, rest)) = cut(rest, self.at) else { return Some(rest) };
        self.rest = Some(rest);
        Some(part)
    }
}

/// The text, with U+FFFD for each part that is no UTF-8.
pub(crate) fn lossy(mut bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    loop {
        let (valid, broken) = match core::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), 0),
            Err(error) => (error.valid_up_to(), error.error_len().unwrap_or(bytes.len() - error.valid_up_to())),
        };
        let (valid, rest) = bytes.split_at(valid);
        text.push_str(core::str::from_utf8(valid).unwrap_or_default());
        if rest.is_empty() {
            return text;
        }
        text.push(char::REPLACEMENT_CHARACTER);
        bytes = &rest[broken..];
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cuts_as_the_standard_library_does(text in "[aә=]{0,9}") {
            prop_assert_eq!(cut(&text, b'='), text.split_once('='));
            prop_assert!(parts(&text, b'=').eq(text.split('=')));
        }

        #[test]
        fn mends_as_the_standard_library_does(mut bytes: Vec<u8>, text in "[aә€😀]{0,9}") {
            for bytes in [&mut bytes, &mut text.into_bytes()] {
                while !bytes.is_empty() {
                    prop_assert_eq!(lossy(bytes), String::from_utf8_lossy(bytes));
                    bytes.remove(bytes.len() / 2);
                }
            }
        }
    }
}
