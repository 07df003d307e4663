//! UUIDs.

use super::class::Class;
use super::cursor::Cursor;
use super::fault::{Fault, Verdict};
use crate::issue::Code;

/// 32 hexadecimal digits in groups of 8-4-4-4-12, letters of either case.
pub(crate) fn check(text: &mut Cursor<'_>) -> Verdict {
    match text.left() {
        0 => return Err(Fault::of(Code::Empty)),
        36 => {}
        _ => return Err(Fault::of(Code::NotUuid)),
    }
    let foreign = text.foreign(&Class::HEX);
    text.pass(36);
    let hyphens = [8, 13, 18, 23];
    let mut expected = 0;
    for place in hyphens {
        expected |= 1 << place;
        if text.behind(35 - place) != b'-' {
            return Err(Fault::of(Code::NotUuid));
        }
    }
    if foreign == expected { Ok(()) } else { Err(Fault::of(Code::NotUuid)) }
}
