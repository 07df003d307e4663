//! Who calls, and what they may do.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::config::Config;
use super::fault::Fault;
use super::key::{Key, KeyScope};
use super::ticket::{self, Ticket, TicketFault};
use crate::Draft;
use crate::text;

/// Who calls.
pub(super) enum Caller {
    /// The shop's server or an operator, by an API key.
    Key(&'static Key),
    /// A payer's browser, by a ticket for one order.
    Ticket(Box<Ticket>),
}

/// What the log says of credentials that are refused.
#[derive(Clone, Copy)]
pub(super) enum Refusal {
    /// There are none.
    Missing,
    /// No key, and tickets are not configured.
    UnknownKey,
    /// No key, and no valid ticket.
    Ticket(TicketFault),
}

impl Refusal {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "no_credentials",
            Self::UnknownKey => "unknown_key",
            Self::Ticket(fault) => fault.as_str(),
        }
    }
}

impl Caller {
    /// The caller with these credentials: an `Authorization` header, or a ticket from the query of a stream.
    pub(super) fn identify(
        config: &'static Config,
        authorization: &str,
        query_ticket: &str,
        now_s: i64,
    ) -> Result<Self, Refusal> {
        let given = bearer(authorization);
        if let Some(key) = given.and_then(|text| config.keys.find(text)) {
            return Ok(Self::Key(key));
        }
        let text = given.or(Some(query_ticket)).filter(|text| !text.is_empty()).ok_or(Refusal::Missing)?;
        let secret = config.ticket_secret.as_ref().ok_or(Refusal::UnknownKey)?;
        let ticket = ticket::verify(text, secret.expose().as_bytes(), now_s).map_err(Refusal::Ticket)?;
        Ok(Self::Ticket(Box::new(ticket)))
    }

    /// The name in the log: of a key its own, of a ticket nothing of the payer.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Key(key) => &key.name,
            Self::Ticket(_) => "ticket",
        }
    }

    /// Whether the caller may do this at all.
    pub(super) fn may(&self, scope: KeyScope) -> Result<(), Box<Fault>> {
        match self {
            Self::Key(key) if !key.allows(scope) => Err(Fault::Forbidden { what: scope.as_str() }.into()),
            Self::Ticket(_) if scope != KeyScope::Create => Err(Fault::Forbidden { what: scope.as_str() }.into()),
            Self::Key(_) | Self::Ticket(_) => Ok(()),
        }
    }

    /// Whether the caller may see this order: a ticket shows its own alone.
    pub(super) fn may_see(&self, invoice_id: &str) -> Result<(), Box<Fault>> {
        match self {
            Self::Key(_) => self.may(KeyScope::Read),
            Self::Ticket(ticket) if ticket.invoice_id.as_str() == invoice_id => Ok(()),
            Self::Ticket(_) => Err(Fault::Forbidden { what: "see another order" }.into()),
        }
    }

    /// Whether the draft is the ticket's: the price is never the browser's word, nor how long it holds, nor where payments are
    /// told.
    pub(super) fn check_draft(&self, draft: &Draft) -> Result<(), Box<Fault>> {
        let Self::Ticket(ticket) = self else { return Ok(()) };
        let differs = [
            ("invoice_id", draft.invoice_id != ticket.invoice_id),
            ("amount", draft.amount != ticket.amount),
            ("description", ticket.description.as_ref().is_some_and(|said| *said != draft.description)),
            ("expire_period", draft.expire_period.is_some()),
            ("post_link", draft.post_link.is_some()),
            ("failure_post_link", draft.failure_post_link.is_some()),
        ];
        let mut fields = Vec::new();
        for (field, differs) in differs {
            if differs {
                fields.push(field);
            }
        }
        if fields.is_empty() { Ok(()) } else { Err(Fault::NotTheTickets { fields }.into()) }
    }
}

/// The credentials of `Bearer …` (RFC 6750; the scheme's letter case does not count).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, credentials) = text::cut(header.trim(), b' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| credentials.trim())
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn reads_bearer_alone() {
        let cases = [
            ("Bearer abc", Some("abc")),
            ("bearer  abc ", Some("abc")),
            ("Basic abc", None),
            ("Bearer", None),
            ("abc", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(bearer(header), expected, "{header}");
        }
    }
}
