//! Calls to the bank: a token, the call, and again where the failure allows it.

use std::time::Duration;

use worker::Delay;

use super::config::Config;
use super::fault::Fault;
use super::send::{Received, send};
use super::token::token;
use crate::bank::{self, Failure, Operation, Reply, Request, Secret, Step, next_step};
use crate::field::{InvoiceId, LinkId};
use crate::search::{Page, Search};
use crate::{Invoice, Record};

/// The bank as this shop sees it.
pub(super) struct Bank<'a> {
    config: &'a Config,
}

impl<'a> Bank<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        Self { config }
    }

    pub(super) async fn create(&self, invoice: &Invoice) -> Result<Record, Fault> {
        self.call(Operation::Create, |token| bank::create(&self.config.hosts, token, invoice), bank::created).await
    }

    pub(super) async fn search(&self, search: &Search) -> Result<Page, Fault> {
        self.call(Operation::Search, |token| bank::search(&self.config.hosts, token, search), bank::found).await
    }

    /// The links of one order, the newest first.
    pub(super) async fn find(&self, invoice_id: &InvoiceId) -> Result<Vec<Record>, Fault> {
        let request = |token: &Secret| bank::search_by_invoice_id(&self.config.hosts, token, invoice_id);
        let page = self.call(Operation::Search, request, bank::found).await?;
        // the bank's word is checked: a search that found too much must not show one order to the payer of another
        Ok(page
            .records
            .into_iter()
            .filter(|record| record.invoice_id.as_deref() == Some(invoice_id.as_str()))
            .collect())
    }

    pub(super) async fn deactivate(&self, id: LinkId) -> Result<(), Fault> {
        let request = |token: &Secret| bank::deactivate(&self.config.hosts, token, id);
        self.call(Operation::Deactivate, request, bank::deactivated).await
    }

    async fn call<T>(
        &self,
        operation: Operation,
        request: impl Fn(&Secret) -> Request,
        read: impl Fn(Reply<'_>) -> Result<T, Failure>,
    ) -> Result<T, Fault> {
        let mut rejected = None;
        let mut attempt = 1;
        loop {
            let token = token(self.config, operation, rejected.as_ref()).await.map_err(Fault::NoToken)?;
            let received = send(&request(&token), self.config.bank_timeout_ms).await;
            let failure = match received.and_then(|received: Received| read(received.reply())) {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            match next_step(operation, &failure, attempt) {
                Step::Again { after_ms } => Delay::from(Duration::from_millis(after_ms.into())).await,
                Step::RenewToken => rejected = Some(token),
                Step::Search => return Err(Fault::OutcomeUnknown),
                Step::GiveUp => return Err(Fault::Bank(failure)),
            }
            attempt += 1;
        }
    }
}
