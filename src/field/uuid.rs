//! The ids that the bank gives: UUIDs.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use super::value::parsed_field;
use crate::issue::Reason;
use crate::output::ToJson;
use crate::rule::{self, cursor::Cursor, length::characters};

fn read(text: &str) -> Result<u128, Reason> {
    rule::uuid::check(Cursor::new(text.as_bytes()), characters(text.as_bytes()))?;
    let digits = text.bytes().filter_map(|byte| char::from(byte).to_digit(16));
    Ok(digits.fold(0, |value, digit| value << 4 | u128::from(digit)))
}

fn text(value: u128) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let (mut text, mut at) = ([b'-'; 36], 0);
    for byte in value.to_be_bytes() {
        if let 8 | 13 | 18 | 23 = at {
            at += 1;
        }
        text[at] = DIGITS[usize::from(byte >> 4)];
        text[at + 1] = DIGITS[usize::from(byte & 15)];
        at += 2;
    }
    core::str::from_utf8(&text).unwrap_or_default().into()
}

/// Declares an id: compared by value, shown in lower case.
macro_rules! uuid {
    ($(#[$doc:meta])* $type:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(u128);

        impl $type {
            /// The rule: 32 hexadecimal digits in groups of 8-4-4-4-12, letters of either case.
            ///
            /// # Errors
            /// [`Reason::Empty`] or [`Reason::NotUuid`].
            pub fn check(text: &[u8]) -> Result<(), Reason> {
                rule::uuid::check(Cursor::new(text), characters(text)).map_err(Reason::from)
            }
        }

        impl FromStr for $type {
            type Err = Reason;

            fn from_str(text: &str) -> Result<Self, Reason> {
                read(text).map(Self)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&text(self.0))
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($type))
            }
        }

        impl ToJson for $type {
            fn write(&self, json: &mut String) {
                text(self.0).write(json);
            }
        }

        parsed_field!($type);
    };
}

uuid! {
    /// The shop's id, given by the bank: a UUID. Source: bank page, table 1, `shop_id`.
    ShopId
}

uuid! {
    /// A link's id, given by the bank: a UUID. Source: bank page, create's answer, `id`.
    LinkId
}

impl LinkId {
    pub(crate) fn text(self) -> String {
        text(self.0)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn hyphenated_hexadecimal() {
        let text = "04f25a4b-d2bd-4dd8-b3a7-9390be4774c4";
        assert_eq!(text.parse::<ShopId>().unwrap().to_string(), text);
        assert_eq!(text.to_uppercase().parse::<ShopId>(), text.parse());
        let id = "00000000-0000-0000-0000-000000000001".parse::<LinkId>().unwrap();
        assert_eq!(format!("{id:?}"), "LinkId(00000000-0000-0000-0000-000000000001)");
        assert_eq!("".parse::<ShopId>(), Err(Reason::Empty));
        let bad = [
            // the bank's page prints its production shop id one digit short
            "e16cfde-f3e9-49c6-8cf9-2d3f080f739c",
            "04f25a4bd2bd4dd8b3a79390be4774c4",
            "{04f25a4b-d2bd-4dd8-b3a7-9390be4774c4}",
            "04f25a4b-d2bd-4dd8-b3a7-9390be4774cg",
            "04f25a4b_d2bd-4dd8-b3a7-9390be4774c4",
            "04f25a4b-d2bd-4dd8-b3a7-9390be4774c4 ",
        ];
        for text in bad {
            assert_eq!(text.parse::<ShopId>(), Err(Reason::NotUuid), "{text}");
        }
    }
}
