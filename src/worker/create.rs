//! `POST /v1/invoices`: a draft in, the record of the new link out.

use super::answer::Answer;
use super::bank::Bank;
use super::config::Config;
use super::fault::Fault;
use crate::Draft;

pub(super) async fn create(config: &Config, body: &str) -> Result<Answer, Fault> {
    let invoice = Draft::from_json(body.as_bytes())?.complete(&config.shop);
    let record = Bank::new(config).create(&invoice).await?;
    Ok(Answer::json(201, &record))
}
