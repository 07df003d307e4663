//! The invoice and the draft.

use epay_invoice::message::Locale;
use epay_invoice::{Code, Draft, Invoice, Issues};
use proptest::prelude::*;

use super::given::{self, Members, object};
use super::oracle::{self, Schema};

/// The payload as it serialises, or its issues.
type Read = Result<String, Issues>;

fn invoice(json: &str) -> Read {
    Invoice::from_json(json.as_bytes()).map(|invoice| serde_json::to_string(&invoice).unwrap())
}

fn draft(json: &str) -> Read {
    Draft::from_json(json.as_bytes()).map(|draft| serde_json::to_string(&draft).unwrap())
}

type Reader = fn(&str) -> Read;

const BOTH: [(Reader, &Schema); 2] = [(invoice, &oracle::INVOICE), (draft, &oracle::DRAFT)];

/// The value of one member as JSON has it: what is the same text or number is the same value.
fn value(name: &str, json: &str) -> serde_json::Value {
    match (name, serde_json::from_str(json).unwrap()) {
        ("shop_id", serde_json::Value::String(id)) => id.to_lowercase().into(),
        ("amount", number) => number.as_f64().into(),
        (_, value) => value,
    }
}

/// What was accepted must come out as it went in, less the empty optional members, and be accepted again.
fn comes_out_as_it_went_in(members: &Members, written: &str, read: Reader) -> Result<(), TestCaseError> {
    let out: serde_json::Map<String, serde_json::Value> = serde_json::from_str(written).unwrap();
    let given: Vec<_> = members.iter().filter(|(_, json)| json != "\"\"").collect();
    prop_assert_eq!(out.len(), given.len());
    for (name, json) in given {
        prop_assert_eq!(value(name, &out[name].to_string()), value(name, json), "{}", name);
    }
    prop_assert_eq!(read(written), Ok(written.to_owned()));
    Ok(())
}

/// Each member has at most one issue, in the order of the members; then the missing ones, in the order of the schema.
fn stand_in_order(members: &Members, schema: &Schema, issues: &Issues) -> Result<(), TestCaseError> {
    let missing = schema.required.iter().filter(|name| members.iter().all(|(given, _)| given != *name));
    let mut places = members.iter().map(|(name, _)| (name.as_str(), false)).chain(missing.map(|name| (*name, true)));
    for issue in issues.iter() {
        let path = serde_json::to_value(&issue.path).unwrap();
        prop_assert_eq!(path.as_array().map(Vec::len), Some(1));
        let place = places.find(|(name, _)| path[0] == *name);
        prop_assert!(place.is_some(), "{} is out of order in {}", issue, issues);
        prop_assert_eq!(place.unwrap().1, issue.code() == Code::Required, "{}", issue);
    }
    prop_assert!(places.all(|(_, missing)| !missing), "a missing member is not told of: {}", issues);
    Ok(())
}

fn have_texts(issues: &Issues) -> Result<(), TestCaseError> {
    for issue in issues.iter() {
        for locale in Locale::ALL {
            let text = issue.reason.message(*locale);
            prop_assert!(!text.is_empty() && !text.contains(['{', '}', '[', ']']), "{}", text);
        }
        let line = issue.to_string();
        prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
    }
    Ok(())
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn a_valid_invoice_is_accepted(members in given::valid(&oracle::INVOICE)) {
        let written = invoice(&object(&members));
        prop_assert!(written.is_ok(), "{:?}", written);
        comes_out_as_it_went_in(&members, &written.unwrap(), invoice)?;
    }

    #[test]
    fn a_valid_draft_is_accepted(members in given::valid(&oracle::DRAFT)) {
        let written = draft(&object(&members));
        prop_assert!(written.is_ok(), "{:?}", written);
        comes_out_as_it_went_in(&members, &written.unwrap(), draft)?;
    }

    #[test]
    fn what_is_accepted_is_what_the_rules_accept(
        invoice in given::doubtful(&oracle::INVOICE),
        draft in given::doubtful(&oracle::DRAFT),
    ) {
        for ((read, schema), members) in BOTH.into_iter().zip([invoice, draft]) {
            let json = object(&members);
            match read(&json) {
                Ok(written) => {
                    prop_assert!(schema.accepts(&members), "accepted against the rules: {}", json);
                    comes_out_as_it_went_in(&members, &written, read)?;
                }
                Err(issues) => {
                    prop_assert!(!schema.accepts(&members), "refused against the rules: {} for {}", json, issues);
                    prop_assert!(!issues.is_empty());
                    stand_in_order(&members, schema, &issues)?;
                    have_texts(&issues)?;
                }
            }
        }
    }
}

/// Hands each field's value, where there is one, to the builder's setter of the same name.
macro_rules! build {
    ($payload:ident, $members:expr, $($field:ident),+) => {{
        let mut builder = $payload::builder();
        for (name, text) in $members {
            builder = match name.as_str() {
                $(stringify!($field) => builder.$field(text.as_str()),)+
                other => panic!("no field {other}"),
            };
        }
        builder.build()
    }};
}

/// Texts for some of the schema's fields, in any order, and the JSON object of the same.
fn texts(schema: &'static Schema) -> impl Strategy<Value = (Members, String)> {
    let member = |field: &'static str| {
        let text = given::text(field).prop_map(move |text| (field.to_owned(), text));
        proptest::option::weighted(0.9, text)
    };
    let members: Vec<_> = [schema.required, schema.optional].concat().into_iter().map(member).collect();
    members.prop_flat_map(|members| Just(members.into_iter().flatten().collect::<Vec<_>>()).prop_shuffle()).prop_map(
        |members| {
            let quote = |(name, text): &(String, String)| {
                (name.clone(), if name == "amount" { text.clone() } else { given::quoted(text) })
            };
            let json = object(&members.iter().map(quote).collect());
            (members, json)
        },
    )
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn the_invoices_builder_and_reader_agree((members, json) in texts(&oracle::INVOICE)) {
        let built = build!(
            Invoice, &members, shop_id, account_id, invoice_id, amount, language, description, expire_period,
            recipient_contact, recipient_contact_sms, currency, notifier_contact_sms, post_link, failure_post_link,
            back_link, failure_back_link
        );
        prop_assert_eq!(built, Invoice::from_json(json.as_bytes()));
    }

    #[test]
    fn the_drafts_builder_and_reader_agree((members, json) in texts(&oracle::DRAFT)) {
        let built = build!(
            Draft, &members, invoice_id, amount, description, recipient_contact, recipient_contact_sms, language,
            expire_period, currency, notifier_contact_sms, post_link, failure_post_link, back_link, failure_back_link
        );
        prop_assert_eq!(built, Draft::from_json(json.as_bytes()));
    }
}
