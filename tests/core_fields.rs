//! The field types as a program uses them: parsed, shown, serialised, given to builders.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use epay_invoice::field::{
    AccountId, Amount, Currency, Description, Direction, Email, ExpirePeriod, IntoField, InvoiceId, Language, Link,
    LinkId, Method, Phone, RecordField, ShopId,
};
use epay_invoice::{Draft, Reason, Record};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Whichever way a value comes in, it is the same value, and it goes out as the text that it was.
fn is_its_text<T>(text: &str, broken: &str)
where
    T: FromStr<Err = Reason> + Display + Debug + Clone + PartialEq + Serialize + DeserializeOwned + IntoField<T>,
    for<'a> &'a str: IntoField<T>,
    for<'a> &'a String: IntoField<T>,
    String: IntoField<T>,
{
    let value: T = text.parse().unwrap();
    let owned = text.to_owned();
    assert_eq!(value.to_string(), text);
    assert_eq!(serde_json::to_value(&value).unwrap(), text);
    assert_eq!(serde_json::from_value::<T>(text.into()).unwrap(), value);
    assert_eq!(value.clone().into_field().as_ref(), Ok(&value));
    assert_eq!(text.into_field().as_ref(), Ok(&value));
    assert_eq!((&owned).into_field().as_ref(), Ok(&value));
    assert_eq!(owned.into_field().as_ref(), Ok(&value));
    let reason = broken.parse::<T>().unwrap_err();
    assert_eq!(broken.into_field(), Err::<T, _>(reason));
    let refused = serde_json::from_value::<T>(broken.into()).unwrap_err();
    assert!(refused.to_string().contains(reason.code().as_str()), "{refused}");
}

#[test]
fn every_text_field_is_its_text() {
    is_its_text::<ShopId>("04f25a4b-d2bd-4dd8-b3a7-9390be4774c4", "04f25a4b");
    is_its_text::<LinkId>("19c435ae-fbe6-4761-863f-381f6a0fe824", "19c435ae");
    is_its_text::<AccountId>("0003413423", " ");
    is_its_text::<InvoiceId>("000001", "1");
    is_its_text::<Language>("kaz", "kk");
    is_its_text::<Description>("Шот № 1", "\n");
    is_its_text::<ExpirePeriod>("2d", "2");
    is_its_text::<Email>("buyer@example.kz", "buyer");
    is_its_text::<Phone>("+77771234567", "87771234567");
    is_its_text::<Currency>("KZT", "USD");
    is_its_text::<Link>("https://shop.kz/paid", "/paid");
    is_its_text::<RecordField>("status", "state");
    is_its_text::<Direction>("DESC", "down");
    is_its_text::<Method>("between", "><");
}

#[test]
fn texts_can_be_borrowed() {
    let link: Link = "https://shop.kz/paid".parse().unwrap();
    assert_eq!((link.as_str(), link.as_ref()), ("https://shop.kz/paid", "https://shop.kz/paid"));
}

#[test]
fn amounts_in_tiyn() {
    let max = Amount::MAX_TIYN;
    let too_large = Err(Reason::TooLarge { max: "999999999999.99" });
    let cases = [
        (0, Err(Reason::NotPositive)),
        (1, Ok("0.01")),
        (10_050, Ok("100.5")),
        (max, Ok("999999999999.99")),
        (max + 1, too_large),
    ];
    for (tiyn, expected) in cases {
        let text = Amount::from_tiyn(tiyn).map(|amount| amount.to_string());
        assert_eq!(text, expected.map(str::to_owned), "{tiyn}");
    }
}

#[test]
fn a_builder_takes_an_amount_in_any_form() {
    let amount = Amount::from_tiyn(10_000).unwrap();
    let taken: [Result<Amount, Reason>; 4] =
        [amount.into_field(), 100.into_field(), 100.0.into_field(), "100.00".into_field()];
    assert_eq!(taken, [Ok(amount); 4]);
    let refused: [Result<Amount, Reason>; 4] =
        [0.into_field(), f64::INFINITY.into_field(), (0.1 + 0.2).into_field(), "100 ₸".into_field()];
    let reasons = [Reason::NotPositive, Reason::NotFinite, Reason::TooManyDecimals { max: 2 }, Reason::NotDecimal];
    assert_eq!(refused, reasons.map(Err));
}

#[test]
fn periods_in_days() {
    let range = Err(Reason::OutOfRange { min: 1, max: 999 });
    for (days, expected) in [(0, range), (1, Ok("1d")), (999, Ok("999d")), (1000, range), (u16::MAX, range)] {
        let text = ExpirePeriod::from_days(days).map(|period| period.to_string());
        assert_eq!(text, expected.map(str::to_owned), "{days}");
    }
}

#[test]
fn a_builders_last_word_counts() {
    let draft = Draft::builder()
        .invoice_id("1")
        .amount(-1)
        .description("Шот")
        .recipient_contact("buyer")
        .recipient_contact_sms("+77771234567")
        .post_link("nowhere")
        .invoice_id("000001")
        .amount(100)
        .recipient_contact("buyer@example.kz")
        .post_link("")
        .build()
        .unwrap();
    assert_eq!((draft.invoice_id.as_str(), draft.amount.tiyn(), draft.post_link), ("000001", 10_000, None));
}

#[test]
fn a_records_moments() {
    let record = Record::from_json(br#"{"created_date":"1970-01-01T06:00:00.25+06:00"}"#).unwrap();
    let created = record.created_date.unwrap();
    assert_eq!((created.as_str(), created.unix_ms()), ("1970-01-01T06:00:00.25+06:00", 250));
    assert_eq!(created.to_string(), created.as_str());
}
