//! Deactivating a link.

use alloc::boxed::Box;
use alloc::vec;

use super::*;

fn until_put(desk: &mut Desk) {
    assert_eq!(desk.deactivate(1), "search");
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "deactivate");
}

#[test]
fn find_ask_confirm() {
    let mut desk = Desk::open();
    until_put(&mut desk);
    assert_eq!(desk.deactivate(2), "", "one call serves all");
    assert_eq!(desk.feed(Event::Deactivated(Ok(()))), "search");
    assert_eq!(
        desk.feed(page(vec![record("DEACTIVATED")])),
        "1: deactivated, 2: deactivated, deliver invoice.deactivated, tell"
    );
    assert_eq!(desk.deactivate(3), "3: deactivated");
    desk.restart();
    assert_eq!(desk.deactivate(4), "4: deactivated, deliver invoice.deactivated", "the delivery was cut off");
    assert_eq!(desk.create(5, 100), "5: replayed");
    assert_eq!(desk.feed(Event::Seen(vec![record("ACTIVE")])), "", "a search that lags");
    assert_eq!(desk.order.record(), Some(&record("DEACTIVATED")));
    assert_eq!(desk.told(), ["deactivated"]);
}

#[test]
fn nothing_there_or_paid() {
    let mut desk = Desk::new();
    assert_eq!(desk.deactivate(1), "search");
    assert_eq!(desk.feed(page(vec![])), "1: not found");
    assert_eq!(desk.order.next_alarm(NOW), None);
    assert_eq!(desk.deactivate(1), "search");
    assert_eq!(desk.feed(page(vec![record("CHARGED")])), "1: paid, deliver invoice.paid, tell");
    assert_eq!(desk.deactivate(2), "2: paid");
}

#[test]
fn a_link_made_elsewhere_too() {
    let mut desk = Desk::new();
    desk.deactivate(1);
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "deactivate, tell");
    desk.feed(Event::Deactivated(Ok(())));
    assert!(desk.feed(page(vec![record("OFF")])).starts_with("1: deactivated"));
}

#[test]
fn still_active_is_an_unknown_outcome_until_a_search_sees_it() {
    let mut desk = Desk::open();
    until_put(&mut desk);
    assert_eq!(desk.feed(Event::Deactivated(Ok(()))), "search");
    for pause in [200, 800, 2_000] {
        let before = desk.now;
        assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "");
        assert_eq!((desk.ring(), desk.now - before), ("search".into(), pause));
    }
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "1: unknown");
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![record("OFF")])), "deliver invoice.deactivated, tell");
    assert_eq!(desk.deactivate(2), "2: deactivated");
}

#[test]
fn a_payment_that_was_quicker() {
    let mut desk = Desk::open();
    until_put(&mut desk);
    assert_eq!(desk.feed(Event::Deactivated(timeout())), "search");
    assert_eq!(desk.feed(page(vec![record("CHARGED")])), "1: paid, deliver invoice.paid, tell");
    // and one that turns up after the deactivation was confirmed
    let mut desk = Desk::open();
    until_put(&mut desk);
    desk.feed(Event::Deactivated(Ok(())));
    desk.feed(page(vec![record("OFF")]));
    desk.ring_to_search();
    assert_eq!(desk.feed(page(vec![record("CHARGED")])), "deliver invoice.paid, tell");
    assert_eq!(desk.deactivate(2), "2: paid");
}

#[test]
fn a_refusal_is_told_unless_a_search_shows_more() {
    for (status, answer) in [("ACTIVE", "1: refused 7"), ("OFF", "1: deactivated"), ("CHARGED", "1: paid")] {
        let mut desk = Desk::open();
        until_put(&mut desk);
        let refusal = Failure::Refused { status: 400, code: Some(7), message: "".into() };
        assert_eq!(desk.feed(Event::Deactivated(Err(Fault::Bank(refusal)))), "search");
        let effects = desk.feed(page(vec![record(status)]));
        assert_eq!(effects.split(", ").next(), Some(answer));
    }
}

fn until_unknown(desk: &mut Desk, result: Result<(), Fault>) {
    until_put(desk);
    desk.feed(Event::Deactivated(result));
    for _ in 0..3 {
        desk.feed(page(vec![record("ACTIVE")]));
        desk.ring_to_search();
    }
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "1: unknown");
}

fn refused() -> Event {
    let refusal = Failure::Refused { status: 400, code: Some(7), message: "".into() };
    Event::Deactivated(Err(Fault::Bank(refusal)))
}

#[test]
fn what_was_not_done_is_not_confirmed_by_what_comes_later() {
    let not_sent = Event::Deactivated(Err(Fault::NoToken { retry_after_s: Some(1) }));
    let invalid = Event::Deactivated(Err(Fault::Bank(Failure::InvalidToken)));
    for result in [not_sent, invalid, refused()] {
        let mut desk = Desk::open();
        until_put(&mut desk);
        if desk.feed(result) == "search" {
            assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "1: refused 7");
        }
        desk.ring_to_search();
        assert_eq!(desk.feed(page(vec![record("PENDING")])), "tell");
        assert_eq!((desk.told().len(), desk.order.standing()), (0, Standing::Open));
        assert_eq!(desk.deactivate(2), "search", "it can be asked for anew");
    }
}

