//! The whole numbers of a search's paging.

use super::decimal::Decimal;
use crate::input::Value;
use crate::issue::Reason;

/// A whole number from `min` to 2³¹−1, as JSON spells it (`20`, `20.0` and `2e1` are the same number).
pub(crate) fn integer(value: &Value<'_>, min: u32) -> Result<u32, Reason> {
    let number = Decimal::read(value.number()?, 0).ok_or(Reason::NotDecimal)?;
    let max = i32::MAX as u32;
    let Decimal { negative, whole, fraction } = number;
    let within = u32::try_from(whole).ok().filter(|whole| {
        let is_below = *whole < min || negative && (*whole > 0 || fraction);
        let is_above = *whole > max || *whole == max && fraction;
        !is_below && !is_above
    });
    match within {
        None => Err(Reason::OutOfRange { min, max }),
        Some(_) if fraction => Err(Reason::NotInteger),
        Some(whole) => Ok(whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Kind;
    use crate::rule;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_and_double_agree(number in prop_oneof![proptest::num::f64::ANY, (-3_i64..3_000_000_000).prop_map(|whole| whole as f64 / 2.0)], min in 0_u32..2) {
            let text = serde_json::to_string(&number).unwrap();
            if number.is_finite() {
                let read = integer(&Value::Number(&text), min);
                prop_assert_eq!(read, rule::integer::whole(number, min).map_err(Reason::from), "{}", text);
            }
        }
    }

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
            ("2147483647.5", range),
            ("0.5", range),
            ("-0.5", range),
            ("1.5", Err(Reason::NotInteger)),
            ("\"1\"", Err(Reason::NotNumber { actual: Kind::String })),
        ];
        for (json, expected) in cases {
            assert_eq!(integer(&Value::parse(json.as_bytes()).unwrap(), 1), expected, "{json}");
        }
    }
}
