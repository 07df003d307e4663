//! A fault as it is ordered, over `POST /sandbox/faults` or by flag: what it says, and whether it
//! makes sense.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ledger::Route;

/// A fault as it is ordered: the body of `POST /sandbox/faults`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultOrder {
    /// `token`, `create`, `search` or `deactivate`.
    pub route: Route,
    /// What happens.
    pub fault: FaultName,
    /// Whether the call does its work all the same. Each fault has its own default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
    /// Calls to let pass before the first that the fault can hit.
    #[serde(default)]
    pub skip: u32,
    /// Calls that it hits; 1 unless `always` or `probability` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// It hits every call.
    #[serde(default)]
    pub always: bool,
    /// It hits each call with this probability, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Where the probability's random numbers start; the same seed hits the same calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// `latency`: milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// `throttled`: seconds in `Retry-After`; without it the header is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// `token_rejected`: 401 (default), 400 or 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// `unknown_status`: the status in the records; `PROCESSING` unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_status: Option<String>,
    /// `search_lag`: searches that do not find the new link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searches: Option<u32>,
    /// `search_lag`: seconds of the sandbox's clock for which no search finds the new link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
}

/// Faults in the order in which they are to be armed.
#[derive(Clone, Debug)]
pub struct FaultList(pub Vec<FaultOrder>);

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultName {
    /// The answer is late.
    Latency,
    /// 429.
    Throttled,
    /// 500 in the API's error shape.
    ServerError,
    /// 502 with a page of HTML, as a proxy answers.
    BadGateway,
    /// 200 without a body.
    Empty,
    /// The first half of the answer's JSON.
    Truncated,
    /// JSON broken as the bank page's sample is: a quote is missing, a brace is too many.
    Malformed,
    /// The right JSON as `text/html`.
    WrongContentType,
    /// The connection is reset, no byte is answered.
    Reset,
    /// No answer ever comes; the connection stays open.
    Silence,
    /// The token is rejected this once.
    TokenRejected,
    /// The token ends just before the call is looked at.
    TokenExpired,
    /// Searches do not find the new link for a while.
    SearchLag,
    /// The search answers each record twice.
    DuplicateRecords,
    /// The records have a status that no page names.
    UnknownStatus,
    /// The answer has fields that no page names.
    UnknownFields,
}

/// Whether a call's work is done although its answer is lost or late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// The link is made, found, deactivated, the token given out; then the fault strikes.
    Done,
    /// The fault strikes before any work.
    Undone,
}

/// What comes in place of the true answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    Throttled { retry_after: Option<u32> },
    ServerError,
    BadGateway,
    Empty,
    Truncated,
    Malformed,
    WrongContentType,
    Reset,
    Silence,
    TokenRejected { http_status: u16 },
}

/// How long a new link is hidden from searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LagOrder {
    /// For so many searches that would find it.
    Searches(u32),
    /// For so many seconds of the sandbox's clock.
    Seconds(u32),
}

/// What an order makes of a call.
#[derive(Clone, Debug)]
pub enum Effect {
    Pause(Duration, Work),
    Instead(Instead, Work),
    TokenExpired,
    SearchLag(LagOrder),
    DuplicateRecords,
    UnknownStatus(String),
    UnknownFields,
}

impl FaultList {
    /// Reads one order or a list of orders from JSON.
    ///
    /// # Errors
    /// What is wrong with any of them.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let list = if value.is_array() { value } else { serde_json::Value::Array(vec![value]) };
        let orders: Vec<FaultOrder> = serde_json::from_value(list).map_err(|error| error.to_string())?;
        orders.iter().try_for_each(FaultOrder::check)?;
        Ok(FaultList(orders))
    }
}

impl FaultOrder {
    /// Whether the order makes sense.
    ///
    /// # Errors
    /// It does not: what and why.
    pub fn check(&self) -> Result<(), String> {
        self.effect()?;
        match (self.times, self.always, self.probability) {
            (Some(_), true, _) => Err("times and always exclude each other".into()),
            (_, true, Some(_)) => Err("always and probability exclude each other".into()),
            (_, _, Some(p)) if !(0.0..=1.0).contains(&p) => Err("probability must be 0 to 1".into()),
            (Some(0), ..) => Err("times must be 1 or more".into()),
            (_, _, None) if self.seed.is_some() => Err("seed goes with probability".into()),
            _ => Ok(()),
        }
    }

