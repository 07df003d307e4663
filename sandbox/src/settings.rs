//! What the sandbox can be told at the start, by flag or by environment.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use uuid::{Uuid, uuid};

use crate::delivery::DeliveryOptions;
use crate::fault_order::FaultList;
use crate::shop::ShopSecrets;

/// Everything that can be chosen at the start.
#[derive(Clone, Args)]
pub struct Settings {
    /// Address to listen on. Anything but loopback lets others on the network in.
    #[arg(long, env = "SANDBOX_HOST", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub host: IpAddr,
    /// Port to listen on; 0 takes any free one.
    #[arg(long, env = "SANDBOX_PORT", default_value_t = 8788)]
    pub port: u16,
    /// URL under which payers reach the sandbox, for `invoice_url` [default: where it listens].
    #[arg(long, env = "SANDBOX_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Print no line per request.
    #[arg(long, env = "SANDBOX_QUIET")]
    pub quiet: bool,

    /// The merchant whom the sandbox knows.
    #[command(flatten)]
    pub merchant: Merchant,

    /// Seconds a token lives [default: 900 for `password`, 7200 for `client_credentials`].
    #[arg(long, env = "SANDBOX_TOKEN_LIFETIME", value_name = "SECONDS")]
    pub token_lifetime: Option<u32>,
    /// How `expires_in` is written: `page` is a text for `password` and a number for
    /// `client_credentials`.
    #[arg(long, env = "SANDBOX_EXPIRES_IN", value_enum, default_value_t = ExpiresIn::Page)]
    pub expires_in: ExpiresIn,

    /// What a second create with a used invoice_id does. What the bank does is not known.
    #[arg(long, env = "SANDBOX_DUPLICATE_INVOICE", value_enum, default_value_t = DuplicateInvoice::Allow)]
    pub duplicate_invoice: DuplicateInvoice,
    /// Answer the language `rus` as `ru`, as the bank sometimes does.
    #[arg(long, env = "SANDBOX_LANGUAGE_RU")]
    pub language_ru: bool,
    /// Leave `account_id` empty in what a search finds, as the bank sometimes does.
    #[arg(long, env = "SANDBOX_EMPTY_ACCOUNT_ID")]
    pub empty_account_id: bool,
    /// Leave `recipient_contact` empty in what a search finds, as the bank sometimes does.
    #[arg(long, env = "SANDBOX_EMPTY_RECIPIENT_CONTACT")]
    pub empty_recipient_contact: bool,
    /// Status of a deactivated link. The bank's own word is not known.
    #[arg(long, env = "SANDBOX_DEACTIVATED_STATUS", default_value = "INACTIVE", value_name = "TEXT")]
    pub deactivated_status: String,
    /// Status of an unpaid link after its expire_date. Whether the bank changes it is not known.
    #[arg(long, env = "SANDBOX_EXPIRED_STATUS", default_value = "ACTIVE", value_name = "TEXT")]
    pub expired_status: String,

    /// Which hosts callbacks may go to.
    #[arg(long, env = "SANDBOX_CALLBACKS", value_enum, default_value_t = CallbackReach::Loopback)]
    pub callbacks: CallbackReach,
    /// Options of every callback, as JSON: the same as those of `POST /sandbox/invoices/{id}/pay`.
    #[arg(long, env = "SANDBOX_CALLBACK", value_name = "JSON", value_parser = DeliveryOptions::parse)]
    pub callback: Option<DeliveryOptions>,

    /// A fault to arm at the start, or a list of them, as JSON: the same as the body of
    /// `POST /sandbox/faults`. May be given more than once.
    #[arg(long = "fault", env = "SANDBOX_FAULTS", value_name = "JSON", value_parser = FaultList::parse)]
    pub faults: Vec<FaultList>,

    /// SQLite file that keeps links, tokens, ledger, clock and the demo shop's orders over a restart.
    #[arg(long, env = "SANDBOX_DATA", value_name = "FILE")]
    pub data: Option<PathBuf>,

    /// What the demo shop shares with its Worker.
    #[command(flatten)]
    pub shop: ShopSecrets,
}

