//! The page that shows people the shop's orders and what was heard of them.

use axum::http::header;
use axum::response::{Html, IntoResponse};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use time::OffsetDateTime;

use super::catalogue::{self, Language};
use super::event::{Effect, Received};
use super::order::{Order, State};
use crate::clock::rfc3339;
use crate::link;

/// The newest orders are shown, and so many of them.
const SHOWN: usize = 100;

/// The page.
pub fn page(orders: &[Order], events: &[Received]) -> impl IntoResponse + use<> {
    let strange: Vec<&Received> =
        events.iter().filter(|event| event.effect == Effect::NoOrder).rev().take(SHOWN).collect();
    let body = html! {
        h1 { "Orders" }
        @if orders.is_empty() {
            p { "None yet. A storefront places one with " code { "POST /shop/orders" } "." }
        }
        @for order in orders.iter().rev().take(SHOWN) {
            (card(order, events))
        }
        @if !strange.is_empty() {
            h2 { "Events of no order here" }
            ol { @for event in strange { (line(event, None)) } }
        }
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { "Demo shop: orders" }
                style { (PreEscaped(STYLE)) }
                script src="page.js" defer {}
            }
            body {
                main { (body) }
                footer { "The demo shop of epay-sandbox. Times are UTC. The page keeps itself up to date." }
            }
        }
    };
    let headers = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Html(page.into_string()))
}

/// `GET /shop/page.js`: the script that keeps the page up to date.
pub async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("page.js"))
}

fn card(order: &Order, events: &[Received]) -> Markup {
    let told: Vec<&Received> =
        events.iter().filter(|event| event.invoice_id.as_deref() == Some(&*order.invoice_id)).collect();
    html! {
        article {
            header {
                h2 { (order.invoice_id) }
                span.state.(order.state.as_str()) { (words(order.state)) }
            }
            p.sum { (order.amount.to_text(link::Language::Eng)) " ₸" }
            ul.items {
                @for line in &order.lines {
                    li { (line.quantity) " × " (name(&line.id)) }
                }
            }
            ol {
                li { (time(order.placed, None)) " ordered" }
                @for event in told { (self::line(event, Some(order.placed))) }
            }
        }
    }
}

fn line(event: &Received, after: Option<OffsetDateTime>) -> Markup {
    html! {
        li {
            (time(event.time, after)) " " code { (event.kind) }
            @match event.effect {
                Effect::Changed(_) => {}
                Effect::Unchanged => " changes nothing",
                Effect::UnknownType => " is of a type unknown here",
                Effect::NoOrder => { " " (event.invoice_id.as_deref().unwrap_or("")) }
            }
        }
    }
}

fn words(state: State) -> &'static str {
    match state {
        State::AwaitingPayment => "awaiting payment",
        State::Failed => "attempt failed",
        State::Expired => "expired",
        State::Deactivated => "deactivated",
        State::Mismatch => "mismatch",
        State::Paid => "paid",
    }
}

fn name(id: &str) -> &str {
    catalogue::product(id).map_or(id, |product| product.name(Language::En))
}

/// `2026-02-22 10:15:02`, or `10:15:02` on the day of the line above.
fn time(time: OffsetDateTime, above: Option<OffsetDateTime>) -> Markup {
    let written = rfc3339(time.truncate_to_second());
    let (date, clock) = written.trim_end_matches('Z').split_once('T').unwrap_or_default();
    let is_same_day = above.is_some_and(|above| above.date() == time.date());
    html! { time datetime=(written) { @if !is_same_day { (date) " " } (clock) } }
}

const STYLE: &str = "
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f3f5f4, #14201a); color: light-dark(#17231d, #e8efeb); }
main, footer { max-width: 40rem; margin: 0 auto; padding: 1rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; }
h2 { margin: 0; font-size: 1.125rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
article { margin: 0 0 1rem; padding: 1rem; border-radius: 1rem; background: light-dark(#fff, #1d2b24); }
article header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; justify-content: space-between; }
.sum { margin: .25rem 0; font-size: 1.25rem; font-weight: 600; }
.state { padding: 0 .625rem; border-radius: 1rem; border: 1px solid currentColor; font-size: .9375rem; }
.paid { color: light-dark(#0b6b3e, #4cc38a); }
.failed, .mismatch { color: light-dark(#a5342a, #f0857b); }
.expired, .deactivated { color: light-dark(#55635c, #a5b3ac); }
ul, ol { margin: 0; padding: 0; list-style: none; }
ol { margin-top: .5rem; padding-top: .5rem; border-top: 1px solid light-dark(#dde3e0, #31423a); font-size: .9375rem; }
li { overflow-wrap: anywhere; }
time { color: light-dark(#55635c, #a5b3ac); font-variant-numeric: tabular-nums; }
footer { font-size: .875rem; color: light-dark(#55635c, #a5b3ac); }
";
