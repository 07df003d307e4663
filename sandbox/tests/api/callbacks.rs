//! The bank's call to the shop, and the ways in which it can go wrong.

use std::collections::HashMap;

use epay_sandbox::{CallbackReach, DeliveryOptions, Settings};
use serde_json::{Value, json};

use crate::bank::Bank;
use crate::shop::Shop;

const BOTH: [&str; 29] = [
    "accountId",
    "amount",
    "cardId",
    "cardMask",
    "cardType",
    "code",
    "currency",
    "dateTime",
    "description",
    "email",
    "id",
    "invoiceId",
    "ip",
    "ipCity",
    "ipCountry",
    "ipDistrict",
    "ipLatitude",
    "ipLongitude",
    "ipRegion",
    "issuer",
    "language",
    "name",
    "phone",
    "reason",
    "reasonCode",
    "reference",
    "secure",
    "secureDetails",
    "terminal",
];

async fn link(bank: &Bank, shop: &Shop, invoice_id: &str) -> String {
    let token = bank.token("api").await;
    let links = json!({"post_link": format!("{}/paid", shop.url), "failure_post_link": format!("{}/failed", shop.url)});
    bank.create(&token, invoice_id, links).await["id"].as_str().unwrap().to_owned()
}

async fn settle(bank: &Bank, id: &str, how: &str, order: Value) -> Value {
    bank.control("POST", &format!("/sandbox/invoices/{id}/{how}"), order).await
}

