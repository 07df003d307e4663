//! Answers each line of standard input, `SCHEMA JSON`, with a line: the issues as JSON, `[]` where there are none. With the
//! argument `messages`, a line `[LOCALE, ISSUE, TEXT]` for each issue and language instead.

use std::io::{self, BufRead, BufWriter, Write};

use epay_invoice::message::{Locale, message};
use epay_invoice::{Draft, Invoice, Issue, Search};
use serde_json::json;

fn main() -> io::Result<()> {
    let messages = std::env::args().nth(1).is_some_and(|argument| argument == "messages");
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let issues = judge(&line?)?;
        if !messages {
            writeln!(out, "{}", serde_json::to_string(&issues)?)?;
            continue;
        }
        for issue in issues {
            for locale in Locale::ALL {
                writeln!(out, "{}", json!([locale.as_str(), issue, message(&issue, *locale)]))?;
            }
        }
    }
    out.flush()
}

fn judge(line: &str) -> io::Result<Vec<Issue>> {
    let (schema, json) = line.split_once(' ').unwrap_or((line, ""));
    let json = json.as_bytes();
    let issues = match schema {
        "invoice" => Invoice::from_json(json).err(),
        "draft" => Draft::from_json(json).err(),
        "search" => Search::from_json(json).err(),
        _ => return Err(io::Error::other(format!("no such schema: {schema}"))),
    };
    Ok(issues.map(IntoIterator::into_iter).into_iter().flatten().collect())
}
