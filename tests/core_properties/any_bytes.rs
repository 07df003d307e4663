//! Bytes of any kind are answered, never met with a panic.

use epay_invoice::search::Page;
use epay_invoice::{Draft, Invoice, Issues, Record, Search, bank};
use proptest::prelude::*;
use proptest::sample::Index;

use super::{given, oracle};

/// Reads the bytes as everything that can be read, and lets each issue tell of itself.
fn read_as_everything(bytes: &[u8]) {
    let tell = |issues: Issues| assert!(!issues.is_empty() && !issues.to_string().is_empty());
    Invoice::from_json(bytes).map_or_else(tell, |invoice| drop(format!("{invoice:?}")));
    Draft::from_json(bytes).map_or_else(tell, |draft| drop(format!("{draft:?}")));
    Search::from_json(bytes).map_or_else(tell, |search| drop(format!("{search:?}")));
    if let Some(record) = Record::from_json(bytes) {
        serde_json::to_string(&record).unwrap();
    }
    if let Some(page) = Page::from_json(bytes) {
        serde_json::to_string(&page).unwrap();
    }
    drop(bank::called_back(bytes));
}

/// JSON with some bytes put in, taken out or replaced.
fn spoilt_json() -> impl Strategy<Value = Vec<u8>> {
    let json = prop_oneof![
        given::json_tree().prop_map(|value| value.to_string()),
        given::doubtful(&oracle::INVOICE).prop_map(|members| given::object(&members)),
    ];
    let byte = prop_oneof![proptest::sample::select(b"\"\\{}[],:0-9.eEu \n\xed\xa0\xff\0".to_vec()), any::<u8>()];
    (json, prop::collection::vec((any::<Index>(), 0..3, byte), 0..4)).prop_map(|(json, changes)| {
        let mut bytes = json.into_bytes();
        for (index, change, byte) in changes {
            let place = index.index(bytes.len() + 1);
            match change {
                1 if place < bytes.len() => drop(bytes.remove(place)),
                2 if place < bytes.len() => bytes[place] = byte,
                _ => bytes.insert(place, byte),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_as_everything(&bytes);
    }

    #[test]
    fn nearly_json(bytes in spoilt_json()) {
        read_as_everything(&bytes);
    }
}

#[test]
fn depth_size_and_number() {
    let depth = 10_000;
    for (open, close) in [
        ("[", "]"),
        ("{\"a\":", "}"),
        ("{\"Records\":[", "]}"),
        ("{\"searchParameters\":[{\"searchParameter\":[", "]}]}"),
    ] {
        let whole = format!("{}0{}", open.repeat(depth), close.repeat(depth));
        read_as_everything(whole.as_bytes());
        read_as_everything(&whole.as_bytes()[..whole.len() - 1]);
        read_as_everything(&whole.as_bytes()[..open.len() * depth]);
        for name in ["invoice_id", "amount", "description", "paging", "searchParameters", "Records"] {
            read_as_everything(format!("{{\"{name}\":{whole}}}").as_bytes());
        }
    }
    let many: Vec<_> = (0..20_000).rev().map(|number| format!("\"a{number}\":{number}")).collect();
    read_as_everything(format!("{{{}}}", many.join(",")).as_bytes());
    let long = "9".repeat(100_000);
    for name in
        ["shop_id", "invoice_id", "amount", "description", "recipient_contact", "post_link", "expire_period", &long]
    {
        read_as_everything(format!("{{\"{name}\":\"{long}\"}}").as_bytes());
        read_as_everything(format!("{{\"{name}\":{long}}}").as_bytes());
        read_as_everything(format!("{{\"{name}\":1e{long}}}").as_bytes());
        read_as_everything(format!("{{\"{name}\":1e-{long}}}").as_bytes());
    }
}
