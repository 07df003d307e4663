//! JSON as this library writes it, byte for byte what serde_json writes of the same.
//!
//! What is public also implements serde's `Serialize`, for whoever uses the crate. The library itself writes by this
//! trait, whose objects are tables of names and values walked by one function: serde makes code of its own for each type
//! and for each member's type, 40 KB of it in the Worker.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::digits;
use crate::plain::plain;

/// What can be written as JSON.
pub(crate) trait ToJson {
    /// Writes itself behind what is written.
    fn write(&self, json: &mut String);

    fn to_json(&self) -> String
    where
        Self: Sized,
    {
        json(self)
    }
}

/// The JSON of one value.
pub(crate) fn json(value: &dyn ToJson) -> String {
    // room for a record: growing it would be half of the work
    let mut json = String::with_capacity(1024);
    value.write(&mut json);
    json
}

/// A member of an object: its [name] as it is written, and its value if it is there.
pub(crate) type Member<'a> = (&'static str, Option<&'a dyn ToJson>);

/// A member's name as it is written, with the colon: each piece of JSON that is written is a call.
macro_rules! name {
    ($name:literal) => {
        concat!("\"", $name, "\":")
    };
}

pub(crate) use name;

/// The value of a member that is left out where there is none.
pub(crate) fn some<T: ToJson>(value: &Option<T>) -> Option<&dyn ToJson> {
    value.as_ref().map(|value| value as &dyn ToJson)
}

/// The value of a member that is left out where it is empty.
#[cfg(feature = "worker")]
pub(crate) fn unless(is_empty: bool, value: &dyn ToJson) -> Option<&dyn ToJson> {
    if is_empty { None } else { Some(value) }
}

/// Writes an object of those members that are there.
pub(crate) fn object(json: &mut String, members: &[Member<'_>]) {
    let mut object = Object::begin(json);
    for (name, value) in members {
        if let Some(value) = value {
            value.write(object.written(name));
        }
    }
    object.end();
}

/// An object that is written member by member.
pub(crate) struct Object<'a> {
    json: &'a mut String,
    before: char,
}

impl<'a> Object<'a> {
    pub(crate) const fn begin(json: &'a mut String) -> Self {
        Self { json, before: '{' }
    }

    /// Begins a member whose [name] is given as it is written; its value is to be written behind.
    pub(crate) fn written(&mut self, name: &str) -> &mut String {
        self.json.push(core::mem::replace(&mut self.before, ','));
        self.json.push_str(name);
        self.json
    }

    /// Begins a member; its value is to be written behind.
    pub(crate) fn member(&mut self, name: &str) -> &mut String {
        self.json.push(core::mem::replace(&mut self.before, ','));
        name.write(self.json);
        self.json.push(':');
        self.json
    }

    pub(crate) fn end(self) {
        if self.before == '{' {
            self.json.push('{');
        }
        self.json.push('}');
    }
}

/// Writes a list.
pub(crate) fn list(json: &mut String, items: &mut dyn Iterator<Item = &dyn ToJson>) {
    let mut before = '[';
    for item in items {
        json.push(core::mem::replace(&mut before, ','));
        item.write(json);
    }
    if before == '[' {
        json.push('[');
    }
    json.push(']');
}

fn escape(json: &mut String, text: &str) {
    let mut rest = text;
    loop {
        let (plain, other) = rest.split_at_checked(plain(rest.as_bytes())).unwrap_or((rest, ""));
        json.push_str(plain);
        let mut characters = other.chars();
        let Some(character) = characters.next() else { return };
        rest = characters.as_str();
        json.push('\\');
        let letter = match character {
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '"' | '\\' => character,
            _ => {
                json.push_str(if character < '\u{10}' { "u000" } else { "u001" });
                char::from_digit(u32::from(character) & 15, 16).unwrap_or_default()
            }
        };
        json.push(letter);
    }
}

impl ToJson for str {
    fn write(&self, json: &mut String) {
        json.push('"');
        escape(json, self);
        json.push('"');
    }
}

impl ToJson for bool {
    fn write(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }
}

macro_rules! unsigned {
    ($($type:ty)+) => {
        $(impl ToJson for $type {
            fn write(&self, json: &mut String) {
                digits::push(json, *self as u64, 10, 1);
            }
        })+
    };
}

unsigned!(u16 u32 u64 usize);

impl ToJson for i64 {
    fn write(&self, json: &mut String) {
        digits::push_decimal(json, *self);
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, json: &mut String) {
        (**self).write(json);
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn write(&self, json: &mut String) {
        (**self).write(json);
    }
}

impl ToJson for String {
    fn write(&self, json: &mut String) {
        (**self).write(json);
    }
}

/// `null` in the place of none.
impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, json: &mut String) {
        match self {
            Some(value) => value.write(json),
            None => json.push_str("null"),
        }
    }
}

impl<T: ToJson + ?Sized> ToJson for Arc<T> {
    fn write(&self, json: &mut String) {
        (**self).write(json);
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, json: &mut String) {
        list(json, &mut self.iter().map(|item| item as &dyn ToJson));
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, json: &mut String) {
        (**self).write(json);
    }
}

/// Nothing, as serde has it.
impl ToJson for () {
    fn write(&self, json: &mut String) {
        json.push_str("null");
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_are_written_as_serde_json_writes_them(text in any::<String>(), control in 0_u8..0x20) {
            for text in [text, format!("\"\\{}", char::from(control))] {
                prop_assert_eq!(json(&text), serde_json::to_string(&text).unwrap());
            }
        }

        #[test]
        fn numbers_and_lists_too(numbers in prop::collection::vec(any::<Option<i64>>(), 0..4), large: u64) {
            prop_assert_eq!(json(&numbers), serde_json::to_string(&numbers).unwrap());
            prop_assert_eq!(json(&large), large.to_string());
        }
    }

    #[test]
    fn objects_leave_out_what_is_not_there() {
        let mut json = String::new();
        object(&mut json, &[(name!("a"), Some(&1_u32)), (name!("b"), None), (name!("c"), Some(&None::<bool>))]);
        object(&mut json, &[(name!("a"), None)]);
        let mut open = Object::begin(&mut json);
        "x".write(open.member("\""));
        open.end();
        assert_eq!(json, r#"{"a":1,"c":null}{}{"\"":"x"}"#);
    }
}
