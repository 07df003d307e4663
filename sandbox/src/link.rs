//! An invoice link as the sandbox keeps it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::amount::Tiyn;
use crate::settings::Settings;

/// An invoice link.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Link {
    /// The link's UUID, which the deactivate call and the pay page take.
    pub id: Uuid,
    /// What the create call asked for.
    pub invoice: Invoice,
    /// When the link was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
    /// The moment from which it cannot be paid: created plus `expire_period`.
    #[serde(with = "time::serde::rfc3339")]
    pub expires: OffsetDateTime,
    /// When it was deactivated.
    #[serde(with = "time::serde::rfc3339::option")]
    pub deactivated: Option<OffsetDateTime>,
    /// Whether a payment went through.
    pub charged: bool,
    /// How long searches do not find it yet.
    pub lag: Option<Lag>,
}

/// The fields of a create call that kept every rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invoice {
    pub shop_id: Uuid,
    pub account_id: String,
    pub invoice_id: String,
    pub amount: Tiyn,
    pub language: Language,
    pub description: String,
    pub expire_period: String,
    pub days: u16,
    pub recipient_contact: String,
    pub recipient_contact_sms: String,
    pub notifier_contact_sms: String,
    pub currency: String,
    pub post_link: String,
    pub failure_post_link: String,
    pub back_link: String,
    pub failure_back_link: String,
}

/// The language of the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Russian.
    Rus,
    /// Kazakh.
    Kaz,
    /// English.
    Eng,
}

impl Language {
    /// Reads `rus`, `kaz` or `eng`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "rus" => Some(Language::Rus),
            "kaz" => Some(Language::Kaz),
            "eng" => Some(Language::Eng),
            _ => None,
        }
    }

    /// The bank's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Language::Rus => "rus",
            Language::Kaz => "kaz",
            Language::Eng => "eng",
        }
    }

    /// The BCP 47 tag, for the page's `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Rus => "ru",
            Language::Kaz => "kk",
            Language::Eng => "en",
        }
    }
}

/// How long searches do not find a link that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lag {
    /// For so many searches that would have found it.
    Searches(u32),
    /// Until the sandbox's clock shows this time.
    Until(#[serde(with = "time::serde::rfc3339")] OffsetDateTime),
}

/// Whether a link can be paid, and if not, why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can be paid.
    Open,
    /// It was paid.
    Charged,
    /// It was deactivated before it was paid.
    Deactivated,
    /// Its `expire_date` has come.
    Expired,
}

impl Link {
    /// The link's state at a time.
    pub fn state(&self, now: OffsetDateTime) -> State {
        if self.charged {
            State::Charged
        } else if self.deactivated.is_some() {
            State::Deactivated
        } else if now >= self.expires {
            State::Expired
        } else {
            State::Open
        }
    }

    /// The link's `status` as the API answers it. `ACTIVE` and `CHARGED` are the bank's words; the
    /// other two are not known and can be chosen.
    pub fn status<'a>(&self, settings: &'a Settings, now: OffsetDateTime) -> &'a str {
        match self.state(now) {
            State::Open => "ACTIVE",
            State::Charged => "CHARGED",
            State::Deactivated => &settings.deactivated_status,
            State::Expired => &settings.expired_status,
        }
    }

    /// Whether a search that matches the link finds it now. Counts the search.
    pub fn seen_by_search(&mut self, now: OffsetDateTime) -> bool {
        match self.lag {
            Some(Lag::Searches(left @ 1..)) => {
                self.lag = Some(Lag::Searches(left - 1));
                false
            }
            Some(Lag::Until(time)) => now >= time,
            Some(Lag::Searches(0)) | None => true,
        }
    }
}
