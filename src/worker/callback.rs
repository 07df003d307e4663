//! The bank's calls to this Worker, and the links that lead it here.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::answer::Answer;
use super::call::Call;
use super::config::Config;
use super::fault::Fault;
use super::seal;
use crate::Invoice;
use crate::bank;
use crate::field::InvoiceId;
use crate::order::Callback;
use crate::text;

/// `POST /v1/callbacks/{invoice_id}/{seal}`: the seal says that the link is this Worker's; of the rest nothing is believed.
/// Without the right seal there is nothing at this path.
pub(super) async fn callback(call: Call<'_>, invoice_id: &str, sealed: &str) -> Result<Box<Answer>, Box<Fault>> {
    let invoice_id: InvoiceId = invoice_id.parse().map_err(|_| Fault::NoSuchPath)?;
    let callbacks = call.config.callbacks.as_ref().ok_or(Fault::NoSuchPath)?;
    if !seal::verify(&callbacks.secret, &invoice_id, sealed) {
        return Err(Fault::NoSuchPath.into());
    }
    let body = match call.body().await {
        // whatever it says, it is a hint to look
        Err(fault) if matches!(*fault, Fault::BodyTooLarge) => Vec::new(),
        body => body?,
    };
    let body = text::lossy(&body);
    call.ask_order("callback", &invoice_id, &body).await
}

/// What the callback says. One that cannot be read is still a hint to look.
pub(super) fn read(body: &[u8]) -> Callback {
    bank::called_back(body).map_or(Callback::Paid, |called| called.callback)
}

/// Puts this Worker's links in the place of the shop's: the bank calls the Worker, and the Worker forwards.
pub(super) fn lead_here(config: &Config, invoice: &mut Invoice) {
    if let Some(callbacks) = &config.callbacks {
        let link = callbacks.public_url.callback_link(&callbacks.secret, &invoice.invoice_id);
        invoice.post_link = Some(link.clone());
        invoice.failure_post_link = Some(link);
    }
}
