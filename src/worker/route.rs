//! What a request asks for: a pure reading of its method and path.

use super::key::KeyScope;
use crate::text;

/// An operation of the Worker's API, v1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    /// `GET /healthz`
    Health,
    /// `GET /readyz`
    Ready,
    /// `POST /v1/invoices`
    Create,
    /// `POST /v1/invoices/search`
    Search,
    /// `GET /v1/invoices/{invoice_id}`
    Status(&'a str),
    /// `POST /v1/invoices/{invoice_id}/deactivate`
    Deactivate(&'a str),
    /// `GET /v1/invoices/{invoice_id}/events`
    Events(&'a str),
    /// `GET /v1/events/undelivered`
    Undelivered,
    /// `POST /v1/events/{event_id}/retry`
    Retry(&'a str),
    /// `POST /v1/callbacks/{invoice_id}/{seal}`
    Callback { invoice_id: &'a str, seal: &'a str },
}

/// Why a request asks for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoRoute {
    /// There is no such path.
    Path,
    /// The path has another method.
    Method {
        /// The method it has.
        allow: &'static str,
    },
}

impl<'a> Route<'a> {
    pub(super) fn of(method: &str, path: &'a str) -> Result<Self, NoRoute> {
        let mut segments = text::parts(path.strip_prefix('/').unwrap_or(path), b'/');
        let route = match [(); 5].map(|()| segments.next()) {
            [Some("healthz"), None, ..] => Self::Health,
            [Some("readyz"), None, ..] => Self::Ready,
            [Some("v1"), Some("invoices"), None, ..] => Self::Create,
            [Some("v1"), Some("invoices"), Some("search"), None, _] => Self::Search,
            [Some("v1"), Some("invoices"), Some(id), None, _] if !id.is_empty() => Self::Status(id),
            [Some("v1"), Some("invoices"), Some(id), Some("deactivate"), None] => Self::Deactivate(id),
            [Some("v1"), Some("invoices"), Some(id), Some("events"), None] => Self::Events(id),
            [Some("v1"), Some("events"), Some("undelivered"), None, _] => Self::Undelivered,
            [Some("v1"), Some("events"), Some(id), Some("retry"), None] => Self::Retry(id),
            [Some("v1"), Some("callbacks"), Some(invoice_id), Some(seal), None] => Self::Callback { invoice_id, seal },
            _ => return Err(NoRoute::Path),
        };
        let allow = route.method();
        // a stream without a body would have no end
        let asked = if method == "HEAD" && !matches!(route, Self::Events(_)) { "GET" } else { method };
        if asked == allow { Ok(route) } else { Err(NoRoute::Method { allow }) }
    }

    /// The method that the route has.
    const fn method(self) -> &'static str {
        match self {
            Self::Health | Self::Ready | Self::Status(_) | Self::Events(_) | Self::Undelivered => "GET",
            Self::Create | Self::Search | Self::Deactivate(_) | Self::Retry(_) | Self::Callback { .. } => "POST",
        }
    }

    /// What a key must allow for it.
    pub(super) const fn scope(self) -> KeyScope {
        match self {
            Self::Create => KeyScope::Create,
            Self::Deactivate(_) => KeyScope::Deactivate,
            Self::Retry(_) => KeyScope::Retry,
            _ => KeyScope::Read,
        }
    }

    /// The route's name in the log.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Ready => "ready",
            Self::Create => "create",
            Self::Search => "search",
            Self::Status(_) => "status",
            Self::Deactivate(_) => "deactivate",
            Self::Events(_) => "events",
            Self::Undelivered => "undelivered",
            Self::Retry(_) => "retry",
            Self::Callback { .. } => "callback",
        }
    }
}

/// The path and the query of an absolute URL.
pub(super) fn path_and_query(url: &str) -> (&str, &str) {
    let url = text::parts(url, b'#').next().unwrap_or_default();
    let (url, query) = text::cut(url, b'?').unwrap_or((url, ""));
    // the first two slashes are the scheme's
    let start = url.bytes().enumerate().filter(|(_, byte)| *byte == b'/').map(|(start, _)| start).nth(2);
    (start.and_then(|start| url.get(start..)).unwrap_or("/"), query)
}

/// A value of a query that needs no decoding, such as a ticket.
pub(super) fn query_value<'a>(query: &'a str, name: &str) -> &'a str {
    let mut pairs = text::parts(query, b'&').filter_map(|pair| text::cut(pair, b'='));
    pairs.find(|(key, _)| *key == name).map_or("", |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_method_and_path() {
        let not = |allow| Err(NoRoute::Method { allow });
        let cases = [
            ("GET", "/healthz", Ok(Route::Health)),
            ("HEAD", "/healthz", Ok(Route::Health)),
            ("POST", "/healthz", not("GET")),
            ("GET", "/readyz", Ok(Route::Ready)),
            ("POST", "/v1/invoices", Ok(Route::Create)),
            ("GET", "/v1/invoices", not("POST")),
            ("POST", "/v1/invoices/search", Ok(Route::Search)),
            ("GET", "/v1/invoices/search", not("POST")),
            ("GET", "/v1/invoices/000001", Ok(Route::Status("000001"))),
            ("DELETE", "/v1/invoices/000001", not("GET")),
            ("POST", "/v1/invoices/000001/deactivate", Ok(Route::Deactivate("000001"))),
            ("GET", "/v1/invoices/000001/deactivate", not("POST")),
            ("GET", "/v1/invoices/000001/events", Ok(Route::Events("000001"))),
            ("GET", "/v1/events/undelivered", Ok(Route::Undelivered)),
            ("HEAD", "/v1/invoices/000001", Ok(Route::Status("000001"))),
            ("HEAD", "/v1/invoices/000001/events", not("GET")),
            ("POST", "/v1/events/undelivered", not("GET")),
            ("POST", "/v1/events/evt_000001_paid/retry", Ok(Route::Retry("evt_000001_paid"))),
            ("GET", "/v1/events/evt_000001_paid/retry", not("POST")),
            ("GET", "/v1/events/evt_000001_paid", Err(NoRoute::Path)),
            ("POST", "/v1/callbacks/000001/x", Ok(Route::Callback { invoice_id: "000001", seal: "x" })),
            ("GET", "/v1/callbacks/000001/x", not("POST")),
            ("GET", "/", Err(NoRoute::Path)),
            ("GET", "", Err(NoRoute::Path)),
            ("GET", "/healthz/", Err(NoRoute::Path)),
            ("POST", "/v1/invoices/", Err(NoRoute::Path)),
            ("GET", "/v1", Err(NoRoute::Path)),
            ("POST", "/v1/callbacks/000001", Err(NoRoute::Path)),
            ("POST", "/v1/invoices/000001/deactivate/x", Err(NoRoute::Path)),
            ("GET", "//v1/invoices", Err(NoRoute::Path)),
        ];
        for (method, path, expected) in cases {
            assert_eq!(Route::of(method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn takes_a_url_apart() {
        let cases = [
            ("https://epay.example.kz/v1/invoices", ("/v1/invoices", "")),
            ("http://127.0.0.1:8787/a?b=c&d#e", ("/a", "b=c&d")),
            ("https://epay.example.kz", ("/", "")),
            ("https://epay.example.kz?x", ("/", "x")),
            ("https://epay.example.kz/#/a", ("/", "")),
        ];
        for (url, expected) in cases {
            assert_eq!(path_and_query(url), expected, "{url}");
        }
        assert_eq!(query_value("a=b&ticket=x.y.z&ticket=2", "ticket"), "x.y.z");
        assert_eq!(query_value("ticket", "ticket"), "");
    }
}
