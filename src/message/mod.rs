//! The issues' texts for people, in Kazakh, Russian and English: what to do about each, for a shop's form.
//!
//! ```
//! use epay_invoice::Draft;
//! use epay_invoice::message::{Locale, message};
//!
//! let issues = Draft::from_json(br#"{"invoice_id": "12345"}"#).unwrap_err();
//! assert_eq!(message(&issues[0], Locale::Ru), "Введите не меньше 6 символов (сейчас 5).");
//! ```
//!
//! A text is a template: `{max}` is replaced by the param of that name, and a part in square brackets is left out where
//! a param in it is absent. [`templates`] gives them as data, to be rendered elsewhere by the same two rules.

mod en;
mod kk;
mod ru;
mod template;

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use crate::issue::{Code, Issue, Reason};

/// The language of a text, by its ISO 639-1 code.
///
/// Not the bank's [`Language`](crate::field::Language), which is that of the page where the payer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Kazakh, `kk`
    Kk,
    /// Russian, `ru`
    Ru,
    /// English, `en`
    En,
}

impl Locale {
    /// Every locale there is.
    pub const ALL: &'static [Self] = &[Self::Kk, Self::Ru, Self::En];
    /// The codes of every locale.
    pub const ALLOWED: &'static [&'static str] = &["kk", "ru", "en"];

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Locale {
    type Err = Reason;

    fn from_str(code: &str) -> Result<Self, Reason> {
        Self::ALL
            .iter()
            .find(|locale| locale.as_str() == code)
            .copied()
            .ok_or(Reason::NotInList { allowed: Self::ALLOWED })
    }
}

/// The issue's text: one or two short sentences that do not name the field.
#[must_use]
pub fn message(issue: &Issue, locale: Locale) -> String {
    issue.reason.message(locale)
}

impl Reason {
    /// The reason's text, as [`message`] gives it.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let params = self.params();
        template::render(template(self.code(), locale), |wanted| {
            params.into_iter().flatten().find(|(name, _)| *name == wanted).map(|(_, param)| param)
        })
    }
}

/// The template of a code's text.
#[must_use]
pub const fn template(code: Code, locale: Locale) -> &'static str {
    match locale {
        Locale::Kk => kk::template(code),
        Locale::Ru => ru::template(code),
        Locale::En => en::template(code),
    }
}

/// Every code's template, in the order of [`Code::ALL`].
pub fn templates(locale: Locale) -> impl Iterator<Item = (Code, &'static str)> {
    Code::ALL.iter().map(move |code| (*code, template(*code, locale)))
}

#[cfg(test)]
mod tests;
