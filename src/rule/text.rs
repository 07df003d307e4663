//! Texts that people read.

use super::fault::{Fault, Verdict};
use crate::issue::Code;

/// At most `max` characters (Unicode scalar values), none a control character, none that turns the text's direction,
/// and, where it must be `filled`, not all of them white space.
///
/// The units are characters, or UTF-16: the second half of a pair is no character of its own. Half a pair alone is the
/// reader's affair.
#[inline(always)]
pub(crate) fn check(units: impl Iterator<Item = u32>, max: u32, filled: bool) -> Verdict {
    let mut actual = 0_u32;
    let mut blank = filled;
    let mut offence = Ok(());
    for unit in units {
        blank = blank && is_white_space(unit);
        // the usual characters first: this is asked of each
        if !matches!(unit, 0x20..=0x7E | 0xA0..=0x1FFF) {
            if unit & !0x3FF == 0xDC00 {
                continue;
            }
            if offence.is_ok()
                && let Some(code) = judge(unit)
            {
                offence = Err(Fault::character(code, unit, actual));
            }
        }
        actual += 1;
    }
    if actual > max {
        return Err(Fault::with(Code::TooLong, max, actual));
    }
    if blank { offence.and(Err(Fault::of(Code::Empty))) } else { offence }
}

/// What is wrong with a character that no such text may hold.
#[inline(always)]
pub(crate) const fn judge(unit: u32) -> Option<Code> {
    match unit {
        // C0, DEL, C1, and the two separators that break a line
        ..0x20 | 0x7F..0xA0 | 0x2028 | 0x2029 => Some(Code::ControlCharacter),
        // embeddings, overrides and isolates (Unicode, UAX 9)
        0x202A..=0x202E | 0x2066..=0x2069 => Some(Code::BidiControl),
        _ => None,
    }
}

/// Unicode's property White_Space, but for the control characters, which no text may hold.
#[inline(always)]
const fn is_white_space(unit: u32) -> bool {
    matches!(unit, 0x20 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_unicodes() {
        for character in '\0'..=char::MAX {
            let refused = check([character.into()].into_iter(), 1, false).is_err();
            let blank = check([character.into()].into_iter(), 1, true) == Err(Fault::of(Code::Empty));
            assert!(refused || blank == character.is_whitespace(), "{character:?}");
        }
    }

    #[test]
    fn a_pair_is_one_character() {
        let pair = [0xD83D, 0xDE00];
        assert_eq!(check(pair.into_iter(), 1, true), Ok(()));
        let two = Err(Fault::with(Code::TooLong, 1, 2));
        assert_eq!(check([pair, pair].into_iter().flatten(), 1, true), two);
    }
}
