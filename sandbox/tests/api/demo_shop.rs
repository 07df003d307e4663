//! The demo shop, as a storefront and the Worker see it.

use epay_sandbox::{Settings, ShopSecrets};
use serde_json::{Value, json};
use standardwebhooks::Webhook;
use uuid::Uuid;

use crate::bank::{Bank, Reply};

pub const TICKET_SECRET: &str = "the-shop's-ticket-secret-0123456";
pub const WEBHOOK_SECRET: &str = "whsec_dGhlIHNob3AncyB3ZWJob29rIHNlY3JldA==";

fn secrets() -> ShopSecrets {
    ShopSecrets { ticket: Some(TICKET_SECRET.into()), webhook: Some(WEBHOOK_SECRET.into()) }
}

async fn open() -> Bank {
    Bank::start_with(Settings { shop: secrets(), ..Settings::default() }).await
}

pub fn tea(quantity: u32) -> Value {
    json!({"items": [{"id": "tea", "quantity": quantity}]})
}

pub async fn order_with(bank: &Bank, key: &str, body: impl ToString) -> Reply {
    let headers = [("idempotency-key", key), ("content-type", "application/json")];
    bank.send("POST", "/shop/orders", &headers, body.to_string()).await.unwrap()
}

/// A new order for one packet of tea.
async fn order(bank: &Bank) -> Value {
    let reply = order_with(bank, &Uuid::new_v4().to_string(), tea(1)).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.json()
}

fn number(order: &Value) -> &str {
    order["invoice_id"].as_str().unwrap()
}

/// An event as the Worker writes it.
pub fn event(kind: &str, invoice_id: &str, amount: f64) -> String {
    let record = json!({"status": "CHARGED", "amount": amount, "recipient_contact": "buyer@example.kz"});
    json!({"type": kind, "timestamp": "2026-01-01T00:00:00Z", "data": {"invoice_id": invoice_id, "record": record}})
        .to_string()
}

fn now() -> i64 {
    time::OffsetDateTime::now_utc().unix_timestamp()
}

async fn tell_at(bank: &Bank, id: &str, time: i64, signed: &str, sent: &str) -> Reply {
    let signature = Webhook::new(WEBHOOK_SECRET).unwrap().sign(id, time, signed.as_bytes()).unwrap();
    let time = time.to_string();
    // Another signature beside the right one, as while the secret is changed.
    let signatures = format!("v1,AAAA {signature}");
    let headers = [("webhook-id", id), ("webhook-timestamp", &*time), ("webhook-signature", &*signatures)];
    bank.send("POST", "/shop/webhook", &headers, sent.to_owned()).await.unwrap()
}

/// Tells the shop; it must accept.
pub async fn tell(bank: &Bank, id: &str, event: &str) {
    let reply = tell_at(bank, id, now(), event, event).await;
    assert_eq!((reply.status, reply.body.as_str()), (204, ""), "{event}");
}

