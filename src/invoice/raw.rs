//! A record as it stands in the bank's JSON: where each of its members is.

use alloc::borrow::Cow;
use alloc::collections::BinaryHeap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::record::{FIELDS, MEMBERS, TIDY};
#[cfg(feature = "worker")]
use super::record::{between, is_neat, trim};
#[cfg(feature = "worker")]
use crate::input::Value;
use crate::input::{Scan, unescape};
use crate::output::{Object, ToJson};
use crate::text;

/// The values of a record's members as the bank wrote them. It writes what [`Record`](super::Record) would write of them,
/// and copies what that would write unchanged.
pub(crate) struct RawRecord<'a> {
    /// By the places of the documented members.
    pub(super) known: [Option<&'a str>; FIELDS.len()],
    others: Vec<(Cow<'a, str>, &'a str)>,
    /// Whether nothing is escaped in any of its texts.
    is_plain: bool,
}

impl<'a> RawRecord<'a> {
    /// Of a name that is repeated the last value counts, as in the bank's own Go.
    pub(crate) fn read(scan: &mut Scan<'a>) -> Option<Self> {
        let mut record = Self { known: [None; FIELDS.len()], others: Vec::new(), is_plain: true };
        scan.take_escape();
        // most records have their members in an order that does not change much
        let mut next = 0;
        let mut is_first = true;
        while scan.follows(b'{', core::mem::take(&mut is_first))? {
            let name = scan.name()?;
            let raw = scan.raw()?;
            match place(name, next) {
                Some(place) => {
                    next = place + 1;
                    *record.known.get_mut(place)? = Some(raw);
                }
                None => record.others.push((unescape(name).0, raw)),
            }
        }
        record.is_plain = !scan.take_escape();
        Some(record)
    }

    /// A list of records.
    pub(crate) fn read_all(scan: &mut Scan<'a>) -> Option<Vec<Self>> {
        let mut records = Vec::new();
        while scan.follows(b'[', records.is_empty())? {
            records.push(Self::read(scan)?);
        }
        Some(records)
    }

    /// Whether the documented member in that [place](field) is this text, but for the spaces around it.
    #[cfg(feature = "worker")]
    pub(crate) fn is(&self, field: usize, text: &str) -> bool {
        self.has_text(field, &|own| own == text)
    }

    /// Whether the documented member in that [place](field) is a text of more than spaces.
    #[cfg(feature = "worker")]
    pub(crate) fn says(&self, field: usize) -> bool {
        self.has_text(field, &|own| !own.is_empty())
    }

    /// Leaves the documented member in that [place](field) out if it is a text of which `is_left_out` says so.
    #[cfg(feature = "worker")]
    pub(crate) fn leave_out(&mut self, field: usize, is_left_out: &dyn Fn(&str) -> bool) {
        if self.has_text(field, is_left_out)
            && let Some(known) = self.known.get_mut(field)
        {
            *known = None;
        }
    }

    /// Whether the documented member in that [place](field) is a text of which, without the spaces around it, `is_so` says
    /// so.
    #[cfg(feature = "worker")]
    fn has_text(&self, field: usize, is_so: &dyn Fn(&str) -> bool) -> bool {
        self.known.get(field).copied().flatten().is_some_and(|raw| match Value::of(raw) {
            _ if self.is_plain && is_neat(raw) => is_so(between(raw)),
            Value::String(text) => is_so(trim(&text)),
            _ => false,
        })
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
        for (field, tidy) in TIDY.iter().enumerate() {
            let raw = self.known.get(field).copied().flatten().unwrap_or("null");
            match tidy(raw, self.is_plain) {
                Some(tidy) => object.written(MEMBERS[field]).push_str(&tidy),
                None => unfit.push((FIELDS[field], raw)),
            }
        }
        for (name, raw) in self.extra(&unfit) {
            object.member(&name).push_str(raw);
        }
        object.end();
    }
}

/// The place of a documented member.
///
/// # Panics
/// Where there is none: it is for constants.
#[cfg(feature = "worker")]
pub(crate) const fn field(name: &str) -> usize {
    let mut place = 0;
    while !is_same(FIELDS[place].as_bytes(), name.as_bytes()) {
        place += 1;
    }
    place
}

#[cfg(feature = "worker")]
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The place of the documented member whose name is written so; it is looked for from `next` on.
fn place(name: &str, next: usize) -> Option<usize> {
    let mut place = next;
    for _ in MEMBERS {
        if place >= MEMBERS.len() {
            place = 0;
        }
        // behind the name there is the colon
        let member = MEMBERS[place];
        if member.len() == name.len() + 1 && member.as_bytes().starts_with(name.as_bytes()) {
            return Some(place);
        }
        place += 1;
    }
    // a name in which something is escaped
    let is_it = |field: &&str| *field == unescape(name).0;
    if text::has(name, b'\\') { FIELDS.iter().position(is_it) } else { None }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::format;

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
        assert!(raw.is(field("invoice_id"), "200"));
        let others = [("invoice_id", "20"), ("amount", "200"), ("status", ""), ("language", ""), ("id", "200")];
        for (name, text) in others {
            assert!(!raw.is(field(name), text), "{name}");
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
