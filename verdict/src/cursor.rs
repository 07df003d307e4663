//! Where a rule stands in a text: `src/rule/cursor.rs` over the page, 16 bytes at a time.

use core::arch::wasm32::{
    i8x16_bitmask, i8x16_eq, i8x16_splat, i8x16_swizzle, u8x16_shr, u8x16_splat, v128, v128_and, v128_load,
};
use core::marker::PhantomData;
use core::ptr::null;

use crate::rule::class::Class;

/// Where the one cursor stands, and where its text ends. Not members of [`Cursor`]: passed around by reference they would
/// be half of the module's code.
static mut AT: *const u8 = null();
static mut END: *const u8 = null();

/// The one cursor, in a text of the page.
pub(crate) struct Cursor<'a>(PhantomData<&'a [u8]>);

/// A place in the cursor's text.
#[derive(Clone, Copy)]
pub(crate) struct Mark(*const u8);

impl Cursor<'_> {
    /// The beginning of the text of `length` bytes at `at`.
    ///
    /// # Safety
    /// The text lies in the page, with a byte of the page before it and 16 after it; nothing writes to it meanwhile; and
    /// there is no other cursor.
    pub(crate) unsafe fn new(at: *const u8, length: usize) -> Self {
        // SAFETY: there are no threads, and no other cursor.
        unsafe {
            AT = at;
            END = at.wrapping_add(length);
        }
        Self(PhantomData)
    }

    fn at(&self) -> *const u8 {
        // SAFETY: as in `new`.
        unsafe { AT }
    }

    pub(crate) fn left(&self) -> usize {
        // SAFETY: as in `new`.
        unsafe { END.addr() - AT.addr() }
    }

    pub(crate) fn peek(&self) -> u8 {
        // SAFETY: within the page, by `new`.
        if self.left() == 0 { 0 } else { unsafe { *self.at() } }
    }

    pub(crate) fn behind(&self, count: usize) -> u8 {
        // SAFETY: within the page, since the rules look back no further than to the byte before the text.
        unsafe { *self.at().wrapping_sub(count + 1) }
    }

    pub(crate) fn word(&self) -> u32 {
        // SAFETY: within the page, by `new`.
        if self.left() < 4 { 0 } else { unsafe { self.at().cast::<u32>().read_unaligned() } }
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.at())
    }

    pub(crate) fn back(&mut self, mark: Mark) {
        // SAFETY: as in `new`.
        unsafe { AT = mark.0 }
    }

    pub(crate) fn since(&self, mark: Mark) -> usize {
        self.at().addr() - mark.0.addr()
    }

    pub(crate) fn pass(&mut self, count: usize) {
        // SAFETY: as in `new`.
        unsafe { AT = AT.wrapping_add(count) }
    }

    #[inline(never)]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == byte;
        self.pass(eaten.into());
        eaten
    }

    #[inline(never)]
    pub(crate) fn span(&mut self, class: &Class) -> usize {
        let (start, left) = (self.at(), self.left());
        // SAFETY: 16 bytes each, and a load of v128 needs no alignment.
        let (low, high) = unsafe { (v128_load(class.low.as_ptr().cast()), v128_load(class.high.as_ptr().cast())) };
        let mut length = 0;
        loop {
            // SAFETY: within the page, which goes on for 16 bytes after a text.
            let block = unsafe { v128_load(start.wrapping_add(length).cast::<v128>()) };
            let rows = i8x16_swizzle(high, u8x16_shr(block, 4));
            let columns = i8x16_swizzle(low, v128_and(block, u8x16_splat(15)));
            let foreign = u32::from(i8x16_bitmask(i8x16_eq(v128_and(rows, columns), i8x16_splat(0))));
            // all 16 of the class: the bit above them
            length += (foreign | 1 << 16).trailing_zeros() as usize;
            if foreign != 0 || length >= left {
                break;
            }
        }
        length = length.min(left);
        self.pass(length);
        length
    }
}
