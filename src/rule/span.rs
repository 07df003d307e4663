//! How far a text stays within a set of characters: the one loop that every rule is made of.

use super::class::Class;

/// The length of the longest beginning of `text` that holds nothing but `class`.
///
/// `verdict/` has a second form of it, 16 bytes at a time.
pub(crate) fn span(text: &[u8], class: &Class) -> usize {
    text.iter().position(|byte| !class.has(*byte)).unwrap_or(text.len())
}
