//! URLs.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::host::host;
use super::length::filled;
use super::number::number;
use crate::issue::Code;

pub(crate) const MAX: u32 = 2048;

/// An absolute `http` or `https` URL in ASCII, at most 2048 characters, without user name or password.
#[expect(clippy::cast_possible_truncation, reason = "at most 2048 characters, by the first check")]
pub(crate) fn check(text: &mut Cursor<'_>) -> Verdict {
    filled(text, MAX)?;
    let length = text.left();
    if !scheme(text) {
        return Err(Fault::of(Code::LinkNotAbsolute));
    }
    let authority = text.mark();
    if !host(text) || !port(text) || !ends_authority(text) {
        text.back(authority);
        while !ends_authority(text) {
            if text.eat(b'@') {
                return Err(Fault::of(Code::LinkCredentials));
            }
            text.pass(1);
        }
        return Err(Fault::of(Code::LinkHost));
    }
    if tail(text) { Ok(()) } else { Err(Fault::with(Code::LinkCharacter, (length - text.left()) as u32, 0)) }
}

/// `http://` or `https://`, in letters of either case.
#[inline(always)]
fn scheme(text: &mut Cursor<'_>) -> bool {
    // of the bytes, only the letters of either case become these letters
    if text.word() | 0x2020_2020 != u32::from_le_bytes(*b"http") {
        return false;
    }
    text.pass(4);
    let rest = text.word();
    if rest | 0x20 == u32::from_le_bytes(*b"s://") {
        text.pass(4);
        return true;
    }
    text.pass(3);
    rest & 0xFF_FFFF == u32::from_le_bytes(*b"://\0")
}

/// A port, where there is one, is 1 to 65535 without leading zeros.
#[inline(always)]
fn port(text: &mut Cursor<'_>) -> bool {
    !text.eat(b':') || matches!(number(text), 1..=65535)
}

#[inline(always)]
fn ends_authority(text: &Cursor<'_>) -> bool {
    text.left() == 0 || matches!(text.peek(), b'/' | b'?' | b'#')
}

/// Passes over what a path, query and fragment can hold: no `%` without two digits, no second `#`, …
#[inline(always)]
fn tail(text: &mut Cursor<'_>) -> bool {
    let mut fragment = false;
    loop {
        text.span(&Class::URL);
        if text.left() == 0 {
            return true;
        }
        let foreign = text.mark();
        if !fragment && text.eat(b'#') {
            fragment = true;
        } else if text.eat(b'%') && text.span(&Class::HEX) > 1 {
            text.back(foreign);
            text.pass(3);
        } else {
            text.back(foreign);
            return false;
        }
    }
}
