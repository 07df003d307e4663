//! Tickets: JSON Web Tokens (RFC 7519) by which the shop's backend lets a browser create and watch one order.
//!
//! Only HS256 is known, and nothing in a token chooses otherwise. The primitives are libraries'; what is here is the
//! reading of three Base64 texts and a list of claims, since the JWT crates weigh more than all else that is in them
//! (ARCHITECTURE.md has the numbers).

use alloc::vec::Vec;

use super::base64;
use super::mac::is_mac;
use crate::field::{Amount, Currency, Decimal, Description, Field, InvoiceId};
use crate::input::Value;
use crate::text;

/// How far ahead a ticket may expire, in seconds.
pub(super) const LONGEST_S: i64 = 24 * 60 * 60;
/// How far ahead of this Worker's the shop's clock may be, in seconds. What has expired has expired all the same.
const SKEW_S: i64 = 60;
/// The longest token that is looked at, in bytes: ample for a description of 125 characters in escapes.
const MAX_BYTES: usize = 4096;

/// What a ticket allows: to create and watch this order at this price.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Ticket {
    /// The claim `sub`.
    pub(super) invoice_id: InvoiceId,
    /// The claim `amount`.
    pub(super) amount: Amount,
    /// The claim `description`, if there is one.
    pub(super) description: Option<Description>,
}

/// Why a ticket is refused. For the operator alone: the caller learns that it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TicketFault {
    /// Not three parts, or longer than is looked at.
    Shape,
    /// A part is not in canonical Base64 for URLs without padding.
    Encoding,
    /// The header is not a JSON object.
    Header,
    /// The header's `alg` is not `HS256`.
    Algorithm,
    /// The header has `crit`: it demands what this Worker does not know.
    Critical,
    /// The signature is not by `TICKET_SECRET`.
    Signature,
    /// The claims are not a JSON object.
    Claims,
    /// `exp`, `nbf` or `iat` is not a number of seconds.
    Time,
    /// There is no `exp`.
    NoExpiry,
    /// `exp` has passed.
    Expired,
    /// `exp` is more than [`LONGEST_S`] ahead.
    ExpiresTooLate,
    /// `nbf` or `iat` is in the future.
    NotYetValid,
    /// `sub` is not an invoice_id.
    Subject,
    /// `amount` is not an amount of tenge.
    Amount,
    /// `description` breaks its rule.
    Description,
    /// `currency` is not `KZT`.
    Currency,
}

impl TicketFault {
    /// The fault's name in the log.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Shape => "ticket_shape",
            Self::Encoding => "ticket_encoding",
            Self::Header => "ticket_header",
            Self::Algorithm => "ticket_algorithm",
            Self::Critical => "ticket_critical",
            Self::Signature => "ticket_signature",
            Self::Claims => "ticket_claims",
            Self::Time => "ticket_time",
            Self::NoExpiry => "ticket_no_expiry",
            Self::Expired => "ticket_expired",
            Self::ExpiresTooLate => "ticket_expires_too_late",
            Self::NotYetValid => "ticket_not_yet_valid",
            Self::Subject => "ticket_subject",
            Self::Amount => "ticket_amount",
            Self::Description => "ticket_description",
            Self::Currency => "ticket_currency",
        }
    }
}

/// The ticket that a token is, at `now_s` seconds since 1970.
///
/// The signature is checked before any claim is read.
pub(super) fn verify(token: &str, secret: &[u8], now_s: i64) -> Result<Ticket, TicketFault> {
    let parts = || {
        let (header, rest) = text::cut(token, b'.')?;
        let (claims, signature) = text::cut(rest, b'.')?;
        let signed = token.get(..header.len() + 1 + claims.len())?;
        (token.len() <= MAX_BYTES && !text::has(signature, b'.')).then_some((signed, header, claims, signature))
    };
    let (signed, header, claims, signature) = parts().ok_or(TicketFault::Shape)?;
    check_header(&decode(header)?)?;
    if !is_mac(&decode(signature)?, secret, &[signed.as_bytes()]) {
        return Err(TicketFault::Signature);
    }
    read(&decode(claims)?, now_s)
}

