//! How a field's value comes in: from untrusted JSON, or from a program through a builder.

use crate::input::Value;
use crate::issue::Reason;

/// A kind of value that a payload's member can hold.
pub(crate) trait Field: Sized {
    /// Reads the value of an untrusted member.
    fn read(value: &Value<'_>) -> Result<Self, Reason>;

    /// Whether the value stands for an optional member that is absent: the bank's `""`.
    fn is_absent(value: &Value<'_>) -> bool {
        matches!(value, Value::String(text) if text.is_empty())
    }
}

/// What a builder's setter takes for a field of type `T`: a `T`, or what `T` is parsed from.
pub trait IntoField<T> {
    /// The field's value.
    ///
    /// # Errors
    /// The rule that the value breaks.
    fn into_field(self) -> Result<T, Reason>;
}

/// Gives a text newtype over `Box<str>` its parse (by `$check`), its display and its serde.
macro_rules! text_field {
    ($type:ident, $check:path) => {
        impl $type {
            /// The text, as it goes to the bank.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl core::str::FromStr for $type {
            type Err = crate::issue::Reason;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $check(text.as_bytes())?;
                Ok(Self(text.into()))
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl crate::output::ToJson for $type {
            fn write(&self, json: &mut alloc::string::String) {
                (*self.0).write(json);
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        crate::field::value::parsed_field!($type);
    };
}

/// Gives a type that is parsed from text its place in payloads and builders; it serialises as it displays.
macro_rules! parsed_field {
    ($type:ident) => {
        impl crate::field::value::Field for $type {
            fn read(value: &crate::input::Value<'_>) -> Result<Self, crate::issue::Reason> {
                value.string()?.parse()
            }
        }

        impl crate::field::IntoField<Self> for $type {
            fn into_field(self) -> Result<Self, crate::issue::Reason> {
                Ok(self)
            }
        }

        impl crate::field::IntoField<$type> for &str {
            fn into_field(self) -> Result<$type, crate::issue::Reason> {
                self.parse()
            }
        }

        impl crate::field::IntoField<$type> for alloc::string::String {
            fn into_field(self) -> Result<$type, crate::issue::Reason> {
                self.parse()
            }
        }

        impl crate::field::IntoField<$type> for &alloc::string::String {
            fn into_field(self) -> Result<$type, crate::issue::Reason> {
                self.parse()
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = alloc::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {parsed_field, text_field};
