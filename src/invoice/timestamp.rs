//! A moment as the bank writes it.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::output::ToJson;
use crate::rfc3339;

/// A moment: the bank's own text, and the same in milliseconds since 1970 (UTC).
///
/// The bank writes nanoseconds or microseconds, with the offset +06:00 before 2024-03-01 and +05:00 after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    text: Box<str>,
    unix_ms: i64,
}

impl Timestamp {
    /// Reads RFC 3339. `Some(None)`: the bank's zero time (the year 1), which means "never".
    pub(crate) fn read(text: &str) -> Option<Option<Self>> {
        let moment = rfc3339::read(text.trim())?;
        let never = moment.year <= 1;
        Some((!never).then(|| Self { text: text.trim().into(), unix_ms: moment.unix_ms }))
    }

    /// The bank's text, RFC 3339.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_ms(&self) -> i64 {
        self.unix_ms
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl ToJson for Timestamp {
    fn write(&self, json: &mut String) {
        self.text.write(json);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_the_bank_writes() {
        let cases = [
            ("2023-03-28T10:04:10.997074088+06:00", Some(Some(1_679_976_250_997))),
            ("2024-02-20T15:15:29.289897+06:00", Some(Some(1_708_420_529_289))),
            ("2024-03-02T00:00:00+05:00", Some(Some(1_709_319_600_000))),
            ("1970-01-01T00:00:00Z", Some(Some(0))),
            ("0001-01-01T00:00:00Z", Some(None)),
            ("0001-01-01T05:07:48+05:07", Some(None)),
            ("", None),
            ("yesterday", None),
            ("2024-02-30T00:00:00Z", None),
        ];
        for (text, expected) in cases {
            let read = Timestamp::read(text).map(|moment| moment.map(|moment| moment.unix_ms()));
            assert_eq!(read, expected, "{text}");
        }
    }
}
