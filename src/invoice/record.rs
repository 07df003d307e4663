//! The record: a link as the bank tells of it.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::SerializeMap;

use super::{Extra, RawRecord, Timestamp};
use crate::field::{Amount, LinkId};
use crate::input::{Scan, Value, document};
use crate::output::{Object, ToJson};
use crate::rfc3339;

/// A link's status. Only two are published; any other is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// `ACTIVE`: it can be paid.
    Active,
    /// `CHARGED`: it is paid.
    Charged,
    /// Anything else, with the bank's spelling.
    Other(Box<str>),
}

impl Status {
    /// The bank's spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "ACTIVE",
            Self::Charged => "CHARGED",
            Self::Other(text) => text,
        }
    }

    /// Whether the link is paid.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        *self == Self::Charged
    }
}

impl From<&str> for Status {
    fn from(text: &str) -> Self {
        match text {
            "ACTIVE" => Self::Active,
            "CHARGED" => Self::Charged,
            other => Self::Other(other.into()),
        }
    }
}

impl serde::Serialize for Status {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl ToJson for Status {
    fn write(&self, json: &mut String) {
        self.as_str().write(json);
    }
}

/// A payer's e-mail address or phone number as the bank tells it: any text. `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Contact(Box<str>);

impl Contact {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ToJson for Contact {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(…)")
    }
}

/// How one of the record's members is read. `None`: the value does not fit and is kept as it is; `Some(None)`: absent.
pub(super) trait Tolerant: ToJson + Sized {
    fn read(value: &Value<'_>) -> Option<Option<Self>>;

    /// What it would write if it had read the value, or `None` where the value does not fit. `is_plain`: nothing is escaped in
    /// it.
    fn tidy(raw: &str, is_plain: bool) -> Option<Cow<'_, str>> {
        if is_plain && is_neat(raw) && Self::is_canonical(between(raw)) {
            return Some(Cow::Borrowed(raw));
        }
        Self::read(&Value::of(raw)).map(|value| Cow::Owned(value.to_json()))
    }

    /// Whether it is sure that the text fits and is written as it is read.
    fn is_canonical(text: &str) -> bool;
}

/// Whether the value is a text that begins and ends with a character which is seen, as nearly all do: no spaces are around it.
pub(super) const fn is_neat(raw: &str) -> bool {
    matches!(raw.as_bytes(), [b'"', b'!'..=b'~', .., b'!'..=b'~', b'"'])
}

/// What stands between the quotation marks.
pub(super) fn between(raw: &str) -> &str {
    raw.get(1..raw.len() - 1).unwrap_or_default()
}

/// The text without the spaces around it.
pub(super) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// The text without the spaces around it; `null` and `""` are absent.
fn text<'a>(value: &'a Value<'_>) -> Option<Option<&'a str>> {
    match value {
        Value::Null => Some(None),
        Value::String(text) => Some(Some(trim(text)).filter(|text| !text.is_empty())),
        _ => None,
    }
}

impl Tolerant for Box<str> {
    fn read(value: &Value<'_>) -> Option<Option<Self>> {
        Some(text(value)?.map(Into::into))
    }

    fn is_canonical(_: &str) -> bool {
        true
    }
}

impl Tolerant for Contact {
    fn read(value: &Value<'_>) -> Option<Option<Self>> {
        Some(text(value)?.map(|text| Self(text.into())))
    }

    fn is_canonical(_: &str) -> bool {
        true
    }
}

impl Tolerant for Status {
    fn read(value: &Value<'_>) -> Option<Option<Self>> {
        Some(text(value)?.map(Into::into))
    }

    fn is_canonical(_: &str) -> bool {
        true
    }
}

impl Tolerant for LinkId {
    fn read(value: &Value<'_>) -> Option<Option<Self>> {
        text(value)?.map(str::parse).transpose().ok()
    }

    fn is_canonical(text: &str) -> bool {
        Self::check(text.as_bytes()).is_ok() && !text.bytes().any(|byte| byte.is_ascii_uppercase())
    }
}

impl Tolerant for Timestamp {
    fn read(value: &Value<'_>) -> Option<Option<Self>> {
        text(value)?.map_or(Some(None), Timestamp::read)
    }

    fn is_canonical(text: &str) -> bool {
        rfc3339::read(text).is_some_and(|moment| moment.year > 1)
    }
}

impl Tolerant for Amount {
    fn read(value: &Value<'_>) -> Option<Option<Self>> {
        match value {
            Value::Number(digits) => digits.parse().ok().map(Some),
            other => text(other)?.map(str::parse).transpose().ok(),
        }
    }

    fn is_canonical(_: &str) -> bool {
        false
    }
}

impl Tolerant for bool {
    fn read(value: &Value<'_>) -> Option<Option<Self>> {
        match value {
            Value::Boolean(flag) => Some(Some(*flag)),
            other => text(other)?.is_none().then_some(None),
        }
    }

