//! Creating a link.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec;

use super::*;

#[test]
fn once_for_all_who_ask_the_same() {
    let mut desk = Desk::new();
    assert_eq!(desk.create(0, 100), "create, tell");
    assert_eq!(desk.create(1, 100), "");
    assert_eq!(desk.create(2, 200), "2: conflict in amount");
    let created = desk.feed(Event::Created(Ok(Box::new(record("ACTIVE")))));
    assert_eq!(created, "0: created, 1: replayed, tell");
    assert_eq!(desk.create(3, 100), "3: replayed");
    assert_eq!(desk.create(4, 200), "4: conflict in amount");
    desk.restart();
    assert_eq!(desk.create(0, 100), "0: replayed");
}

#[test]
fn every_field_counts() {
    let mut desk = Desk::open();
    let link = Some("https://shop.example/paid".parse().unwrap());
    let other = Invoice { description: "Order 2".parse().unwrap(), back_link: link, ..*invoice(100) };
    let answer = desk.feed(Event::Create { invoice: Box::new(other), caller: 1 });
    assert_eq!(answer, "1: conflict in description back_link");
    let other = Invoice { invoice_id: "000002".parse().unwrap(), ..*invoice(100) };
    assert_eq!(desk.feed(Event::Create { invoice: Box::new(other), caller: 1 }), "1: conflict in invoice_id");
}

#[test]
fn a_refusal_is_an_answer_and_frees_the_order() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    desk.create(1, 100);
    let refusal = Failure::Refused { status: 400, code: Some(1079), message: "bad sms".into() };
    let refused = desk.feed(Event::Created(Err(Fault::Bank(refusal))));
    assert_eq!(refused, "0: refused 1079, 1: refused 1079, tell");
    assert_eq!(desk.create(2, 200), "create, tell");
}

#[test]
fn what_was_not_done_can_be_tried_again() {
    let cases = [
        (Fault::NoToken { retry_after_s: Some(30) }, 30),
        (Fault::NoToken { retry_after_s: None }, 5),
        (Fault::Bank(Failure::InvalidToken), 5),
    ];
    for (fault, seconds) in cases {
        let mut desk = Desk::new();
        desk.create(0, 100);
        let answer = desk.feed(Event::Created(Err(fault.clone())));
        assert_eq!(answer, format!("0: unavailable {seconds}, tell"), "{fault:?}");
        assert_eq!(desk.order.next_alarm(NOW), None);
        assert_eq!(desk.create(1, 100), "create, tell");
    }
}

fn throttled(retry_after_s: Option<u32>) -> Event {
    Event::Created(Err(Fault::Bank(Failure::Throttled { retry_after_s })))
}

#[test]
fn where_the_bank_asks_to_slow_down_a_search_comes_before_the_next_call() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    assert_eq!(desk.feed(throttled(Some(2))), "");
    assert_eq!((desk.ring(), desk.now - NOW), ("search".into(), 2_000));
    assert_eq!(desk.feed(page(vec![])), "create");
    assert_eq!(desk.feed(throttled(None)), "");
    assert_eq!((desk.ring(), desk.now - NOW), ("search".into(), 2_800));
    assert_eq!(desk.feed(page(vec![])), "create");
    assert_eq!(desk.feed(throttled(None)), "0: unavailable 5", "the third time it is told");
    // and starts anew
    assert_eq!(desk.create(1, 100), "search");
    assert_eq!(desk.feed(page(vec![])), "create");
    assert_eq!(desk.feed(Event::Created(Ok(Box::new(record("ACTIVE"))))), "1: created, tell");
}

#[test]
fn a_link_that_was_made_by_a_throttled_call_is_not_made_again() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    desk.feed(throttled(None));
    desk.ring();
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "0: created, tell");
    // nor where the bank asks for more time than a caller has
    let mut desk = Desk::new();
    desk.create(0, 100);
    assert_eq!(desk.feed(throttled(Some(90))), "0: unavailable 90");
    desk.restart();
    assert_eq!((desk.ring(), desk.now - NOW), ("search".into(), 5_000));
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "tell");
    assert_eq!(desk.create(1, 100), "1: replayed");
}

