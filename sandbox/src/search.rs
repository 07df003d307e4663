//! `POST /api/invoice-links`: the conditions of a search, and which links meet them.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::field::{Field, Key, Kind, field};
use crate::link::Link;
use crate::refusal::{Breaches, Code, Refusal};
use crate::wire::View;

/// A search that keeps every rule.
#[derive(Debug)]
pub struct Search {
    skip: u64,
    limit: u64,
    conditions: Vec<Condition>,
    order: Option<(Field, Direction)>,
}

#[derive(Debug)]
struct Condition {
    field: Field,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Equals(Key),
    In(Vec<Key>),
    Between(Key, Key),
    Like(String),
}

#[derive(Clone, Copy, Debug)]
enum Direction {
    Ascending,
    Descending,
}

/// Reads the body of a search call.
///
/// # Errors
/// Every rule that it breaks.
pub fn read(body: &Map<String, Value>) -> Result<Search, Refusal> {
    let mut breaches = Breaches::default();
    let (skip, limit) = paging(body.get("paging"), &mut breaches);
    let conditions = conditions(body.get("searchParameters"), &mut breaches);
    let order = order(body.get("orderParameters"), &mut breaches);
    for name in body.keys() {
        if !["paging", "searchParameters", "orderParameters"].contains(&name.as_str()) {
            breaches.add(Code::UnknownField, format!("{name} is not a field of this call"));
        }
    }
    breaches.verdict()?;
    Ok(Search { skip, limit, conditions, order })
}

impl Search {
    /// The numbers that are asked for by `=` or `in`, for the ledger.
    pub fn invoice_ids(&self) -> Vec<&str> {
        let conditions = self.conditions.iter().filter(|condition| condition.field.name == "invoice_id");
        let keys = conditions.flat_map(|condition| match &condition.test {
            Test::Equals(key) => std::slice::from_ref(key),
            Test::In(keys) => keys,
            Test::Between(..) | Test::Like(_) => &[],
        });
        keys.filter_map(|key| if let Key::Text(text) = key { Some(text.as_str()) } else { None }).collect()
    }

    /// Whether a link meets every condition.
    pub fn matches(&self, link: &Link, view: &View) -> bool {
        self.conditions.iter().all(|condition| {
            let own = condition.field.key(link, view);
            match &condition.test {
                Test::Equals(key) => own == *key,
                Test::In(keys) => keys.contains(&own),
                Test::Between(from, to) => *from <= own && own <= *to,
                Test::Like(pattern) => matches!(&own, Key::Text(text) if like(pattern, text)),
            }
        })
    }

    /// Puts the found links in order and cuts out the page. Without `orderParameters` the oldest
    /// comes first: the sandbox's choice, the bank's page names no default.
    pub fn page<'a>(&self, mut found: Vec<&'a Link>, view: &View) -> Vec<&'a Link> {
        if let Some((field, direction)) = self.order {
            found.sort_by(|a, b| {
                let ascending = field.key(a, view).partial_cmp(&field.key(b, view)).unwrap_or(Ordering::Equal);
                match direction {
                    Direction::Ascending => ascending,
                    Direction::Descending => ascending.reverse(),
                }
            });
        }
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        found.into_iter().skip(count(self.skip)).take(count(self.limit)).collect()
    }
}

fn paging(value: Option<&Value>, breaches: &mut Breaches) -> (u64, u64) {
    let Some(Value::Object(paging)) = value else {
        breaches.add(Code::Paging, "paging must be an object with skip and limit");
        return (0, 0);
    };
    let mut number = |name: &str, least: u64| match paging.get(name).map(Value::as_u64) {
        Some(Some(number)) if number >= least => number,
        _ => {
            breaches.add(Code::Paging, format!("paging.{name} must be a whole number, {least} or more"));
            0
        }
    };
    let page = (number("skip", 0), number("limit", 1));
    for name in paging.keys().filter(|name| !["skip", "limit"].contains(&name.as_str())) {
        breaches.add(Code::UnknownField, format!("paging.{name} is not a field of this call"));
    }
    page
}

