//! How what is saved of an order is written and read back: by one table per type.
//!
//! serde's derived readers of these ten types weigh 40 KB in the Worker, these 6 KB.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::digits;
use crate::field::{Field, InvoiceId, LinkId};
use crate::input::{Scan, Value, document};
use crate::invoice::{Invoice, Json, Record};

/// A value of what was saved, as it is written.
///
/// Reading does not stop at what does not fit: that is noted, once for all values of one text, and what is read in spite of it
/// is thrown away. So a member is read without a look at how the one before went.
#[derive(Clone, Copy)]
pub(super) struct Saved<'a> {
    pub(super) raw: &'a str,
    /// The innermost member that does not fit, or is missing: the first of them.
    unfit: &'a Cell<Option<&'static str>>,
}

/// What can be read back from what was saved.
pub(super) trait Stored: Sized {
    /// `None`: it does not fit.
    fn restore(saved: Saved<'_>) -> Option<Self>;
}

impl<'a> Saved<'a> {
    /// A saved text; what does not fit of it will be noted in `unfit`. `None`: it is no JSON.
    pub(super) fn parse(json: &'a str, unfit: &'a Cell<Option<&'static str>>) -> Option<Self> {
        document(json.as_bytes(), Scan::raw).ok().map(|raw| Self { raw, unfit })
    }

    /// The member of that name, or in the place of one that does not fit what is there by default.
    pub(super) fn member<T: Stored + Default>(self, name: &'static str) -> T {
        self.needed(name).unwrap_or_default()
    }

    /// The member of that name, if it fits.
    pub(super) fn needed<T: Stored>(self, name: &'static str) -> Option<T> {
        let member = T::restore(self.found(name));
        if member.is_none() && self.unfit.get().is_none() {
            self.unfit.set(Some(name));
        }
        member
    }

    /// The value of a name; one that is not there is `null`.
    fn found(self, name: &str) -> Self {
        let member = self.value().members().ok().and_then(|mut members| members.find(|(own, _)| own == name));
        Self { raw: member.map_or("null", |(_, raw)| raw), ..self }
    }

    /// The name of an object's only member, and its value.
    pub(super) fn only_member(self) -> Option<(Cow<'a, str>, Self)> {
        let (name, raw) = self.value().members().ok()?.next()?;
        Some((name, Self { raw, ..self }))
    }

    fn value(self) -> Value<'a> {
        Value::of(self.raw)
    }
}

/// Declares a struct by the table of what is saved of it: each field under its own name, or under that which follows it. One
/// that is `needed` has nothing that could stand for it where it does not fit.
macro_rules! stored {
    ($(#[$doc:meta])* $vis:vis struct $type:ident {
        $($(#[$field_doc:meta])* $field_vis:vis $field:ident: $field_type:ty $(= $name:literal)? $(as $how:ident)?),+ $(,)?
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
            fn restore(saved: crate::order::stored::Saved<'_>) -> Option<Self> {
                Some(Self { $($field: stored!(@read saved, stored!(@name $field $($name)?) $(, $how)?)),+ })
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
    (@read $saved:ident, $name:expr) => {
        $saved.member($name)
    };
    (@read $saved:ident, $name:expr, needed) => {
        $saved.needed($name)?
    };
}

pub(super) use stored;

impl<T: Stored> Stored for Option<T> {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        if saved.raw == "null" { Some(None) } else { T::restore(saved).map(Some) }
    }
}

impl<T: Stored> Stored for Box<T> {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        T::restore(saved).map(Self::new)
    }
}

impl<T: Stored> Stored for Arc<T> {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        T::restore(saved).map(Self::new)
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        let (mut scan, mut list) = (Scan::of(saved.raw), Self::new());
        while scan.follows(b'[', list.is_empty())? {
            list.push(T::restore(Saved { raw: scan.raw()?, ..saved })?);
        }
        Some(list)
    }
}

impl Stored for i64 {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        digits::read_signed(saved.raw)
    }
}

impl Stored for u32 {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        i64::restore(saved)?.try_into().ok()
    }
}

impl Stored for bool {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        match saved.raw {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

impl Stored for Box<str> {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        saved.value().string().ok().map(Into::into)
    }
}

impl Stored for Json {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        // only objects are saved as they are
        saved.raw.starts_with('{').then(|| Self::known(saved.raw))
    }
}

impl Stored for InvoiceId {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        Self::read(&saved.value()).ok()
    }
}

impl Stored for LinkId {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        Self::read(&saved.value()).ok()
    }
}

impl Stored for Invoice {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        Self::read(&saved.value()).ok()
    }
}

impl Stored for Record {
    fn restore(saved: Saved<'_>) -> Option<Self> {
        Self::read(&saved.value())
    }
}
