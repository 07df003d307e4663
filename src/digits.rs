//! Numbers as digits, written and read. The standard library's `fmt` and `FromStr` have code of their own for each type and
//! for each place where they are used, several KB of it in the Worker.

use alloc::string::String;

/// Writes a number in a base of at most 16, with zeros before it where it has fewer than `least` digits. Letters are capitals.
pub(crate) fn push(text: &mut String, number: u64, base: u64, least: usize) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let (mut digits, mut rest, mut count) = ([b'0'; 20], number, 0);
    for digit in digits.iter_mut().rev() {
        if rest == 0 && count >= least.max(1) {
            break;
        }
        *digit = DIGITS[(rest % base) as usize & 15];
        (rest, count) = (rest / base, count + 1);
    }
    text.push_str(core::str::from_utf8(&digits[digits.len() - count..]).unwrap_or_default());
}

/// Writes a number in decimal digits.
pub(crate) fn push_decimal(text: &mut String, number: i64) {
    if number < 0 {
        text.push('-');
    }
    push(text, number.unsigned_abs(), 10, 1);
}

/// A number in decimal digits.
pub(crate) fn decimal(number: i64) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number);
    text
}

/// Reads decimal digits, with `+` before them or without, as `FromStr` of an unsigned number does.
pub(crate) fn read(text: &str) -> Option<u64> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let mut number = 0_u64;
    for byte in digits.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(digit.into())?;
    }
    (!digits.is_empty()).then_some(number)
}

/// As [`read`], or with `-` before them.
pub(crate) fn read_signed(text: &str) -> Option<i64> {
    match text.strip_prefix('-') {
        Some(rest) if !rest.starts_with('+') => 0_i64.checked_sub_unsigned(read(rest)?),
        Some(_) => None,
        None => read(text)?.try_into().ok(),
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;
    use proptest::prelude::*;

    fn written(number: u64, base: u64, least: usize) -> String {
        let mut text = String::new();
        push(&mut text, number, base, least);
        text
    }

    proptest! {
        #[test]
        fn written_as_fmt_writes(number: u64, small in 0_u64..300, signed: i64) {
            for number in [number, small] {
                prop_assert_eq!(written(number, 10, 1), number.to_string());
                prop_assert_eq!(written(number, 10, 4), format!("{number:04}"));
                prop_assert_eq!(written(number, 16, 16), format!("{number:016X}"));
            }
            prop_assert_eq!(decimal(signed), signed.to_string());
        }

        #[test]
        fn read_as_from_str_reads(text in "[+-]{0,2}[0-9]{0,21}|\\PC{0,3}") {
            prop_assert_eq!(read(&text), text.parse().ok());
            prop_assert_eq!(read_signed(&text), text.parse().ok());
        }
    }

    #[test]
    fn the_ends_of_the_types() {
        assert_eq!([written(0, 10, 0), written(u64::MAX, 10, 1)], ["0", "18446744073709551615"]);
        for number in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!((decimal(number), read_signed(&number.to_string())), (number.to_string(), Some(number)));
        }
        assert_eq!(read("18446744073709551616"), None);
    }
}
