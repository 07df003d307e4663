//! The record and the page of records.

use epay_invoice::Record;
use epay_invoice::search::Page;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{given, oracle};

fn read(json: &str) -> Option<Value> {
    Record::from_json(json.as_bytes()).map(|record| serde_json::to_value(record).unwrap())
}

/// A record's member as it should be read: kept, trimmed, or absent. `None` where that depends on the member's rule.
fn expected(name: &str, value: &Value) -> Option<Value> {
    match value {
        _ if !oracle::RECORD.contains(&name) => Some(value.clone()),
        Value::Null => Some(Value::Null),
        Value::String(text) if text.trim().is_empty() => Some(Value::Null),
        Value::String(_) if ["id", "amount"].contains(&name) || name.ends_with("_date") => None,
        Value::String(text) if name != "card_save" => Some(text.trim().into()),
        // a number is the one way to write an amount, and the number in it stays the same
        Value::Number(number) if name == "amount" => number.as_f64().map(Value::from),
        other => Some(other.clone()),
    }
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn nothing_of_a_record_is_lost(value in given::json_tree()) {
        let out = read(&value.to_string());
        prop_assert_eq!(out.is_some(), value.is_object());
        let (Some(out), Value::Object(given)) = (out, &value) else { return Ok(()) };
        for name in oracle::RECORD {
            prop_assert!(out.get(name).is_some(), "{}", name);
            prop_assert!(given.contains_key(*name) || out[name].is_null(), "{}", name);
        }
        for (name, value) in given {
            let read = if name == "amount" && out[name].is_number() { out[name].as_f64().into() } else { out[name].clone() };
            if let Some(expected) = expected(name, value) {
                prop_assert_eq!(read, expected, "{}", name);
            }
        }
        // what was read reads the same again
        prop_assert_eq!(read_again(&out), Some(out));
    }

    #[test]
    fn a_page_has_all_of_its_records(records in prop::collection::vec(given::json_tree(), 0..4), count in any::<u32>()) {
        let json = json!({"Records": records, "TotalCount": count}).to_string();
        let page = Page::from_json(json.as_bytes()).map(|page| serde_json::to_value(page).unwrap());
        let each: Option<Vec<Value>> = records.iter().map(|record| read(&record.to_string())).collect();
        prop_assert_eq!(page, each.map(|records| json!({"total_count": count, "records": records})));
    }
}

fn read_again(out: &Value) -> Option<Value> {
    read(&out.to_string())
}
