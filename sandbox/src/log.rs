//! One readable line per call on the terminal. It shows what the ledger shows, so no secret.

use std::io::Write;

use serde_json::Value;

use crate::clock::rfc3339;
use crate::ledger::Entry;

/// Prints the line of a ledger entry on standard error.
pub fn line(entry: &Entry) {
    let mut text = format!(
        "{}  {:<4} {:<42} {:<4}",
        rfc3339(entry.time.replace_nanosecond(0).unwrap_or(entry.time)),
        entry.method,
        entry.path,
        entry.status.map_or_else(|| "-".into(), |status| status.to_string()),
    );
    if let Ok(Value::Object(mut note)) = serde_json::to_value(&entry.note) {
        let effect = note.remove("effect");
        let words = effect.into_iter().map(|effect| plain(&effect));
        let facts = note.iter().map(|(name, value)| format!("{name}={}", plain(value)));
        words.chain(facts).for_each(|word| text.extend(["  ", &word]));
    }
    // A closed terminal is no reason to stop.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A value without quotes, with nothing that could move the cursor or fill the screen: a refused
/// call may carry anything.
fn plain(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut plain: String = text.chars().take(300).collect();
    if plain.chars().any(char::is_control) {
        plain = plain.escape_debug().to_string();
    }
    plain
}