    /// What the order makes of a call.
    ///
    /// # Errors
    /// It makes no sense: what and why.
    pub fn effect(&self) -> Result<Effect, String> {
        use FaultName as F;
        use Route::{Create, Deactivate, Search, Token};
        let (routes, work): (&[Route], &[Work]) = match self.fault {
            F::Latency | F::Throttled | F::ServerError | F::BadGateway | F::Reset | F::Silence => {
                (&[Token, Create, Search, Deactivate], &[Work::Undone, Work::Done])
            }
            F::Empty => (&[Token, Create, Search, Deactivate], &[Work::Done, Work::Undone]),
            F::Truncated | F::Malformed | F::WrongContentType => (&[Token, Create, Search, Deactivate], &[Work::Done]),
            F::TokenRejected | F::TokenExpired => (&[Create, Search, Deactivate], &[Work::Undone]),
            F::SearchLag => (&[Create], &[Work::Done]),
            F::DuplicateRecords => (&[Search], &[Work::Done]),
            F::UnknownStatus => (&[Create, Search], &[Work::Done]),
            F::UnknownFields => (&[Token, Create, Search], &[Work::Done]),
        };
        let name = word(self.fault);
        if !routes.contains(&self.route) {
            return Err(format!("{name} goes with route {}", words(routes)));
        }
        let work = match self.work {
            Some(wanted) if !work.contains(&wanted) => return Err(format!("{name} goes with work {}", words(work))),
            wanted => wanted.unwrap_or(work[0]),
        };
        let given = [
            ("ms", self.ms.is_some(), F::Latency),
            ("retry_after", self.retry_after.is_some(), F::Throttled),
            ("http_status", self.http_status.is_some(), F::TokenRejected),
            ("record_status", self.record_status.is_some(), F::UnknownStatus),
            ("searches", self.searches.is_some(), F::SearchLag),
            ("seconds", self.seconds.is_some(), F::SearchLag),
        ];
        for (field, given, owner) in given {
            if given && owner != self.fault {
                return Err(format!("{field} goes with fault {}", word(owner)));
            }
        }
        Ok(match self.fault {
            F::Latency => Effect::Pause(Duration::from_millis(self.ms.ok_or("latency needs ms")?), work),
            F::Throttled => Effect::Instead(Instead::Throttled { retry_after: self.retry_after }, work),
            F::ServerError => Effect::Instead(Instead::ServerError, work),
            F::BadGateway => Effect::Instead(Instead::BadGateway, work),
            F::Empty => Effect::Instead(Instead::Empty, work),
            F::Truncated => Effect::Instead(Instead::Truncated, work),
            F::Malformed => Effect::Instead(Instead::Malformed, work),
            F::WrongContentType => Effect::Instead(Instead::WrongContentType, work),
            F::Reset => Effect::Instead(Instead::Reset, work),
            F::Silence => Effect::Instead(Instead::Silence, work),
            F::TokenRejected => match self.http_status.unwrap_or(401) {
                http_status @ (200 | 400 | 401) => Effect::Instead(Instead::TokenRejected { http_status }, work),
                _ => return Err("http_status must be 200, 400 or 401".into()),
            },
            F::TokenExpired => Effect::TokenExpired,
            F::SearchLag => Effect::SearchLag(match (self.searches, self.seconds) {
                (Some(searches), None) => LagOrder::Searches(searches),
                (None, Some(seconds)) => LagOrder::Seconds(seconds),
                _ => return Err("search_lag needs searches or seconds".into()),
            }),
            F::DuplicateRecords => Effect::DuplicateRecords,
            F::UnknownStatus => {
                Effect::UnknownStatus(self.record_status.clone().unwrap_or_else(|| "PROCESSING".into()))
            }
            F::UnknownFields => Effect::UnknownFields,
        })
    }
}

/// The snake_case word of a unit variant, as it is in JSON.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => unreachable!("unit variants are written as strings"),
    }
}

fn words(values: &[impl Serialize]) -> String {
    values.iter().map(word).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senseless_orders_are_refused() {
        for (order, fault) in [
            (r#"{"route":"create","fault":"latency"}"#, "latency needs ms"),
            (r#"{"route":"create","fault":"reset","ms":1}"#, "ms goes with fault latency"),
            (
                r#"{"route":"token","fault":"token_rejected"}"#,
                "token_rejected goes with route create, search, deactivate",
            ),
            (r#"{"route":"create","fault":"token_rejected","http_status":500}"#, "http_status must be 200, 400 or 401"),
            (r#"{"route":"create","fault":"truncated","work":"undone"}"#, "truncated goes with work done"),
            (r#"{"route":"create","fault":"search_lag"}"#, "search_lag needs searches or seconds"),
            (r#"{"route":"create","fault":"reset","times":0}"#, "times must be 1 or more"),
            (r#"{"route":"create","fault":"reset","times":2,"always":true}"#, "times and always exclude each other"),
            (r#"{"route":"create","fault":"reset","probability":1.5}"#, "probability must be 0 to 1"),
            (r#"{"route":"create","fault":"reset","seed":1}"#, "seed goes with probability"),
            (r#"{"route":"page","fault":"reset"}"#, "reset goes with route token, create, search, deactivate"),
        ] {
            assert_eq!(FaultList::parse(order).unwrap_err(), fault, "{order}");
        }
        assert!(FaultList::parse(r#"{"route":"create","fault":"reset","tmies":2}"#).is_err());
    }
}
