use epay_invoice::npm::{build_invoice, build_search};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{holds, js, json};

const WHOLE: &str = "['shop_id', '04F25A4B-d2bd-4dd8-b3a7-9390be4774c4'], ['account_id', '0003413423'], ['invoice_id', '000000001'], \
    ['amount', 10000.5], ['language', 'rus'], ['description', 'Шот №1 😀'], ['expire_period', '2d'], \
    ['recipient_contact', 'buyer@example.kz'], ['recipient_contact_sms', '+77771234567'], ['currency', 'KZT']";

fn calls(of: &str) -> Vec<JsValue> {
    Array::from(&js(&format!("[{of}]"))).to_vec()
}

fn invoice(of: &str) -> JsValue {
    build_invoice(calls(of)).unwrap()
}

fn search(of: &str) -> Result<JsValue, JsValue> {
    build_search(calls(of))
}

/// The issues of the whole invoice with one more call, as JSON.
fn issues_with(call: &str) -> String {
    issues(&invoice(&format!("{WHOLE}, {call}")))
}

fn issues(answer: &JsValue) -> String {
    json(&js_sys::Reflect::get(answer, &"issues".into()).unwrap())
}

#[wasm_bindgen_test]
fn a_good_answer_is_plain_values_and_has_what_was_given() {
    let answer = invoice(&format!("{WHOLE}, ['post_link', ''], ['back_link', 'https://a.kz']"));
    assert_eq!(
        json(&answer),
        "{\"ok\":true,\"value\":{\"shop_id\":\"04f25a4b-d2bd-4dd8-b3a7-9390be4774c4\",\"account_id\":\"0003413423\",\
        \"invoice_id\":\"000000001\",\"amount\":10000.5,\"language\":\"rus\",\"description\":\"Шот №1 😀\",\"expire_period\":\"2d\",\
        \"recipient_contact\":\"buyer@example.kz\",\"recipient_contact_sms\":\"+77771234567\",\"currency\":\"KZT\",\
        \"back_link\":\"https://a.kz\"}}"
    );
    // what JSON does not tell: a member that is there and undefined, and a Map
    assert!(holds(&answer, "(it) => !('issues' in it) && !('post_link' in it.value)"));
    assert!(holds(&answer, "(it) => [it, it.value].every((each) => Object.getPrototypeOf(each) === Object.prototype)"));
}

#[wasm_bindgen_test]
fn a_bad_answer_has_every_issue_in_the_order_of_the_calls() {
    let answer = invoice(
        "['amount', '1'], ['invoice_id', '12'], ['currency', null], ['expire_period', '0d'], ['expire_period', '1d']",
    );
    assert_eq!(
        issues(&answer),
        "[{\"path\":[\"amount\"],\"code\":\"not_number\",\"params\":{\"actual\":\"string\"}},\
        {\"path\":[\"invoice_id\"],\"code\":\"too_short\",\"params\":{\"min\":6,\"actual\":2}},\
        {\"path\":[\"currency\"],\"code\":\"not_string\",\"params\":{\"actual\":\"null\"}},\
        {\"path\":[\"shop_id\"],\"code\":\"required\",\"params\":{}},{\"path\":[\"account_id\"],\"code\":\"required\",\"params\":{}},\
        {\"path\":[\"language\"],\"code\":\"required\",\"params\":{}},{\"path\":[\"description\"],\"code\":\"required\",\"params\":{}},\
        {\"path\":[\"recipient_contact\"],\"code\":\"required\",\"params\":{}},\
        {\"path\":[\"recipient_contact_sms\"],\"code\":\"required\",\"params\":{}}]"
    );
    assert!(holds(&answer, "(it) => it.ok === false && !('value' in it)"));
    assert!(holds(&answer, "(it) => Array.isArray(it.issues) && it.issues.every((one) => Array.isArray(one.path))"));
    // a number that crosses as a BigInt would be another type than the validators'
    assert!(holds(&answer, "(it) => typeof it.issues[1].params.min === 'number'"));
    let answer = search("['eq', 'invoice_id', 'x'.repeat(256)]").unwrap();
    assert!(holds(&answer, "(it) => it.issues[0].path[1] === 0"));
}

#[wasm_bindgen_test]
fn values_of_another_type_are_told_by_their_type_and_not_touched() {
    let touched = "() => { throw new Error('touched') }";
    for (value, actual) in [
        ("null", "null"),
        ("undefined", "null"),
        ("true", "boolean"),
        ("[]", "array"),
        ("['x']", "array"),
        ("{}", "object"),
        ("1n", "object"),
        ("Symbol('x')", "object"),
        ("() => 'x'", "object"),
        ("new Date(0)", "object"),
        ("new String('x')", "object"),
        ("new Number(1)", "object"),
        ("new (class Text extends String {})('x')", "object"),
        ("Object.create(null)", "object"),
        (&format!("{{ toString: {touched}, valueOf: {touched}, [Symbol.toPrimitive]: {touched} }}"), "object"),
        (&format!("Object.defineProperty({{}}, 'length', {{ get: {touched} }})"), "object"),
        (
            &format!(
                "new Proxy({{}}, {{ get: {touched}, has: {touched}, getPrototypeOf: {touched}, ownKeys: {touched} }})"
            ),
            "object",
        ),
        (&format!("new Proxy(() => 1, {{ get: {touched}, apply: {touched} }})"), "object"),
    ] {
        for (field, code) in [("description", "not_string"), ("language", "not_string"), ("amount", "not_number")] {
            let expected =
                format!("[{{\"path\":[\"{field}\"],\"code\":\"{code}\",\"params\":{{\"actual\":\"{actual}\"}}}}]");
            assert_eq!(issues_with(&format!("['{field}', {value}]")), expected, "{value}");
        }
    }
    assert!(issues_with("['description', 1]").contains("\"actual\":\"number\""));
    assert!(issues_with("['amount', '']").contains("\"actual\":\"string\""));
}

