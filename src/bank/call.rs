//! The three calls that take a token: create, search, deactivate.

use alloc::string::String;
use alloc::vec;

use super::failure::{self, Failure};
use super::{Hosts, HttpMethod, Operation, Reply, Request, Secret};
use crate::field::{Amount, InvoiceId, LinkId};
use crate::invoice::{Invoice, Record};
use crate::output::ToJson;
use crate::search::{Page, RawPage, Search};

/// Creates a link. Source: bank page, `POST {api}/invoice`.
#[must_use]
pub fn create(hosts: &Hosts, token: &Secret, invoice: &Invoice) -> Request {
    call(Operation::Create, [&*hosts.api_url, "/invoice"].concat(), token, invoice.to_json())
}

/// Reads the answer to [`create`]: the record of the new link, which has at least its `id` and its `invoice_url`.
///
/// # Errors
/// [`Failure`]; [`Failure::Refused`] also where the bank refuses with a success status and `{"code", "message"}`.
pub fn created(reply: Reply<'_>) -> Result<Record, Failure> {
    match Record::from_json(reply.body).filter(|record| record.id.is_some()) {
        Some(record) if reply.is_success() && record.invoice_url.is_some() => Ok(record),
        _ => Err(failed(Operation::Create, reply)),
    }
}

/// Finds links. Source: bank page, "Сілтеме күйін тексеру"; the page leaves the URL out, `POST {api}/invoice-links` is
/// what production code calls.
#[must_use]
pub fn search(hosts: &Hosts, token: &Secret, search: &Search) -> Request {
    find(hosts, token, search.to_json())
}

/// Finds the links of one order, the newest first.
#[must_use]
pub fn search_by_invoice_id(hosts: &Hosts, token: &Secret, invoice_id: &InvoiceId) -> Request {
    let search = [
        r#"{"paging":{"skip":0,"limit":100},"searchParameters":[{"name":"invoice_id","method":"=","searchParameter":[""#,
        invoice_id.as_str(),
        r#""]}],"orderParameters":{"field":"created_date","typeOrder":"DESC"}}"#,
    ];
    find(hosts, token, search.concat())
}

fn find(hosts: &Hosts, token: &Secret, search: String) -> Request {
    call(Operation::Search, [&*hosts.api_url, "/invoice-links"].concat(), token, search)
}

/// Reads the answer to a search.
///
/// # Errors
/// [`Failure`]; [`Failure::Refused`] also where the bank refuses with a success status and `{"code", "message"}`.
pub fn found(reply: Reply<'_>) -> Result<Page, Failure> {
    found_raw(reply).map(Into::into)
}

/// As [`found`], but the records are left where they are.
pub(crate) fn found_raw(reply: Reply<'_>) -> Result<RawPage<'_>, Failure> {
    match RawPage::read(reply.body) {
        Some(page) if reply.is_success() => Ok(page),
        _ => Err(failed(Operation::Search, reply)),
    }
}

/// Deactivates a link. Source: bank page, "Төлем сілтемесін өшіру", `PUT {api}/deactivate/invoice-links/{id}`.
#[must_use]
pub fn deactivate(hosts: &Hosts, token: &Secret, id: LinkId) -> Request {
    let url = [&*hosts.api_url, "/deactivate/invoice-links/", &id.text()].concat();
    Request { method: HttpMethod::Put, ..call(Operation::Deactivate, url, token, String::new()) }
}

/// Reads the answer to [`deactivate`]. Its body is not documented, and so not read: only a search tells what became of
/// the link.
///
/// # Errors
/// [`Failure`].
pub fn deactivated(reply: Reply<'_>) -> Result<(), Failure> {
    failure::check(Operation::Deactivate, reply)
}

fn call(operation: Operation, url: String, token: &Secret, body: String) -> Request {
    let mut headers =
        vec![("authorization", ["Bearer ", token.expose()].concat()), ("accept", "application/json".into())];
    if !body.is_empty() {
        headers.push(("content-type", "application/json".into()));
    }
    Request { operation, method: HttpMethod::Post, url, headers, body }
}

/// Why an answer is not the one asked for.
fn failed(operation: Operation, reply: Reply<'_>) -> Failure {
    failure::check(operation, reply).err().unwrap_or_else(|| unreadable(reply))
}

/// A success that is none: a refusal in disguise where it carries the bank's code, else an answer nobody can read.
fn unreadable(reply: Reply<'_>) -> Failure {
    match failure::refusal(reply.body) {
        (Some(code), message) if code != 0 => Failure::Refused { status: reply.status, code: Some(code), message },
        _ => Failure::Malformed { status: reply.status },
    }
}

impl Record {
    /// Whether this is the link of an order: its number and its amount.
    #[must_use]
    pub fn matches(&self, invoice_id: &InvoiceId, amount: Amount) -> bool {
        self.invoice_id.as_deref() == Some(invoice_id.as_str()) && self.amount == Some(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_link_has_an_id_and_an_address() {
        const WHOLE: &str = r#"{"id":"19c435ae-fbe6-4761-863f-381f6a0fe824","invoice_url":"https://x/y"}"#;
        let refused = Failure::Refused { status: 200, code: Some(1079), message: "bad sms".into() };
        let cases = [
            (200, WHOLE, None),
            (500, WHOLE, Some(Failure::Unavailable { status: 500 })),
            (200, r#"{"id":"19c435ae-fbe6-4761-863f-381f6a0fe824"}"#, Some(Failure::Malformed { status: 200 })),
            (200, r#"{"invoice_url":"https://x/y"}"#, Some(Failure::Malformed { status: 200 })),
            (200, r#"{"code":0,"message":"ok"}"#, Some(Failure::Malformed { status: 200 })),
            (200, r#"{"code":1079,"message":"bad sms"}"#, Some(refused)),
        ];
        for (status, body, expected) in cases {
            let reply = Reply { status, retry_after: None, body: body.as_bytes(), sent: "" };
            assert_eq!(created(reply).err(), expected, "{status} {body}");
        }
    }
}
