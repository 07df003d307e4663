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

use issue::Code;
use page::Page;
use rule::fault::Fault;

/// Judges what the page holds: the texts, of which those in ASCII have `length` bytes together, and the amount. A text that
/// is empty is well, unless its bit says that it is required. Answers 0 if all is well; else the slots hold which rule is
/// broken where.
///
/// From the last text to the first: the byte that ends a text overwrites the next one, which has been judged by then.
#[unsafe(no_mangle)]
extern "C" fn v(amount: f64, length: usize, required: u32) -> u32 {
    let page = Page::take();
    let mut bad = page.note(page::AMOUNT, rule::amount::tiyn(amount));
    let mut end = page.end(length);
    let mut slot = page::AMOUNT;
    while slot > 0 {
        slot -= 1;
        let length = page.length(slot);
        let verdict = if length == 0 {
            if required >> slot & 1 == 0 { Ok(()) } else { Err(Fault::of(Code::Empty)) }
        } else if slot >= page::ACCOUNT_ID {
            let max = if slot == page::ACCOUNT_ID { rule::text::ACCOUNT_ID_MAX } else { rule::text::DESCRIPTION_MAX };
            rule::text::check(page.units(slot - page::ACCOUNT_ID, length), max, true)
        } else {
            let (at, text) = page::text(end, length);
            end = at;
            match slot {
                0 => rule::uuid::check(text, length),
                1 => rule::invoice_id::check(text, length),
                2 => rule::expire_period::check(text, length),
                3 => rule::email::check(text, length),
                4 | 5 => rule::phone::check(text, length),
                _ => rule::link::check(text, length),
            }
        };
        bad |= page.note(slot, verdict);
    }
    bad
}

/// A whole number from `min` to 2³¹−1, which is noted in the slot of the amount.
#[unsafe(no_mangle)]
extern "C" fn i(number: f64, min: u32) -> u32 {
    Page::take().note(page::AMOUNT, rule::integer::whole(number, min))
}

/// A search's value of `length` units, as [`v`] answers.
#[unsafe(no_mangle)]
extern "C" fn s(length: u32) -> u32 {
    let page = Page::take();
    let verdict = rule::text::check(page.units(0, length), rule::text::SEARCH_VALUE_MAX, false);
    page.note(page::AMOUNT, verdict)
}

/// Whether the first `name` bytes are near to the name of `known` bytes that begins at `at`.
#[unsafe(no_mangle)]
extern "C" fn n(name: usize, at: usize, known: usize) -> u32 {
    u32::from(Page::take().is_near(name, at, known))
}

#[panic_handler]
fn never(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
