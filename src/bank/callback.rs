//! The bank's call to `post_link` or `failure_post_link`.
//!
//! The bank page does not describe it; the fields are those that shops report. The call bears no signature of the
//! bank's: what it says is a hint, and only a search tells whether a link is paid. Of the payer and the card nothing
//! is kept.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::digits;
use crate::field::InvoiceId;
use crate::input::Value;
use crate::order::{Callback, Transaction};
use crate::text;

/// What the bank's call says, as far as it is of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledBack {
    /// The number of the order, as the call spells it (`invoiceId`, `invoiceID`); `None` if it names none.
    pub invoice_id: Option<Box<str>>,
    /// What happened.
    pub callback: Callback,
}

impl CalledBack {
    /// Whether the call names another order. A JSON number has lost its leading zeros, which are not counted here.
    #[must_use]
    pub fn contradicts(&self, invoice_id: &InvoiceId) -> bool {
        fn number(text: &str) -> &str {
            text.trim_start_matches('0')
        }
        self.invoice_id.as_deref().is_some_and(|named| number(named) != number(invoice_id.as_str()))
    }
}

/// Reads the body of the bank's call: JSON, or a form in `application/x-www-form-urlencoded`.
///
/// The body itself tells which: a JSON object begins with `{`, which a form spells `%7B`. The call's content type is
/// not asked. Names are told apart by their letters alone, not by case or underscores; of a name given twice, the
/// first value counts. `None` if there is no `code` that is `ok` or `error`: then the call is a hint to look, no more.
#[must_use]
pub fn called_back(body: &[u8]) -> Option<CalledBack> {
    // a payer's name may come in another encoding than UTF-8: what is read here is ASCII
    let body = text::lossy(body);
    let body = body.strip_prefix('\u{feff}').unwrap_or(&body).trim();
    let mut fields = Fields::default();
    if body.starts_with('{') {
        for (name, value) in Value::parse(body.as_bytes()).ok()?.members().ok()?.into_values() {
            match value {
                Value::Number(text) => fields.take(&name, text),
                Value::String(text) => fields.take(&name, &text),
                _ => {}
            }
        }
    } else {
        for (name, value) in text::parts(body, b'&').filter_map(|pair| text::cut(pair, b'=')) {
            fields.take(&decode(name), &decode(value));
        }
    }
    fields.read()
}

/// The names of the fields that are read, in lower case; the first identifies the attempt if it is there, else all do.
const NAMES: [&str; 10] =
    ["id", "code", "invoiceid", "reasoncode", "reason", "reference", "datetime", "amount", "amountbonus", "currency"];

/// The texts of the fields, trimmed, in the order of [`NAMES`]; empty where there is none.
#[derive(Default)]
struct Fields([Box<str>; NAMES.len()]);

impl Fields {
    fn take(&mut self, name: &str, text: &str) {
        let letters = || name.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase());
        if let Some(index) = NAMES.iter().position(|known| letters().eq(known.bytes()))
            && self.0[index].is_empty()
        {
            self.0[index] = text.trim().into();
        }
    }

    fn read(&self) -> Option<CalledBack> {
        let [_, code, invoice_id, reason_code, reason, ..] = &self.0;
        let callback = if code.eq_ignore_ascii_case("ok") {
            Callback::Paid
        } else if code.eq_ignore_ascii_case("error") {
            let is_final = !digits::read_signed(reason_code).is_some_and(|code| NOT_FINAL.contains(&code));
            Callback::Failed {
                transaction: self.transaction(),
                reason: short(reason_code).or_else(|| short(reason)),
                is_final,
            }
        } else {
            return None;
        };
        Some(CalledBack { invoice_id: (!invoice_id.is_empty()).then(|| invoice_id.clone()), callback })
    }

    fn transaction(&self) -> Transaction {
        let transaction = Transaction::new(&self.0[0]);
        if transaction.as_str().is_empty() { Transaction::new(&self.fingerprint()) } else { transaction }
    }

    /// The same for each delivery of one call, and for the ends of time the same: it is kept with the order. FNV-1a, in
    /// 64 bits, tells a handful of attempts apart; nothing else is asked of it.
    fn fingerprint(&self) -> String {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        // 0xFF, which no UTF-8 text has, ends each field
        let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        for text in &self.0 {
            text.bytes().for_each(&mut add);
            add(0xFF);
        }
        let mut text = String::from("fp-");
        digits::push(&mut text, hash, 16, 16);
        text.make_ascii_lowercase();
        text
    }
}

/// The reason codes after which, as shops report, the payment may yet succeed.
const NOT_FINAL: [i64; 15] = [-31, 100, 293, 454, 690, 1267, 1268, 1269, 1563, 1564, 2358, 2656, 3014, 3225, 3240];

