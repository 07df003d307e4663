//! The Durable Object that lists the events that the shop has not accepted, over all orders.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use core::future::ready;

use wasm_bindgen::prelude::*;

use super::border::{self, State};
use super::object::Object;
use super::task::Work;
use crate::digits;
use crate::text;

/// The object. Told `invoice_id\n` and the order's [report](super::undelivered::report), it keeps that in the place of
/// what it knew of the order. Asked with `\nafter\nlimit`, it answers with a page of the list.
pub(super) fn object(state: &State) -> Rc<dyn Object> {
    Rc::new(DeadLetters { storage: state.storage() })
}

struct DeadLetters {
    storage: JsValue,
}

impl Object for DeadLetters {
    /// It fails where the storage did.
    fn on_ask(self: Rc<Self>, asked: String) -> Work {
        let (order, rest) = text::cut(&asked, b'\n').unwrap_or_default();
        let answer = if order.is_empty() { tell(&self.storage, rest) } else { keep(&self.storage, order, rest) };
        Box::pin(ready(answer.map(Into::into)))
    }
}

fn keep(storage: &JsValue, order: &str, report: &str) -> Result<String, JsValue> {
    border::keep_rows(storage, order, report)?;
    Ok(String::new())
}

fn tell(storage: &JsValue, asked: &str) -> Result<String, JsValue> {
    let (after, limit) = text::cut(asked, b'\n').unwrap_or_default();
    let limit: u32 = digits::read(limit).and_then(|limit| limit.try_into().ok()).unwrap_or(1);
    let rows = border::rows_after(storage, after, limit.saturating_add(1))?;
    Ok(page(&rows, limit))
}

/// `{"events": […], "next": …}` of rows, each a line with its key and one with its JSON: one more than the page has means
/// that there is a next, which begins after the page's last key.
fn page(rows: &str, limit: u32) -> String {
    let mut lines = text::parts(rows, b'\n').filter(|line| !line.is_empty());
    let mut page = String::from(r#"{"events":["#);
    let mut last = "";
    for place in 0..limit {
        let (Some(key), Some(json)) = (lines.next(), lines.next()) else { break };
        page.push_str(if place == 0 { "" } else { "," });
        page.push_str(json);
        last = key;
    }
    page.push_str(r#"],"next":"#);
    match lines.next() {
        Some(_) => page.push_str(&["\"", last, "\"}"].concat()),
        None => page.push_str("null}"),
    }
    page
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn a_page_says_whether_there_is_a_next() {
        let cases = [
            ("", 2, r#"{"events":[],"next":null}"#),
            ("1.a\n{}", 2, r#"{"events":[{}],"next":null}"#),
            ("1.a\n1\n2.b\n2", 2, r#"{"events":[1,2],"next":null}"#),
            ("1.a\n1\n2.b\n2\n3.c\n3", 2, r#"{"events":[1,2],"next":"2.b"}"#),
        ];
        for (rows, limit, expected) in cases {
            assert_eq!(page(rows, limit), expected);
        }
    }
}