#[wasm_bindgen_test]
fn numbers_are_doubles() {
    for (amount, code) in [
        ("NaN", "not_finite"),
        ("Infinity", "not_finite"),
        ("-0", "not_positive"),
        ("0.1 + 0.2", "too_many_decimals"),
        ("1e21", "too_large"),
        ("Number.MIN_VALUE", "too_many_decimals"),
    ] {
        let issues = issues_with(&format!("['amount', {amount}]"));
        assert!(issues.contains(&format!("\"code\":\"{code}\"")), "{amount}: {issues}");
    }
    assert!(holds(&invoice(&format!("{WHOLE}, ['amount', 0.07]")), "(it) => it.value.amount === 0.07"));
    for (skip, limit) in [("-1", "-0"), ("2 ** 31", "2 ** 32"), ("-(2 ** 40)", "2 ** 64"), ("2 ** 53", "0")] {
        let answer = search(&format!("['eq', 'invoice_id', '000001'], ['page', {skip}, {limit}]")).unwrap();
        assert!(
            holds(
                &answer,
                "({ issues }) => issues.length === 2 && issues.every(({ code }) => code === 'out_of_range')"
            ),
            "{skip}, {limit}: {}",
            json(&answer)
        );
    }
}

#[wasm_bindgen_test]
fn half_of_a_surrogate_pair_does_not_become_another_character() {
    for text in ["'\\ud800'", "'x\\udc00'", "'\\udc00\\ud800'", "'😀'[0]"] {
        assert!(issues_with(&format!("['description', {text}]")).contains("lone_surrogate"), "{text}");
    }
    assert!(holds(
        &invoice(&format!("{WHOLE}, ['description', '\\ud83d\\ude00']")),
        "(it) => it.value.description === '😀'"
    ));
}

#[wasm_bindgen_test]
fn texts_of_ten_megabytes() {
    for (call, params) in [
        ("['description', 'a'.repeat(1e7)]", "{\"max\":125,\"actual\":10000000}"),
        ("['account_id', 'ж'.repeat(5e6)]", "{\"max\":255,\"actual\":5000000}"),
        ("['description', '😀'.repeat(5e6)]", "{\"max\":125,\"actual\":5000000}"),
        ("['post_link', 'https://a.kz/' + 'a'.repeat(1e7)]", "{\"max\":2048,\"actual\":10000013}"),
    ] {
        let issues = issues_with(call);
        assert!(issues.contains(params), "{call}: {issues}");
    }
    assert!(holds(&invoice(WHOLE), "(it) => it.ok"));
}

#[wasm_bindgen_test]
fn a_search_and_its_mistakes() {
    let good = search(
        "['like', 'invoice_id', '2024%'], ['between', 'amount', '1', '9'], ['anyOf', 'status', 'ACTIVE', 'CHARGED'], \
        ['page', 20, 10], ['orderBy', 'id', 'ASC']",
    );
    assert_eq!(
        json(&good.unwrap()),
        "{\"ok\":true,\"value\":{\"paging\":{\"skip\":20,\"limit\":10},\"searchParameters\":[\
        {\"name\":\"invoice_id\",\"method\":\"like\",\"searchParameter\":[\"2024%\"]},\
        {\"name\":\"amount\",\"method\":\"between\",\"searchParameter\":[\"1\",\"9\"]},\
        {\"name\":\"status\",\"method\":\"in\",\"searchParameter\":[\"ACTIVE\",\"CHARGED\"]}],\
        \"orderParameters\":{\"field\":\"id\",\"typeOrder\":\"ASC\"}}}"
    );
    for (call, message) in [
        ("['eq', 'invoice_id', 1]", "eq takes a string as its argument 2"),
        ("['eq', undefined, '1']", "eq takes a string as its argument 1"),
        ("['eq', 'invoice_id', '\\ud800']", "eq takes a string as its argument 2"),
        ("['like', 'invoice_id', new String('%')]", "like takes a string as its argument 2"),
        ("['between', 'amount', '1', 2n]", "between takes a string as its argument 3"),
        ("['anyOf', 'status', 'ACTIVE', null]", "anyOf takes a string as its argument 3"),
        ("['page', '0', 1]", "page takes a whole number as its argument 1"),
        ("['page', 0, 1n]", "page takes a whole number as its argument 2"),
        ("['page', 0.5, 1]", "page takes a whole number as its argument 1"),
        ("['page', NaN, 1]", "page takes a whole number as its argument 1"),
        ("['page', 0, Infinity]", "page takes a whole number as its argument 2"),
        ("['orderBy', 'id', Symbol('ASC')]", "orderBy takes a string as its argument 2"),
    ] {
        let error = search(call).unwrap_err();
        assert!(
            holds(&error, &format!("(error) => error instanceof TypeError && error.message === {message:?}")),
            "{call}"
        );
    }
}

#[wasm_bindgen_test]
fn an_unknown_setter_is_a_type_error() {
    for name in ["'nope'", "'__proto__'", "'constructor'", "undefined", "1", "{}"] {
        for error in [build_invoice(calls(&format!("[{name}, 'x']"))), search(&format!("[{name}, 'x']"))] {
            assert!(
                holds(
                    &error.unwrap_err(),
                    "(error) => error instanceof TypeError && error.message.startsWith('no setter')"
                ),
                "{name}"
            );
        }
    }
}
