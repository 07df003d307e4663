//! What is given to the core: strategies.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::Union;
use serde_json::{Value, json};

use super::oracle::{RECORD, Schema};

/// An object's members in their order: name, JSON text of the value.
pub type Members = Vec<(String, String)>;

/// The object.
pub fn object(members: &Members) -> String {
    let members: Vec<_> = members.iter().map(|(name, json)| format!("{}:{json}", quoted(name))).collect();
    format!("{{{}}}", members.join(","))
}

pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A text that keeps the field's rule.
fn good(field: &str) -> BoxedStrategy<String> {
    let pattern = match field {
        "shop_id" => "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "account_id" => "[0-9A-Z]{1,12}",
        "invoice_id" => "[0-9]{6,15}",
        "language" => "rus|kaz|eng",
        "description" => "[A-Za-zӘәҚқШшОоТт№ 0-9😀]{0,124}[ә!]",
        "expire_period" => "[1-9][0-9]{0,2}d",
        "recipient_contact" => "[a-z0-9.+_]{1,64}@[a-z]{1,63}(\\.[a-z0-9]{1,20}){1,3}",
        "recipient_contact_sms" | "notifier_contact_sms" => "\\+7[0-9]{10}",
        "currency" => "KZT",
        _ => {
            "(https|http|HTTPS)://([a-z0-9]{1,9}\\.kz|localhost|127\\.0\\.0\\.1|0x[0-9a-f]{0,2}\\.kz|\\[::1\\])(:[1-9][0-9]{0,3})?(/([a-z0-9~.]|%20){0,4}){0,3}(\\?[a-z]{1,3}=[0-9]{0,3})?(#[a-z]{0,3})?"
        }
    };
    proptest::string::string_regex(pattern).unwrap().boxed()
}

/// An amount as a JSON number that keeps the rule.
fn good_amount() -> BoxedStrategy<String> {
    prop_oneof![
        "[1-9][0-9]{0,11}(\\.[0-9]{1,2})?",
        "0\\.0[1-9]",
        (1_u64..100_000_000, 0_usize..=3).prop_map(|(digits, exponent)| format!("{digits}e{}", exponent)),
    ]
    .boxed()
}

