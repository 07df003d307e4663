//! `POST /api/invoice-links`: the conditions of a search, and which links meet them.

use std::cmp::Ordering;

use serde_json::{Map, Value};
use time::{
    Date, OffsetDateTime,
    format_description::well_known::{Iso8601, Rfc3339},
};

use crate::amount::Tiyn;
use crate::clock::to_microseconds;
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

/// A field of the record: its name, and how its values compare.
#[derive(Clone, Copy, Debug)]
struct Field {
    name: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Amount,
    Time,
}

/// A value to compare. Keys of one field are of one kind.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Key {
    Text(String),
    Amount(Tiyn),
    Time(OffsetDateTime),
}

const FIELDS: [Field; 25] = {
    const fn field(name: &'static str, kind: Kind) -> Field {
        Field { name, kind }
    }
    [
        field("id", Kind::Text),
        field("shop_id", Kind::Text),
        field("amount", Kind::Amount),
        field("invoice_id", Kind::Text),
        field("language", Kind::Text),
        field("currency", Kind::Text),
        field("description", Kind::Text),
        field("account_id", Kind::Text),
        field("recipient_contact", Kind::Text),
        field("recipient_contact_sms", Kind::Text),
        field("notifier_contact", Kind::Text),
        field("notifier_contact_sms", Kind::Text),
        field("expire_period", Kind::Text),
        field("post_link", Kind::Text),
        field("failure_post_link", Kind::Text),
        field("back_link", Kind::Text),
        field("failure_back_link", Kind::Text),
        field("created_date", Kind::Time),
        field("expire_date", Kind::Time),
        field("status", Kind::Text),
        field("updated_date", Kind::Time),
        field("invoice_url", Kind::Text),
        field("merchant_id", Kind::Text),
        field("terminal_id", Kind::Text),
        field("card_save", Kind::Text),
    ]
};

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

fn field(name: &str) -> Option<Field> {
    FIELDS.iter().find(|field| field.name == name).copied()
}

impl Field {
    /// Reads a value to compare with. Texts compare letter by letter, amounts as numbers, times as
    /// moments; how the bank compares is not known.
    fn read(self, text: &str) -> Result<Key, String> {
        match self.kind {
            Kind::Text => Ok(Key::Text(text.to_owned())),
            Kind::Amount => {
                Tiyn::from_decimal(text).map(Key::Amount).map_err(|fault| format!(".searchParameter: amount {fault}"))
            }
            Kind::Time => moment(text).map(Key::Time).ok_or_else(|| {
                format!(".searchParameter: {} needs a time, 2024-02-20T15:15:29+05:00, or a day, 2024-02-20", self.name)
            }),
        }
    }

    fn key(self, link: &Link, view: &View) -> Key {
        let invoice = &link.invoice;
        let text = |text: &str| Key::Text(text.to_owned());
        let merchant = &view.settings.merchant;
        match self.name {
            "id" => Key::Text(link.id.to_string()),
            "shop_id" => Key::Text(invoice.shop_id.to_string()),
            "amount" => Key::Amount(invoice.amount),
            "invoice_id" => text(&invoice.invoice_id),
            "language" => text(invoice.language.as_str()),
            "currency" => text(&invoice.currency),
            "description" => text(&invoice.description),
            "account_id" => text(&invoice.account_id),
            "recipient_contact" => text(&invoice.recipient_contact),
            "recipient_contact_sms" => text(&invoice.recipient_contact_sms),
            "notifier_contact" => text(""),
            "notifier_contact_sms" => text(&invoice.notifier_contact_sms),
            "expire_period" => text(&invoice.expire_period),
            "post_link" => text(&invoice.post_link),
            "failure_post_link" => text(&invoice.failure_post_link),
            "back_link" => text(&invoice.back_link),
            "failure_back_link" => text(&invoice.failure_back_link),
            "created_date" => Key::Time(to_microseconds(link.created)),
            "expire_date" => Key::Time(to_microseconds(link.expires)),
            "status" => text(link.status(view.settings, view.now)),
            "updated_date" => Key::Time(link.deactivated.map_or(NEVER, to_microseconds)),
            "invoice_url" => Key::Text(view.invoice_url(link.id)),
            "merchant_id" => Key::Text(merchant.merchant_id.to_string()),
            "terminal_id" => Key::Text(merchant.terminal_id.to_string()),
            "card_save" => text("false"),
            name => unreachable!("{name} is in FIELDS and has no key"),
        }
    }
}

/// 0001-01-01T00:00:00Z, the bank's "never".
const NEVER: OffsetDateTime = match Date::from_ordinal_date(1, 1) {
    Ok(date) => date.midnight().assume_utc(),
    Err(_) => panic!("year 1 is a year"),
};

fn moment(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .or_else(|| Date::parse(text, &Iso8601::DATE).ok().map(|day| day.midnight().assume_utc()))
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
