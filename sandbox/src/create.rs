//! `POST /api/invoice`: the rules of the bank's table 1, and a new link.

use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::amount::Tiyn;
use crate::link::{Invoice, Lag, Language, Link};
use crate::refusal::{Breaches, Code, Refusal};
use crate::rule;
use crate::settings::Settings;

/// The fields that the bank's page knows.
const FIELDS: [&str; 15] = [
    "shop_id",
    "account_id",
    "invoice_id",
    "amount",
    "language",
    "description",
    "expire_period",
    "recipient_contact",
    "recipient_contact_sms",
    "notifier_contact_sms",
    "currency",
    "post_link",
    "failure_post_link",
    "back_link",
    "failure_back_link",
];

/// Reads the body of a create call.
///
/// # Errors
/// Every rule that it breaks.
pub fn read(body: &Map<String, Value>, settings: &Settings) -> Result<Invoice, Refusal> {
    let mut fields = Fields { body, breaches: Breaches::default() };
    let shop_id = fields.required("shop_id", Code::ShopId, |text| match Uuid::try_parse(text) {
        Ok(id) if id == settings.merchant.shop_id => Ok(id),
        Ok(_) => Err("is not a shop of this merchant (--shop-id names it)"),
        Err(_) => Err("must be a UUID"),
    });
    let account_id = fields.required("account_id", Code::AccountId, text);
    let invoice_id = fields.required("invoice_id", Code::InvoiceId, keep(rule::invoice_id));
    let amount = fields.amount();
    let language =
        fields.required("language", Code::Language, |text| Language::parse(text).ok_or("must be rus, kaz or eng"));
    let description = fields.required("description", Code::Description, keep(rule::description));
    let period = fields.required("expire_period", Code::ExpirePeriod, |text| {
        rule::expire_period(text).map(|days| (text.to_owned(), days))
    });
    let recipient_contact = fields.required("recipient_contact", Code::RecipientContact, keep(rule::email));
    let recipient_contact_sms = fields.required("recipient_contact_sms", Code::BadSmsNumber, keep(rule::phone));
    let notifier_contact_sms = fields.optional("notifier_contact_sms", Code::BadSmsNumber, rule::phone);
    let currency = fields.required("currency", Code::Currency, |text| match text {
        "KZT" => Ok(text.to_owned()),
        _ => Err("must be KZT"),
    });
    let post_link = fields.optional("post_link", Code::Link, rule::link);
    let failure_post_link = fields.optional("failure_post_link", Code::Link, rule::link);
    let back_link = fields.optional("back_link", Code::Link, rule::link);
    let failure_back_link = fields.optional("failure_back_link", Code::Link, rule::link);
    fields.no_others();
    fields.breaches.verdict()?;

    let invoice = || {
        let (expire_period, days) = period?;
        Some(Invoice {
            shop_id: shop_id?,
            account_id: account_id?,
            invoice_id: invoice_id?,
            amount: amount?,
            language: language?,
            description: description?,
            expire_period,
            days,
            recipient_contact: recipient_contact?,
            recipient_contact_sms: recipient_contact_sms?,
            notifier_contact_sms,
            currency: currency?,
            post_link,
            failure_post_link,
            back_link,
            failure_back_link,
        })
    };
    Ok(invoice().expect("a required field without a value is a breach"))
}

/// The new link of an invoice.
pub fn link(invoice: Invoice, lag: Option<Lag>, now: OffsetDateTime) -> Link {
    Link {
        id: Uuid::new_v4(),
        created: now,
        expires: now + Duration::days(invoice.days.into()),
        invoice,
        deactivated: None,
        charged: false,
        lag,
    }
}

/// The fields of a body as they are read, and the rules found broken.
struct Fields<'a> {
    body: &'a Map<String, Value>,
    breaches: Breaches,
}

impl Fields<'_> {
    /// A text that must be there and must not be empty.
    fn required<T>(&mut self, name: &str, code: Code, read: impl FnOnce(&str) -> Result<T, &'static str>) -> Option<T> {
        let fault = match self.body.get(name) {
            None => "is missing",
            Some(Value::String(text)) if text.is_empty() => "must not be empty",
            Some(Value::String(text)) => match read(text) {
                Ok(value) => return Some(value),
                Err(fault) => fault,
            },
            Some(_) => "must be a string",
        };
        self.breaches.add(code, format!("{name} {fault}"));
        None
    }

    /// A text that may be absent or empty, which is the same.
    fn optional(&mut self, name: &str, code: Code, rule: fn(&str) -> Result<(), &'static str>) -> String {
        match self.body.get(name) {
            None => String::new(),
            Some(Value::String(text)) if text.is_empty() => String::new(),
            Some(_) => self.required(name, code, keep(rule)).unwrap_or_default(),
        }
    }

    fn amount(&mut self) -> Option<Tiyn> {
        let read = match self.body.get("amount") {
            None => Err("is missing"),
            Some(Value::Number(number)) => Tiyn::from_number(number),
            Some(_) => Err("must be a number"),
        };
        read.map_err(|fault| self.breaches.add(Code::Amount, format!("amount {fault}"))).ok()
    }

    fn no_others(&mut self) {
        let body = self.body;
        for name in body.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
            self.breaches.add(Code::UnknownField, format!("{name} is not a field of this call"));
        }
    }
}

fn text(text: &str) -> Result<String, &'static str> {
    Ok(text.to_owned())
}

/// The text itself, where it keeps the rule.
fn keep<T>(rule: fn(&str) -> Result<T, &'static str>) -> impl FnOnce(&str) -> Result<String, &'static str> {
    move |text| rule(text).map(|_| text.to_owned())
}
