//! The builders for JavaScript: JS values in, core, JS values out.
//!
//! `pkg/src/builder.js` keeps the calls of its setters and gives them to [`build_invoice`] or [`build_search`] at once: no
//! object of this module lives between two calls, so there is nothing to free, and nothing lost with the instance where a call of it traps.

mod given;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::issue::Issues;
use crate::{Invoice, Search};
use given::{Given, GivenNumber};

/// `{ok: true, value}` or `{ok: false, issues}`.
fn answer<T: Serialize>(result: Result<T, Issues>) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Answer<T> {
        ok: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<T>,
        #[serde(skip_serializing_if = "Option::is_none")]
        issues: Option<Issues>,
    }
    let answer = match result {
        Ok(value) => Answer { ok: true, value: Some(value), issues: None },
        Err(issues) => Answer { ok: false, value: None, issues: Some(issues) },
    };
    // maps become plain objects, not `Map`s
    Ok(answer.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// The invoice of these calls, each `[field, value]`, in their order.
///
/// # Errors
/// A `TypeError`-like value where a call is not of that form: the fault of the caller in `pkg/`, never of its user.
#[wasm_bindgen(js_name = buildInvoice)]
pub fn build_invoice(calls: Vec<JsValue>) -> Result<JsValue, JsValue> {
    let mut builder = Invoice::builder();
    for call in calls {
        let call = js_sys::Array::from(&call);
        let (field, value) = (call.get(0).as_string().unwrap_or_default(), call.get(1));
        let text = || Given::of(&value);
        builder = match &*field {
            "shop_id" => builder.shop_id(text()),
            "account_id" => builder.account_id(text()),
            "invoice_id" => builder.invoice_id(text()),
            "amount" => builder.amount(GivenNumber::of(&value)),
            "language" => builder.language(text()),
            "description" => builder.description(text()),
            "expire_period" => builder.expire_period(text()),
            "recipient_contact" => builder.recipient_contact(text()),
            "recipient_contact_sms" => builder.recipient_contact_sms(text()),
            "currency" => builder.currency(text()),
            "notifier_contact_sms" => builder.notifier_contact_sms(text()),
            "post_link" => builder.post_link(text()),
            "failure_post_link" => builder.failure_post_link(text()),
            "back_link" => builder.back_link(text()),
            "failure_back_link" => builder.failure_back_link(text()),
            other => return Err(js_sys::TypeError::new(&format!("no setter {other}")).into()),
        };
    }
    answer(builder.build())
}

/// The search of these calls, each `[name, …arguments]`, in their order.
///
/// # Errors
/// A `TypeError` where an argument is not of the type that the setter takes.
#[wasm_bindgen(js_name = buildSearch)]
pub fn build_search(calls: Vec<JsValue>) -> Result<JsValue, JsValue> {
    let mut builder = Search::builder();
    for call in calls {
        let call = js_sys::Array::from(&call);
        let name = call.get(0).as_string().unwrap_or_default();
        let text = |place: u32| {
            // half of a surrogate pair would cross as U+FFFD
            let text = call.get(place).dyn_into::<js_sys::JsString>().ok().filter(js_sys::JsString::is_valid_utf16);
            text.map(String::from).ok_or_else(|| {
                JsValue::from(js_sys::TypeError::new(&format!("{name} takes a string as its argument {place}")))
            })
        };
        let number = |place: u32| {
            let number = call.get(place).as_f64().filter(|number| number.fract() == 0.0).ok_or_else(|| {
                JsValue::from(js_sys::TypeError::new(&format!("{name} takes a whole number as its argument {place}")))
            })?;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is compared")]
            let whole = number as u32;
            // what 32 bits do not hold is refused like one that is too large
            Ok::<_, JsValue>(if f64::from(whole) == number { whole } else { u32::MAX })
        };
        builder = match &*name {
            "eq" => builder.eq(text(1)?, &text(2)?),
            "between" => builder.between(text(1)?, &text(2)?, &text(3)?),
            "like" => builder.like(text(1)?, &text(2)?),
            "anyOf" => {
                let values = (2..call.length()).map(text).collect::<Result<Vec<_>, _>>()?;
                builder.any_of(text(1)?, &values.iter().map(String::as_str).collect::<Vec<_>>())
            }
            "page" => builder.page(number(1)?, number(2)?),
            "orderBy" => builder.order_by(text(1)?, text(2)?),
            other => return Err(js_sys::TypeError::new(&format!("no setter {other}")).into()),
        };
    }
    answer(builder.build())
}
