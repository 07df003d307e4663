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

    /// Reads a list into the list.
    fn read_all(scopes: &mut Vec<Self>, value: &Value<'_>) -> Option<()> {
        scopes.clear();
        for item in &value.items().ok()? {
            let text = item.string().ok()?;
            scopes.push(Self::ALL.into_iter().find(|scope| scope.as_str() == text)?);
        }
        Some(())
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
        let mut keys = Vec::new();
        let mut is_good = true;
        let root = Value::parse(json.as_bytes()).map_err(|_| ())?;
        root.each_member(&mut |name, value| {
            is_good = Key::add(&mut keys, name, value).is_some();
            is_good
        })
        .map_err(|_| ())?;
        if is_good && !keys.is_empty() { Ok(Self(keys)) } else { Err(()) }
    }
}

impl Key {
    /// Adds the key of that name, if there is none yet.
    fn add(keys: &mut Vec<Self>, name: &str, value: &Value<'_>) -> Option<()> {
        if keys.iter().any(|key| key.name == name) {
            return None;
        }
        let (mut digest, mut scopes, mut is_good) = (None, KeyScope::ALL.to_vec(), true);
        let mut take = |member: &str, value: &Value<'_>| {
            is_good = match member {
                "sha256" => {
                    digest = value.string().ok().and_then(hex::digest);
                    digest.is_some()
                }
                "scopes" => KeyScope::read_all(&mut scopes, value).is_some(),
                _ => false,
            };
            is_good
        };
        value.each_member(&mut take).ok().filter(|()| is_good)?;
        keys.push(Self { name: name.into(), digest: digest?, scopes });
        Some(())
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
