//! How what is saved of an order is written and read back: by one table per type.
//!
//! serde's derived readers of these ten types weigh 40 KB in the Worker, these 6 KB.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::digits;
use crate::field::{Field, InvoiceId, LinkId};
use crate::input::Value;
use crate::invoice::{Invoice, Json, Record};

/// Why a saved value cannot be read: the innermost member that does not fit, or is missing.
pub(super) struct Unfit(pub(super) &'static str);

impl Unfit {
    fn in_member(self, name: &'static str) -> Self {
        if self.0.is_empty() { Self(name) } else { self }
    }
}

/// What can be read back from what was saved.
pub(super) trait Stored: Sized {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit>;
}

/// The value of a name; one that is not there is `null`.
pub(super) fn member<T: Stored>(value: &Value<'_>, name: &'static str) -> Result<T, Unfit> {
    T::restore(&found(value, name)).map_err(|unfit| unfit.in_member(name))
}

fn found<'a>(value: &Value<'a>, name: &str) -> Value<'a> {
    let member = value.members().ok().and_then(|mut members| members.find(|(own, _)| own == name));
    member.map_or(Value::Null, |(_, raw)| Value::of(raw))
}

/// Declares a struct by the table of what is saved of it: each field under its own name, or under that which follows it.
macro_rules! stored {
    ($(#[$doc:meta])* $vis:vis struct $type:ident {
        $($(#[$field_doc:meta])* $field_vis:vis $field:ident: $field_type:ty $(= $name:literal)?),+ $(,)?
    }) => {
        $(#[$doc])*
        $vis struct $type {
            $($(#[$field_doc])* $field_vis $field: $field_type),+
        }

        impl crate::output::ToJson for $type {
            fn write(&self, json: &mut String) {
                crate::output::object(json, &[$((stored!(@written $field $($name)?), Some(&self.$field))),+]);
            }
        }

        impl crate::order::stored::Stored for $type {
            fn restore(value: &crate::input::Value<'_>) -> Result<Self, crate::order::stored::Unfit> {
                Ok(Self { $($field: crate::order::stored::member(value, stored!(@name $field $($name)?))?),+ })
            }
        }
    };
    (@written $field:ident) => {
        concat!("\"", stringify!($field), "\":")
    };
    (@written $field:ident $name:literal) => {
        crate::output::name!($name)
    };
    (@name $field:ident) => {
        stringify!($field)
    };
    (@name $field:ident $name:literal) => {
        $name
    };
}

pub(super) use stored;

fn fit<T>(value: Option<T>) -> Result<T, Unfit> {
    value.ok_or(Unfit(""))
}

impl<T: Stored> Stored for Option<T> {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        if matches!(value, Value::Null) { Ok(None) } else { T::restore(value).map(Some) }
    }
}

impl<T: Stored> Stored for Box<T> {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        T::restore(value).map(Self::new)
    }
}

impl<T: Stored> Stored for Arc<T> {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        T::restore(value).map(Self::new)
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        fit(value.items().ok())?.iter().map(T::restore).collect()
    }
}

impl Stored for i64 {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        fit(value.number().ok().and_then(digits::read_signed))
    }
}

impl Stored for u32 {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        fit(i64::restore(value)?.try_into().ok())
    }
}

impl Stored for bool {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        if let Value::Boolean(flag) = value { Ok(*flag) } else { Err(Unfit("")) }
    }
}

impl Stored for Box<str> {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        fit(value.string().ok().map(Into::into))
    }
}

impl Stored for Json {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        // only objects are saved as they are
        if let Value::Object(raw) = value { Ok(Self::known(*raw)) } else { Err(Unfit("")) }
    }
}

impl Stored for InvoiceId {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        fit(Self::read(value).ok())
    }
}

impl Stored for LinkId {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        fit(Self::read(value).ok())
    }
}

impl Stored for Invoice {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        fit(Self::read(value).ok())
    }
}

impl Stored for Record {
    fn restore(value: &Value<'_>) -> Result<Self, Unfit> {
        fit(Self::read(value))
    }
}
