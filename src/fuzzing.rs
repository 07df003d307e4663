//! What the fuzz targets of `fuzz/` see of the private parts: there with `--cfg fuzzing` alone, which cargo-fuzz sets.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::input::Value;

/// A JSON value as the library reads it in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// The digits as they stand.
    Number(String),
    /// A string, and whether it is one: `false` where it holds half of a surrogate pair, and then there is no text.
    String(String, bool),
    /// The items.
    Array(Vec<Self>),
    /// The members in order, repetitions kept.
    Object(Vec<(String, Self)>),
    /// An array or an object below the depth that was asked for.
    Deep,
}

/// Reads JSON in place, into arrays and objects down to a depth.
#[must_use]
pub fn json(bytes: &[u8], depth: usize) -> Option<Json> {
    Value::parse(bytes).ok().map(|value| tree(value, depth))
}

fn tree(value: Value<'_>, depth: usize) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(flag) => Json::Boolean(flag),
        Value::Number(digits) => Json::Number(digits.to_owned()),
        Value::String(text) => Json::String(text.into_owned(), true),
        Value::BrokenString => Json::String(String::new(), false),
        Value::Array(_) | Value::Object(_) if depth == 0 => Json::Deep,
        Value::Array(_) => {
            let items = value.items().unwrap_or_default();
            Json::Array(items.into_iter().map(|item| tree(item, depth - 1)).collect())
        }
        Value::Object(_) => {
            let members = value.members().into_iter().flat_map(crate::input::Members::into_values);
            Json::Object(members.map(|(name, value)| (name.into_owned(), tree(value, depth - 1))).collect())
        }
    }
}

#[cfg(feature = "worker")]
pub use crate::worker::claims as ticket;
