//! Writes, as JSON, what the npm package needs to know of the crate: names, codes, allowed values, texts.

use epay_invoice::field::{AccountId, Currency, Description, Direction, Language, Method, RecordField};
use epay_invoice::issue::Reason;
use epay_invoice::message::{Locale, template};
use epay_invoice::{Code, Draft, Invoice, Search};
use serde_json::{Map, Value, json};

fn main() {
    let codes: Vec<Value> = Code::ALL.iter().map(|code| json!([code.as_str(), code.params()])).collect();
    let texts: Map<String, Value> = Locale::ALL
        .iter()
        .map(|locale| {
            let texts: Vec<&str> = Code::ALL.iter().map(|code| template(*code, *locale)).collect();
            (locale.to_string(), texts.into())
        })
        .collect();
    let methods: Vec<Value> = ["=", "between", "like", "in"]
        .into_iter()
        .filter_map(|text| text.parse::<Method>().ok())
        .map(|method| json!([method.as_str(), method.arity()]))
        .collect();
    let too_large = match epay_invoice::field::Amount::from_tiyn(u64::MAX) {
        Err(Reason::TooLarge { max }) => max,
        _ => "",
    };
    let plain = ranges(|unit| {
        let is_well = |it: char| Description::check(it.to_string().as_bytes()).is_ok();
        // by itself a space is none, nor is half a pair
        unit == u16::from(b' ') || char::from_u32(unit.into()).is_some_and(is_well)
    });
    let tables = json!({
        "codes": codes,
        "texts": texts,
        "too_large": too_large,
        "invoice": { "required": Invoice::REQUIRED, "optional": Invoice::OPTIONAL },
        "draft": { "required": Draft::REQUIRED, "optional": Draft::OPTIONAL },
        "plain": plain,
        "most_characters": {
            "account_id": AccountId::MAX,
            "description": Description::MAX,
            "searchParameter": Search::VALUE_MAX,
        },
        "lists": { "language": Language::ALLOWED, "currency": Currency::ALLOWED },
        "direction": Direction::ALLOWED,
        "method": Method::ALLOWED,
        "arity": methods,
        "record": RecordField::ALL,
    });
    println!("{tables}");
}

/// The UTF-16 units for which it holds, each range by its first and last.
fn ranges(holds: impl Fn(u16) -> bool) -> Vec<[u16; 2]> {
    let mut ranges: Vec<[u16; 2]> = Vec::new();
    for unit in (0..=u16::MAX).filter(|unit| holds(*unit)) {
        match ranges.last_mut() {
            Some([_, last]) if *last + 1 == unit => *last = unit,
            _ => ranges.push([unit, unit]),
        }
    }
    ranges
}