/// [`verify`] for the fuzz target.
///
/// # Errors
/// The fault's name in the log.
#[cfg(fuzzing)]
pub fn claims(
    token: &str,
    secret: &[u8],
    now_s: i64,
) -> Result<(InvoiceId, Amount, Option<Description>), &'static str> {
    let ticket = verify(token, secret, now_s).map_err(TicketFault::as_str)?;
    Ok((ticket.invoice_id, ticket.amount, ticket.description))
}

fn decode(part: &str) -> Result<Vec<u8>, TicketFault> {
    base64::read_url(part).ok_or(TicketFault::Encoding)
}

fn check_header(header: &[u8]) -> Result<(), TicketFault> {
    let mut algorithm = Err(TicketFault::Algorithm);
    each_member(header, TicketFault::Header, &mut |name, value| {
        match name {
            "alg" if value.string() == Ok("HS256") => algorithm = Ok(()),
            "alg" => return Err(TicketFault::Algorithm),
            "crit" => return Err(TicketFault::Critical),
            _ => {}
        }
        Ok(())
    })?;
    algorithm
}

/// The claims that say anything here, as far as they have been met.
#[derive(Default)]
struct Claims {
    invoice_id: Option<InvoiceId>,
    amount: Option<Amount>,
    description: Option<Description>,
    expires_s: Option<i64>,
    /// The later of `nbf` and `iat`.
    valid_from_s: Option<i64>,
}

impl Claims {
    fn take(&mut self, name: &str, value: &Value<'_>) -> Result<(), TicketFault> {
        // a claim that the shop's library writes though it has no value
        let is_absent = matches!(value, Value::Null);
        match name {
            "sub" => self.invoice_id = Some(InvoiceId::read(value).map_err(|_| TicketFault::Subject)?),
            "amount" => self.amount = Some(tenge(value).ok_or(TicketFault::Amount)?),
            "description" if is_absent || Description::is_absent(value) => self.description = None,
            "description" => {
                self.description = Some(Description::read(value).map_err(|_| TicketFault::Description)?);
            }
            "currency" if !is_absent => drop(Currency::read(value).map_err(|_| TicketFault::Currency)?),
            "exp" => self.expires_s = Some(seconds(value)?),
            "nbf" | "iat" if !is_absent => self.valid_from_s = self.valid_from_s.max(Some(seconds(value)?)),
            _ => {}
        }
        Ok(())
    }
}

fn read(claims: &[u8], now_s: i64) -> Result<Ticket, TicketFault> {
    let mut met = Claims::default();
    each_member(claims, TicketFault::Claims, &mut |name, value| met.take(name, value))?;
    let expires_s = met.expires_s.ok_or(TicketFault::NoExpiry)?;
    let latest_s = now_s.saturating_add(SKEW_S);
    if expires_s <= now_s {
        return Err(TicketFault::Expired);
    }
    if expires_s > latest_s.saturating_add(LONGEST_S) {
        return Err(TicketFault::ExpiresTooLate);
    }
    if met.valid_from_s > Some(latest_s) {
        return Err(TicketFault::NotYetValid);
    }
    Ok(Ticket {
        invoice_id: met.invoice_id.ok_or(TicketFault::Subject)?,
        amount: met.amount.ok_or(TicketFault::Amount)?,
        description: met.description,
    })
}

/// Gives the members of a JSON object to `take`, up to one that it refuses.
fn each_member(
    json: &[u8],
    otherwise: TicketFault,
    take: &mut dyn FnMut(&str, &Value<'_>) -> Result<(), TicketFault>,
) -> Result<(), TicketFault> {
    let root = Value::parse(json).map_err(|_| otherwise)?;
    let mut refused = None;
    let mut take = |name: &str, value: &Value<'_>| {
        refused = take(name, value).err();
        refused.is_none()
    };
    root.each_member(&mut take).map_err(|_| otherwise)?;
    refused.map_or(Ok(()), Err)
}

