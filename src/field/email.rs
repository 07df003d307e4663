//! The payer's e-mail address.

use super::value::text_field;
use crate::issue::Reason;

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
    pub const MAX: u32 = 254;
    const LOCAL_MAX: usize = 64;
    const LABEL_MAX: usize = 63;

    /// The rule, over ASCII.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::TooLong`] or [`Reason::NotEmail`].
    pub fn check(text: &[u8]) -> Result<(), Reason> {
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        let well_formed = text.iter().position(|byte| *byte == b'@').is_some_and(|at| {
            let (local, domain) = (&text[..at], &text[at + 1..]);
            (1..=Self::LOCAL_MAX).contains(&local.len())
                && local.iter().all(|byte| is_local(*byte))
                && domain.contains(&b'.')
                && domain.split(|byte| *byte == b'.').all(is_label)
        });
        if !well_formed {
            return Err(Reason::NotEmail);
        }
        match u32::try_from(text.len()).unwrap_or(u32::MAX) {
            ..=Self::MAX => Ok(()),
            actual => Err(Reason::TooLong { max: Self::MAX, actual }),
        }
    }
}

const fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-'..=b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~')
}

/// A DNS label: letters, digits, and hyphens inside it; 1 to 63 of them.
pub(super) fn is_label(label: &[u8]) -> bool {
    match label {
        [] => false,
        [first, .., last] if *first == b'-' || *last == b'-' => false,
        [b'-'] => false,
        _ => label.len() <= Email::LABEL_MAX && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-'),
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
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
