//! The body of the bank's call to `post_link` or `failure_post_link`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::amount::Tiyn;
use crate::clock::with_microseconds;
use crate::payment::Payment;
use crate::settings::Merchant;

/// What differs from report to report about the body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spelling {
    /// JSON (most reports) or a form.
    pub format: Format,
    /// The order number is in `invoiceID` instead of `invoiceId`.
    pub invoice_id_upper: bool,
    /// The bonuses are in `amountBonus` instead of `amount_bonus`.
    pub bonus_camel: bool,
    /// `reasonCode` is a text instead of a number.
    pub reason_code_text: bool,
}

/// How the body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// `application/json`.
    #[default]
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// Every field that is reported, for a payment gone through or failed; `amount` in place of the
/// true one where it is given.
pub fn fields(payment: &Payment, spelling: &Spelling, amount: Option<Tiyn>, merchant: &Merchant) -> Map<String, Value> {
    let invoice = &payment.link.invoice;
    let tail = digits(payment.id.as_u128());
    let fields = json!({
        "accountId": invoice.account_id,
        "amount": amount.unwrap_or(payment.amount).to_json(),
        "cardId": payment.link.id,
        "cardMask": "440043...1234",
        "cardType": "VISA",
        "code": if payment.charged { "ok" } else { "error" },
        "currency": invoice.currency,
        "dateTime": with_microseconds(payment.time),
        "description": invoice.description,
        "email": invoice.recipient_contact,
        "id": payment.id,
        "ip": "127.0.0.1",
        "ipCity": "",
        "ipCountry": "",
        "ipDistrict": "",
        "ipLatitude": 0,
        "ipLongitude": 0,
        "ipRegion": "",
        "issuer": "EPAY SANDBOX",
        "language": invoice.language.as_str(),
        "name": "SANDBOX PAYER",
        "phone": invoice.recipient_contact_sms,
        "reason": payment.reason,
        "reference": &tail[..12],
        "secure": "yes",
        "secureDetails": "",
        "terminal": merchant.terminal_id,
    });
    let Value::Object(mut fields) = fields else { unreachable!("the literal above is an object") };
    let invoice_id = if spelling.invoice_id_upper { "invoiceID" } else { "invoiceId" };
    fields.insert(invoice_id.into(), json!(invoice.invoice_id));
    let code = payment.reason_code;
    let code = if spelling.reason_code_text { json!(code.to_string()) } else { json!(code) };
    fields.insert("reasonCode".into(), code);
    if let Some(bonus) = payment.bonus {
        let name = if spelling.bonus_camel { "amountBonus" } else { "amount_bonus" };
        fields.insert(name.into(), bonus.to_json());
    }
    if payment.charged {
        fields.insert("approvalCode".into(), json!(tail[12..18]));
    } else {
        fields.insert("invoiceIdAlt".into(), json!(""));
        fields.insert("tokenRecipient".into(), json!(""));
    }
    fields
}

/// The body as bytes, and its content type.
pub fn encode(fields: &Map<String, Value>, format: Format) -> (&'static str, Vec<u8>) {
    match format {
        Format::Json => ("application/json", Value::from(fields.clone()).to_string().into_bytes()),
        Format::Form => {
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let pairs: Vec<(&String, String)> = fields.iter().map(|(name, value)| (name, text(value))).collect();
            let body = serde_urlencoded::to_string(pairs).expect("pairs of texts can always be written");
            ("application/x-www-form-urlencoded", body.into_bytes())
        }
    }
}

/// At least 18 decimal digits that belong to the transaction.
fn digits(id: u128) -> String {
    format!("{:020}", id % 10_u128.pow(20))
}
