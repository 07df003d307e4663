//! Faults on demand: which call they hit, how often, and what they do to it.

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

/// What one call will suffer.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every fault that hit, for the ledger.
    pub faults: Vec<FaultName>,
    /// Pause before the work.
    pub before: Duration,
    /// Pause between the work and the answer.
    pub after: Duration,
    /// What comes in place of the answer.
    pub instead: Option<(Instead, Work)>,
    /// What is different about the work.
    pub changes: Changes,
}

/// What comes in place of the true answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the fault of its name")]
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

/// What is different about the work.
#[derive(Debug, Default)]
pub struct Changes {
    /// The token ends before the call is looked at.
    pub token_expired: bool,
    /// The new link is hidden from searches.
    pub search_lag: Option<LagOrder>,
    /// Each record comes twice.
    pub duplicate_records: bool,
    /// A status in place of the true one.
    pub unknown_status: Option<String>,
    /// Fields that no page names.
    pub unknown_fields: bool,
}

/// How long a new link is hidden from searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LagOrder {
    /// For so many searches that would find it.
    Searches(u32),
    /// For so many seconds of the sandbox's clock.
    Seconds(u32),
}

/// The armed faults, in the order in which they were armed.
#[derive(Debug, Default)]
pub struct Faults {
    armed: Vec<Armed>,
    last_id: u32,
}

/// An armed fault.
#[derive(Debug, Serialize)]
pub struct Armed {
    id: u32,
    #[serde(flatten)]
    order: FaultOrder,
    /// Calls that it hit so far.
    hits: u32,
    /// Calls that it can still hit; absent where there is no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<u32>,
    #[serde(skip)]
    effect: Effect,
    #[serde(skip)]
    skipped: u32,
    #[serde(skip)]
    random: fastrand::Rng,
}

#[derive(Clone, Debug)]
enum Effect {
    Pause(Duration, Work),
    Instead(Instead, Work),
    TokenExpired,
    SearchLag(LagOrder),
    DuplicateRecords,
    UnknownStatus(String),
    UnknownFields,
}

impl Faults {
    /// Arms a fault; returns its id.
    ///
    /// # Errors
    /// The order makes no sense: what and why.
    pub fn arm(&mut self, order: FaultOrder) -> Result<u32, String> {
        let effect = order.effect()?;
        let left = match (order.times, order.always, order.probability) {
            (Some(_), true, _) => return Err("times and always exclude each other".into()),
            (_, true, Some(_)) => return Err("always and probability exclude each other".into()),
            (_, _, Some(p)) if !(0.0..=1.0).contains(&p) => return Err("probability must be 0 to 1".into()),
            (Some(0), ..) => return Err("times must be 1 or more".into()),
            (Some(times), ..) => Some(times),
            (None, false, None) => Some(1),
            (None, ..) => None,
        };
        if order.seed.is_some() && order.probability.is_none() {
            return Err("seed goes with probability".into());
        }
        self.last_id += 1;
        let random = order.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        self.armed.push(Armed { id: self.last_id, order, hits: 0, left, effect, skipped: 0, random });
        Ok(self.last_id)
    }

    /// All armed faults, also those that have hit as often as they were to.
    pub fn all(&self) -> &[Armed] {
        &self.armed
    }

    /// Disarms one fault; `false` where there is none of that id.
    pub fn disarm(&mut self, id: u32) -> bool {
        let before = self.armed.len();
        self.armed.retain(|fault| fault.id != id);
        self.armed.len() < before
    }

    /// Disarms all.
    pub fn clear(&mut self) {
        self.armed.clear();
    }

