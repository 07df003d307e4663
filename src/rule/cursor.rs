//! Where a rule stands in a text: the few steps that every rule is made of.

use super::class::{Class, is_url};

/// A place in a text. A step gives the place it leads to and leaves this one as it was.
///
/// `verdict/` has a second form of it, over the page that it shares with JavaScript.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of the text.
    pub(crate) const fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    fn rest(self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn at_end(self) -> bool {
        self.rest().is_empty()
    }

    /// The byte that follows; 0 at the end.
    pub(crate) fn peek(self) -> u8 {
        self.rest().first().copied().unwrap_or(0)
    }

    /// The byte just passed; 0 at the beginning.
    pub(crate) fn behind(self) -> u8 {
        self.at.checked_sub(1).and_then(|place| self.text.get(place)).copied().unwrap_or(0)
    }

    /// The four bytes that follow as one number, the first the lowest; 0 for those that are not there.
    pub(crate) fn word(self) -> u32 {
        self.rest().iter().take(4).rev().fold(0, |word, byte| word << 8 | u32::from(*byte))
    }

    /// How many bytes lie between a place before and this one.
    pub(crate) const fn since(self, start: Self) -> u32 {
        (self.at - start.at) as u32
    }

    /// Passes over `count` bytes, which must follow.
    pub(crate) const fn pass(self, count: usize) -> Self {
        Self { at: self.at + count, ..self }
    }

    /// Passes over `byte`, if it is what follows.
    pub(crate) fn eat(self, byte: u8) -> Option<Self> {
        (self.rest().first() == Some(&byte)).then(|| self.pass(1))
    }

    /// Passes over all that is of the class.
    pub(crate) fn span(self, class: Class) -> Self {
        self.pass(self.rest().iter().take_while(|byte| class.has(**byte)).count())
    }

    /// Passes over all that is in `URL`.
    pub(crate) fn span_url(self) -> Self {
        self.pass(self.rest().iter().take_while(|byte| is_url(**byte)).count())
    }

    /// Goes back over all that is of the class.
    pub(crate) fn span_back(self, class: Class) -> Self {
        let before = self.text.get(..self.at).unwrap_or_default();
        Self { at: self.at - before.iter().rev().take_while(|byte| class.has(**byte)).count(), ..self }
    }
}
