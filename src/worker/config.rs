//! The Worker's configuration: read once per isolate, checked whole.

use std::cell::RefCell;
use std::rc::Rc;
use std::str::FromStr;

use worker::Env;

use super::fault::{ConfigFault, Fault};
use super::key::Keys;
use crate::bank::{Credentials, Environment, Grant, Hosts, Secret};
use crate::field::{AccountId, ExpirePeriod, Language, Link, ShopId};
use crate::invoice::ShopDefaults;

/// The configuration. `Debug` prints none of the secrets.
#[derive(Debug)]
pub(super) struct Config {
    pub(super) hosts: Hosts,
    pub(super) credentials: Credentials,
    pub(super) shop: ShopDefaults,
    pub(super) keys: Keys,
    /// How long a call to the bank may take.
    pub(super) bank_timeout_ms: u32,
}

impl Config {
    const DEFAULT_BANK_TIMEOUT_MS: u32 = 10_000;

    /// The isolate's configuration. One that is not complete is read again by the next request.
    pub(super) fn of(env: &Env) -> Result<Rc<Self>, Fault> {
        thread_local!(static CONFIG: RefCell<Option<Rc<Config>>> = const { RefCell::new(None) });
        if let Some(config) = CONFIG.with_borrow(Clone::clone) {
            return Ok(config);
        }
        let config = Rc::new(Self::read(|key| text(env, key)).map_err(Fault::NotConfigured)?);
        CONFIG.set(Some(Rc::clone(&config)));
        Ok(config)
    }

