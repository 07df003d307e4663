//! The way of one API call through the sandbox: faults, the work, the ledger, the answer.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, request::Parts};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use crate::answer::{Answer, Outcome};
use crate::bank::Bank;
use crate::create;
use crate::deactivate;
use crate::desk::Desk;
use crate::fault::Changes;
use crate::fault_order::{LagOrder, Work};
use crate::form;
use crate::json;
use crate::ledger::{Effect, Note, Route};
use crate::link::Lag;
use crate::refusal::{Code, Refusal};
use crate::search;
use crate::settings::DuplicateInvoice;
use crate::socket::Cutter;
use crate::token::Need;
use crate::wire::{self, View};

/// A body above this is refused.
const MOST_BYTES: usize = 1 << 20;

/// One call of the API, read whole.
pub struct Call {
    route: Route,
    link_id: Option<String>,
    head: Parts,
    body: Bytes,
    /// Of a token call: the fields of its form.
    form: Result<HashMap<String, String>, String>,
}

/// Takes a call and answers it, or lets the fault have it.
pub async fn take(
    desk: Arc<Desk>,
    cutter: Cutter,
    route: Route,
    link_id: Option<String>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        let refusal = Refusal::new(Code::TooLarge, "the body must be at most 1 MiB");
        let note = refused(Note::default(), &refusal);
        let answer = Answer::refused(&refusal);
        desk.record(route, head.method.as_str(), head.uri.path(), Some(answer.status.as_u16()), note);
        return answer.into_response();
    };
    let form = if route == Route::Token { form::read(&head.headers, body.clone()).await } else { Ok(HashMap::new()) };
    let call = Call { route, link_id, head, body, form };
    // In a task of its own, so that the work goes on when the caller hangs up, as at a bank.
    let attended = tokio::spawn(async move { attend(&desk, &call).await });
    match attended.await {
        Ok(Outcome::Answer(answer)) => answer.into_response(),
        Ok(Outcome::Silence) => std::future::pending().await,
        Ok(Outcome::Reset) => {
            cutter.cut();
            Response::new(Body::empty())
        }
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

async fn attend(desk: &Desk, call: &Call) -> Outcome {
    let plan = desk.bank().faults.plan(call.route);
    tokio::time::sleep(plan.before).await;
    let outcome = {
        let mut bank = desk.bank();
        let (outcome, mut note) = match &plan.instead {
            Some((instead, Work::Undone)) => {
                let note = Note { effect: Some(Effect::NotDone), ..named(call, &bank) };
                (Outcome::of_fault(instead, None), note)
            }
            Some((instead, Work::Done)) => {
                let (answer, note) = work(desk, &mut bank, call, &plan.changes);
                (Outcome::of_fault(instead, Some(answer)), note)
            }
            None => {
                let (answer, note) = work(desk, &mut bank, call, &plan.changes);
                (Outcome::Answer(answer), note)
            }
        };
        note.faults = plan.faults;
        let (method, path) = (call.head.method.as_str(), call.head.uri.path());
        desk.record_in(&mut bank, call.route, method, path, outcome.status(), note);
        outcome
    };
    tokio::time::sleep(plan.after).await;
    outcome
}

/// What the call says of itself, whether or not it is worked on.
fn named(call: &Call, bank: &Bank) -> Note {
    Note {
        token: bank.tokens().presented(&call.head.headers).map(|token| token.name.clone()),
        link_id: call.link_id.as_ref().and_then(|id| Uuid::try_parse(id).ok()),
        ..Note::default()
    }
}

fn work(desk: &Desk, bank: &mut Bank, call: &Call, changes: &Changes) -> (Answer, Note) {
    let mut note = named(call, bank);
    if changes.token_expired {
        bank.expire_token(&call.head.headers);
    }
    if call.route == Route::Token {
        return token(desk, bank, call, changes);
    }
    let need = if call.route == Route::Deactivate { Need::Deactivate } else { Need::CreateOrSearch };
    let result = bank.tokens().check(&call.head.headers, need, bank.now()).and_then(|()| match call.route {
        Route::Create => create(desk, bank, call, changes, &mut note),
        Route::Search => search(desk, bank, call, changes, &mut note),
        _ => deactivate(bank, call, &mut note),
    });
    match result {
        Ok(answer) => (answer, note),
        Err(refusal) => (Answer::refused(&refusal), refused(note, &refusal)),
    }
}

fn refused(note: Note, refusal: &Refusal) -> Note {
    Note {
        effect: Some(Effect::Refused),
        code: Some(refusal.code as u16),
        message: Some(refusal.message.clone()),
        ..note
    }
}

fn token(desk: &Desk, bank: &mut Bank, call: &Call, changes: &Changes) -> (Answer, Note) {
    let issued = match &call.form {
        Ok(form) => bank.issue_token(form, &desk.settings).map_err(|r| (r.status, r.error, r.description)),
        Err(fault) => Err((400, "invalid_request", fault.clone())),
    };
    match issued {
        Ok((token, mut body)) => {
            if let (true, Value::Object(fields)) = (changes.unknown_fields, &mut body) {
                fields.extend(wire::unknown_fields());
            }
            let note = Note {
                effect: Some(Effect::TokenIssued),
                token: Some(token.name),
                grant: Some(token.grant),
                scope: Some(token.scope),
                ..Note::default()
            };
            (Answer::json(StatusCode::OK, &body), note)
        }
        Err((status, error, description)) => {
            let body = json!({"error": error, "error_description": description});
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            let note = Note { effect: Some(Effect::Refused), message: Some(description), ..Note::default() };
            (Answer::json(status, &body), note)
        }
    }
}

fn create(desk: &Desk, bank: &mut Bank, call: &Call, changes: &Changes, note: &mut Note) -> Result<Answer, Refusal> {
    let body = json::object(&call.head.headers, &call.body)?;
    note.invoice_id = body.get("invoice_id").and_then(Value::as_str).map(str::to_owned);
    let invoice = create::read(&body, &desk.settings)?;
    let used = || bank.links().iter().any(|link| link.invoice.invoice_id == invoice.invoice_id);
    if desk.settings.duplicate_invoice == DuplicateInvoice::Refuse && used() {
        return Err(Refusal::new(Code::DuplicateInvoice, "invoice_id is used by another link"));
    }
    let now = bank.now();
    let lag = changes.search_lag.map(|lag| match lag {
        LagOrder::Searches(searches) => Lag::Searches(searches),
        LagOrder::Seconds(seconds) => Lag::Until(now + Duration::seconds(seconds.into())),
    });
    let link = create::link(invoice, lag, now);
    note.effect = Some(Effect::LinkCreated);
    note.link_id = Some(link.id);
    let answer = Answer::json(StatusCode::OK, &changed(desk.view(bank), changes).created(&link));
    bank.add_link(link);
    Ok(answer)
}

fn search(desk: &Desk, bank: &mut Bank, call: &Call, changes: &Changes, note: &mut Note) -> Result<Answer, Refusal> {
    let body = json::object(&call.head.headers, &call.body)?;
    let search = search::read(&body)?;
    note.invoice_id = Some(search.invoice_ids().join(",")).filter(|ids| !ids.is_empty());
    let view = changed(desk.view(bank), changes);
    let mut found = bank.find_links(|link| search.matches(link, &view));
    if changes.duplicate_records {
        found = found.iter().flat_map(|link| [*link, *link]).collect();
    }
    let total = found.len();
    let records = search.page(found, &view).into_iter().map(|link| view.found(link)).collect();
    note.effect = Some(Effect::SearchAnswered);
    note.found = Some(total);
    Ok(Answer::json(StatusCode::OK, &view.page(total, records)))
}

fn deactivate(bank: &mut Bank, call: &Call, note: &mut Note) -> Result<Answer, Refusal> {
    let now = bank.now();
    let id = deactivate::read(call.link_id.as_deref().unwrap_or(""))?;
    let changed = bank.with_link(id, |link| {
        note.invoice_id = Some(link.invoice.invoice_id.clone());
        deactivate::deactivate(link, now)
    });
    let changed = changed.ok_or_else(|| Refusal::new(Code::NoSuchLink, "there is no such link"))?;
    note.effect = Some(if changed { Effect::LinkDeactivated } else { Effect::LinkUnchanged });
    Ok(Answer::empty())
}

fn changed<'a>(view: View<'a>, changes: &'a Changes) -> View<'a> {
    View { status: changes.unknown_status.as_deref(), unknown_fields: changes.unknown_fields, ..view }
}