/// A number, or a decimal as text: how many languages hold money.
fn tenge(value: &Value<'_>) -> Option<Amount> {
    match value {
        Value::Number(digits) => digits.parse().ok(),
        Value::String(digits) => digits.parse().ok(),
        _ => None,
    }
}

/// A NumericDate (RFC 7519, section 2), of which a fraction is dropped.
fn seconds(value: &Value<'_>) -> Result<i64, TicketFault> {
    let whole = |digits: &str| {
        let seconds = Decimal::read(digits, 0)?;
        if seconds.negative { 0_i64.checked_sub_unsigned(seconds.whole) } else { seconds.whole.try_into().ok() }
    };
    value.number().ok().and_then(whole).ok_or(TicketFault::Time)
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::format;
    use alloc::string::String;

    use super::*;
    use crate::worker::mac::mac;
    use proptest::prelude::*;

    const SECRET: &[u8] = b"development-ticket-secret-0123456789";
    const NOW: i64 = 1_772_000_000;

    fn encode(bytes: &[u8]) -> String {
        base64::url(bytes)
    }

    fn sign(header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", encode(header.as_bytes()), encode(claims.as_bytes()));
        let signature = encode(&mac(SECRET, &[signed.as_bytes()]));
        format!("{signed}.{signature}")
    }

    fn fault_of(header: &str, claims: &str) -> Option<TicketFault> {
        verify(&sign(header, claims), SECRET, NOW).err()
    }

    const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

    fn ticket(amount: &str, description: Option<&str>) -> Ticket {
        Ticket {
            invoice_id: "000123".parse().unwrap(),
            amount: amount.parse().unwrap(),
            description: description.map(|text| text.parse().unwrap()),
        }
    }

    /// RFC 7515, appendix A.1: it verifies and is no ticket, for want of a `sub`.
    #[test]
    fn the_vector_of_the_rfc() {
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
            eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
            dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let key = base64::read_url(key).unwrap();
        assert_eq!(verify(token, &key, 1_300_819_379), Err(TicketFault::Subject));
        assert_eq!(verify(token, &key, 1_300_819_380), Err(TicketFault::Expired));
        assert_eq!(verify(token, SECRET, 1_300_819_379), Err(TicketFault::Signature));
    }

    /// Made by PyJWT and by node:crypto, with SECRET.
    #[test]
    fn tokens_of_other_makers() {
        let pyjwt = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
            eyJzdWIiOiIwMDAxMjMiLCJhbW91bnQiOjQ5OTAuNSwiY3VycmVuY3kiOiJLWlQiLCJkZXNjcmlwdGlvbiI6Ilx1MDQyMlx1MDQzMFx1MDQzZlx1MDQ0MVx1MDQ0Ylx1MDQ0MFx1MDQ0Ylx1MDQ0MSAxMjMiLCJpYXQiOjE3NzIwMDAwMDAsImV4cCI6MTc3MjAwMDkwMH0.\
            JuH748p46U8e835JMOBOipejD3C8SKwiUOsG6-bRhCU";
        assert_eq!(verify(pyjwt, SECRET, NOW), Ok(ticket("4990.5", Some("Тапсырыс 123"))));
        let node = "eyJhbGciOiJIUzI1NiJ9.\
            eyJleHAiOjE3NzIwMDA5MDAsInN1YiI6IjAwMDEyMyIsImFtb3VudCI6IjQ5OTAuNTAifQ.\
            oXMS3JLb0SvhrpMITfNYQlF_7l-Pyfoh_-0B6TRVWKQ";
        assert_eq!(verify(node, SECRET, NOW), Ok(ticket("4990.50", None)));
    }

    #[test]
    fn reads_claims() {
        let good = [
            (r#"{"sub":"000123","amount":100,"exp":1772000001}"#, ticket("100", None)),
            (r#"{"sub":"000123","amount":1e2,"exp":1772086460}"#, ticket("100", None)),
            (r#"{"sub":"000123","amount":100,"exp":1.7720009e9}"#, ticket("100", None)),
            (r#"{"sub":"000123","amount":"100.50","exp":1772000001.9,"x":{}}"#, ticket("100.5", None)),
            (
                r#"{"sub":"000123","amount":1,"exp":1772000001,"description":"a","currency":"KZT","iat":1772000060,"nbf":0}"#,
                ticket("1", Some("a")),
            ),
            (
                r#"{"sub":"000123","amount":1,"exp":1772000001,"description":null,"currency":null,"iat":null,"nbf":null}"#,
                ticket("1", None),
            ),
            (r#"{"sub":"000123","amount":1,"exp":1772000001,"description":""}"#, ticket("1", None)),
            (r#"{"sub":"000123","amount":1,"exp":1772000001,"description":"a","description":null}"#, ticket("1", None)),
        ];
        for (claims, expected) in good {
            assert_eq!(verify(&sign(HEADER, claims), SECRET, NOW), Ok(expected), "{claims}");
        }
    }

    #[test]
    fn refuses_claims() {
        let with = |claim: &str| format!(r#"{{"sub":"000123","amount":100,"exp":1772000900,{claim}}}"#);
        let cases = [
            ("null".to_owned(), TicketFault::Claims),
            ("[]".to_owned(), TicketFault::Claims),
            ("{".to_owned(), TicketFault::Claims),
            ("{}".to_owned(), TicketFault::NoExpiry),
            (r#"{"exp":1772000900}"#.to_owned(), TicketFault::Subject),
            (r#"{"sub":"000123","exp":1772000900}"#.to_owned(), TicketFault::Amount),
            (with(r#""sub":123456"#), TicketFault::Subject),
            (with(r#""sub":"123""#), TicketFault::Subject),
            (with(r#""sub":null"#), TicketFault::Subject),
            (with(r#""amount":0"#), TicketFault::Amount),
            (with(r#""amount":-1"#), TicketFault::Amount),
            (with(r#""amount":100.555"#), TicketFault::Amount),
            (with(r#""amount":0.30000000000000004"#), TicketFault::Amount),
            (with(r#""amount":"1 000""#), TicketFault::Amount),
            (with(r#""amount":null"#), TicketFault::Amount),
            (with(r#""description":7"#), TicketFault::Description),
            (with(r#""description":"\u202e""#), TicketFault::Description),
            (with(r#""currency":"USD""#), TicketFault::Currency),
            (with(r#""currency":398"#), TicketFault::Currency),
            (with(r#""exp":null"#), TicketFault::Time),
            (with(r#""exp":"1772000900""#), TicketFault::Time),
            (with(r#""exp":1.772e9"#), TicketFault::Expired),
            (with(r#""exp":1772000900e-1"#), TicketFault::Expired),
            (with(r#""exp":1772000900.0e9"#), TicketFault::ExpiresTooLate),
            (with(r#""exp":1772000900.0e99"#), TicketFault::Time),
            (with(r#""exp":99999999999999999999"#), TicketFault::Time),
            (with(r#""exp":1772000000"#), TicketFault::Expired),
            (with(r#""exp":-9223372036854775808"#), TicketFault::Expired),
            (with(r#""exp":1772086461"#), TicketFault::ExpiresTooLate),
            (with(r#""exp":1772000900000"#), TicketFault::ExpiresTooLate),
            (with(r#""exp":9223372036854775807"#), TicketFault::ExpiresTooLate),
            (with(r#""nbf":1772000061"#), TicketFault::NotYetValid),
            (with(r#""iat":1772000061"#), TicketFault::NotYetValid),
            (with(r#""nbf":"soon""#), TicketFault::Time),
        ];
        for (claims, expected) in cases {
            assert_eq!(fault_of(HEADER, &claims), Some(expected), "{claims}");
        }
    }

    #[test]
    fn refuses_headers() {
        let cases = [
            ("", TicketFault::Header),
            ("[]", TicketFault::Header),
            ("{}", TicketFault::Algorithm),
            (r#"{"alg":"none"}"#, TicketFault::Algorithm),
            (r#"{"alg":"None"}"#, TicketFault::Algorithm),
            (r#"{"alg":"hs256"}"#, TicketFault::Algorithm),
            (r#"{"alg":"HS512"}"#, TicketFault::Algorithm),
            (r#"{"alg":"RS256"}"#, TicketFault::Algorithm),
            (r#"{"alg":null}"#, TicketFault::Algorithm),
            (r#"{"alg":["HS256"]}"#, TicketFault::Algorithm),
            (r#"{"alg":"none","alg":"HS256"}"#, TicketFault::Algorithm),
            (r#"{"alg":"HS256","crit":["b64"],"b64":false}"#, TicketFault::Critical),
            (r#"{"crit":[],"alg":"HS256"}"#, TicketFault::Critical),
        ];
        for (header, expected) in cases {
            let claims = r#"{"sub":"000123","amount":100,"exp":1772000900}"#;
            assert_eq!(fault_of(header, claims), Some(expected), "{header}");
        }
    }

    #[test]
    fn refuses_shapes() {
        let token = sign(HEADER, r#"{"sub":"000123","amount":100,"exp":1772000900}"#);
        assert!(verify(&token, SECRET, NOW).is_ok());
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let (header, claims) = signed.split_once('.').unwrap();
        // the last of 43 characters carries 4 bits, so three others spell the same bytes
        let mut loose = token.clone();
        let last = loose.pop().unwrap();
        loose.push(char::from(last as u8 + 1));
        let none = encode(br#"{"alg":"none"}"#);
        let cases = [
            (String::new(), TicketFault::Shape),
            ("key".into(), TicketFault::Shape),
            (signed.into(), TicketFault::Shape),
            (format!("{token}.{signature}"), TicketFault::Shape),
            (format!("{token}."), TicketFault::Shape),
            (format!("{header}..{claims}.{signature}"), TicketFault::Shape),
            (format!("{header}.{}.{signature}", "A".repeat(MAX_BYTES)), TicketFault::Shape),
            (format!("{token}="), TicketFault::Encoding),
            (format!(" {token}"), TicketFault::Encoding),
            (format!("{token}\n"), TicketFault::Encoding),
            (token.replacen('e', "+", 1), TicketFault::Encoding),
            (loose, TicketFault::Encoding),
            ("..".into(), TicketFault::Header),
            (format!("{none}.{claims}."), TicketFault::Algorithm),
            (format!("{signed}."), TicketFault::Signature),
            (format!("{signed}.{}", encode(&mac(b"another", &[signed.as_bytes()]))), TicketFault::Signature),
            (format!("{header}.{}.{signature}", encode(b"{}")), TicketFault::Signature),
        ];
        for (token, expected) in cases {
            assert_eq!(verify(&token, SECRET, NOW), Err(expected), "{token}");
        }
    }

    #[test]
    fn the_longest_description_fits() {
        let description = r"\ud83d\ude00".repeat(125);
        let claims =
            format!(r#"{{"sub":"123456789012345","amount":1,"exp":1772000900,"description":"{description}"}}"#);
        assert_eq!(fault_of(HEADER, &claims), None);
    }

    proptest! {
        #[test]
        fn no_text_is_a_ticket(token in "[a-zA-Z0-9_.=-]{0,200}|\\PC{0,50}") {
            prop_assert!(verify(&token, SECRET, NOW).is_err());
        }

        #[test]
        fn any_signed_claims_are_read(claims in proptest::collection::vec(any::<u8>(), 0..200)) {
            let signed = format!("{}.{}", encode(HEADER.as_bytes()), encode(&claims));
            let token = format!("{signed}.{}", encode(&mac(SECRET, &[signed.as_bytes()])));
            prop_assert!(verify(&token, SECRET, NOW).is_err());
        }
    }
}
