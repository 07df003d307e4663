//! API keys: who holds one may do what its scopes allow. The Worker knows their SHA-256 digests alone.

use alloc::string::String;
use alloc::vec::Vec;
use core::str::FromStr;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::hex;
use crate::input::Value;

/// What a key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyScope {
    Create,
    Read,
    Deactivate,
    Retry,
}

impl KeyScope {
    pub(super) const ALL: [Self; 4] = [Self::Create, Self::Read, Self::Deactivate, Self::Retry];

    fn read(value: &Value<'_>) -> Option<Self> {
        let text = value.string().ok()?;
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Deactivate => "deactivate",
            Self::Retry => "retry",
        }
    }
}

/// One key: its name, for the log, and what it may do.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: String,
    digest: [u8; 32],
    scopes: Vec<KeyScope>,
}

impl Key {
    pub(super) fn allows(&self, scope: KeyScope) -> bool {
        self.scopes.contains(&scope)
    }
}

/// All keys, from `API_KEYS`: `{"<name>": {"sha256": "<64 hexadecimal digits>", "scopes": ["create", "read", "deactivate", "retry"]}}`;
/// without `scopes` a key may do everything.
#[derive(Debug)]
pub(super) struct Keys(Vec<Key>);

impl Keys {
    pub(super) const FORMAT: &'static str =
        r#"is not {"<name>": {"sha256": "<64 hex digits>", "scopes": ["create", "read", "deactivate", "retry"]}}"#;

    /// The key with this text. Every digest is compared, each in constant time, so that the time tells nothing.
    pub(super) fn find(&self, text: &str) -> Option<&Key> {
        let digest = Sha256::digest(text.as_bytes());
        self.0.iter().fold(None, |found, key| if bool::from(key.digest.ct_eq(&digest)) { Some(key) } else { found })
    }
}

impl FromStr for Keys {
    type Err = ();

    fn from_str(json: &str) -> Result<Self, ()> {
        let root = Value::parse(json.as_bytes()).map_err(|_| ())?;
        let mut keys: Vec<Key> = Vec::new();
        for (name, value) in root.members().map_err(|_| ())?.into_values() {
            if keys.iter().any(|key| key.name == name) {
                return Err(());
            }
            keys.push(Key::read(name.into_owned(), &value).ok_or(())?);
        }
        if keys.is_empty() { Err(()) } else { Ok(Self(keys)) }
    }
}

impl Key {
    fn read(name: String, value: &Value<'_>) -> Option<Self> {
        let mut key = Self { name, digest: [0; 32], scopes: KeyScope::ALL.to_vec() };
        let mut has_digest = false;
        for (member, value) in value.members().ok()?.into_values() {
            match &*member {
                "sha256" => {
                    key.digest = hex::digest(value.string().ok()?)?;
                    has_digest = true;
                }
                "scopes" => {
                    key.scopes.clear();
                    for scope in &value.items().ok()? {
                        key.scopes.push(KeyScope::read(scope)?);
                    }
                }
                _ => return None,
            }
        }
        has_digest.then_some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SHA-256 of "test" and of "abc" (FIPS 180-2)
    const TWO: &str = r#"{
        "shop": {"sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        "till": {"sha256": "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", "scopes": ["read"]}
    }"#;

    #[test]
    fn finds_a_key_by_its_digest() {
        let keys: Keys = TWO.parse().unwrap();
        let shop = keys.find("test").unwrap();
        assert_eq!((shop.name.as_str(), shop.allows(KeyScope::Deactivate)), ("shop", true));
        let till = keys.find("abc").unwrap();
        assert_eq!(
            (till.name.as_str(), till.allows(KeyScope::Read), till.allows(KeyScope::Create)),
            ("till", true, false)
        );
        for wrong in ["", "tes", "test ", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"] {
            assert!(keys.find(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn refuses_what_could_be_a_slip() {
        let wrong = [
            "",
            "{}",
            "[]",
            r#"{"a":{"sha256":"9f86"}}"#,
            r#"{"a":{"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","scope":["read"]}}"#,
            r#"{"a":{"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","scopes":["write"]}}"#,
            r#"{"a":{"scopes":[]}}"#,
            r#"{"a":{"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
                "a":{"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}"#,
        ];
        for json in wrong {
            assert!(json.parse::<Keys>().is_err(), "{json}");
        }
    }
}
