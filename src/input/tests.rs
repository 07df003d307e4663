use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use proptest::prelude::*;
use serde_json::value::RawValue;

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

/// What must be accepted and what refused, beyond what the random tests come upon.
#[test]
fn the_grammar() {
    let good = [
        "0",
        "-0",
        "10",
        "1.5",
        "-1.50",
        "1e5",
        "1E+5",
        "1e-5",
        "0e0",
        "0.0e00",
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "{}",
        " [ ] ",
        "{ }",
        "\t\r\n{ \"a\" : [ 1 , { } ] }\n",
        "\"\\u0000\\ud800\\\"\\/\"",
        "\"\u{7f}\u{2028}\"",
        "[[[]],{}]",
        "{\"\":0,\"\":0}",
    ];
    for text in good {
        assert!(Value::parse(text.as_bytes()).is_ok() && serde_json::from_str::<&RawValue>(text).is_ok(), "{text}");
    }
    let bad = [
        "",
        " ",
        "+1",
        "-",
        "01",
        "-01",
        "1.",
        ".5",
        "1.e1",
        "1e",
        "1e+",
        "1.5.1",
        "0x1",
        "1 2",
        "NaN",
        "Infinity",
        "tru",
        "truee",
        "nul",
        "True",
        "'a'",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "\"\t\"",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\",1}",
        "{a:1}",
        "{1:1}",
        "{\"a\":1]",
        "{}{}",
        "[]]",
        "\u{feff}{}",
        "\u{a0}1",
        "/**/1",
        "1//",
    ];
    for text in bad {
        assert!(Value::parse(text.as_bytes()).is_err() && serde_json::from_str::<&RawValue>(text).is_err(), "{text}");
    }
}

/// The same bytes, by serde_json's reader.
fn by_serde(json: &[u8]) -> Result<&RawValue, Reason> {
    serde_json::from_slice(json)
        .map_err(|error| Reason::MalformedJson { line: error.line() as u32, column: error.column() as u32 })
}

/// All that is in a value, by both readers.
fn compare(value: &Value<'_>, raw: &RawValue) {
    match value {
        Value::Null => assert_eq!(raw.get(), "null"),
        Value::Boolean(flag) => assert_eq!(raw.get(), flag.to_string()),
        Value::Number(digits) => assert_eq!(raw.get(), *digits),
        Value::String(text) => assert_eq!(serde_json::from_str::<String>(raw.get()).unwrap(), *text),
        Value::BrokenString => assert!(serde_json::from_str::<String>(raw.get()).is_err()),
        Value::Array(text) => {
            assert_eq!(raw.get(), *text);
            let (items, theirs) = (value.items().unwrap(), serde_json::from_str::<Vec<&RawValue>>(raw.get()).unwrap());
            assert_eq!(items.len(), theirs.len());
            items.iter().zip(theirs).for_each(|(item, raw)| compare(item, raw));
        }
        Value::Object(text) => {
            assert_eq!(raw.get(), *text);
            let theirs = serde_json::from_str::<InOrder>(raw.get()).unwrap().0;
            let members: Vec<_> = value.members().unwrap().collect();
            assert_eq!(members.len(), theirs.len());
            for ((name, text), (their_name, raw)) in members.into_iter().zip(theirs) {
                // serde_json gives a half of a surrogate pair in three bytes, of which each is replaced
                assert_eq!(name, String::from_utf8_lossy(&their_name).replace("\u{fffd}\u{fffd}\u{fffd}", "\u{fffd}"));
                assert_eq!(text, raw.get());
                compare(&Value::of(text), raw);
            }
        }
    }
}

/// An object's members as serde_json reads them.
struct InOrder<'a>(Vec<(Vec<u8>, &'a RawValue)>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for InOrder<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = InOrder<'de>;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Bytes(name), raw)) = map.next_entry()? {
                    members.push((name, raw));
                }
                Ok(InOrder(members))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

struct Bytes(Vec<u8>);

impl<'de> serde::Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bytes;
            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a name")
            }
            fn visit_bytes<E>(self, name: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(name.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Visitor)
    }
}

/// What JSON is made of, and what spoils it.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"",
            "\\",
            "\\u",
            "\\ud83d",
            "\\ude00",
            "\\n",
            "\"\\ud800\"",
            "0",
            "12",
            "-",
            ".5",
            "e",
            "E+1",
            "true",
            "false",
            "null",
            " ",
            "\n",
            "\t",
            "\u{0}",
            "ә",
            "😀",
            "\"k\":",
            "{\"k\":",
            "[1,",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
        any::<u8>().prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// JSON, spaces and escapes in it.
fn json() -> impl Strategy<Value = String> {
    let string = prop::collection::vec(
        proptest::sample::select(vec![
            "a",
            "ә",
            "😀",
            "\\n",
            "\\\"",
            "\\\\",
            "\\u0041",
            "\\ud83d\\ude00",
            "\\ud800",
            "\\udc00",
            "/",
        ]),
        0..5,
    )
    .prop_map(|parts| format!("\"{}\"", parts.concat()));
    let number =
        proptest::string::string_regex("-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,5})?").unwrap();
    let leaf = prop_oneof![
        proptest::sample::select(vec!["null", "true", "false", "[ ]", "{\n}"]).prop_map(str::to_owned),
        number,
        string.clone(),
    ];
    leaf.prop_recursive(5, 64, 6, move |inner| {
        let member = (string.clone(), inner.clone()).prop_map(|(name, value)| format!("{name} :{value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(|items| format!("[{}]", items.join(" ,\r\n"))),
            prop::collection::vec(member, 0..6).prop_map(|members| format!("\t{{ {}}}", members.join(", "))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn accepts_and_refuses_what_serde_json_does(bytes in pieces()) {
        match (Value::parse(&bytes), by_serde(&bytes)) {
            (Ok(value), Ok(raw)) => compare(&value, raw),
            (ours, theirs) => prop_assert!(ours.is_err() && theirs.is_err(), "{:?} {:?}", ours, theirs),
        }
    }

    #[test]
    fn reads_what_serde_json_reads(json in json()) {
        compare(&Value::parse(json.as_bytes()).unwrap(), by_serde(json.as_bytes()).unwrap());
    }

    #[test]
    fn json_that_is_cut_or_spoilt_is_refused_alike(json in json(), place: prop::sample::Index, byte in proptest::sample::select(b"\"\\{}[],:0-.eEu \n\xed\xff\0x".to_vec())) {
        let place = place.index(json.len() + 1);
        let cut = &json.as_bytes()[..place];
        let spoilt = [cut, &[byte], json.as_bytes().get(place + 1..).unwrap_or_default()].concat();
        for bytes in [cut, &*spoilt] {
            match (Value::parse(bytes), by_serde(bytes)) {
                (Ok(value), Ok(raw)) => compare(&value, raw),
                (ours, theirs) => prop_assert!(ours.is_err() && theirs.is_err(), "{:?} {:?}", ours, theirs),
            }
        }
    }
}
