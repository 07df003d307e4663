//! The names of the bank's record.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use super::value::parsed_field;
use crate::issue::Reason;
use crate::nearest::nearest;
use crate::output::ToJson;

/// A field of the bank's record, by which a search can filter and order.
///
/// Source: bank page, answers of create and search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordField(&'static str);

impl RecordField {
    /// The order's number in the shop.
    pub const INVOICE_ID: Self = Self("invoice_id");
    /// When the link was created.
    pub const CREATED_DATE: Self = Self("created_date");

    /// Every name, in the order of the bank's sample answer.
    pub const ALL: &'static [&'static str] = &[
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

    /// The bank's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl FromStr for RecordField {
    type Err = Reason;

    fn from_str(text: &str) -> Result<Self, Reason> {
        match Self::ALL.iter().find(|name| **name == text) {
            Some(name) => Ok(Self(name)),
            None if text.is_empty() => Err(Reason::Empty),
            None => Err(Reason::UnknownRecordField { suggestion: nearest(text, Self::ALL) }),
        }
    }
}

impl fmt::Display for RecordField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl ToJson for RecordField {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

parsed_field!(RecordField);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_alone() {
        for name in RecordField::ALL {
            assert_eq!(name.parse::<RecordField>().unwrap().as_str(), *name);
        }
        let unknown = |suggestion| Err(Reason::UnknownRecordField { suggestion });
        assert_eq!("invoiceId".parse::<RecordField>(), unknown(Some("invoice_id")));
        assert_eq!("paid".parse::<RecordField>(), unknown(None));
        assert_eq!("".parse::<RecordField>(), Err(Reason::Empty));
        assert_eq!(serde_json::to_string(&RecordField::INVOICE_ID).unwrap(), r#""invoice_id""#);
    }
}
