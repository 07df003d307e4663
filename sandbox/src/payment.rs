//! A payer pays a link, or the payment fails.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::amount::Tiyn;
use crate::link::{Link, State};

/// A payment, gone through or failed: what the callback tells.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The transaction.
    pub id: Uuid,
    /// The link as it was when it was paid.
    pub link: Link,
    /// Whether it went through.
    pub charged: bool,
    /// What was paid in money.
    pub amount: Tiyn,
    /// What was paid with bonuses.
    pub bonus: Option<Tiyn>,
    /// 0, or why it failed.
    pub reason_code: i32,
    /// The reason in words.
    pub reason: String,
    /// When.
    pub time: OffsetDateTime,
}

/// Why a link was not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPaid {
    /// It cannot be paid any more.
    Closed(State),
    /// The bonuses are not less than the amount.
    Bonus,
}

/// Pays a link, a part of it with bonuses where wanted.
///
/// # Errors
/// The link is not open, or the bonuses are too many.
pub fn pay(link: &mut Link, bonus: Option<Tiyn>, now: OffsetDateTime) -> Result<Payment, NotPaid> {
    open(link, now)?;
    let whole = link.invoice.amount;
    let amount = match bonus {
        None => whole,
        Some(bonus) => whole.less(bonus).ok_or(NotPaid::Bonus)?,
    };
    link.charged = true;
    let (reason_code, reason) = (0, "success".into());
    Ok(Payment { id: Uuid::new_v4(), link: link.clone(), charged: true, amount, bonus, reason_code, reason, time: now })
}

/// Lets a payment fail. The link stays open: what the bank does with it then is not known.
///
/// # Errors
/// The link is not open.
pub fn decline(link: &Link, reason_code: i32, reason: &str, now: OffsetDateTime) -> Result<Payment, NotPaid> {
    open(link, now)?;
    let (amount, reason) = (link.invoice.amount, reason.into());
    Ok(Payment {
        id: Uuid::new_v4(),
        link: link.clone(),
        charged: false,
        amount,
        bonus: None,
        reason_code,
        reason,
        time: now,
    })
}

fn open(link: &Link, now: OffsetDateTime) -> Result<(), NotPaid> {
    match link.state(now) {
        State::Open => Ok(()),
        closed => Err(NotPaid::Closed(closed)),
    }
}
