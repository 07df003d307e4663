//! Reading an untrusted search.

use alloc::vec;
use alloc::vec::Vec;

use super::payload::{Condition, Order, Paging, Search, check_count};
use crate::field::{Direction, Field, Method, RecordField, SearchValue, integer};
use crate::input::Value;
use crate::issue::{Issue, Issues, Reason, Segment};
use crate::nearest::nearest;

impl Search {
    /// The fields that must be given; `orderParameters` may be left out ([`Order::NEWEST_FIRST`]).
    pub const REQUIRED: &'static [&'static str] = &["paging", "searchParameters"];

    /// Reads an untrusted JSON object.
    ///
    /// # Errors
    /// Every issue, in the order of the object's members; then what is missing.
    pub fn from_json(json: &[u8]) -> Result<Self, Issues> {
        let value = Value::parse(json)?;
        let mut reader = Reader::default();
        let search = reader.search(&value);
        Issues::none_or(reader.issues, search)
    }
}

/// Walks the payload: `path` is where it stands, `issues` what it has met.
#[derive(Default)]
struct Reader {
    path: Vec<Segment>,
    issues: Vec<Issue>,
}

impl Reader {
    fn refuse<T>(&mut self, reason: Reason) -> Option<T> {
        self.issues.push(Issue { path: self.path.clone(), reason });
        None
    }

    fn keep<T>(&mut self, result: Result<T, Reason>) -> Option<T> {
        result.map_or_else(|reason| self.refuse(reason), Some)
    }

    fn at<T>(&mut self, segment: impl Into<Segment>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(segment.into());
        let result = read(self);
        self.path.pop();
        result
    }