/// The merchant whom the sandbox knows: by default the bank's public test merchant.
#[derive(Clone, Args)]
pub struct Merchant {
    /// `client_id` of the token request.
    #[arg(long, env = "SANDBOX_CLIENT_ID", default_value = Merchant::CLIENT_ID)]
    pub client_id: String,
    /// `client_secret` of the token request.
    #[arg(long, env = "SANDBOX_CLIENT_SECRET", hide_env_values = true, default_value = Merchant::CLIENT_SECRET)]
    pub client_secret: String,
    /// `username` of the token request.
    #[arg(long, env = "SANDBOX_USERNAME", default_value = Merchant::USERNAME)]
    pub username: String,
    /// `password` of the token request.
    #[arg(long, env = "SANDBOX_PASSWORD", hide_env_values = true, default_value = Merchant::PASSWORD)]
    pub password: String,
    /// The merchant's shop.
    #[arg(long, env = "SANDBOX_SHOP_ID", default_value_t = Merchant::SHOP_ID)]
    pub shop_id: Uuid,
    /// `terminal_id` of the records.
    #[arg(long, env = "SANDBOX_TERMINAL_ID", default_value_t = Merchant::TERMINAL_ID)]
    pub terminal_id: Uuid,
    /// `merchant_id` of the records.
    #[arg(long, env = "SANDBOX_MERCHANT_ID", default_value_t = Merchant::MERCHANT_ID)]
    pub merchant_id: Uuid,
}

impl Merchant {
    // Bank page: "test data". They are public, and worth nothing outside the bank's test hosts.
    const CLIENT_ID: &str = "halykfinanceUSD";
    const CLIENT_SECRET: &str = "U01gQZVL##lJ$NhJ";
    const USERNAME: &str = "halykfinanceUSD@halykbank.nb";
    const PASSWORD: &str = "XVp36qar";
    const SHOP_ID: Uuid = uuid!("04f25a4b-d2bd-4dd8-b3a7-9390be4774c4");
    const TERMINAL_ID: Uuid = uuid!("d9d7978c-d6ee-4ec0-8cda-165251a4bf16");
    const MERCHANT_ID: Uuid = uuid!("ad638b1d-e515-4b9c-aab3-d3500735f6eb");
}

/// How `expires_in` is written in a token answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExpiresIn {
    /// A text for `password`, a number for `client_credentials`.
    Page,
    /// `"900"`.
    Text,
    /// `900`.
    Number,
}

/// What a second create with a used invoice_id does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DuplicateInvoice {
    /// It makes a second link.
    Allow,
    /// It is refused.
    Refuse,
}

/// Which hosts callbacks may go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CallbackReach {
    /// `localhost` and loopback addresses: a link copied from a real shop calls nobody.
    Loopback,
    /// Any host that the invoice names.
    Anywhere,
}

impl Default for Settings {
    /// The defaults of the flags, whatever the environment says; and any free port, no log.
    fn default() -> Self {
        Settings {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            public_url: None,
            quiet: true,
            merchant: Merchant::default(),
            token_lifetime: None,
            expires_in: ExpiresIn::Page,
            duplicate_invoice: DuplicateInvoice::Allow,
            language_ru: false,
            empty_account_id: false,
            empty_recipient_contact: false,
            deactivated_status: "INACTIVE".into(),
            expired_status: "ACTIVE".into(),
            callbacks: CallbackReach::Loopback,
            callback: None,
            faults: Vec::new(),
            data: None,
            shop: ShopSecrets::default(),
        }
    }
}

impl Default for Merchant {
    /// The bank's public test merchant.
    fn default() -> Self {
        Merchant {
            client_id: Self::CLIENT_ID.into(),
            client_secret: Self::CLIENT_SECRET.into(),
            username: Self::USERNAME.into(),
            password: Self::PASSWORD.into(),
            shop_id: Self::SHOP_ID,
            terminal_id: Self::TERMINAL_ID,
            merchant_id: Self::MERCHANT_ID,
        }
    }
}
