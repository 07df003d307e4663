//! Base64 (RFC 4648) in both its alphabets, by `base64ct`, in a time that does not tell what is read. Of the library there is
//! one alphabet: each is code of its own.

use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64UrlUnpadded, Encoding};

/// For URLs, without padding.
pub(super) fn url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Reads what [`url`] writes, and no other spelling of it.
pub(super) fn read_url(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

/// The other alphabet's letters for those of the one, and the other way round.
fn swapped(text: &str) -> String {
    text.chars()
        .map(|letter| SWAPPED.iter().find(|(one, _)| *one == letter).map_or(letter, |(_, other)| *other))
        .collect()
}

const SWAPPED: [(char, char); 4] = [('-', '+'), ('_', '/'), ('+', '-'), ('/', '_')];

/// With padding.
pub(super) fn padded(bytes: &[u8]) -> String {
    let text = swapped(&url(bytes));
    let padding = ["", "", "==", "="].get(text.len() % 4).copied().unwrap_or_default();
    text + padding
}

/// Reads what [`padded`] writes, and no other spelling of it.
pub(super) fn read_padded(text: &str) -> Option<Vec<u8>> {
    let letters = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    if text.len().is_multiple_of(4) { read_url(&swapped(letters)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64ct::Base64;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn written_as_the_library_writes(bytes: Vec<u8>) {
            prop_assert_eq!(padded(&bytes), Base64::encode_string(&bytes));
            prop_assert_eq!(read_padded(&padded(&bytes)), Some(bytes));
        }

        #[test]
        fn read_as_the_library_reads(text in "[A-Da-d+/=_-]{0,12}|\\PC{0,8}") {
            prop_assert_eq!(read_padded(&text), Base64::decode_vec(&text).ok());
        }
    }
}