    /// Reads the configuration by its keys; an empty value is a missing one.
    fn read(get: impl Fn(&'static str) -> Option<String>) -> Result<Self, Vec<ConfigFault>> {
        let mut reader = Reader { get, faults: Vec::new() };
        let environment = reader.parse::<Environment>("EPAY_ENV", "is none of prod, test, test-epayment, sandbox");
        let hosts = environment.and_then(|environment| reader.hosts(environment));
        let credentials = reader.credentials();
        let shop_id = reader.parse::<ShopId>("SHOP_ID", "is not a UUID");
        let account_id = reader.parse::<AccountId>("ACCOUNT_ID", "is not 1 to 255 characters");
        let language = reader.or("DEFAULT_LANGUAGE", Language::Rus, "is none of kaz, rus, eng");
        let expire_period = reader.or_parsed("DEFAULT_EXPIRE_PERIOD", "2d", "is not 1d to 999d");
        let keys = reader.parse::<Keys>("API_KEYS", Keys::FORMAT);
        let bank_timeout_ms = reader.bank_timeout_ms();
        let config = (|| {
            let shop = ShopDefaults {
                shop_id: shop_id?,
                account_id: account_id?,
                language: language?,
                expire_period: expire_period?,
            };
            Some(Self {
                hosts: hosts?,
                credentials: credentials?,
                shop,
                keys: keys?,
                bank_timeout_ms: bank_timeout_ms?,
            })
        })();
        config.filter(|_| reader.faults.is_empty()).ok_or(reader.faults)
    }
}

/// A variable or a secret: the platform gives both the same way.
fn text(env: &Env, key: &str) -> Option<String> {
    env.var(key).ok().map(|value| value.to_string())
}

struct Reader<G> {
    get: G,
    faults: Vec<ConfigFault>,
}

impl<G: Fn(&'static str) -> Option<String>> Reader<G> {
    fn optional(&self, key: &'static str) -> Option<String> {
        (self.get)(key).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn refuse<T>(&mut self, key: &'static str, wrong: Option<&'static str>) -> Option<T> {
        self.faults.push(ConfigFault { key, wrong });
        None
    }

    fn required(&mut self, key: &'static str) -> Option<String> {
        self.optional(key).or_else(|| self.refuse(key, None))
    }

    fn parse<T: FromStr>(&mut self, key: &'static str, wrong: &'static str) -> Option<T> {
        self.required(key)?.parse().ok().or_else(|| self.refuse(key, Some(wrong)))
    }

    fn or<T: FromStr>(&mut self, key: &'static str, default: T, wrong: &'static str) -> Option<T> {
        match self.optional(key) {
            None => Some(default),
            Some(value) => value.parse().ok().or_else(|| self.refuse(key, Some(wrong))),
        }
    }

    fn or_parsed(&mut self, key: &'static str, default: &str, wrong: &'static str) -> Option<ExpirePeriod> {
        let value = self.optional(key).unwrap_or_else(|| default.to_owned());
        value.parse().ok().or_else(|| self.refuse(key, Some(wrong)))
    }

    /// The environment's hosts, where the two URLs do not say otherwise; the sandbox has none of its own.
    fn hosts(&mut self, environment: Environment) -> Option<Hosts> {
        const NOT_A_LINK: &str = "is not an absolute http or https URL";
        let own = environment.hosts();
        let own = |url: fn(&Hosts) -> &str| own.as_ref().map(|hosts| url(hosts).to_owned());
        let (own_oauth, own_api) = (own(Hosts::oauth_url), own(Hosts::api_url));
        let oauth = self.link("EPAY_OAUTH_URL", own_oauth, NOT_A_LINK);
        let api = self.link("EPAY_API_URL", own_api, NOT_A_LINK);
        Some(Hosts::new(&oauth?, &api?))
    }

    fn link(&mut self, key: &'static str, own: Option<String>, wrong: &'static str) -> Option<Link> {
        match self.optional(key).or(own) {
            None => self.refuse(key, None),
            Some(url) => url.parse().ok().or_else(|| self.refuse(key, Some(wrong))),
        }
    }

    fn credentials(&mut self) -> Option<Credentials> {
        let client_id = self.required("EPAY_CLIENT_ID");
        let client_secret = self.required("EPAY_CLIENT_SECRET");
        let grant = match self.optional("EPAY_GRANT").as_deref() {
            None | Some("password") => {
                let (username, password) = (self.required("EPAY_USERNAME"), self.required("EPAY_PASSWORD"));
                (|| Some(Grant::Password { username: username?, password: Secret::new(password?) }))()
            }
            Some("client_credentials") => Some(Grant::ClientCredentials),
            Some(_) => self.refuse("EPAY_GRANT", Some("is none of password, client_credentials")),
        };
        Some(Credentials { client_id: client_id?, client_secret: Secret::new(client_secret?), grant: grant? })
    }

    fn bank_timeout_ms(&mut self) -> Option<u32> {
        let timeout = self.or("BANK_TIMEOUT_MS", Config::DEFAULT_BANK_TIMEOUT_MS, "is not a whole number")?;
        if (100..=60_000).contains(&timeout) {
            return Some(timeout);
        }
        self.refuse("BANK_TIMEOUT_MS", Some("is not within 100 and 60000"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn complete() -> HashMap<&'static str, &'static str> {
        HashMap::from([
            ("EPAY_ENV", "test"),
            ("EPAY_CLIENT_ID", "halykfinanceUSD"),
            ("EPAY_CLIENT_SECRET", "client-secret"),
            ("EPAY_USERNAME", "user"),
            ("EPAY_PASSWORD", "the-password"),
            ("SHOP_ID", "04f25a4b-d2bd-4dd8-b3a7-9390be4774c4"),
            ("ACCOUNT_ID", "0003413423"),
            ("API_KEYS", r#"{"shop":{"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}"#),
        ])
    }

    fn read(values: &HashMap<&'static str, &'static str>) -> Result<Config, Vec<(&'static str, Option<&'static str>)>> {
        Config::read(|key| values.get(key).map(|value| (*value).to_owned()))
            .map_err(|faults| faults.into_iter().map(|fault| (fault.key, fault.wrong)).collect())
    }

    #[test]
    fn names_every_missing_key_at_once() {
        let faults = read(&HashMap::from([("EPAY_ENV", "sandbox"), ("SHOP_ID", "  ")])).unwrap_err();
        let keys: Vec<_> = faults.iter().map(|(key, wrong)| (*key, wrong.is_none())).collect();
        let expected = [
            "EPAY_OAUTH_URL",
            "EPAY_API_URL",
            "EPAY_CLIENT_ID",
            "EPAY_CLIENT_SECRET",
            "EPAY_USERNAME",
            "EPAY_PASSWORD",
            "SHOP_ID",
            "ACCOUNT_ID",
            "API_KEYS",
        ];
        assert_eq!(keys, expected.map(|key| (key, true)));
    }

    #[test]
    fn says_what_is_wrong_and_never_the_value() {
        let wrong = [
            ("EPAY_ENV", "production"),
            ("EPAY_GRANT", "magic"),
            ("SHOP_ID", "e16cfde-f3e9-49c6-8cf9-2d3f080f739c"),
            ("DEFAULT_LANGUAGE", "german"),
            ("DEFAULT_EXPIRE_PERIOD", "2h"),
            ("API_KEYS", "the-key-itself"),
            ("BANK_TIMEOUT_MS", "60001"),
        ];
        for (key, value) in wrong {
            let mut values = complete();
            values.insert(key, value);
            let faults = read(&values).unwrap_err();
            assert!(
                matches!(&faults[..], [(found, Some(text))] if *found == key && !text.contains(value)),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn the_urls_go_before_the_environment() {
        let mut values = complete();
        assert_eq!(read(&values).unwrap().hosts.api_url(), "https://testepay.homebank.kz/api");
        values.insert("EPAY_API_URL", "http://127.0.0.1:8788/api/");
        let config = read(&values).unwrap();
        assert_eq!(config.hosts.api_url(), "http://127.0.0.1:8788/api");
        assert_eq!(config.hosts.oauth_url(), "https://testoauth.homebank.kz/epay2/oauth2/token");
    }

    #[test]
    fn client_credentials_need_no_user() {
        let mut values = complete();
        values.remove("EPAY_USERNAME");
        values.remove("EPAY_PASSWORD");
        values.insert("EPAY_GRANT", "client_credentials");
        assert!(matches!(read(&values).unwrap().credentials.grant, Grant::ClientCredentials));
    }

    #[test]
    fn no_secret_in_debug() {
        let debug = format!("{:?}", read(&complete()).unwrap());
        assert!(!debug.contains("client-secret") && !debug.contains("the-password"), "{debug}");
    }
}
