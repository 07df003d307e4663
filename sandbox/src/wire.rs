//! The record of a link on the wire, in the order and the untidiness of the bank's samples.

use serde::Serialize;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::clock::{with_microseconds, with_nanoseconds};
use crate::link::{Language, Link};
use crate::settings::Settings;

/// What the records of one answer show, beside the links themselves.
pub struct View<'a> {
    /// The sandbox's settings.
    pub settings: &'a Settings,
    /// Scheme, host and port under which payers reach the pay page.
    pub base_url: &'a str,
    /// The time of the answer.
    pub now: OffsetDateTime,
    /// A status in place of the true one.
    pub status: Option<&'a str>,
    /// Fields that no page describes are added.
    pub unknown_fields: bool,
}

/// The bank's zero time in the answer to a create.
const NEVER_CREATE: &str = "0001-01-01T00:00:00Z";
/// The bank's zero time in the answer to a search: the mean solar time of Almaty in year 1.
const NEVER_SEARCH: &str = "0001-01-01T05:07:48+05:07";

/// The record of a link.
#[derive(Serialize)]
pub struct Record<'a> {
    id: Uuid,
    shop_id: Uuid,
    amount: Value,
    invoice_id: &'a str,
    language: &'a str,
    currency: &'a str,
    description: &'a str,
    account_id: &'a str,
    recipient_contact: &'a str,
    recipient_contact_sms: &'a str,
    notifier_contact: &'a str,
    notifier_contact_sms: &'a str,
    expire_period: &'a str,
    post_link: &'a str,
    failure_post_link: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    back_link: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure_back_link: Option<&'a str>,
    created_date: String,
    expire_date: String,
    status: &'a str,
    updated_date: String,
    invoice_url: String,
    merchant_id: String,
    terminal_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_save: Option<bool>,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// A page of records.
#[derive(Serialize)]
pub struct Page<'a> {
    #[serde(rename = "TotalCount")]
    total_count: usize,
    #[serde(rename = "Records")]
    records: Vec<Record<'a>>,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

impl View<'_> {
    /// The answer to a search that found `total` links over all pages.
    pub fn page<'a>(&self, total: usize, records: Vec<Record<'a>>) -> Page<'a> {
        Page { total_count: total, records, unknown: self.unknown() }
    }

    /// The record that answers a create: no `back_link`s and no `card_save`, spaces before two
    /// values, nanoseconds.
    pub fn created<'a>(&'a self, link: &'a Link) -> Record<'a> {
        let merchant_id = self.settings.merchant.merchant_id;
        Record {
            created_date: with_nanoseconds(link.created),
            expire_date: with_nanoseconds(link.expires),
            updated_date: NEVER_CREATE.into(),
            invoice_url: format!(" {}", self.invoice_url(link.id)),
            merchant_id: format!(" {merchant_id}"),
            back_link: None,
            failure_back_link: None,
            card_save: None,
            ..self.record(link)
        }
    }

    /// The record in the answer to a search: all fields, microseconds.
    pub fn found<'a>(&'a self, link: &'a Link) -> Record<'a> {
        let empty = |wanted: bool, text: &'a str| if wanted { "" } else { text };
        Record {
            account_id: empty(self.settings.empty_account_id, &link.invoice.account_id),
            recipient_contact: empty(self.settings.empty_recipient_contact, &link.invoice.recipient_contact),
            ..self.record(link)
        }
    }

    fn record<'a>(&'a self, link: &'a Link) -> Record<'a> {
        let invoice = &link.invoice;
        Record {
            id: link.id,
            shop_id: invoice.shop_id,
            amount: invoice.amount.to_json(),
            invoice_id: &invoice.invoice_id,
            language: match invoice.language {
                Language::Rus if self.settings.language_ru => "ru",
                language => language.as_str(),
            },
            currency: &invoice.currency,
            description: &invoice.description,
            account_id: &invoice.account_id,
            recipient_contact: &invoice.recipient_contact,
            recipient_contact_sms: &invoice.recipient_contact_sms,
            notifier_contact: "",
            notifier_contact_sms: &invoice.notifier_contact_sms,
            expire_period: &invoice.expire_period,
            post_link: &invoice.post_link,
            failure_post_link: &invoice.failure_post_link,
            back_link: Some(&invoice.back_link),
            failure_back_link: Some(&invoice.failure_back_link),
            created_date: with_microseconds(link.created),
            expire_date: with_microseconds(link.expires),
            status: self.status.unwrap_or_else(|| link.status(self.settings, self.now)),
            updated_date: link.deactivated.map_or_else(|| NEVER_SEARCH.into(), with_microseconds),
            invoice_url: self.invoice_url(link.id),
            merchant_id: self.settings.merchant.merchant_id.to_string(),
            terminal_id: self.settings.merchant.terminal_id,
            card_save: Some(false),
            unknown: self.unknown(),
        }
    }

    fn unknown(&self) -> Map<String, Value> {
        if self.unknown_fields { unknown_fields() } else { Map::new() }
    }

    /// Where the payer pays.
    pub fn invoice_url(&self, id: Uuid) -> String {
        format!("{}/api/redirect/invoice-link/{id}", self.base_url)
    }
}

/// Fields that are seen in the wild but described nowhere, and one that nobody has seen.
pub fn unknown_fields() -> Map<String, Value> {
    let fields = json!({
        "invoice_alt": "",
        "data": "",
        "added_tomorrow": {"nested": [1, null, "text"], "id": "not a link"},
    });
    match fields {
        Value::Object(map) => map,
        _ => unreachable!("the literal above is an object"),
    }
}
