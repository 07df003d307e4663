//! Texts as they stand in JSON.

/// How many bytes of a text, from its beginning, stand in a JSON string as they are: up to the first quotation mark,
/// backslash or control character. They are looked at by eights, for nearly all of JSON is such bytes.
pub(crate) fn plain(text: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    let (mut at, mut rest) = (0, text);
    while let Some((eight, others)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*eight);
        // each sets the highest bit of a byte that is one of these; of those above the lowest it may be wrong
        let controls = word.wrapping_sub(ONES * 0x20);
        let quotes = (word ^ (ONES * 0x22)).wrapping_sub(ONES);
        let backslashes = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
        // none of them has its own highest bit
        let found = (controls | quotes | backslashes) & !word & (ONES << 7);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        (at, rest) = (at + 8, others);
    }
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ends_where_the_first_other_byte_is(mut text: Vec<u8>, bytes in "[a\"\\\\\u{1f} !\u{7f}ә]{0,40}") {
            for text in [&mut text, &mut bytes.into_bytes()] {
                while !text.is_empty() {
                    let expected = text.iter().position(|byte| *byte < 0x20 || [b'"', b'\\'].contains(byte));
                    prop_assert_eq!(plain(text), expected.unwrap_or(text.len()));
                    text.remove(0);
                }
            }
        }
    }
}
