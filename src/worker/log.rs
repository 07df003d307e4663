//! One JSON line per request, without secret or payer data.

use alloc::string::String;

use super::border;
use crate::output::{self, ToJson, name, unless};

/// What is known of a request when its answer leaves.
#[derive(Default)]
pub(super) struct Line<'a> {
    pub(super) request_id: &'a str,
    pub(super) route: &'static str,
    /// The name of the API key, or `ticket`.
    pub(super) caller: &'static str,
    pub(super) status: u16,
    /// The problem's code.
    pub(super) code: &'a str,
    /// Why credentials were refused.
    pub(super) refusal: &'static str,
    /// Whether the order was there already.
    pub(super) replayed: bool,
    /// The calls to the bank and what they took, in the notation of `Server-Timing`; `token` says where the token was.
    pub(super) bank: &'a str,
    pub(super) ms: i64,
}

impl Line<'_> {
    pub(super) fn print(&self) {
        border::log(&self.to_json());
    }
}

impl ToJson for Line<'_> {
    fn write(&self, json: &mut String) {
        output::object(
            json,
            &[
                (name!("request_id"), Some(&self.request_id)),
                (name!("route"), Some(&self.route)),
                (name!("caller"), unless(self.caller.is_empty(), &self.caller)),
                (name!("status"), Some(&self.status)),
                (name!("code"), unless(self.code.is_empty(), &self.code)),
                (name!("refusal"), unless(self.refusal.is_empty(), &self.refusal)),
                (name!("replayed"), unless(!self.replayed, &true)),
                (name!("bank"), unless(self.bank.is_empty(), &self.bank)),
                (name!("ms"), Some(&self.ms)),
            ],
        );
    }
}
