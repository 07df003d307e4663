//! The sandbox's clock: the real one, moved as tests need it, and the bank's ways of writing a time.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// 2024-03-01T00:00+06:00, when Kazakhstan went over to one zone.
const ONE_ZONE: i64 = 1_709_229_600;

/// The latest time that the clock may show: the year 9000 leaves room for any `expire_period`.
const LATEST: i64 = 221_845_392_000;

/// The real clock plus an offset.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Clock {
    ahead: Duration,
}

/// The body of `POST /sandbox/clock`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum ClockMove {
    /// Seconds to go forward; a negative number goes back.
    AdvanceSeconds(i64),
    /// The time to go to, RFC 3339.
    Now(#[serde(with = "time::serde::rfc3339")] OffsetDateTime),
}

impl Clock {
    /// The time that the sandbox takes for the present, in UTC.
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + self.ahead
    }

    /// Moves the clock.
    ///
    /// # Errors
    /// The time would be before 1970 or after 9000.
    pub fn shift(&mut self, to: ClockMove) -> Result<(), String> {
        let target = match to {
            ClockMove::AdvanceSeconds(seconds) => self.now().checked_add(Duration::seconds(seconds)),
            ClockMove::Now(time) => Some(time),
        };
        match target {
            Some(time) if (0..=LATEST).contains(&time.unix_timestamp()) => {
                self.ahead = time - OffsetDateTime::now_utc();
                Ok(())
            }
            _ => Err("the clock can show the years 1970 to 9000".into()),
        }
    }
}

/// The time as the bank writes it in the answer to a create: nanoseconds and the bank's offset.
pub fn with_nanoseconds(time: OffsetDateTime) -> String {
    rfc3339(time.to_offset(bank_offset(time)))
}

/// The time as the bank writes it in the answer to a search: microseconds and the bank's offset.
pub fn with_microseconds(time: OffsetDateTime) -> String {
    rfc3339(to_microseconds(time).to_offset(bank_offset(time)))
}

/// The time cut to whole microseconds, as the bank keeps it.
pub fn to_microseconds(time: OffsetDateTime) -> OffsetDateTime {
    time.replace_microsecond(time.microsecond()).expect("a time's own microsecond is in range")
}

/// RFC 3339 with the time's own offset; zeros at the end of the fraction are left out.
pub fn rfc3339(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).expect("years 1970 to 9999 and whole-hour offsets can be written")
}

/// +06:00 before 2024-03-01, +05:00 from then on.
fn bank_offset(time: OffsetDateTime) -> UtcOffset {
    let hours = if time.unix_timestamp() < ONE_ZONE { 6 } else { 5 };
    UtcOffset::from_hms(hours, 0, 0).expect("5 and 6 hours are offsets")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> OffsetDateTime {
        OffsetDateTime::parse(text, &Rfc3339).unwrap()
    }

    #[test]
    fn offset_changes_with_the_zone() {
        let cases = [
            ("2024-02-29T17:59:59.5Z", "2024-02-29T23:59:59.5+06:00"),
            ("2024-02-29T18:00:00.5Z", "2024-02-29T23:00:00.5+05:00"),
        ];
        for (utc, bank) in cases {
            assert_eq!(with_nanoseconds(at(utc)), bank);
        }
    }

    #[test]
    fn a_create_shows_nanoseconds_and_a_search_microseconds() {
        let time = at("2025-03-28T04:04:10.997074088Z");
        assert_eq!(with_nanoseconds(time), "2025-03-28T09:04:10.997074088+05:00");
        assert_eq!(with_microseconds(time), "2025-03-28T09:04:10.997074+05:00");
    }

    #[test]
    fn the_clock_moves_both_ways_and_keeps_its_bounds() {
        let mut clock = Clock::default();
        clock.shift(ClockMove::Now(at("2030-01-01T00:00:00Z"))).unwrap();
        assert_eq!(clock.now().year(), 2030);
        clock.shift(ClockMove::AdvanceSeconds(-86_400)).unwrap();
        assert_eq!(clock.now().year(), 2029);
        assert!(clock.shift(ClockMove::AdvanceSeconds(i64::MAX)).is_err());
        assert!(clock.shift(ClockMove::AdvanceSeconds(-10_000_000_000)).is_err());
    }
}
