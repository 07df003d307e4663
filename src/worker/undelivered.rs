//! The events that the shop has not accepted: listed, and delivered anew when an operator asks.
//!
//! What is true is in each order's outbox. The list is a copy in one object ([`dead_letters`](super::dead_letters)): an
//! order tells it whenever what it would say has changed, and again by its alarm until it has.

use alloc::boxed::Box;
use alloc::string::String;

use super::answer::Answer;
use super::border::{self, Env};
use super::call::{Call, Work};
use super::fault::Fault;
use super::namespace::{DEAD_LETTERS, namespace};
use super::route::query_value;
use super::task::Settling;
use crate::digits;
use crate::field::InvoiceId;
use crate::issue::{Issue, Reason};
use crate::order::{Delivery, Notice, Order};
use crate::output::{self, name};
use crate::rfc3339;
use crate::text;

/// The object's name: there is one.
const LIST: &str = "list";
/// How long after the list could not be told it is told again.
pub(super) const AGAIN_MS: i64 = 10_000;
const DEFAULT_LIMIT: i64 = 50;
const MAX_LIMIT: i64 = 100;

/// `GET /v1/events/undelivered?limit=…&after=…`: the oldest first.
pub(super) fn list<'a>(call: &Call<'_>, query: &str) -> Result<Work<'a>, Box<Fault>> {
    let limit = limit(query_value(query, "limit")).map_err(|reason| refused("limit", reason))?;
    let place = place(query_value(query, "after")).map_err(|reason| refused("after", reason))?;
    let asked = ["\n", place, "\n", &digits::decimal(limit)].concat();
    let coming = border::ask(&namespace(call.env, DEAD_LETTERS)?, LIST, &asked)?;
    Ok(Box::pin(async { Ok(Answer::of_page(coming.await?)) }))
}

#[inline(never)]
fn refused(name: &'static str, reason: Reason) -> Box<Fault> {
    Fault::Invalid(Issue::of(name, reason).into()).into()
}

fn limit(text: &str) -> Result<i64, Reason> {
    if text.is_empty() {
        return Ok(DEFAULT_LIMIT);
    }
    if !is_digits(text) {
        return Err(Reason::NotDigits);
    }
    match digits::read_signed(text) {
        Some(limit @ 1..=MAX_LIMIT) => Ok(limit),
        _ => Err(Reason::OutOfRange { min: 1, max: MAX_LIMIT as u32 }),
    }
}

/// The place in the list that a page begins behind: empty, or as [`key`] makes it.
fn place(text: &str) -> Result<&str, Reason> {
    let is_place = text::cut(text, b'.').is_some_and(|(time, id)| {
        time.len() == 13 && is_digits(time) && id.bytes().all(|byte| byte.is_ascii_graphic())
    });
    if text.is_empty() || is_place { Ok(text) } else { Err(Reason::NotDigits) }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `POST /v1/events/{event_id}/retry`: the order that the id names has it delivered anew, from the first attempt on.
pub(super) fn retry<'a>(call: &'a Call<'_>, event_id: &str) -> Result<Work<'a>, Box<Fault>> {
    let number = event_id.strip_prefix("evt_").and_then(|rest| text::parts(rest, b'_').next()).unwrap_or_default();
    let invoice_id: InvoiceId = number.parse().map_err(|_| Fault::NoEvent)?;
    Ok(call.ask_order("retry", &invoice_id, event_id))
}

/// What the list is to say of an order: a line for each event's key and one for its JSON. Empty where every event was
/// accepted, or not yet refused.
pub(super) fn report(order: &Order) -> String {
    let mut report = String::new();
    for notice in order.notices() {
        // kept from the first failure until the shop accepts
        let Some(trouble) = &notice.trouble else { continue };
        let next_attempt = match notice.delivery {
            Delivery::Due(at_ms) => Some(rfc3339::write(at_ms)),
            Delivery::Done(_) | Delivery::Dead(_) => None,
        };
        let mut json = String::new();
        output::object(
            &mut json,
            &[
                (name!("id"), Some(&notice.id)),
                (name!("type"), Some(&notice.kind)),
                (name!("invoice_id"), Some(order.invoice_id())),
                (name!("timestamp"), Some(&rfc3339::write(notice.created_ms))),
                (name!("state"), Some(&if next_attempt.is_some() { "retrying" } else { "dead" })),
                // how many deliveries have failed since the first, or since an operator asked for another
                (name!("attempts"), Some(&notice.attempts)),
                (name!("next_attempt"), Some(&next_attempt)),
                (name!("trouble"), Some(trouble)),
            ],
        );
        report.push_str(&border::lines(&[(key(notice).as_str(), json.as_str())]));
    }
    report
}

/// An event's place in the list: by its age, and told apart by its id. The milliseconds have 13 digits until 2286.
fn key(notice: &Notice) -> String {
    [&digits::decimal(notice.created_ms), ".", &notice.id].concat()
}

/// Tells the list all that it is to say of an order.
pub(super) fn tell(env: &Env, invoice_id: &InvoiceId, report: &str) -> Result<Settling, Box<Fault>> {
    let told = [invoice_id.as_str(), "\n", report].concat();
    Ok(border::ask(&namespace(env, DEAD_LETTERS)?, LIST, &told)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_begins_with_a_time() {
        for (text, expected) in
            [("", true), ("1764000000000.evt_000001_paid", true), ("evt_000001_paid", false), ("x", false)]
        {
            assert_eq!(place(text).is_ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_limit_is_1_to_100() {
        let cases = [("", Some(50)), ("1", Some(1)), ("100", Some(100)), ("0", None), ("101", None), ("+5", None)];
        for (text, expected) in cases {
            assert_eq!(limit(text).ok(), expected, "{text}");
        }
    }
}
