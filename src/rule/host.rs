//! Hosts: DNS names and IP addresses.

use super::class::Class;
use super::length::{after, before};
use super::span::span;

const LABEL_MAX: usize = 63;
const NAME_MAX: usize = 253;

/// How many DNS labels, with dots between them, the text begins with, and where they end; 0 labels if one of them is
/// none: letters, digits, and hyphens inside it, 1 to 63.
pub(crate) fn labels(text: &[u8]) -> (u32, usize) {
    let mut count = 0;
    let mut at = 0;
    loop {
        let rest = after(text, at);
        let length = span(rest, &Class::LABEL);
        if length > LABEL_MAX || matches!(before(rest, length), [] | [b'-', ..] | [.., b'-']) {
            return (0, at);
        }
        count += 1;
        at += length;
        if text.get(at) != Some(&b'.') {
            return (count, at);
        }
        at += 1;
    }
}

/// What follows the DNS name that the text begins with, of at most 253 characters. One whose last label is a number
/// must be an IPv4 address (as browsers have it).
pub(crate) fn after_name(text: &[u8]) -> Option<&[u8]> {
    let (count, end) = labels(text);
    let host = before(text, end);
    let mut last = host;
    while let [rest @ .., b'0'..=b'9'] = last {
        last = rest;
    }
    let number = last.len() < end && matches!(last, [] | [.., b'.']);
    (count > 0 && end <= NAME_MAX && (!number || is_ipv4(host))).then(|| after(text, end))
}

/// Four octets in decimal, without leading zeros.
fn is_ipv4(host: &[u8]) -> bool {
    let mut rest = host;
    for octet in 0..4 {
        let length = span(before(rest, 4), &Class::DIGIT);
        let mut value = 0_u32;
        for digit in before(rest, length) {
            value = value * 10 + u32::from(digit & 15);
        }
        if length == 0 || value > 255 || length > 1 && matches!(rest, [b'0', ..]) {
            return false;
        }
        rest = match (octet, after(rest, length)) {
            (3, end) => return end.is_empty(),
            (_, [b'.', more @ ..]) => more,
            _ => return false,
        };
    }
    false
}

/// Eight groups of hexadecimal digits; `::` once for one or more groups of zeros; the last two may be an IPv4 address.
pub(crate) fn is_ipv6(host: &[u8]) -> bool {
    let mut groups = 0;
    let mut gap = false;
    let mut rest = host;
    loop {
        if let [b':', b':', more @ ..] = rest
            && !gap
        {
            gap = true;
            rest = more;
            if more.is_empty() {
                break;
            }
        } else if groups > 0 {
            let [b':', more @ ..] = rest else { return false };
            rest = more;
        }
        let length = span(rest, &Class::HEX);
        if let Some(b'.') = rest.get(length) {
            groups += 2;
            if !is_ipv4(rest) {
                return false;
            }
            break;
        }
        groups += 1;
        rest = after(rest, length);
        if length.wrapping_sub(1) > 3 || groups > 8 {
            return false;
        }
        if rest.is_empty() {
            break;
        }
    }
    if gap { groups < 8 } else { groups == 8 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ipv6_in_all_its_forms() {
        for good in
            ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "1::8", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7::"]
        {
            assert!(is_ipv6(good.as_bytes()), "{good}");
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
            assert!(!is_ipv6(bad.as_bytes()), "{bad}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn ipv6_as_the_standard_library_has_it(text in "[0-9a-g]{0,2}([:.]{1,2}[0-9a-f]{0,5}){0,9}") {
            prop_assert_eq!(is_ipv6(text.as_bytes()), text.parse::<std::net::Ipv6Addr>().is_ok());
        }

        #[test]
        fn ipv4_as_the_standard_library_has_it(text in "[0-9]{0,3}([.]{1,2}[0-9]{0,4}){0,4}") {
            prop_assert_eq!(is_ipv4(text.as_bytes()), text.parse::<std::net::Ipv4Addr>().is_ok());
        }
    }
}
