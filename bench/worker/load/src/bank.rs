//! The bank: it keeps nothing. A new link has what was asked for; a search finds what it asks for, by a fixed record.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::http::{Message, Reader, find};

/// How many records a search by anything but one number finds.
const PAGE: usize = 10;

#[derive(Default)]
struct Counts {
    tokens: AtomicU64,
    creates: AtomicU64,
    searches: AtomicU64,
}

/// Serves until it is ended; says on stdout where.
pub(crate) fn serve(latency_ms: u64) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    let counts = Arc::new(Counts::default());
    for stream in listener.incoming() {
        let (stream, counts) = (stream?, Arc::clone(&counts));
        std::thread::spawn(move || answer_all(stream, Duration::from_millis(latency_ms), &counts));
    }
    Ok(())
}

fn answer_all(mut stream: TcpStream, latency: Duration, counts: &Counts) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = Reader::new(stream.try_clone()?);
    while let Some(message) = reader.next()? {
        let json = answer(&message, latency, counts);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
        stream.write_all(format!("{head}{}\r\n\r\n{json}", json.len()).as_bytes())?;
    }
    Ok(())
}

fn answer(message: &Message<'_>, latency: Duration, counts: &Counts) -> String {
    let body = String::from_utf8_lossy(message.body);
    let path = message.head.split(' ').nth(1).unwrap_or_default();
    if path == "/counts" {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let (tokens, creates, searches) = (of(&counts.tokens), of(&counts.creates), of(&counts.searches));
        return format!(r#"{{"tokens":{tokens},"creates":{creates},"searches":{searches}}}"#);
    }
    std::thread::sleep(latency);
    match path {
        "/oauth2/token" => {
            counts.tokens.fetch_add(1, Ordering::Relaxed);
            r#"{"access_token":"VDNFYJ8LOPWXP5TQ0KZ2QA","expires_in":"1200","refresh_token":"","scope":"payment","token_type":"Bearer"}"#.into()
        }
        "/api/invoice" => {
            counts.creates.fetch_add(1, Ordering::Relaxed);
            created(&body)
        }
        _ => {
            counts.searches.fetch_add(1, Ordering::Relaxed);
            found(&body)
        }
    }
}

/// The record of what was asked for.
fn created(invoice: &str) -> String {
    // what stands between the braces, to which the bank adds its own
    let given = invoice.trim().trim_start_matches('{').trim_end_matches('}');
    let invoice_id = text(invoice, r#""invoice_id":""#);
    format!("{{{given},{}}}", own(invoice_id))
}

fn found(search: &str) -> String {
    let invoice_id = text(search, r#""searchParameter":[""#);
    // a pattern, not a number
    let is_pattern = invoice_id.contains('%');
    let records = if is_pattern { PAGE } else { 1 };
    let mut json = format!(r#"{{"TotalCount":{records},"Records":["#);
    for place in 0..records {
        let number = if is_pattern { format!("2000000000{place:02}") } else { invoice_id.to_owned() };
        let comma = if place == 0 { "" } else { "," };
        let _ = write!(
            json,
            r#"{comma}{{"shop_id":"04f25a4b-d2bd-4dd8-b3a7-9390be4774c4","amount":10000.5,"invoice_id":"{number}","language":"rus","currency":"KZT","description":"Оплата заказа №1123","account_id":"0003413423","recipient_contact":"buyer@example.kz","recipient_contact_sms":"+77771234567","notifier_contact_sms":"","expire_period":"2d","post_link":"https://epay.shop.kz/v1/callbacks/{number}/S7nkVaDwEwSLd0mfFOFpcZ3nDGvvcNbTut647WOK3kM","failure_post_link":"https://epay.shop.kz/v1/callbacks/{number}/S7nkVaDwEwSLd0mfFOFpcZ3nDGvvcNbTut647WOK3kM","back_link":"https://shop.example.kz/orders/1123","failure_back_link":"https://shop.example.kz/orders/1123/failed",{}}}"#,
            own(&number)
        );
    }
    json + "]}"
}

/// What the bank alone knows of a link: the members of its own sample record, with its spaces and its zero time.
fn own(invoice_id: &str) -> String {
    format!(
        r#""id":"94cd8c2a-7c8f-4b0e-9e1d-{invoice_id:0>12}","notifier_contact":"","created_date":"2026-11-24T13:00:00.123456789+05:00","expire_date":"2036-11-26T13:00:00.123456789+05:00","status":"ACTIVE","updated_date":"0001-01-01T00:00:00Z","invoice_url":"  https://testepay.homebank.kz/i/{invoice_id}","merchant_id":" 04f25a4b","terminal_id":"67e34d63-102f-4bd1-898e-370781d0074d","card_save":false,"invoice_alt":"","data":"""#
    )
}

/// What stands behind the mark, up to the next quotation mark.
fn text<'a>(json: &'a str, mark: &str) -> &'a str {
    let start = find(json.as_bytes(), mark.as_bytes()).map_or(json.len(), |start| start + mark.len());
    json[start..].split('"').next().unwrap_or_default()
}
