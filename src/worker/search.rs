//! `POST /v1/invoices/search`: the bank's search payload in, a page of records out.

use alloc::boxed::Box;

use super::answer::Answer;
use super::call::Call;
use super::fault::Fault;
use crate::Search;
use crate::search::Condition;

pub(super) async fn search(call: &Call<'_>) -> Result<Box<Answer>, Box<Fault>> {
    let search = Search::from_json(&call.json().await?)?;
    // by `like` a seal, left out of what is shown, could be found letter by letter
    let of_callbacks = |condition: &Condition| condition.name().as_str().ends_with("post_link");
    if call.config.callbacks.is_some() && search.conditions().iter().any(of_callbacks) {
        return Err(Fault::Forbidden { what: "search by the links that the bank calls" }.into());
    }
    let page = call.bank().search(&search).await?;
    Ok(Answer::text(200, page))
}
