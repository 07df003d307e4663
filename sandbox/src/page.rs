//! The pay page: plain HTML, written on the server; maud escapes every value.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use time::OffsetDateTime;

use crate::clock::with_microseconds;
use crate::link::{Language, Link, State};
use crate::phrases::{Phrases, phrases};

/// The page of a link that can be paid; `wrong_bonus` is what was typed for the bonuses where it will not do.
pub fn open(link: &Link, wrong_bonus: Option<&str>) -> Markup {
    let words = phrases(link.invoice.language);
    let sum = link.invoice.amount.to_text(link.invoice.language);
    let body = html! {
        (summary(link, words))
        form method="post" {
            button.main name="action" value="pay" { (words.pay) " " (sum) " ₸" }
        }
        form method="post" {
            label for="bonus" { (words.bonus) }
            input #bonus name="bonus" inputmode="decimal" required value=[wrong_bonus]
                aria-invalid=[wrong_bonus.map(|_| "true")] aria-describedby=[wrong_bonus.map(|_| "bonus-fault")];
            @if wrong_bonus.is_some() {
                p #bonus-fault .fault role="alert" { (words.bonus_range) }
            }
            button name="action" value="bonus" { (words.pay_with_bonus) }
        }
        form method="post" {
            button.quiet name="action" value="decline" { (words.decline) }
        }
    };
    page(link.invoice.language, &format!("{} {}", words.invoice, link.invoice.invoice_id), &body)
}

/// The page after a payment, where the invoice names no page of the shop.
pub fn done(link: &Link, charged: bool) -> Markup {
    let words = phrases(link.invoice.language);
    let title = if charged { words.paid } else { words.declined };
    let body = html! {
        p.big { (title) }
        (summary(link, words))
        @if !charged {
            a.button href="" { (words.try_again) }
        }
    };
    page(link.invoice.language, title, &body)
}

/// The page of a link that cannot be paid any more.
pub fn closed(link: &Link, state: State) -> Markup {
    let words = phrases(link.invoice.language);
    let why = match state {
        State::Charged => words.already_paid,
        State::Deactivated => words.deactivated,
        State::Expired | State::Open => words.expired,
    };
    let body = html! {
        p.big { (why) }
        (summary(link, words))
    };
    page(link.invoice.language, why, &body)
}

/// The page of no link. No language is known, so it speaks all three.
pub fn not_found() -> Markup {
    let body = html! {
        @for language in [Language::Kaz, Language::Rus, Language::Eng] {
            p lang=(language.tag()) { (phrases(language).not_found) }
        }
    };
    page(Language::Kaz, "404", &body)
}

fn summary(link: &Link, words: &Phrases) -> Markup {
    html! {
        h1 { (words.invoice) " " (link.invoice.invoice_id) }
        p.description { (link.invoice.description) }
        dl {
            dt { (words.amount) }
            dd.sum { (link.invoice.amount.to_text(link.invoice.language)) " ₸" }
            dt { (words.pay_before) }
            dd { (to_the_minute(link.expires)) }
        }
    }
}

/// `2024-02-22 15:15`, in the bank's time.
fn to_the_minute(time: OffsetDateTime) -> String {
    with_microseconds(time).chars().take(16).collect::<String>().replace('T', " ")
}

fn page(language: Language, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { (body) }
                footer { "epay-sandbox. " (phrases(language).sandbox) }
            }
        }
    }
}

const STYLE: &str = "
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f3f5f4, #14201a); color: light-dark(#17231d, #e8efeb); }
main { max-width: 26rem; margin: 1rem auto; padding: 1.25rem; border-radius: 1rem; background: light-dark(#fff, #1d2b24); }
h1 { margin: 0; font-size: 1.25rem; overflow-wrap: anywhere; }
.description { margin: .25rem 0 1rem; overflow-wrap: anywhere; }
dl { margin: 0 0 1.25rem; }
dt { font-size: .875rem; color: light-dark(#55635c, #a5b3ac); }
dd { margin: 0 0 .75rem; }
.sum { font-size: 1.75rem; font-weight: 600; }
.big { margin: 0 0 1rem; font-size: 1.375rem; font-weight: 600; }
form { margin: 0 0 1rem; padding-top: 1rem; border-top: 1px solid light-dark(#dde3e0, #31423a); }
label { display: block; margin-bottom: .25rem; font-size: .875rem; }
input, button, .button { box-sizing: border-box; width: 100%; min-height: 3rem; border-radius: .625rem; font: inherit; }
input { margin-bottom: .5rem; padding: 0 .75rem; border: 1px solid light-dark(#8b9a92, #71827a); background: transparent; color: inherit; }
button, .button { display: block; border: 1px solid light-dark(#0b6b3e, #4cc38a); background: transparent; color: light-dark(#0b6b3e, #4cc38a);
  font-weight: 600; cursor: pointer; text-align: center; text-decoration: none; line-height: 3rem; padding: 0 .75rem; }
.main { background: light-dark(#0b6b3e, #4cc38a); color: light-dark(#fff, #10201a); }
.quiet { border-color: light-dark(#a5342a, #f0857b); color: light-dark(#a5342a, #f0857b); }
.fault { margin: 0 0 .5rem; color: light-dark(#a5342a, #f0857b); }
footer { max-width: 26rem; margin: 0 auto 1rem; padding: 0 1.25rem; font-size: .875rem; color: light-dark(#55635c, #a5b3ac); }
";
