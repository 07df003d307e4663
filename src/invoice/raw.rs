//! A record as it stands in the bank's JSON: where each of its members is.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::record::{FIELDS, TIDY};
#[cfg(feature = "worker")]
use crate::input::Value;
use crate::input::{Scan, unescape};
use crate::output::{Object, ToJson};

/// The values of a record's members as the bank wrote them. It writes what [`Record`](super::Record) would write of them,
/// and copies what that would write unchanged.
pub(crate) struct RawRecord<'a> {
    /// By the places of the documented members.
    pub(super) known: [Option<&'a str>; FIELDS.len()],
    others: Vec<(Cow<'a, str>, &'a str)>,
}

impl<'a> RawRecord<'a> {
    /// Of a name that is repeated the last value counts, as in the bank's own Go.
    pub(crate) fn read(scan: &mut Scan<'a>) -> Option<Self> {
        let mut record = Self { known: [None; FIELDS.len()], others: Vec::new() };
        // most records have their members in an order that does not change much
        let mut next = 0;
        scan.object(&mut |name, scan| {
            let name = unescape(name).0;
            let raw = scan.passed(Scan::value)?;
            let mut places = (next..FIELDS.len()).chain(0..next);
            match places.find(|place| FIELDS.get(*place).is_some_and(|field| *field == name)) {
                Some(place) => {
                    next = place + 1;
                    *record.known.get_mut(place)? = Some(raw);
                }
                None => record.others.push((name, raw)),
            }
            Some(())
        })?;
        Some(record)
    }

    /// Whether the documented member is this text, but for the spaces around it.
    #[cfg(feature = "worker")]
    pub(crate) fn is(&self, name: &str, text: &str) -> bool {
        let raw = FIELDS.iter().zip(&self.known).find(|(field, _)| **field == name).and_then(|(_, raw)| *raw);
        raw.is_some_and(|raw| Value::of(raw).string().is_ok_and(|own| own.trim() == text))
    }

    /// The members that are known by these names as texts: those that `is_left_out` says are left out.
    #[cfg(feature = "worker")]
    pub(crate) fn leave_out(&mut self, names: [&str; 2], is_left_out: impl Fn(&str) -> bool) {
        for (name, raw) in FIELDS.iter().zip(&mut self.known) {
            if names.contains(name) {
                raw.take_if(|raw| Value::of(raw).string().is_ok_and(|text| is_left_out(text.trim())));
            }
        }
    }

    /// The members that are kept as they are, each name once, in the order of the names: those that are not documented, and
    /// the documented ones that `unfit` names. However many there are, that is one sort: by a heap, since the standard
    /// library's sorts weigh 6 KB of wasm.
    pub(super) fn extra(&self, unfit: &[(&'static str, &'a str)]) -> Vec<(Cow<'a, str>, &'a str)> {
        let unfit = unfit.iter().map(|(name, raw)| (Cow::Borrowed(*name), *raw));
        let given = self.others.iter().cloned().chain(unfit).enumerate();
        let given = given.map(|(place, (name, raw))| (name, Reverse(place), raw)).collect::<BinaryHeap<_>>();
        let mut given = given.into_sorted_vec();
        given.dedup_by(|(name, ..), (last, ..)| name == last);
        given.into_iter().map(|(name, _, raw)| (name, raw)).collect()
    }
}

impl ToJson for RawRecord<'_> {
    fn write(&self, json: &mut String) {
        let mut object = Object::begin(json);
        let mut unfit = Vec::new();
        for ((name, raw), tidy) in FIELDS.iter().zip(self.known).zip(TIDY) {
            let raw = raw.unwrap_or("null");
            if !object.member(name, |json| tidy(raw, json)) {
                unfit.push((*name, raw));
            }
        }
        for (name, raw) in self.extra(&unfit) {
            object.member(&name, |json| {
                json.push_str(raw);
                true
            });
        }
        object.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::document;
    use crate::invoice::Record;
    use proptest::prelude::*;

    fn raw(json: &str) -> RawRecord<'_> {
        document(json.as_bytes(), RawRecord::read).unwrap()
    }

    #[test]
    fn what_is_not_documented_is_kept_by_the_last_of_its_name() {
        let raw = raw(r#"{"b":1,"a":2,"b":3,"a":4,"status":7,"\u0061b":5}"#);
        assert_eq!(raw.extra(&[]), [("a".into(), "4"), ("ab".into(), "5"), ("b".into(), "3")]);
        assert!(raw.to_json().ends_with(r#","a":4,"ab":5,"b":3,"status":7}"#));
    }

    #[cfg(feature = "worker")]
    #[test]
    fn is_a_text_but_for_the_spaces_around_it() {
        let raw = raw(r#"{"invoice_id":" 20\u0030 ","amount":200,"status":null,"x":"200"}"#);
        assert!(raw.is("invoice_id", "200"));
        let others = [("invoice_id", "20"), ("amount", "200"), ("status", ""), ("language", ""), ("x", "200")];
        for (name, text) in others {
            assert!(!raw.is(name, text), "{name}");
        }
    }

    #[test]
    fn nothing_but_what_does_not_fit() {
        let members = FIELDS.iter().map(|name| format!(r#""{name}":[]"#)).collect::<Vec<_>>().join(",");
        let json = format!("{{{members}}}");
        assert_eq!(raw(&json).to_json(), Record::from_json(json.as_bytes()).unwrap().to_json());
    }

    /// Values that fit, nearly fit and do not.
    fn value() -> impl Strategy<Value = String> {
        let texts = [
            "",
            " ",
            "a",
            " a",
            "a\\n ",
            "\u{a0}b",
            "c\u{3000}",
            "\\u0020x",
            "\\ud800",
            "ә",
            "ACTIVE",
            "CHARGED",
            " ru ",
            "2d",
            "2024-02-20T15:15:29.289897+06:00",
            "0001-01-01T00:00:00Z",
            "2024-02-30T00:00:00Z",
            "10000.50",
            " 1e2",
            "-1",
            "94CD8C2A-7c8f-4b0e-9e1d-000000000042",
            "true",
            "\u{1}\u{7f}",
            "\\\"",
        ];
        let texts = texts.map(|text| format!("\"{}\"", text.replace('\u{1}', "\\u0001")));
        let others = ["null", "true", "false", "0", "10000.5", "1e400", "[]", "{\"a\": [1]}"].map(str::to_owned);
        prop::sample::select([&texts[..], &others[..]].concat())
    }

    proptest! {
        #[test]
        fn writes_what_the_record_writes(members in prop::collection::vec((0..FIELDS.len() + 2, value()), 0..40)) {
            let name = |place| FIELDS.get(place).copied().unwrap_or(["data", "invoice_alt"][place % 2]);
            let members = members.into_iter().map(|(place, value)| format!("\"{}\" : {value}", name(place)));
            let json = format!("{{{}}}", members.collect::<Vec<_>>().join(" ,"));
            let record = Record::from_json(json.as_bytes()).unwrap();
            prop_assert_eq!(raw(&json).to_json(), record.to_json(), "{}", json);
            prop_assert_eq!(record.to_json(), serde_json::to_string(&record).unwrap(), "{}", json);
        }
    }
}
