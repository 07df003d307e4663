//! A URL that the bank calls, or sends the payer to.

use alloc::boxed::Box;

use super::value::text_field;
use crate::issue::Reason;
use crate::rule::{self, cursor::Cursor, length::characters};

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
    pub const MAX: u32 = rule::link::MAX;

    /// The rule, over ASCII.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::TooLong`], [`Reason::LinkNotAbsolute`], [`Reason::LinkCredentials`],
    /// [`Reason::LinkHost`] or [`Reason::LinkCharacter`], the first that holds.
    pub fn check(text: &[u8]) -> Result<(), Reason> {
        rule::link::check(Cursor::new(text), characters(text)).map_err(Reason::from)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

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
            ("https://a.kz/#a#%41", Reason::LinkCharacter { position: 15 }),
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
