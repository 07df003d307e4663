//! Whether `/openapi.json` says what the code does: the document is written by hand, and none of its lists may drift.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use core::iter::successors;

use serde_json::Value;

use super::fault::{ConfigFault, Fault};
use super::key::KeyScope;
use super::problem::Problem;
use super::route::Route;
use super::token::NoToken;
use crate::bank::Failure;
use crate::field::{Currency, Direction, Language, Method, RecordField};
use crate::issue::{Issue, Reason};
use crate::order::NoticeType;
use crate::output::ToJson;
use crate::{Code, Draft, Record, Search};

const DOCUMENT: &str = include_str!("../../www/public/openapi.json");

fn document() -> Value {
    serde_json::from_str(DOCUMENT).unwrap()
}

fn names(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(members) => members.keys().cloned().collect(),
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap().to_owned()).collect(),
        other => panic!("{other} has no names"),
    }
}

fn set<'a>(names: impl IntoIterator<Item = &'a &'a str>) -> BTreeSet<String> {
    names.into_iter().map(|name| (*name).to_owned()).collect()
}

/// Each route in turn: a new one does not compile without a place here.
fn route_after(route: Option<Route<'static>>) -> Option<Route<'static>> {
    Some(match route {
        None => Route::Health,
        Some(Route::Health) => Route::Ready,
        Some(Route::Ready) => Route::Create,
        Some(Route::Create) => Route::Search,
        Some(Route::Search) => Route::Status("{invoice_id}"),
        Some(Route::Status(_)) => Route::Deactivate("{invoice_id}"),
        Some(Route::Deactivate(_)) => Route::Events("{invoice_id}"),
        Some(Route::Events(_)) => Route::Undelivered,
        Some(Route::Undelivered) => Route::Retry("{event_id}"),
        Some(Route::Retry(_)) => Route::Callback { invoice_id: "{invoice_id}", seal: "{seal}" },
        Some(Route::Callback { .. }) => return None,
    })
}

#[test]
fn every_route_is_an_operation() {
    let document = document();
    let mut operations = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters") {
            let route = Route::of(&method.to_uppercase(), path);
            let id = operation["operationId"].as_str().unwrap();
            assert_eq!(route.map(Route::name), Ok(id), "{method} {path}");
            assert!(operations.insert(id.to_owned()), "{id} is there twice");
        }
    }
    let routes: Vec<_> = successors(route_after(None), |route| route_after(Some(*route))).map(Route::name).collect();
    assert_eq!(operations, set(&routes));
}

#[test]
fn every_parameter_of_a_path_is_described() {
    let document = document();
    for (path, item) in document["paths"].as_object().unwrap() {
        let in_path: BTreeSet<String> =
            path.split('/').filter_map(|part| Some(part.strip_prefix('{')?.strip_suffix('}')?.to_owned())).collect();
        let mut described = BTreeSet::new();
        for parameter in item["parameters"].as_array().into_iter().flatten() {
            let parameter = match parameter["$ref"].as_str() {
                Some(pointer) => document.pointer(pointer.trim_start_matches('#')).unwrap(),
                None => parameter,
            };
            assert_eq!(parameter["in"], "path");
            described.insert(parameter["name"].as_str().unwrap().to_owned());
        }
        assert_eq!(described, in_path, "{path}");
    }
}

/// Each fault in turn: a new one does not compile without a place here.
fn fault_after(fault: Option<&Fault>) -> Option<Fault> {
    let refused = |refused| Fault::NoToken(NoToken { refused, retry_after_s: 1 });
    let order = || "000001".parse().unwrap();
    let fields = || vec!["amount"];
    Some(match fault {
        None => Fault::NoSuchPath,
        Some(Fault::NoSuchPath) => Fault::MethodNotAllowed { allow: "GET" },
        Some(Fault::MethodNotAllowed { .. }) => Fault::Unauthorized,
        Some(Fault::Unauthorized) => Fault::Forbidden { what: "read" },
        Some(Fault::Forbidden { .. }) => Fault::NotTheTickets { fields: fields() },
        Some(Fault::NotTheTickets { .. }) => Fault::RateLimited,
        Some(Fault::RateLimited) => Fault::UnsupportedMediaType,
        Some(Fault::UnsupportedMediaType) => Fault::BodyTooLarge,
        Some(Fault::BodyTooLarge) => Fault::Invalid(Issue::of("amount", Reason::Required).into()),
        Some(Fault::Invalid(_)) => Fault::InvalidInvoiceId(Reason::Empty),
        Some(Fault::InvalidInvoiceId(_)) => Fault::NotConfigured(vec![ConfigFault { key: "SHOP_ID", wrong: None }]),
        Some(Fault::NotConfigured(_)) => refused(true),
        Some(Fault::NoToken(NoToken { refused: true, .. })) => refused(false),
        Some(Fault::NoToken(_)) => Fault::Bank(Failure::InvalidToken),
        Some(Fault::Bank(Failure::InvalidToken)) => Fault::Bank(Failure::Throttled { retry_after_s: None }),
        Some(Fault::Bank(Failure::Throttled { .. })) => {
            Fault::Bank(Failure::Refused { status: 400, code: Some(1079), message: "sms".into() })
        }
        Some(Fault::Bank(Failure::Refused { .. })) => Fault::Bank(Failure::Unavailable { status: 500 }),
        Some(Fault::Bank(Failure::Unavailable { .. })) => Fault::Bank(Failure::Malformed { status: 200 }),
        Some(Fault::Bank(Failure::Malformed { .. })) => Fault::Bank(Failure::Timeout),
        Some(Fault::Bank(Failure::Timeout)) => Fault::Bank(Failure::Unreachable),
        Some(Fault::Bank(Failure::Unreachable)) => Fault::Unavailable { retry_after_s: 1 },
        Some(Fault::Unavailable { .. }) => Fault::NoInvoice(order()),
        Some(Fault::NoInvoice(_)) => Fault::NoEvent,
        Some(Fault::NoEvent) => Fault::Conflict { fields: fields() },
        Some(Fault::Conflict { .. }) => Fault::AlreadyPaid(order()),
        Some(Fault::AlreadyPaid(_)) => Fault::OutcomeUnknown { retry_after_s: 1 },
        Some(Fault::OutcomeUnknown { .. }) => Fault::Internal("a fault".into()),
        Some(Fault::Internal(_)) => return None,
    })
}

