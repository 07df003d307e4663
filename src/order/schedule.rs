//! When: every period and pause of an order's life, in milliseconds.
//!
//! The tables are this library's choice: the bank publishes no figure for any of them.

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long after the end of a create call of unknown outcome a link may still turn up.
///
/// An assumption, and the only one that "one link per order" rests on: a link that no search has found by then was not
/// made. Nobody outside the bank knows how long a request may linger there, nor how soon a new link is found.
pub const SETTLE_MS: i64 = MINUTE;

/// How long a callback puts off the verdict that no link was made: the bank would hardly call about a link that is not.
pub const CALLBACK_HOLD_MS: i64 = 10 * MINUTE;

/// How long a caller waits for an unknown outcome to become known before it is told so: the searches 0.2 s, 1 s and 3 s
/// after the call.
pub const PATIENCE_MS: i64 = 4 * SECOND;

/// How far the bank's clock may be behind: a link dated earlier than that before the intent is not the intent's.
pub const CLOCK_SKEW_MS: i64 = 5 * MINUTE;

/// How long after `expire_date` an order that a search finds unpaid counts as expired.
pub const EXPIRY_MARGIN_MS: i64 = MINUTE;

/// How long after `expire_date` the last look is taken.
pub const AFTER_EXPIRY_MS: i64 = DAY;

/// How long a link that names no end is watched.
pub const ENDLESS_MS: i64 = 30 * DAY;

/// How long after the last look was due it is still tried at a bank that does not answer.
pub const GIVE_UP_MS: i64 = 7 * DAY;

/// When the alarm rings while a call or a delivery is under way: only a crash lets it come to that.
pub const WATCHDOG_MS: i64 = MINUTE;

/// The pauses between the looks at a link whose deactivation is to be confirmed; the first look is taken at once.
pub(super) const CONFIRM_PAUSES_MS: [i64; 3] = [200, 800, 2 * SECOND];

/// The pauses between the deliveries of a notice, as the Standard Webhooks specification suggests: ten deliveries within
/// 75.6 hours.
pub const DELIVERY_PAUSES_MS: [i64; 9] =
    [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/// A pause by age: the first row whose age is not reached yet.
fn by_age(age_ms: i64, rows: &[(i64, i64)]) -> Option<i64> {
    rows.iter().find(|(until, _)| age_ms < *until).map(|(_, pause)| *pause)
}

/// The pause before the next look at a link that is not paid, by the time since it is known: dense while a payer sits
/// before it, sparse later. About 110 looks at a link of two days.
pub(super) fn poll_pause(age_ms: i64) -> i64 {
    const ROWS: [(i64, i64); 5] = [
        (2 * MINUTE, 15 * SECOND),
        (15 * MINUTE, MINUTE),
        (2 * HOUR, 5 * MINUTE),
        (DAY, 30 * MINUTE),
        (7 * DAY, 2 * HOUR),
    ];
    by_age(age_ms, &ROWS).unwrap_or(12 * HOUR)
}

/// The pause before the next look where something has happened that no search shows yet: a callback, a deactivation.
/// After six hours there is nothing more to it.
pub(super) fn stirred_pause(age_ms: i64) -> Option<i64> {
    const ROWS: [(i64, i64); 5] = [
        (5 * SECOND, SECOND),
        (30 * SECOND, 5 * SECOND),
        (5 * MINUTE, 30 * SECOND),
        (HOUR, 5 * MINUTE),
        (6 * HOUR, 30 * MINUTE),
    ];
    by_age(age_ms, &ROWS)
}

/// The pause before the next search for a link of which nobody knows whether it was made, by the time since the call.
pub(super) fn resolve_pause(age_ms: i64) -> i64 {
    const ROWS: [(i64, i64); 6] = [
        (200, 200),
        (SECOND, 800),
        (3 * SECOND, 2 * SECOND),
        (10 * SECOND, 5 * SECOND),
        (5 * MINUTE, 15 * SECOND),
        (HOUR, MINUTE),
    ];
    by_age(age_ms, &ROWS).unwrap_or(15 * MINUTE)
}

/// How soon it is searched for a link after the bank has throttled its creation and the callers were told so.
pub(super) const THROTTLED_SEARCH_MS: i64 = 5 * SECOND;

/// The pause before the next search after `failures` in a row have failed (at least 1).
pub(super) fn backoff(failures: u32) -> i64 {
    const PAUSES: [i64; 7] = [2 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE];
    PAUSES[(failures.max(1) as usize - 1).min(PAUSES.len() - 1)]
}

/// From `ms` to whole seconds for a `Retry-After`: 1 to 60.
#[expect(clippy::cast_sign_loss, reason = "within 1 and 60")]
pub(super) fn retry_after_s(ms: i64) -> u32 {
    (ms.saturating_add(SECOND - 1) / SECOND).clamp(1, 60) as u32
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    /// How many looks `pause` leads to from age 0 to `until`.
    fn looks(until: i64, pause: impl Fn(i64) -> i64) -> usize {
        core::iter::successors(Some(0), |age| Some(age + pause(*age))).take_while(|age| *age < until).count()
    }

    #[test]
    fn pauses_never_shrink() {
        for ages in (0..10 * DAY).step_by(997_000).collect::<Vec<_>>().windows(2) {
            assert!(poll_pause(ages[0]) <= poll_pause(ages[1]));
            assert!(resolve_pause(ages[0]) <= resolve_pause(ages[1]));
            assert!(stirred_pause(ages[0]).unwrap_or(i64::MAX) <= stirred_pause(ages[1]).unwrap_or(i64::MAX));
        }
        assert!((0..20).all(|failures| backoff(failures) <= backoff(failures + 1)));
        assert!(DELIVERY_PAUSES_MS.is_sorted());
    }

    #[test]
    fn the_bank_is_not_flooded() {
        assert!(looks(3 * DAY, poll_pause) < 150, "{}", looks(3 * DAY, poll_pause));
        assert!(looks(6 * HOUR, |age| stirred_pause(age).unwrap_or(DAY)) < 60);
    }

    #[test]
    fn a_caller_sees_three_searches() {
        assert_eq!(looks(PATIENCE_MS, resolve_pause) - 1, 3);
    }

    #[test]
    fn three_days_of_deliveries() {
        let hours = DELIVERY_PAUSES_MS.iter().sum::<i64>() / HOUR;
        assert_eq!(hours, 75);
    }

    #[test]
    fn seconds_to_retry_after() {
        assert_eq!([-5, 0, 1, 1_000, 1_001, 99_000_000].map(retry_after_s), [1, 1, 1, 1, 2, 60]);
    }
}
