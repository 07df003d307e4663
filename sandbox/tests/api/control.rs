//! The sandbox's own calls.

use epay_sandbox::{FaultList, Settings};
use serde_json::{Value, json};

use crate::bank::{Bank, search};

#[tokio::test]
async fn the_clock_is_set_and_moved() {
    let bank = Bank::start().await;
    let now = |json: Value| json["now"].as_str().unwrap().to_owned();
    let set = bank.control("POST", "/sandbox/clock", json!({"now": "2030-05-01T10:00:00+05:00"})).await;
    assert!(now(set).starts_with("2030-05-01T05:00:0"));
    let moved = bank.control("POST", "/sandbox/clock", json!({"advance_seconds": 86_400})).await;
    assert!(now(moved).starts_with("2030-05-02T05:00:0"));
    assert!(now(bank.control("GET", "/sandbox/clock", Value::Null).await).starts_with("2030-05-02T05:00:0"));
    for wrong in [
        json!({}),
        json!({"advance": 5}),
        json!({"advance_seconds": "5"}),
        json!({"now": "tomorrow"}),
        json!({"now": "2030-05-01T10:00:00Z", "advance_seconds": 5}),
        json!({"advance_seconds": i64::MAX}),
        json!({"advance_seconds": i64::MIN}),
        json!({"now": "1960-01-01T00:00:00Z"}),
    ] {
        let reply = bank.try_control("POST", "/sandbox/clock", wrong.clone()).await;
        assert_eq!(reply.status, 400, "{wrong}");
        assert!(reply.json()["error"].is_string());
    }
    assert!(now(bank.control("GET", "/sandbox/clock", Value::Null).await).starts_with("2030-05-02T05:00:0"));
}

#[tokio::test]
async fn the_ledger_tells_every_call_and_counts() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let link = bank.create(&token, "100001", json!({})).await;
    bank.create(&token, "100002", json!({})).await;
    bank.find(&token, "100001").await;
    bank.try_search(&token, &json!({})).await;
    bank.get("/nowhere").await;
    assert_eq!(bank.get("/api/invoice").await.status, 405);
    let id = link["id"].as_str().unwrap();
    bank.control("POST", &format!("/sandbox/invoices/{id}/pay"), json!({})).await;

    let ledger = bank.control("GET", "/sandbox/ledger", Value::Null).await;
    assert_eq!(
        ledger["counts"],
        json!({
            "calls": {"token": 1, "create": 2, "search": 2, "page": 1, "unknown": 2},
            "links": {"100001": 1, "100002": 1},
            "tokens": {"api": 1},
            "callbacks": {},
        })
    );
    let lines: Vec<String> = ledger["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| {
            format!("{} {} {} {} {} {}", e["number"], e["method"], e["path"], e["status"], e["effect"], e["invoice_id"])
        })
        .collect();
    let want = [
        r#"1 "POST" "/oauth2/token" 200 "token_issued" null"#.to_owned(),
        r#"2 "POST" "/api/invoice" 200 "link_created" "100001""#.into(),
        r#"3 "POST" "/api/invoice" 200 "link_created" "100002""#.into(),
        r#"4 "POST" "/api/invoice-links" 200 "search_answered" "100001""#.into(),
        r#"5 "POST" "/api/invoice-links" 400 "refused" null"#.into(),
        r#"6 "GET" "/nowhere" 404 null null"#.into(),
        r#"7 "GET" "/api/invoice" 405 null null"#.into(),
        format!(r#"8 "POST" "/sandbox/invoices/{id}/pay" 200 "charged" "100001""#),
    ];
    assert_eq!(lines, want);
    assert_eq!(ledger["entries"][1]["link_id"], link["id"]);
    assert_eq!(ledger["entries"][3]["found"], 1);
    assert_eq!(ledger["entries"][4]["code"], 9030);

    for (query, want) in
        [("route=create", 2), ("invoice_id=100001", 3), ("after=6", 2), ("effect=link_created&after=2", 1)]
    {
        assert_eq!(bank.ledger(query).await.len(), want, "{query}");
    }
    assert_eq!(bank.get("/sandbox/ledger?rout=create").await.status, 400);
}

