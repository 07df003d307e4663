//! What wasm-bindgen makes of `src/npm` and `src/client`, with real JavaScript values on the other side: in Node and in Chromium.

#![cfg(all(target_arch = "wasm32", feature = "npm", feature = "client"))]

mod builder;
mod client;

use wasm_bindgen::prelude::*;

/// What the JavaScript expression is.
fn js(expression: &str) -> JsValue {
    js_sys::Function::new_no_args(&format!("'use strict'; return ({expression})")).call0(&JsValue::NULL).unwrap()
}

/// Whether the JavaScript function says so of the value.
fn holds(value: &JsValue, function: &str) -> bool {
    js(function).unchecked_into::<js_sys::Function>().call1(&JsValue::NULL, value).unwrap().is_truthy()
}

/// As JSON, which tells what `JSON.stringify` tells.
fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).unwrap().into()
}
