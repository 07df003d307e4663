//! A URL that the bank calls, or sends the payer to.

use super::email::is_label;
use super::value::text_field;
use crate::issue::Reason;

/// An absolute `http` or `https` URL in ASCII, at most 2048 characters, without user name or password.
///
/// Source: bank page, table 1, `post_link` and `failure_post_link` ("URL"), and the sample's `back_link` and
/// `failure_back_link`. The grammar is that of RFC 3986; the host is a DNS name, an IPv4 address, or an IPv6 address in
/// brackets. International names go in their ASCII form (`xn--…`). The length is this library's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link(Box<str>);

text_field!(Link, Link::check);

impl Link {
    /// The most characters.
    pub const MAX: u32 = 2048;

    /// The rule, over ASCII.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::LinkNotAbsolute`], [`Reason::LinkCredentials`], [`Reason::LinkHost`],
    /// [`Reason::LinkCharacter`] or [`Reason::TooLong`].
    pub fn check(text: &[u8]) -> Result<(), Reason> {
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        let Some(rest) = strip_scheme(text) else {
            return Err(Reason::LinkNotAbsolute);
        };
        let (authority, tail) = split_at_any(rest, b"/?#");
        if authority.contains(&b'@') {
            return Err(Reason::LinkCredentials);
        }
        if !is_authority(authority) {
            return Err(Reason::LinkHost);
        }
        if let Some(place) = first_foreign(tail) {
            let position = text.len() - tail.len() + place;
            return Err(Reason::LinkCharacter { position: u32::try_from(position).unwrap_or(u32::MAX) });
        }
        match u32::try_from(text.len()).unwrap_or(u32::MAX) {
            ..=Self::MAX => Ok(()),
            actual => Err(Reason::TooLong { max: Self::MAX, actual }),
        }
    }
}

