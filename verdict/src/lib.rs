//! The rules as a wasm module: no allocator, no panic, one page of memory, which JavaScript writes to and reads from.
//!
//! The rules are the files of the crate `epay-invoice` itself, compiled once more: a dependency on the crate would bring
//! the standard library, and every byte here is downloaded by every payer. Built for `wasm32-unknown-unknown` with
//! `+simd128`; on any other target the crate is empty.

#![cfg_attr(target_family = "wasm", no_std)]
#![cfg(target_family = "wasm")]

mod cursor;
mod issue;
mod page;
mod rule;

use page::Page;

/// Judges what the page holds: each text by the rule of its place, and the amount. Answers 0 if all is well; else the
/// slots hold which rule is broken where.
#[unsafe(no_mangle)]
extern "C" fn v(amount: f64) -> u32 {
    let page = Page::take();
    let mut bad = page.note(page::AMOUNT, rule::amount::tiyn(amount));
    let mut at = 0;
    for slot in 0..page::AMOUNT {
        let length = page.length(slot);
        if length < 0 {
            continue;
        }
        let length = length as usize;
        let verdict = if slot < page::ACCOUNT_ID {
            let mut text = page.text(at, length);
            at += length;
            match slot {
                0 => rule::uuid::check(&mut text),
                1 => rule::invoice_id::check(&mut text),
                2 => rule::expire_period::days(&mut text).map(|_| ()),
                3 => rule::email::check(&mut text),
                4 | 5 => rule::phone::check(&mut text),
                _ => rule::link::check(&mut text),
            }
        } else {
            let account = slot == page::ACCOUNT_ID;
            let max = if account { rule::text::ACCOUNT_ID_MAX } else { rule::text::DESCRIPTION_MAX };
            rule::text::check(page.units(slot - page::ACCOUNT_ID, length), max, true)
        };
        bad |= page.note(slot, verdict);
    }
    bad
}

/// A whole number from `min` to 2³¹−1, as [`v`] answers.
#[unsafe(no_mangle)]
extern "C" fn i(number: f64, min: u32) -> u32 {
    Page::take().note(page::AMOUNT, rule::integer::whole(number, min))
}

/// A search's value of `length` units, as [`v`] answers.
#[unsafe(no_mangle)]
extern "C" fn s(length: usize) -> u32 {
    let page = Page::take();
    let verdict = rule::text::check(page.units(0, length), rule::text::SEARCH_VALUE_MAX, false);
    page.note(page::AMOUNT, verdict)
}

/// Whether the first `name` bytes are near to the name of `known` bytes that begins at `at`.
#[unsafe(no_mangle)]
extern "C" fn n(name: usize, at: usize, known: usize) -> u32 {
    let page = Page::take();
    u32::from(rule::nearest::is_near(page.bytes(0, name), page.bytes(at, known)))
}

#[panic_handler]
fn never(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
