//! Where the bank is.

use alloc::boxed::Box;
use core::str::FromStr;

use crate::field::Link;
use crate::issue::Reason;

/// One of the bank's environments, or a stand-in for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Real payments. Source: bank page.
    Prod,
    /// The bank's test hosts. Source: bank page.
    Test,
    /// The bank's newer test hosts. Source: a newer generation of the bank's pages.
    TestEpayment,
    /// A stand-in whose addresses the configuration gives.
    Sandbox,
}

impl Environment {
    /// The names.
    pub const ALLOWED: &'static [&'static str] = &["prod", "test", "test-epayment", "sandbox"];

    /// The environment's hosts; the sandbox has none of its own.
    #[must_use]
    pub fn hosts(self) -> Option<Hosts> {
        let (oauth_url, api_url) = match self {
            Self::Prod => ("https://epay-oauth.homebank.kz/oauth2/token", "https://epay-api.homebank.kz"),
            Self::Test => ("https://testoauth.homebank.kz/epay2/oauth2/token", "https://testepay.homebank.kz/api"),
            Self::TestEpayment => {
                ("https://test-epay-oauth.epayment.kz/oauth2/token", "https://test-epay-api.epayment.kz")
            }
            Self::Sandbox => return None,
        };
        Some(Hosts { oauth_url: oauth_url.into(), api_url: api_url.into() })
    }
}

impl FromStr for Environment {
    type Err = Reason;

    fn from_str(text: &str) -> Result<Self, Reason> {
        match text {
            "prod" => Ok(Self::Prod),
            "test" => Ok(Self::Test),
            "test-epayment" => Ok(Self::TestEpayment),
            "sandbox" => Ok(Self::Sandbox),
            "" => Err(Reason::Empty),
            _ => Err(Reason::NotInList { allowed: Self::ALLOWED }),
        }
    }
}

/// The two addresses of one environment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hosts {
    pub(super) oauth_url: Box<str>,
    pub(super) api_url: Box<str>,
}

impl Hosts {
    /// Hosts of one's own: the token endpoint, and the base of the API without its last slash.
    #[must_use]
    pub fn new(oauth_url: &Link, api_url: &Link) -> Self {
        Self { oauth_url: oauth_url.as_str().into(), api_url: api_url.as_str().trim_end_matches('/').into() }
    }

    /// The token endpoint.
    #[must_use]
    pub fn oauth_url(&self) -> &str {
        &self.oauth_url
    }

    /// The base of the API, without a slash at its end.
    #[must_use]
    pub fn api_url(&self) -> &str {
        &self.api_url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_an_environment_and_its_hosts_are_links() {
        for name in Environment::ALLOWED {
            let Some(hosts) = name.parse::<Environment>().unwrap().hosts() else {
                assert_eq!(*name, "sandbox");
                continue;
            };
            assert_eq!(Link::check(hosts.oauth_url().as_bytes()), Ok(()));
            assert_eq!(Link::check(hosts.api_url().as_bytes()), Ok(()));
            assert!(!hosts.api_url().ends_with('/'));
        }
        assert_eq!("Prod".parse::<Environment>(), Err(Reason::NotInList { allowed: Environment::ALLOWED }));
        assert_eq!("".parse::<Environment>(), Err(Reason::Empty));
    }

    #[test]
    fn a_slash_at_the_end_is_dropped() {
        let link: Link = "http://127.0.0.1:8788/api/".parse().unwrap();
        assert_eq!(Hosts::new(&link, &link).api_url(), "http://127.0.0.1:8788/api");
    }
}