    /// What the next call of a route suffers. Pauses add up and changes of the work go together; of
    /// the faults that replace the answer one hits per call, in the order in which they were armed.
    pub fn plan(&mut self, route: Route) -> Plan {
        let mut plan = Plan::default();
        for fault in self.armed.iter_mut().filter(|fault| fault.order.route == route) {
            let replaces = matches!(fault.effect, Effect::Instead(..));
            if (replaces && plan.instead.is_some()) || !fault.hits_now() {
                continue;
            }
            plan.faults.push(fault.order.fault);
            match fault.effect.clone() {
                Effect::Pause(pause, Work::Undone) => plan.before += pause,
                Effect::Pause(pause, Work::Done) => plan.after += pause,
                Effect::Instead(instead, work) => plan.instead = Some((instead, work)),
                Effect::TokenExpired => plan.changes.token_expired = true,
                Effect::SearchLag(lag) => plan.changes.search_lag = Some(lag),
                Effect::DuplicateRecords => plan.changes.duplicate_records = true,
                Effect::UnknownStatus(status) => plan.changes.unknown_status = Some(status),
                Effect::UnknownFields => plan.changes.unknown_fields = true,
            }
        }
        plan
    }
}

impl Armed {
    fn hits_now(&mut self) -> bool {
        if self.left == Some(0) {
            return false;
        }
        if self.skipped < self.order.skip {
            self.skipped += 1;
            return false;
        }
        if self.order.probability.is_some_and(|p| self.random.f64() >= p) {
            return false;
        }
        self.left = self.left.map(|left| left - 1);
        self.hits += 1;
        true
    }
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
        let mut trial = Faults::default();
        orders.iter().try_for_each(|order| trial.arm(order.clone()).map(drop))?;
        Ok(FaultList(orders))
    }
}

impl FaultOrder {
    fn effect(&self) -> Result<Effect, String> {
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

    fn one(order: &str) -> FaultOrder {
        FaultList::parse(order).unwrap().0.remove(0)
    }

    fn hits(order: &str, calls: usize) -> Vec<bool> {
        let mut faults = Faults::default();
        faults.arm(one(order)).unwrap();
        (0..calls).map(|_| faults.plan(Route::Create).instead.is_some()).collect()
    }

    #[test]
    fn how_often() {
        let cases: [(&str, [bool; 4]); 4] = [
            (r#"{"route":"create","fault":"reset"}"#, [true, false, false, false]),
            (r#"{"route":"create","fault":"reset","times":2}"#, [true, true, false, false]),
            (r#"{"route":"create","fault":"reset","times":1,"skip":2}"#, [false, false, true, false]),
            (r#"{"route":"create","fault":"reset","always":true}"#, [true; 4]),
        ];
        for (order, want) in cases {
            assert_eq!(hits(order, 4), want, "{order}");
        }
        assert_eq!(hits(r#"{"route":"search","fault":"reset"}"#, 1), [false]);
    }

    #[test]
    fn a_seed_hits_the_same_calls() {
        let order = r#"{"route":"create","fault":"reset","probability":0.3,"seed":7}"#;
        let (first, second) = (hits(order, 200), hits(order, 200));
        assert_eq!(first, second);
        let count = first.iter().filter(|hit| **hit).count();
        assert!((30..=90).contains(&count), "{count} of 200 at 0.3");
    }

    #[test]
    fn one_replacement_per_call_and_pauses_add_up() {
        let mut faults = Faults::default();
        for order in [
            r#"{"route":"create","fault":"server_error"}"#,
            r#"{"route":"create","fault":"latency","ms":20}"#,
            r#"{"route":"create","fault":"latency","ms":30}"#,
            r#"{"route":"create","fault":"reset","work":"done"}"#,
        ] {
            faults.arm(one(order)).unwrap();
        }
        let first = faults.plan(Route::Create);
        assert_eq!(first.instead, Some((Instead::ServerError, Work::Undone)));
        assert_eq!(first.before, Duration::from_millis(50));
        let second = faults.plan(Route::Create);
        assert_eq!(second.instead, Some((Instead::Reset, Work::Done)));
        assert_eq!(second.before, Duration::ZERO);
    }

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
