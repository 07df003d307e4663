//! The Worker's entry: from a request to its answer.

use worker::{Context, Env, Request, Response, event};

use super::answer::Answer;
use super::caller::key;
use super::config::Config;
use super::fault::Fault;
use super::key::KeyScope;
use super::log::Line;
use super::problem::Problem;
use super::request_id::request_id;
use super::route::{NoRoute, Route};
use super::time::now_ms;
use super::{body, create, deactivate, search, status};

#[event(fetch)]
async fn fetch(mut request: Request, env: Env, _context: Context) -> worker::Result<Response> {
    let start_ms = now_ms();
    let mut line =
        Line { request_id: request_id(request.headers().get("x-request-id")?.as_deref()), ..Line::default() };
    let answer = answer(&mut request, &env, &mut line).await.unwrap_or_else(|fault| {
        if let Fault::Internal(error) = &fault {
            worker::console_error!("{} {error}", line.request_id);
        }
        Answer::problem(&Problem::of(fault, &line.request_id))
    });
    line.status = answer.status;
    line.code = answer.code;
    line.ms = now_ms() - start_ms;
    line.print();
    answer.into_response(&line.request_id)
}

async fn answer(request: &mut Request, env: &Env, line: &mut Line) -> Result<Answer, Fault> {
    let path = request.path();
    let route = Route::of(request.method().as_ref(), &path).map_err(|no_route| match no_route {
        NoRoute::Path => Fault::NoSuchPath,
        NoRoute::Method { allow } => Fault::MethodNotAllowed { allow },
    })?;
    line.route = route.name();
    let scope = match route {
        Route::Health => return Ok(Answer::json(200, &serde_json::json!({ "status": "ok" }))),
        Route::Create => KeyScope::Create,
        Route::Search | Route::Status(_) => KeyScope::Read,
        Route::Deactivate(_) => KeyScope::Deactivate,
    };
    let config = Config::of(env)?;
    let authorization = request.headers().get("authorization")?;
    line.key = Some(key(&config, authorization.as_deref(), scope)?.name.clone());
    match route {
        Route::Health => Err(Fault::NoSuchPath),
        Route::Create => create::create(&config, &body::json(request).await?).await,
        Route::Search => search::search(&config, &body::json(request).await?).await,
        Route::Status(invoice_id) => status::status(&config, invoice_id).await,
        Route::Deactivate(invoice_id) => deactivate::deactivate(&config, invoice_id).await,
    }
}
