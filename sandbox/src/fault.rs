//! Armed faults: which calls they hit, and what each call suffers.

use std::time::Duration;

use serde::Serialize;

use crate::fault_order::{Effect, FaultName, FaultOrder, Instead, LagOrder, Work};
use crate::ledger::Route;

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

impl Faults {
    /// Arms a fault; returns its id.
    ///
    /// # Errors
    /// The order makes no sense: what and why.
    pub fn arm(&mut self, order: FaultOrder) -> Result<u32, String> {
        order.check()?;
        let effect = order.effect()?;
        let endless = order.always || order.probability.is_some();
        let left = order.times.or(if endless { None } else { Some(1) });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault_order::FaultList;

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
}
