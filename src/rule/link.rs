//! URLs.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::host::host;
use super::length::filled;
use super::number::number;
use crate::issue::Code;

pub(crate) const MAX: u32 = 2048;
const PORT_MAX: u32 = 65_535;

/// An absolute `http` or `https` URL in ASCII, at most 2048 characters, without user name or password.
pub(crate) fn check(text: Cursor<'_>, characters: u32) -> Verdict {
    filled(characters, MAX)?;
    let Some(authority) = scheme(text) else { return Err(Fault::of(Code::LinkNotAbsolute)) };
    let Some(end) = host(authority).and_then(port).filter(|end| ends_authority(*end)) else {
        let mut at = authority;
        while !ends_authority(at) {
            if at.peek() == b'@' {
                return Err(Fault::of(Code::LinkCredentials));
            }
            at = at.pass(1);
        }
        return Err(Fault::of(Code::LinkHost));
    };
    let foreign = tail(end);
    if foreign.at_end() { Ok(()) } else { Err(Fault::at(Code::LinkCharacter, foreign.since(text))) }
}

/// `http://` or `https://`, in letters of either case.
#[inline(always)]
fn scheme(text: Cursor<'_>) -> Option<Cursor<'_>> {
    // of the bytes, only the letters of either case become these letters
    if text.word() | 0x2020_2020 != u32::from_le_bytes(*b"http") {
        return None;
    }
    let mut rest = text.pass(4);
    if rest.peek() | 0x20 == b's' {
        rest = rest.pass(1);
    }
    (rest.word() & 0xFF_FFFF == u32::from_le_bytes(*b"://\0")).then(|| rest.pass(3))
}

/// A port, where there is one, is 1 to 65535 without leading zeros.
#[inline(always)]
fn port(text: Cursor<'_>) -> Option<Cursor<'_>> {
    match text.eat(b':') {
        None => Some(text),
        Some(digits) if digits.peek() == b'0' => None,
        Some(digits) => number(digits, PORT_MAX),
    }
}

#[inline(always)]
fn ends_authority(text: Cursor<'_>) -> bool {
    text.at_end() || matches!(text.peek(), b'/' | b'?' | b'#')
}

/// Passes over what a path, query and fragment can hold: no `%` without two digits, no second `#`, …
#[inline(always)]
fn tail(mut text: Cursor<'_>) -> Cursor<'_> {
    let mut fragment = false;
    loop {
        text = text.span_url();
        if text.peek() == b'#' && !fragment {
            fragment = true;
            text = text.pass(1);
        } else if text.peek() == b'%' && text.pass(1).span(Class::HEX).since(text) > 2 {
            text = text.pass(3);
        } else {
            return text;
        }
    }
}
