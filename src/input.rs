//! Untrusted JSON, read in place.
//!
//! The text is checked once and whole; the values stay where they are, so that nothing is lost on the way to a rule:
//! members keep their order and their repetitions, numbers their digits, and half a surrogate pair is an issue of its
//! own field. Depth costs nothing: what no rule looks into is never entered.

mod scan;
#[cfg(test)]
mod tests;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::issue::{Issue, Kind, Reason};
use crate::plain::plain;
use crate::text;
pub(crate) use scan::Scan;

/// One JSON value of the input.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Boolean(bool),
    /// The digits as they stand.
    Number(&'a str),
    String(Cow<'a, str>),
    /// A string that holds half of a surrogate pair.
    BrokenString,
    /// The text with its brackets.
    Array(&'a str),
    /// The text with its brackets.
    Object(&'a str),
}

/// What `pass` makes of the root of a JSON document, over all of which it passes.
pub(crate) fn document<'a, T>(json: &'a [u8], pass: impl FnOnce(&mut Scan<'a>) -> Option<T>) -> Result<T, Issue> {
    let mut scan = Scan::of(valid(json));
    scan.white_space();
    if let Some(root) = pass(&mut scan) {
        scan.white_space();
        if scan.at() == json.len() {
            return Ok(root);
        }
    }
    Err(malformed(json, scan.at()))
}

/// The text up to what is no UTF-8.
fn valid(json: &[u8]) -> &str {
    match core::str::from_utf8(json) {
        Ok(text) => text,
        Err(error) => {
            json.get(..error.valid_up_to()).and_then(|text| core::str::from_utf8(text).ok()).unwrap_or_default()
        }
    }
}

impl<'a> Value<'a> {
    /// The root of a JSON document.
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self, Issue> {
        document(json, Scan::raw).map(Self::of)
    }

    /// The value that is written so; the text is known to be JSON.
    pub(crate) fn of(raw: &'a str) -> Self {
        match raw.as_bytes() {
            [b'n', ..] => Self::Null,
            [b't', ..] => Self::Boolean(true),
            [b'f', ..] => Self::Boolean(false),
            [b'[', ..] => Self::Array(raw),
            [b'{', ..] => Self::Object(raw),
            [b'"', ..] => match unescape(raw) {
                (text, true) => Self::String(text),
                (_, false) => Self::BrokenString,
            },
            _ => Self::Number(raw),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::String(_) | Self::BrokenString => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    pub(crate) fn string(&self) -> Result<&str, Reason> {
        match self {
            Self::String(text) => Ok(text),
            Self::BrokenString => Err(Reason::LoneSurrogate),
            other => Err(Reason::NotString { actual: other.kind() }),
        }
    }

    pub(crate) fn number(&self) -> Result<&'a str, Reason> {
        match self {
            Self::Number(digits) => Ok(digits),
            other => Err(Reason::NotNumber { actual: other.kind() }),
        }
    }

    pub(crate) fn items(&self) -> Result<Vec<Value<'a>>, Reason> {
        match self {
            Self::Array(raw) => {
                let (mut scan, mut items) = (Scan::of(raw), Vec::new());
                while let Some(true) = scan.follows(b'[', items.is_empty()) {
                    items.extend(scan.raw().map(Self::of));
                }
                Ok(items)
            }
            other => Err(Reason::NotArray { actual: other.kind() }),
        }
    }

    /// Gives an object's members to `take`, up to one that it does not want: reading names and values, and dropping them, is
    /// here once for all who do no more than look at them.
    #[cfg(feature = "worker")]
    pub(crate) fn each_member(&self, take: &mut dyn FnMut(&str, &Value<'a>) -> bool) -> Result<(), Reason> {
        for (name, value) in self.members()?.into_values() {
            if !take(&name, &value) {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn members(&self) -> Result<Members<'a>, Reason> {
        match self {
            Self::Object(raw) => Ok(Members { scan: Scan::of(raw), is_first: true }),
            other => Err(Reason::NotObject { actual: other.kind() }),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a line or column past u32::MAX is a text past 4 GiB")]
fn malformed(json: &[u8], at: usize) -> Issue {
    // up to and with the byte that should not be there, if there is one and it can be seen
    let is_seen = json.get(at).is_some_and(|byte| *byte > b' ');
    let read = json.get(..at + usize::from(is_seen)).unwrap_or(json);
    let line = 1 + read.iter().filter(|byte| **byte == b'\n').count();
    let column = read.iter().rev().take_while(|byte| **byte != b'\n').count();
    Issue { path: Vec::new(), reason: Reason::MalformedJson { line: line as u32, column: column as u32 } }
}

/// An object's members, in order, repetitions kept: each with its name and its value as it is written.
pub(crate) struct Members<'a> {
    scan: Scan<'a>,
    is_first: bool,
}

impl<'a> Members<'a> {
    pub(crate) fn into_values(self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> {
        self.map(|(name, raw)| (name, Value::of(raw)))
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if !self.scan.follows(b'{', core::mem::take(&mut self.is_first))? {
            return None;
        }
        Some((unescape(self.scan.name()?).0, self.scan.raw()?))
    }
}

/// The text of a string that is written so, and whether it is one: in the place of half a surrogate pair it has U+FFFD,
/// like JavaScript's `toWellFormed`.
pub(crate) fn unescape(raw: &str) -> (Cow<'_, str>, bool) {
    let mut rest = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    if plain(rest.as_bytes()) == rest.len() {
        return (Cow::Borrowed(rest), true);
    }
    let (mut text, mut is_whole) = (String::new(), true);
    while let Some((plain, escape)) = text::cut(rest, b'\\') {
        let (character, after) = unescape_one(escape);
        text.push_str(plain);
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        is_whole &= character.is_some();
        rest = after;
    }
    text.push_str(rest);
    (Cow::Owned(text), is_whole)
}

/// The character of the escape that the text begins with, behind its backslash; and what follows. No character: half of
/// a surrogate pair.
fn unescape_one(escape: &str) -> (Option<char>, &str) {
    let mut characters = escape.chars();
    let character = match characters.next() {
        Some('u') => return unescape_unit(characters.as_str()),
        Some('b') => Some('\u{8}'),
        Some('f') => Some('\u{c}'),
        Some('n') => Some('\n'),
        Some('r') => Some('\r'),
        Some('t') => Some('\t'),
        itself => itself,
    };
    (character, characters.as_str())
}

fn unescape_unit(digits: &str) -> (Option<char>, &str) {
    let (first, rest) = unit(digits);
    if let high @ 0xd800..=0xdbff = first
        && let Some(digits) = rest.strip_prefix("\\u")
        && let (low @ 0xdc00..=0xdfff, rest) = unit(digits)
    {
        return (char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)), rest);
    }
    (char::from_u32(first), rest)
}

/// A unit of UTF-16 from its four digits, and what follows.
fn unit(digits: &str) -> (u32, &str) {
    let (digits, rest) = digits.split_at_checked(4).unwrap_or_default();
    let digits = digits.chars().filter_map(|digit| digit.to_digit(16));
    (digits.fold(0, |unit, digit| unit << 4 | digit), rest)
}
