//! The Worker's configuration: read once per isolate, checked whole.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::str::FromStr;

use super::bare::local;
use super::border::{self, Env};
use super::fault::{ConfigFault, Fault};
use super::key::Keys;
use super::mac::SECRET_MIN;
use super::origin::Origins;
use super::seal::PublicUrl;
use super::signature::WebhookKey;
use crate::bank::{Credentials, Environment, Grant, Hosts, Secret};
use crate::digits;
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
    /// The Worker's own callback links; without them the bank calls the shop's.
    pub(super) callbacks: Option<Callbacks>,
    /// Where the shop hears of its orders.
    pub(super) webhook: Option<Webhook>,
    /// What the shop's backend signs tickets with.
    pub(super) ticket_secret: Option<Secret>,
    /// Which pages may call this Worker.
    pub(super) origins: Origins,
}

/// The Worker's own callback links.
#[derive(Debug)]
pub(super) struct Callbacks {
    /// Where the world reaches this Worker.
    pub(super) public_url: PublicUrl,
    pub(super) secret: Secret,
}

/// Where the shop hears of its orders.
#[derive(Debug)]
pub(super) struct Webhook {
    pub(super) url: Link,
    pub(super) key: WebhookKey,
}

impl Config {
    const DEFAULT_BANK_TIMEOUT_MS: u64 = 10_000;

    /// The isolate's configuration, which lives as long as that. One that is not complete is read again by the next request.
    pub(super) fn of(env: &Env) -> Result<&'static Self, Box<Fault>> {
        local!(static CONFIG: Cell<Option<&'static Config>> = Cell::new(None));
        if let Some(config) = CONFIG.with(Cell::get) {
            return Ok(config);
        }
        let config = Self::read(&|key| border::setting(env, key)).map_err(Fault::NotConfigured)?;
        let config = Box::leak(Box::new(config));
        CONFIG.with(|kept| kept.set(Some(config)));
        Ok(config)
    }

    /// Reads the configuration by its keys; an empty value is a missing one.
    fn read(get: &dyn Fn(&'static str) -> Option<String>) -> Result<Self, Vec<ConfigFault>> {
        let mut reader = Reader { get, faults: Vec::new() };
        let hosts = reader.hosts();
        let credentials = reader.credentials();
        let shop_id = reader.parse::<ShopId>("SHOP_ID", None, "is not a UUID");
        let account_id = reader.parse::<AccountId>("ACCOUNT_ID", None, "is not 1 to 255 characters");
        let language = reader.parse::<Language>("DEFAULT_LANGUAGE", Some("rus"), "is none of kaz, rus, eng");
        let expire_period = reader.parse::<ExpirePeriod>("DEFAULT_EXPIRE_PERIOD", Some("2d"), "is not 1d to 999d");
        let keys = reader.parse::<Keys>("API_KEYS", None, Keys::FORMAT);
        let bank_timeout_ms = reader.bank_timeout_ms();
        let callback_secret = reader.secret("CALLBACK_SECRET");
        let callbacks = reader.pair("PUBLIC_URL", PublicUrl::FORMAT, "CALLBACK_SECRET", callback_secret);
        let webhook_key = reader.optional_parse::<WebhookKey>("WEBHOOK_SECRET", WebhookKey::FORMAT);
        let webhook = reader.pair("SHOP_WEBHOOK_URL", NOT_A_LINK, "WEBHOOK_SECRET", webhook_key);
        let ticket_secret = reader.secret("TICKET_SECRET");
        let origins = reader.parse::<Origins>("ALLOWED_ORIGINS", Some(""), Origins::FORMAT);
        // all at once: what is there already would have to be dropped anew at each `?`
        let (
            Some(hosts),
            Some(shop_id),
            Some(account_id),
            Some(language),
            Some(expire_period),
            Some(keys),
            Some(origins),
            true,
        ) = (hosts, shop_id, account_id, language, expire_period, keys, origins, reader.faults.is_empty())
        else {
            return Err(reader.faults);
        };
        Ok(Self {
            hosts,
            credentials,
            shop: ShopDefaults { shop_id, account_id, language, expire_period },
            keys,
            bank_timeout_ms,
            callbacks: callbacks.map(|(public_url, secret)| Callbacks { public_url, secret }),
            webhook: webhook.map(|(url, key)| Webhook { url, key }),
            ticket_secret,
            origins,
        })
    }
}

const NOT_A_LINK: &str = "is not an absolute http or https URL";

/// What a value is read into, of whatever type.
trait Setting {
    /// Whether the text could be read.
    fn read(&mut self, text: &str) -> bool;
}

impl<T: FromStr> Setting for Option<T> {
    fn read(&mut self, text: &str) -> bool {
        *self = text.parse().ok();
        self.is_some()
    }
}

/// Reads value by value and notes what is wrong; in the place of a value that is noted stands nothing, or an empty one.
struct Reader<'a> {
    get: &'a dyn Fn(&'static str) -> Option<String>,
    faults: Vec<ConfigFault>,
}

