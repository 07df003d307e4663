//! A shop that receives callbacks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header::CONTENT_TYPE};
use http_body_util::BodyExt;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

pub struct Shop {
    pub url: String,
    received: UnboundedReceiver<Received>,
}

/// A callback as it arrived.
#[derive(Debug)]
pub struct Received {
    pub path: String,
    pub content_type: String,
    pub body: String,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

type Shared = (UnboundedSender<Received>, Arc<Mutex<VecDeque<u16>>>);

impl Shop {
    pub async fn open() -> Shop {
        Shop::answering(&[]).await
    }

    /// Answers with the given statuses in order, then with 200.
    pub async fn answering(statuses: &[u16]) -> Shop {
        let (sender, received) = unbounded_channel();
        let statuses = Arc::new(Mutex::new(VecDeque::from(statuses.to_vec())));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(receive).with_state((sender, statuses));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Shop { url, received }
    }

    /// The next callback; it must come.
    pub async fn next(&mut self) -> Received {
        let next = tokio::time::timeout(Duration::from_secs(20), self.received.recv()).await;
        next.expect("no callback came").expect("the shop is open")
    }

    /// What has come and was not looked at.
    pub fn rest(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }
}

async fn receive(State((sender, statuses)): State<Shared>, request: Request) -> StatusCode {
    let (head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let received = Received {
        path: head.uri.path().to_owned(),
        content_type: head.headers[CONTENT_TYPE].to_str().unwrap().to_owned(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    sender.send(received).unwrap();
    let status = statuses.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}
