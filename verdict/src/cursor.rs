//! Where a rule stands in a text: `src/rule/cursor.rs` over the page, 16 bytes at a time.

use core::arch::wasm32::{
    i8x16_bitmask, i8x16_eq, i8x16_splat, i8x16_swizzle, u8x16_shr, u8x16_splat, v128, v128_and, v128_load,
};
use core::marker::PhantomData;

use crate::rule::class::Class;

/// A place in a text of the page.
pub(crate) struct Cursor<'a> {
    at: *const u8,
    end: *const u8,
    text: PhantomData<&'a [u8]>,
}

/// A place in the cursor's text.
#[derive(Clone, Copy)]
pub(crate) struct Mark(*const u8);

impl Cursor<'_> {
    /// The beginning of the text of `length` bytes at `at`.
    ///
    /// # Safety
    /// The text lies in the page, with bytes of the page before it and 16 after it, and nothing writes to it meanwhile.
    pub(crate) unsafe fn new(at: *const u8, length: usize) -> Self {
        Self { at, end: at.wrapping_add(length), text: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn left(&self) -> usize {
        self.end.addr() - self.at.addr()
    }

    #[inline(always)]
    pub(crate) fn peek(&self) -> u8 {
        // SAFETY: within the page, by `new`.
        if self.at == self.end { 0 } else { unsafe { *self.at } }
    }

    #[inline(always)]
    pub(crate) fn behind(&self, count: usize) -> u8 {
        // SAFETY: within the page: the rules look back no further than over the beginning of the text.
        unsafe { *self.at.wrapping_sub(count + 1) }
    }

    #[inline(always)]
    pub(crate) fn word(&self) -> u32 {
        // SAFETY: within the page, by `new`.
        if self.left() < 4 { 0 } else { unsafe { self.at.cast::<u32>().read_unaligned() } }
    }

    #[inline(always)]
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.at)
    }

    #[inline(always)]
    pub(crate) fn back(&mut self, mark: Mark) {
        self.at = mark.0;
    }

    #[inline(always)]
    pub(crate) fn since(&self, mark: Mark) -> usize {
        self.at.addr() - mark.0.addr()
    }

    #[inline(always)]
    pub(crate) fn pass(&mut self, count: usize) {
        self.at = self.at.wrapping_add(count);
    }

    #[inline(always)]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == byte;
        self.pass(eaten.into());
        eaten
    }

    #[inline(always)]
    pub(crate) fn foreign(&self, class: &Class) -> u64 {
        let block = |at| u64::from(foreign(self.at.wrapping_add(at), class)) << at;
        (block(0) | block(16) | block(32)) & ((1 << 36) - 1)
    }

    #[inline(always)]
    pub(crate) fn span(&mut self, class: &Class) -> usize {
        let length = span(self.at, self.left(), class);
        self.pass(length);
        length
    }
}

#[inline(never)]
fn span(start: *const u8, left: usize, class: &Class) -> usize {
    let mut length = 0;
    loop {
        let foreign = foreign(start.wrapping_add(length), class);
        // all 16 of the class: the bit above them
        length += (foreign | 1 << 16).trailing_zeros() as usize;
        if foreign != 0 || length >= left {
            return length.min(left);
        }
    }
}

/// The places among 16 bytes that are not of the class.
#[inline(always)]
fn foreign(at: *const u8, class: &Class) -> u32 {
    // SAFETY: 16 bytes each, of a class and within the page, which goes on for 16 bytes after a text; and a load of v128
    // needs no alignment.
    let (low, high, block) = unsafe {
        (v128_load(class.low.as_ptr().cast()), v128_load(class.high.as_ptr().cast()), v128_load(at.cast::<v128>()))
    };
    let rows = i8x16_swizzle(high, u8x16_shr(block, 4));
    let columns = i8x16_swizzle(low, v128_and(block, u8x16_splat(15)));
    i8x16_bitmask(i8x16_eq(v128_and(rows, columns), i8x16_splat(0))).into()
}
