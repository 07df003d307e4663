//! The memory that JavaScript and the rules share.

use crate::rule::cursor::Cursor;
use crate::rule::fault::{Fault, Verdict};

/// The places of the slots: ten texts of ASCII in this order, two texts of any language, the amount.
pub(crate) const ACCOUNT_ID: usize = 10;
pub(crate) const AMOUNT: usize = 12;

/// The most units of a text of any language.
const UNITS: usize = 1024;
/// The most bytes of the ASCII texts together, and 16 that a SIMD load may read after the last of them.
const BYTES: usize = 49_152;

/// What JavaScript fills in of a slot, and what it reads.
#[repr(C)]
struct Slot {
    /// In: the text's length; −1: there is no text.
    length: i32,
    /// Out: 0 if all is well, else the fault's word.
    word: u64,
}

/// The layout is JavaScript's too: `pkg/src/page.js`.
#[repr(C, align(16))]
pub(crate) struct Page {
    slots: [Slot; 16],
    units: [[u16; UNITS]; 2],
    bytes: [u8; BYTES],
}

/// Its address is what JavaScript finds the page by.
#[unsafe(no_mangle)]
static mut p: Page =
    Page { slots: [const { Slot { length: 0, word: 0 } }; 16], units: [[0; UNITS]; 2], bytes: [0; BYTES] };

impl Page {
    /// The page, for the length of one call from JavaScript.
    pub(crate) fn take() -> &'static mut Self {
        let page = &raw mut p;
        // SAFETY: each export calls this once, they do not call each other, and there are no threads.
        unsafe { &mut *page }
    }

    pub(crate) fn length(&self, slot: usize) -> i32 {
        self.slots.get(slot).map_or(-1, |slot| slot.length)
    }

    /// The text of `length` bytes that begins `at` bytes into the texts.
    pub(crate) fn text(&self, at: usize, length: usize) -> Cursor<'_> {
        // SAFETY: JavaScript writes no more than the page holds; before the texts there are the units, after them 16 bytes.
        unsafe { Cursor::new(self.bytes.as_ptr().wrapping_add(at), length) }
    }

    pub(crate) fn bytes(&self, at: usize, length: usize) -> &[u8] {
        self.bytes.get(at..).and_then(|rest| rest.get(..length)).unwrap_or_default()
    }

    pub(crate) fn units(&self, place: usize, length: usize) -> impl Iterator<Item = Result<char, ()>> {
        // SAFETY: JavaScript writes no more than the page holds.
        let units = unsafe { core::slice::from_raw_parts(self.units.as_ptr().wrapping_add(place).cast(), length) };
        char::decode_utf16(units.iter().copied()).map(|unit| unit.map_err(|_| ()))
    }

    /// Writes the verdict into its slot; not 0 if a rule is broken.
    pub(crate) fn note<T>(&mut self, slot: usize, verdict: Verdict<T>) -> u32 {
        let word = verdict.err().map_or(0, Fault::word);
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.word = word;
        }
        word as u32
    }
}
