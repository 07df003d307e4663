//! Whether an unknown name was probably meant to be a known one.

use super::cursor::Cursor;

/// A name longer than this is near to none.
pub(crate) const MAX: usize = 64;

/// Whether `name` is `known` but for one letter changed, added, dropped, or swapped with its neighbour. The case of
/// ASCII letters does not count, nor do underscores, hyphens and spaces, so `invoiceId` is `invoice_id`. A name of two
/// letters must be met exactly.
pub(crate) fn is_near(name: Cursor<'_>, known: Cursor<'_>) -> bool {
    let third = next(next(letter(known)));
    differ(name, known, !third.at_end())
}

/// Whether the rest is the same, or, if `once` it may, differs in one place.
fn differ(mut name: Cursor<'_>, mut known: Cursor<'_>, once: bool) -> bool {
    loop {
        (name, known) = (letter(name), letter(known));
        if name.at_end() && known.at_end() {
            return true;
        }
        if !same(name, known) {
            break;
        }
        (name, known) = (name.pass(1), known.pass(1));
    }
    let (after_name, after_known) = (next(name), next(known));
    once && (differ(after_name, after_known, false)
        || differ(after_name, known, false)
        || differ(name, after_known, false)
        || same(name, after_known) && same(after_name, known) && differ(next(after_name), next(after_known), false))
}

/// Whether both have the same letter.
fn same(name: Cursor<'_>, known: Cursor<'_>) -> bool {
    !name.at_end() && !known.at_end() && name.peek().eq_ignore_ascii_case(&known.peek())
}

/// The place of the letter that follows this one; the end stays the end.
fn next(text: Cursor<'_>) -> Cursor<'_> {
    if text.at_end() { text } else { letter(text.pass(1)) }
}

/// Passes over what does not count.
fn letter(mut text: Cursor<'_>) -> Cursor<'_> {
    while matches!(text.peek(), b'_' | b'-' | b' ') {
        text = text.pass(1);
    }
    text
}
