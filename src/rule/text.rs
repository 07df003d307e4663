//! Texts that people read.

use super::fault::{Fault, Verdict};
use crate::issue::Code;

pub(crate) const ACCOUNT_ID_MAX: u32 = 255;
pub(crate) const DESCRIPTION_MAX: u32 = 125;
pub(crate) const SEARCH_VALUE_MAX: u32 = 255;

/// At most `max` characters (Unicode scalar values), none a control character, none that turns the text's direction,
/// and, where it must be `filled`, not all of them white space.
///
/// A unit that is no character is half of a UTF-16 surrogate pair.
pub(crate) fn check<E>(units: impl Iterator<Item = Result<char, E>>, max: u32, filled: bool) -> Verdict {
    let mut actual = 0_u32;
    let mut blank = filled;
    let mut offence = Ok(());
    for unit in units {
        let Ok(character) = unit else { return Err(Fault::of(Code::LoneSurrogate)) };
        blank = blank && is_white_space(character);
        if offence.is_ok() {
            offence = judge(character).map_or(Ok(()), |code| Err(Fault::with(code, character.into(), actual)));
        }
        actual += 1;
    }
    if actual > max {
        return Err(Fault::with(Code::TooLong, max, actual));
    }
    if blank { offence.and(Err(Fault::of(Code::Empty))) } else { offence }
}

/// The usual characters first: this is asked of each.
const fn judge(character: char) -> Option<Code> {
    match character {
        ' '..='~' => None,
        // C0, DEL, C1
        ..'\u{a0}' => Some(Code::ControlCharacter),
        ..'\u{2028}' | '\u{206a}'.. => None,
        // the two separators that break a line
        '\u{2028}' | '\u{2029}' => Some(Code::ControlCharacter),
        // embeddings, overrides and isolates (Unicode, UAX 9)
        '\u{202a}'..='\u{202e}' | '\u{2066}'.. => Some(Code::BidiControl),
        _ => None,
    }
}

/// Unicode's property White_Space, but for the control characters, which no text may hold.
const fn is_white_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_unicodes() {
        for character in '\0'..=char::MAX {
            let refused = check([Ok::<_, ()>(character)].into_iter(), 1, false).is_err();
            assert!(refused || is_white_space(character) == character.is_whitespace(), "{character:?}");
        }
    }

    #[test]
    fn half_a_pair_is_no_character() {
        let halves = [0x61, 0xd800];
        assert_eq!(check(char::decode_utf16(halves), 9, true), Err(Fault::of(Code::LoneSurrogate)));
    }
}
