//! The search payload: the body of the bank's `POST /invoice-links`.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::field::{Direction, Method, RecordField, SearchValue};
use crate::issue::Reason;
use crate::output::{self, ToJson, name};
use crate::text;

/// The search payload: what the bank's `POST /invoice-links` takes. It serialises to the bank's JSON.
///
/// Source: bank page, "Сілтеме күйін тексеру". A condition on `invoice_id` is mandatory there.
///
/// ```
/// use epay_invoice::Search;
///
/// let search = Search::builder().eq("invoice_id", "200220241201").page(0, 20).order_by("id", "DESC").build()?;
/// assert_eq!(
///     serde_json::to_string(&search).unwrap(),
///     r#"{"paging":{"skip":0,"limit":20},"searchParameters":[{"name":"invoice_id","method":"=","searchParameter":["200220241201"]}],"orderParameters":{"field":"id","typeOrder":"DESC"}}"#
/// );
/// # Ok::<(), epay_invoice::Issues>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Search {
    pub(super) paging: Paging,
    #[serde(rename = "searchParameters")]
    pub(super) conditions: Vec<Condition>,
    #[serde(rename = "orderParameters")]
    pub(super) order: Order,
}

impl Search {
    /// The most characters of a condition's value: this library's bound, for the bank's page has none.
    pub const VALUE_MAX: u32 = SearchValue::MAX;

    /// Which records of all that match.
    #[must_use]
    pub fn paging(&self) -> Paging {
        self.paging
    }

    /// The conditions: a record must fulfil each. One is on `invoice_id`.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// The order of the records.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }
}

impl ToJson for Search {
    fn write(&self, json: &mut String) {
        output::object(
            json,
            &[
                (name!("paging"), Some(&self.paging)),
                (name!("searchParameters"), Some(&self.conditions)),
                (name!("orderParameters"), Some(&self.order)),
            ],
        );
    }
}

/// Which records of all that match. Source: bank page, search, `paging`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Paging {
    /// Records to pass over.
    pub skip: u32,
    /// Records on the page, at least 1.
    pub limit: u32,
}

impl ToJson for Paging {
    fn write(&self, json: &mut String) {
        output::object(json, &[(name!("skip"), Some(&self.skip)), (name!("limit"), Some(&self.limit))]);
    }
}

/// The order of the records. Source: bank page, search, `orderParameters`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Order {
    /// The field to order by.
    pub field: RecordField,
    /// The direction.
    #[serde(rename = "typeOrder")]
    pub direction: Direction,
}

impl Order {
    /// The newest record first: the order of a search that names none.
    pub const NEWEST_FIRST: Self = Self { field: RecordField::CREATED_DATE, direction: Direction::Descending };
}

impl ToJson for Order {
    fn write(&self, json: &mut String) {
        output::object(json, &[(name!("field"), Some(&self.field)), (name!("typeOrder"), Some(&self.direction))]);
    }
}

/// One condition on one field. Source: bank page, search, `searchParameters`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    name: RecordField,
    method: Method,
    #[serde(rename = "searchParameter")]
    values: Vec<SearchValue>,
}

impl Condition {
    /// A condition whose values suit its method.
    ///
    /// # Errors
    /// The broken rule, with the index of the value it is about where it is about one.
    pub(super) fn new(
        name: RecordField,
        method: Method,
        values: Vec<SearchValue>,
    ) -> Result<Self, (Option<usize>, Reason)> {
        check_count(method, values.len()).map_err(|reason| (None, reason))?;
        if method == Method::Like
            && let Some(index) = values.iter().position(|value| !text::has(value.as_str(), b'%'))
        {
            return Err((Some(index), Reason::NoPercent));
        }
        Ok(Self { name, method, values })
    }

    /// The field that is compared.
    #[must_use]
    pub fn name(&self) -> RecordField {
        self.name
    }

    /// How it is compared.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// What it is compared with.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(SearchValue::as_str)
    }
}

impl ToJson for Condition {
    fn write(&self, json: &mut String) {
        output::object(
            json,
            &[
                (name!("name"), Some(&self.name)),
                (name!("method"), Some(&self.method)),
                (name!("searchParameter"), Some(&self.values)),
            ],
        );
    }
}

/// The number of values that each method takes. Source: bank page, search, "Between … 2 параметрді".
pub(super) fn check_count(method: Method, count: usize) -> Result<(), Reason> {
    let (min, max) = method.arity();
    let actual = u32::try_from(count).unwrap_or(u32::MAX);
    match max {
        _ if actual < min => Err(Reason::TooFewValues { min, actual }),
        Some(max) if actual > max => Err(Reason::TooManyValues { max, actual }),
        _ => Ok(()),
    }
}
