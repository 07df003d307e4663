//! One request on its way: what every operation needs of it.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Request, Response};

use super::answer::Answer;
use super::bank::{Bank, Timing};
use super::border::{self, Env};
use super::config::Config;
use super::fault::Fault;
use super::namespace::{ORDERS, namespace};
use crate::field::InvoiceId;

/// The largest body that is read, in bytes.
pub(super) const MAX_BODY: u32 = 32 * 1024;

/// One request on its way.
pub(super) struct Call<'a> {
    pub(super) request: &'a Request,
    pub(super) env: &'a Env,
    pub(super) config: Rc<Config>,
    pub(super) request_id: &'a str,
    pub(super) content_type: &'a str,
    pub(super) last_event_id: &'a str,
    pub(super) timing: &'a Timing,
}

impl Call<'_> {
    pub(super) fn bank(&self) -> Bank {
        Bank::new(Rc::clone(&self.config), self.env, Rc::clone(self.timing))
    }

    /// The body of a request that says it is JSON.
    pub(super) async fn json(&self) -> Result<Vec<u8>, Box<Fault>> {
        let essence = self.content_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Fault::UnsupportedMediaType.into());
        }
        self.body().await
    }

    /// The body, of whatever type.
    pub(super) async fn body(&self) -> Result<Vec<u8>, Box<Fault>> {
        border::bytes(&border::body(self.request, MAX_BODY)?.await?).ok_or_else(|| Fault::BodyTooLarge.into())
    }

    /// What the order's own object answers.
    pub(super) async fn ask_order(
        &self,
        what: &str,
        invoice_id: &InvoiceId,
        body: &str,
    ) -> Result<Box<Answer>, Box<Fault>> {
        let question = [what, invoice_id.as_str(), self.request_id, self.content_type, body].join("\n");
        let asked = match border::ask(&namespace(self.env, ORDERS)?, invoice_id.as_str(), &question) {
            Ok(coming) => coming.await,
            Err(error) => Err(error),
        };
        let answer = asked.map_err(|error| -> Box<Fault> {
            match what {
                // the object has died in the middle, and may have done it: the next one finds out
                "create" | "deactivate" => {
                    border::log_error(&[self.request_id, " ", &border::thrown(&error)].concat());
                    Fault::OutcomeUnknown { retry_after_s: 5 }.into()
                }
                _ => error.into(),
            }
        })?;
        Answer::of_parts(&answer.into()).ok_or_else(|| Fault::Internal("the order's answer".into()).into())
    }

    /// The stream of the order's changes, from its own object.
    pub(super) async fn watch_order(&self, invoice_id: &InvoiceId) -> Result<Box<Answer>, Box<Fault>> {
        let headers = border::lines([
            ("x-invoice-id", invoice_id.as_str()),
            ("x-request-id", self.request_id),
            ("last-event-id", self.last_event_id),
        ]);
        let answer = border::watch(&namespace(self.env, ORDERS)?, invoice_id.as_str(), &headers)?.await?;
        Answer::of_object(Response::unchecked_from_js(answer))
            .ok_or_else(|| Fault::Internal("the order's answer".into()).into())
    }
}
