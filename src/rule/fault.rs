//! What a rule answers where it is broken.

use core::num::NonZeroU64;

use crate::issue::Code;

/// A broken rule: its code and up to two numbers, which are the code's params in their order; the first has 24 bits, the
/// second 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault(NonZeroU64);

pub(crate) type Verdict<T = ()> = Result<T, Fault>;

impl Fault {
    pub(crate) const fn of(code: Code) -> Self {
        Self::with(code, 0, 0)
    }

    /// Numbers that tell of the rule and of the text's length.
    pub(crate) const fn with(code: Code, first: u32, second: u32) -> Self {
        // codes are counted from 1, so that no fault is 0
        match NonZeroU64::new((second as u64) << 32 | (first as u64) << 8 | (code as u64 + 1)) {
            Some(word) => Self(word),
            None => Self(NonZeroU64::MIN),
        }
    }

    /// Something wrong at a place in the text, in characters.
    pub(crate) const fn at(code: Code, position: u32) -> Self {
        Self::with(code, position, 0)
    }

    /// A character that must not be there.
    pub(crate) const fn character(code: Code, character: u32, position: u32) -> Self {
        Self::with(code, character, position)
    }

    /// The word: the code in bits 0 to 7, counted from 1, the first number in bits 8 to 31, the second above.
    pub(crate) const fn word(self) -> u64 {
        self.0.get()
    }
}
