//! URLs.

use super::class::Class;
use super::host::{after_name, is_ipv6};
use super::length::{after, before, filled};
use super::span::span;
use crate::issue::Reason;

pub(crate) const MAX: u32 = 2048;

/// An absolute `http` or `https` URL in ASCII, at most 2048 characters, without user name or password.
pub(crate) fn check(text: &[u8]) -> Result<(), Reason> {
    filled(text, MAX)?;
    let Some(rest) = after_scheme(text) else {
        return Err(Reason::LinkNotAbsolute);
    };
    let Some(tail) = after_host(rest).and_then(after_port).filter(|tail| matches!(tail, [] | [b'/' | b'?' | b'#', ..]))
    else {
        let mut authority = rest.iter().take_while(|byte| !matches!(byte, b'/' | b'?' | b'#'));
        return Err(if authority.any(|byte| *byte == b'@') { Reason::LinkCredentials } else { Reason::LinkHost });
    };
    match first_foreign(tail) {
        None => Ok(()),
        #[expect(clippy::cast_possible_truncation, reason = "at most 2048 characters, by the check before")]
        Some(place) => Err(Reason::LinkCharacter { position: (text.len() - tail.len() + place) as u32 }),
    }
}

/// What follows `http://` or `https://`, in letters of either case.
fn after_scheme(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    for (place, letter) in b"https://".iter().enumerate() {
        match rest {
            [first, more @ ..] if first.eq_ignore_ascii_case(letter) => rest = more,
            _ if place == 4 => {}
            _ => return None,
        }
    }
    Some(rest)
}

fn after_host(rest: &[u8]) -> Option<&[u8]> {
    if let [b'[', inner @ ..] = rest {
        let end = inner.iter().position(|byte| *byte == b']')?;
        return is_ipv6(before(inner, end)).then(|| after(inner, end + 1));
    }
    after_name(rest)
}

/// A port, where there is one, is 1 to 65535, of at most five digits.
fn after_port(rest: &[u8]) -> Option<&[u8]> {
    let [b':', rest @ ..] = rest else { return Some(rest) };
    let length = span(before(rest, 6), &Class::DIGIT);
    let mut port = 0_u32;
    for digit in before(rest, length) {
        port = port * 10 + u32::from(digit & 15);
    }
    (length < 6 && port.wrapping_sub(1) < 65535).then(|| after(rest, length))
}

/// The place of the first byte that a path, query or fragment cannot hold: `%` without two digits, a second `#`, …
fn first_foreign(tail: &[u8]) -> Option<usize> {
    let mut fragment = false;
    let mut at = 0;
    loop {
        at += span(after(tail, at), &Class::URL);
        match after(tail, at) {
            [] => return None,
            [b'%', rest @ ..] if span(before(rest, 2), &Class::HEX) == 2 => at += 3,
            [b'#', ..] if !fragment => {
                fragment = true;
                at += 1;
            }
            _ => return Some(at),
        }
    }
}
