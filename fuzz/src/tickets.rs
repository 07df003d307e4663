//! Tickets: without the shop's signature nothing is one, and what is signed allows no more than its claims say.

use std::collections::BTreeMap;

use base64ct::{Base64UrlUnpadded, Encoding};
use epay_invoice::fuzzing::ticket;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::value::RawValue;

const SECRET: &[u8] = b"development-ticket-secret-0123456789";
const NOW_S: i64 = 1_772_000_000;
const DAY_S: i64 = 24 * 60 * 60;
/// How far ahead the shop's clock may be.
const SKEW_S: i64 = 60;

/// Two lines are a header and claims, to be signed; one line is a token as it comes.
pub fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    match text.split_once('\n') {
        Some((header, claims)) => signed(header, claims),
        None => raw(text),
    }
}

fn raw(token: &str) {
    if ticket(token, SECRET, NOW_S).is_ok() {
        let (content, signature) = token.rsplit_once('.').expect("a token has parts");
        assert_eq!(signature, sign(content), "accepted without the shop's signature");
    }
}

fn signed(header: &str, claims: &str) {
    let encode = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
    let content = format!("{}.{}", encode(header), encode(claims));
    let token = format!("{content}.{}", sign(&content));
    let Ok((invoice_id, amount, description)) = ticket(&token, SECRET, NOW_S) else { return };
    assert!(ticket(&token, b"another secret, another 32 bytes", NOW_S).is_err(), "the secret counts");

    let (Some(header), Some(claims)) = (members(header), members(claims)) else { return };
    assert_eq!(header.get("alg").map(|raw| text(raw)).as_deref(), Some("HS256"));
    assert!(!header.contains_key("crit"));

    assert_eq!(text(claims["sub"]), invoice_id.as_str());
    let said = claims["amount"].get().trim_matches('"');
    assert_eq!(said.parse::<f64>().ok(), Some(amount.as_f64()), "{said}");
    assert!(amount.as_f64() > 0.0);
    if let Some(description) = description {
        assert_eq!(text(claims["description"]), description.as_str());
    }
    if let Some(currency) = claims.get("currency").filter(|raw| raw.get() != "null") {
        assert_eq!(text(currency), "KZT");
    }
    let seconds = |raw: &RawValue| raw.get().parse::<f64>().unwrap().trunc() as i64;
    let expires_s = seconds(claims["exp"]);
    assert!(expires_s > NOW_S && expires_s <= NOW_S + DAY_S + SKEW_S, "{expires_s}");
    assert!(ticket(&token, SECRET, expires_s).is_err(), "it ends");
    for name in ["nbf", "iat"] {
        let from = claims.get(name).filter(|raw| raw.get() != "null");
        assert!(from.is_none_or(|raw| seconds(raw) <= NOW_S + SKEW_S), "it has not begun");
    }
}

fn sign(content: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET).unwrap();
    mac.update(content.as_bytes());
    Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes())
}

/// The members by serde_json, the last of each name; `None` where a name has half a surrogate pair, which it does not read.
fn members(json: &str) -> Option<BTreeMap<String, &RawValue>> {
    let members = serde_json::from_str(json);
    assert!(members.is_ok() || json.contains("\\u"), "accepted, and no JSON");
    members.ok()
}

fn text(raw: &RawValue) -> String {
    serde_json::from_str(raw.get()).expect("a claim that counts is a text")
}