#[test]
fn what_an_earlier_call_may_have_done_still_counts() {
    for first in [Ok(()), timeout()] {
        let mut desk = Desk::open();
        until_unknown(&mut desk, first);
        until_put(&mut desk);
        assert_eq!(desk.feed(refused()), "search");
        assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "1: refused 7");
        desk.ring_to_search();
        assert_eq!(desk.feed(page(vec![record("OFF")])), "deliver invoice.deactivated, tell");
    }
}

#[test]
fn an_accepted_one_is_accepted_though_the_next_is_refused() {
    let mut desk = Desk::open();
    until_unknown(&mut desk, Ok(()));
    desk.now = NOW + SETTLE_MS;
    until_put(&mut desk);
    desk.feed(refused());
    assert!(desk.feed(page(vec![])).starts_with("1: deactivated"), "it is no longer listed");
}

#[test]
fn a_status_nobody_knows_is_not_taken_for_deactivated() {
    let mut desk = Desk::open();
    assert_eq!(desk.deactivate(1), "search");
    assert_eq!(desk.feed(page(vec![record("PENDING")])), "deactivate, tell");
    desk.feed(Event::Deactivated(timeout()));
    assert_eq!(desk.feed(page(vec![record("PENDING")])), "", "as before: no sign of a deactivation");
    desk.ring_to_search();
    assert!(desk.feed(page(vec![record("OFF")])).starts_with("1: deactivated"));
}

#[test]
fn a_link_that_is_no_longer_listed() {
    let cases = [
        (SETTLE_MS, Ok(()), true),
        (SETTLE_MS - 1, Ok(()), false), // the search may lag
        (SETTLE_MS, timeout(), false),  // the bank has not said that it did it
    ];
    for (age, result, is_confirmed) in cases {
        let mut desk = Desk::open();
        until_put(&mut desk);
        desk.now = NOW + age;
        desk.feed(Event::Deactivated(result));
        assert_eq!(desk.feed(page(vec![])).starts_with("1: deactivated"), is_confirmed, "{age}");
    }
}

#[test]
fn a_bank_that_cannot_be_asked() {
    let mut desk = Desk::open();
    desk.deactivate(1);
    assert_eq!(desk.feed(Event::Found(timeout())), "1: unavailable 5");
    until_put(&mut desk);
    assert_eq!(desk.feed(Event::Deactivated(Err(Fault::NoToken { retry_after_s: None }))), "1: unavailable 5");
    until_put(&mut desk);
    assert_eq!(desk.feed(Event::Deactivated(timeout())), "search");
    for _ in 0..3 {
        assert_eq!(desk.feed(Event::Found(timeout())), "");
        desk.ring_to_search();
    }
    assert_eq!(desk.feed(Event::Found(timeout())), "1: unknown");
}

#[test]
fn waits_for_a_create_and_asks_where_one_is_unknown() {
    let mut desk = Desk::new();
    desk.create(0, 100);
    assert_eq!(desk.deactivate(1), "");
    assert_eq!(desk.feed(Event::Created(Ok(Box::new(record("ACTIVE"))))), "0: created, search, tell");
    let mut desk = Desk::unclear();
    desk.now += 3_600_000;
    assert_eq!(desk.deactivate(1), "search");
    assert_eq!(desk.feed(page(vec![])), "1: not found, tell");
    let mut desk = Desk::unclear();
    assert_eq!(desk.deactivate(1), "search");
    for _ in 0..2 {
        assert_eq!(desk.feed(page(vec![])), "");
        desk.ring_to_search();
    }
    assert_eq!(desk.feed(page(vec![record("ACTIVE")])), "deactivate, tell");
}

#[test]
fn who_asks_to_create_meanwhile_waits_for_its_turn() {
    let mut desk = Desk::new();
    assert_eq!(desk.deactivate(1), "search");
    assert_eq!(desk.create(2, 100), "");
    assert_eq!(desk.create(3, 200), "3: conflict in amount");
    assert_eq!(desk.deactivate(4), "");
    assert_eq!(desk.feed(page(vec![])), "1: not found, create, tell");
    assert_eq!(desk.feed(Event::Created(Ok(Box::new(record("ACTIVE"))))), "2: created, search, tell");
}

#[test]
fn a_status_after_the_end_is_no_sign_unless_the_bank_said_so() {
    for (result, told) in [(timeout(), vec!["expired"]), (Ok(()), vec!["deactivated"])] {
        let mut desk = Desk::open();
        until_put(&mut desk);
        desk.feed(Event::Deactivated(result));
        desk.now = NOW + 2 * DAY + EXPIRY_MARGIN_MS;
        desk.feed(Event::Found(timeout()));
        desk.ring_to_search();
        desk.feed(page(vec![record("EXPIRED")]));
        assert_eq!(desk.told(), told);
    }
}
