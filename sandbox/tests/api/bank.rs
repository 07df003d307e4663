//! A client of the sandbox that hides nothing of the wire.

use axum::body::Bytes;
use axum::http::{HeaderMap, Request, header::CONTENT_TYPE};
use epay_sandbox::{Sandbox, Settings};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

pub const LONG_SCOPE: &str = "webapi usermanagement email_send verification statement statistics payment";
pub const SECRET: &str = "U01gQZVL##lJ$NhJ";
pub const PASSWORD: &str = "XVp36qar";

/// A sandbox of the test's own.
pub struct Bank {
    // Kept for its life: the sandbox ends with it.
    _sandbox: Option<Sandbox>,
    pub url: String,
    client: Client<HttpConnector, Full<Bytes>>,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The code and message of a refusal.
    pub fn refusal(&self) -> (u64, String) {
        let json = self.json();
        (json["code"].as_u64().unwrap(), json["message"].as_str().unwrap().to_owned())
    }
}

impl Bank {
    pub async fn start() -> Bank {
        Bank::start_with(Settings::default()).await
    }

    pub async fn start_with(settings: Settings) -> Bank {
        let sandbox = Sandbox::start(settings).await.unwrap();
        let url = sandbox.url();
        Bank { _sandbox: Some(sandbox), ..Bank::at(url) }
    }

    /// A sandbox that runs as a program.
    pub fn at(url: String) -> Bank {
        Bank { _sandbox: None, url, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Result<Reply, String> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body.into())).unwrap();
        let response = self.client.request(request).await.map_err(|error| format!("{error:?}"))?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(|error| format!("{error:?}"))?.to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Ok(Reply { status: head.status.as_u16(), headers: head.headers, body })
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "").await.unwrap()
    }

    /// A call of the sandbox's own, which must do.
    pub async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let reply = self.try_control(method, path, body).await;
        assert_eq!(reply.status, 200, "{method} {path}: {}", reply.body);
        reply.json()
    }

    /// A call of the sandbox's own; `null` is no body.
    pub async fn try_control(&self, method: &str, path: &str, body: Value) -> Reply {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, &[], body).await.unwrap()
    }

    pub async fn ask_token(&self, fields: &[(&str, &str)]) -> Reply {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let headers = [(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        self.send("POST", "/oauth2/token", &headers, body).await.unwrap()
    }

    /// A token of the page's test merchant.
    pub async fn token(&self, scope: &str) -> String {
        let reply = self.ask_token(&password_grant(scope)).await;
        reply.json()["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn call(&self, method: &str, path: &str, token: &str, body: &Value) -> Result<Reply, String> {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        self.send(method, path, &headers, body.to_string()).await
    }

    pub async fn try_create(&self, token: &str, body: &Value) -> Reply {
        self.call("POST", "/api/invoice", token, body).await.unwrap()
    }

    /// A new link of that order number, 100 tenge, with the given fields put over.
    pub async fn create(&self, token: &str, invoice_id: &str, fields: Value) -> Value {
        let reply = self.try_create(token, &invoice(invoice_id, fields)).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.json()
    }

    pub async fn try_search(&self, token: &str, body: &Value) -> Reply {
        self.call("POST", "/api/invoice-links", token, body).await.unwrap()
    }

    /// The records of an order number.
    pub async fn find(&self, token: &str, invoice_id: &str) -> Vec<Value> {
        let reply = self.try_search(token, &search(invoice_id)).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.json()["Records"].as_array().unwrap().clone()
    }

    pub async fn deactivate(&self, token: &str, id: &str) -> Reply {
        self.call("PUT", &format!("/api/deactivate/invoice-links/{id}"), token, &Value::Null).await.unwrap()
    }

    pub async fn advance(&self, seconds: i64) {
        self.control("POST", "/sandbox/clock", json!({"advance_seconds": seconds})).await;
    }

    pub async fn arm(&self, fault: Value) {
        self.control("POST", "/sandbox/faults", fault).await;
    }

    /// The ledger's lines; `query` narrows them down.
    pub async fn ledger(&self, query: &str) -> Vec<Value> {
        let ledger = self.control("GET", &format!("/sandbox/ledger?{query}"), Value::Null).await;
        ledger["entries"].as_array().unwrap().clone()
    }

    /// Waits until the ledger has a line that `query` finds.
    pub async fn wait_for(&self, query: &str) -> Value {
        let found = async {
            loop {
                if let Some(entry) = self.ledger(query).await.into_iter().next() {
                    return entry;
                }
                tokio::task::yield_now().await;
            }
        };
        let limit = std::time::Duration::from_secs(20);
        tokio::time::timeout(limit, found).await.unwrap_or_else(|_| panic!("the ledger never had {query}"))
    }
}

pub fn password_grant(scope: &str) -> [(&str, &str); 6] {
    [
        ("grant_type", "password"),
        ("username", "halykfinanceUSD@halykbank.nb"),
        ("password", PASSWORD),
        ("scope", scope),
        ("client_id", "halykfinanceUSD"),
        ("client_secret", SECRET),
    ]
}

/// The sample request of the bank's page, letter by letter.
pub fn page_sample() -> Value {
    json!({
        "shop_id": "04f25a4b-d2bd-4dd8-b3a7-9390be4774c4",
        "account_id": "0003413423",
        "invoice_id": "25458124232312321",
        "amount": 100,
        "language": "rus",
        "description": "asdasdasdas",
        "expire_period": "1d",
        "recipient_contact": "EXAMPLE@halykbank.kz",
        "recipient_contact_sms": "+777711111111",
        "notifier_contact_sms": "",
        "currency": "KZT",
        "post_link": "https//mail.ru",
        "failure_post_link": "https//mail.ru",
        "back_link": "https//mail.ru",
        "failure_back_link": "https//mail.ru"
    })
}

/// The page's sample with its faults mended, and the given fields put over; `null` takes one out.
pub fn invoice(invoice_id: &str, fields: Value) -> Value {
    let mut invoice = page_sample();
    invoice["invoice_id"] = json!(invoice_id);
    invoice["recipient_contact_sms"] = json!("+77771111111");
    let map = invoice.as_object_mut().unwrap();
    for link in ["post_link", "failure_post_link", "back_link", "failure_back_link"] {
        map.remove(link);
    }
    for (name, value) in fields.as_object().unwrap() {
        if value.is_null() {
            map.remove(name);
        } else {
            map.insert(name.clone(), value.clone());
        }
    }
    invoice
}

/// The sample search of the bank's page for an order number.
pub fn search(invoice_id: &str) -> Value {
    json!({
        "paging": {"skip": 0, "limit": 20},
        "searchParameters": [{"name": "invoice_id", "method": "=", "searchParameter": [invoice_id]}],
        "orderParameters": {"field": "id", "typeOrder": "DESC"}
    })
}
