//! One JSON line per request, without secret or payer data.

use serde::Serialize;

/// What is known of a request when its answer leaves.
#[derive(Debug, Default, Serialize)]
pub(super) struct Line {
    pub(super) request_id: String,
    pub(super) route: &'static str,
    /// The name of the API key, or `ticket`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) caller: String,
    pub(super) status: u16,
    /// The problem's code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) code: String,
    /// Why credentials were refused.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) refusal: &'static str,
    /// Whether the order was there already.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) replayed: bool,
    /// The calls to the bank and what they took, in the notation of `Server-Timing`; `token` says where the token was.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) bank: String,
    pub(super) ms: i64,
}

impl Line {
    pub(super) fn print(&self) {
        worker::console_log!("{}", serde_json::to_string(self).unwrap_or_default());
    }
}
