//! The documented rules, written independently of the core: from the bank's page, by regular expressions.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// A payload's fields, and which of them must be given.
pub struct Schema {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

/// Bank page, table 1, and the links of its sample request.
pub const INVOICE: Schema = Schema {
    required: &[
        "shop_id",
        "account_id",
        "invoice_id",
        "amount",
        "language",
        "description",
        "expire_period",
        "recipient_contact",
        "recipient_contact_sms",
        "currency",
    ],
    optional: &["notifier_contact_sms", "post_link", "failure_post_link", "back_link", "failure_back_link"],
};

/// An invoice without the shop's own part and what the shop has defaults for.
pub const DRAFT: Schema = Schema {
    required: &["invoice_id", "amount", "description", "recipient_contact", "recipient_contact_sms"],
    optional: &[
        "language",
        "expire_period",
        "currency",
        "notifier_contact_sms",
        "post_link",
        "failure_post_link",
        "back_link",
        "failure_back_link",
    ],
};

impl Schema {
    /// Whether an object of these members, each with its JSON text, is a valid payload.
    pub fn accepts(&self, members: &[(String, String)]) -> bool {
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        let once = (1..names.len()).all(|place| !names[..place].contains(&names[place]));
        let complete = self.required.iter().all(|name| names.contains(name));
        let values = members.iter().all(|(name, json)| {
            let optional = self.optional.contains(&name.as_str());
            (optional || self.required.contains(&name.as_str())) && (optional && json == "\"\"" || field(name, json))
        });
        once && complete && values
    }
}

/// Whether the JSON text is a valid value of the field.
pub fn field(name: &str, json: &str) -> bool {
    if name == "amount" {
        return amount(json);
    }
    let Ok(text) = serde_json::from_str::<String>(json) else { return false };
    let text = text.as_str();
    match name {
        "shop_id" => is_match("(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", text),
        "account_id" => line(text, 255) && !text.trim().is_empty(),
        "invoice_id" => is_match("^[0-9]{6,15}$", text),
        "language" => ["rus", "kaz", "eng"].contains(&text),
        "description" => line(text, 125) && !text.trim().is_empty(),
        "expire_period" => is_match("^[1-9][0-9]{0,2}d$", text),
        "recipient_contact" => email(text),
        "recipient_contact_sms" | "notifier_contact_sms" => is_match(r"^\+7[0-9]{10}$", text),
        "currency" => text == "KZT",
        "post_link" | "failure_post_link" | "back_link" | "failure_back_link" => link(text),
        other => panic!("no field {other}"),
    }
}

fn is_match(pattern: &'static str, text: &str) -> bool {
    // `$` without the multi-line flag is the end of the text and nothing before it
    thread_local!(static CACHE: std::cell::RefCell<std::collections::HashMap<&'static str, Regex>> = Default::default());
    CACHE.with_borrow_mut(|cache| cache.entry(pattern).or_insert_with(|| Regex::new(pattern).unwrap()).is_match(text))
}

/// At most `max` characters, none a control character, a line's end, or one that turns the text's direction.
fn line(text: &str, max: usize) -> bool {
    text.chars().count() <= max && is_match(r"^[^\p{Cc}\p{Zl}\p{Zp}\u{202A}-\u{202E}\u{2066}-\u{2069}]*$", text)
}

/// A JSON number of more than 0 and less than 10¹² with at most two decimals, every digit counted.
fn amount(json: &str) -> bool {
    is_match(r"^[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$", json)
        && plain_decimal(json).is_some_and(|decimal| {
            is_match(r"^0*[0-9]{1,12}(\.[0-9]{1,2}0*)?$", &decimal) && is_match("[1-9]", &decimal)
        })
}

/// The number written without an exponent; `None` where that would take more than a few hundred zeros.
fn plain_decimal(json: &str) -> Option<String> {
    let (mantissa, exponent) = json.split_once(['e', 'E']).unwrap_or((json, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() < 500)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let padding = "0".repeat(exponent.unsigned_abs() as usize);
    let digits = format!("{padding}{whole}{fraction}{padding}");
    let point = usize::try_from((padding.len() + whole.len()) as i32 + exponent).unwrap();
    Some(format!("0{}.{}0", &digits[..point], &digits[point..]))
}

/// HTML standard, "valid e-mail address", as it stands there but for the `+` at its end: a dot is asked for.
fn email(text: &str) -> bool {
    const PATTERN: &str = r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$";
    is_match(PATTERN, text) && text.len() <= 254 && text.find('@') <= Some(64)
}

/// An absolute http URL (RFC 3986) without user information.
fn link(text: &str) -> bool {
    static URL: LazyLock<Regex> = LazyLock::new(|| {
        let label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
        let pchar = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})";
        Regex::new(&format!(
            r"^(?i:https?)://(?:\[(?<six>[0-9A-Fa-f:.]+)\]|(?<name>{label}(?:\.{label})*))(?::(?<port>[1-9][0-9]{{0,4}}))?(?:/(?:{pchar}|/)*)?(?:\?(?:{pchar}|[/?])*)?(?:#(?:{pchar}|[/?])*)?$"
        ))
        .unwrap()
    });
    let Some(parts) = URL.captures(text) else { return false };
    let six = parts.name("six").is_none_or(|six| six.as_str().parse::<Ipv6Addr>().is_ok());
    let name = parts.name("name").is_none_or(|name| {
        // URL standard, "ends in a number checker"
        let ends_in_number = is_match(r"(?i)(^|\.)([0-9]+|0x[0-9a-f]*)$", name.as_str());
        name.len() <= 253 && (!ends_in_number || name.as_str().parse::<Ipv4Addr>().is_ok())
    });
    let port = parts.name("port").is_none_or(|port| port.as_str().parse::<u16>().is_ok());
    text.len() <= 2048 && six && name && port
}

/// Bank page, answers of create and search: the fields of a record.
pub const RECORD: &[&str] = &[
    "id",
    "shop_id",
    "amount",
    "invoice_id",
    "language",
    "currency",
    "description",
    "account_id",
    "recipient_contact",
    "recipient_contact_sms",
    "notifier_contact",
    "notifier_contact_sms",
    "expire_period",
    "post_link",
    "failure_post_link",
    "back_link",
    "failure_back_link",
    "created_date",
    "expire_date",
    "status",
    "updated_date",
    "invoice_url",
    "merchant_id",
    "terminal_id",
    "card_save",
];

/// Bank page, "Сілтеме күйін тексеру": whether the value is a valid search.
pub fn search(value: &Value) -> bool {
    let whole = |value: &Value, min: f64| {
        value.as_f64().is_some_and(|number| number >= min && number < 2_147_483_648.0 && number.trunc() == number)
    };
    let Some(object) = has(value, &["paging", "searchParameters"], &["orderParameters"]) else { return false };
    let paging = has(&object["paging"], &["skip", "limit"], &[])
        .is_some_and(|paging| whole(&paging["skip"], 0.0) && whole(&paging["limit"], 1.0));
    let order = object.get("orderParameters").is_none_or(|order| {
        has(order, &["field", "typeOrder"], &[]).is_some_and(|order| {
            is_record_field(&order["field"]) && (order["typeOrder"] == "ASC" || order["typeOrder"] == "DESC")
        })
    });
    let conditions = object["searchParameters"].as_array().is_some_and(|conditions| {
        conditions.iter().all(condition) && conditions.iter().any(|condition| condition["name"] == "invoice_id")
    });
    paging && order && conditions
}

fn condition(value: &Value) -> bool {
    has(value, &["name", "method", "searchParameter"], &[]).is_some_and(|condition| {
        let Some(values) = condition["searchParameter"].as_array() else { return false };
        let suits = match condition["method"].as_str() {
            Some("=") => values.len() == 1,
            Some("between") => values.len() == 2,
            Some("like") => values.len() == 1 && values[0].as_str().is_some_and(|text| text.contains('%')),
            Some("in") => !values.is_empty(),
            _ => false,
        };
        suits
            && is_record_field(&condition["name"])
            && values.iter().all(|value| value.as_str().is_some_and(|text| line(text, 255)))
    })
}

fn is_record_field(value: &Value) -> bool {
    value.as_str().is_some_and(|name| RECORD.contains(&name))
}

/// The value as an object with these members and no others.
fn has<'a>(value: &'a Value, required: &[&str], optional: &[&str]) -> Option<&'a serde_json::Map<String, Value>> {
    value.as_object().filter(|object| {
        required.iter().all(|name| object.contains_key(*name))
            && object.keys().all(|name| required.contains(&name.as_str()) || optional.contains(&name.as_str()))
    })
}