#[test]
fn an_unknown_outcome_is_searched_for_while_the_caller_waits() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    assert_eq!(desk.feed(Event::Created(timeout())), "");
    assert_eq!((desk.ring(), desk.now - NOW), ("search".into(), 200));
    assert_eq!(desk.create(1, 200), "1: conflict in amount");
    assert_eq!(desk.feed(page(vec![])), "");
    assert_eq!((desk.ring(), desk.now - NOW), ("search".into(), 1_000));
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "0: created, tell");
    assert_eq!(desk.create(1, 100), "1: replayed");
}

#[test]
fn patience_ends_and_the_alarm_goes_on() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    desk.feed(Event::Created(timeout()));
    for answer in ["", "", "0: unknown"] {
        assert_eq!(desk.ring(), "search");
        assert_eq!(desk.feed(page(vec![])), answer);
    }
    assert_eq!(desk.now - NOW, 3_000);
    assert_eq!(desk.create(1, 100), "search", "who comes later gets a search of its own");
    assert_eq!(desk.feed(page(vec![])), "1: unknown");
    assert_eq!(desk.ring(), "search");
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "tell");
    assert_eq!(desk.create(2, 100), "2: replayed");
}

#[test]
fn no_second_call_before_the_order_has_settled() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    desk.feed(Event::Created(timeout()));
    desk.now = NOW + SETTLE_MS - 1;
    assert_eq!(desk.create(1, 100), "search");
    desk.now = NOW + SETTLE_MS + 5;
    assert_eq!(desk.feed(page(vec![])), "0: unknown, search", "that one began too early; the next is due at once");
    assert_eq!(desk.feed(page(vec![])), "create");
    assert_eq!(desk.feed(Event::Created(Ok(Box::new(record("ACTIVE"))))), "1: created, tell");
}

#[test]
fn a_settled_order_is_free_and_creates_nothing_by_itself() {
    let mut desk = Desk::unclear();
    desk.now = NOW + SETTLE_MS;
    assert_eq!(desk.ring(), "search");
    assert_eq!(desk.feed(page(vec![])), "tell");
    assert_eq!((desk.order.standing(), desk.order.next_alarm(desk.now)), (Standing::Free, None));
    assert_eq!(desk.create(0, 200), "create, tell");
}

#[test]
fn a_page_that_is_not_all_proves_nothing() {
    let mut desk = Desk::unclear();
    desk.now = NOW + SETTLE_MS;
    assert_eq!(desk.ring(), "search");
    desk.feed(Event::Found(Ok(Page { total_count: 101, records: vec![] })));
    assert_eq!(desk.order.standing(), Standing::Unclear);
}

#[test]
fn searches_that_fail_settle_nothing() {
    let mut desk = Desk::unclear();
    let mut last = desk.now;
    for number in 0..20 {
        desk.ring_to_search();
        assert!(number == 0 || desk.now > last);
        last = desk.now;
        desk.feed(Event::Found(timeout()));
    }
    assert!(last > NOW + SETTLE_MS);
    assert_eq!(desk.create(0, 100), "search");
    assert_eq!(desk.feed(Event::Found(timeout())), "0: unknown");
}

#[test]
fn a_crash_makes_the_outcome_unknown_from_then_on() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    assert_eq!(desk.order.next_alarm(NOW), Some(NOW + WATCHDOG_MS), "should the memory be lost");
    desk.now += 50_000;
    desk.restart();
    assert_eq!(desk.create(0, 200), "0: conflict in amount, search");
    desk.feed(page(vec![]));
    desk.now = NOW + SETTLE_MS;
    assert_eq!(desk.create(1, 100), "search");
    desk.feed(page(vec![]));
    assert_eq!(desk.order.standing(), Standing::Unclear);
}

