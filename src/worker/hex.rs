//! Bytes as hexadecimal digits, over the `hex` crate without its allocating half.

use alloc::string::String;

/// At most 32 bytes, in lower case.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut digits = [0; 64];
    let digits = &mut digits[..2 * bytes.len()];
    match ::hex::encode_to_slice(bytes, digits) {
        Ok(()) => core::str::from_utf8(digits).unwrap_or_default().into(),
        Err(_) => String::new(),
    }
}

/// 32 bytes from 64 digits.
pub(super) fn digest(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    ::hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    fn there_and_back() {
        let text = super::text(&[0xab; 32]);
        assert_eq!(text, "ab".repeat(32));
        assert_eq!(super::digest(&text), Some([0xab; 32]));
        assert_eq!(super::digest("ab"), None);
    }
}
