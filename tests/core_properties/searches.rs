//! The search.

use epay_invoice::{Code, Search};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::{given, oracle};

/// A search that is valid but for its conditions and at most one part put elsewhere or taken out.
fn doubtful() -> impl Strategy<Value = Value> {
    let condition = given::condition()
        .prop_map(|(name, method, values)| json!({"name": name, "method": method, "searchParameter": values}));
    let number = prop_oneof![5 => (0..100).prop_map(Value::from), 1 => any::<f64>().prop_map(Value::from), 1 => any::<i64>().prop_map(Value::from)];
    let order = (select(oracle::RECORD), select(vec!["ASC", "DESC", "asc", ""]))
        .prop_map(|(field, direction)| json!({"field": field, "typeOrder": direction}));
    let spoil = proptest::option::weighted(0.3, (any::<Index>(), given::json_tree(), any::<bool>()));
    (number.clone(), number, prop::collection::vec(condition, 0..4), proptest::option::of(order), spoil).prop_map(
        |(skip, limit, conditions, order, spoil)| {
            let mut search = json!({"paging": {"skip": skip, "limit": limit}, "searchParameters": conditions});
            if let Some(order) = order {
                search["orderParameters"] = order;
            }
            if let Some((index, value, remove)) = spoil {
                let mut pointers = vec![String::new()];
                collect_pointers(&search, "", &mut pointers);
                let pointer = index.get(&pointers);
                match pointer.rsplit_once('/') {
                    Some((parent, name)) if remove => {
                        if let Some(object) = search.pointer_mut(parent).and_then(Value::as_object_mut) {
                            object.remove(name);
                        }
                    }
                    _ => *search.pointer_mut(pointer).unwrap() = value,
                }
            }
            search
        },
    )
}

fn collect_pointers(value: &Value, at: &str, pointers: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (step, child) in children {
        let pointer = format!("{at}/{step}");
        collect_pointers(child, &pointer, pointers);
        pointers.push(pointer);
    }
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn what_is_accepted_is_what_the_rules_accept(value in doubtful()) {
        let json = value.to_string();
        match Search::from_json(json.as_bytes()) {
            Ok(search) => {
                prop_assert!(oracle::search(&value), "accepted against the rules: {}", json);
                let written = serde_json::to_string(&search).unwrap();
                prop_assert_eq!(Search::from_json(written.as_bytes()), Ok(search));
                let mut written: Value = serde_json::from_str(&written).unwrap();
                prop_assert_eq!(&written["searchParameters"], &value["searchParameters"]);
                for name in ["skip", "limit"] {
                    prop_assert_eq!(written["paging"][name].as_f64(), value["paging"][name].as_f64());
                }
                let newest = json!({"field": "created_date", "typeOrder": "DESC"});
                prop_assert_eq!(written["orderParameters"].take(), value.get("orderParameters").cloned().unwrap_or(newest));
            }
            Err(issues) => {
                prop_assert!(!oracle::search(&value), "refused against the rules: {} for {}", json, issues);
                prop_assert!(!issues.is_empty());
                for issue in issues.iter() {
                    leads_somewhere(&value, &serde_json::to_value(issue).unwrap())?;
                }
                stand_in_order(&value, &issues)?;
            }
        }
    }

    #[test]
    fn builder_and_reader_agree(
        conditions in prop::collection::vec(given::condition(), 0..4),
        skip in prop_oneof![0..50_u32, any::<u32>()],
        limit in prop_oneof![0..50_u32, any::<u32>()],
        field in prop_oneof![select(oracle::RECORD).prop_map(str::to_owned), "[a-z_]{0,8}"],
        direction in select(vec!["ASC", "DESC", "asc", ""]),
    ) {
        let mut builder = Search::builder().page(skip, limit);
        let mut list = Vec::new();
        for (name, method, values) in &conditions {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            builder = match (method.as_str(), &values[..]) {
                ("=", [value]) => builder.eq(name, value),
                ("between", [from, to]) => builder.between(name, from, to),
                ("like", [pattern]) => builder.like(name, pattern),
                ("in", values) => builder.any_of(name, values),
                // a number of values that the builder's methods do not take
                _ => continue,
            };
            list.push(json!({"name": name, "method": method, "searchParameter": values}));
        }
        let read = format!(
            r#"{{"paging":{{"skip":{skip},"limit":{limit}}},"searchParameters":{},"orderParameters":{{"field":{},"typeOrder":"{direction}"}}}}"#,
            Value::from(list), Value::from(field.as_str()),
        );
        let read = Search::from_json(read.as_bytes());
        match (builder.order_by(&field, direction).build(), read) {
            (Ok(built), Ok(read)) => prop_assert_eq!(built, read),
            (Err(built), Err(read)) => {
                // the builder tells last of the missing condition on invoice_id, having met the end of the list
                let sorted = |issues: epay_invoice::Issues| {
                    let mut issues: Vec<_> = issues.into_iter().map(|issue| issue.to_string()).collect();
                    issues.sort();
                    issues
                };
                prop_assert_eq!(sorted(built), sorted(read));
            }
            (built, read) => prop_assert!(false, "{:?} but {:?}", built, read),
        }
    }
}

/// An issue's path leads to a value that was given, or to the missing member of an object that was.
fn leads_somewhere(value: &Value, issue: &Value) -> Result<(), TestCaseError> {
    let path = issue["path"].as_array().unwrap();
    let mut at = Some(value);
    for step in path {
        let Some(here) = at else { return Err(TestCaseError::fail(format!("{issue} leads nowhere in {value}"))) };
        at = match step {
            Value::String(name) => here.get(name),
            index => here.get(usize::try_from(index.as_u64().unwrap()).unwrap()),
        };
    }
    prop_assert_eq!(at.is_none(), issue["code"] == "required", "{} in {}", issue, value);
    Ok(())
}

/// The issues follow the members of the search; what it lacks comes last.
fn stand_in_order(value: &Value, issues: &epay_invoice::Issues) -> Result<(), TestCaseError> {
    let Some(object) = value.as_object() else { return Ok(()) };
    let mut last = 0;
    for issue in issues.iter() {
        let path = serde_json::to_value(&issue.path).unwrap();
        let missing = issue.code() == Code::Required && issue.path.len() == 1;
        let place = object.keys().position(|name| path[0] == name.as_str());
        prop_assert_eq!(place.is_none(), missing, "{}", issue);
        let place = place.unwrap_or(usize::MAX);
        prop_assert!(place >= last, "{}", issues);
        last = place;
    }
    Ok(())
}
