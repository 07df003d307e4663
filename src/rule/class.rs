//! Sets of ASCII characters.

/// A set of ASCII characters: one bit of each byte's entry in the table.
#[derive(Clone, Copy)]
pub(crate) struct Class(u8);

/// For each byte the sets that it is in. It has an entry for every byte, so that nothing is compared before a look-up.
static TABLE: [u8; 256] = table();

impl Class {
    pub(crate) const DIGIT: Self = Self(1);
    pub(crate) const HEX: Self = Self(2);
    /// What a DNS label is made of.
    pub(crate) const LABEL: Self = Self(4);
    /// What an e-mail address is made of before its `@` (HTML standard, "valid e-mail address").
    pub(crate) const LOCAL: Self = Self(8);

    /// The sets as ranges: each two characters are a first and a last.
    const RANGES: [(Self, &[u8]); 4] = [
        (Self::DIGIT, b"09"),
        (Self::HEX, b"09afAF"),
        (Self::LABEL, b"09azAZ--"),
        (Self::LOCAL, b"09azAZ!!#'*+-/==??^`{~"),
    ];

    /// Whether the byte is in the set.
    #[inline(always)]
    pub(crate) const fn has(self, byte: u8) -> bool {
        TABLE[byte as usize] & self.0 != 0
    }
}

/// What a URL is made of after its host, but for `%` and `#` (RFC 3986: `pchar`, `/`, `?`): by the halves of a byte, for each
/// low one the high ones as bits, which `verdict/` looks up for sixteen bytes at once.
pub(crate) const URL: [u8; 16] = halves(b"azAZ!!$$&;==?@__~~");

/// Whether the byte is in [`URL`].
#[allow(dead_code, reason = "`verdict/` has its own way")]
pub(crate) const fn is_url(byte: u8) -> bool {
    byte < 0x80 && URL[byte as usize & 15] >> (byte >> 4) & 1 != 0
}

const fn halves(ranges: &[u8]) -> [u8; 16] {
    let mut halves = [0; 16];
    let mut place = 0;
    while place < ranges.len() {
        let mut byte = ranges[place];
        while byte <= ranges[place + 1] {
            halves[byte as usize & 15] |= 1 << (byte >> 4);
            byte += 1;
        }
        place += 2;
    }
    halves
}

const fn table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut set = 0;
    while set < Class::RANGES.len() {
        let (class, ranges) = Class::RANGES[set];
        let mut place = 0;
        while place < ranges.len() {
            let mut byte = ranges[place];
            while byte <= ranges[place + 1] {
                table[byte as usize] |= class.0;
                byte += 1;
            }
            place += 2;
        }
        set += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    fn members(class: Class) -> String {
        (0..=255_u8).filter(|byte| class.has(*byte)).map(char::from).collect()
    }

    #[test]
    fn hold_what_they_say() {
        assert_eq!(members(Class::DIGIT), "0123456789");
        assert_eq!(members(Class::HEX), "0123456789ABCDEFabcdef");
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let sorted = |text: String| {
            let mut characters: Vec<char> = text.chars().collect();
            characters.sort_unstable();
            characters.into_iter().collect::<String>()
        };
        assert_eq!(members(Class::LABEL), sorted(format!("0123456789{letters}-")));
        assert_eq!(members(Class::LOCAL), sorted(format!("0123456789{letters}!#$%&'*+-./=?^_`{{|}}~")));
        let url = (0..=255_u8).filter(|byte| is_url(*byte)).map(char::from).collect::<String>();
        assert_eq!(url, sorted(format!("0123456789{letters}!$&'()*+,-./:;=?@_~")));
    }
}
