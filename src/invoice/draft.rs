//! The draft: what a storefront or a shop's server asks the Worker for.

use super::Invoice;
use crate::field::{
    AccountId, Amount, Currency, Description, Email, ExpirePeriod, InvoiceId, Language, Link, Phone, ShopId,
};
use crate::payload::payload;

payload! {
    /// What a storefront or a shop's server gives: an order without the shop's own part, which the Worker adds.
    ///
    /// A draft that carries `shop_id` or `account_id` is refused: they are the Worker's to say.
    Draft,
    /// Builds a [`Draft`]; it cannot build one that breaks a rule.
    DraftBuilder
    required {
        /// The order's number, unique in the shop.
        invoice_id: InvoiceId,
        /// The amount to pay, in tenge.
        amount: Amount,
        /// What the payer reads about the order.
        description: Description,
        /// The payer's e-mail address.
        recipient_contact: Email,
        /// The payer's mobile phone number.
        recipient_contact_sms: Phone,
    }
    optional {
        /// The language in which the invoice is shown; the shop's default where left out.
        language: Language,
        /// How long the link can be paid; the shop's default where left out.
        expire_period: ExpirePeriod,
        /// The currency of the amount; tenge where left out.
        currency: Currency,
        /// The phone number that is told of the payment.
        notifier_contact_sms: Phone,
        /// The URL that is POSTed to after a payment.
        post_link: Link,
        /// The URL that is POSTed to after a payment that failed.
        failure_post_link: Link,
        /// The URL that the payer returns to after a payment.
        back_link: Link,
        /// The URL that the payer returns to after a payment that failed.
        failure_back_link: Link,
    }
}

/// The shop's own part of every invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopDefaults {
    /// The shop's id, given by the bank.
    pub shop_id: ShopId,
    /// The shop's account number in ePay.
    pub account_id: AccountId,
    /// The language of a draft that names none.
    pub language: Language,
    /// The period of a draft that names none.
    pub expire_period: ExpirePeriod,
}

impl Draft {
    /// The create payload: this draft with the shop's part.
    #[must_use]
    pub fn complete(self, shop: &ShopDefaults) -> Invoice {
        Invoice {
            shop_id: shop.shop_id,
            account_id: shop.account_id.clone(),
            invoice_id: self.invoice_id,
            amount: self.amount,
            language: self.language.unwrap_or(shop.language),
            description: self.description,
            expire_period: self.expire_period.unwrap_or(shop.expire_period),
            recipient_contact: self.recipient_contact,
            recipient_contact_sms: self.recipient_contact_sms,
            currency: self.currency.unwrap_or(Currency::Kzt),
            notifier_contact_sms: self.notifier_contact_sms,
            post_link: self.post_link,
            failure_post_link: self.failure_post_link,
            back_link: self.back_link,
            failure_back_link: self.failure_back_link,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::output::ToJson;

    const DRAFT: &str = r#"{"invoice_id":"000001","amount":100,"description":"Шот",
        "recipient_contact":"a@b.kz","recipient_contact_sms":"+77771234567"}"#;

    fn shop() -> ShopDefaults {
        ShopDefaults {
            shop_id: "04f25a4b-d2bd-4dd8-b3a7-9390be4774c4".parse().unwrap(),
            account_id: "0003413423".parse().unwrap(),
            language: Language::Rus,
            expire_period: "2d".parse().unwrap(),
        }
    }

    #[test]
    fn the_shop_completes_it() {
        let invoice = Draft::from_json(DRAFT.as_bytes()).unwrap().complete(&shop());
        assert_eq!(invoice.to_json(), serde_json::to_string(&invoice).unwrap());
        assert_eq!(
            serde_json::to_value(&invoice).unwrap(),
            serde_json::json!({
                "shop_id": "04f25a4b-d2bd-4dd8-b3a7-9390be4774c4", "account_id": "0003413423", "invoice_id": "000001",
                "amount": 100, "language": "rus", "description": "Шот", "expire_period": "2d",
                "recipient_contact": "a@b.kz", "recipient_contact_sms": "+77771234567", "currency": "KZT"
            })
        );
    }

    #[test]
    fn its_own_word_goes_before_the_default() {
        let draft = Draft::from_json(DRAFT.as_bytes()).unwrap();
        let draft = Draft { language: Some(Language::Kaz), expire_period: Some("9d".parse().unwrap()), ..draft };
        let invoice = draft.complete(&shop());
        assert_eq!((invoice.language, invoice.expire_period.days()), (Language::Kaz, 9));
    }

    #[test]
    fn the_shops_part_is_not_the_storefronts_to_say() {
        let issues = Draft::from_json(br#"{"shop_id":"x","account_id":"y"}"#).unwrap_err();
        assert_eq!(issues[0].to_string(), "shop_id: unknown_field");
        assert_eq!(issues[1].to_string(), "account_id: unknown_field");
    }
}