fn names(body: &Value) -> Vec<&str> {
    body.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn success_and_failure_have_their_fields() {
    let bank = Bank::start().await;
    let mut shop = Shop::open().await;
    let id = link(&bank, &shop, "100001").await;

    let declined = settle(&bank, &id, "decline", json!({"reason_code": 2358, "reason": "pending"})).await;
    assert_eq!((&declined["status"], &declined["callback"]), (&json!("ACTIVE"), &json!({"sent": [200]})));
    let failure = shop.next().await;
    assert_eq!((failure.path.as_str(), failure.content_type.as_str()), ("/failed", "application/json"));
    let failure = failure.json();
    let mut want: Vec<&str> = BOTH.into_iter().chain(["invoiceIdAlt", "tokenRecipient"]).collect();
    want.sort_unstable();
    assert_eq!(names(&failure), want);
    assert_eq!(
        (&failure["code"], &failure["reasonCode"], &failure["reason"]),
        (&json!("error"), &json!(2358), &json!("pending"))
    );

    let paid = settle(&bank, &id, "pay", json!({})).await;
    assert_eq!(paid["status"], "CHARGED");
    let success = shop.next().await.json();
    let mut want: Vec<&str> = BOTH.into_iter().chain(["approvalCode"]).collect();
    want.sort_unstable();
    assert_eq!(names(&success), want);
    for (name, value) in [
        ("accountId", json!("0003413423")),
        ("amount", json!(100)),
        ("code", json!("ok")),
        ("currency", json!("KZT")),
        ("description", json!("asdasdasdas")),
        ("email", json!("EXAMPLE@halykbank.kz")),
        ("id", paid["transaction"].clone()),
        ("invoiceId", json!("100001")),
        ("language", json!("rus")),
        ("phone", json!("+77771111111")),
        ("reason", json!("success")),
        ("reasonCode", json!(0)),
        ("terminal", json!("d9d7978c-d6ee-4ec0-8cda-165251a4bf16")),
    ] {
        assert_eq!(success[name], value, "{name}");
    }
    let digits = |name: &str| success[name].as_str().unwrap().bytes().filter(u8::is_ascii_digit).count();
    assert_eq!((digits("reference"), digits("approvalCode")), (12, 6));
    assert_ne!(success["id"], failure["id"]);
}

#[tokio::test]
async fn a_form_in_other_spellings() {
    let bank = Bank::start().await;
    let mut shop = Shop::open().await;
    let id = link(&bank, &shop, "100001").await;
    let spelling = json!({"format": "form", "invoice_id_upper": true, "bonus_camel": true, "reason_code_text": true});
    settle(&bank, &id, "pay", json!({"bonus": 30, "callback": {"spelling": spelling}})).await;
    let callback = shop.next().await;
    assert_eq!(callback.content_type, "application/x-www-form-urlencoded");
    let fields: HashMap<String, String> = serde_urlencoded::from_str(&callback.body).unwrap();
    for (name, value) in
        [("amount", "70"), ("amountBonus", "30"), ("invoiceID", "100001"), ("reasonCode", "0"), ("code", "ok")]
    {
        assert_eq!(fields[name], value, "{name}");
    }
    assert!(!fields.contains_key("invoiceId") && !fields.contains_key("amount_bonus"));
    assert_eq!(fields["description"], "asdasdasdas");

    let id = link(&bank, &shop, "100002").await;
    settle(&bank, &id, "decline", json!({"callback": {"spelling": {"reason_code_text": true}}})).await;
    assert_eq!(shop.next().await.json()["reasonCode"], "484");
}

#[tokio::test]
async fn copies_retries_and_a_wrong_amount() {
    let bank = Bank::start().await;
    let mut shop = Shop::answering(&[500, 404, 200, 200, 503, 503, 503]).await;
    let id = link(&bank, &shop, "100001").await;
    let options = json!({"callback": {"duplicates": 1, "retries": 5, "amount": 1.5}});
    let paid = settle(&bank, &id, "pay", options).await;
    assert_eq!(paid["callback"], json!({"sent": [500, 404, 200, 200]}));
    let received = shop.rest();
    assert_eq!(received.len(), 4);
    for callback in &received {
        assert_eq!((&callback.json()["amount"], &callback.json()["id"]), (&json!(1.5), &paid["transaction"]));
    }
    let counts = bank.control("GET", "/sandbox/ledger", Value::Null).await["counts"].clone();
    assert_eq!(counts["callbacks"], json!({"100001": 4}));

    let id = link(&bank, &shop, "100002").await;
    let paid = settle(&bank, &id, "pay", json!({"callback": {"retries": 2, "retry_pause_ms": 1}})).await;
    assert_eq!(paid["callback"], json!({"sent": [503, 503, 503]}), "three tries and no more");
}

#[tokio::test]
async fn dropped_and_late() {
    let bank = Bank::start().await;
    let mut shop = Shop::open().await;
    let id = link(&bank, &shop, "100001").await;
    assert_eq!(settle(&bank, &id, "pay", json!({"callback": {"drop": true}})).await["callback"], "dropped");
    assert_eq!(bank.ledger("route=callback").await[0]["effect"], "callback_dropped");

    let id = link(&bank, &shop, "100002").await;
    let start = std::time::Instant::now();
    let late = json!({"wait": false, "callback": {"delay_ms": 200}});
    assert_eq!(settle(&bank, &id, "pay", late).await["callback"], "under_way");
    let callback = shop.next().await;
    assert!(start.elapsed().as_millis() >= 200);
    assert_eq!(callback.json()["invoiceId"], "100002");
}

#[tokio::test]
async fn held_callbacks_come_in_the_order_of_their_release() {
    let bank = Bank::start().await;
    let mut shop = Shop::open().await;
    let id = link(&bank, &shop, "100001").await;
    for how in ["decline", "pay"] {
        let settled = settle(&bank, &id, how, json!({"callback": {"hold": true}})).await;
        assert_eq!(settled["callback"], "held");
    }
    assert!(shop.rest().is_empty());
    let released = bank.control("POST", "/sandbox/callbacks/release", json!({"order": "reversed"})).await;
    assert_eq!(released, json!({"callbacks": [{"sent": [200]}, {"sent": [200]}]}));
    let paths: Vec<String> = shop.rest().into_iter().map(|callback| callback.path).collect();
    assert_eq!(paths, ["/paid", "/failed"]);
    let released = bank.control("POST", "/sandbox/callbacks/release", Value::Null).await;
    assert_eq!(released, json!({"callbacks": []}));
}

#[tokio::test]
async fn the_settings_options_are_those_of_every_callback() {
    let options = DeliveryOptions::parse(r#"{"spelling": {"format": "form"}, "duplicates": 2}"#).unwrap();
    let bank = Bank::start_with(Settings { callback: Some(options), ..Settings::default() }).await;
    let mut shop = Shop::open().await;
    let id = link(&bank, &shop, "100001").await;
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    bank.send("POST", &format!("/api/redirect/invoice-link/{id}"), &headers, "action=pay").await.unwrap();
    for _ in 0..3 {
        assert_eq!(shop.next().await.content_type, headers[0].1);
    }
    let id = link(&bank, &shop, "100002").await;
    settle(&bank, &id, "pay", json!({"callback": {}})).await;
    assert_eq!(shop.next().await.content_type, "application/json", "a call's own options replace them");
}

#[tokio::test]
async fn nobody_but_loopback_is_called() {
    for (reach, link, want) in [
        (
            CallbackReach::Loopback,
            "http://mail.ru/",
            "not sent: the host is not loopback (--callbacks anywhere lifts this)",
        ),
        (
            CallbackReach::Loopback,
            "https://mail.ru/",
            "not sent: the host is not loopback (--callbacks anywhere lifts this)",
        ),
    ] {
        let bank = Bank::start_with(Settings { callbacks: reach, ..Settings::default() }).await;
        let token = bank.token("api").await;
        let made = bank.create(&token, "100001", json!({"post_link": link})).await;
        let paid = settle(&bank, made["id"].as_str().unwrap(), "pay", json!({})).await;
        assert_eq!(paid["callback"], json!({"sent": [null]}));
        let entry = &bank.ledger("route=callback").await[0];
        assert_eq!((&entry["effect"], &entry["message"]), (&json!("callback_failed"), &json!(want)));
    }
}

#[tokio::test]
async fn a_shop_that_is_not_there() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    // A port that was just free: nobody listens.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let made = bank.create(&token, "100001", json!({"post_link": format!("http://{closed}/")})).await;
    let paid = settle(&bank, made["id"].as_str().unwrap(), "pay", json!({"callback": {"retries": 1}})).await;
    assert_eq!((&paid["status"], &paid["callback"]), (&json!("CHARGED"), &json!({"sent": [null, null]})));
}
