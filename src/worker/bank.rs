//! Calls to the bank: a token, the call, and again where the failure allows it.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use core::cell::RefCell;

use super::border::{self, Env, Promise, Sent};
use super::config::Config;
use super::fault::Fault;
use super::seal;
use super::task::wait;
use super::time::now_ms;
use super::token::{NoToken, Source, token};
use crate::Record;
use crate::bank::{self, Failure, Operation, Reply, Request, Scope, Secret, Step, next_step};
use crate::digits;
use crate::field::InvoiceId;
use crate::invoice::field;
use crate::order::{self, Effect, Event};
use crate::output::ToJson;
use crate::search::{RawPage, Search};

/// The largest answer that is read, in bytes: a search's page of some thousand records.
const MOST_BYTES: u32 = 8 << 20;

/// As an order hears of it.
impl From<Box<Fault>> for order::Fault {
    fn from(fault: Box<Fault>) -> Self {
        match *fault {
            Fault::NoToken(NoToken { refused, retry_after_s }) => {
                Self::NoToken { retry_after_s: (!refused).then_some(retry_after_s) }
            }
            Fault::Bank(failure) => Self::Bank(failure),
            // the Worker's own: the call was not made
            fault => {
                border::log_error(&fault.into_log());
                Self::NoToken { retry_after_s: Some(5) }
            }
        }
    }
}

/// What calls to the bank took, in the notation of `Server-Timing`: `token;desc=memory, search;dur=31`.
pub(super) type Timing = Rc<RefCell<String>>;

/// The bank as this shop sees it.
pub(super) struct Bank {
    pub(super) config: &'static Config,
    env: Env,
    /// Where it is noted what the calls take.
    pub(super) timing: Timing,
}

impl Bank {
    pub(super) fn new(config: &'static Config, env: &Env, timing: Timing) -> Self {
        Self { config, env: env.clone(), timing }
    }

