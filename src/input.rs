//! Untrusted JSON, read in place.
//!
//! serde_json checks the text; the values stay where they are ([`RawValue`]), so that nothing is lost on the way to
//! a rule: members keep their order and their repetitions, numbers their digits, and half a surrogate pair is an
//! issue of its own field. Depth costs nothing: what no rule looks into is never entered.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::issue::{Issue, Kind, Reason};

/// One JSON value of the input.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Boolean(bool),
    /// The digits as they stand.
    Number(&'a str),
    String(Cow<'a, str>),
    /// A string that holds half of a surrogate pair.
    BrokenString,
    Array(&'a RawValue),
    Object(&'a RawValue),
}

impl<'a> Value<'a> {
    /// The root of a JSON document.
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self, Issue> {
        let raw: &RawValue = serde_json::from_slice(json).map_err(malformed)?;
        Ok(Self::of(raw))
    }

    pub(crate) fn of(raw: &'a RawValue) -> Self {
        let text = raw.get();
        match text.as_bytes() {
            [b'n', ..] => Self::Null,
            [b't', ..] => Self::Boolean(true),
            [b'f', ..] => Self::Boolean(false),
            [b'[', ..] => Self::Array(raw),
            [b'{', ..] => Self::Object(raw),
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => {
                Self::String(Cow::Borrowed(&text[1..text.len() - 1]))
            }
            [b'"', ..] => serde_json::from_str(text).map_or(Self::BrokenString, |text| Self::String(Cow::Owned(text))),
            _ => Self::Number(text),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::String(_) | Self::BrokenString => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    pub(crate) fn string(&self) -> Result<&str, Reason> {
        match self {
            Self::String(text) => Ok(text),
            Self::BrokenString => Err(Reason::LoneSurrogate),
            other => Err(Reason::NotString { actual: other.kind() }),
        }
    }

    pub(crate) fn number(&self) -> Result<&'a str, Reason> {
        match self {
            Self::Number(digits) => Ok(digits),
            other => Err(Reason::NotNumber { actual: other.kind() }),
        }
    }

    pub(crate) fn items(&self) -> Result<Vec<Value<'a>>, Reason> {
        match self {
            Self::Array(raw) => {
                let items: Vec<&RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
                Ok(items.into_iter().map(Self::of).collect())
            }
            other => Err(Reason::NotArray { actual: other.kind() }),
        }
    }

    pub(crate) fn members(&self) -> Result<Members<'a>, Reason> {
        match self {
            Self::Object(raw) => serde_json::from_str(raw.get()).map_err(|error| malformed(error).reason),
            other => Err(Reason::NotObject { actual: other.kind() }),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a line or column past u32::MAX is a text past 4 GiB")]
fn malformed(error: serde_json::Error) -> Issue {
    let reason = Reason::MalformedJson { line: error.line() as u32, column: error.column() as u32 };
    Issue { path: Vec::new(), reason }
}

/// An object's members, in order, repetitions kept.
pub(crate) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    pub(crate) fn into_values(self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> {
        self.0.into_iter().map(|(name, raw)| (name, Value::of(raw)))
    }

    pub(crate) fn into_raw(self) -> impl Iterator<Item = (Cow<'a, str>, &'a RawValue)> {
        self.0.into_iter()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(16);
                while let Some((Name(name), raw)) = map.next_entry()? {
                    members.push((name, raw));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

/// A member's name, borrowed where the JSON spells it without escapes (serde's own `Cow` never borrows).
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;

        impl<'de> Visitor<'de> for Borrow {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_bytes<E>(self, name: &'de [u8]) -> Result<Self::Value, E> {
                Ok(Name(str::from_utf8(name).map_or_else(|_| Cow::Owned(well_formed(name)), Cow::Borrowed)))
            }

            fn visit_bytes<E>(self, name: &[u8]) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(well_formed(name))))
            }
        }

        // as bytes, since only so serde_json gives a name that holds half of a surrogate pair
        deserializer.deserialize_bytes(Borrow)
    }
}

/// The text with U+FFFD for each half of a surrogate pair, like JavaScript's `toWellFormed`.
fn well_formed(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        text.push_str(chunk.valid());
        // a half is spelled in three bytes, none of them valid; the first is 0xED
        if chunk.invalid().first() == Some(&0xed) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(json: &str) -> Reason {
        Value::parse(json.as_bytes()).unwrap_err().reason
    }

    #[test]
    fn names_the_place_where_json_ends() {
        assert_eq!(reason(""), Reason::MalformedJson { line: 1, column: 0 });
        assert_eq!(reason("{\"a\":1,\n}"), Reason::MalformedJson { line: 2, column: 1 });
        assert_eq!(reason("{} {}"), Reason::MalformedJson { line: 1, column: 4 });
        assert!(Value::parse(b"\"\xff\"").is_err());
        assert!(Value::parse(b"\"\x00\"").is_err());
    }

    #[test]
    fn keeps_order_and_repetitions() {
        let root = Value::parse(br#"{"b":1,"a":"\u0041","b":null}"#).unwrap();
        let seen: Vec<_> = root.members().unwrap().into_values().map(|(n, v)| (n.into_owned(), v.kind())).collect();
        let expected = [("b", Kind::Number), ("a", Kind::String), ("b", Kind::Null)];
        assert_eq!(seen, expected.map(|(n, k)| (n.to_owned(), k)));
    }

    #[test]
    fn half_a_surrogate_pair_breaks_its_own_string_alone() {
        let root = Value::parse(br#"{"a":"\ud83d","b":"\ud83d\ude00"}"#).unwrap();
        let values: Vec<_> = root.members().unwrap().into_values().map(|(_, v)| v).collect();
        assert_eq!(values[0].string(), Err(Reason::LoneSurrogate));
        assert_eq!(values[1].string(), Ok("😀"));
    }

    #[test]
    fn half_a_surrogate_pair_in_a_name_is_replaced() {
        let root = Value::parse(br#"{"a\ud800\udbffb":1,"\ud83d\ude00":2,"\udc00":3}"#).unwrap();
        let names: Vec<_> = root.members().unwrap().into_values().map(|(name, _)| name.into_owned()).collect();
        assert_eq!(names, ["a\u{fffd}\u{fffd}b", "😀", "\u{fffd}"]);
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
        let root = Value::parse(deep.as_bytes()).unwrap();
        let kinds: Vec<_> = root.members().unwrap().into_values().map(|(_, v)| v.kind()).collect();
        assert_eq!(kinds, [Kind::Array]);
    }
}