/// A character that some rule does not like.
fn hostile_character() -> impl Strategy<Value = char> {
    prop_oneof![
        3 => select(" \0\t\n\r\u{7f}\u{85}\u{a0}\u{200f}\u{2028}\u{202e}\u{2066}\u{feff}٣３ә😀\"\\".chars().collect::<Vec<_>>()),
        4 => select("+-.,:;/?#@%[](){}<>|^`~_=&$!'*0123789aAdDzZ".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ]
}

/// The text with one to three characters put in, taken out, replaced or doubled.
fn mutated(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let change = (any::<Index>(), 0..4, hostile_character());
    (text, prop::collection::vec(change, 1..4)).prop_map(|(text, changes)| {
        let mut characters: Vec<char> = text.chars().collect();
        for (index, change, character) in changes {
            let place = index.index(characters.len() + 1);
            match (change, characters.get(place).copied()) {
                (1, Some(_)) => drop(characters.remove(place)),
                (2, Some(_)) => characters[place] = character,
                (3, Some(same)) => characters.insert(place, same),
                _ => characters.insert(place, character),
            }
        }
        characters.into_iter().collect()
    })
}

/// A value of the field as a builder takes it: a text, of which an amount is the decimal.
pub fn text(field: &str) -> BoxedStrategy<String> {
    if field == "amount" {
        return prop_oneof![
            3 => good_amount(),
            2 => "-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,3})?",
            1 => any::<f64>().prop_filter_map("finite", |double| double.is_finite().then(|| json!(double).to_string())),
        ]
        .boxed();
    }
    let long = (good(field), 1_usize..400).prop_map(|(text, times)| text.repeat(times));
    prop_oneof![6 => good(field), 5 => mutated(good(field)), 1 => any::<String>(), 1 => " {0,3}", 1 => long].boxed()
}

/// A value of the field as JSON text.
fn value(field: &str) -> BoxedStrategy<String> {
    let texts = if field == "amount" { text(field) } else { text(field).prop_map(|text| quoted(&text)).boxed() };
    let others = ["null", "true", "7", "\"7\"", "[]", "{}", "[[[]]]", r#""\ud83d""#, r#""\ude00a""#].map(str::to_owned);
    prop_oneof![8 => texts, 1 => select(others.to_vec())].boxed()
}

/// A value of the field, as JSON text, that keeps the rule.
fn good_value(field: &str) -> BoxedStrategy<String> {
    if field == "amount" { good_amount() } else { good(field).prop_map(|text| quoted(&text)).boxed() }
}

/// The members of a valid payload, in any order.
pub fn valid(schema: &'static Schema) -> impl Strategy<Value = Members> {
    let member = |name: &&'static str| {
        let name = (*name).to_owned();
        good_value(&name).prop_map(move |json| (name.clone(), json))
    };
    let required: Vec<_> = schema.required.iter().map(member).collect();
    let optional: Vec<_> = schema.optional.iter().map(member).map(proptest::option::of).collect();
    (required, optional).prop_flat_map(|(required, optional)| {
        Just(required.into_iter().chain(optional.into_iter().flatten()).collect::<Vec<_>>()).prop_shuffle()
    })
}

/// The members of a valid payload after none to four of: another value, a member taken out, repeated, or put in.
pub fn doubtful(schema: &'static Schema) -> impl Strategy<Value = Members> {
    #[derive(Clone, Debug)]
    enum Change {
        Set(String, String),
        Drop(Index),
        Repeat(Index, Index),
        Add(Index, String),
    }
    let fields = || [schema.required, schema.optional].concat();
    let set = Union::new(fields().into_iter().map(|field| value(field).prop_map(move |json| (field.to_owned(), json))));
    let strange = prop_oneof![
        mutated(select(fields()).prop_map(str::to_owned)),
        select(vec!["", "__proto__", "shop_id", "invoiceId"]).prop_map(str::to_owned),
    ];
    let change = prop_oneof![
        8 => set.prop_map(|(field, json)| Change::Set(field, json)),
        1 => any::<Index>().prop_map(Change::Drop),
        1 => any::<(Index, Index)>().prop_map(|(from, to)| Change::Repeat(from, to)),
        1 => (any::<Index>(), strange).prop_map(|(to, name)| Change::Add(to, name)),
    ];
    (valid(schema), prop::collection::vec(change, 0..4)).prop_map(|(mut members, changes)| {
        for change in changes {
            let place = |index: Index, extra| index.index(members.len().max(1) + extra);
            match change {
                Change::Set(field, json) => match members.iter_mut().find(|(name, _)| *name == field) {
                    Some(member) => member.1 = json,
                    None => members.push((field, json)),
                },
                Change::Drop(index) => drop(members.remove(place(index, 0))),
                Change::Repeat(from, to) => {
                    let (member, to) = (members[place(from, 0)].clone(), place(to, 1));
                    members.insert(to, member);
                }
                Change::Add(to, name) => {
                    let to = place(to, 1);
                    members.insert(to, (name, "1".to_owned()));
                }
            }
        }
        members
    })
}

/// Any JSON, with names and values that the core knows among its parts.
pub fn json_tree() -> impl Strategy<Value = Value> {
    let mut names = RECORD.to_vec();
    names.extend(["paging", "skip", "limit", "searchParameters", "name", "method", "searchParameter"]);
    names.extend(["orderParameters", "field", "typeOrder", "TotalCount", "Records", "code", "message", "access_token"]);
    let texts =
        ["", "=", "like", "in", "between", "ASC", "%", "ACTIVE", "CHARGED", " x ", "0001-01-01T00:00:00Z", "900"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        // a double that survives serde_json's quick reading of doubles
        any::<i32>().prop_map(|eighths| json!(f64::from(eighths) / 8.0)),
        select([&names[..], &texts[..]].concat()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 8, move |inner| {
        let name = prop_oneof![8 => select(names.clone()).prop_map(str::to_owned), 1 => any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..8).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// One condition of a search, good or nearly.
pub fn condition() -> impl Strategy<Value = (String, String, Vec<String>)> {
    let name = prop_oneof![
        4 => Just("invoice_id".to_owned()),
        4 => select(RECORD).prop_map(str::to_owned),
        1 => mutated(select(RECORD).prop_map(str::to_owned)),
    ];
    let value = prop_oneof![
        6 => "[0-9]{0,12}",
        3 => "[0-9]{0,3}%[0-9]{0,3}",
        1 => mutated("[0-9]{1,4}"),
        1 => any::<String>(),
        1 => "[ә]{254,257}",
    ];
    let method = select(vec!["=", "between", "like", "in"]).prop_map(str::to_owned);
    let count = prop_oneof![3 => 1..2_usize, 3 => 2..3_usize, 1 => 0..5_usize];
    (name, method, count.prop_flat_map(move |count| prop::collection::vec(value.clone(), count)))
}