/// The most characters of a reason.
const REASON_MAX: usize = 64;

fn short(text: &str) -> Option<Box<str>> {
    let text = text::kept(text, REASON_MAX, &|character| !character.is_control());
    (!text.is_empty()).then_some(text)
}

/// A name or a value of a form. What is no escape stands for itself.
fn decode(text: &str) -> String {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        bytes.push(match (first, tail) {
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    (high * 16 + low) as u8
                }
                _ => b'%',
            },
            (b'+', _) => b' ',
            _ => *first,
        });
    }
    text::lossy(&bytes)
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::format;
    use alloc::string::ToString;

    use super::*;
    use proptest::prelude::*;

    const ID: &str = "98da8dbb-ef37-4ef9-b5b7-a6dd6ea52e31";

    fn failed(transaction: &str, reason: Option<&str>, is_final: bool) -> Callback {
        Callback::Failed { transaction: Transaction::new(transaction), reason: reason.map(Into::into), is_final }
    }

    fn transaction(body: &str) -> String {
        match called_back(body.as_bytes()).unwrap().callback {
            Callback::Failed { transaction, .. } => transaction.as_str().to_owned(),
            Callback::Paid => panic!("{body} is paid"),
        }
    }

    /// All fields that are reported of a failure.
    const WHOLE: &str = r#"{"accountId":"uuid000001","amount":5000,"amount_bonus":10.5,"cardId":"7c1ac0b2",
        "cardMask":"440043******1234","cardType":"VISA","code":"error","currency":"KZT",
        "dateTime":"2026-03-01T12:13:14.123456+05:00","description":"Order","email":"payer@mail.kz",
        "id":"98da8dbb-ef37-4ef9-b5b7-a6dd6ea52e31","invoiceId":"000000123456","invoiceIdAlt":"999999","ip":"1.2.3.4",
        "ipCity":null,"ipLatitude":43.2,"issuer":"HALYK","language":"rus","name":"AIGERIM A","phone":"+77771234567",
        "reason":"Недостаточно средств","reasonCode":484,"reference":"109410921094","secure":"yes","terminal":"67e34d63",
        "tokenRecipient":"","new":{"id":[1]}}"#;

    #[test]
    fn reads_every_spelling() {
        let number = Some("000000123456");
        let cases: [(&str, Option<&str>, Callback); 18] = [
            (WHOLE, number, failed(ID, Some("484"), true)),
            (r#"{"code":"ok","invoiceId":"000000123456","id":"1","approvalCode":"123"}"#, number, Callback::Paid),
            (r#"{"CODE":" OK ","invoiceID":" 000000123456 "}"#, number, Callback::Paid),
            (r#"{"Code":"ok","invoice_id":123456}"#, Some("123456"), Callback::Paid),
            (r#"{"code":"ok","invoiceId":"","invoiceID":"000000123456"}"#, number, Callback::Paid),
            (r#"{"code":"ok","invoiceId":null}"#, None, Callback::Paid),
            (r#"{"code":"ok","code":"error"}"#, None, Callback::Paid),
            ("\u{feff} {\"code\":\"ok\"}\r\n", None, Callback::Paid),
            (r#"{"code":"error","id":77,"reasonCode":454}"#, None, failed("77", Some("454"), false)),
            (r#"{"code":"error","id":"77","reasonCode":"454"}"#, None, failed("77", Some("454"), false)),
            (r#"{"code":"error","id":"77","reason_code":" -31 "}"#, None, failed("77", Some("-31"), false)),
            (r#"{"code":"error","id":"77","reasonCode":4540}"#, None, failed("77", Some("4540"), true)),
            (r#"{"code":"error","id":"77","reasonCode":99999999999}"#, None, failed("77", Some("99999999999"), true)),
            (
                r#"{"code":"error","id":"77","reasonCode":"","reason":"No\n money"}"#,
                None,
                failed("77", Some("No money"), true),
            ),
            (r#"{"code":"error","id":"77"}"#, None, failed("77", None, true)),
            ("code=ok&invoiceID=000000123456", number, Callback::Paid),
            (
                "invoiceId=000000123456&code=error&id=98da8dbb%2Def37-4ef9-b5b7-a6dd6ea52e31&reasonCode=2656&name=A+%C0",
                number,
                failed(ID, Some("2656"), false),
            ),
            (
                "code=error&id=7&reason=%D0%9D%D0%B5%D1%82+%D0%B4%D0%B5%D0%BD%D0%B5%D0%B3%&x",
                None,
                failed("7", Some("Нет денег%"), true),
            ),
        ];
        for (body, invoice_id, callback) in cases {
            let expected = CalledBack { invoice_id: invoice_id.map(Into::into), callback };
            assert_eq!(called_back(body.as_bytes()), Some(expected), "{body}");
        }
    }

    #[test]
    fn a_long_reason_is_cut() {
        let body = format!(r#"{{"code":"error","id":"1","reason":"{}"}}"#, "ә".repeat(100));
        assert_eq!(called_back(body.as_bytes()).unwrap().callback, failed("1", Some(&"ә".repeat(64)), true));
    }

    #[test]
    fn knows_each_reason_that_is_not_final() {
        let reported =
            "-31, 100, 293, 454, 690, 1267, 1268, 1269, 1563, 1564, 2358, 2656, 3014, 3225, 3240".split(", ");
        for code in reported {
            let body = format!(r#"{{"code":"error","id":"1","reasonCode":{code}}}"#);
            assert_eq!(called_back(body.as_bytes()).unwrap().callback, failed("1", Some(code), false));
        }
    }

    #[test]
    fn what_says_nothing_is_none() {
        let bodies: [&[u8]; 13] = [
            b"",
            b"{}",
            b"null",
            b"ok",
            b"[{\"code\":\"ok\"}]",
            b"\"code=ok",
            b"{\"code\":\"ok\"",
            b"{\"code\":true}",
            b"{\"code\":\"paid\"}",
            b"{\"code\":0,\"id\":\"1\"}",
            b"{\"invoiceId\":\"000001\",\"id\":\"1\"}",
            b"code",
            b"c\xffode=ok",
        ];
        for body in bodies {
            assert_eq!(called_back(body), None, "{}", text::lossy(body));
        }
    }

    #[test]
    fn another_encoding_of_a_name_does_no_harm() {
        let body = b"{\"name\":\"\xc0\xe9\xe3\",\"code\":\"ok\",\"invoiceId\":\"000001\"}";
        assert_eq!(called_back(body).unwrap().callback, Callback::Paid);
    }

    #[test]
    fn a_call_of_another_order_is_told() {
        let cases = [
            ("000123", r#""000123""#, false),
            ("000123", "123", false),
            ("000123", "null", false),
            ("000123", r#""000124""#, true),
            ("000123", "1230", true),
            ("000000", "0", false),
        ];
        for (ours, theirs, expected) in cases {
            let called = called_back(format!(r#"{{"code":"ok","invoiceId":{theirs}}}"#).as_bytes()).unwrap();
            assert_eq!(called.contradicts(&ours.parse().unwrap()), expected, "{ours} {theirs}");
        }
    }

    #[test]
    fn without_an_id_the_fields_tell_attempts_apart() {
        let first = r#"{"code":"error","invoiceId":"000001","reasonCode":484,"reference":"1","amount":"10"}"#;
        // kept with orders: a change of it would tell the shop of old attempts anew
        assert_eq!(transaction(first), "fp-a0764252b975059c");
        assert_eq!(
            transaction(&first.replace(":\"error\"", ":\"error\",\"ip\":\"1.1.1.1\",\"id\":\" \"")),
            transaction(first)
        );
        for (from, to) in [("484", "485"), ("\"1\"", "\"2\""), ("\"10\"", "\"11\""), ("10\"", "1\",\"currency\":\"0\"")]
        {
            assert_ne!(transaction(&first.replace(from, to)), transaction(first), "{from} {to}");
        }
    }

    #[test]
    fn nothing_of_the_payer_or_the_card_is_kept() {
        let shown = format!("{:?}", called_back(WHOLE.as_bytes()).unwrap());
        for private in ["440043", "7c1ac0b2", "VISA", "payer@mail.kz", "1.2.3.4", "AIGERIM", "77771234567", "HALYK"] {
            assert!(!shown.contains(private), "{private} in {shown}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(body in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = called_back(&body);
        }

        #[test]
        fn nearly_a_form_is_read(body in "([a-zA-Z_]{0,4}|code|id|reasonCode)=(ok|error|%[0-9a-g]{0,2}|\\PC{0,9})(&|=|%|\\+)?") {
            let _ = called_back(body.as_bytes());
            let _ = decode(&body);
        }

        #[test]
        fn a_form_says_what_json_says(reason in "\\PC{0,80}", id in "[a-z0-9-]{0,70}", code in any::<i16>()) {
            let json = serde_json::json!({ "code": "error", "id": id, "reasonCode": code, "reason": reason });
            let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
            let form = format!("id={id}&reason={}&code=error&reasonCode={code}", escape(&reason));
            let called = called_back(json.to_string().as_bytes());
            prop_assert!(called.is_some());
            prop_assert_eq!(called, called_back(form.as_bytes()));
        }
    }
}
