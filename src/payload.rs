//! The one table per payload from which its type, its reader and its builder are made.

use alloc::vec;
use alloc::vec::Vec;

use crate::field::Field;
use crate::input::Value;
use crate::issue::{Issue, Reason, Segment};
use crate::nearest::nearest;

/// A member while a payload is read.
pub(crate) enum Slot<T> {
    /// not met yet
    Missing,
    /// met: its value, or `None` where it was refused or stands for an absent optional member
    Met(Option<T>),
}

impl<T> Slot<T> {
    pub(crate) fn into_value(self) -> Option<T> {
        match self {
            Self::Missing => None,
            Self::Met(value) => value,
        }
    }
}

/// A slot, of whatever type.
pub(crate) trait AnySlot {
    fn is_missing(&self) -> bool;

    /// Reads one member.
    fn read(&mut self, value: &Value<'_>, is_optional: bool) -> Result<(), Reason>;
}

impl<T: Field> AnySlot for Slot<T> {
    fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    fn read(&mut self, value: &Value<'_>, is_optional: bool) -> Result<(), Reason> {
        if !self.is_missing() {
            return Err(Reason::DuplicateField);
        }
        *self = Self::Met(None);
        if !(is_optional && T::is_absent(value)) {
            *self = Self::Met(Some(T::read(value)?));
        }
        Ok(())
    }
}

/// Reads an object's members into the slots of those names, of which the first `required` must be met. Returns every
/// issue.
///
/// # Errors
/// The value is no object.
pub(crate) fn read(
    value: &Value<'_>,
    names: &'static [&'static str],
    required: usize,
    slots: &mut [&mut dyn AnySlot],
) -> Result<Vec<Issue>, Issue> {
    let mut issues = Vec::new();
    let members = value.members().map_err(|reason| Issue { path: Vec::new(), reason })?;
    for (name, value) in members.into_values() {
        let place = names.iter().position(|known| *known == name);
        match place.and_then(|place| Some((names[place], place >= required, slots.get_mut(place)?))) {
            Some((name, is_optional, slot)) => {
                issues.extend(slot.read(&value, is_optional).err().map(|reason| Issue::of(name, reason)));
            }
            None => {
                let reason = Reason::UnknownField { suggestion: nearest(&name, names) };
                issues.push(Issue { path: vec![Segment::Name(name.into_owned().into())], reason });
            }
        }
    }
    let each = names.iter().zip(slots).take(required);
    issues.extend(each.filter(|(_, slot)| slot.is_missing()).map(|(name, _)| Issue::of(name, Reason::Required)));
    Ok(issues)
}

/// Declares a payload by the table of its fields: the struct, its reader of untrusted JSON and its builder.
macro_rules! payload {
    (
        $(#[$doc:meta])*
        $payload:ident, $(#[$builder_doc:meta])* $builder:ident
        required { $($(#[$required_doc:meta])* $required:ident: $required_type:ty,)+ }
        optional { $($(#[$optional_doc:meta])* $optional:ident: $optional_type:ty,)+ }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct $payload {
            $($(#[$required_doc])* pub $required: $required_type,)+
            $(
                $(#[$optional_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $optional: Option<$optional_type>,
            )+
        }

        impl $payload {
            /// The fields that must be given.
            pub const REQUIRED: &'static [&'static str] = &[$(stringify!($required)),+];
            /// The fields that may be left out, or given as `""`.
            pub const OPTIONAL: &'static [&'static str] = &[$(stringify!($optional)),+];
            pub(crate) const FIELDS: &'static [&'static str] = &[$(stringify!($required),)+ $(stringify!($optional)),+];

            /// Reads an untrusted JSON object.
            ///
            /// # Errors
            /// Every issue, in the order of the object's members; then the mandatory fields that are missing.
            pub fn from_json(json: &[u8]) -> Result<Self, crate::issue::Issues> {
                Self::read(&crate::input::Value::parse(json)?)
            }

            pub(crate) fn read(value: &crate::input::Value<'_>) -> Result<Self, crate::issue::Issues> {
                use crate::payload::Slot;
                $(let mut $required: Slot<$required_type> = Slot::Missing;)+
                $(let mut $optional: Slot<$optional_type> = Slot::Missing;)+
                let issues = crate::payload::read(
                    value,
                    Self::FIELDS,
                    Self::REQUIRED.len(),
                    &mut [$(&mut $required,)+ $(&mut $optional),+],
                )?;
                let whole = match ($($required.into_value(),)+) {
                    ($(Some($required),)+) => Some(Self { $($required,)+ $($optional: $optional.into_value(),)+ }),
                    _ => None,
                };
                crate::issue::Issues::none_or(issues, whole)
            }

            /// The fields in the order of the bank's table, those that are left out as `None`.
            pub(crate) fn members(&self) -> [crate::output::Member<'_>; Self::FIELDS.len()] {
                use crate::output::ToJson;
                [
                    $((concat!("\"", stringify!($required), "\":"), Some(&self.$required as &dyn ToJson)),)+
                    $((concat!("\"", stringify!($optional), "\":"), crate::output::some(&self.$optional)),)+
                ]
            }

            /// A builder with a setter for each field.
            pub fn builder() -> $builder {
                $builder::default()
            }
        }

        impl crate::output::ToJson for $payload {
            fn write(&self, json: &mut alloc::string::String) {
                crate::output::object(json, &self.members());
            }
        }

        $(#[$builder_doc])*
        #[derive(Clone, Debug, Default)]
        #[must_use = "a builder makes nothing until `build`"]
        pub struct $builder {
            $($required: Option<$required_type>,)+
            $($optional: Option<$optional_type>,)+
            issues: alloc::vec::Vec<crate::issue::Issue>,
        }

        impl $builder {
            $(
                $(#[$required_doc])*
                pub fn $required(mut self, value: impl crate::field::IntoField<$required_type>) -> Self {
                    self.$required = self.take(stringify!($required), value.into_field());
                    self
                }
            )+
            $(
                $(#[$optional_doc])*
                ///
                /// An empty text leaves the field out.
                pub fn $optional(mut self, value: impl crate::field::IntoField<$optional_type>) -> Self {
                    self.$optional = match value.into_field() {
                        Err(crate::issue::Reason::Empty) => self.take(stringify!($optional), Ok(None)),
                        other => self.take(stringify!($optional), other.map(Some)),
                    }.flatten();
                    self
                }
            )+

            /// Keeps the value or notes the issue; the last call for a field wins.
            fn take<T>(&mut self, field: &'static str, value: Result<T, crate::issue::Reason>) -> Option<T> {
                self.issues.retain(|issue| issue.path[0] != crate::issue::Segment::from(field));
                value.map_err(|reason| self.issues.push(crate::issue::Issue::of(field, reason))).ok()
            }

            /// The payload.
            ///
            /// # Errors
            /// Every issue, in the order of the calls; then the mandatory fields that were not given.
            pub fn build(mut self) -> Result<$payload, crate::issue::Issues> {
                let refused = |field: &'static str| {
                    self.issues.iter().any(|issue| issue.path[0] == crate::issue::Segment::from(field))
                };
                let mut missing = alloc::vec::Vec::new();
                $(if self.$required.is_none() && !refused(stringify!($required)) {
                    missing.push(crate::issue::Issue::of(stringify!($required), crate::issue::Reason::Required));
                })+
                self.issues.append(&mut missing);
                let whole = (|| Some($payload {
                    $($required: self.$required?,)+
                    $($optional: self.$optional,)+
                }))();
                crate::issue::Issues::none_or(self.issues, whole)
            }
        }
    };
}

pub(crate) use payload;
