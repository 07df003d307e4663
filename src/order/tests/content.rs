//! Which record is the order's.

use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use super::super::content::{any, differing_from_elsewhere, made_since, paid};
use super::*;

fn place(records: &[Arc<Record>], found: Option<&Arc<Record>>) -> Option<usize> {
    found.map(|found| records.iter().position(|record| Arc::ptr_eq(record, found)).unwrap())
}

fn shared(records: impl IntoIterator<Item = Record>) -> Vec<Arc<Record>> {
    records.into_iter().map(Arc::new).collect()
}

#[test]
fn of_several_payments_the_one_at_the_price_then_the_known_then_the_newest_then_the_first() {
    let charged = |id, amount, created_ms| record_of(id, amount, "CHARGED", created_ms);
    let [own, other] = [Some(ID.parse().unwrap()), None];
    let cases = [
        (vec![charged(ID, 200, NOW), charged(OTHER_ID, 100, NOW - 1)], own, Some(1)),
        (vec![charged(OTHER_ID, 100, NOW), charged(ID, 100, NOW - 1)], own, Some(1)),
        (vec![charged(OTHER_ID, 200, NOW), charged(ID, 200, NOW - 1)], own, Some(1)),
        (vec![charged(OTHER_ID, 100, NOW), charged(ID, 100, NOW + 1)], other, Some(1)),
        (vec![charged(OTHER_ID, 100, NOW), charged(ID, 100, NOW)], other, Some(0)),
        (vec![record("ACTIVE"), charged(OTHER_ID, 200, NOW)], own, Some(1)),
        (vec![record("ACTIVE")], own, None),
    ];
    for (records, link, expected) in cases {
        let records = shared(records);
        assert_eq!(place(&records, paid(&records, Some(&invoice(100)), link)), expected, "{records:?}");
    }
    // no link is known, and a record tells no id
    let nameless = Record::from_json(br#"{"amount":200,"status":"CHARGED"}"#).unwrap();
    let records = shared([nameless, charged(ID, 200, NOW)]);
    assert_eq!(place(&records, paid(&records, Some(&invoice(100)), None)), Some(1));
}

#[test]
fn of_unknown_links_the_paid_one_then_one_that_can_be_paid_then_the_newest_then_the_first() {
    let cases = [
        (vec![record_of(ID, 100, "ACTIVE", NOW), record_of(OTHER_ID, 100, "CHARGED", NOW - 1)], Some(1)),
        (vec![record_of(ID, 100, "OFF", NOW), record_of(OTHER_ID, 100, "ACTIVE", NOW - 1)], Some(1)),
        (vec![record_of(ID, 100, "OFF", NOW - 1), record_of(OTHER_ID, 100, "OFF", NOW)], Some(1)),
        (vec![record_of(ID, 100, "OFF", NOW), record_of(OTHER_ID, 100, "OFF", NOW)], Some(0)),
        (vec![], None),
    ];
    for (records, expected) in cases {
        let records = shared(records);
        assert_eq!(place(&records, any(&records)), expected, "{records:?}");
    }
}

#[test]
fn an_intent_has_led_to_what_has_its_price_and_is_not_older() {
    let skew = super::super::CLOCK_SKEW_MS;
    let cases = [(100, -skew, true), (100, -skew - 1, false), (200, 0, false), (100, 0, true)];
    for (amount, age_ms, is_it) in cases {
        let records = shared([record_of(ID, amount, "ACTIVE", NOW + age_ms)]);
        assert_eq!(made_since(&records, &invoice(100), NOW).is_some(), is_it, "{amount} {age_ms}");
    }
    let undated = shared([Record::from_json(br#"{"amount":100}"#).unwrap()]);
    assert!(made_since(&undated, &invoice(100), NOW).is_some());
}

#[test]
fn a_link_made_elsewhere_differs_in_what_is_paid_for() {
    let differing = |json: serde_json::Value| {
        differing_from_elsewhere(&invoice(100), &Record::from_json(json.to_string().as_bytes()).unwrap())
    };
    assert_eq!(differing(serde_json::json!({})), [""; 0], "what it does not tell does not differ");
    let same = serde_json::json!({"amount": 100, "currency": "KZT", "description": "Order 1", "language": "ru"});
    assert_eq!(differing(same), [""; 0]);
    let other = serde_json::json!({"amount": 1, "currency": "USD", "description": "Order 2"});
    assert_eq!(differing(other), ["amount", "currency", "description"]);
}
