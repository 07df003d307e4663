//! The bank's answers (tests/data/answers.json), read natively.

use epay_invoice::Record;
use epay_invoice::search::Page;
use serde::Deserialize;
use serde_json::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    name: String,
    kind: String,
    json: String,
    read: Value,
}

#[test]
fn every_answer_is_read_as_it_should_be() {
    let answers: Vec<Answer> = serde_json::from_str(include_str!("data/answers.json")).unwrap();
    for answer in answers {
        let json = answer.json.as_bytes();
        let read = match answer.kind.as_str() {
            "record" => serde_json::to_value(Record::from_json(json)),
            "page" => serde_json::to_value(Page::from_json(json)),
            other => panic!("no kind {other}"),
        };
        assert_eq!(read.unwrap(), answer.read, "{}", answer.name);
    }
}

#[test]
fn what_was_read_reads_the_same_again() {
    let answers: Vec<Answer> = serde_json::from_str(include_str!("data/answers.json")).unwrap();
    for answer in answers.iter().filter(|answer| answer.kind == "record" && !answer.read.is_null()) {
        let again = Record::from_json(answer.read.to_string().as_bytes());
        assert_eq!(serde_json::to_value(again).unwrap(), answer.read, "{}", answer.name);
    }
}