    fn is_canonical(_: &str) -> bool {
        false
    }
}

/// A member of the record: reads itself anew, and says whether the value fits.
trait Slot {
    fn take(&mut self, value: &Value<'_>) -> bool;
}

impl<T: Tolerant> Slot for Option<T> {
    fn take(&mut self, value: &Value<'_>) -> bool {
        let read = T::read(value);
        let fits = read.is_some();
        *self = read.flatten();
        fits
    }
}

/// Declares the record by the table of its members: the struct, its tolerant reader and its JSON.
macro_rules! record {
    ($($(#[$doc:meta])* $field:ident: $type:ty),+ $(,)?) => {
        /// A link as the bank tells of it: the answer of create, and each item of a search's answer.
        ///
        /// It is read tolerantly: spaces around texts are dropped, `""`, `null` and the zero time are `None`, and what is
        /// unknown, or known but of another type than the bank documents, is kept in `extra`. It serialises with every
        /// documented field, `null` where absent, then what is in `extra`.
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct Record {
            $($(#[$doc])* pub $field: Option<$type>,)+
            /// What is not documented, or not of the documented type, as the bank wrote it.
            pub extra: Extra,
        }

        impl Record {
            /// In the order of [`FIELDS`].
            fn slots(&mut self) -> [&mut dyn Slot; FIELDS.len()] {
                [$(&mut self.$field),+]
            }
        }

        impl ToJson for Record {
            fn write(&self, json: &mut String) {
                let members: [&dyn ToJson; FIELDS.len()] = [$(&self.$field),+];
                let mut object = Object::begin(json);
                for ((name, written), member) in FIELDS.iter().zip(MEMBERS).zip(members) {
                    if self.extra.get(name).is_none() {
                        member.write(object.written(written));
                    }
                }
                for (name, raw) in self.extra.iter() {
                    raw.write(object.member(name));
                }
                object.end();
            }
        }

        /// What is kept in `extra` is equal where the bank has written it alike.
        impl PartialEq for Record {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&+ && self.extra == other.extra
            }
        }

        impl serde::Serialize for Record {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(if self.extra.get(stringify!($field)).is_none() {
                    map.serialize_entry(stringify!($field), &self.$field)?;
                })+
                for (name, raw) in self.extra.iter() {
                    map.serialize_entry(name, raw)?;
                }
                map.end()
            }
        }

        /// The documented fields; of `extra` the names alone, since anything may be in it.
        impl fmt::Debug for Record {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("Record")
                    $(.field(stringify!($field), &self.$field))+
                    .field("extra", &self.extra)
                    .finish()
            }
        }

        /// The names of the documented members.
        pub(super) const FIELDS: &[&str] = &[$(stringify!($field)),+];
        /// The same as they stand before their values.
        pub(super) const MEMBERS: [&str; FIELDS.len()] = [$(concat!("\"", stringify!($field), "\":")),+];
        /// How each of them is written by what it is in the bank's JSON.
        pub(super) const TIDY: [fn(&str, bool) -> Option<Cow<'_, str>>; FIELDS.len()] = [$(<$type as Tolerant>::tidy),+];
    };
}

record! {
    /// The link's id.
    id: LinkId,
    /// The shop's id. A text: the bank's own samples hold ids that are no UUID.
    shop_id: Box<str>,
    /// The amount of the invoice, in tenge.
    amount: Amount,
    /// The order's number. A text: the bank's own sample holds one of 17 digits.
    invoice_id: Box<str>,
    /// The invoice's language; `ru` has been seen beside `rus`.
    language: Box<str>,
    /// The currency.
    currency: Box<str>,
    /// What the payer reads about the order.
    description: Box<str>,
    /// The shop's account number.
    account_id: Box<str>,
    /// The payer's e-mail address.
    recipient_contact: Contact,
    /// The payer's phone number.
    recipient_contact_sms: Contact,
    /// The e-mail address that is told of the payment.
    notifier_contact: Contact,
    /// The phone number that is told of the payment.
    notifier_contact_sms: Contact,
    /// How long the link can be paid.
    expire_period: Box<str>,
    /// The URL that is POSTed to after a payment.
    post_link: Box<str>,
    /// The URL that is POSTed to after a payment that failed.
    failure_post_link: Box<str>,
    /// The URL that the payer returns to after a payment.
    back_link: Box<str>,
    /// The URL that the payer returns to after a payment that failed.
    failure_back_link: Box<str>,
    /// When the link was created.
    created_date: Timestamp,
    /// When the link ends.
    expire_date: Timestamp,
    /// Whether it is paid.
    status: Status,
    /// When the record last changed.
    updated_date: Timestamp,
    /// The link itself: where the payer pays.
    invoice_url: Box<str>,
    /// The merchant's id.
    merchant_id: Box<str>,
    /// The virtual terminal's id.
    terminal_id: Box<str>,
    /// Whether the payer's card is kept.
    card_save: bool,
}

impl Record {
    /// Reads one record; `None` if it is not a JSON object.
    #[must_use]
    pub fn from_json(json: &[u8]) -> Option<Self> {
        document(json, RawRecord::read).ok().map(Into::into)
    }

    pub(crate) fn read(value: &Value<'_>) -> Option<Self> {
        let Value::Object(raw) = value else { return None };
        RawRecord::read(&mut Scan::of(raw)).map(Into::into)
    }

    /// Whether the bank says the link is paid.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        self.status.as_ref().is_some_and(Status::is_paid)
    }
}

impl From<RawRecord<'_>> for Record {
    fn from(raw: RawRecord<'_>) -> Self {
        let mut record = Self::default();
        let mut unfit = Vec::new();
        for ((slot, name), raw) in record.slots().into_iter().zip(FIELDS).zip(raw.known) {
            unfit.extend(raw.filter(|raw| !slot.take(&Value::of(raw))).map(|raw| (*name, raw)));
        }
        record.extra = Extra::of(raw.extra(&unfit));
        record
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;
    use crate::field::RecordField;

    #[test]
    fn has_every_field_that_a_search_can_name() {
        assert_eq!(FIELDS, RecordField::ALL);
    }

    #[test]
    fn tolerates_what_the_bank_sends() {
        let record = Record::from_json(
            br#"{"id":"19C435AE-fbe6-4761-863f-381f6a0fe824","amount":"400.50","invoice_url":" https://x ","status":"REFUNDED",
                "language":"ru","account_id":"","recipient_contact":null,"updated_date":"0001-01-01T05:07:48+05:07",
                "card_save":false,"data":{"a":1}}"#,
        )
        .unwrap();
        assert_eq!(record.id.unwrap().to_string(), "19c435ae-fbe6-4761-863f-381f6a0fe824");
        assert_eq!(record.amount.unwrap().tiyn(), 40_050);
        assert_eq!(record.invoice_url.as_deref(), Some("https://x"));
        assert_eq!(record.status, Some(Status::Other("REFUNDED".into())));
        assert!(record.account_id.is_none() && record.recipient_contact.is_none() && record.updated_date.is_none());
        assert_eq!(record.card_save, Some(false));
        assert_eq!(record.extra["data"].get(), r#"{"a":1}"#);
        assert!(!record.is_paid());
    }

    #[test]
    fn keeps_what_does_not_fit() {
        let json =
            br#"{"id":"not a uuid","amount":0.001,"status":7,"created_date":"soon","card_save":"no","shop_id":[]}"#;
        let record = Record::from_json(json).unwrap();
        assert_eq!(record.to_json(), serde_json::to_string(&record).unwrap());
        let written = serde_json::to_value(&record).unwrap();
        let given: serde_json::Value = serde_json::from_slice(json).unwrap();
        for (name, value) in given.as_object().unwrap() {
            assert_eq!(&written[name], value, "{name}");
        }
        assert_eq!(written.as_object().unwrap().len(), FIELDS.len());
    }

    #[test]
    fn the_last_of_a_repeated_name_counts() {
        let cases = [
            (r#"{"status":"CHARGED","status":7}"#, None, "7"),
            (r#"{"status":7,"status":"CHARGED"}"#, Some(Status::Charged), r#""CHARGED""#),
            (r#"{"status":"ACTIVE","status":null}"#, None, "null"),
        ];
        for (json, status, written) in cases {
            let record = Record::from_json(json.as_bytes()).unwrap();
            assert_eq!(record.status, status, "{json}");
            assert_eq!(serde_json::to_value(&record).unwrap()["status"].to_string(), written, "{json}");
        }
    }

    #[test]
    fn equal_where_everything_is() {
        let json = br#"{"amount":1,"status":"ACTIVE","data":{"a":1},"card_save":false}"#;
        let record = Record::from_json(json).unwrap();
        assert!(record == Record::from_json(json).unwrap());
        for (from, to) in
            [("1,", "2,"), ("ACTIVE", "CHARGED"), (r#""a":1"#, r#""a":2"#), ("data", "date"), ("false", "0")]
        {
            let other = String::from_utf8_lossy(json).replacen(from, to, 1);
            assert!(record != Record::from_json(other.as_bytes()).unwrap(), "{other}");
        }
        assert!(record != Record::default());
    }

    #[test]
    fn a_payer_stays_out_of_debug() {
        let record = Record::from_json(
            br#"{"recipient_contact":"a@b.kz","recipient_contact_sms":"+77771234567","email":"c@d.kz"}"#,
        )
        .unwrap();
        let debug = format!("{record:?}");
        for secret in ["a@b.kz", "7771234567", "c@d.kz"] {
            assert!(!debug.contains(secret), "{debug}");
        }
    }
}
