//! The two secrets that a shop shares with its Worker.

use clap::Args;

/// What the demo shop shares with the Worker. Without both there is no shop.
#[derive(Clone, Default, Args)]
pub struct ShopSecrets {
    /// The Worker's TICKET_SECRET, with which the demo shop signs tickets: at least 32 characters.
    #[arg(id = "shop_ticket_secret", long = "shop-ticket-secret", env = "SANDBOX_SHOP_TICKET_SECRET")]
    #[arg(hide_env_values = true, value_name = "SECRET")]
    pub ticket: Option<String>,
    /// The Worker's WEBHOOK_SECRET, by which the demo shop knows the Worker's events: `whsec_` and Base64.
    #[arg(id = "shop_webhook_secret", long = "shop-webhook-secret", env = "SANDBOX_SHOP_WEBHOOK_SECRET")]
    #[arg(hide_env_values = true, value_name = "SECRET")]
    pub webhook: Option<String>,
}

impl ShopSecrets {
    /// The ticket's secret and the webhook's.
    ///
    /// # Errors
    /// The flags that are missing. An empty value is none.
    pub fn both(&self) -> Result<(&str, &str), Vec<&'static str>> {
        let ticket = self.ticket.as_deref().filter(|secret| !secret.is_empty());
        let webhook = self.webhook.as_deref().filter(|secret| !secret.is_empty());
        ticket.zip(webhook).ok_or_else(|| {
            let flags = [(ticket, "--shop-ticket-secret"), (webhook, "--shop-webhook-secret")];
            flags.into_iter().filter(|(secret, _)| secret.is_none()).map(|(_, flag)| flag).collect()
        })
    }
}
