//! The memory that JavaScript and the rules share.

use core::ptr::NonNull;

use crate::cursor::{Cursor, END};
use crate::rule::fault::Verdict;
use crate::rule::nearest::is_near;

/// A slot for each field of an invoice, in the order of its table.
pub(crate) const SLOTS: usize = 15;
pub(crate) const AMOUNT: usize = 3;

/// How many fields are texts in ASCII; the others have no length here.
const TEXTS: usize = 10;

/// The most units of one text; of four bytes in each there are 2050 characters at least, and no text may have so many.
const UNITS: usize = 4100;

/// How far a look at many bytes at once may reach beyond the last text.
const REACH: usize = 16;

/// The layout is JavaScript's too: `pkg/src/page.js`.
#[repr(C)]
pub(crate) struct Page {
    /// Out: where a rule is broken, the fault's word.
    words: [u64; 16],
    /// In: the lengths of the texts in ASCII.
    lengths: [u32; SLOTS],
    /// Before the first text.
    before: u32,
    /// In: these texts, one after the other, and what is looked at with them; or one text of any language, a unit in
    /// each word.
    bytes: [u8; TEXTS * UNITS + REACH],
}

/// Its address is what JavaScript finds the page by.
#[unsafe(no_mangle)]
static mut p: Page = Page { words: [0; 16], lengths: [0; SLOTS], before: 0, bytes: [0; TEXTS * UNITS + REACH] };

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

    /// Writes what is broken into its slot; the slot's bit, if anything is.
    #[inline(always)]
    pub(crate) fn note<T>(&mut self, slot: usize, verdict: Verdict<T>) -> u32 {
        let Err(fault) = verdict else { return 0 };
        // SAFETY: there are as many words as slots.
        unsafe { *self.words.get_unchecked_mut(slot) = fault.word() }
        1 << slot
    }

    /// The end of `length` bytes of text.
    #[inline(always)]
    pub(crate) fn end(&mut self, length: usize) -> NonNull<u8> {
        // SAFETY: JavaScript writes no more than the page holds.
        unsafe { NonNull::from(&mut self.bytes).cast::<u8>().add(length) }
    }

    /// Which of the names that follow the one of `length` bytes and a space is near to it; how many there are, if none is.
    #[inline(always)]
    pub(crate) fn near(&mut self, length: usize) -> u32 {
        let start = self.end(0);
        let mut place = 0;
        // SAFETY: JavaScript writes no more than the page holds, and two spaces at the end.
        unsafe {
            let mut end = start.add(length);
            end.write(END);
            loop {
                let known = end.add(1);
                end = known;
                while end.read() != b' ' {
                    end = end.add(1);
                }
                end.write(END);
                if end == known || is_near(Cursor::new(start), Cursor::new(known)) {
                    return place;
                }
                place += 1;
            }
        }
    }

    /// The units of a text of any language.
    #[inline(always)]
    pub(crate) fn units(&self, length: usize) -> impl Iterator<Item = u32> {
        // SAFETY: JavaScript writes no more than the page holds, in which the bytes are as aligned as the lengths.
        unsafe { core::slice::from_raw_parts(self.bytes.as_ptr().cast::<u32>(), length) }.iter().copied()
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
