//! Where a rule stands in a text: the few steps that every rule is made of.

use super::class::Class;

/// A place in a text. The text is not empty before the place where [`behind`](Self::behind) looks.
///
/// `verdict/` has a second form of it, which steps 16 bytes at a time.
pub(crate) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

/// A place in a cursor's text.
#[derive(Clone, Copy)]
pub(crate) struct Mark(usize);

impl<'a> Cursor<'a> {
    /// The beginning of the text.
    pub(crate) const fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// How many bytes follow.
    pub(crate) fn left(&self) -> usize {
        self.rest().len()
    }

    /// The byte that follows; 0 at the end.
    pub(crate) fn peek(&self) -> u8 {
        self.rest().first().copied().unwrap_or(0)
    }

    /// The byte that lies `count` bytes before the one just passed; 0 before the beginning.
    pub(crate) fn behind(&self, count: usize) -> u8 {
        self.at.checked_sub(count + 1).and_then(|place| self.text.get(place)).copied().unwrap_or(0)
    }

    /// The four bytes that follow as one number, the first the lowest; 0 where there are fewer.
    pub(crate) fn word(&self) -> u32 {
        self.rest().first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    /// This place, to come [`back`](Self::back) to.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.at)
    }

    /// Goes to a place marked before.
    pub(crate) fn back(&mut self, mark: Mark) {
        self.at = mark.0;
    }

    /// How many bytes lie between a place marked before and this one.
    pub(crate) fn since(&self, mark: Mark) -> usize {
        self.at - mark.0
    }

    /// Passes over `count` bytes, which must follow.
    pub(crate) fn pass(&mut self, count: usize) {
        self.at += count;
    }

    /// Passes over `byte` if it is what follows.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.rest().first() == Some(&byte);
        self.at += usize::from(eaten);
        eaten
    }

    /// The places among the next 36 bytes, which must follow, that are not of the class: bit 0 is the next byte's.
    pub(crate) fn foreign(&self, class: &Class) -> u64 {
        let bytes = self.rest().iter().take(36).enumerate();
        bytes.fold(0, |places, (place, byte)| places | u64::from(!class.has(*byte)) << place)
    }

    /// Passes over all that is of the class and tells how many bytes that was.
    pub(crate) fn span(&mut self, class: &Class) -> usize {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !class.has(*byte)).unwrap_or(rest.len());
        self.at += length;
        length
    }
}