#[test]
fn of_several_links_the_paid_one_then_the_intents_own() {
    let old = record_of(OTHER_ID, 100, "ACTIVE", NOW - DAY);
    let dear = record_of(OTHER_ID, 200, "ACTIVE", NOW);
    let dear_paid = record_of(OTHER_ID, 200, "CHARGED", NOW - DAY);
    let foreign = {
        let json = serde_json::json!({"id": OTHER_ID, "invoice_id": "000002", "amount": 100, "status": "CHARGED"});
        Record::from_json(json.to_string().as_bytes()).unwrap()
    };
    let cases = [
        (vec![old.clone(), record("ACTIVE")], Some(ID)),
        (vec![dear.clone(), record("ACTIVE")], Some(ID)),
        (vec![foreign, record("ACTIVE")], Some(ID)),
        (vec![record_of(OTHER_ID, 100, "ACTIVE", NOW - 1), record("ACTIVE")], Some(ID)),
        (vec![record("ACTIVE"), dear_paid.clone()], Some(OTHER_ID)),
        (vec![record("CHARGED"), dear_paid], Some(ID)),
        (vec![old], None),
        (vec![dear], None),
    ];
    for (records, expected) in cases {
        let mut desk = Desk::unclear();
        desk.ring_to_search();
        desk.feed(page(records.clone()));
        let known = desk.order.record().and_then(|record| record.id).map(|id| id.to_string());
        assert_eq!(known.as_deref(), expected, "{records:?}");
    }
}

#[test]
fn a_record_that_does_not_tell_its_number_counts() {
    let mut desk = Desk::unclear();
    desk.now = NOW + SETTLE_MS;
    desk.ring();
    let json = format!(r#"{{"id":"{ID}","invoice_id":1,"amount":100,"status":"ACTIVE"}}"#);
    desk.feed(page(vec![Record::from_json(json.as_bytes()).unwrap()]));
    assert_eq!(desk.create(0, 100), "0: replayed");
}

#[test]
fn a_link_made_elsewhere_is_respected() {
    let elsewhere = record_of(OTHER_ID, 200, "ACTIVE", NOW);
    // beside a call of unknown outcome: only once the order has settled, and then for good
    let mut desk = Desk::unclear();
    desk.now = NOW + SETTLE_MS;
    desk.ring();
    desk.feed(page(vec![elsewhere.clone()]));
    assert_eq!(desk.create(0, 100), "0: conflict in amount", "the link's");
    assert_eq!(desk.create(1, 200), "1: conflict in amount", "the invoice's");
    // before anything was asked for here
    let mut desk = Desk::new();
    assert_eq!(desk.feed(Event::Seen(vec![elsewhere])), "tell");
    assert_eq!(desk.create(0, 100), "0: conflict in amount");
    assert_eq!(desk.create(1, 200), "1: replayed");
    let other = Invoice { language: "kaz".parse().unwrap(), ..*invoice(200) };
    assert_eq!(desk.feed(Event::Create { invoice: Box::new(other), caller: 2 }), "2: conflict in language");
}

#[test]
fn what_others_saw_proves_presence_and_not_absence() {
    let mut desk = Desk::unclear();
    desk.now = NOW + 2 * SETTLE_MS;
    desk.feed(Event::Seen(vec![]));
    assert_eq!(desk.order.standing(), Standing::Unclear);
    desk.feed(Event::Seen(vec![record("ACTIVE")]));
    assert_eq!(desk.order.standing(), Standing::Open);
}

#[test]
fn a_result_without_a_call_shows_a_link_all_the_same() {
    let mut desk = Desk::new();
    assert_eq!(desk.feed(Event::Created(Ok(Box::new(record("ACTIVE"))))), "tell");
    assert_eq!(desk.create(0, 100), "0: replayed");
    assert_eq!(desk.feed(page(vec![record("CHARGED")])), "deliver invoice.paid, tell");
}
