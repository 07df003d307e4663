//! The rules as a wasm module: no allocator, no panic, one page of memory, which JavaScript writes to and reads from.
//!
//! The rules are the files of the crate `epay-invoice` itself, compiled once more: a dependency on the crate would bring
//! the standard library, and every byte here is downloaded by every payer. Built for `wasm32-unknown-unknown`; on any other
//! target the crate is empty.

#![cfg_attr(target_family = "wasm", no_std)]
#![cfg(target_family = "wasm")]

mod cursor;
mod issue;
mod page;
mod rule;

use page::Page;

/// Judges what the page holds: the texts in ASCII, which have `length` bytes together, and the amount. A text that is empty
/// is well, unless its bit says that it is required. Answers which slots are not well; they hold which rule is broken.
///
/// From the last text to the first: the byte that ends a text overwrites the next one, which has been judged by then.
#[unsafe(no_mangle)]
extern "C" fn v(amount: f64, length: usize, required: u32) -> u32 {
    let page = Page::take();
    let mut bad = page.note(page::AMOUNT, rule::amount::tiyn(amount));
    let mut end = page.end(length);
    let mut slot = page::SLOTS;
    while slot > 0 {
        slot -= 1;
        let length = page.length(slot);
        let (at, text) = page::text(end, length);
        end = at;
        let verdict = match slot {
            _ if length == 0 && required >> slot & 1 == 0 => Ok(()),
            0 => rule::uuid::check(text, length),
            2 => rule::invoice_id::check(text, length),
            6 => rule::expire_period::check(text, length),
            7 => rule::email::check(text, length),
            8 | 10 => rule::phone::check(text, length),
            _ => rule::link::check(text, length),
        };
        bad |= page.note(slot, verdict);
    }
    bad
}

/// A text of any language, of `length` units, which is noted in the slot.
#[unsafe(no_mangle)]
extern "C" fn t(slot: usize, length: usize, max: u32, filled: bool) -> u32 {
    let page = Page::take();
    let verdict = rule::text::check(page.units(length), max, filled);
    page.note(slot, verdict)
}

/// A whole number from `min` to 2³¹−1, which is noted in the slot of the amount.
#[unsafe(no_mangle)]
extern "C" fn i(number: f64, min: u32) -> u32 {
    Page::take().note(page::AMOUNT, rule::integer::whole(number, min))
}

/// Which of the names behind the first `name` bytes is near to these: its place among them; with a space between each two,
/// and two at the end.
#[unsafe(no_mangle)]
extern "C" fn n(name: usize) -> u32 {
    if name > rule::nearest::MAX { u32::MAX } else { Page::take().near(name) }
}

#[panic_handler]
fn never(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
