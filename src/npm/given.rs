//! A value that a JavaScript program gives to a setter.

use alloc::string::String;
use core::str::FromStr;

use wasm_bindgen::{JsCast, JsValue};

use crate::field::{Amount, IntoField};
use crate::issue::{Kind, Reason};

/// A value for a field of text.
pub(super) struct Given(Result<String, Reason>);

impl Given {
    pub(super) fn of(value: &JsValue) -> Self {
        let Some(text) = value.dyn_ref::<js_sys::JsString>() else {
            return Self(Err(Reason::NotString { actual: kind(value) }));
        };
        // half of a surrogate pair would cross as U+FFFD
        Self(if text.is_valid_utf16() { Ok(text.into()) } else { Err(Reason::LoneSurrogate) })
    }
}

impl<T: FromStr<Err = Reason>> IntoField<T> for Given {
    fn into_field(self) -> Result<T, Reason> {
        self.0?.parse()
    }
}

/// A value for the amount.
pub(super) struct GivenNumber(Result<f64, Reason>);

impl GivenNumber {
    pub(super) fn of(value: &JsValue) -> Self {
        Self(value.as_f64().ok_or_else(|| Reason::NotNumber { actual: kind(value) }))
    }
}

impl IntoField<Amount> for GivenNumber {
    fn into_field(self) -> Result<Amount, Reason> {
        Amount::from_f64(self.0?)
    }
}

/// The JSON type; what JSON does not have counts as an object.
fn kind(value: &JsValue) -> Kind {
    if value.is_null() || value.is_undefined() {
        Kind::Null
    } else if value.as_bool().is_some() {
        Kind::Boolean
    } else if value.as_f64().is_some() {
        Kind::Number
    } else if value.is_string() {
        Kind::String
    } else if js_sys::Array::is_array(value) {
        Kind::Array
    } else {
        Kind::Object
    }
}