impl Reader<'_> {
    fn optional(&self, key: &'static str) -> Option<String> {
        let value = (self.get)(key)?;
        let value = value.trim();
        if value.is_empty() { None } else { Some(value.into()) }
    }

    fn refuse(&mut self, key: &'static str, wrong: Option<&'static str>) {
        self.faults.push(ConfigFault { key, wrong });
    }

    fn required(&mut self, key: &'static str) -> String {
        self.optional(key).unwrap_or_else(|| {
            self.refuse(key, None);
            String::new()
        })
    }

    /// Reads the value, which must be there.
    fn read(&mut self, key: &'static str, value: Option<&str>, wrong: &'static str, setting: &mut dyn Setting) {
        match value {
            None => self.refuse(key, None),
            Some(text) if setting.read(text) => {}
            Some(_) => self.refuse(key, Some(wrong)),
        }
    }

    fn read_as<T: FromStr>(&mut self, key: &'static str, value: Option<&str>, wrong: &'static str) -> Option<T> {
        let mut setting = None;
        self.read(key, value, wrong, &mut setting);
        setting
    }

    /// The value, or the default where there is none.
    fn parse<T: FromStr>(&mut self, key: &'static str, default: Option<&str>, wrong: &'static str) -> Option<T> {
        let value = self.optional(key);
        self.read_as(key, value.as_deref().or(default), wrong)
    }

    fn optional_parse<T: FromStr>(&mut self, key: &'static str, wrong: &'static str) -> Option<T> {
        let value = self.optional(key)?;
        self.read_as(key, Some(&value), wrong)
    }

    /// The environment's hosts, where the two URLs do not say otherwise; the sandbox has none of its own.
    fn hosts(&mut self) -> Option<Hosts> {
        let wrong = "is none of prod, test, test-epayment, sandbox";
        let own = self.parse::<Environment>("EPAY_ENV", None, wrong)?.hosts();
        let oauth = self.parse::<Link>("EPAY_OAUTH_URL", own.as_ref().map(Hosts::oauth_url), NOT_A_LINK);
        let api = self.parse::<Link>("EPAY_API_URL", own.as_ref().map(Hosts::api_url), NOT_A_LINK);
        Some(Hosts::new(&oauth?, &api?))
    }

    fn credentials(&mut self) -> Credentials {
        let client_id = self.required("EPAY_CLIENT_ID");
        let client_secret = Secret::new(self.required("EPAY_CLIENT_SECRET"));
        let grant = match self.optional("EPAY_GRANT").as_deref() {
            None | Some("password") => Grant::Password {
                username: self.required("EPAY_USERNAME"),
                password: Secret::new(self.required("EPAY_PASSWORD")),
            },
            Some("client_credentials") => Grant::ClientCredentials,
            Some(_) => {
                self.refuse("EPAY_GRANT", Some("is none of password, client_credentials"));
                Grant::ClientCredentials
            }
        };
        Credentials { client_id, client_secret, grant }
    }

    /// A URL that is of use only together with a secret.
    fn pair<U: FromStr, S>(
        &mut self,
        url_key: &'static str,
        wrong: &'static str,
        secret_key: &'static str,
        secret: Option<S>,
    ) -> Option<(U, S)> {
        let url = self.optional(url_key)?;
        let url = self.read_as(url_key, Some(&url), wrong);
        if secret.is_none() && self.optional(secret_key).is_none() {
            self.refuse(secret_key, None);
        }
        url.zip(secret)
    }

    /// A secret for HMAC-SHA256: one shorter than its output could be guessed (RFC 2104, section 3).
    fn secret(&mut self, key: &'static str) -> Option<Secret> {
        let secret = self.optional(key)?;
        if secret.len() < SECRET_MIN {
            self.refuse(key, Some("is shorter than 32 characters"));
        }
        Some(Secret::new(secret))
    }

    fn bank_timeout_ms(&mut self) -> u32 {
        const KEY: &str = "BANK_TIMEOUT_MS";
        let timeout = self.optional(KEY).map_or(Some(Config::DEFAULT_BANK_TIMEOUT_MS), |text| digits::read(&text));
        match timeout.and_then(|timeout| timeout.try_into().ok()) {
            Some(timeout @ 100..=60_000) => return timeout,
            Some(_) => self.refuse(KEY, Some("is not within 100 and 60000")),
            None => self.refuse(KEY, Some("is not a whole number")),
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::format;

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
            ("PUBLIC_URL", "https://epay.example.kz/"),
            ("CALLBACK_SECRET", "callback-secret-of-32-characters"),
            ("SHOP_WEBHOOK_URL", "https://shop.example.kz/hook"),
            ("WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            ("TICKET_SECRET", "ticket-secret-of-32-characters--"),
            ("API_KEYS", r#"{"shop":{"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}"#),
        ])
    }

    fn read(values: &HashMap<&'static str, &'static str>) -> Result<Config, Vec<(&'static str, Option<&'static str>)>> {
        Config::read(&|key| values.get(key).map(|value| (*value).to_owned()))
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
            ("PUBLIC_URL", "epay.example.kz"),
            ("CALLBACK_SECRET", "too-short"),
            ("TICKET_SECRET", "too-short"),
            ("SHOP_WEBHOOK_URL", "/hook"),
            ("WEBHOOK_SECRET", "whsec_too-short"),
            ("ALLOWED_ORIGINS", "https://shop.kz/path"),
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
    fn a_url_needs_its_secret_and_neither_is_a_must() {
        let mut values = complete();
        values.remove("CALLBACK_SECRET");
        values.remove("WEBHOOK_SECRET");
        assert_eq!(read(&values).unwrap_err(), [("CALLBACK_SECRET", None), ("WEBHOOK_SECRET", None)]);
        values.remove("PUBLIC_URL");
        values.remove("SHOP_WEBHOOK_URL");
        values.remove("TICKET_SECRET");
        let config = read(&values).unwrap();
        assert!(config.callbacks.is_none() && config.webhook.is_none() && config.ticket_secret.is_none());
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
        for secret in ["client-secret", "the-password", "-secret-of-32", "MfKQ9r8"] {
            assert!(!debug.contains(secret), "{debug}");
        }
    }
}