fn conditions(value: Option<&Value>, breaches: &mut Breaches) -> Vec<Condition> {
    let Some(Value::Array(list)) = value else {
        breaches.add(Code::SearchParameters, "searchParameters must be a list of conditions");
        return Vec::new();
    };
    let mut conditions = Vec::new();
    let mut broken = false;
    for (index, value) in list.iter().enumerate() {
        match condition(value) {
            Ok(condition) => conditions.push(condition),
            Err(fault) => {
                broken = true;
                breaches.add(Code::SearchParameters, format!("searchParameters[{index}]{fault}"));
            }
        }
    }
    if !broken && !conditions.iter().any(|condition| condition.field.name == "invoice_id") {
        breaches.add(Code::InvoiceIdCondition, "searchParameters must have a condition on invoice_id");
    }
    conditions
}

fn condition(value: &Value) -> Result<Condition, String> {
    let Value::Object(map) = value else { return Err(" must be an object".into()) };
    if let Some(name) = map.keys().find(|name| !["name", "method", "searchParameter"].contains(&name.as_str())) {
        return Err(format!(".{name} is not a field of this call"));
    }
    let name = map.get("name").and_then(Value::as_str).unwrap_or("");
    let field = field(name).ok_or(".name must be a field of the record")?;
    let Some(Value::Array(values)) = map.get("searchParameter") else {
        return Err(".searchParameter must be a list".into());
    };
    let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
    let texts = texts.ok_or(".searchParameter must be a list of strings")?;
    let keys = || texts.iter().map(|text| field.read(text)).collect::<Result<Vec<Key>, String>>();
    let test = match (map.get("method").and_then(Value::as_str).unwrap_or(""), texts.as_slice()) {
        ("=", [text]) => Test::Equals(field.read(text)?),
        ("=", _) => return Err(".searchParameter must have exactly one value for =".into()),
        ("in", []) => return Err(".searchParameter must have at least one value for in".into()),
        ("in", _) => Test::In(keys()?),
        ("between", [from, to]) => Test::Between(field.read(from)?, field.read(to)?),
        ("between", _) => return Err(".searchParameter must have exactly two values for between".into()),
        ("like", [pattern]) if !pattern.contains('%') => {
            return Err(".searchParameter must have a % in it for like".into());
        }
        ("like", [_]) if field.kind != Kind::Text => {
            return Err(format!(".method like needs a text field, {name} is none"));
        }
        ("like", [pattern]) => Test::Like((*pattern).to_owned()),
        ("like", _) => return Err(".searchParameter must have exactly one value for like".into()),
        _ => return Err(".method must be between, like, = or in".into()),
    };
    Ok(Condition { field, test })
}

fn order(value: Option<&Value>, breaches: &mut Breaches) -> Option<(Field, Direction)> {
    let map = match value? {
        Value::Object(map) => map,
        _ => {
            breaches.add(Code::OrderParameters, "orderParameters must be an object with field and typeOrder");
            return None;
        }
    };
    let text = |name: &str| map.get(name).and_then(Value::as_str).unwrap_or("");
    let field = field(text("field"));
    if field.is_none() {
        breaches.add(Code::OrderParameters, "orderParameters.field must be a field of the record");
    }
    let direction = match text("typeOrder") {
        "ASC" => Some(Direction::Ascending),
        "DESC" => Some(Direction::Descending),
        _ => {
            breaches.add(Code::OrderParameters, "orderParameters.typeOrder must be ASC or DESC");
            None
        }
    };
    for name in map.keys().filter(|name| !["field", "typeOrder"].contains(&name.as_str())) {
        breaches.add(Code::UnknownField, format!("orderParameters.{name} is not a field of this call"));
    }
    Some((field?, direction?))
}

/// `%` stands for any run of characters, all others for themselves.
fn like(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('%') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('%').collect();
    let tail = parts.pop().unwrap_or("");
    for part in parts {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_any_run() {
        let cases = [
            ("%", "", true),
            ("%", "abc", true),
            ("2002%", "200220241201", true),
            ("%1201", "200220241201", true),
            ("%2024%", "200220241201", true),
            ("2%2%1", "200220241201", true),
            ("20%201%", "200220241201", true),
            ("2002%", "100220241201", false),
            ("%3%", "200220241201", false),
            ("a%a", "a", false),
            ("ab%ba", "aba", false),
            ("_%", "1", false),
        ];
        for (pattern, text, want) in cases {
            assert_eq!(like(pattern, text), want, "{pattern} on {text}");
        }
    }
}
