//! Creating a link.

use epay_sandbox::{DuplicateInvoice, Settings};
use serde_json::{Value, json};

use crate::bank::{Bank, invoice, page_sample};

#[tokio::test]
async fn the_pages_own_sample_is_refused_with_its_six_faults() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let reply = bank.try_create(&token, &page_sample()).await;
    assert_eq!(reply.status, 400);
    let link = "must be an absolute URL, https://…";
    let want = format!(
        "invoice_id must be 6 to 15 digits; recipient_contact_sms must be +7 and ten digits; post_link {link}; \
         failure_post_link {link}; back_link {link}; failure_back_link {link}"
    );
    assert_eq!(reply.refusal(), (9012, want));
    assert!(bank.control("GET", "/sandbox/invoices", Value::Null).await["invoices"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn the_answer_has_the_shape_of_the_pages_sample() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let link = "https://shop.kz/paid";
    let sent = invoice("254581242323", json!({"post_link": link, "back_link": link, "expire_period": "2d"}));
    let reply = bank.try_create(&token, &sent).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "application/json; charset=utf-8");

    // Field by field in the sample's order; the answer of the page has neither back links nor card_save.
    let order = [
        "id",
        "shop_id",
        "amount",
        "invoice_id",
        "language",
        "currency",
        "description",
        "account_id",
        "recipient_contact",
        "recipient_contact_sms",
        "notifier_contact",
        "notifier_contact_sms",
        "expire_period",
        "post_link",
        "failure_post_link",
        "created_date",
        "expire_date",
        "status",
        "updated_date",
        "invoice_url",
        "merchant_id",
        "terminal_id",
    ];
    let places: Vec<usize> = order.iter().map(|name| reply.body.find(&format!("\"{name}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{}", reply.body);
    let record = reply.json();
    assert_eq!(record.as_object().unwrap().len(), order.len());

    for name in [
        "shop_id",
        "amount",
        "invoice_id",
        "language",
        "currency",
        "description",
        "account_id",
        "recipient_contact",
        "recipient_contact_sms",
        "notifier_contact_sms",
        "expire_period",
        "post_link",
    ] {
        assert_eq!(record[name], sent[name], "{name}");
    }
    assert_eq!(record["notifier_contact"], "");
    assert_eq!(record["failure_post_link"], "");
    assert_eq!(record["status"], "ACTIVE");
    assert_eq!(record["updated_date"], "0001-01-01T00:00:00Z");
    assert_eq!(record["merchant_id"], " ad638b1d-e515-4b9c-aab3-d3500735f6eb");
    assert_eq!(record["terminal_id"], "d9d7978c-d6ee-4ec0-8cda-165251a4bf16");
    let id = record["id"].as_str().unwrap();
    assert_eq!(id.len(), 36);
    assert_eq!(record["invoice_url"], format!(" {}/api/redirect/invoice-link/{id}", bank.url));
    for name in ["created_date", "expire_date"] {
        assert!(record[name].as_str().unwrap().ends_with("+05:00"), "{}", record[name]);
    }
}

#[tokio::test]
async fn times_follow_the_clock_and_the_period() {
    let bank = Bank::start().await;
    for (now, created, expires) in [
        ("2023-03-28T04:04:10Z", "2023-03-28T10:04:10.", "2023-03-30T10:04:10."),
        ("2024-02-28T20:00:00Z", "2024-02-29T02:00:00.", "2024-03-02T01:00:00."),
        ("2030-03-28T04:04:10Z", "2030-03-28T09:04:10.", "2030-03-30T09:04:10."),
    ] {
        bank.control("POST", "/sandbox/clock", json!({"now": now})).await;
        let token = bank.token("api").await;
        let record = bank.create(&token, "100001", json!({"expire_period": "2d"})).await;
        assert!(record["created_date"].as_str().unwrap().starts_with(created), "{record}");
        assert!(record["expire_date"].as_str().unwrap().starts_with(expires), "{record}");
    }
}

/// Each rule of the bank's table with an input that breaks it.
#[tokio::test]
async fn every_rule_is_kept() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let long = "я".repeat(126);
    let cases = [
        ("shop_id", json!("4e16cfde-f3e9-49c6-8cf9"), 9010, "must be a UUID"),
        (
            "shop_id",
            json!("4e16cfde-f3e9-49c6-8cf9-2d3f080f739c"),
            9010,
            "is not a shop of this merchant (--shop-id names it)",
        ),
        ("account_id", json!(""), 9011, "must not be empty"),
        ("account_id", json!(3_413_423), 9011, "must be a string"),
        ("invoice_id", json!("12345"), 9012, "must be 6 to 15 digits"),
        ("invoice_id", json!("1234567890123456"), 9012, "must be 6 to 15 digits"),
        ("invoice_id", json!("A-100001"), 9012, "must be 6 to 15 digits"),
        ("invoice_id", json!(100_001), 9012, "must be a string"),
        ("amount", json!("100"), 9013, "must be a number"),
        ("amount", json!(0), 9013, "must be more than 0"),
        ("amount", json!(-5), 9013, "must be more than 0"),
        ("amount", json!(1.005), 9013, "must have at most two decimals"),
        ("amount", json!(1e300), 9013, "is too large for the sandbox"),
        ("language", json!("ru"), 9014, "must be rus, kaz or eng"),
        ("language", json!("RUS"), 9014, "must be rus, kaz or eng"),
        ("description", json!(long), 9015, "must have at most 125 characters"),
        ("description", json!(""), 9015, "must not be empty"),
        ("expire_period", json!("2"), 9016, "must be a number and the unit d, such as 2d"),
        ("expire_period", json!("0d"), 9016, "must be a number of days, 1 or more, and the unit d, such as 2d"),
        ("expire_period", json!(2), 9016, "must be a string"),
        ("recipient_contact", json!("example"), 9017, "must be an e-mail address"),
        ("recipient_contact_sms", json!("87771111111"), 1079, "must be +7 and ten digits"),
        ("recipient_contact_sms", json!("+777711111111"), 1079, "must be +7 and ten digits"),
        ("notifier_contact_sms", json!("+7777"), 1079, "must be +7 and ten digits"),
        ("notifier_contact_sms", json!([null]), 1079, "must be a string"),
        ("currency", json!("USD"), 9018, "must be KZT"),
        ("post_link", json!("https//mail.ru"), 9019, "must be an absolute URL, https://…"),
        ("failure_post_link", json!("/paid"), 9019, "must be an absolute URL, https://…"),
        ("back_link", json!("shop.kz"), 9019, "must be an absolute URL, https://…"),
        ("failure_back_link", json!("ftp://shop.kz"), 9019, "must be an absolute URL, https://…"),
        ("pots_link", json!("https://shop.kz"), 9003, "is not a field of this call"),
    ];
    for (name, value, code, fault) in cases {
        let reply = bank.try_create(&token, &invoice("100001", json!({name: value}))).await;
        assert_eq!(reply.status, 400, "{name}: {value}");
        assert_eq!(reply.refusal(), (code, format!("{name} {fault}")), "{name}: {value}");
    }
}

#[tokio::test]
async fn every_required_field_is_required() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    for (name, code) in [
        ("shop_id", 9010),
        ("account_id", 9011),
        ("invoice_id", 9012),
        ("amount", 9013),
        ("language", 9014),
        ("description", 9015),
        ("expire_period", 9016),
        ("recipient_contact", 9017),
        ("recipient_contact_sms", 1079),
        ("currency", 9018),
    ] {
        let reply = bank.try_create(&token, &invoice("100001", json!({name: null}))).await;
        assert_eq!(reply.refusal(), (code, format!("{name} is missing")));
    }
    let without_optional = invoice("100001", json!({"notifier_contact_sms": null}));
    assert_eq!(bank.try_create(&token, &without_optional).await.status, 200);
    let empty = json!({"notifier_contact_sms": "", "post_link": "", "failure_post_link": "", "back_link": "", "failure_back_link": ""});
    assert_eq!(bank.try_create(&token, &invoice("100001", empty)).await.status, 200);
}