    /// Makes the one call that an order asks for, which results in the order's next event. A call to create is never repeated
    /// where its outcome is not known.
    pub(super) async fn perform(&self, effect: &Effect, invoice_id: &InvoiceId) -> Result<Event, Box<Fault>> {
        let hosts = &self.config.hosts;
        let operation = match effect {
            Effect::Create(_) => Operation::Create,
            Effect::Deactivate(_) => Operation::Deactivate,
            _ => Operation::Search,
        };
        let request = |token: &Secret| match effect {
            Effect::Create(invoice) => bank::create(hosts, token, invoice),
            Effect::Deactivate(link) => bank::deactivate(hosts, token, *link),
            _ => bank::search_by_invoice_id(hosts, token, invoice_id),
        };
        let mut event = None;
        let read = &mut |reply: Reply<'_>| {
            event = Some(match effect {
                Effect::Create(_) => Event::Created(Ok(self.created(reply)?)),
                Effect::Deactivate(_) => Event::Deactivated(Ok(bank::deactivated(reply)?)),
                _ => Event::Found(Ok(self.links(reply, invoice_id)?.into())),
            });
            Ok(())
        };
        self.call(operation, &request, read).await?;
        event.ok_or_else(unread)
    }

    fn created(&self, reply: Reply<'_>) -> Result<Box<Record>, Failure> {
        let mut record = Box::new(bank::created(reply)?);
        for link in [&mut record.post_link, &mut record.failure_post_link] {
            link.take_if(|link| self.is_own_link(link));
        }
        Ok(record)
    }

    /// The page of what is found, as JSON.
    pub(super) async fn search(&self, search: &Search) -> Result<String, Box<Fault>> {
        let request = |token: &Secret| bank::search(&self.config.hosts, token, search);
        let mut found = None;
        let read = &mut |reply: Reply<'_>| self.page(reply).map(|page| found = Some(page.to_json()));
        self.call(Operation::Search, &request, read).await?;
        found.ok_or_else(unread)
    }

    /// Lets `read` look at the links of one order, the newest first, as they stand in the bank's answer.
    pub(super) async fn look(
        &self,
        invoice_id: &InvoiceId,
        read: &mut dyn FnMut(RawPage<'_>),
    ) -> Result<(), Box<Fault>> {
        let request = |token: &Secret| bank::search_by_invoice_id(&self.config.hosts, token, invoice_id);
        let read = &mut |reply: Reply<'_>| {
            read(self.links(reply, invoice_id)?);
            Ok(())
        };
        self.call(Operation::Search, &request, read).await
    }

    fn links<'a>(&self, reply: Reply<'a>, invoice_id: &InvoiceId) -> Result<RawPage<'a>, Failure> {
        let mut page = self.page(reply)?;
        // the bank's word is checked: a search that found too much must not show one order to the payer of another
        page.keep(invoice_id.as_str());
        Ok(page)
    }

    fn page<'a>(&self, reply: Reply<'a>) -> Result<RawPage<'a>, Failure> {
        let mut page = bank::found_raw(reply)?;
        for record in &mut page.records {
            for link in const { [field("post_link"), field("failure_post_link")] } {
                record.leave_out(link, &|link| self.is_own_link(link));
            }
        }
        Ok(page)
    }

    /// This Worker's own callback links are left out of what it tells: who knows a seal can call in the bank's name.
    fn is_own_link(&self, link: &str) -> bool {
        self.config.callbacks.as_ref().is_some_and(|callbacks| {
            callbacks.public_url.is_callback_link(link) || seal::is_sealed(&callbacks.secret, link)
        })
    }

    /// Whether a token is to be had for every operation.
    pub(super) async fn has_tokens(&self) -> Result<(), Box<Fault>> {
        for operation in [Operation::Create, Operation::Deactivate] {
            self.token(operation, None).await?;
        }
        Ok(())
    }

    async fn token(&self, operation: Operation, rejected: Option<&Secret>) -> Result<Secret, Box<Fault>> {
        let scope = Scope::of(operation, &self.config.credentials.grant);
        let (token, source) = token(self.config, &self.env, scope, rejected).await?;
        self.note(if source == Source::Memory { "token;desc=memory" } else { "token;desc=keeper" });
        Ok(token)
    }

    /// Calls until `read` takes the answer, or the failure allows no further attempt. Of a deactivation that an earlier
    /// attempt may have done, the last one's failure does not say that nothing was done.
    async fn call(
        &self,
        operation: Operation,
        request: &dyn Fn(&Secret) -> Request,
        read: Read<'_>,
    ) -> Result<(), Box<Fault>> {
        let mut rejected = None;
        let mut doubt = None;
        let mut attempt = 1;
        loop {
            let token = match self.token(operation, rejected.as_ref()).await {
                Ok(token) => token,
                Err(fault) => return Err(doubt.map_or(fault, |failure| Fault::Bank(failure).into())),
            };
            let start_ms = now_ms();
            let answer = exchange(&request(&token), self.config.bank_timeout_ms, read).await;
            self.note(&[operation.as_str(), ";dur=", &digits::decimal(now_ms() - start_ms)].concat());
            let Err(failure) = answer else { return Ok(()) };
            match next_step(operation, &failure, attempt) {
                Step::Again { after_ms } => {
                    if operation == Operation::Deactivate && failure.is_ambiguous() {
                        doubt = Some(failure);
                    }
                    let _ = border::pause(after_ms).await;
                }
                Step::RenewToken => rejected = Some(token),
                Step::Search | Step::GiveUp => return Err(Fault::Bank(doubt.unwrap_or(failure)).into()),
            }
            attempt += 1;
        }
    }

    fn note(&self, entry: &str) {
        let mut timing = self.timing.borrow_mut();
        if !timing.is_empty() {
            timing.push_str(", ");
        }
        timing.push_str(entry);
    }
}

/// A call that went well was read.
fn unread() -> Box<Fault> {
    Fault::Bank(Failure::Unreachable).into()
}

/// Reads an answer. It is no type parameter, and keeps what it has read to itself: the code of a call, a state machine, is
/// there once.
type Read<'a> = &'a mut dyn FnMut(Reply<'_>) -> Result<(), Failure>;

/// Makes one call and reads its answer.
pub(super) async fn exchange(request: &Request, timeout_ms: u32, read: Read<'_>) -> Result<(), Failure> {
    let sent = Sent::of(wait(&send(request, timeout_ms)).await);
    let (status, retry_after, body) = sent.parts();
    match u16::try_from(status) {
        Ok(0) => Err(Failure::Timeout),
        Err(_) => Err(Failure::Unreachable),
        Ok(status) => {
            let retry_after = Some(retry_after).filter(|text| !text.is_empty());
            read(Reply { status, retry_after, body: body.as_bytes(), sent: &request.body })
        }
    }
}

fn send(request: &Request, timeout_ms: u32) -> Promise {
    let mut headers = String::new();
    for (name, value) in &request.headers {
        border::push_line(&mut headers, name, value);
    }
    border::send(request.method.as_str(), &request.url, &headers, &request.body, timeout_ms, MOST_BYTES)
}
