//! Where a rule stands in a text: `src/rule/cursor.rs` over the page, where a byte that is in no text ends each.

use core::arch::wasm32::{
    u8x16, u8x16_bitmask, u8x16_eq, u8x16_shr, u8x16_splat, u8x16_swizzle, v128, v128_and, v128_load,
};
use core::ptr::NonNull;

use crate::rule::class::{Class, URL};

/// The byte after a text: UTF-8 has no such byte.
pub(crate) const END: u8 = 0xFF;

/// A place in a text of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor<'a> {
    at: NonNull<u8>,
    text: core::marker::PhantomData<&'a u8>,
}

impl Cursor<'_> {
    /// The beginning of a text.
    ///
    /// # Safety
    /// The text lies in the page, something of the page before it and [`END`] after it, and nothing writes to it meanwhile.
    #[inline(always)]
    pub(crate) const unsafe fn new(at: NonNull<u8>) -> Self {
        Self { at, text: core::marker::PhantomData }
    }

    #[inline(always)]
    pub(crate) fn at_end(self) -> bool {
        self.peek() == END
    }

    #[inline(always)]
    pub(crate) fn peek(self) -> u8 {
        // SAFETY: within the page, by `new`: the rules pass over nothing that they have not seen, so not over the end.
        unsafe { self.at.read() }
    }

    #[inline(always)]
    pub(crate) fn behind(self) -> u8 {
        // SAFETY: within the page, by `new`.
        unsafe { self.at.sub(1).read() }
    }

    #[inline(always)]
    pub(crate) fn word(self) -> u32 {
        // SAFETY: within the page, which goes on after the end of its last text.
        unsafe { self.at.cast::<u32>().read_unaligned() }
    }

    #[inline(always)]
    pub(crate) fn since(self, start: Self) -> u32 {
        (self.at.addr().get() - start.at.addr().get()) as u32
    }

    #[inline(always)]
    pub(crate) const fn pass(self, count: usize) -> Self {
        // SAFETY: within the page, as `peek`.
        Self { at: unsafe { self.at.add(count) }, ..self }
    }

    #[inline(always)]
    pub(crate) fn eat(self, byte: u8) -> Option<Self> {
        (self.peek() == byte).then(|| self.pass(1))
    }

    #[inline(never)]
    pub(crate) fn span(mut self, class: Class) -> Self {
        while class.has(self.peek()) {
            self = self.pass(1);
        }
        self
    }

    /// Sixteen bytes at a time: a path is long enough to gain by it, and nothing else is.
    #[inline(always)]
    pub(crate) fn span_url(mut self) -> Self {
        const LOW: &[u8; 16] = &URL;
        const HIGH: v128 = u8x16(1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);
        loop {
            // SAFETY: within the page, which goes on for 15 bytes after the end of its last text.
            let (bytes, low) = unsafe { (v128_load(self.at.as_ptr().cast()), v128_load(LOW.as_ptr().cast())) };
            let low = u8x16_swizzle(low, v128_and(bytes, u8x16_splat(15)));
            let high = u8x16_swizzle(HIGH, u8x16_shr(bytes, 4));
            let others = u8x16_bitmask(u8x16_eq(v128_and(low, high), u8x16_splat(0)));
            let count = (u32::from(others) | 1 << 16).trailing_zeros();
            self = self.pass(count as usize);
            if count < 16 {
                return self;
            }
        }
    }

    #[inline(never)]
    pub(crate) fn span_back(mut self, class: Class) -> Self {
        while class.has(self.behind()) {
            // SAFETY: within the page: before the first text there is a byte of no class.
            self.at = unsafe { self.at.sub(1) };
        }
        self
    }
}
