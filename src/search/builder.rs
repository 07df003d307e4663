//! Building a search.

use alloc::vec;
use alloc::vec::Vec;

use super::payload::{Condition, Order, Paging, Search};
use crate::field::{Direction, IntoField, Method, RecordField, SearchValue};
use crate::issue::{Issue, Issues, Reason, Segment};

/// Builds a [`Search`]; it cannot build one that breaks a rule.
///
/// Left out, the paging is the first 20 records and the order is [`Order::NEWEST_FIRST`].
#[derive(Clone, Debug)]
#[must_use = "a builder makes nothing until `build`"]
pub struct SearchBuilder {
    paging: Paging,
    conditions: Vec<Option<Condition>>,
    on_invoice_id: bool,
    order: Order,
    issues: Vec<Issue>,
}

impl Default for SearchBuilder {
    fn default() -> Self {
        Self {
            paging: Paging { skip: 0, limit: 20 },
            conditions: Vec::new(),
            on_invoice_id: false,
            order: Order::NEWEST_FIRST,
            issues: Vec::new(),
        }
    }
}

impl Search {
    /// A builder without conditions.
    pub fn builder() -> SearchBuilder {
        SearchBuilder::default()
    }
}

impl SearchBuilder {
    /// The field equals the value.
    pub fn eq(self, field: impl IntoField<RecordField>, value: &str) -> Self {
        self.condition(field, Method::Equal, &[value])
    }

    /// The field lies between the two values.
    pub fn between(self, field: impl IntoField<RecordField>, from: &str, to: &str) -> Self {
        self.condition(field, Method::Between, &[from, to])
    }

    /// The field is like the pattern, in which `%` stands for any text; it must hold one.
    pub fn like(self, field: impl IntoField<RecordField>, pattern: &str) -> Self {
        self.condition(field, Method::Like, &[pattern])
    }

    /// The field equals any of the values; at least one.
    pub fn any_of(self, field: impl IntoField<RecordField>, values: &[&str]) -> Self {
        self.condition(field, Method::In, values)
    }

    /// Passes over `skip` records and takes `limit`, at least 1.
    pub fn page(mut self, skip: u32, limit: u32) -> Self {
        let max = i32::MAX as u32;
        for (name, number, min) in [("skip", skip, 0), ("limit", limit, 1)] {
            let path = vec!["paging".into(), name.into()];
            self.issues.retain(|issue| issue.path != path);
            if !(min..=max).contains(&number) {
                self.issues.push(Issue { path, reason: Reason::OutOfRange { min, max } });
            }
        }
        self.paging = Paging { skip, limit };
        self
    }

    /// Orders by the field.
    pub fn order_by(mut self, field: impl IntoField<RecordField>, direction: impl IntoField<Direction>) -> Self {
        self.issues.retain(|issue| issue.path[0] != "orderParameters".into());
        let mut refuse = |name: &'static str, reason| {
            self.issues.push(Issue { path: vec!["orderParameters".into(), name.into()], reason });
        };
        match field.into_field() {
            Ok(field) => self.order.field = field,
            Err(reason) => refuse("field", reason),
        }
        match direction.into_field() {
            Ok(direction) => self.order.direction = direction,
            Err(reason) => refuse("typeOrder", reason),
        }
        self
    }

    fn condition(mut self, field: impl IntoField<RecordField>, method: Method, values: &[&str]) -> Self {
        let index = self.conditions.len();
        let mut issues = Vec::new();
        let path = |rest: &[Segment]| [&["searchParameters".into(), index.into()], rest].concat();
        let value_path = |value: Option<usize>| {
            path(&[Some("searchParameter".into()), value.map(Segment::from)].into_iter().flatten().collect::<Vec<_>>())
        };
        let field =
            field.into_field().map_err(|reason| issues.push(Issue { path: path(&["name".into()]), reason })).ok();
        self.on_invoice_id |= field == Some(RecordField::INVOICE_ID);
        let read: Vec<SearchValue> = values
            .iter()
            .enumerate()
            .filter_map(|(value, text)| {
                text.parse().map_err(|reason| issues.push(Issue { path: value_path(Some(value)), reason })).ok()
            })
            .collect();
        let condition = if read.len() == values.len() {
            // an unknown field does not hide what is wrong with the values
            Condition::new(field.unwrap_or(RecordField::INVOICE_ID), method, read)
                .map_err(|(value, reason)| issues.push(Issue { path: value_path(value), reason }))
                .ok()
        } else {
            None
        };
        self.conditions.push(condition.filter(|_| field.is_some()));
        self.issues.append(&mut issues);
        self
    }

    /// The payload.
    ///
    /// # Errors
    /// Every issue, in the order of the calls; then the condition on `invoice_id`, if there is none.
    pub fn build(mut self) -> Result<Search, Issues> {
        if !self.on_invoice_id {
            self.issues.push(Issue::of("searchParameters", Reason::InvoiceIdCondition));
        }
        let conditions = self.conditions.into_iter().collect::<Option<Vec<_>>>();
        let search = conditions.map(|conditions| Search { paging: self.paging, conditions, order: self.order });
        Issues::none_or(self.issues, search)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn reports_every_issue_by_its_place() {
        let issues = Search::builder()
            .eq("invoiceId", "1\n")
            .between("amount", "1", "2")
            .like("invoice_url", "plain")
            .any_of("status", &[])
            .page(0, 0)
            .order_by("when", "up")
            .build()
            .unwrap_err();
        assert_eq!(
            issues.to_string(),
            "searchParameters[0].name: unknown_record_field (suggestion invoice_id); \
             searchParameters[0].searchParameter[0]: control_character (character U+000A, position 1); \
             searchParameters[2].searchParameter[0]: no_percent; \
             searchParameters[3].searchParameter: too_few_values (min 1, actual 0); \
             paging.limit: out_of_range (min 1, max 2147483647); \
             orderParameters.field: unknown_record_field; \
             orderParameters.typeOrder: not_in_list (allowed ASC, DESC); \
             searchParameters: invoice_id_condition"
        );
    }

    #[test]
    fn the_last_word_on_page_and_order_counts() {
        let search = Search::builder()
            .like("invoice_id", "%")
            .page(0, 0)
            .page(40, 20)
            .order_by("x", "y")
            .order_by(RecordField::INVOICE_ID, Direction::Ascending)
            .build()
            .unwrap();
        assert_eq!(search.paging(), Paging { skip: 40, limit: 20 });
        assert_eq!(search.order(), Order { field: RecordField::INVOICE_ID, direction: Direction::Ascending });
        assert_eq!(search.conditions()[0].values().collect::<Vec<_>>(), ["%"]);
        assert_eq!(search.conditions()[0].method(), Method::Like);
    }
}
