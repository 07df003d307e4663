//! The templates' notation: `{name}` is a param, `[…]` a part that needs its params.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::string::ToString;

use crate::issue::Param;

/// The template with its params in their places; a part in square brackets whose param is absent is left out.
pub(super) fn render(template: &str, param: impl Fn(&str) -> Option<Param>) -> String {
    let mut text = String::with_capacity(template.len());
    for (part, optional) in parts(template) {
        match fill(part, &param) {
            Some(filled) => text.push_str(&filled),
            None if optional => {}
            None => text.push_str(part),
        }
    }
    text
}

/// The parts in their order, each with whether it stood in square brackets.
fn parts(template: &str) -> impl Iterator<Item = (&str, bool)> {
    // brackets do not nest: after an opening one the text up to the closing one is optional, the rest is not
    template.split('[').enumerate().flat_map(|(index, piece)| match piece.split_once(']') {
        Some((optional, rest)) if index > 0 => [(optional, true), (rest, false)],
        _ => [(piece, false), ("", false)],
    })
}

/// The part with its params in their places; `None` if one is absent.
fn fill(part: &str, param: impl Fn(&str) -> Option<Param>) -> Option<String> {
    let mut pieces = part.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}')?;
        text.push_str(&param(name)?.to_string());
        text.push_str(rest);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_places_and_drops_what_has_none() {
        let cases = [
            ("plain", "plain"),
            ("", ""),
            ("{a}", "1"),
            ("at most {a}, now {b}.", "at most 1, now x, y."),
            ("{a}{b}", "1x, y"),
            ("one[ or {a}]", "one or 1"),
            ("one[ or {none}]", "one"),
            ("one[ or {a} and {none}] two", "one two"),
            ("[{none}][{a}]!", "1!"),
            // a mistake in a template shows itself
            ("{none}", "{none}"),
        ];
        for (template, expected) in cases {
            let text = render(template, |name| match name {
                "a" => Some(Param::Number(1)),
                "b" => Some(Param::List(&["x", "y"])),
                _ => None,
            });
            assert_eq!(text, expected, "{template}");
        }
    }
}
