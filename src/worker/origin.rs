//! Which pages may call this Worker from a browser: CORS by a list of origins.
//!
//! The list keeps foreign pages from using a visitor's browser; who may do what is decided by key or ticket alone. So
//! an origin that is not listed is not refused: it gets an answer that its browser does not show it.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::str::FromStr;

use crate::field::Link;
use crate::text;

/// The origins of `ALLOWED_ORIGINS`, separated by commas: `https://shop.kz,https://www.shop.kz`. None by default.
#[derive(Debug, Default)]
pub(super) struct Origins(Vec<Box<str>>);

/// A header of an answer.
pub(super) type Header<'a> = (&'static str, &'a str);

/// In the place of a header that does not go.
const NONE: Header<'static> = ("", "");
/// The request headers that the API reads.
const ALLOW_HEADERS: &str = "authorization, content-type, x-request-id, last-event-id";
/// The answer's headers that a page may read, beyond those that it always may.
const EXPOSE_HEADERS: &str = "x-request-id, retry-after, idempotent-replayed, server-timing";
/// How long a browser remembers a preflight: two hours, which is the most that Chromium does.
const MAX_AGE_S: &str = "7200";

impl Origins {
    /// `*` is wrong too: every page of the world would read the answers to whatever ticket or key it came by, and a
    /// shop knows the origins of its pages.
    pub(super) const FORMAT: &'static str =
        "is not a list of origins as browsers send them (https://shop.kz, no path, no *), separated by commas";

    /// The origin as the list has it, if it does. An origin is compared as browsers send it, letter by letter.
    fn find(&self, origin: Option<&str>) -> Option<&str> {
        self.0.iter().map(|known| &**known).find(|known| Some(*known) == origin)
    }

    /// The headers that go with each answer to a request with this `Origin`.
    ///
    /// `Vary` goes with the others' answers too: a cache must not give one origin's answer to another.
    pub(super) fn answer_headers(&self, origin: Option<&str>) -> impl Iterator<Item = Header<'_>> {
        self.headers(origin, [("access-control-expose-headers", EXPOSE_HEADERS), NONE, NONE])
    }

    /// The headers of the answer to a preflight (`OPTIONS` with `Origin` and `Access-Control-Request-Method`) for a
    /// path that has these methods.
    pub(super) fn preflight_headers<'a>(
        &'a self,
        origin: Option<&str>,
        methods: &'a str,
    ) -> impl Iterator<Item = Header<'a>> {
        let granted = [
            ("access-control-allow-methods", methods),
            ("access-control-allow-headers", ALLOW_HEADERS),
            ("access-control-max-age", MAX_AGE_S),
        ];
        self.headers(origin, granted)
    }

    /// What any origin is told, and what one that is listed is granted.
    fn headers<'a>(&'a self, origin: Option<&str>, granted: [Header<'a>; 3]) -> impl Iterator<Item = Header<'a>> {
        let vary = if self.0.is_empty() { NONE } else { ("vary", "origin") };
        let known = self.find(origin);
        let [first, second, third] = if known.is_some() { granted } else { [NONE; 3] };
        let origin = known.map_or(NONE, |origin| ("access-control-allow-origin", origin));
        [vary, origin, first, second, third].into_iter().filter(|header| *header != NONE)
    }
}

impl FromStr for Origins {
    type Err = ();

    fn from_str(list: &str) -> Result<Self, ()> {
        let mut origins = Vec::new();
        for text in text::parts(list, b',').map(str::trim).filter(|text| !text.is_empty()) {
            if !is_origin(text) {
                return Err(());
            }
            origins.push(text.into());
        }
        Ok(Self(origins))
    }
}

/// Whether a browser could send this origin: what it would spell otherwise, or never send, would match nothing.
fn is_origin(text: &str) -> bool {
    let (authority, default_port) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(authority), _) => (authority, ":443"),
        (_, Some(authority)) => (authority, ":80"),
        (None, None) => return false,
    };
    let is_foreign = |byte: u8| byte.is_ascii_uppercase() || matches!(byte, b'/' | b'?' | b'#');
    Link::check(text.as_bytes()).is_ok() && !authority.bytes().any(is_foreign) && !authority.ends_with(default_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> Origins {
        "https://shop.kz, http://localhost:5173 ,https://www.shop.kz".parse().unwrap()
    }

    #[test]
    fn reads_a_list() {
        for list in ["", " , ", "https://shop.kz,", "http://127.0.0.1:8080", "http://[::1]:1", "https://a.kz:80"] {
            assert!(list.parse::<Origins>().is_ok(), "{list}");
        }
        let wrong = [
            "*",
            "null",
            "shop.kz",
            "https://shop.kz/",
            "https://shop.kz/pay",
            "https://shop.kz?a",
            "https://shop.kz#a",
            "https://Shop.kz",
            "HTTPS://shop.kz",
            "https://*.shop.kz",
            "https://shop.kz:443",
            "http://shop.kz:80",
            "https://user@shop.kz",
            "https://дүкен.kz",
            "https://shop.kz https://www.shop.kz",
            "https://shop.kz,*",
            "chrome-extension://abc",
        ];
        for list in wrong {
            assert!(list.parse::<Origins>().is_err(), "{list}");
        }
    }

    #[test]
    fn a_listed_origin_reads_the_answer() {
        for origin in ["https://shop.kz", "http://localhost:5173", "https://www.shop.kz"] {
            let expected = [
                ("vary", "origin"),
                ("access-control-allow-origin", origin),
                ("access-control-expose-headers", "x-request-id, retry-after, idempotent-replayed, server-timing"),
            ];
            assert!(origins().answer_headers(Some(origin)).eq(expected), "{origin}");
        }
    }

    #[test]
    fn a_listed_origin_may_send_what_the_api_reads() {
        let expected = [
            ("vary", "origin"),
            ("access-control-allow-origin", "https://shop.kz"),
            ("access-control-allow-methods", "POST"),
            ("access-control-allow-headers", "authorization, content-type, x-request-id, last-event-id"),
            ("access-control-max-age", "7200"),
        ];
        assert!(origins().preflight_headers(Some("https://shop.kz"), "POST").eq(expected));
    }

    #[test]
    fn another_origin_is_told_nothing() {
        let others =
            ["https://evil.kz", "http://shop.kz", "https://shop.kz:444", "https://shop.kz.evil.kz", "null", ""];
        for origin in others.map(Some).into_iter().chain([None, Some("https://SHOP.kz"), Some("https://shop.kz/")]) {
            assert!(origins().answer_headers(origin).eq([("vary", "origin")]), "{origin:?}");
            assert!(origins().preflight_headers(origin, "POST").eq([("vary", "origin")]), "{origin:?}");
        }
    }

    #[test]
    fn without_a_list_there_is_no_cors() {
        assert_eq!(Origins::default().answer_headers(Some("https://shop.kz")).count(), 0);
        assert_eq!(Origins::default().preflight_headers(Some("https://shop.kz"), "POST").count(), 0);
    }
}
