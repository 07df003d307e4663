//! Sets of ASCII characters.

/// A set of ASCII characters: bit `r` of `low[c]` says whether the byte `16 r + c` is in it, and `high[r]` holds that
/// bit for the eight rows of ASCII. Two table look-ups of 16 entries, which SIMD does for 16 bytes at once.
pub(crate) struct Class {
    pub(crate) low: [u8; 16],
    pub(crate) high: [u8; 16],
}

impl Class {
    pub(crate) const DIGIT: Self = Self::of(b"09");
    pub(crate) const HEX: Self = Self::of(b"09afAF");
    /// What a DNS label is made of.
    pub(crate) const LABEL: Self = Self::of(b"09azAZ--");
    /// What an e-mail address is made of before its `@` (HTML standard, "valid e-mail address").
    pub(crate) const LOCAL: Self = Self::of(b"09azAZ!!#'*+-/==??^`{~");
    /// What a URL is made of after its host, but for `%` and `#` (RFC 3986: `pchar`, `/`, `?`).
    pub(crate) const URL: Self = Self::of(b"azAZ!!$$&;==?@__~~");

    /// The set of the ranges: each two characters are a first and a last.
    const fn of(ranges: &[u8]) -> Self {
        let mut class = Self { low: [0; 16], high: [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0] };
        let mut place = 0;
        while place < ranges.len() {
            let mut byte = ranges[place];
            while byte <= ranges[place + 1] {
                class.low[(byte & 15) as usize] |= 1 << (byte >> 4);
                byte += 1;
            }
            place += 2;
        }
        class
    }

    /// Whether the byte is in the set.
    #[allow(dead_code, reason = "only `verdict/` does without")]
    pub(crate) const fn has(&self, byte: u8) -> bool {
        self.low[(byte & 15) as usize] & self.high[(byte >> 4) as usize] != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(class: &Class) -> String {
        (0..=255_u8).filter(|byte| class.has(*byte)).map(char::from).collect()
    }

    #[test]
    fn hold_what_they_say() {
        assert_eq!(members(&Class::DIGIT), "0123456789");
        assert_eq!(members(&Class::HEX), "0123456789ABCDEFabcdef");
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let sorted = |text: String| {
            let mut characters: Vec<char> = text.chars().collect();
            characters.sort_unstable();
            characters.into_iter().collect::<String>()
        };
        assert_eq!(members(&Class::LABEL), sorted(format!("0123456789{letters}-")));
        assert_eq!(members(&Class::LOCAL), sorted(format!("0123456789{letters}!#$%&'*+-./=?^_`{{|}}~")));
        assert_eq!(members(&Class::URL), sorted(format!("0123456789{letters}!$&'()*+,-./:;=?@_~")));
    }
}
