//! `GET /v1/invoices/{invoice_id}`: the newest record of an order, asked of the bank; where its search shows none, the one
//! that the order knows.

use alloc::boxed::Box;
use alloc::string::String;

use super::answer::Answer;
use super::border;
use super::call::{Call, order_of};
use super::fault::Fault;
use crate::Status;
use crate::field::InvoiceId;
use crate::invoice::field;
use crate::output::{self, ToJson, name};
use crate::search::RawPage;

pub(super) async fn status(call: &Call<'_>, invoice_id: &str) -> Result<Box<Answer>, Box<Fault>> {
    let invoice_id = order_of(invoice_id)?;
    let mut look = Look::default();
    call.bank().look(&invoice_id, &mut |page| look = Look::of(&page)).await?;
    if let Some(news) = look.news {
        tell_order(call, &invoice_id, &news).await;
    }
    match look.record {
        Some(record) => Ok(Answer::text(200, record)),
        // a search may lag behind a link that the order knows
        None => call.ask_order("known", &invoice_id, "").await,
    }
}

const STATUS: usize = field("status");

/// What a look at an order's links shows, as JSON.
#[derive(Default)]
struct Look {
    /// The one that is told.
    record: Option<String>,
    /// All of them, where the order should hear of them.
    news: Option<String>,
}

impl Look {
    fn of(page: &RawPage<'_>) -> Self {
        let records = &page.records;
        let with = |status: Status| records.iter().find(move |record| record.is(STATUS, status.as_str()));
        // a paid link is what the order came to, whatever was created beside it
        let record = with(Status::Charged).or(records.first()).map(ToJson::to_json);
        // a link that can still be paid is no news: the order's object is not asked for every look
        let is_news = records.iter().any(|record| !record.is(STATUS, Status::Active.as_str()));
        let news = is_news.then(|| {
            let mut json = String::new();
            output::object(&mut json, &[(name!("Records"), Some(records))]);
            json
        });
        Self { record, news }
    }
}

/// Whoever sees a change first records it.
async fn tell_order(call: &Call<'_>, invoice_id: &InvoiceId, news: &str) {
    if let Err(fault) = call.ask_order("seen", invoice_id, news).await {
        // the caller's answer is right without it, and the order's own polling finds the change again
        border::log_error(&[call.request_id, " ", &fault.into_log()].concat());
    }
}
