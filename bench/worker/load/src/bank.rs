//! The bank: it keeps nothing. A new link has what was asked for; a search finds what it asks for, by a fixed record.
//!
//! What is measured has numbers of twelve digits. Of an order whose number has nine, the first says what becomes of it.

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
        let (status, json) = answer(&message, latency, counts);
        let length = json.len();
        let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all((head + &json).as_bytes())?;
    }
    Ok(())
}

const OK: &str = "200 OK";

/// The status, with further headers behind it, and the body.
fn answer(message: &Message<'_>, latency: Duration, counts: &Counts) -> (&'static str, String) {
    let body = String::from_utf8_lossy(message.body);
    let path = message.head.split(' ').nth(1).unwrap_or_default();
    if path == "/counts" {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let (tokens, creates, searches) = (of(&counts.tokens), of(&counts.creates), of(&counts.searches));
        return (OK, format!(r#"{{"tokens":{tokens},"creates":{creates},"searches":{searches}}}"#));
    }
    std::thread::sleep(latency);
    let json = match path {
        "/oauth2/token" => {
            counts.tokens.fetch_add(1, Ordering::Relaxed);
            r#"{"access_token":"VDNFYJ8LOPWXP5TQ0KZ2QA","expires_in":"1200","refresh_token":"","scope":"payment","token_type":"Bearer"}"#.into()
        }
        "/api/invoice" => {
            counts.creates.fetch_add(1, Ordering::Relaxed);
            match fate(text(&body, r#""invoice_id":""#)) {
                b'6' => {
                    return ("400 Bad Request", r#"{"code":1079,"message":"invalid recipient_contact_sms"}"#.into());
                }
                b'8' => return FAILED,
                b'9' => return THROTTLED,
                _ => created(&body),
            }
        }
        "/api/invoice-links" => {
            counts.searches.fetch_add(1, Ordering::Relaxed);
            match fate(text(&body, VALUE)) {
                b'7' => r#"{"TotalCount":0,"Records":null}"#.into(),
                b'8' => return FAILED,
                b'9' => return THROTTLED,
                _ => found(&body),
            }
        }
        // a deactivation
        _ => String::new(),
    };
    (OK, json)
}

const FAILED: (&str, String) = ("500 Internal Server Error", String::new());
const THROTTLED: (&str, String) = ("429 Too Many Requests\r\nRetry-After: 9", String::new());

/// What becomes of an order: `3`, its link is paid; `4`, deactivated; `5`, ended long ago; `6`, its link is refused; `7`, no
/// search finds one; `8`, the bank fails; `9`, it asks to slow down.
fn fate(invoice_id: &str) -> u8 {
    if invoice_id.len() == 9 { invoice_id.as_bytes()[0] } else { b'0' }
}

/// What stands before the value of a search's condition.
const VALUE: &str = r#""searchParameter":[""#;

/// The record of what was asked for.
fn created(invoice: &str) -> String {
    // what stands between the braces, to which the bank adds its own
    let given = invoice.trim().trim_start_matches('{').trim_end_matches('}');
    let invoice_id = text(invoice, r#""invoice_id":""#);
    format!("{{{given},{}}}", own(invoice_id, "ACTIVE"))
}

fn found(search: &str) -> String {
    let invoice_id = text(search, VALUE);
    // a pattern, not a number
    let is_pattern = invoice_id.contains('%');
    let records = if is_pattern { PAGE } else { 1 };
    let status = match fate(invoice_id) {
        b'3' => "CHARGED",
        b'4' => "INACTIVE",
        _ => "ACTIVE",
    };
    let mut json = format!(r#"{{"TotalCount":{records},"Records":["#);
    for place in 0..records {
        let number = if is_pattern { format!("2000000000{place:02}") } else { invoice_id.to_owned() };
        let comma = if place == 0 { "" } else { "," };
        let _ = write!(
            json,
            r#"{comma}{{"shop_id":"04f25a4b-d2bd-4dd8-b3a7-9390be4774c4","amount":10000.5,"invoice_id":"{number}","language":"rus","currency":"KZT","description":"Оплата заказа №1123","account_id":"0003413423","recipient_contact":"buyer@example.kz","recipient_contact_sms":"+77771234567","notifier_contact_sms":"","expire_period":"2d","post_link":"https://epay.shop.kz/v1/callbacks/{number}/S7nkVaDwEwSLd0mfFOFpcZ3nDGvvcNbTut647WOK3kM","failure_post_link":"https://epay.shop.kz/v1/callbacks/{number}/S7nkVaDwEwSLd0mfFOFpcZ3nDGvvcNbTut647WOK3kM","back_link":"https://shop.example.kz/orders/1123","failure_back_link":"https://shop.example.kz/orders/1123/failed",{}}}"#,
            own(&number, status)
        );
    }
    json + "]}"
}

/// What the bank alone knows of a link: the members of its own sample record, with its spaces and its zero time.
fn own(invoice_id: &str, status: &str) -> String {
    let end = if fate(invoice_id) == b'5' { 2020 } else { 2036 };
    format!(
        r#""id":"94cd8c2a-7c8f-4b0e-9e1d-{invoice_id:0>12}","notifier_contact":"","created_date":"2026-11-24T13:00:00.123456789+05:00","expire_date":"{end}-11-26T13:00:00.123456789+05:00","status":"{status}","updated_date":"0001-01-01T00:00:00Z","invoice_url":"  https://testepay.homebank.kz/i/{invoice_id}","merchant_id":" 04f25a4b","terminal_id":"67e34d63-102f-4bd1-898e-370781d0074d","card_save":false,"invoice_alt":"","data":"""#
    )
}

/// What stands behind the mark, up to the next quotation mark.
fn text<'a>(json: &'a str, mark: &str) -> &'a str {
    let start = find(json.as_bytes(), mark.as_bytes()).map_or(json.len(), |start| start + mark.len());
    json[start..].split('"').next().unwrap_or_default()
}