#[tokio::test]
async fn a_reset_goes_back_to_the_start() {
    let at_start = FaultList::parse(r#"{"route":"token","fault":"server_error"}"#).unwrap();
    let bank = Bank::start_with(Settings { faults: vec![at_start], ..Settings::default() }).await;
    assert_eq!(bank.ask_token(&crate::bank::password_grant("api")).await.status, 500);
    let token = bank.token("api").await;
    bank.create(&token, "100001", json!({})).await;
    bank.arm(json!({"route": "search", "fault": "empty", "always": true})).await;
    bank.advance(1_000_000_000).await;
    bank.control("POST", "/sandbox/reset", Value::Null).await;

    assert_eq!(bank.ledger("").await, Vec::<Value>::new());
    assert_eq!(bank.control("GET", "/sandbox/invoices", Value::Null).await, json!({"invoices": []}));
    assert_eq!(bank.try_search(&token, &search("100001")).await.status, 401);
    let year = bank.control("GET", "/sandbox/clock", Value::Null).await["now"].as_str().unwrap()[..4].to_owned();
    assert!(year.parse::<u32>().unwrap() < 2050);
    let faults = bank.control("GET", "/sandbox/faults", Value::Null).await;
    assert_eq!(faults["faults"].as_array().unwrap().len(), 1, "the faults of the start are armed again");
    assert_eq!(bank.ask_token(&crate::bank::password_grant("api")).await.status, 500);
}

#[tokio::test]
async fn faults_are_listed_and_disarmed() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let ids = bank
        .control(
            "POST",
            "/sandbox/faults",
            json!([
                {"route": "search", "fault": "server_error", "always": true},
                {"route": "search", "fault": "bad_gateway", "times": 2},
            ]),
        )
        .await;
    assert_eq!(ids, json!({"ids": [1, 2]}));
    assert_eq!(bank.try_search(&token, &search("100001")).await.status, 500);
    bank.control("DELETE", "/sandbox/faults/1", Value::Null).await;
    assert_eq!(bank.try_control("DELETE", "/sandbox/faults/1", Value::Null).await.status, 404);
    assert_eq!(bank.try_search(&token, &search("100001")).await.status, 502);
    let faults = bank.control("GET", "/sandbox/faults", Value::Null).await;
    let fault = &faults["faults"][0];
    assert_eq!((&fault["id"], &fault["hits"], &fault["left"]), (&json!(2), &json!(1), &json!(1)));
    bank.control("DELETE", "/sandbox/faults", Value::Null).await;
    assert_eq!(bank.try_search(&token, &search("100001")).await.status, 200);

    // A list with a mistake in it arms nothing.
    let wrong = json!([{"route": "search", "fault": "empty"}, {"route": "search", "fault": "emtpy"}]);
    let reply = bank.try_control("POST", "/sandbox/faults", wrong).await;
    assert_eq!(reply.status, 400);
    assert!(reply.json()["error"].as_str().unwrap().contains("unknown variant `emtpy`"));
    assert_eq!(bank.control("GET", "/sandbox/faults", Value::Null).await, json!({"faults": []}));
}

#[tokio::test]
async fn payments_that_cannot_be() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    let link = bank.create(&token, "100001", json!({})).await;
    let pay = format!("/sandbox/invoices/{}/pay", link["id"].as_str().unwrap());
    for (body, error) in [
        (json!({"bonus": 100}), "bonus must be less than the amount"),
        (json!({"bonus": 0}), "bonus must be more than 0"),
        (json!({"callback": {"amount": -1}}), "callback.amount must be more than 0"),
    ] {
        let reply = bank.try_control("POST", &pay, body).await;
        assert_eq!((reply.status, reply.json()), (400, json!({"error": error})));
    }
    assert_eq!(bank.try_control("POST", &pay, json!({"bonsu": 1})).await.status, 400);
    let unknown =
        bank.try_control("POST", "/sandbox/invoices/19c435ae-fbe6-4761-863f-381f6a0fe824/pay", json!({})).await;
    assert_eq!(unknown.status, 404);
    assert!(bank.ledger("route=page").await.is_empty());
    assert_eq!(bank.find(&token, "100001").await[0]["status"], "ACTIVE");
}
