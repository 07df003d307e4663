//! HMAC-SHA256 (RFC 2104): what tickets, seals and signatures are made with.

use hmac::{KeyInit, Mac, SimpleHmac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The fewest bytes of a secret that the shop chooses. Source: RFC 7518, section 3.2: as many as the hash has.
pub(super) const SECRET_MIN: usize = 32;

/// The MAC of the parts, one after the other. The caller sees to it that their borders are told apart.
#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
pub(super) fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = SimpleHmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Whether `given` is the MAC of the parts, in a time that does not tell how much of it is right.
pub(super) fn is_mac(given: &[u8], key: &[u8], parts: &[&[u8]]) -> bool {
    mac(key, parts).ct_eq(given).into()
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;

    /// RFC 4231, test case 2, and test case 6, whose key is longer than a block.
    #[test]
    fn the_vectors_of_the_rfc() {
        let cases: [(&[u8], &[u8], &str); 2] = [
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, message, expected) in cases {
            let (head, tail) = message.split_at(7);
            let hex: String = mac(key, &[head, tail]).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected);
        }
    }

    #[test]
    fn every_bit_counts() {
        let right = mac(b"key", &[b"message"]);
        assert!(is_mac(&right, b"key", &[b"message"]));
        for bit in 0..256 {
            let mut wrong = right;
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_mac(&wrong, b"key", &[b"message"]), "{bit}");
        }
        assert!(!is_mac(&right[..31], b"key", &[b"message"]));
        assert!(!is_mac(b"", b"key", &[b"message"]));
    }
}
