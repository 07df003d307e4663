//! One request on its way: what every operation needs of it.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::pin::Pin;

use wasm_bindgen::JsCast;

use super::answer::Answer;
use super::bank::{Bank, Timing};
use super::border::{self, Env, Request, Response};
use super::config::Config;
use super::fault::Fault;
use super::namespace::{ORDERS, namespace};
use crate::digits;
use crate::field::InvoiceId;
use crate::text;

/// The largest body that is read, in bytes.
pub(super) const MAX_BODY: u32 = 32 * 1024;

/// What is answered in time. Boxed: each place that waits for it would be a state machine with all of it inside, and have code of
/// its own to move and to drop it.
pub(super) type Work<'a> = Pin<Box<dyn Future<Output = Result<Box<Answer>, Box<Fault>>> + 'a>>;

/// One request on its way.
pub(super) struct Call<'a> {
    pub(super) request: &'a Request,
    pub(super) env: &'a Env,
    pub(super) config: &'static Config,
    pub(super) request_id: &'a str,
    pub(super) content_type: &'a str,
    pub(super) content_length: &'a str,
    pub(super) last_event_id: &'a str,
    pub(super) timing: &'a Timing,
}

impl Call<'_> {
    pub(super) fn bank(&self) -> Bank {
        Bank::new(self.config, self.env, Rc::clone(self.timing))
    }

    /// The body of a request that says it is JSON.
    pub(super) async fn json(&self) -> Result<Vec<u8>, Box<Fault>> {
        let essence = text::parts(self.content_type, b';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Fault::UnsupportedMediaType.into());
        }
        let mut body = self.body().await?;
        if self.length().is_some_and(|length| length != body.len() as u64) {
            cut_before_broken(&mut body);
        }
        Ok(body)
    }

    /// The body, of whatever type. What of it is no UTF-8 may be U+FFFD.
    pub(super) async fn body(&self) -> Result<Vec<u8>, Box<Fault>> {
        let is_small = self.length().is_some_and(|length| length <= MAX_BODY.into());
        let body = border::body(self.request, is_small, MAX_BODY)?.await?;
        border::bytes(&body).ok_or_else(|| Fault::BodyTooLarge.into())
    }

    /// The body's length as it was sent, where that is told.
    fn length(&self) -> Option<u64> {
        digits::read(self.content_length)
    }

    /// What the order's own object answers.
    pub(super) fn ask_order<'a>(&'a self, what: &'static str, invoice_id: &InvoiceId, body: &str) -> Work<'a> {
        let question = [what, invoice_id.as_str(), self.request_id, self.content_type, body].join("\n");
        let begun = namespace(self.env, ORDERS).map(|orders| border::ask(&orders, invoice_id.as_str(), &question));
        Box::pin(async move {
            let asked = match begun? {
                Ok(coming) => coming.await,
                Err(error) => Err(error),
            };
            match asked {
                Ok(answer) => Answer::of_parts(&answer.unchecked_into()).ok_or_else(no_answer),
                // the object has died in the middle, and may have done it: the next one finds out
                Err(error) if matches!(what, "create" | "deactivate") => {
                    border::log_error(&[self.request_id, " ", &border::thrown(&error)].concat());
                    Err(Fault::OutcomeUnknown { retry_after_s: 5 }.into())
                }
                Err(error) => Err(error.into()),
            }
        })
    }

    /// The stream of the order's changes, from its own object.
    pub(super) fn watch_order<'a>(&self, invoice_id: &InvoiceId) -> Result<Work<'a>, Box<Fault>> {
        let headers = border::lines(&[
            ("x-invoice-id", invoice_id.as_str()),
            ("x-request-id", self.request_id),
            ("last-event-id", self.last_event_id),
        ]);
        let coming = border::watch(&namespace(self.env, ORDERS)?, invoice_id.as_str(), &headers)?;
        Ok(Box::pin(async { Answer::of_object(Response::unchecked_from_js(coming.await?)).ok_or_else(no_answer) }))
    }
}

/// The order that a path names.
#[inline(never)]
pub(super) fn order_of(invoice_id: &str) -> Result<InvoiceId, Box<Fault>> {
    invoice_id.parse().map_err(|reason| Fault::InvalidInvoiceId(reason).into())
}

/// Of a text whose length is not that of the bytes it was read from: the bytes up to the first that were no UTF-8, and one that is
/// none. What the length does not tell is a character of four bytes that lacks its last, and is U+FFFD then.
fn cut_before_broken(text: &mut Vec<u8>) {
    const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();
    let broken = text.windows(REPLACEMENT.len()).position(|character| character == REPLACEMENT);
    text.truncate(broken.unwrap_or_default());
    text.push(0xFF);
}

fn no_answer() -> Box<Fault> {
    Fault::Internal("the order's answer".into()).into()
}
