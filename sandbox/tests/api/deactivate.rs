//! Deactivating a link, and what time does to one.

use epay_sandbox::Settings;
use serde_json::{Value, json};

use crate::bank::{Bank, LONG_SCOPE};

async fn made(bank: &Bank) -> (String, String, String) {
    let (api, long) = (bank.token("api").await, bank.token(LONG_SCOPE).await);
    let link = bank.create(&api, "100001", json!({})).await;
    (api, long, link["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_deactivated_link_cannot_be_paid() {
    let bank = Bank::start().await;
    let (api, long, id) = made(&bank).await;
    for effect in ["link_deactivated", "link_unchanged"] {
        let reply = bank.deactivate(&long, &id).await;
        assert_eq!((reply.status, reply.body.as_str()), (200, ""));
        assert_eq!(bank.ledger("route=deactivate").await.last().unwrap()["effect"], effect);
    }
    let record = &bank.find(&api, "100001").await[0];
    assert_eq!(record["status"], "INACTIVE");
    assert!(!record["updated_date"].as_str().unwrap().starts_with("0001"));
    assert_eq!(bank.get(&format!("/api/redirect/invoice-link/{id}")).await.status, 410);
    let paid = bank.try_control("POST", &format!("/sandbox/invoices/{id}/pay"), json!({})).await;
    assert_eq!((paid.status, paid.json()), (409, json!({"error": "the link is deactivated"})));
}

#[tokio::test]
async fn a_payment_that_went_through_stays() {
    let bank = Bank::start().await;
    let (api, long, id) = made(&bank).await;
    bank.control("POST", &format!("/sandbox/invoices/{id}/pay"), json!({})).await;
    assert_eq!(bank.deactivate(&long, &id).await.status, 200);
    assert_eq!(bank.ledger("route=deactivate").await[0]["effect"], "link_unchanged");
    let record = &bank.find(&api, "100001").await[0];
    assert_eq!(record["status"], "CHARGED");
    assert!(record["updated_date"].as_str().unwrap().starts_with("0001"));
    let paid = bank.try_control("POST", &format!("/sandbox/invoices/{id}/pay"), json!({})).await;
    assert_eq!((paid.status, paid.json()), (409, json!({"error": "the link is paid"})));
}

#[tokio::test]
async fn only_links_that_exist() {
    let bank = Bank::start().await;
    let (_, long, _) = made(&bank).await;
    assert_eq!(bank.deactivate(&long, "100001").await.refusal(), (9040, "the link's id must be a UUID".into()));
    let reply = bank.deactivate(&long, "19c435ae-fbe6-4761-863f-381f6a0fe824").await;
    assert_eq!((reply.status, reply.refusal()), (400, (9041, "there is no such link".into())));
}

#[tokio::test]
async fn a_link_expires() {
    let settings = Settings { token_lifetime: Some(10_000_000), ..Settings::default() };
    let bank = Bank::start_with(settings).await;
    let (api, long, id) = made(&bank).await;
    bank.advance(86_390).await;
    assert_eq!(bank.get(&format!("/api/redirect/invoice-link/{id}")).await.status, 200);
    bank.advance(10).await;
    assert_eq!(bank.get(&format!("/api/redirect/invoice-link/{id}")).await.status, 410);
    let paid = bank.try_control("POST", &format!("/sandbox/invoices/{id}/pay"), json!({})).await;
    assert_eq!((paid.status, paid.json()), (409, json!({"error": "the link has expired"})));
    assert_eq!(bank.find(&api, "100001").await[0]["status"], "ACTIVE");
    assert_eq!(bank.deactivate(&long, &id).await.status, 200);
}

#[tokio::test]
async fn unknown_words_can_be_chosen() {
    let settings = Settings {
        token_lifetime: Some(10_000_000),
        deactivated_status: "CLOSED".into(),
        expired_status: "EXPIRED".into(),
        ..Settings::default()
    };
    let bank = Bank::start_with(settings).await;
    let (api, long, id) = made(&bank).await;
    bank.create(&api, "100002", json!({})).await;
    bank.deactivate(&long, &id).await;
    bank.advance(86_400).await;
    assert_eq!(bank.find(&api, "100001").await[0]["status"], "CLOSED");
    assert_eq!(bank.find(&api, "100002").await[0]["status"], "EXPIRED");
    let invoices = bank.control("GET", "/sandbox/invoices", Value::Null).await;
    assert_eq!(invoices["invoices"][1]["payable"], false);
}
