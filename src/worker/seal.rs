//! The seal of a callback link: who calls it was given it by this Worker.
//!
//! The bank signs nothing and calls from addresses that it does not publish. So each order's `post_link` carries a seal
//! that only this Worker can make, and that says of which order it is.

use alloc::boxed::Box;
use alloc::string::String;
use core::str::FromStr;

use super::base64;
use super::mac::{is_mac, mac};
use crate::bank::Secret;
use crate::field::{InvoiceId, Link};
use crate::text;

/// Keeps the seals apart from whatever else the secret might ever seal.
const DOMAIN: &[u8] = b"epay-invoice callback v1\n";

/// The seal of an order: 43 characters of Base64 for URLs.
pub(super) fn seal(secret: &Secret, invoice_id: &InvoiceId) -> String {
    let mac = mac(secret.expose().as_bytes(), &[DOMAIN, invoice_id.as_str().as_bytes()]);
    base64::url(&mac)
}

/// Whether the text is the order's seal, in a time that does not tell how much of it is right.
pub(super) fn verify(secret: &Secret, invoice_id: &InvoiceId, text: &str) -> bool {
    base64::read_url(text)
        .is_some_and(|bytes| is_mac(&bytes, secret.expose().as_bytes(), &[DOMAIN, invoice_id.as_str().as_bytes()]))
}

/// Whether the link ends in a seal of this Worker, whatever the public URL was when it was made.
pub(super) fn is_sealed(secret: &Secret, link: &str) -> bool {
    let [callbacks, number, seal] =
        text::parts(link, b'/').fold([""; 3], |[_, second, third], next| [second, third, next]);
    callbacks == "callbacks" && number.parse().is_ok_and(|invoice_id| verify(secret, &invoice_id, seal))
}

/// Where the world reaches this Worker: an absolute URL without query and fragment, from `PUBLIC_URL`.
#[derive(Debug)]
pub(super) struct PublicUrl(Box<str>);

impl PublicUrl {
    pub(super) const FORMAT: &'static str =
        "is not an absolute http or https URL without query and fragment, of at most 1900 characters";

    /// The most characters: what a callback link adds must still fit into a [`Link`].
    const MAX: usize = 1900;

    /// Whether the link is one of this Worker's callback links, whose seal is nobody's to see but the bank's.
    pub(super) fn is_callback_link(&self, link: &str) -> bool {
        link.strip_prefix(&*self.0).is_some_and(|path| path.starts_with("/v1/callbacks/"))
    }

    /// The order's `post_link` and `failure_post_link`: `{PUBLIC_URL}/v1/callbacks/{invoice_id}/{seal}`.
    pub(super) fn callback_link(&self, secret: &Secret, invoice_id: &InvoiceId) -> Link {
        let link = [&*self.0, "/v1/callbacks/", invoice_id.as_str(), "/", &seal(secret, invoice_id)].concat();
        link.parse().unwrap_or_else(|_| unreachable!("a link, digits and Base64 for URLs make a link"))
    }
}

impl FromStr for PublicUrl {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_base = Link::check(text.as_bytes()).is_ok()
            && !text.bytes().any(|byte| matches!(byte, b'?' | b'#'))
            && text.len() <= Self::MAX;
        if is_base { Ok(Self(text.trim_end_matches('/').into())) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn secret() -> Secret {
        Secret::new("development-callback-secret-0123456789")
    }

    fn order(digits: &str) -> InvoiceId {
        digits.parse().unwrap()
    }

    #[test]
    fn a_seal_is_the_mac_of_its_order() {
        // python3: base64.urlsafe_b64encode(hmac.digest(secret, b"epay-invoice callback v1\n000123", "sha256"))
        assert_eq!(seal(&secret(), &order("000123")), "S7nkVaDwEwSLd0mfFOFpcZ3nDGvvcNbTut647WOK3kM");
    }

    #[test]
    fn a_seal_opens_its_own_order_alone() {
        let seal = seal(&secret(), &order("000123"));
        assert!(verify(&secret(), &order("000123"), &seal));
        assert!(!verify(&secret(), &order("000124"), &seal));
        assert!(!verify(&secret(), &order("0001230"), &seal));
        assert!(!verify(&Secret::new("another"), &order("000123"), &seal));
        let mut loose = seal.clone();
        let last = loose.pop().unwrap();
        loose.push(char::from(last as u8 + 1));
        let wrong = ["", &seal[1..], &format!("{seal}="), &format!("{seal}A"), &loose, &seal.to_lowercase(), "%", "ә"];
        for text in wrong {
            assert!(!verify(&secret(), &order("000123"), text), "{text}");
        }
    }

    #[test]
    fn the_link_is_under_the_public_url() {
        let cases = [
            ("https://epay.shop.kz", "https://epay.shop.kz/v1/callbacks/000123/"),
            ("http://127.0.0.1:8787/", "http://127.0.0.1:8787/v1/callbacks/000123/"),
            ("https://shop.kz/pay//", "https://shop.kz/pay/v1/callbacks/000123/"),
        ];
        for (public_url, expected) in cases {
            let public_url: PublicUrl = public_url.parse().unwrap();
            let link = public_url.callback_link(&secret(), &order("000123"));
            let seal = link.as_str().strip_prefix(expected).unwrap();
            assert!(verify(&secret(), &order("000123"), seal));
        }
    }

    #[test]
    fn a_link_with_a_seal_is_known_under_any_public_url() {
        let seal = seal(&secret(), &order("000123"));
        let cases = [
            (format!("https://epay.shop.kz/v1/callbacks/000123/{seal}"), true),
            (format!("https://was.shop.kz/once/v1/callbacks/000123/{seal}"), true),
            (format!("https://epay.shop.kz/v1/callbacks/000124/{seal}"), false),
            (format!("https://epay.shop.kz/v1/callbacks/000123/{seal}?x"), false),
            (format!("https://epay.shop.kz/paid/000123/{seal}"), false),
            ("https://shop.kz/callbacks/000123/paid".into(), false),
            (String::new(), false),
        ];
        for (link, expected) in cases {
            assert_eq!(is_sealed(&secret(), &link), expected, "{link}");
        }
    }

    #[test]
    fn the_longest_public_url_makes_a_link() {
        let url = format!("https://a.kz/{}", "a".repeat(1900 - 13));
        url.parse::<PublicUrl>().unwrap().callback_link(&secret(), &order("123456789012345"));
        assert!(format!("{url}a").parse::<PublicUrl>().is_err());
    }

    #[test]
    fn refuses_what_is_no_base() {
        for text in ["", "epay.shop.kz", "https//epay.shop.kz", "https://a.kz/?x", "https://a.kz#x", "https://u:p@a.kz"]
        {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }
}
