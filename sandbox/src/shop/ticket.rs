//! The ticket that an order's buyer takes to the Worker: a JSON Web Token, HS256.

use jwt_compact::alg::{Hs256, Hs256Key};
use jwt_compact::{AlgorithmExt, Claims, Header};
use serde::Serialize;
use time::{Duration, OffsetDateTime};

use super::order::Order;

/// How long a buyer can create and watch with one ticket; the page asks for another. The Worker takes up to a day.
const LIFE: Duration = Duration::hours(1);

/// The fewest characters of the secret that the Worker takes.
const SECRET_MIN: usize = 32;

/// Signs tickets.
pub struct Tickets(Hs256Key);

/// A signed ticket.
pub struct Ticket {
    /// The JSON Web Token.
    pub token: String,
    /// When it ends.
    pub expires: OffsetDateTime,
}

/// What the ticket fixes: an order that differs from it is refused by the Worker.
#[derive(Serialize)]
struct Fixed<'a> {
    sub: &'a str,
    /// As a text, of which no reader makes a double.
    amount: String,
    currency: &'a str,
    description: &'a str,
    exp: i64,
}

impl Tickets {
    /// Signs with this secret, the Worker's `TICKET_SECRET`.
    ///
    /// # Errors
    /// It is too short.
    pub fn new(secret: &str) -> Result<Self, String> {
        if secret.len() < SECRET_MIN {
            return Err(format!("must have at least {SECRET_MIN} characters"));
        }
        Ok(Tickets(Hs256Key::new(secret.as_bytes())))
    }

    /// A ticket for this order, from now on.
    pub fn sign(&self, order: &Order, now: OffsetDateTime) -> Ticket {
        let expires = now.truncate_to_second() + LIFE;
        let claims = Claims::new(Fixed {
            sub: &order.invoice_id,
            amount: order.amount.to_json().to_string(),
            currency: super::CURRENCY,
            description: &order.description,
            exp: expires.unix_timestamp(),
        });
        let header = Header::empty().with_token_type("JWT");
        let token = Hs256.token(&header, &claims, &self.0).expect("these claims are texts and a number");
        Ticket { token, expires }
    }
}
