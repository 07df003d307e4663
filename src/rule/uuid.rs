//! UUIDs.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use super::length::filled;
use crate::issue::Code;

/// 32 hexadecimal digits in groups of 8-4-4-4-12, letters of either case.
pub(crate) fn check(mut text: Cursor<'_>, characters: u32) -> Verdict {
    filled(characters, u32::MAX)?;
    // the groups' lengths, the first the lowest digit
    let mut groups = 0xC_4448_u32;
    loop {
        let end = text.span(Class::HEX);
        if end.since(text) != groups & 15 {
            break;
        }
        groups >>= 4;
        if groups == 0 && end.at_end() {
            return Ok(());
        }
        let Some(next) = end.eat(b'-') else { break };
        text = next;
    }
    Err(Fault::of(Code::NotUuid))
}
