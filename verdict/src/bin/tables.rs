//! Writes, as JSON, what the npm package needs to know of the crate: names, codes, allowed values, texts.

use epay_invoice::field::{Currency, Direction, Language, Method, RecordField};
use epay_invoice::issue::Reason;
use epay_invoice::message::{Locale, template};
use epay_invoice::{Code, Draft, Invoice};
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
    let tables = json!({
        "codes": codes,
        "texts": texts,
        "too_large": too_large,
        "invoice": { "required": Invoice::REQUIRED, "optional": Invoice::OPTIONAL },
        "draft": { "required": Draft::REQUIRED, "optional": Draft::OPTIONAL },
        "language": Language::ALLOWED,
        "currency": Currency::ALLOWED,
        "direction": Direction::ALLOWED,
        "method": Method::ALLOWED,
        "arity": methods,
        "record": RecordField::ALL,
    });
    println!("{tables}");
}
