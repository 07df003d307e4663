//! The payer's e-mail address.

use alloc::boxed::Box;

use super::value::text_field;
use crate::issue::Reason;
use crate::rule::{self, cursor::Cursor, length::characters};

/// An e-mail address, kept as it was typed. `Debug` prints nothing of it.
///
/// Source: bank page, table 1, `recipient_contact` (which says no more than "e-mail address"). The rule is the one
/// browsers apply to `<input type="email">` (HTML standard, "valid e-mail address"), with a dot in the domain, at most
/// 64 characters before the `@` and 254 in all (RFC 5321, 4.5.3.1).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(Box<str>);

text_field!(Email, Email::check);

impl Email {
    /// The most characters in all.
    pub const MAX: u32 = rule::email::MAX;

    /// The rule, over ASCII.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::TooLong`] or [`Reason::NotEmail`].
    pub fn check(text: &[u8]) -> Result<(), Reason> {
        rule::email::check(Cursor::new(text), characters(text)).map_err(Reason::from)
    }
}

impl core::fmt::Debug for Email {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn the_browsers_rule_and_a_dot() {
        let good = ["EXAMPLE@halykbank.kz", "a@b.kz", "a.b+c_d'e/f=g@x-y.z1.kz", "!#$%&'*+-/=?^_`{|}~.@a.b"];
        for text in good {
            assert_eq!(Email::check(text.as_bytes()), Ok(()), "{text}");
        }
        let bad = [
            "a", "@b.kz", "a@", "a@b", "a@b..kz", "a@.kz", "a@b.kz.", "a@-b.kz", "a@b-.kz", "a@-.kz", "a b@c.kz",
            "a@b@c.kz", "а@б.kz", "a@b_c.kz", "a\"@b.kz", "a(@b.kz", "a,@b.kz", "a:@b.kz", "a@b.kz\n",
        ];
        for text in bad {
            assert_eq!(Email::check(text.as_bytes()), Err(Reason::NotEmail), "{text}");
        }
        assert_eq!(Email::check(b""), Err(Reason::Empty));
    }

    #[test]
    fn lengths_of_rfc_5321() {
        let label = "b".repeat(63);
        assert_eq!(Email::check(format!("{}@{label}.kz", "a".repeat(64)).as_bytes()), Ok(()));
        assert_eq!(Email::check(format!("{}@b.kz", "a".repeat(65)).as_bytes()), Err(Reason::NotEmail));
        assert_eq!(Email::check(format!("a@{label}b.kz").as_bytes()), Err(Reason::NotEmail));
        let long = format!("aaa@{label}.{label}.{label}.{}", "b".repeat(58));
        assert_eq!(long.len(), 254);
        assert_eq!(Email::check(long.as_bytes()), Ok(()));
        assert_eq!(Email::check(format!("{long}b").as_bytes()), Err(Reason::TooLong { max: 254, actual: 255 }));
    }

    #[test]
    fn stays_out_of_debug() {
        assert_eq!(format!("{:?}", "a@b.kz".parse::<Email>().unwrap()), "Email(…)");
    }
}
