//! Callbacks to a shop behind https.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use axum::serve::Listener;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::rustls::{ServerConfig, pki_types::PrivateKeyDer};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::program::{Program, Scratch, command, started};

/// Listens behind a certificate.
struct SecureDoor {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for SecureDoor {
    type Io = TlsStream<TcpStream>;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.listener.accept().await.unwrap();
            // Who does not trust the certificate hangs up.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// A shop that accepts every callback, behind a certificate of its own; returns its URL and the certificate.
async fn shop() -> (String, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/paid", listener.local_addr().unwrap().port());
    let door = SecureDoor { listener, acceptor: TlsAcceptor::from(Arc::new(config)) };
    let router = Router::new().route("/paid", post(async || StatusCode::OK));
    tokio::spawn(async move { axum::serve(door, router).await });
    (url, cert.pem())
}

/// Pays a link whose callback goes to that URL; returns what became of it.
async fn pay(program: &Program, url: &str) -> Value {
    let bank = &program.bank;
    let link = bank.create(&bank.token("api").await, "100001", json!({"post_link": url})).await;
    let path = format!("/sandbox/invoices/{}/pay", link["id"].as_str().unwrap());
    bank.control("POST", &path, json!({})).await["callback"].clone()
}

#[tokio::test]
async fn a_certificate_that_the_system_trusts_is_trusted() {
    let (url, certificate) = shop().await;
    let file = Scratch::new();
    std::fs::write(&file.0, certificate).unwrap();
    let mut command = command(&["--port", "0", "--quiet"]);
    command.env("SSL_CERT_FILE", &file.0);
    let program = started(command).await;
    assert_eq!(pay(&program, &url).await, json!({"sent": [200]}));
}

#[tokio::test]
async fn another_certificate_is_an_error_that_says_so() {
    let (url, _) = shop().await;
    let (_, another) = shop().await;
    let file = Scratch::new();
    std::fs::write(&file.0, another).unwrap();
    let mut command = command(&["--port", "0", "--quiet"]);
    command.env("SSL_CERT_FILE", &file.0);
    let program = started(command).await;
    assert_eq!(pay(&program, &url).await, json!({"sent": [null]}));
    let entry = &program.bank.ledger("effect=callback_failed").await[0];
    assert!(entry["message"].as_str().unwrap().contains("invalid peer certificate"), "{entry}");
}

#[tokio::test]
async fn a_system_without_certificates_still_runs_the_sandbox() {
    let (url, _) = shop().await;
    let mut command = command(&["--port", "0", "--quiet"]);
    command.env("SSL_CERT_FILE", "/nowhere/at/all.pem").env("SSL_CERT_DIR", "/nowhere/at/all");
    let program = started(command).await;
    assert_eq!(pay(&program, &url).await, json!({"sent": [null]}));
    let entry = &program.bank.ledger("effect=callback_failed").await[0];
    assert!(entry["message"].as_str().unwrap().contains("certificate"), "{entry}");
}
