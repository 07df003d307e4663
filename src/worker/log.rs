//! One JSON line per request, without secret or payer data.

use serde::Serialize;

/// What is known of a request when its answer leaves.
#[derive(Debug, Default, Serialize)]
pub(super) struct Line {
    pub(super) request_id: String,
    pub(super) route: &'static str,
    /// The name of the API key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    pub(super) status: u16,
    /// The problem's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<&'static str>,
    pub(super) ms: i64,
}

impl Line {
    pub(super) fn print(&self) {
        worker::console_log!("{}", serde_json::to_string(self).unwrap_or_default());
    }
}
