//! The token endpoint, and what a token is good for.

use epay_sandbox::{ExpiresIn, Merchant, Settings};
use serde_json::{Value, json};

use crate::bank::{Bank, LONG_SCOPE, PASSWORD, SECRET, invoice, password_grant, search};

fn client_grant() -> [(&'static str, &'static str); 4] {
    [
        ("grant_type", "client_credentials"),
        ("client_id", "halykfinanceUSD"),
        ("client_secret", SECRET),
        ("scope", "payment"),
    ]
}

fn form_data(fields: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body + "--X--\r\n"
}

#[tokio::test]
async fn both_grants_in_both_encodings_at_both_paths() {
    let bank = Bank::start().await;
    let (password, client) = (password_grant("api"), client_grant());
    let grants = [(&password[..], json!("900"), LONG_SCOPE), (&client[..], json!(7200), "payment")];
    for (fields, expires_in, scope) in grants {
        let bodies = [
            ("multipart/form-data; boundary=X", form_data(fields)),
            ("application/x-www-form-urlencoded", serde_urlencoded::to_string(fields).unwrap()),
        ];
        for (content_type, body) in bodies {
            for path in ["/oauth2/token", "/epay2/oauth2/token"] {
                let reply = bank.send("POST", path, &[("content-type", content_type)], body.clone()).await.unwrap();
                assert_eq!(reply.status, 200, "{path} {content_type}: {}", reply.body);
                let json = reply.json();
                assert_eq!(json["access_token"].as_str().unwrap().len(), 22);
                assert_eq!(json["expires_in"], expires_in);
                assert_eq!(json["scope"], scope);
                assert_eq!(json["token_type"], "Bearer");
                let refresh = json["refresh_token"].as_str().unwrap();
                assert_eq!(refresh.is_empty(), scope == "payment");
            }
        }
    }
}

#[tokio::test]
async fn expires_in_is_text_or_number_as_chosen() {
    for (form, want) in [(ExpiresIn::Text, json!("60")), (ExpiresIn::Number, json!(60))] {
        let settings = Settings { expires_in: form, token_lifetime: Some(60), ..Settings::default() };
        let bank = Bank::start_with(settings).await;
        assert_eq!(bank.ask_token(&password_grant("api")).await.json()["expires_in"], want);
        assert_eq!(bank.ask_token(&client_grant()).await.json()["expires_in"], want);
    }
}

