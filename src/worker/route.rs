//! What a request asks for: a pure reading of its method and path.

/// An operation of the Worker's API, v1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    /// `GET /healthz`
    Health,
    /// `POST /v1/invoices`
    Create,
    /// `POST /v1/invoices/search`
    Search,
    /// `GET /v1/invoices/{invoice_id}`
    Status(&'a str),
    /// `POST /v1/invoices/{invoice_id}/deactivate`
    Deactivate(&'a str),
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
        let mut segments = path.strip_prefix('/').unwrap_or(path).split('/');
        let route = match [(); 5].map(|()| segments.next()) {
            [Some("healthz"), None, ..] => Self::Health,
            [Some("v1"), Some("invoices"), None, ..] => Self::Create,
            [Some("v1"), Some("invoices"), Some("search"), None, _] => Self::Search,
            [Some("v1"), Some("invoices"), Some(id), None, _] => Self::Status(id),
            [Some("v1"), Some("invoices"), Some(id), Some("deactivate"), None] => Self::Deactivate(id),
            _ => return Err(NoRoute::Path),
        };
        let allow = route.method();
        let asked = if method == "HEAD" { "GET" } else { method };
        if asked == allow { Ok(route) } else { Err(NoRoute::Method { allow }) }
    }

    /// The method that the route has.
    const fn method(self) -> &'static str {
        match self {
            Self::Health | Self::Status(_) => "GET",
            Self::Create | Self::Search | Self::Deactivate(_) => "POST",
        }
    }

    /// The route's name in the log.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Create => "create",
            Self::Search => "search",
            Self::Status(_) => "status",
            Self::Deactivate(_) => "deactivate",
        }
    }
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
            ("POST", "/v1/invoices", Ok(Route::Create)),
            ("GET", "/v1/invoices", not("POST")),
            ("POST", "/v1/invoices/search", Ok(Route::Search)),
            ("GET", "/v1/invoices/search", not("POST")),
            ("GET", "/v1/invoices/000001", Ok(Route::Status("000001"))),
            ("DELETE", "/v1/invoices/000001", not("GET")),
            ("POST", "/v1/invoices/000001/deactivate", Ok(Route::Deactivate("000001"))),
            ("GET", "/v1/invoices/000001/deactivate", not("POST")),
            ("GET", "/", Err(NoRoute::Path)),
            ("GET", "", Err(NoRoute::Path)),
            ("GET", "/healthz/", Err(NoRoute::Path)),
            ("GET", "/v1", Err(NoRoute::Path)),
            ("POST", "/v1/invoices/000001/deactivate/x", Err(NoRoute::Path)),
            ("GET", "//v1/invoices", Err(NoRoute::Path)),
        ];
        for (method, path, expected) in cases {
            assert_eq!(Route::of(method, path), expected, "{method} {path}");
        }
    }
}
