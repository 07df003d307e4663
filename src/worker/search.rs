//! `POST /v1/invoices/search`: the bank's search payload in, a page of records out.

use super::answer::Answer;
use super::bank::Bank;
use super::config::Config;
use super::fault::Fault;
use crate::Search;

pub(super) async fn search(config: &Config, body: &str) -> Result<Answer, Fault> {
    let search = Search::from_json(body.as_bytes())?;
    let page = Bank::new(config).search(&search).await?;
    Ok(Answer::json(200, &page))
}