#[tokio::test]
async fn what_is_no_json_object_is_refused() {
    let bank = Bank::start().await;
    let token = format!("Bearer {}", bank.token("api").await);
    let json_type = ("content-type", "application/json");
    for (content_type, body, code) in [
        (json_type, "{", 9001),
        (json_type, "", 9001),
        (json_type, "[]", 9001),
        (json_type, "\u{feff}{}", 9001),
        (("content-type", "text/plain"), "{}", 9002),
        (("x-none", ""), "{}", 9002),
    ] {
        let headers = [("authorization", token.as_str()), content_type];
        let reply = bank.send("POST", "/api/invoice", &headers, body).await.unwrap();
        assert_eq!((reply.status, reply.refusal().0), (400, code), "{body:?}");
    }
    let headers = [("authorization", token.as_str()), json_type];
    let huge = format!("\"{}\"", "a".repeat(1 << 20));
    assert_eq!(bank.send("POST", "/api/invoice", &headers, huge).await.unwrap().refusal().0, 9004);
}

#[tokio::test]
async fn a_used_number_makes_a_second_link_or_is_refused() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let (first, second) =
        (bank.create(&token, "100001", json!({})).await, bank.create(&token, "100001", json!({})).await);
    assert_ne!(first["id"], second["id"]);
    let counts = bank.control("GET", "/sandbox/ledger", Value::Null).await["counts"].clone();
    assert_eq!(counts["links"], json!({"100001": 2}));

    let settings = Settings { duplicate_invoice: DuplicateInvoice::Refuse, ..Settings::default() };
    let bank = Bank::start_with(settings).await;
    let token = bank.token("api").await;
    bank.create(&token, "100001", json!({})).await;
    let reply = bank.try_create(&token, &invoice("100001", json!({}))).await;
    assert_eq!(reply.refusal(), (9020, "invoice_id is used by another link".into()));
    bank.create(&token, "100002", json!({})).await;
}

#[tokio::test]
async fn prod_has_the_same_calls_without_api() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let reply = bank.call("POST", "/invoice", &token, &invoice("100001", json!({}))).await.unwrap();
    assert_eq!(reply.status, 200);
    let reply = bank.call("POST", "/invoice-links", &token, &crate::bank::search("100001")).await.unwrap();
    assert_eq!(reply.json()["TotalCount"], 1);
}

#[tokio::test]
async fn another_public_url_is_where_payers_go() {
    let settings = Settings { public_url: Some("https://bank.example.kz/".into()), ..Settings::default() };
    let bank = Bank::start_with(settings).await;
    let token = bank.token("api").await;
    let link = bank.create(&token, "100001", json!({})).await;
    let want = format!(" https://bank.example.kz/api/redirect/invoice-link/{}", link["id"].as_str().unwrap());
    assert_eq!(link["invoice_url"], want);
}