async fn state(bank: &Bank, invoice_id: &str) -> String {
    let orders = bank.get("/shop/orders").await.json();
    let order = orders.as_array().unwrap().iter().find(|order| order["invoice_id"] == invoice_id).unwrap().clone();
    order["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_catalogue_has_prices_and_three_languages() {
    let bank = open().await;
    let catalogue = bank.get("/shop/catalogue").await.json();
    assert_eq!(catalogue["currency"], "KZT");
    let products = catalogue["products"].as_array().unwrap();
    assert_eq!(products[0]["price"], 4990.5);
    for product in products {
        assert!(product["price"].as_f64().unwrap() > 0.0);
        for language in ["kk", "ru", "en"] {
            assert!(!product["name"][language].as_str().unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn an_order_has_the_shops_price_and_a_ticket_that_fixes_it() {
    let bank = open().await;
    let body = json!({"items": [{"id": "tea", "quantity": 3}, {"id": "kurt", "quantity": 2}], "language": "kk"});
    let reply = order_with(&bank, &Uuid::new_v4().to_string(), body).await;
    assert_eq!((reply.status, reply.header("cache-control")), (201, "no-store"));
    let order = reply.json();
    assert_eq!((&order["amount"], &order["currency"]), (&json!(19673), &json!("KZT")));
    assert_eq!(
        order["items"],
        json!([{"id": "tea", "quantity": 3, "price": 4990.5}, {"id": "kurt", "quantity": 2, "price": 2350.75}])
    );
    assert_eq!(
        (&order["state"], &order["description"]),
        (&json!("awaiting_payment"), &json!(format!("Тапсырыс {}", number(&order))))
    );
    assert!((6..=15).contains(&number(&order).len()) && number(&order).bytes().all(|byte| byte.is_ascii_digit()));

    let (header, claims) = read_ticket(order["ticket"].as_str().unwrap());
    assert_eq!(header, json!({"alg": "HS256", "typ": "JWT"}));
    assert_eq!(
        (&claims["sub"], &claims["amount"], &claims["currency"], &claims["description"]),
        (&order["invoice_id"], &json!("19673"), &json!("KZT"), &order["description"])
    );
    let expires = order["ticket_expires_at"].as_str().unwrap();
    let expires = time::OffsetDateTime::parse(expires, &time::format_description::well_known::Rfc3339).unwrap();
    assert_eq!(claims["exp"], expires.unix_timestamp());
    assert!((3590..=3600).contains(&(expires.unix_timestamp() - now())), "{expires}");
}

/// The header and the claims of a ticket whose signature holds.
fn read_ticket(ticket: &str) -> (Value, Value) {
    use jwt_compact::alg::{Hs256, Hs256Key};
    use jwt_compact::{AlgorithmExt, UntrustedToken};
    let untrusted = UntrustedToken::new(ticket).unwrap();
    let header = json!({"alg": untrusted.algorithm(), "typ": untrusted.header().token_type});
    let key = Hs256Key::new(TICKET_SECRET.as_bytes());
    let token = Hs256.validator::<Value>(&key).validate(&untrusted).unwrap();
    let mut claims = token.claims().custom.clone();
    claims["exp"] = token.claims().expiration.unwrap().timestamp().into();
    (header, claims)
}

#[tokio::test]
async fn a_key_places_one_order() {
    let bank = open().await;
    let key = Uuid::new_v4().to_string();
    let two = json!({"items": [{"id": "tea", "quantity": 1}, {"id": "bowl", "quantity": 2}]});
    let first = order_with(&bank, &key, &two).await;
    let swapped = json!({"items": [{"id": "bowl", "quantity": 2}, {"id": "tea", "quantity": 1}], "language": "en"});
    let again = order_with(&bank, &key, swapped).await;
    assert_eq!((first.status, again.status), (201, 200));
    let (first, again) = (first.json(), again.json());
    for name in ["invoice_id", "amount", "description", "items", "state", "created_at"] {
        assert_eq!(first[name], again[name], "{name}");
    }
    assert!(again["ticket"].is_string());
    for other in [tea(1), tea(2), json!({"items": [{"id": "tea", "quantity": 1}, {"id": "bowl", "quantity": 3}]})] {
        let conflict = order_with(&bank, &key, other).await;
        assert_eq!(conflict.status, 409);
        assert!(conflict.json()["error"].as_str().unwrap().starts_with("Idempotency-Key "));
    }
    let orders = bank.get("/shop/orders").await;
    assert_eq!(orders.json().as_array().unwrap().len(), 1);
    assert!(!orders.body.contains("ticket") && !orders.body.contains(&key), "{}", orders.body);
}

#[tokio::test]
async fn orders_have_numbers_of_their_own_and_are_listed_newest_first() {
    let bank = open().await;
    let mut numbers = Vec::new();
    for _ in 0..20 {
        numbers.insert(0, order(&bank).await["invoice_id"].clone());
    }
    let listed = bank.get("/shop/orders").await.json();
    let listed: Vec<Value> = listed.as_array().unwrap().iter().map(|order| order["invoice_id"].clone()).collect();
    assert_eq!(listed, numbers);
    numbers.dedup();
    assert_eq!(numbers.len(), 20);
    // One that has forgotten everything does not begin with numbers that it gave before: it begins with the time.
    let start = time::OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
    let fresh = order(&open().await).await;
    assert!(number(&fresh).parse::<i128>().unwrap() >= start, "{fresh}");
}

#[tokio::test]
async fn what_is_wrong_with_an_order_is_named() {
    let bank = open().await;
    let key = Uuid::new_v4().to_string();
    let cases = [
        (r#"{"items":[{"id":"tea","quantity":1,"price":1}]}"#.to_owned(), 422, "items[0].price: unknown field"),
        (r#"{"items":[{"id":"tea","quantity":1}],"amount":1}"#.into(), 422, "amount: unknown field"),
        (r#"{"items":[{"id":"gold","quantity":1}]}"#.into(), 422, "items[0].id must be the id of a product"),
        (r#"{"items":[{"id":"tea","quantity":1},{"id":"tea","quantity":2}]}"#.into(), 422, "items[1].id must differ"),
        (r#"{"items":[{"id":"tea","quantity":0}]}"#.into(), 422, "items[0].quantity must be 1 to 99"),
        (r#"{"items":[{"id":"tea","quantity":100}]}"#.into(), 422, "items[0].quantity must be 1 to 99"),
        (r#"{"items":[{"id":"tea","quantity":-1}]}"#.into(), 422, "items[0].quantity: invalid value"),
        (r#"{"items":[{"id":"tea","quantity":1.5}]}"#.into(), 422, "items[0].quantity: invalid type"),
        (r#"{"items":[{"id":"tea"}]}"#.into(), 422, "items[0]: missing field `quantity`"),
        (r#"{"items":[]}"#.into(), 422, "items must name at least one product"),
        (r#"{"items":[{"id":"tea","quantity":1}],"language":"de"}"#.into(), 422, "language: unknown variant `de`"),
        ("{}".into(), 422, "missing field `items`"),
        ("{".into(), 400, "JSON"),
        (format!(r#"{{"items":[],"x":"{}"}}"#, "x".repeat(20_000)), 413, "length limit"),
    ];
    for (body, status, error) in cases {
        let reply = order_with(&bank, &key, &body).await;
        assert_eq!(reply.status, status, "{body}");
        let said = reply.json()["error"].as_str().unwrap().to_owned();
        assert!(if status == 422 { said.starts_with(error) } else { said.contains(error) }, "{body}: {said}");
    }
    for key in ["", "1", "not-a-uuid"] {
        let reply = order_with(&bank, key, tea(1)).await;
        assert_eq!((reply.status, reply.json()), (400, json!({"error": "Idempotency-Key must be a UUID"})));
    }
    let headers = [("idempotency-key", &*key), ("content-type", "text/plain")];
    assert_eq!(bank.send("POST", "/shop/orders", &headers, tea(1).to_string()).await.unwrap().status, 415);
    assert_eq!(bank.get("/shop/orders").await.json(), json!([]));
}

#[tokio::test]
async fn a_storefront_of_any_origin_may_order() {
    let bank = open().await;
    let headers = [
        ("origin", "https://shop.kz"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,idempotency-key"),
    ];
    let preflight = bank.send("OPTIONS", "/shop/orders", &headers, "").await.unwrap();
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (200, "*"));
    assert_eq!(preflight.header("access-control-allow-headers"), "content-type,idempotency-key");
    assert!(preflight.header("access-control-allow-methods").contains("POST"));
    assert_eq!(preflight.header("access-control-allow-credentials"), "");
    for reply in [bank.get("/shop/catalogue").await, bank.get("/shop/orders").await, order_with(&bank, "", "").await] {
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{}", reply.body);
    }
}

#[tokio::test]
async fn an_event_is_believed_by_its_signature_alone() {
    let bank = open().await;
    let order = order(&bank).await;
    let paid = event("invoice.paid", number(&order), 4990.5);
    let unsigned = bank.send("POST", "/shop/webhook", &[], paid.clone()).await.unwrap();
    assert_eq!((unsigned.status, unsigned.json()), (401, json!({"error": "webhook-id is missing"})));
    let other = event("invoice.paid", number(&order), 4990.6);
    let changed = tell_at(&bank, "evt_1", now(), &other, &paid).await;
    assert_eq!(
        (changed.status, changed.json()),
        (401, json!({"error": "webhook-signature must be of this id, time and body"}))
    );
    for (late, rule) in [(-310, "at most five minutes ago"), (310, "at most five minutes ahead")] {
        let reply = tell_at(&bank, "evt_1", now() + late, &paid, &paid).await;
        assert_eq!((reply.status, reply.json()), (401, json!({"error": format!("webhook-timestamp must be {rule}")})));
    }
    assert_eq!(state(&bank, number(&order)).await, "awaiting_payment");

    // The bank's clock is not the shop's: an event of the real present holds, also when the bank is far ahead.
    bank.advance(1_000_000).await;
    assert_eq!(tell_at(&bank, "evt_1", now() - 200, &paid, &paid).await.status, 204);
    assert_eq!(state(&bank, number(&order)).await, "paid");
    assert_eq!(tell_at(&bank, "evt_2", now(), "[]", "[]").await.status, 422);
    let large = "x".repeat(300_000);
    assert_eq!(tell_at(&bank, "evt_3", now(), &large, &large).await.status, 413);
}

#[tokio::test]
async fn the_same_event_twice_changes_nothing() {
    let bank = open().await;
    let order = order(&bank).await;
    tell(&bank, "evt_1", &event("invoice.failed", number(&order), 4990.5)).await;
    let page = bank.get("/shop/").await.body;
    // Not even with other content: the id is what it is known by.
    tell(&bank, "evt_1", &event("invoice.paid", number(&order), 4990.5)).await;
    assert_eq!(state(&bank, number(&order)).await, "failed");
    assert_eq!(bank.get("/shop/").await.body, page);
    let effects: Vec<Value> = bank.ledger("route=shop").await.iter().map(|entry| entry["effect"].clone()).collect();
    assert_eq!(effects, ["order_placed", "event_taken", "event_repeated"]);
}

#[tokio::test]
async fn a_later_word_replaces_no_stronger_one() {
    let bank = open().await;
    // From the weakest to the strongest.
    let kinds = ["failed", "expired", "deactivated", "mismatch", "paid"];
    for (place, kind) in kinds.iter().enumerate() {
        let order = order(&bank).await;
        let say = async |kind: &str| {
            tell(&bank, &Uuid::new_v4().to_string(), &event(&format!("invoice.{kind}"), number(&order), 4990.5)).await;
            state(&bank, number(&order)).await
        };
        assert_eq!(say(kind).await, *kind);
        for weaker in &kinds[..place] {
            assert_eq!(say(weaker).await, *kind, "{weaker} after {kind}");
        }
        if let Some(stronger) = kinds.get(place + 1) {
            assert_eq!(say(stronger).await, *stronger, "{stronger} after {kind}");
        }
    }
}

#[tokio::test]
async fn paid_at_another_price_is_not_paid() {
    let bank = open().await;
    let order = order(&bank).await;
    tell(&bank, "evt_1", &event("invoice.paid", number(&order), 49.9)).await;
    assert_eq!(state(&bank, number(&order)).await, "mismatch");
}

#[tokio::test]
async fn what_the_shop_does_not_know_is_accepted_and_shown() {
    let bank = open().await;
    let order = order(&bank).await;
    tell(&bank, "evt_1", &event("invoice.refunded", number(&order), 4990.5)).await;
    tell(&bank, "evt_2", &event("invoice.paid", "100001", 100.0)).await;
    tell(&bank, "evt_3", r#"{"type":"ping"}"#).await;
    assert_eq!(state(&bank, number(&order)).await, "awaiting_payment");
    let page = bank.get("/shop/").await.body;
    for shown in ["invoice.refunded", "of a type unknown here", "Events of no order here", "100001", "ping"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
}

#[tokio::test]
async fn people_see_orders_states_and_events() {
    let bank = open().await;
    assert!(bank.get("/shop/").await.body.contains("None yet."));
    let order = order(&bank).await;
    tell(&bank, "evt_1", &event("<b>invoice.paid", number(&order), 4990.5)).await;
    tell(&bank, "evt_2", &event("invoice.paid", number(&order), 4990.5)).await;
    let page = bank.get("/shop/").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    for shown in [number(&order), "4,990.50 ₸", "1 × Indian tea, 500 g", "state paid", "&lt;b&gt;invoice.paid"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    for hidden in ["<b>", "buyer@example.kz", "ticket"] {
        assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
    }
    assert_eq!(bank.get("/shop").await.header("location"), "/shop/");
    assert_eq!(bank.get("/shop/page.js").await.header("content-type"), "text/javascript; charset=utf-8");
}

#[tokio::test]
async fn without_its_secrets_it_is_closed_and_says_why() {
    let (ticket, webhook) = ("--shop-ticket-secret", "--shop-webhook-secret");
    let cases = [
        (ShopSecrets::default(), format!("{ticket} and {webhook}")),
        (ShopSecrets { webhook: None, ..secrets() }, webhook.to_owned()),
        (ShopSecrets { ticket: Some(String::new()), ..secrets() }, ticket.to_owned()),
    ];
    for (secrets, missing) in cases {
        let bank = Bank::start_with(Settings { shop: secrets, ..Settings::default() }).await;
        for path in ["/shop", "/shop/", "/shop/catalogue", "/shop/orders"] {
            let reply = bank.get(path).await;
            assert_eq!((reply.status, reply.body), (404, format!("The demo shop needs {missing}.\n")), "{path}");
        }
        assert_eq!(order_with(&bank, &Uuid::new_v4().to_string(), tea(1)).await.status, 404);
    }
}

#[tokio::test]
async fn a_reset_clears_the_counter() {
    let bank = open().await;
    order(&bank).await;
    bank.control("POST", "/sandbox/reset", json!({})).await;
    assert_eq!(bank.get("/shop/orders").await.json(), json!([]));
    order(&bank).await;
}
