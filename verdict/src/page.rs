//! The memory that JavaScript and the rules share.

use core::ptr::NonNull;

use crate::cursor::{Cursor, END};
use crate::rule::fault::{Fault, Verdict};
use crate::rule::nearest::{MAX, Room, is_near};

/// The places of the slots: ten texts of ASCII in the order of [`v`](crate::v), two texts of any language, the amount.
pub(crate) const ACCOUNT_ID: usize = 10;
pub(crate) const AMOUNT: usize = 12;

/// The most units of one text; of four bytes in each there are 2050 characters at least, and no text may have so many.
const UNITS: usize = 4100;

/// The layout is JavaScript's too: `pkg/src/page.js`.
#[repr(C)]
pub(crate) struct Page {
    /// Out: 0 if all is well, else the fault's word.
    words: [u64; 16],
    /// In: the texts' lengths.
    lengths: [u32; 16],
    /// In: `account_id` and `description`, a unit in each word.
    units: [[u32; UNITS]; 2],
    /// Before the first text.
    before: u32,
    /// In: the other texts, one after the other, in ASCII; and what a word may reach after them.
    bytes: [u8; 10 * UNITS + 4],
    room: Room,
}

/// Its address is what JavaScript finds the page by.
#[unsafe(no_mangle)]
static mut p: Page = Page {
    words: [0; 16],
    lengths: [0; 16],
    units: [[0; UNITS]; 2],
    before: 0,
    bytes: [0; 10 * UNITS + 4],
    room: [[0; MAX]; 2],
};

impl Page {
    /// The page, for the length of one call from JavaScript.
    #[inline(always)]
    pub(crate) fn take() -> &'static mut Self {
        let page = &raw mut p;
        // SAFETY: each export calls this once, they do not call each other, and there are no threads.
        unsafe { &mut *page }
    }

    #[inline(always)]
    pub(crate) fn length(&self, slot: usize) -> u32 {
        // SAFETY: there are as many lengths as slots.
        unsafe { *self.lengths.get_unchecked(slot) }
    }

    /// Writes the verdict into its slot; not 0 if a rule is broken.
    #[inline(always)]
    pub(crate) fn note<T>(&mut self, slot: usize, verdict: Verdict<T>) -> u32 {
        let word = verdict.err().map_or(0, Fault::word);
        // SAFETY: there are as many words as slots.
        unsafe { *self.words.get_unchecked_mut(slot) = word }
        word as u32
    }

    /// The end of `length` bytes of text.
    #[inline(always)]
    pub(crate) fn end(&mut self, length: usize) -> NonNull<u8> {
        // SAFETY: JavaScript writes no more than the page holds.
        unsafe { NonNull::from(&mut self.bytes).cast::<u8>().add(length) }
    }

    /// Whether the first `name` bytes are near to the `known` bytes from `at` on.
    #[inline(always)]
    pub(crate) fn is_near(&mut self, name: usize, at: usize, known: usize) -> bool {
        let bytes =
            |at: usize, length: usize| self.bytes.get(at..).and_then(|rest| rest.get(..length)).unwrap_or_default();
        is_near(bytes(0, name), bytes(at, known), &mut self.room)
    }

    /// The units of the one text or the other.
    #[inline(always)]
    pub(crate) fn units(&self, which: usize, length: u32) -> impl Iterator<Item = u32> {
        // SAFETY: JavaScript writes no more than the page holds.
        unsafe { self.units.get_unchecked(which).get_unchecked(..length as usize) }.iter().copied()
    }
}

/// The text of `length` bytes before `end`; whatever lies at its end is overwritten.
#[inline(always)]
pub(crate) fn text<'a>(end: NonNull<u8>, length: u32) -> (NonNull<u8>, Cursor<'a>) {
    // SAFETY: JavaScript writes no more than the page holds, and a length of what it has written.
    unsafe {
        end.write(END);
        let at = end.sub(length as usize);
        (at, Cursor::new(at))
    }
}
