//! The fields of a record, as searches compare and order them.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime};

use crate::amount::Tiyn;
use crate::clock::to_microseconds;
use crate::link::Link;
use crate::wire::View;

/// A field of the record: its name, and how its values compare.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// As the record spells it.
    pub name: &'static str,
    /// How its values compare.
    pub kind: Kind,
}

/// How the values of a field compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letter by letter.
    Text,
    /// As numbers.
    Amount,
    /// As moments.
    Time,
}

/// A value to compare. Keys of one field are of one kind.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Key {
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

/// The field of that name.
pub fn field(name: &str) -> Option<Field> {
    FIELDS.iter().find(|field| field.name == name).copied()
}

impl Field {
    /// Reads a value to compare with. Texts compare letter by letter, amounts as numbers, times as
    /// moments; how the bank compares is not known.
    ///
    /// # Errors
    /// It is no value of this field.
    pub fn read(self, text: &str) -> Result<Key, String> {
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

    /// The value that a link has in this field.
    pub fn key(self, link: &Link, view: &View) -> Key {
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
