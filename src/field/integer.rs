//! The whole numbers of a search's paging.

use crate::input::Value;
use crate::issue::Reason;
use crate::rule;

/// A whole number from `min` to 2³¹−1, as JSON spells it (`20`, `20.0` and `2e1` are the same number).
pub(crate) fn integer(value: &Value<'_>, min: u32) -> Result<u32, Reason> {
    let number: f64 = value.number()?.parse().map_err(|_| Reason::NotDecimal)?;
    rule::integer::whole(number, min).map_err(Reason::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Kind;

    #[test]
    fn whole_and_within_range() {
        let range = Err(Reason::OutOfRange { min: 1, max: 2_147_483_647 });
        let cases = [
            ("20", Ok(20)),
            ("2e1", Ok(20)),
            ("20.0", Ok(20)),
            ("2147483647", Ok(2_147_483_647)),
            ("0", range),
            ("-1", range),
            ("1e999", range),
            ("2147483648", range),
            ("1.5", Err(Reason::NotInteger)),
            ("\"1\"", Err(Reason::NotNumber { actual: Kind::String })),
        ];
        for (json, expected) in cases {
            assert_eq!(integer(&Value::parse(json.as_bytes()).unwrap(), 1), expected, "{json}");
        }
    }
}
