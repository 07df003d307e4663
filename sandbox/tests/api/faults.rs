//! Every fault, seen from the caller's end of the wire.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bank::{Bank, LONG_SCOPE, Reply, invoice, password_grant, search};

/// The four routes, each called once with what it needs.
async fn call(bank: &Bank, route: &str, tokens: &(String, String), id: &str) -> Result<Reply, String> {
    match route {
        "token" => {
            let body = serde_urlencoded::to_string(password_grant("api")).unwrap();
            let headers = [("content-type", "application/x-www-form-urlencoded")];
            bank.send("POST", "/oauth2/token", &headers, body).await
        }
        "create" => bank.call("POST", "/api/invoice", &tokens.0, &invoice("100002", json!({}))).await,
        "search" => bank.call("POST", "/api/invoice-links", &tokens.0, &search("100001")).await,
        _ => bank.call("PUT", &format!("/api/deactivate/invoice-links/{id}"), &tokens.1, &Value::Null).await,
    }
}

const ROUTES: [&str; 4] = ["token", "create", "search", "deactivate"];

async fn ready() -> (Bank, (String, String), String) {
    let bank = Bank::start().await;
    let tokens = (bank.token("api").await, bank.token(LONG_SCOPE).await);
    let link = bank.create(&tokens.0, "100001", json!({})).await;
    (bank, tokens, link["id"].as_str().unwrap().to_owned())
}

/// The effect of the last call of a route.
async fn effect(bank: &Bank, route: &str) -> String {
    let entries = bank.ledger(&format!("route={route}")).await;
    entries.last().unwrap()["effect"].as_str().unwrap().to_owned()
}

const WORKED: [(&str, &str); 4] = [
    ("token", "token_issued"),
    ("create", "link_created"),
    ("search", "search_answered"),
    ("deactivate", "link_deactivated"),
];

#[tokio::test]
async fn answers_that_are_replaced_with_or_without_the_work() {
    for (route, worked) in WORKED {
        for work in ["undone", "done"] {
            let (bank, tokens, id) = ready().await;
            let want_effect = if work == "done" { worked } else { "not_done" };
            for (fault, status, content_type, body) in [
                (
                    json!({"fault": "throttled", "retry_after": 3}),
                    429,
                    "text/plain; charset=utf-8",
                    "Too Many Requests",
                ),
                (json!({"fault": "throttled"}), 429, "text/plain; charset=utf-8", "Too Many Requests"),
                (json!({"fault": "server_error"}), 500, "text/plain; charset=utf-8", "Internal Server Error"),
                (json!({"fault": "bad_gateway"}), 502, "text/html; charset=utf-8", "<html>"),
                (json!({"fault": "empty"}), 200, "", ""),
            ] {
                let mut order = fault.clone();
                (order["route"], order["work"]) = (json!(route), json!(work));
                bank.arm(order).await;
                let reply = call(&bank, route, &tokens, &id).await.unwrap();
                assert_eq!((reply.status, reply.header("content-type")), (status, content_type), "{route} {fault}");
                assert!(reply.body.starts_with(body) && reply.body.is_empty() == body.is_empty(), "{route} {fault}");
                let retry_after = fault["retry_after"].as_u64().map(|seconds| seconds.to_string());
                assert_eq!(reply.header("retry-after"), retry_after.unwrap_or_default());
                // The first deactivation changes the link, the others find it so.
                let effect = effect(&bank, route).await;
                assert!(
                    effect == want_effect || (want_effect, effect.as_str()) == (worked, "link_unchanged"),
                    "{effect}"
                );
            }
            assert_ne!(call(&bank, route, &tokens, &id).await.unwrap().status, 500, "each hit once");
        }
    }
}

#[tokio::test]
async fn answers_that_are_spoilt_after_the_work() {
    for (route, worked) in WORKED {
        for fault in ["truncated", "malformed", "wrong_content_type"] {
            let (bank, tokens, id) = ready().await;
            bank.arm(json!({"route": route, "fault": fault})).await;
            let reply = call(&bank, route, &tokens, &id).await.unwrap();
            assert_eq!(reply.status, 200);
            let readable = serde_json::from_str::<Value>(&reply.body).is_ok();
            match fault {
                "wrong_content_type" => {
                    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
                    assert!(readable || route == "deactivate");
                }
                "malformed" => {
                    assert!(!readable && reply.body.ends_with("}") && !reply.body.starts_with("{\""), "{}", reply.body);
                }
                _ => assert!(!readable && !reply.body.is_empty()),
            }
            assert_eq!(effect(&bank, route).await, worked);
            assert_eq!(bank.ledger(&format!("route={route}")).await.last().unwrap()["faults"], json!([fault]));
        }
    }
}

