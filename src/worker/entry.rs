//! The Worker's entry: from a request to its answer.

use alloc::boxed::Box;

use wasm_bindgen::prelude::*;

use super::answer::{Answer, COMMON};
use super::bank::Timing;
use super::border::{self, Env, Promise, Request, Response};
use super::call::{Call, Work};
use super::caller::Caller;
use super::config::Config;
use super::fault::Fault;
use super::log::Line;
use super::request_id::request_id;
use super::route::{NoRoute, Route, path_and_query, query_value};
use super::time::now_ms;
use super::{callback, create, data_point, deactivate, events, rate, ready, search, status, task, undelivered};

/// What is read of a request beside its body.
const HEADERS: &str = "x-request-id authorization content-type content-length last-event-id cf-connecting-ip origin";

/// What a life of the wasm begins with: its answers' headers.
#[wasm_bindgen(start)]
fn start() {
    border::begin_life(COMMON);
}

/// Answers a request: for `entry.js`, which the platform calls.
#[wasm_bindgen]
pub fn fetch(request: Request, env: Env) -> Promise {
    task::promise(async move { Ok(respond(&request, &env).await.into()) })
}

async fn respond(request: &Request, env: &Env) -> Response {
    let start_ms = now_ms();
    let head = border::head(request, HEADERS);
    let head = border::split(&head);
    let [_, _, given_id, _, _, _, _, _, origin] = head;
    let request_id = request_id(given_id);
    let timing = Timing::default();
    let mut line = Line { request_id: &request_id, ..Line::default() };
    let answer = match begin(request, env, &head, &request_id, &timing, &mut line) {
        Ok(work) => work.await,
        Err(fault) => Err(fault),
    };
    line.ms = now_ms() - start_ms;
    end(answer, env, origin, &timing.borrow(), line)
}

/// Begins to do what the request asks for.
fn begin<'a>(
    request: &'a Request,
    env: &'a Env,
    head: &[&'a str; 9],
    request_id: &'a str,
    timing: &'a Timing,
    line: &mut Line<'a>,
) -> Result<Work<'a>, Box<Fault>> {
    let [method, url, _, authorization, content_type, content_length, last_event_id, address, origin] = *head;
    let (path, query) = path_and_query(url);
    let route = match Route::of(method, path) {
        Ok(route) => route,
        Err(NoRoute::Path) => return Err(Fault::NoSuchPath.into()),
        Err(NoRoute::Method { allow }) if method == "OPTIONS" => return preflight(env, origin, allow),
        Err(NoRoute::Method { allow }) => return Err(Fault::MethodNotAllowed { allow }.into()),
    };
    line.route = route.name();
    if route == Route::Health {
        return Ok(done(Answer::status(200, "ok")));
    }
    let config = Config::of(env)?;
    let call = Call { request, env, config, request_id, content_type, content_length, last_event_id, timing };
    if let Route::Callback { invoice_id, seal } = route {
        return Ok(Box::pin(callback::callback(call, invoice_id, seal)));
    }
    // a browser's EventSource sends no headers of its own
    let query_ticket = if matches!(route, Route::Events(_)) { query_value(query, "ticket") } else { "" };
    let caller = Caller::identify(config, authorization, query_ticket, now_ms() / 1000);
    let counted = match &caller {
        Ok(caller) => {
            line.caller = caller.name();
            if let Caller::Key(key) = caller { &key.name } else { address }
        }
        Err(refusal) => {
            line.refusal = refusal.as_str();
            address
        }
    };
    let caller = caller.ok();
    Ok(Box::pin(async move {
        rate::count(call.env, counted).await?;
        let caller = caller.ok_or(Fault::Unauthorized)?;
        work(&call, route, query, &caller)?.await
    }))
}

/// What the caller asks for, if they may.
fn work<'a>(call: &'a Call<'_>, route: Route<'a>, query: &str, caller: &'a Caller) -> Result<Work<'a>, Box<Fault>> {
    match route {
        Route::Status(invoice_id) | Route::Events(invoice_id) => caller.may_see(invoice_id)?,
        _ => caller.may(route.scope())?,
    }
    Ok(match route {
        Route::Health | Route::Callback { .. } => return Err(Fault::NoSuchPath.into()),
        Route::Ready => Box::pin(ready::ready(call)),
        Route::Create => Box::pin(create::create(call, caller)),
        Route::Search => Box::pin(search::search(call)),
        Route::Status(invoice_id) => Box::pin(status::status(call, invoice_id)),
        Route::Deactivate(invoice_id) => deactivate::deactivate(call, invoice_id)?,
        Route::Events(invoice_id) => events::events(call, invoice_id)?,
        Route::Undelivered => undelivered::list(call, query)?,
        Route::Retry(event_id) => undelivered::retry(call, event_id)?,
    })
}

/// An answer that nothing has to be waited for.
fn done<'a>(answer: Box<Answer>) -> Work<'a> {
    Box::pin(core::future::ready(Ok(answer)))
}

/// Makes the response of what has come out, and notes it in the log.
fn end(answer: Result<Box<Answer>, Box<Fault>>, env: &Env, origin: &str, timing: &str, line: Line<'_>) -> Response {
    let request_id = line.request_id;
    let answer = answer.unwrap_or_else(|fault| Answer::of_fault(fault, request_id));
    let mut answer = answer.with("server-timing", timing);
    if let Ok(config) = Config::of(env) {
        answer = answer.with_all(config.origins.answer_headers(Some(origin)));
    }
    let line = answer.note(line);
    line.print();
    data_point::write(env, &line);
    answer.into_response(request_id)
}

/// What a browser asks before it lets a page call: it sends no credentials.
fn preflight<'a>(env: &Env, origin: &str, allow: &'static str) -> Result<Work<'a>, Box<Fault>> {
    let config = Config::of(env)?;
    let headers = config.origins.preflight_headers(Some(origin), allow);
    Ok(done(Answer::empty(204).with("allow", allow).with_all(headers)))
}