#[test]
fn every_problem_has_its_status_its_code_and_its_members() {
    let document = document();
    let schema = &document["components"]["schemas"]["Problem"];
    let (known, required) = (names(&schema["properties"]), names(&schema["required"]));
    let mut told = BTreeSet::new();
    let mut fault = fault_after(None);
    while let Some(this) = fault {
        fault = fault_after(Some(&this));
        let problem = Problem::of(this, "id");
        told.insert((u64::from(problem.status), problem.code.to_owned()));
        let members = names(&serde_json::from_str(&problem.to_json()).unwrap());
        assert!(required.is_subset(&members) && members.is_subset(&known), "{members:?}");
    }
    let mut described = BTreeSet::new();
    for response in document["components"]["responses"].as_object().unwrap().values() {
        let own = &response["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"];
        let status = own["status"]["const"].as_u64().unwrap();
        described.extend(names(&own["code"]["enum"]).into_iter().map(|code| (status, code)));
    }
    assert_eq!(described, told);
    let codes: BTreeSet<String> = told.into_iter().map(|(_, code)| code).collect();
    assert_eq!(names(&document["components"]["schemas"]["ProblemCode"]["enum"]), codes);
}

#[test]
fn a_response_stands_under_its_own_status() {
    let document = document();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values().filter(|operation| operation.is_object()) {
            for (status, response) in operation["responses"].as_object().unwrap() {
                let Some(pointer) = response["$ref"].as_str() else { continue };
                let response = document.pointer(pointer.trim_start_matches('#')).unwrap();
                let own = &response["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"];
                assert_eq!(own["status"]["const"].to_string(), *status, "{path}");
            }
        }
    }
}

#[test]
fn every_code_of_an_issue_is_listed() {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names(&document()["components"]["schemas"]["IssueCode"]["enum"]), set(&codes));
}

#[test]
fn every_field_and_every_choice_is_listed() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let draft = &schemas["Draft"];
    assert_eq!(names(&draft["required"]), set(Draft::REQUIRED));
    assert_eq!(names(&draft["properties"]), set(Draft::REQUIRED.iter().chain(Draft::OPTIONAL)));
    let record = names(&serde_json::to_value(Record::default()).unwrap());
    assert_eq!(set(RecordField::ALL), record);
    for listed in [&schemas["Record"]["required"], &schemas["Record"]["properties"], &schemas["RecordField"]["enum"]] {
        assert_eq!(names(listed), record);
    }
    assert_eq!(names(&schemas["Language"]["enum"]), set(Language::ALLOWED));
    assert_eq!(names(&schemas["Currency"]["enum"]), set(Currency::ALLOWED));

    let sample = serde_json::to_value(Search::builder().eq("invoice_id", "000001").build().unwrap()).unwrap();
    let search = &schemas["Search"];
    assert_eq!(names(&search["required"]), set(Search::REQUIRED));
    assert_eq!(names(&search["properties"]), names(&sample));
    for part in ["paging", "orderParameters"] {
        assert_eq!(names(&search["properties"][part]["properties"]), names(&sample[part]));
    }
    assert_eq!(
        names(&search["properties"]["orderParameters"]["properties"]["typeOrder"]["enum"]),
        set(Direction::ALLOWED)
    );
    let mut methods = BTreeSet::new();
    for condition in schemas["Condition"]["oneOf"].as_array().unwrap() {
        let properties = &condition["properties"];
        assert_eq!(names(properties), names(&sample["searchParameters"][0]));
        let method = properties["method"]["const"].as_str().unwrap();
        let (min, max) = method.parse::<Method>().unwrap().arity();
        let values = &properties["searchParameter"];
        assert_eq!((&values["minItems"], &values["maxItems"]), (&min.into(), &max.into()), "{method}");
        methods.insert(method.to_owned());
    }
    assert_eq!(methods, set(Method::ALLOWED));
}

#[test]
fn every_event_is_a_webhook() {
    let after = |kind: Option<NoticeType>| {
        Some(match kind {
            None => NoticeType::Paid,
            Some(NoticeType::Paid) => NoticeType::Mismatch,
            Some(NoticeType::Mismatch) => NoticeType::Failed,
            Some(NoticeType::Failed) => NoticeType::Expired,
            Some(NoticeType::Expired) => NoticeType::Deactivated,
            Some(NoticeType::Deactivated) => return None,
        })
    };
    let kinds: Vec<_> = successors(after(None), |kind| after(Some(*kind))).map(NoticeType::as_str).collect();
    let document = document();
    assert_eq!(names(&document["webhooks"]), set(&kinds));
    assert_eq!(names(&document["components"]["schemas"]["EventType"]["enum"]), set(&kinds));
}

#[test]
fn every_scope_of_a_key_is_named() {
    let document = document();
    let text = document["components"]["securitySchemes"]["key"]["description"].as_str().unwrap();
    for scope in KeyScope::ALL {
        assert!(text.contains(&format!("`{}`", scope.as_str())), "{}", scope.as_str());
    }
}