#[tokio::test]
async fn wrong_requests_are_refused() {
    let bank = Bank::start().await;
    let with = |name: &str, value: &str| -> Vec<(String, String)> {
        let fields = password_grant("api").map(|(n, v)| (n.to_owned(), v.to_owned()));
        fields.into_iter().map(|(n, v)| if n == name { (n, value.to_owned()) } else { (n, v) }).collect()
    };
    let cases = [
        ("grant_type", "refresh_token", 400, "unsupported_grant_type"),
        ("grant_type", "", 400, "invalid_request"),
        ("username", "someone@else.kz", 401, "invalid_grant"),
        ("password", "wrong", 401, "invalid_grant"),
        ("password", "", 400, "invalid_request"),
        ("client_id", "someone", 401, "invalid_client"),
        ("client_secret", "wrong", 401, "invalid_client"),
        ("client_secret", "", 400, "invalid_request"),
        ("scope", "", 400, "invalid_request"),
        ("scope", "everything", 400, "invalid_scope"),
        ("scope", "api everything", 400, "invalid_scope"),
    ];
    for (name, value, status, error) in cases {
        let fields = with(name, value);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let reply = bank.ask_token(&fields).await;
        assert_eq!((reply.status, reply.json()["error"].as_str().unwrap()), (status, error), "{name}={value}");
        let client = client_grant().map(|(n, v)| (n, if n == name { value } else { v }));
        if ["client_id", "client_secret", "scope"].contains(&name) {
            let reply = bank.ask_token(&client).await;
            assert_eq!((reply.status, reply.json()["error"].as_str().unwrap()), (status, error), "{name}={value}");
        }
    }
    // A password token's scope is not for client_credentials.
    let reply = bank.ask_token(&client_grant().map(|(n, v)| (n, if n == "scope" { "api" } else { v }))).await;
    assert_eq!(reply.json()["error"], "invalid_scope");
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused() {
    let bank = Bank::start().await;
    for (content_type, body) in [
        ("application/json", json!({"grant_type": "password"}).to_string()),
        ("multipart/form-data", form_data(&password_grant("api"))),
        ("multipart/form-data; boundary=Y", form_data(&password_grant("api"))),
        (
            "application/x-www-form-urlencoded",
            serde_urlencoded::to_string(password_grant("api")).unwrap() + "&scope=api",
        ),
    ] {
        let reply = bank.send("POST", "/oauth2/token", &[("content-type", content_type)], body).await.unwrap();
        assert_eq!((reply.status, reply.json()["error"].as_str()), (400, Some("invalid_request")), "{content_type}");
    }
}

#[tokio::test]
async fn another_merchant_can_be_chosen() {
    let merchant = Merchant { client_secret: "another".into(), ..Merchant::default() };
    let bank = Bank::start_with(Settings { merchant, ..Settings::default() }).await;
    assert_eq!(bank.ask_token(&client_grant()).await.status, 401);
    let own = client_grant().map(|(n, v)| (n, if n == "client_secret" { "another" } else { v }));
    assert_eq!(bank.ask_token(&own).await.status, 200);
}

#[tokio::test]
async fn a_scope_allows_what_the_page_gives_it_for() {
    let bank = Bank::start().await;
    let api = bank.token("api").await;
    let long = bank.token(LONG_SCOPE).await;
    let both = bank.token(&format!("api {LONG_SCOPE}")).await;
    let part = bank.token("payment").await;
    let client = bank.ask_token(&client_grant()).await.json()["access_token"].as_str().unwrap().to_owned();
    let (new, find) = (invoice("100001", json!({})), search("100001"));
    let cases = [
        ("api", &api, [200, 200, 403]),
        ("long", &long, [403, 403, 200]),
        ("both", &both, [200, 200, 200]),
        ("part", &part, [403, 403, 403]),
        ("client_credentials", &client, [200, 200, 200]),
    ];
    let link = bank.create(&api, "100002", json!({})).await;
    for (name, token, want) in cases {
        let create = bank.try_create(token, &new).await.status;
        let search = bank.try_search(token, &find).await.status;
        let deactivate = bank.deactivate(token, link["id"].as_str().unwrap()).await.status;
        assert_eq!([create, search, deactivate], want, "{name}");
    }
    let refused = bank.try_create(&long, &new).await.refusal();
    assert_eq!(refused, (9051, "the token's scope does not allow this call: ask for scope api".into()));
}

#[tokio::test]
async fn a_token_is_rejected_once_its_time_is_over() {
    let bank = Bank::start().await;
    let token = bank.token("api").await;
    bank.advance(890).await;
    assert_eq!(bank.try_search(&token, &search("100001")).await.status, 200);
    bank.advance(10).await;
    let reply = bank.try_search(&token, &search("100001")).await;
    assert_eq!(reply.status, 401);
    assert_eq!(reply.refusal(), (9050, "Token is not valid".into()));
}

#[tokio::test]
async fn strangers_and_revoked_tokens_are_rejected() {
    let bank = Bank::start().await;
    let (first, second) = (bank.token("api").await, bank.token("api").await);
    let none = bank.send("POST", "/api/invoice-links", &[("content-type", "application/json")], "{}").await.unwrap();
    assert_eq!(none.status, 401);
    assert_eq!(bank.try_search("AAAAAAAAAAAAAAAAAAAAAA", &search("100001")).await.status, 401);
    assert_eq!(bank.control("POST", "/sandbox/revoke-tokens", Value::Null).await, json!({"revoked": 2}));
    for token in [first, second] {
        assert_eq!(bank.try_search(&token, &search("100001")).await.status, 401);
    }
    assert_eq!(bank.control("POST", "/sandbox/revoke-tokens", Value::Null).await, json!({"revoked": 0}));
}

#[tokio::test]
async fn the_ledger_names_tokens_and_shows_nothing_of_them() {
    let bank = Bank::start().await;
    let (first, second) = (bank.token("api").await, bank.token(LONG_SCOPE).await);
    bank.create(&first, "100001", json!({})).await;
    bank.deactivate(&second, "not-a-uuid").await;
    let ledger = bank.get("/sandbox/ledger").await;
    let json = ledger.json();
    assert_eq!(json["counts"]["tokens"], json!({"api": 1, LONG_SCOPE: 1}));
    let tokens: Vec<&Value> = json["entries"].as_array().unwrap().iter().map(|entry| &entry["token"]).collect();
    assert_eq!(tokens, ["T1", "T2", "T1", "T2"]);
    for secret in [&first, &second, SECRET, PASSWORD, "EXAMPLE@halykbank.kz", "+77771111111"] {
        assert!(!ledger.body.contains(secret), "{secret} is in the ledger");
    }
}