/// Writes a call by hand, to see how the connection ends.
async fn raw(bank: &Bank, token: &str) -> TcpStream {
    let body = invoice("100002", json!({})).to_string();
    let mut stream = TcpStream::connect(bank.url.trim_start_matches("http://")).await.unwrap();
    let head = format!(
        "POST /api/invoice HTTP/1.1\r\nHost: bank\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn a_reset_is_a_reset_before_or_after_the_work() {
    for (work, made) in [("undone", 0), ("done", 1)] {
        let (bank, tokens, _) = ready().await;
        bank.arm(json!({"route": "create", "fault": "reset", "work": work})).await;
        let mut stream = raw(&bank, &tokens.0).await;
        let mut answer = Vec::new();
        let error = stream.read_to_end(&mut answer).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
        assert!(answer.is_empty());
        assert_eq!(bank.find(&tokens.0, "100002").await.len(), made, "{work}");
        let entry = &bank.ledger("route=create&after=3").await[0];
        assert_eq!((entry.get("status"), &entry["faults"]), (None, &json!(["reset"])));
    }
    for route in ROUTES {
        let (bank, tokens, id) = ready().await;
        bank.arm(json!({"route": route, "fault": "reset"})).await;
        // The client hides nothing and does not try again by itself.
        assert!(call(&bank, route, &tokens, &id).await.is_err(), "{route}");
        assert!(call(&bank, route, &tokens, &id).await.is_ok(), "{route}");
    }
}

#[tokio::test]
async fn silence_after_the_work() {
    let (bank, tokens, _) = ready().await;
    bank.arm(json!({"route": "create", "fault": "silence", "work": "done"})).await;
    let mut stream = raw(&bank, &tokens.0).await;
    bank.wait_for("route=create&after=3&effect=link_created").await;
    let answer = tokio::time::timeout(Duration::from_millis(200), stream.read_u8()).await;
    assert!(answer.is_err(), "neither a byte nor an end: {answer:?}");
    assert_eq!(bank.find(&tokens.0, "100002").await.len(), 1);
}

#[tokio::test]
async fn latency_before_and_after() {
    let (bank, tokens, id) = ready().await;
    for route in ROUTES {
        for work in ["undone", "done"] {
            bank.arm(json!({"route": route, "fault": "latency", "ms": 60, "work": work})).await;
            let start = Instant::now();
            assert_eq!(call(&bank, route, &tokens, &id).await.unwrap().status, 200);
            assert!(start.elapsed() >= Duration::from_millis(60), "{route} {work}");
        }
    }
}

#[tokio::test]
async fn the_work_goes_on_when_the_caller_hangs_up() {
    let (bank, tokens, _) = ready().await;
    bank.arm(json!({"route": "create", "fault": "latency", "ms": 100})).await;
    let stream = raw(&bank, &tokens.0).await;
    // Waits until the call is under way, which the fault's count shows.
    while bank.control("GET", "/sandbox/faults", Value::Null).await["faults"][0]["hits"] == 0 {
        tokio::task::yield_now().await;
    }
    drop(stream);
    bank.wait_for("route=create&after=3&effect=link_created").await;
}

#[tokio::test]
async fn tokens_rejected_and_expired() {
    let (bank, tokens, id) = ready().await;
    for route in ["create", "search", "deactivate"] {
        for status in [401, 400, 200] {
            bank.arm(json!({"route": route, "fault": "token_rejected", "http_status": status})).await;
            let reply = call(&bank, route, &tokens, &id).await.unwrap();
            assert_eq!((reply.status, reply.body.as_str()), (status, "Token is not valid"));
            assert_eq!(effect(&bank, route).await, "not_done");
            assert_eq!(call(&bank, route, &tokens, &id).await.unwrap().status, 200, "only once");
        }
    }
    for route in ["search", "deactivate"] {
        bank.arm(json!({"route": route, "fault": "token_expired"})).await;
        assert_eq!(call(&bank, route, &tokens, &id).await.unwrap().status, 401);
        assert_eq!(call(&bank, route, &tokens, &id).await.unwrap().status, 401, "it stays expired");
    }
}

#[tokio::test]
async fn searches_lag_behind() {
    let (bank, tokens, _) = ready().await;
    bank.arm(json!({"route": "create", "fault": "search_lag", "searches": 2})).await;
    bank.create(&tokens.0, "100002", json!({})).await;
    // A search for another order does not count.
    assert_eq!(bank.find(&tokens.0, "100001").await.len(), 1);
    for want in [0, 0, 1, 1] {
        assert_eq!(bank.find(&tokens.0, "100002").await.len(), want);
    }
    bank.arm(json!({"route": "create", "fault": "search_lag", "seconds": 60})).await;
    bank.create(&tokens.0, "100003", json!({})).await;
    for (seconds, want) in [(0, 0), (50, 0), (10, 1)] {
        bank.advance(seconds).await;
        assert_eq!(bank.find(&tokens.0, "100003").await.len(), want);
    }
}

#[tokio::test]
async fn records_that_nobody_expects() {
    let (bank, tokens, _) = ready().await;
    bank.arm(json!([
        {"route": "search", "fault": "duplicate_records"},
        {"route": "search", "fault": "unknown_status", "record_status": "ON_HOLD"},
        {"route": "search", "fault": "unknown_fields"},
        {"route": "create", "fault": "unknown_status"},
        {"route": "create", "fault": "unknown_fields"},
        {"route": "token", "fault": "unknown_fields"},
    ]))
    .await;
    let found = bank.try_search(&tokens.0, &search("100001")).await.json();
    assert_eq!((&found["TotalCount"], found["Records"].as_array().unwrap().len()), (&json!(2), 2));
    assert_eq!(found["Records"][0], found["Records"][1]);
    assert_eq!(found["Records"][0]["status"], "ON_HOLD");
    assert!(found["Records"][0]["added_tomorrow"].is_object() && found["added_tomorrow"].is_object());
    let created = bank.create(&tokens.0, "100002", json!({})).await;
    assert_eq!(created["status"], "PROCESSING");
    assert_eq!(created["invoice_alt"], "");
    assert!(bank.ask_token(&password_grant("api")).await.json()["added_tomorrow"].is_object());
    let plain = bank.find(&tokens.0, "100001").await;
    assert_eq!((plain.len(), &plain[0]["status"]), (1, &json!("ACTIVE")));
}

#[tokio::test]
async fn the_same_seed_hits_the_same_calls() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let (bank, tokens, _) = ready().await;
        bank.arm(json!({"route": "search", "fault": "server_error", "probability": 0.5, "seed": 42})).await;
        let mut statuses = Vec::new();
        for _ in 0..32 {
            statuses.push(bank.try_search(&tokens.0, &search("100001")).await.status);
        }
        assert!(statuses.contains(&200) && statuses.contains(&500));
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
}
