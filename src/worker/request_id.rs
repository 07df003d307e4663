//! The id that a request has in the caller's log, in this Worker's, and in the answer.

use alloc::borrow::ToOwned;
use alloc::string::String;

/// The caller's own `X-Request-Id` where it is 1 to 64 letters, digits, `-`, `_` or `.`; else a new one.
pub(super) fn request_id(given: &str) -> String {
    if is_plain(given) { given.to_owned() } else { super::border::id() }
}

fn is_plain(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|byte| matches!(byte, b'-' | b'_' | b'.') || byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn takes_plain_ids_alone() {
        for good in ["a", "0123-AZ_az.9", &"x".repeat(64)] {
            assert!(is_plain(good), "{good}");
        }
        for bad in ["", "a b", "a\n", "ә", "<x>", &"x".repeat(65)] {
            assert!(!is_plain(bad), "{bad}");
        }
    }
}
