//! Watching a link.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use super::*;

#[test]
fn a_callback_is_a_hint() {
    let mut desk = Desk::open();
    assert_eq!(desk.feed(Event::Callback(Callback::Paid)), "search");
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "");
    assert_eq!((desk.ring(), desk.now - NOW), ("search".into(), 1_000));
    assert_eq!(desk.feed(page(vec![record("CHARGED")])), "deliver invoice.paid, tell");
    assert_eq!(desk.feed(Event::Callback(Callback::Paid)), "");
    assert_eq!(desk.feed(failed("7")), "");
    assert_eq!(desk.feed(Event::Seen(vec![record("ACTIVE")])), "", "paid is for good");
    assert_eq!(desk.feed(Event::Seen(vec![record_of(ID, 100, "CHARGED", NOW + 1)])), "tell");
    assert_eq!((desk.told(), desk.order.standing()), (vec!["paid"], Standing::Paid));
    desk.feed(Event::Delivered { id: "evt_000001_paid".into(), result: Ok(()) });
    assert_eq!(desk.order.next_alarm(desk.now), None);
}

#[test]
fn a_search_that_began_before_does_not_count() {
    let mut desk = Desk::open();
    desk.ring_to_search();
    assert_eq!(desk.feed(failed("7")), "");
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "search");
    assert_eq!(desk.told().len(), 0);
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "deliver invoice.failed");
}

#[test]
fn a_failed_attempt_is_told_once() {
    let mut desk = Desk::open();
    desk.feed(failed("7"));
    desk.feed(failed("7"));
    desk.feed(failed("8"));
    desk.feed(page(vec![record("ACTIVE")]));
    desk.feed(page(vec![record("ACTIVE")]));
    desk.feed(failed("7"));
    desk.feed(page(vec![record("ACTIVE")]));
    assert_eq!(desk.told(), ["failed_7", "failed_8"]);
    // one that waits for a search that is due or under way is nothing new
    let mut waiting = Desk::open();
    assert_eq!(waiting.feed(failed("7")), "search");
    assert_eq!(waiting.feed(failed("7")), "");
    assert_eq!(waiting.feed(page(vec![record("ACTIVE")])), "deliver invoice.failed", "the search still answers it");
    // nor does it hurry one that the bank's failure has put off
    waiting.feed(failed("8"));
    waiting.feed(Event::Found(timeout()));
    assert_eq!(waiting.feed(failed("8")), "");
    desk.feed(failed("9"));
    desk.feed(page(vec![record("CHARGED")]));
    assert_eq!(desk.told(), ["failed_7", "failed_8", "paid"]);
}

#[test]
fn an_attempt_that_may_yet_succeed_has_not_failed() {
    let mut desk = Desk::open();
    let callback = Callback::Failed { transaction: Transaction::new("7"), reason: Some("454".into()), is_final: false };
    assert_eq!(desk.feed(Event::Callback(callback)), "search");
    desk.feed(page(vec![record("ACTIVE")]));
    assert_eq!(desk.told().len(), 0);
    assert_eq!(desk.order.next_alarm(desk.now), Some(desk.now + 1_000));
}

#[test]
fn an_early_callback_waits_for_the_link() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    assert_eq!(desk.feed(failed("7")), "");
    desk.feed(Event::Created(timeout()));
    assert_eq!(desk.feed(Event::Callback(Callback::Paid)), "search");
    // it puts the verdict off that there is no link
    desk.feed(page(vec![]));
    desk.now = NOW + CALLBACK_HOLD_MS - 1;
    desk.feed(Event::Alarm);
    desk.feed(page(vec![]));
    assert_eq!(desk.order.standing(), Standing::Unclear);
    desk.restart();
    desk.ring_to_search();
    desk.feed(page(vec![record("ACTIVE")]));
    desk.ring_to_search();
    desk.feed(page(vec![record("ACTIVE")]));
    assert_eq!(desk.told(), ["failed_7"]);
}

#[test]
fn a_callback_about_a_link_that_no_search_shows_is_followed_with_growing_pauses() {
    let mut desk = Desk::new();
    desk.now += 500;
    desk.feed(Event::Callback(Callback::Paid));
    let mut looks = vec![desk.now];
    desk.feed(page(vec![]));
    while desk.order.next_alarm(desk.now).is_some() {
        desk.ring_to_search();
        looks.push(desk.now);
        desk.feed(page(vec![]));
    }
    let pauses: Vec<_> = looks.windows(2).map(|pair| (pair[1] - pair[0]) / 1_000).collect();
    assert_eq!(pauses[..6], [1, 1, 1, 1, 1, 5]);
    assert!(
        pauses.is_sorted() && pauses.ends_with(&[300]) && looks.ends_with(&[NOW + 500 + CALLBACK_HOLD_MS]),
        "{pauses:?}"
    );
}

