//! The shared table of cases (tests/data/cases.json), run natively.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use epay_invoice::field::Amount;
use epay_invoice::{Code, Draft, Invoice, Issues, Reason, Search};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Table {
    payloads: BTreeMap<String, Box<RawValue>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    schema: String,
    field: Option<String>,
    #[serde(default, deserialize_with = "even_null")]
    input: Option<Box<RawValue>>,
    json: Option<String>,
    #[serde(default)]
    text_only: bool,
    issues: Vec<Expected>,
}

fn even_null<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    path: Vec<Value>,
    code: String,
    params: Value,
}

impl Case {
    /// The JSON text to read: the case's own, or the valid payload with the case's member in it.
    fn text(&self, table: &Table) -> String {
        let value = match (&self.input, &self.json) {
            (Some(raw), None) => raw.get(),
            (None, Some(text)) => text,
            _ => panic!("{}: either input or json", self.name),
        };
        let Some(field) = &self.field else { return value.to_owned() };
        let payload = &table.payloads[&self.schema];
        let members: Vec<(String, Box<RawValue>)> = members(payload);
        let mut texts: Vec<_> = members
            .iter()
            .map(|(name, raw)| format!("{name:?}:{}", if name == field { value } else { raw.get() }))
            .collect();
        if members.iter().all(|(name, _)| name != field) {
            texts.push(format!("{field:?}:{value}"));
        }
        format!("{{{}}}", texts.join(","))
    }
}

fn members(object: &RawValue) -> Vec<(String, Box<RawValue>)> {
    struct Members(Vec<(String, Box<RawValue>)>);
    impl<'de> Deserialize<'de> for Members {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct InOrder;
            impl<'de> serde::de::Visitor<'de> for InOrder {
                type Value = Members;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                    let mut members = Vec::new();
                    while let Some(member) = map.next_entry()? {
                        members.push(member);
                    }
                    Ok(Members(members))
                }
            }
            deserializer.deserialize_map(InOrder)
        }
    }
    serde_json::from_str::<Members>(object.get()).unwrap().0
}

fn table() -> Table {
    serde_json::from_str(include_str!("data/cases.json")).unwrap()
}

/// The issues, or the payload as it serialises.
fn read(schema: &str, json: &str) -> Result<String, Issues> {
    let json = json.as_bytes();
    let written = match schema {
        "invoice" => serde_json::to_string(&Invoice::from_json(json)?),
        "draft" => serde_json::to_string(&Draft::from_json(json)?),
        "search" => serde_json::to_string(&Search::from_json(json)?),
        other => panic!("no schema {other}"),
    };
    Ok(written.unwrap())
}

#[test]
fn every_case_has_its_issues() {
    let table = table();
    let mut wrong = Vec::new();
    for case in &table.cases {
        let text = case.text(&table);
        let issues = read(&case.schema, &text).err().map_or_else(Vec::new, |issues| issues.to_vec());
        let got: Vec<_> = issues.iter().map(|issue| serde_json::to_value(issue).unwrap()).collect();
        let expected: Vec<_> = case
            .issues
            .iter()
            .map(|issue| serde_json::json!({"path": issue.path, "code": issue.code, "params": issue.params}))
            .collect();
        if got != expected {
            wrong.push(format!("{}\n  expected {}\n  got      {}", case.name, Value::from(expected), Value::from(got)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table.cases.len(), wrong.join("\n"));
}

#[test]
fn what_is_accepted_goes_out_as_the_same_values() {
    let table = table();
    for case in table.cases.iter().filter(|case| case.issues.is_empty()) {
        let text = case.text(&table);
        let written = read(&case.schema, &text).unwrap();
        assert_eq!(read(&case.schema, &written).unwrap(), written, "{}", case.name);
        let given: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
        let written: serde_json::Map<String, Value> = serde_json::from_str(&written).unwrap();
        for (name, value) in &given {
            match written.get(name) {
                Some(out) if value.is_string() => {
                    // an id is shown in lower case
                    let same =
                        if name == "shop_id" { value.as_str().unwrap().to_lowercase().into() } else { value.clone() };
                    assert_eq!(*out, same, "{}: {name}", case.name);
                }
                Some(out) if value.is_number() => assert_eq!(out.as_f64(), value.as_f64(), "{}: {name}", case.name),
                Some(_) => {}
                None => assert_eq!(value, "", "{}: {name} is lost", case.name),
            }
        }
    }
}

/// What JSON cannot say, and so no case can: the two below prove that these codes exist for builders.
const NOT_IN_JSON: [Code; 2] = [Code::NotFinite, Code::NotDecimal];

#[test]
fn every_code_occurs() {
    let table = table();
    let codes: HashSet<_> = table.cases.iter().flat_map(|case| &case.issues).map(|issue| issue.code.as_str()).collect();
    for code in Code::ALL {
        assert_eq!(codes.contains(code.as_str()), !NOT_IN_JSON.contains(code), "{}", code.as_str());
    }
    assert_eq!(Amount::from_f64(f64::NAN), Err(Reason::NotFinite));
    assert_eq!("1 000".parse::<Amount>(), Err(Reason::NotDecimal));
}

#[test]
fn every_field_has_good_and_bad_cases() {
    let table = table();
    let seen = |schema: &str, good: bool| -> BTreeSet<&str> {
        let cases = table.cases.iter().filter(|case| case.schema == schema && case.issues.is_empty() == good);
        cases.filter_map(|case| case.field.as_deref()).collect()
    };
    let names = |lists: [&'static [&'static str]; 2]| lists.concat().into_iter().collect::<BTreeSet<_>>();
    for good in [true, false] {
        assert_eq!(seen("invoice", good), names([Invoice::REQUIRED, Invoice::OPTIONAL]));
        assert_eq!(seen("draft", good), names([Draft::REQUIRED, Draft::OPTIONAL]));
        assert_eq!(seen("search", good), names([Search::REQUIRED, &["orderParameters"]]));
    }
}

#[test]
fn names_are_distinct_and_only_texts_are_text_only() {
    let table = table();
    let mut names = HashSet::new();
    for case in &table.cases {
        assert!(names.insert((&case.schema, &case.name)), "{}", case.name);
        assert!(!case.text_only || case.json.is_some(), "{}", case.name);
    }
}

#[test]
fn the_pages_sample_request_has_exactly_six_faults() {
    let table = table();
    let sample = table.cases.iter().find(|case| case.name.contains("the page's sample request")).unwrap();
    let issues = read(&sample.schema, &sample.text(&table)).unwrap_err();
    assert_eq!(
        issues.to_string(),
        "invoice_id: too_long (max 15, actual 17); recipient_contact_sms: phone_digits (expected 10, actual 11); \
         post_link: link_not_absolute; failure_post_link: link_not_absolute; back_link: link_not_absolute; \
         failure_back_link: link_not_absolute"
    );
}