fn strip_scheme(text: &[u8]) -> Option<&[u8]> {
    [b"https://".as_slice(), b"http://"].into_iter().find_map(|scheme| {
        let (head, rest) = text.split_at_checked(scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

fn split_at_any<'a>(text: &'a [u8], stops: &[u8]) -> (&'a [u8], &'a [u8]) {
    text.split_at(text.iter().position(|byte| stops.contains(byte)).unwrap_or(text.len()))
}

/// A host and, if there is one, a port of 1 to 65535.
fn is_authority(authority: &[u8]) -> bool {
    let (host, port) = match authority {
        [b'[', inner @ ..] => match inner.iter().position(|byte| *byte == b']') {
            Some(end) => (&authority[..end + 2], &inner[end + 1..]),
            None => return false,
        },
        _ => split_at_any(authority, b":"),
    };
    let host_is_good = match host {
        [b'[', inner @ .., b']'] => is_ipv6(inner),
        _ => is_dns_name(host),
    };
    let port_is_good = match port {
        [] => true,
        [b':', digits @ ..] => {
            (1..=5).contains(&digits.len())
                && digits.iter().all(u8::is_ascii_digit)
                && (1..=65535).contains(&digits.iter().fold(0_u32, |port, digit| port * 10 + u32::from(digit - b'0')))
        }
        _ => false,
    };
    host_is_good && port_is_good
}

/// A DNS name of at most 253 characters. A name whose last label is a number must be an IPv4 address (as browsers have it).
fn is_dns_name(host: &[u8]) -> bool {
    let labels = || host.split(|byte| *byte == b'.');
    let is_number = |label: &[u8]| label.iter().all(u8::is_ascii_digit);
    let named = host.len() <= 253 && labels().all(is_label);
    let is_octet = |label: &[u8]| {
        label.len() <= 3
            && (label.len() == 1 || label[0] != b'0')
            && label.iter().fold(0_u32, |octet, digit| octet * 10 + u32::from(digit - b'0')) <= 255
    };
    match labels().next_back() {
        Some(last) if named && is_number(last) => {
            labels().count() == 4 && labels().all(|label| is_number(label) && is_octet(label))
        }
        _ => named,
    }
}

fn is_ipv6(inner: &[u8]) -> bool {
    std::str::from_utf8(inner).is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok())
}

/// The place of the first byte that a path, query or fragment cannot hold (RFC 3986: `pchar`, `/`, `?`, one `#`).
fn first_foreign(tail: &[u8]) -> Option<usize> {
    let mut fragment = false;
    tail.iter().enumerate().position(|(place, byte)| match byte {
        b'%' => !tail[place + 1..].get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        b'#' => std::mem::replace(&mut fragment, true),
        b'!' | b'$' | b'&'..=b';' | b'=' | b'?' | b'@' | b'_' | b'~' => false,
        _ => !byte.is_ascii_alphanumeric(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_http_urls() {
        let good = [
            "https://mail.ru",
            "http://mail.ru/",
            "HTTPS://Shop.kz/Pay?order=1&x=a+b#done",
            "https://shop.kz:8443/v1/callbacks/000001/abc_-~.",
            "https://xn--80ak6aa92e.kz/%D1%88",
            "http://127.0.0.1:8787/x",
            "http://[::1]:8787/x",
            "http://localhost",
            "https://testmerchant/order/1123/fail",
            "https://shop.kz?a=1",
            "https://shop.kz/a;b,c:d@e!$&'()*=/?/?",
        ];
        for text in good {
            assert_eq!(Link::check(text.as_bytes()), Ok(()), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let cases = [
            ("", Reason::Empty),
            ("https//mail.ru", Reason::LinkNotAbsolute),
            ("mail.ru", Reason::LinkNotAbsolute),
            ("//mail.ru", Reason::LinkNotAbsolute),
            ("/paid", Reason::LinkNotAbsolute),
            ("ftp://mail.ru", Reason::LinkNotAbsolute),
            ("javascript:alert(1)", Reason::LinkNotAbsolute),
            (" https://mail.ru", Reason::LinkNotAbsolute),
            ("https://user:pass@mail.ru", Reason::LinkCredentials),
            ("https://", Reason::LinkHost),
            ("https:///path", Reason::LinkHost),
            ("https://.kz", Reason::LinkHost),
            ("https://a..kz", Reason::LinkHost),
            ("https://-a.kz", Reason::LinkHost),
            ("https://a.kz:", Reason::LinkHost),
            ("https://a.kz:0", Reason::LinkHost),
            ("https://a.kz:65536", Reason::LinkHost),
            ("https://a.kz:99999999999", Reason::LinkHost),
            ("https://a.kz:80x", Reason::LinkHost),
            ("https://256.1.1.1", Reason::LinkHost),
            ("https://1.1.1", Reason::LinkHost),
            ("https://01.1.1.1", Reason::LinkHost),
            ("https://дүкен.kz", Reason::LinkHost),
            ("https://a b.kz", Reason::LinkHost),
            ("https://a.kz\\@b.kz", Reason::LinkCredentials),
            ("https://[::1", Reason::LinkHost),
            ("https://[::g]", Reason::LinkHost),
            ("https://[::1]x", Reason::LinkHost),
            ("https://a.kz/a b", Reason::LinkCharacter { position: 14 }),
            ("https://a.kz/\n", Reason::LinkCharacter { position: 13 }),
            ("https://a.kz/шот", Reason::LinkCharacter { position: 13 }),
            ("https://a.kz/%2", Reason::LinkCharacter { position: 13 }),
            ("https://a.kz/%zz", Reason::LinkCharacter { position: 13 }),
            ("https://a.kz/<x>", Reason::LinkCharacter { position: 13 }),
            ("https://a.kz/#a#b", Reason::LinkCharacter { position: 15 }),
        ];
        for (text, expected) in cases {
            assert_eq!(Link::check(text.as_bytes()), Err(expected), "{text}");
        }
    }

    #[test]
    fn at_most_2048_characters() {
        let link = format!("https://a.kz/{}", "a".repeat(2048 - 13));
        assert_eq!(Link::check(link.as_bytes()), Ok(()));
        assert_eq!(Link::check(format!("{link}a").as_bytes()), Err(Reason::TooLong { max: 2048, actual: 2049 }));
        assert_eq!(Link::check(format!("https://{}.kz", "a.".repeat(126)).as_bytes()), Err(Reason::LinkHost));
    }
}