#[test]
fn a_callback_about_nothing_is_forgotten() {
    let mut desk = Desk::new();
    assert_eq!(desk.feed(failed("7")), "search");
    desk.find_nothing();
    desk.create(0, 100);
    desk.feed(failed("8"));
    let refusal = Failure::Refused { status: 400, code: None, message: "".into() };
    assert_eq!(desk.feed(Event::Created(Err(Fault::Bank(refusal)))), "0: refused 0, search, tell");
    desk.find_nothing();
    assert_eq!(desk.told().len(), 0);
}

#[test]
fn a_callback_about_a_link_that_no_search_shows_puts_a_second_link_off() {
    for callback in [Event::Callback(Callback::Paid), failed("7")] {
        let mut desk = Desk::new();
        assert_eq!(desk.feed(callback), "search");
        desk.feed(page(vec![]));
        desk.now += CALLBACK_HOLD_MS - 1;
        assert_eq!(desk.create(0, 100), "search, tell");
        desk.feed(page(vec![]));
        // a link of long ago is the one
        desk.ring_to_search();
        desk.feed(page(vec![record_of(ID, 100, "ACTIVE", NOW - DAY)]));
        assert_eq!(desk.order.standing(), Standing::Open);
    }
    // where none turns up, it is made as soon as the hold is over
    let mut desk = Desk::new();
    desk.feed(Event::Callback(Callback::Paid));
    desk.feed(page(vec![]));
    desk.now += CALLBACK_HOLD_MS - 1;
    desk.create(0, 100);
    desk.feed(page(vec![]));
    desk.now = NOW + CALLBACK_HOLD_MS;
    assert_eq!(desk.feed(Event::Alarm), "search");
    assert_eq!(desk.feed(page(vec![])), "create");
    let mut desk = Desk::new();
    desk.feed(Event::Callback(Callback::Paid));
    desk.feed(page(vec![]));
    desk.now += CALLBACK_HOLD_MS;
    assert_eq!(desk.create(0, 100), "create, tell");
}

#[test]
fn a_search_that_fails_drops_no_callback() {
    let free = Desk::new();
    // one whose watch is over
    let mut known = Desk::open();
    known.now = NOW + 20 * DAY;
    known.rest();
    for mut desk in [free, known] {
        for callback in [Event::Callback(Callback::Paid), failed("7")] {
            assert_eq!(desk.feed(callback), "search");
            for _ in 0..20 {
                desk.feed(Event::Found(timeout()));
                desk.ring_to_search();
            }
            desk.feed(Event::Found(timeout()));
        }
        desk.ring_to_search();
        desk.feed(page(vec![record("CHARGED")]));
        assert_eq!(desk.order.standing(), Standing::Paid);
    }
}

#[test]
fn another_price_is_a_mismatch_instead_of_a_payment() {
    for (amount, currency) in [(200, "KZT"), (100, "USD")] {
        let mut desk = Desk::open();
        let json = serde_json::json!({"id": ID, "invoice_id": "000001", "amount": amount, "currency": currency, "status": "CHARGED"});
        desk.feed(Event::Seen(vec![Record::from_json(json.to_string().as_bytes()).unwrap()]));
        assert_eq!((desk.told(), desk.order.standing()), (vec!["mismatch"], Standing::Mismatch));
        let body: serde_json::Value = serde_json::from_str(&desk.order.notices().next().unwrap().body()).unwrap();
        assert_eq!(body["data"]["expected"], serde_json::json!({"amount": 100, "currency": "KZT"}));
        assert_eq!(body["data"]["record"]["amount"], amount);
    }
}

#[test]
fn another_link_of_another_price_is_told_and_the_own_one_watched_on() {
    // it was made by somebody else under the number, and has long ended
    let elsewhere = || record_of(OTHER_ID, 200, "CHARGED", NOW - 3 * DAY);
    let mut desk = Desk::open();
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![elsewhere(), record("ACTIVE")])), "deliver invoice.mismatch");
    let body: serde_json::Value = serde_json::from_str(&desk.order.notices().next().unwrap().body()).unwrap();
    assert_eq!((&body["data"]["record"]["id"], &body["data"]["expected"]["amount"]), (&OTHER_ID.into(), &100.into()));
    desk.feed(Event::Delivered { id: "evt_000001_mismatch".into(), result: Ok(()) });
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![elsewhere(), record("ACTIVE")])), "");
    desk.restart();
    assert_eq!((desk.order.standing(), desk.order.record()), (Standing::Open, Some(&record("ACTIVE"))));
    assert_eq!(desk.create(1, 100), "1: replayed");
    // it ends, can be deactivated and can be paid as if there were no other
    let mut expired = desk.clone();
    while expired.order.next_alarm(expired.now).is_some() {
        expired.ring_to_search();
        expired.feed(page(vec![elsewhere(), record("ACTIVE")]));
        expired.feed(Event::Delivered { id: "evt_000001_expired".into(), result: Ok(()) });
    }
    assert_eq!((expired.now, expired.told()), (NOW + 2 * DAY + AFTER_EXPIRY_MS, vec!["mismatch", "expired"]));
    let mut deactivated = desk.clone();
    assert_eq!(deactivated.deactivate(2), "search");
    assert_eq!(deactivated.feed(page(vec![elsewhere(), record("ACTIVE")])), "deactivate");
    deactivated.feed(Event::Deactivated(Ok(())));
    assert!(deactivated.feed(page(vec![elsewhere(), record("OFF")])).starts_with("2: deactivated"));
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![elsewhere(), record("CHARGED")])), "deliver invoice.paid, tell");
    assert_eq!((desk.told(), desk.order.standing()), (vec!["mismatch", "paid"], Standing::Paid));
    assert_eq!(desk.order.record(), Some(&record("CHARGED")));
    desk.feed(Event::Seen(vec![elsewhere()]));
    assert_eq!(desk.told(), ["mismatch", "paid"]);
}

