//! `POST /v1/invoices/search`: the bank's search payload in, a page of records out.

use super::answer::Answer;
use super::call::Call;
use super::fault::Fault;
use crate::Search;

pub(super) async fn search(call: &Call<'_>, body: &[u8]) -> Result<Answer, Fault> {
    let search = Search::from_json(body)?;
    let page = call.bank().search(&search).await?;
    Ok(Answer::text(200, page))
}
