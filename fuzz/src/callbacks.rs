//! The bank's call to the shop: read or not, what is kept of it fits, and a form says what JSON says.

use std::collections::BTreeMap;

use epay_invoice::bank::{CalledBack, called_back};
use epay_invoice::field::InvoiceId;
use epay_invoice::order::{Callback, Event, Order, Transaction};

pub fn run(data: &[u8]) {
    let called = called_back(data);
    if let Some(called) = &called {
        check(called);
    }
    if let Ok(members) = serde_json::from_slice::<BTreeMap<String, serde_json::Value>>(data) {
        // no repetitions: of those the one counts that comes first, and a map has the last
        let json = serde_json::to_vec(&members).unwrap();
        assert_eq!(called_back(form(&members).as_bytes()), called_back(&json));
    }
}

fn check(called: &CalledBack) {
    let invoice_id: InvoiceId = "000000000001".parse().unwrap();
    let _ = called.contradicts(&invoice_id);
    if let Callback::Failed { transaction, reason, .. } = &called.callback {
        let text = transaction.as_str();
        assert!((1..=Transaction::MAX).contains(&text.len()), "{text}");
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')), "{text}");
        assert!(reason.as_ref().is_none_or(|reason| !reason.is_empty() && !reason.contains(char::is_control)));
    }
    // it is saved with the order, and comes back the same
    let mut order = Order::new(invoice_id);
    order.handle(Event::Callback(called.callback.clone()), 1_000);
    let saved = order.to_json();
    assert_eq!(Order::from_json(&saved, 2_000).expect("what was saved is read").to_json(), saved);
}

/// The texts and the numbers as a form; every byte is escaped.
fn form(members: &BTreeMap<String, serde_json::Value>) -> String {
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs = members.iter().filter_map(|(name, value)| {
        let text = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(format!("{}={}", escape(name), escape(&text)))
    });
    pairs.collect::<Vec<_>>().join("&")
}
