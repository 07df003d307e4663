//! Hosts: DNS names and IP addresses.

use super::class::Class;
use super::cursor::Cursor;
use super::number::number;

const LABEL_MAX: u32 = 63;
const NAME_MAX: u32 = 253;

/// Passes over DNS labels with dots between them: letters, digits, and hyphens inside a label, 1 to 63 of them in each.
#[inline(never)]
pub(crate) fn labels(mut text: Cursor<'_>) -> Option<Cursor<'_>> {
    loop {
        let end = text.span(Class::LABEL);
        if text.peek() == b'-' || end.behind() == b'-' || end.since(text).wrapping_sub(1) >= LABEL_MAX {
            return None;
        }
        let Some(next) = end.eat(b'.') else { return Some(end) };
        text = next;
    }
}

/// Passes over a host: a DNS name of at most 253 characters, an IPv4 address, or an IPv6 address in brackets. A name whose
/// last label is a number, in decimal or after `0x`, must be an IPv4 address in decimal: browsers take it for one.
#[inline(always)]
pub(crate) fn host(text: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(address) = text.eat(b'[') {
        return ipv6(address)?.eat(b']');
    }
    let end = labels(text)?;
    // what ends in another letter than these is no number
    if Class::HEX.has(end.behind()) || end.behind() | 0x20 == b'x' {
        let last = end.span_back(Class::LABEL);
        if last.span(Class::DIGIT) == end {
            return ipv4(text).filter(|address| *address == end);
        }
        if last.word() & 0xDFFF == u32::from_le_bytes(*b"0X\0\0") && last.pass(2).span(Class::HEX) == end {
            return None;
        }
    }
    (end.since(text) <= NAME_MAX).then_some(end)
}

/// Passes over four octets in decimal, without leading zeros.
#[inline(never)]
fn ipv4(mut text: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut more = 3;
    loop {
        text = number(text, 255)?;
        if more == 0 {
            return Some(text);
        }
        more -= 1;
        text = text.eat(b'.')?;
    }
}

/// Passes over eight groups of hexadecimal digits; `::` once for one or more groups of zeros; the last two may be an IPv4
/// address.
#[inline(always)]
fn ipv6(mut text: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut groups = 0;
    let mut gap = false;
    if let Some(rest) = text.eat(b':') {
        // one colon begins nothing
        text = rest;
        if text.peek() != b':' {
            return None;
        }
    }
    loop {
        if let Some(rest) = text.eat(b':') {
            if gap {
                return None;
            }
            gap = true;
            text = rest;
            // the address may end here, with the text or at its bracket
            if text.at_end() || text.peek() == b']' {
                break;
            }
        }
        let end = text.span(Class::HEX);
        if end.peek() == b'.' {
            text = ipv4(text)?;
            groups += 2;
            break;
        }
        if end.since(text).wrapping_sub(1) > 3 {
            return None;
        }
        groups += 1;
        text = end;
        match text.eat(b':') {
            Some(rest) => text = rest,
            None => break,
        }
    }
    (if gap { groups < 8 } else { groups == 8 }).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_ipv6(text: &str) -> bool {
        ipv6(Cursor::new(text.as_bytes())).is_some_and(Cursor::at_end)
    }

    fn is_ipv4(text: &str) -> bool {
        ipv4(Cursor::new(text.as_bytes())).is_some_and(Cursor::at_end)
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
            prop_assert_eq!(is_ipv6(&text), text.parse::<core::net::Ipv6Addr>().is_ok());
        }

        #[test]
        fn ipv4_as_the_standard_library_has_it(text in "[0-9]{0,3}([.]{1,2}[0-9]{0,4}){0,4}") {
            prop_assert_eq!(is_ipv4(&text), text.parse::<core::net::Ipv4Addr>().is_ok());
        }
    }
}
