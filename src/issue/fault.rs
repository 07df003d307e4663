//! From a rule's fault to its reason.

use super::{Code, Reason};
use crate::rule::amount::DECIMALS;
use crate::rule::fault::Fault;

impl Reason {
    pub(crate) const TOO_LARGE: Self = Self::TooLarge { max: "999999999999.99" };
    pub(crate) const TOO_MANY_DECIMALS: Self = Self::TooManyDecimals { max: DECIMALS };
}

impl Fault {
    /// The reason with the names of its numbers.
    ///
    /// # Panics
    /// For a code that no rule over bytes or numbers gives.
    #[expect(clippy::cast_possible_truncation, reason = "each part of the word has its bits")]
    pub(crate) const fn reason(self) -> Reason {
        let word = self.word();
        let (first, second) = (word as u32 >> 8, (word >> 32) as u32);
        match Code::ALL[(word as u8 - 1) as usize] {
            Code::Empty => Reason::Empty,
            Code::TooShort => Reason::TooShort { min: first, actual: second },
            Code::TooLong => Reason::TooLong { max: first, actual: second },
            Code::LoneSurrogate => Reason::LoneSurrogate,
            Code::ControlCharacter => Reason::ControlCharacter { character: character(first), position: second },
            Code::BidiControl => Reason::BidiControl { character: character(first), position: second },
            Code::NotDigits => Reason::NotDigits,
            Code::NotUuid => Reason::NotUuid,
            Code::NotEmail => Reason::NotEmail,
            Code::PhonePrefix => Reason::PhonePrefix,
            Code::PhoneDigits => Reason::PhoneDigits { expected: first, actual: second },
            Code::LinkNotAbsolute => Reason::LinkNotAbsolute,
            Code::LinkHost => Reason::LinkHost,
            Code::LinkCredentials => Reason::LinkCredentials,
            Code::LinkCharacter => Reason::LinkCharacter { position: first },
            Code::ExpirePeriodFormat => Reason::ExpirePeriodFormat,
            Code::OutOfRange => Reason::OutOfRange { min: first, max: second },
            Code::NotPositive => Reason::NotPositive,
            Code::TooManyDecimals => Reason::TOO_MANY_DECIMALS,
            Code::TooLarge => Reason::TOO_LARGE,
            Code::NotFinite => Reason::NotFinite,
            Code::NotInteger => Reason::NotInteger,
            _ => panic!("a rule gave a code that is none of a rule's"),
        }
    }
}

impl From<Fault> for Reason {
    fn from(fault: Fault) -> Self {
        fault.reason()
    }
}

const fn character(number: u32) -> char {
    match char::from_u32(number) {
        Some(character) => character,
        None => char::REPLACEMENT_CHARACTER,
    }
}
