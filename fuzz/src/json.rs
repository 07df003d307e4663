//! The reader of JSON in place reads what serde_json reads, and nothing else.

use std::fmt;

use epay_invoice::fuzzing::{Json, json};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// As deep as the trees are compared; deeper, it is the verdict on the text alone.
const DEPTH: usize = 32;

pub fn run(data: &[u8]) {
    let theirs = serde_json::from_slice::<&RawValue>(data).ok();
    let ours = json(data, DEPTH);
    assert_eq!(ours.is_some(), theirs.is_some(), "one of the readers takes this for JSON");
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        assert_eq!(ours, tree(theirs, DEPTH));
    }
}

fn tree(raw: &RawValue, depth: usize) -> Json {
    let text = raw.get();
    match text.as_bytes()[0] {
        b'n' => Json::Null,
        b't' => Json::Boolean(true),
        b'f' => Json::Boolean(false),
        b'"' => {
            let Text(text, is_whole) = serde_json::from_str(text).unwrap();
            Json::String(if is_whole { text } else { String::new() }, is_whole)
        }
        b'[' | b'{' if depth == 0 => Json::Deep,
        b'[' => {
            let Items(items) = serde_json::from_str(text).unwrap();
            Json::Array(items.into_iter().map(|item| tree(item, depth - 1)).collect())
        }
        b'{' => {
            let Members(members) = serde_json::from_str(text).unwrap();
            Json::Object(members.into_iter().map(|(name, value)| (name, tree(value, depth - 1))).collect())
        }
        _ => Json::Number(text.to_owned()),
    }
}

/// A string: with U+FFFD for each half of a surrogate pair, and whether there was none.
struct Text(String, bool);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Text, E> {
                Ok(of_wtf8(bytes))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned(), true))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

/// serde_json gives a string's bytes with half a surrogate pair in three, as UTF-8 would have it if it were a character.
fn of_wtf8(bytes: &[u8]) -> Text {
    let (mut text, mut is_whole, mut rest) = (String::new(), true, bytes);
    loop {
        let error = match str::from_utf8(rest) {
            Ok(plain) => {
                text.push_str(plain);
                return Text(text, is_whole);
            }
            Err(error) => error,
        };
        let (plain, half) = rest.split_at(error.valid_up_to());
        assert!(matches!(half, [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..]), "serde_json gives no text");
        text.push_str(str::from_utf8(plain).unwrap());
        text.push(char::REPLACEMENT_CHARACTER);
        (is_whole, rest) = (false, &half[3..]);
    }
}

struct Items<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Sequence;
        impl<'de> Visitor<'de> for Sequence {
            type Value = Items<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Items<'de>, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(Items(all))
            }
        }
        deserializer.deserialize_seq(Sequence)
    }
}

/// An object's members in order, repetitions kept.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Members<'de>, A::Error> {
                let mut all = Vec::new();
                while let Some((Text(name, _), value)) = members.next_entry()? {
                    all.push((name, value));
                }
                Ok(Members(all))
            }
        }
        deserializer.deserialize_map(Map)
    }
}
