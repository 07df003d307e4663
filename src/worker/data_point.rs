//! Counters: a data point per request for Workers Analytics Engine, where the binding `ANALYTICS` is.

use core::cell::OnceCell;

use super::bare::local;
use super::border::{self, Env};
use super::log::Line;

/// Writes what the log's line says of the request: the blobs `route`, `code`, `caller` and `bank`, the doubles `status`
/// and `ms`; the index is the route.
pub(super) fn write(env: &Env, line: &Line<'_>) {
    local!(static IS_BOUND: OnceCell<bool> = OnceCell::new());
    if !IS_BOUND.with(|is_bound| *is_bound.get_or_init(|| border::binding(env, "ANALYTICS").is_some())) {
        return;
    }
    let texts = [line.route, line.code, line.caller, line.bank].join("\n");
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of one request")]
    border::write_data_point(env, &texts, line.status, line.ms as f64);
}
