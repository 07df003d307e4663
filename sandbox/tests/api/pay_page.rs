//! The page where a person pays.

use serde_json::{Value, json};

use crate::bank::{Bank, Reply};
use crate::shop::Shop;

/// A link with all four of the shop's URLs, and its path on the sandbox.
async fn link(bank: &Bank, shop: &Shop, fields: Value) -> (String, String) {
    let token = bank.token("api").await;
    let mut all = json!({
        "post_link": format!("{}/paid", shop.url),
        "failure_post_link": format!("{}/failed", shop.url),
        "back_link": "https://shop.kz/thanks?a=1&b=2",
        "failure_back_link": "https://shop.kz/sorry",
    });
    for (name, value) in fields.as_object().unwrap() {
        all[name] = value.clone();
    }
    let link = bank.create(&token, "100001", all).await;
    let id = link["id"].as_str().unwrap().to_owned();
    (format!("/api/redirect/invoice-link/{id}"), id)
}

async fn press(bank: &Bank, path: &str, form: &str) -> Reply {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    bank.send("POST", path, &headers, form.to_owned()).await.unwrap()
}

async fn status(bank: &Bank) -> String {
    bank.control("GET", "/sandbox/invoices", Value::Null).await["invoices"][0]["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn it_speaks_the_invoices_language_and_escapes_every_value() {
    let bank = Bank::start().await;
    let shop = Shop::open().await;
    for (language, tag, words) in [("kaz", "kk", "Төлеу"), ("rus", "ru", "Оплатить"), ("eng", "en", "Pay")]
    {
        let fields = json!({"language": language, "description": "<b>\"R&D\"</b>", "amount": 25490.5});
        let (path, _) = link(&bank, &shop, fields).await;
        let page = bank.get(&path).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.body.contains(&format!("<html lang=\"{tag}\">")));
        assert!(page.body.contains(words));
        assert!(page.body.contains("&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;"));
        assert!(!page.body.contains("<b>"));
        assert!(page.body.contains(if language == "eng" { "25,490.50 ₸" } else { "25\u{a0}490,50 ₸" }));
        // Without /api, as at the root of prod's host.
        assert_eq!(bank.get(path.trim_start_matches("/api")).await.body, page.body);
    }
}

#[tokio::test]
async fn paying_calls_the_shop_back_and_sends_the_payer_there() {
    let bank = Bank::start().await;
    let mut shop = Shop::open().await;
    let (path, _) = link(&bank, &shop, json!({})).await;
    let reply = press(&bank, &path, "action=pay").await;
    assert_eq!((reply.status, reply.header("location")), (303, "https://shop.kz/thanks?a=1&b=2"));
    let callback = shop.next().await;
    assert_eq!((callback.path.as_str(), callback.json()["code"].as_str()), ("/paid", Some("ok")));
    assert_eq!(status(&bank).await, "CHARGED");
    let again = press(&bank, &path, "action=pay").await;
    assert_eq!(again.status, 410);
    assert!(again.body.contains("Этот счёт уже оплачен."));
    assert_eq!(bank.get(&path).await.status, 410);
}

#[tokio::test]
async fn declining_leaves_the_link_open() {
    let bank = Bank::start().await;
    let mut shop = Shop::open().await;
    let (path, _) = link(&bank, &shop, json!({})).await;
    let reply = press(&bank, &path, "action=decline").await;
    assert_eq!((reply.status, reply.header("location")), (303, "https://shop.kz/sorry"));
    let callback = shop.next().await;
    assert_eq!((callback.path.as_str(), callback.json()["code"].as_str()), ("/failed", Some("error")));
    assert_eq!(status(&bank).await, "ACTIVE");
    assert_eq!(press(&bank, &path, "action=pay").await.status, 303);
    assert_eq!(shop.next().await.path, "/paid");
}

#[tokio::test]
async fn a_part_can_be_paid_with_bonuses() {
    let bank = Bank::start().await;
    let mut shop = Shop::open().await;
    let (path, _) = link(&bank, &shop, json!({})).await;
    for bonus in ["", "0", "-5", "100", "1000", "ten", "1.005", "99999999999999999999"] {
        let reply = press(&bank, &path, &format!("action=bonus&bonus={bonus}")).await;
        assert_eq!(reply.status, 400, "{bonus}");
        assert!(reply.body.contains("Сумма бонусами должна быть больше 0 и меньше суммы счёта."));
        assert!(reply.body.contains(&format!("value=\"{bonus}\" aria-invalid=\"true\"")), "{}", reply.body);
    }
    assert_eq!(status(&bank).await, "ACTIVE");
    assert_eq!(press(&bank, &path, "action=bonus&bonus=30,50").await.status, 303);
    let callback = shop.next().await.json();
    assert_eq!((&callback["amount"], &callback["amount_bonus"]), (&json!(69.5), &json!(30.5)));
    assert!(shop.rest().is_empty());
    assert_eq!(status(&bank).await, "CHARGED");
}

#[tokio::test]
async fn without_links_the_page_itself_says_how_it_went() {
    let bank = Bank::start().await;
    let shop = Shop::open().await;
    let none =
        json!({"post_link": "", "failure_post_link": "", "back_link": "", "failure_back_link": "", "language": "kaz"});
    let (path, _) = link(&bank, &shop, none).await;
    let declined = press(&bank, &path, "action=decline").await;
    assert_eq!(declined.status, 200);
    assert!(declined.body.contains("Төлем өтпеді"));
    let paid = press(&bank, &path, "action=pay").await;
    assert_eq!(paid.status, 200);
    assert!(paid.body.contains("Шот төленді"));
    assert!(bank.ledger("route=callback").await.is_empty());
}

#[tokio::test]
async fn what_is_no_link_and_what_is_no_button() {
    let bank = Bank::start().await;
    let shop = Shop::open().await;
    for id in ["19c435ae-fbe6-4761-863f-381f6a0fe824", "100001"] {
        let path = format!("/api/redirect/invoice-link/{id}");
        assert_eq!(bank.get(&path).await.status, 404);
        assert_eq!(press(&bank, &path, "action=pay").await.status, 404);
    }
    let (path, _) = link(&bank, &shop, json!({})).await;
    for form in ["", "action=", "action=steal", "pay"] {
        assert_eq!(press(&bank, &path, form).await.status, 400, "{form}");
    }
    assert_eq!(status(&bank).await, "ACTIVE");
}
