//! The validators accept what the documented rules accept, tell every issue of what they refuse, and read back what
//! they write.

use std::collections::HashSet;
use std::fmt::{Debug, Display};

use epay_invoice::fuzzing::{Json, json};
use epay_invoice::message::{Locale, message};
use epay_invoice::{Draft, Invoice, Issues, Search};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::oracle::{self, Schema};

pub fn run(data: &[u8]) {
    payload(data, Invoice::from_json(data), Invoice::from_json, &oracle::INVOICE);
    payload(data, Draft::from_json(data), Draft::from_json, &oracle::DRAFT);
    match Search::from_json(data) {
        Ok(search) => {
            let value = serde_json::from_slice(data).expect("what was accepted is JSON");
            assert!(oracle::search(&value), "accepted against the documented rules");
            reads_back(&search, Search::from_json);
        }
        Err(issues) => told(&issues),
    }
}

fn payload<T: Debug + PartialEq + Serialize>(
    data: &[u8],
    read: Result<T, Issues>,
    reader: impl Fn(&[u8]) -> Result<T, Issues>,
    schema: &Schema,
) {
    if let Some(members) = members(data) {
        assert_eq!(read.is_ok(), schema.accepts(&members), "the documented rules say otherwise: {read:?}");
    }
    match read {
        Ok(payload) => reads_back(&payload, reader),
        Err(issues) => told(&issues),
    }
}

fn reads_back<T: Debug + PartialEq + Serialize, E: Debug>(payload: &T, reader: impl Fn(&[u8]) -> Result<T, E>) {
    let json = serde_json::to_vec(payload).unwrap();
    assert_eq!(&reader(&json).expect("what was accepted is accepted again"), payload);
}

fn told(issues: &Issues) {
    assert!(!issues.is_empty(), "refused without an issue");
    assert!(!issues.to_string().is_empty());
    let mut seen = HashSet::new();
    for issue in issues.iter() {
        let json = serde_json::to_string(issue).unwrap();
        assert!(is_repeatable(&json) || seen.insert(json), "told twice: {issue}");
        for locale in Locale::ALL {
            let text = message(issue, *locale);
            assert!(!text.is_empty() && !text.contains(['{', '}']) || shows(issue, '{') || shows(issue, '}'), "{text}");
        }
    }
}

/// A name that is given three times is told of twice.
fn is_repeatable(json: &str) -> bool {
    json.contains("duplicate") || json.contains("unknown_field")
}

/// Whether the brace is the input's own.
fn shows(issue: &impl Display, brace: char) -> bool {
    issue.to_string().contains(brace)
}

/// The members of an object, each with its JSON text; `None` where the input is no object that serde_json reads.
fn members(data: &[u8]) -> Option<Vec<(String, String)>> {
    serde_json::from_slice::<&RawValue>(data).ok()?;
    // serde_json's maps lose repetitions; that this reader loses nothing is the subject of the target `json`
    let Json::Object(members) = json(data, 1)? else { return None };
    members.into_iter().map(|(name, value)| Some((name, text(value)?))).collect()
}

fn text(value: Json) -> Option<String> {
    match value {
        Json::Null => Some("null".into()),
        Json::Boolean(flag) => Some(flag.to_string()),
        Json::Number(digits) => Some(digits),
        Json::String(text, true) => Some(serde_json::to_string(&text).unwrap()),
        // half a surrogate pair is no text of the oracle's
        Json::String(_, false) => Some(r#""\ud800""#.into()),
        Json::Array(_) | Json::Object(_) | Json::Deep => Some("[]".into()),
    }
}
