//! The create payload: the body of the bank's `POST /invoice`.

use crate::field::{
    AccountId, Amount, Currency, Description, Email, ExpirePeriod, InvoiceId, Language, Link, Phone, ShopId,
};
use crate::payload::payload;

payload! {
    /// The create payload: what the bank's `POST /invoice` takes. It serialises to the bank's JSON.
    ///
    /// Source: bank page, table 1, and its sample request.
    ///
    /// ```
    /// use epay_invoice::Invoice;
    ///
    /// let invoice = Invoice::builder()
    ///     .shop_id("04f25a4b-d2bd-4dd8-b3a7-9390be4774c4")
    ///     .account_id("0003413423")
    ///     .invoice_id("000000001")
    ///     .amount(10_000.5)
    ///     .language("rus")
    ///     .description("Order 1")
    ///     .expire_period("2d")
    ///     .recipient_contact("buyer@example.kz")
    ///     .recipient_contact_sms("+77771234567")
    ///     .currency("KZT")
    ///     .build()?;
    /// assert_eq!(invoice.amount.tiyn(), 1_000_050);
    ///
    /// let issues = Invoice::from_json(br#"{"invoice_id": "12345", "ammount": 1}"#).unwrap_err();
    /// assert_eq!(issues[0].to_string(), "invoice_id: too_short (min 6, actual 5)");
    /// assert_eq!(issues[1].to_string(), "ammount: unknown_field (suggestion amount)");
    /// assert_eq!(issues[2].to_string(), "shop_id: required");
    /// # Ok::<(), epay_invoice::Issues>(())
    /// ```
    Invoice,
    /// Builds an [`Invoice`]; it cannot build one that breaks a rule.
    InvoiceBuilder
    required {
        /// The shop's id, given by the bank.
        shop_id: ShopId,
        /// The shop's account number in ePay.
        account_id: AccountId,
        /// The order's number, unique in the shop.
        invoice_id: InvoiceId,
        /// The amount to pay, in tenge.
        amount: Amount,
        /// The language in which the invoice is shown.
        language: Language,
        /// What the payer reads about the order.
        description: Description,
        /// How long the link can be paid.
        expire_period: ExpirePeriod,
        /// The payer's e-mail address.
        recipient_contact: Email,
        /// The payer's mobile phone number.
        recipient_contact_sms: Phone,
        /// The currency of the amount.
        currency: Currency,
    }
    optional {
        /// The phone number that is told of the payment.
        notifier_contact_sms: Phone,
        /// The URL that the bank POSTs to after a payment.
        post_link: Link,
        /// The URL that the bank POSTs to after a payment that failed.
        failure_post_link: Link,
        /// The URL that the payer returns to after a payment.
        back_link: Link,
        /// The URL that the payer returns to after a payment that failed.
        failure_back_link: Link,
    }
}
