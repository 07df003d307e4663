//! What is saved, and what comes back of it.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec;

use super::*;

#[test]
fn nothing_is_lost() {
    let mut desk = Desk::open();
    let odd = br#"{"id":"04f25a4b-d2bd-4dd8-b3a7-000000000001","invoice_id":"000001","amount":100.5,"status":"ACTIVE","new":{"a":[1.10,null]},"card_save":"no"}"#;
    desk.feed(Event::Seen(vec![Record::from_json(odd).unwrap()]));
    desk.feed(failed("7"));
    let json = desk.order.to_json();
    desk.restart();
    assert_eq!(desk.order.to_json(), json);
    assert_eq!(desk.order.record().unwrap().extra["new"].get(), r#"{"a":[1.10,null]}"#);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let json = Desk::open().order.to_json();
    let load = |json: &str| Order::from_json(json, NOW).map(|_| ());
    assert_eq!(load(&json), Ok(()));
    assert_eq!(load(&json.replace(r#""version":1"#, r#""version":2"#)), Err(LoadError::UnknownVersion { version: 2 }));
    for broken in ["", "{}", "null", &json[..json.len() - 1], &json.replace("buyer@example.kz", "")] {
        assert!(matches!(load(broken), Err(LoadError::Malformed { .. })), "{broken}");
    }
    let error = load(&json.replace("rus", "buyer@example.kz")).unwrap_err();
    assert!(!format!("{error:?} {error}").contains("buyer"), "{error}");
}

#[test]
fn the_payer_stays_out_of_debug() {
    let mut desk = Desk::open();
    desk.feed(Event::Seen(vec![record("CHARGED")]));
    let debug = format!("{:?}", desk.order);
    assert!(!debug.contains("buyer@") && !debug.contains("7771234567"), "{debug}");
}

#[test]
fn a_dead_letter_is_delivered_anew() {
    let mut desk = Desk::open();
    desk.feed(Event::Seen(vec![record("CHARGED")]));
    let id: Box<str> = "evt_000001_paid".into();
    for number in 0..10 {
        if number > 0 {
            assert_eq!(desk.ring(), "deliver invoice.paid");
        }
        assert_eq!(desk.order.dead_letters().count(), 0);
        desk.feed(Event::Delivered { id: id.clone(), result: Err("503".into()) });
    }
    assert_eq!((desk.order.dead_letters().count(), desk.order.next_alarm(desk.now)), (1, None));
    assert_eq!(desk.feed(Event::Redeliver { id: id.clone(), caller: 1 }), "1: queued, deliver invoice.paid");
    assert_eq!(desk.feed(Event::Redeliver { id: "evt".into(), caller: 2 }), "2: not found");
    desk.feed(Event::Delivered { id, result: Ok(()) });
    assert_eq!((desk.order.dead_letters().count(), desk.order.next_alarm(desk.now)), (0, None));
}
