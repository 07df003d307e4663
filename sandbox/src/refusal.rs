//! How the sandbox says no to a call of the API: HTTP status, `code`, `message`.
//!
//! The shape is the bank's. Of the codes only 1079 (a bad SMS number) is known outside the bank;
//! all others are the sandbox's own, from 9001 on.

use axum::http::StatusCode;

/// What is wrong with a request, as the bank would number it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Code {
    BadSmsNumber = 1079,
    NotJson = 9001,
    ContentType = 9002,
    UnknownField = 9003,
    TooLarge = 9004,
    ShopId = 9010,
    AccountId = 9011,
    InvoiceId = 9012,
    Amount = 9013,
    Language = 9014,
    Description = 9015,
    ExpirePeriod = 9016,
    RecipientContact = 9017,
    Currency = 9018,
    Link = 9019,
    DuplicateInvoice = 9020,
    Paging = 9030,
    SearchParameters = 9031,
    InvoiceIdCondition = 9032,
    OrderParameters = 9033,
    LinkId = 9040,
    NoSuchLink = 9041,
    TokenRejected = 9050,
    ScopeTooSmall = 9051,
}

/// A refusal: one code, and a message that names every rule that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code of the first broken rule.
    pub code: Code,
    /// Every broken rule, in the order of the bank's table.
    pub message: String,
}

impl Refusal {
    /// A refusal for one reason.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Refusal { code, message: message.into() }
    }

    /// The HTTP status that goes with the code.
    pub fn status(&self) -> StatusCode {
        match self.code {
            Code::TokenRejected => StatusCode::UNAUTHORIZED,
            Code::ScopeTooSmall => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// The broken rules of one request, as they are found.
#[derive(Debug, Default)]
pub struct Breaches(Vec<Refusal>);

impl Breaches {
    /// Notes a broken rule.
    pub fn add(&mut self, code: Code, message: impl Into<String>) {
        self.0.push(Refusal::new(code, message));
    }

    /// `Ok` where no rule is broken; else one refusal that names all.
    ///
    /// # Errors
    /// The refusal.
    pub fn verdict(self) -> Result<(), Refusal> {
        let Some(first) = self.0.first() else { return Ok(()) };
        let code = first.code;
        let messages: Vec<String> = self.0.into_iter().map(|breach| breach.message).collect();
        Err(Refusal::new(code, messages.join("; ")))
    }
}