#[test]
fn another_link_of_the_orders_price_that_is_paid_pays_the_order() {
    let mut desk = Desk::open();
    let elsewhere = record_of(OTHER_ID, 100, "CHARGED", NOW - DAY);
    desk.feed(Event::Seen(vec![record("ACTIVE"), elsewhere.clone()]));
    assert_eq!((desk.told(), desk.order.record()), (vec!["paid"], Some(&elsewhere)));
}

#[test]
fn a_payment_of_no_readable_amount_is_a_mismatch_until_the_amount_is_read() {
    let json =
        serde_json::json!({"id": ID, "invoice_id": "000001", "currency": "KZT", "status": "CHARGED"}).to_string();
    let unread = || Record::from_json(json.as_bytes()).unwrap();
    let mut desk = Desk::open();
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![unread()])), "deliver invoice.mismatch, tell");
    desk.feed(Event::Delivered { id: "evt_000001_mismatch".into(), result: Ok(()) });
    assert_eq!(desk.feed(Event::Callback(Callback::Paid)), "search", "a hint is heard");
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "");
    assert_eq!(desk.order.record(), Some(&unread()), "a search that lags undoes nothing");
    assert_eq!((desk.deactivate(1), desk.order.standing()), ("1: paid".into(), Standing::Mismatch));
    desk.restart();
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![unread()])), "");
    let mut never = desk.clone();
    never.rest();
    assert_eq!((never.now, never.told()), (NOW + 2 * DAY + AFTER_EXPIRY_MS, vec!["mismatch"]));
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![record("CHARGED")])), "deliver invoice.paid, tell");
    assert_eq!((desk.told(), desk.order.standing()), (vec!["mismatch", "paid"], Standing::Paid));
}

#[test]
fn the_end_is_told_once_and_a_late_payment_too() {
    let mut desk = Desk::open();
    let end = NOW + 2 * DAY;
    let mut looks = 0;
    while desk.order.next_alarm(desk.now).is_some() {
        if desk.ring().contains("search") {
            looks += 1;
            let told_before = desk.told().len();
            desk.feed(page(vec![record("ACTIVE")]));
            assert_eq!(desk.told().len() > told_before, desk.now == end + EXPIRY_MARGIN_MS);
        }
        let ids: Vec<_> = desk.order.notices().map(|notice| notice.id.clone()).collect();
        for id in ids {
            desk.feed(Event::Delivered { id, result: Ok(()) });
        }
    }
    assert_eq!((desk.now, desk.told()), (end + AFTER_EXPIRY_MS, vec!["expired"]));
    assert!((80..160).contains(&looks), "{looks}");
    desk.now += 30 * DAY;
    assert_eq!(desk.feed(Event::Callback(Callback::Paid)), "search", "a callback is never too late");
    desk.feed(page(vec![record("CHARGED")]));
    assert_eq!(desk.told(), ["expired", "paid"]);
}

#[test]
fn a_bank_that_is_down_is_asked_with_growing_pauses_and_in_the_end_no_more() {
    let mut desk = Desk::open();
    let mut looks = 0;
    while desk.order.next_alarm(desk.now).is_some() {
        desk.ring_to_search();
        looks += 1;
        desk.feed(Event::Found(timeout()));
    }
    assert!(desk.now >= NOW + 10 * DAY && desk.now <= NOW + 11 * DAY, "{}", desk.now - NOW);
    assert!(looks < 550, "{looks}");
}

#[test]
fn attempts_are_bounded() {
    let mut desk = Desk::open();
    for number in 0..100 {
        desk.feed(failed(&number.to_string()));
    }
    assert!(desk.order.to_json().len() < 10_000);
    desk.feed(page(vec![]));
    desk.feed(page(vec![]));
    assert_eq!(desk.told().len(), 32);
    assert_eq!(desk.told().last(), Some(&"failed_99"));
}

#[test]
fn callers_who_try_again_do_not_put_the_orders_own_search_off() {
    let mut desk = Desk::unclear();
    desk.now += 2_000;
    for caller in 1..100 {
        desk.create(caller, 100);
        desk.feed(Event::Found(timeout()));
        desk.now += 20;
    }
    assert!(desk.order.next_alarm(desk.now).unwrap() <= desk.now + 10_000);
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![record("CHARGED")])).matches("created").count(), 0, "they were told before");
    assert_eq!(desk.told(), ["paid"]);
}