    /// Gives each member to `read` once, with the place of its name among `known`; then refuses what of `required` is
    /// missing. `None` if the value is no object.
    fn object<'a>(
        &mut self,
        value: &Value<'a>,
        known: &'static [&'static str],
        required: &[&'static str],
        read: &mut dyn FnMut(&mut Self, usize, &Value<'a>),
    ) -> Option<()> {
        let members = self.keep(value.members())?;
        let mut seen = vec![false; known.len()];
        for (name, value) in members.into_values() {
            match known.iter().position(|known| *known == name) {
                None => {
                    let suggestion = nearest(&name, known);
                    self.at(Segment::Name(name.into_owned().into()), |reader| {
                        reader.refuse::<()>(Reason::UnknownField { suggestion })
                    });
                }
                Some(place) if seen[place] => {
                    self.at(known[place], |reader| reader.refuse::<()>(Reason::DuplicateField));
                }
                Some(place) => {
                    seen[place] = true;
                    self.at(known[place], |reader| read(reader, place, &value));
                }
            }
        }
        for (name, seen) in known.iter().zip(seen) {
            if !seen && required.contains(name) {
                self.at(*name, |reader| reader.refuse::<()>(Reason::Required));
            }
        }
        Some(())
    }

    fn search(&mut self, value: &Value<'_>) -> Option<Search> {
        const FIELDS: &[&str] = &["paging", "searchParameters", "orderParameters"];
        let (mut paging, mut conditions, mut order) = (None, None, Some(Order::NEWEST_FIRST));
        self.object(value, FIELDS, Search::REQUIRED, &mut |reader, place, value| match place {
            0 => paging = reader.paging(value),
            1 => conditions = reader.conditions(value),
            _ => order = reader.order(value),
        })?;
        Some(Search { paging: paging?, conditions: conditions?, order: order? })
    }

    fn paging(&mut self, value: &Value<'_>) -> Option<Paging> {
        const FIELDS: &[&str] = &["skip", "limit"];
        let (mut skip, mut limit) = (None, None);
        self.object(value, FIELDS, FIELDS, &mut |reader, place, value| match place {
            0 => skip = reader.keep(integer(value, 0)),
            _ => limit = reader.keep(integer(value, 1)),
        })?;
        Some(Paging { skip: skip?, limit: limit? })
    }

    fn order(&mut self, value: &Value<'_>) -> Option<Order> {
        const FIELDS: &[&str] = &["field", "typeOrder"];
        let (mut field, mut direction) = (None, None);
        self.object(value, FIELDS, FIELDS, &mut |reader, place, value| match place {
            0 => field = reader.keep(RecordField::read(value)),
            _ => direction = reader.keep(Direction::read(value)),
        })?;
        Some(Order { field: field?, direction: direction? })
    }

    fn conditions(&mut self, value: &Value<'_>) -> Option<Vec<Condition>> {
        let items = self.keep(value.items())?;
        let mut conditions = Vec::with_capacity(items.len());
        let mut on_invoice_id = false;
        for (index, item) in items.iter().enumerate() {
            let (name, condition) = self.at(index, |reader| reader.condition(item));
            on_invoice_id |= name == Some(RecordField::INVOICE_ID);
            conditions.push(condition);
        }
        if !on_invoice_id {
            return self.refuse(Reason::InvoiceIdCondition);
        }
        conditions.into_iter().collect()
    }

    /// The condition, and the name in it even where the rest is refused.
    fn condition(&mut self, value: &Value<'_>) -> (Option<RecordField>, Option<Condition>) {
        const FIELDS: &[&str] = &["name", "method", "searchParameter"];
        let (mut name, mut method, mut values) = (None, None, None);
        let whole = self.object(value, FIELDS, FIELDS, &mut |reader, place, value| match place {
            0 => name = reader.keep(RecordField::read(value)),
            1 => method = reader.keep(Method::read(value)),
            _ => values = reader.values(value),
        });
        let condition = whole.and_then(|()| self.suit(name, method?, values?));
        (name, condition)
    }

    /// The values that could be read; those refused leave a gap.
    fn values(&mut self, value: &Value<'_>) -> Option<Vec<Option<SearchValue>>> {
        let items = self.keep(value.items())?;
        let read = |(index, item)| self.at(index, |reader| reader.keep(SearchValue::read(item)));
        Some(items.iter().enumerate().map(read).collect())
    }

    /// Whether the values suit the method: asked even where the name or a value was refused, so that nothing hides.
    fn suit(
        &mut self,
        name: Option<RecordField>,
        method: Method,
        values: Vec<Option<SearchValue>>,
    ) -> Option<Condition> {
        let count = check_count(method, values.len());
        let values: Option<Vec<_>> = values.into_iter().collect();
        self.at("searchParameter", |reader| {
            reader.keep(count)?;
            match Condition::new(name.unwrap_or(RecordField::INVOICE_ID), method, values?) {
                Ok(condition) => name.map(|_| condition),
                Err((Some(index), reason)) => reader.at(index, |reader| reader.refuse(reason)),
                Err((None, reason)) => reader.refuse(reason),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::string::ToString;

    use super::*;
    use crate::output::ToJson;

    fn issues(json: &str) -> String {
        Search::from_json(json.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_pages_sample_is_read_and_written_alike() {
        let sample = r#"{"paging":{"skip":0,"limit":20},"searchParameters":[{"name":"invoice_id","method":"=","searchParameter":["200220241201"]}],"orderParameters":{"field":"id","typeOrder":"DESC"}}"#;
        let search = Search::from_json(sample.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&search).unwrap(), sample);
        assert_eq!(search.to_json(), sample);
    }

    #[test]
    fn an_order_left_out_is_newest_first() {
        let json = r#"{"searchParameters":[{"name":"invoice_id","method":"like","searchParameter":["%"]}],"paging":{"limit":1,"skip":0}}"#;
        assert_eq!(Search::from_json(json.as_bytes()).unwrap().order(), Order::NEWEST_FIRST);
    }

    #[test]
    fn reports_every_issue_by_its_place() {
        let cases = [
            ("{}", "paging: required; searchParameters: required"),
            ("[]", "not_object (actual array)"),
            (
                r#"{"orderParameters":{"field":"ID","typeOrder":1,"x":0},"paging":{"skip":-1,"limit":1.5,"limit":2},"serchParameters":[],"searchParameters":{}}"#,
                "orderParameters.field: unknown_record_field (suggestion id); \
                 orderParameters.typeOrder: not_string (actual number); orderParameters.x: unknown_field; \
                 paging.skip: out_of_range (min 0, max 2147483647); paging.limit: not_integer; \
                 paging.limit: duplicate_field; serchParameters: unknown_field (suggestion searchParameters); \
                 searchParameters: not_array (actual object)",
            ),
            (
                r#"{"paging":{"skip":0,"limit":1},"searchParameters":[
                    {"name":"amount","method":"between","searchParameter":["1"]},
                    {"name":"amounts","method":"like","searchParameter":["x"]},
                    {"name":"status","method":"==","searchParameter":[1,"\ud800"]},
                    {"name":"status","method":"=","searchParameter":["a",null]},
                    {"name":"status","method":"in","searchParameter":[]},
                    {"name":null,"searchParameter":null},
                    7]}"#,
                "searchParameters[0].searchParameter: too_few_values (min 2, actual 1); \
                 searchParameters[1].name: unknown_record_field (suggestion amount); \
                 searchParameters[1].searchParameter[0]: no_percent; \
                 searchParameters[2].method: not_in_list (allowed =, between, like, in); \
                 searchParameters[2].searchParameter[0]: not_string (actual number); \
                 searchParameters[2].searchParameter[1]: lone_surrogate; \
                 searchParameters[3].searchParameter[1]: not_string (actual null); \
                 searchParameters[3].searchParameter: too_many_values (max 1, actual 2); \
                 searchParameters[4].searchParameter: too_few_values (min 1, actual 0); \
                 searchParameters[5].name: not_string (actual null); \
                 searchParameters[5].searchParameter: not_array (actual null); \
                 searchParameters[5].method: required; searchParameters[6]: not_object (actual number); \
                 searchParameters: invoice_id_condition",
            ),
        ];
        for (json, expected) in cases {
            assert_eq!(issues(json), expected, "{json}");
        }
    }

    #[test]
    fn a_refused_condition_on_invoice_id_is_still_one() {
        let json = r#"{"paging":{"skip":0,"limit":1},"searchParameters":[{"name":"invoice_id","method":"=","searchParameter":[]}]}"#;
        assert_eq!(issues(json), "searchParameters[0].searchParameter: too_few_values (min 1, actual 0)");
    }
}
