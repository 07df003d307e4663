//! A call to the bank and its answer, as data.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Ask for a token.
    Token,
    /// Create a link.
    Create,
    /// Find links.
    Search,
    /// Deactivate a link.
    Deactivate,
}

impl Operation {
    /// The operation's name: `token`, `create`, `search`, `deactivate`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Create => "create",
            Self::Search => "search",
            Self::Deactivate => "deactivate",
        }
    }
}

/// The HTTP method of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpMethod {
    /// `POST`
    Post,
    /// `PUT`
    Put,
}

impl HttpMethod {
    /// The method's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// A call to the bank. `Debug` prints neither headers nor body: they hold the token, the secret and the payer.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// What it is for.
    pub operation: Operation,
    /// The HTTP method.
    pub method: HttpMethod,
    /// The absolute URL.
    pub url: String,
    /// The headers, by their names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty where there is none.
    pub body: String,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({:?} {} {})", self.operation, self.method.as_str(), self.url)
    }
}

/// The bank's answer to a call.
#[derive(Clone, Copy)]
pub struct Reply<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The `Retry-After` header, if there is one.
    pub retry_after: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
    /// The body of the [`Request`]: its own words in a failure are not taken for the bank's.
    pub sent: &'a str,
}

impl Reply<'_> {
    pub(super) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

impl fmt::Debug for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}
