//! The bank's answer to a search.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::digits;
use crate::input::{Scan, Value, document, unescape};
#[cfg(feature = "worker")]
use crate::invoice::field;
use crate::invoice::{RawRecord, Record};
use crate::output::{self, ToJson, name};

/// One page of records, and how many there are on all pages.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// How many records match, on all pages.
    pub total_count: u64,
    /// The records of this page.
    pub records: Vec<Record>,
}

impl Page {
    /// Reads `{"TotalCount": n, "Records": […]}`. An absent or `null` list is an empty one (as Go writes it); an absent
    /// count is the length of the list. `None` if the answer is anything else: a record that cannot be read is never
    /// passed over, since it could be the paid one.
    #[must_use]
    pub fn from_json(json: &[u8]) -> Option<Self> {
        RawPage::read(json).map(Into::into)
    }
}

/// A page as it stands in the bank's JSON.
pub(crate) struct RawPage<'a> {
    pub(crate) total_count: u64,
    pub(crate) records: Vec<RawRecord<'a>>,
}

impl<'a> RawPage<'a> {
    /// As [`Page::from_json`].
    pub(crate) fn read(json: &'a [u8]) -> Option<Self> {
        document(json, Self::pass).ok()
    }

    fn pass(scan: &mut Scan<'a>) -> Option<Self> {
        let (mut total_count, mut records) = (None, None);
        let mut is_first = true;
        while scan.follows(b'{', core::mem::take(&mut is_first))? {
            let name = unescape(scan.name()?).0;
            if name == "Records" && scan.next() == Some(b'[') {
                records = Some(RawRecord::read_all(scan)?);
                continue;
            }
            match (&*name, Value::of(scan.raw()?)) {
                ("TotalCount" | "Records", Value::Null) => {}
                ("TotalCount", Value::Number(digits)) => total_count = Some(digits::read(digits)?),
                ("TotalCount", Value::String(digits)) => total_count = Some(digits::read(digits.trim())?),
                ("TotalCount" | "Records", _) => return None,
                _ => {}
            }
        }
        if total_count.is_none() && records.is_none() {
            return None;
        }
        let records: Vec<RawRecord<'a>> = records.unwrap_or_default();
        Some(Self { total_count: total_count.unwrap_or(records.len() as u64), records })
    }

    /// Keeps the records of one order. Those of others are not counted; one that names its order by no text is: it could
    /// be of this one, and the page, without it, does not show all.
    #[cfg(feature = "worker")]
    pub(crate) fn keep(&mut self, invoice_id: &str) {
        let place = const { field("invoice_id") };
        let mut total_count = self.total_count.max(self.records.len() as u64);
        self.records.retain(|record| {
            let is_own = record.is(place, invoice_id);
            if !is_own && record.says(place) {
                total_count -= 1;
            }
            is_own
        });
        self.total_count = total_count;
    }
}

impl From<RawPage<'_>> for Page {
    fn from(RawPage { total_count, records }: RawPage<'_>) -> Self {
        Self { total_count, records: records.into_iter().map(Record::from).collect() }
    }
}

impl ToJson for RawPage<'_> {
    fn write(&self, json: &mut String) {
        output::object(
            json,
            &[(name!("total_count"), Some(&self.total_count)), (name!("records"), Some(&self.records))],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_page_is_written_as_the_page() {
        for json in [r#"{"Records":[]}"#, r#"{"TotalCount":7,"Records":[{"status":" ACTIVE","x":1},{}]}"#] {
            let page = Page::from_json(json.as_bytes()).unwrap();
            assert_eq!(RawPage::read(json.as_bytes()).unwrap().to_json(), serde_json::to_string(&page).unwrap());
        }
    }

    #[cfg(feature = "worker")]
    #[test]
    fn what_may_be_of_the_order_counts() {
        let cases = [
            (0, r#"{"invoice_id":"7"}"#, (1, 1)),
            (2, r#"{"invoice_id":" 7 "},{"invoice_id":"8"}"#, (1, 1)),
            (9, r#"{"invoice_id":"8"}"#, (8, 0)),
            (1, r#"{"invoice_id":"8"},{"invoice_id":" "}"#, (1, 0)),
            (2, r#"{"invoice_id":"7"},{"invoice_id":7}"#, (2, 1)),
            (0, r#"{"invoice_id":null},{}"#, (2, 0)),
        ];
        for (total, records, expected) in cases {
            let json = alloc::format!(r#"{{"TotalCount":{total},"Records":[{records}]}}"#);
            let mut page = RawPage::read(json.as_bytes()).unwrap();
            page.keep("7");
            assert_eq!((page.total_count, page.records.len() as u64), expected, "{json}");
        }
    }

    #[test]
    fn reads_what_go_writes() {
        let cases = [
            (r#"{"TotalCount":0,"Records":null}"#, Some((0, 0))),
            (r#"{"TotalCount":"1","Records":[{}]}"#, Some((1, 1))),
            (r#"{"Records":[{},{}],"more":1}"#, Some((2, 2))),
            (r#"{"TotalCount":7,"Records":[{}]}"#, Some((7, 1))),
            (r#"{"TotalCount":0}"#, Some((0, 0))),
            (r#"{"TotalCount":1,"Records":[{},7]}"#, None),
            (r#"{"TotalCount":1,"Records":{}}"#, None),
            (r#"{"TotalCount":-1,"Records":[]}"#, None),
            (r#"{"TotalCount":[],"Records":[]}"#, None),
            (r#"{"code":1,"message":"x"}"#, None),
            ("{}", None),
            ("[]", None),
            ("", None),
        ];
        for (json, expected) in cases {
            let page = Page::from_json(json.as_bytes()).map(|page| (page.total_count, page.records.len()));
            assert_eq!(page, expected, "{json}");
        }
    }
}
