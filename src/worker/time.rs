//! The clock. In a Worker it stands still between calls to the outside.

/// Milliseconds since 1970-01-01T00:00:00Z.
pub(super) fn now_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are far below 2^53")]
    let now = super::border::now() as i64;
    now
}
