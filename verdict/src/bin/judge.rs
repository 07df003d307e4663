//! Answers each line of standard input, `SCHEMA JSON`, with a line: the issues as JSON, `[]` where there are none.

use std::io::{self, BufRead, BufWriter, Write};

use epay_invoice::{Draft, Invoice, Issues, Search};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (schema, json) = line.split_once(' ').unwrap_or((&line, ""));
        let json = json.as_bytes();
        let issues: Option<Issues> = match schema {
            "invoice" => Invoice::from_json(json).err(),
            "draft" => Draft::from_json(json).err(),
            "search" => Search::from_json(json).err(),
            _ => return Err(io::Error::other(format!("no such schema: {schema}"))),
        };
        match issues {
            None => writeln!(out, "[]")?,
            Some(issues) => writeln!(out, "{}", serde_json::to_string(&issues)?)?,
        }
    }
    out.flush()
}
