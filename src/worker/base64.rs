//! Base64 (RFC 4648) in both its alphabets. `base64ct`, against which it is tested, does without tables and branches so that its
//! time tells nothing of what is read, which is four times as much code; here what is written goes out, and what is read came in.

use alloc::string::String;
use alloc::vec::Vec;

/// The last two letters of the alphabet for URLs.
const URL: [u8; 2] = *b"-_";
/// The last two letters of the other.
const STANDARD: [u8; 2] = *b"+/";

/// For URLs, without padding.
pub(super) fn url(bytes: &[u8]) -> String {
    write(bytes, URL)
}

/// Reads what [`url`] writes, and no other spelling of it.
pub(super) fn read_url(text: &str) -> Option<Vec<u8>> {
    read(text, URL)
}

/// With padding.
pub(super) fn padded(bytes: &[u8]) -> String {
    let text = write(bytes, STANDARD);
    let padding = ["", "", "==", "="].get(text.len() % 4).copied().unwrap_or_default();
    text + padding
}

/// Reads what [`padded`] writes, and no other spelling of it.
pub(super) fn read_padded(text: &str) -> Option<Vec<u8>> {
    let letters = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    if text.len().is_multiple_of(4) { read(letters, STANDARD) } else { None }
}

fn write(bytes: &[u8], last: [u8; 2]) -> String {
    let mut text = String::with_capacity((bytes.len() * 4).div_ceil(3));
    // the bits that wait, at the low end, for there to be six of them
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        (bits, count) = (bits << 8 | u32::from(*byte), count + 8);
        while count >= 6 {
            count -= 6;
            text.push(letter((bits >> count) as u8 & 63, last));
        }
    }
    if count > 0 {
        text.push(letter((bits << (6 - count)) as u8 & 63, last));
    }
    text
}

fn letter(six: u8, last: [u8; 2]) -> char {
    char::from(match six {
        0..26 => b'A' + six,
        26..52 => b'a' + (six - 26),
        52..62 => b'0' + (six - 52),
        62 => last[0],
        _ => last[1],
    })
}

fn read(text: &str, last: [u8; 2]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    // the bits that wait, at the low end, for there to be eight of them
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            _ if letter == last[0] => 62,
            _ if letter == last[1] => 63,
            _ => return None,
        };
        (bits, count) = (bits << 6 | u32::from(six), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    // what is left is less than a letter, and nothing but zeros: else another text would be read as the same bytes
    let is_whole = count < 6 && bits & ((1 << count) - 1) == 0;
    if is_whole { Some(bytes) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64ct::{Base64, Encoding};
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
