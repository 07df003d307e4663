//! Hosts: DNS names and IP addresses.

use super::class::Class;
use super::cursor::Cursor;
use super::number::number;

const LABEL_MAX: usize = 63;
const NAME_MAX: usize = 253;

/// Passes over DNS labels with dots between them and tells how many there are; 0 if one of them is none: letters, digits,
/// and hyphens inside it, 1 to 63.
#[inline(always)]
pub(crate) fn labels(text: &mut Cursor<'_>) -> u32 {
    let mut count = 0;
    loop {
        let hyphen = text.peek() == b'-';
        let length = text.span(&Class::LABEL);
        if hyphen || length.wrapping_sub(1) >= LABEL_MAX || text.behind(0) == b'-' {
            return 0;
        }
        count += 1;
        if text.peek() != b'.' {
            return count;
        }
        text.pass(1);
    }
}

/// Passes over a host: a DNS name of at most 253 characters, an IPv4 address, or an IPv6 address in brackets. A name whose
/// last label is a number, in decimal or after `0x`, must be an IPv4 address in decimal: browsers take it for one.
#[inline(always)]
pub(crate) fn host(text: &mut Cursor<'_>) -> bool {
    if text.eat(b'[') {
        return ipv6(text) && text.eat(b']');
    }
    let start = text.mark();
    if labels(text) == 0 || text.since(start) > NAME_MAX {
        return false;
    }
    let mut digits = 0;
    while text.behind(digits).is_ascii_digit() {
        digits += 1;
    }
    let mut hex = digits;
    while text.behind(hex).is_ascii_hexdigit() {
        hex += 1;
    }
    // before a name that is one label stands the slash of its scheme
    let begins = |place| matches!(text.behind(place), b'.' | b'/');
    if text.behind(hex) | 0x20 == b'x' && text.behind(hex + 1) == b'0' && begins(hex + 2) {
        return false;
    }
    if digits == 0 || !begins(digits) {
        return true;
    }
    let end = text.since(start);
    text.back(start);
    ipv4(text) && text.since(start) == end
}

/// Passes over four octets in decimal, without leading zeros.
fn ipv4(text: &mut Cursor<'_>) -> bool {
    let mut octets = 0;
    while number(text) < 256 {
        octets += 1;
        if octets == 4 {
            return true;
        }
        if !text.eat(b'.') {
            break;
        }
    }
    false
}

/// Passes over eight groups of hexadecimal digits; `::` once for one or more groups of zeros; the last two may be an IPv4
/// address.
fn ipv6(text: &mut Cursor<'_>) -> bool {
    let mut groups = 0;
    let mut gap = 0;
    loop {
        let colon = text.eat(b':');
        if colon && gap == 0 && text.eat(b':') {
            gap = 1;
            // the address may end here, with the text or at its bracket
            if matches!(text.peek(), 0 | b']') {
                break;
            }
        } else if colon != (groups > 0) {
            return false;
        }
        let start = text.mark();
        let length = text.span(&Class::HEX);
        if text.peek() == b'.' {
            text.back(start);
            groups += 2;
            if !ipv4(text) {
                return false;
            }
            break;
        }
        groups += 1;
        if length.wrapping_sub(1) > 3 || groups > 8 {
            return false;
        }
        if text.peek() != b':' {
            break;
        }
    }
    if gap > 0 { groups < 8 } else { groups == 8 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_ipv6(text: &str) -> bool {
        let mut text = Cursor::new(text.as_bytes());
        ipv6(&mut text) && text.left() == 0
    }

    fn is_ipv4(text: &str) -> bool {
        let mut text = Cursor::new(text.as_bytes());
        ipv4(&mut text) && text.left() == 0
    }

    #[test]
    fn ipv6_in_all_its_forms() {
        for good in
            ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "1::8", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7::"]
        {
            assert!(is_ipv6(good), "{good}");
        }
        for bad in [
            "",
            ":",
            ":::",
            "1",
            "1:",
            ":1",
            "1::2::3",
            "1:2:3:4:5:6:7:8:9",
            "12345::",
            "::g",
            "1:2:3:4:5:6:7::8",
            "1.2.3.4",
            "::1.2.3",
            "::1.2.3.4:5",
            "::01.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4",
        ] {
            assert!(!is_ipv6(bad), "{bad}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn ipv6_as_the_standard_library_has_it(text in "[0-9a-g]{0,2}([:.]{1,2}[0-9a-f]{0,5}){0,9}") {
            prop_assert_eq!(is_ipv6(&text), text.parse::<std::net::Ipv6Addr>().is_ok());
        }

        #[test]
        fn ipv4_as_the_standard_library_has_it(text in "[0-9]{0,3}([.]{1,2}[0-9]{0,4}){0,4}") {
            prop_assert_eq!(is_ipv4(&text), text.parse::<std::net::Ipv4Addr>().is_ok());
        }
    }
}
