//! The rules, one by one. What they come to together is `tests/core_order.rs`.

use super::*;
use crate::bank::Failure;
use crate::invoice::{Invoice, Record};
use crate::search::Page;

const ID: &str = "04f25a4b-d2bd-4dd8-b3a7-000000000001";
const OTHER_ID: &str = "04f25a4b-d2bd-4dd8-b3a7-000000000002";
const NOW: i64 = 1_700_000_000_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

fn invoice(amount: i32) -> Box<Invoice> {
    let invoice = Invoice::builder()
        .shop_id("04f25a4b-d2bd-4dd8-b3a7-9390be4774c4")
        .account_id("0003413423")
        .invoice_id("000001")
        .amount(amount)
        .language("rus")
        .description("Order 1")
        .expire_period("2d")
        .recipient_contact("buyer@example.kz")
        .recipient_contact_sms("+77771234567")
        .currency("KZT");
    Box::new(invoice.build().unwrap())
}

fn date(ms: i64) -> String {
    format!("{:?}", chrono::DateTime::<chrono::Utc>::from_timestamp_millis(ms).unwrap())
}

fn record_of(id: &str, amount: i32, status: &str, created_ms: i64) -> Record {
    let json = serde_json::json!({
        "id": id, "invoice_id": "000001", "amount": amount, "currency": "KZT", "status": status,
        "description": "Order 1", "language": "ru", "invoice_url": "https://pay.example/1",
        "created_date": date(created_ms), "expire_date": date(NOW + 2 * DAY),
    });
    Record::from_json(json.to_string().as_bytes()).unwrap()
}

fn record(status: &str) -> Record {
    record_of(ID, 100, status, NOW)
}

fn page(records: Vec<Record>) -> Event {
    Event::Found(Ok(Page { total_count: records.len() as u64, records }))
}

fn timeout<T>() -> Result<T, Fault> {
    Err(Fault::Bank(Failure::Timeout))
}

fn failed(transaction: &str) -> Event {
    Event::Callback(Callback::Failed { transaction: Transaction::new(transaction), reason: None, is_final: true })
}

/// An order with a clock; every state on the way survives being saved.
struct Desk {
    order: Order,
    now: i64,
}

impl Desk {
    fn new() -> Self {
        Self { order: Order::new("000001".parse().unwrap()), now: NOW }
    }

    /// With a link at 100 that the ledger has made.
    fn open() -> Self {
        let mut desk = Self::new();
        desk.create(0, 100);
        desk.feed(Event::Created(Ok(Box::new(record("ACTIVE")))));
        desk
    }

    /// With a create call of which nobody knows what became, and no caller left.
    fn unclear() -> Self {
        let mut desk = Self::new();
        desk.create(0, 100);
        desk.restart();
        desk
    }

    /// The effects in short: `create`, `search`, `deactivate`, `deliver invoice.paid`, `tell`, `0: created`.
    fn feed(&mut self, event: Event) -> String {
        let effects = self.order.handle(event, self.now);
        let json = self.order.to_json();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["version"], 1);
        if !json.contains(r#""creating""#) {
            assert_eq!(Order::from_json(&json, self.now).unwrap().to_json(), json);
        }
        effects.iter().map(short).collect::<Vec<_>>().join(", ")
    }

    fn create(&mut self, caller: Caller, amount: i32) -> String {
        self.feed(Event::Create { invoice: invoice(amount), caller })
    }

    fn deactivate(&mut self, caller: Caller) -> String {
        self.feed(Event::Deactivate { caller })
    }

    /// Passes the time until the alarm, and rings it.
    fn ring(&mut self) -> String {
        self.now = self.order.next_alarm(self.now).unwrap().max(self.now);
        self.feed(Event::Alarm)
    }

    /// Rings until the order searches, whatever it delivers on the way.
    fn ring_to_search(&mut self) {
        for _ in 0..100 {
            if self.ring().contains("search") {
                return;
            }
        }
        panic!("no search: {:?}", self.order);
    }

    fn restart(&mut self) {
        self.order = Order::from_json(&self.order.to_json(), self.now).unwrap();
    }

    fn told(&self) -> Vec<&str> {
        self.order.notices().map(|notice| notice.id.trim_start_matches("evt_000001_")).collect()
    }
}

fn short(effect: &Effect) -> String {
    let answer = match effect {
        Effect::Create(_) => return "create".into(),
        Effect::Search => return "search".into(),
        Effect::Deactivate(_) => return "deactivate".into(),
        Effect::Deliver(notice) => return format!("deliver {}", notice.kind.as_str()),
        Effect::Tell => return "tell".into(),
        Effect::Answer { caller, answer } => (caller, answer),
    };
    let (caller, answer) = answer;
    let answer = match answer {
        Answer::Created { replayed: false, .. } => "created".into(),
        Answer::Created { replayed: true, .. } => "replayed".into(),
        Answer::Conflict { fields } => format!("conflict in {}", fields.join(" ")),
        Answer::Refused { code, .. } => format!("refused {}", code.unwrap_or(0)),
        Answer::Unavailable { retry_after_s, .. } => format!("unavailable {retry_after_s}"),
        Answer::OutcomeUnknown { .. } => "unknown".into(),
        Answer::Deactivated { .. } => "deactivated".into(),
        Answer::AlreadyPaid { .. } => "paid".into(),
        Answer::NotFound => "not found".into(),
        Answer::Queued => "queued".to_owned(),
    };
    format!("{caller}: {answer}")
}

mod create {
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
            (Fault::Bank(Failure::Throttled { retry_after_s: Some(9_999) }), 60),
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
}

mod deactivate {
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
        let mut desk = Desk::open();
        until_put(&mut desk);
        desk.feed(Event::Deactivated(timeout()));
        assert_eq!(desk.feed(page(vec![])), "", "the bank has not said that it did it");
        assert_eq!(desk.deactivate(2), "search");
        let mut desk = Desk::open();
        until_put(&mut desk);
        desk.feed(Event::Deactivated(Ok(())));
        assert!(desk.feed(page(vec![])).starts_with("1: deactivated"));
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
}

mod watch {
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
        desk.feed(failed("9"));
        desk.feed(page(vec![record("CHARGED")]));
        assert_eq!(desk.told(), ["failed_7", "failed_8", "paid"]);
    }

    #[test]
    fn an_attempt_that_may_yet_succeed_has_not_failed() {
        let mut desk = Desk::open();
        let callback =
            Callback::Failed { transaction: Transaction::new("7"), reason: Some("454".into()), is_final: false };
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
    fn a_callback_about_nothing_is_forgotten() {
        let mut desk = Desk::new();
        assert_eq!(desk.feed(failed("7")), "search");
        desk.feed(page(vec![]));
        assert_eq!(desk.order.next_alarm(desk.now), None);
        desk.create(0, 100);
        desk.feed(failed("8"));
        let refusal = Failure::Refused { status: 400, code: None, message: "".into() };
        assert_eq!(desk.feed(Event::Created(Err(Fault::Bank(refusal)))), "0: refused 0, search, tell");
        desk.feed(page(vec![]));
        assert_eq!((desk.told().len(), desk.order.next_alarm(desk.now)), (0, None));
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
}

mod saved {
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
        assert_eq!(
            load(&json.replace(r#""version":1"#, r#""version":2"#)),
            Err(LoadError::UnknownVersion { version: 2 })
        );
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
}
