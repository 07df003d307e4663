//! The one table per payload from which its type, its reader and its builder are made.

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
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    pub(crate) fn into_value(self) -> Option<T> {
        match self {
            Self::Missing => None,
            Self::Met(value) => value,
        }
    }
}

impl<T: Field> Slot<T> {
    /// Reads one member into its slot.
    pub(crate) fn read(&mut self, value: &Value<'_>, optional: bool) -> Result<(), Reason> {
        if !self.is_missing() {
            return Err(Reason::DuplicateField);
        }
        *self = Self::Met(None);
        if !(optional && T::is_absent(value)) {
            *self = Self::Met(Some(T::read(value)?));
        }
        Ok(())
    }
}

/// The issue of a member that the payload does not have.
pub(crate) fn unknown(name: &str, known: &[&'static str]) -> Issue {
    Issue {
        path: vec![Segment::Name(name.to_owned().into())],
        reason: Reason::UnknownField { suggestion: nearest(name, known) },
    }
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
            const FIELDS: &'static [&'static str] = &[$(stringify!($required),)+ $(stringify!($optional)),+];

            /// Reads an untrusted JSON object.
            ///
            /// # Errors
            /// Every issue, in the order of the object's members; then the mandatory fields that are missing.
            pub fn from_json(json: &[u8]) -> Result<Self, crate::issue::Issues> {
                Self::read(&crate::input::Value::parse(json)?)
            }

            pub(crate) fn read(value: &crate::input::Value<'_>) -> Result<Self, crate::issue::Issues> {
                use crate::issue::Issue;
                use crate::payload::{Slot, unknown};
                $(let mut $required: Slot<$required_type> = Slot::Missing;)+
                $(let mut $optional: Slot<$optional_type> = Slot::Missing;)+
                let mut issues = Vec::new();
                let members = value.members().map_err(|reason| Issue { path: Vec::new(), reason })?;
                for (name, value) in members.into_values() {
                    let read = match &*name {
                        $(stringify!($required) => (stringify!($required), $required.read(&value, false)),)+
                        $(stringify!($optional) => (stringify!($optional), $optional.read(&value, true)),)+
                        other => {
                            issues.push(unknown(other, Self::FIELDS));
                            continue;
                        }
                    };
                    if let (name, Err(reason)) = read {
                        issues.push(Issue::of(name, reason));
                    }
                }
                $(if $required.is_missing() {
                    issues.push(Issue::of(stringify!($required), crate::issue::Reason::Required));
                })+
                let whole = (|| Some(Self {
                    $($required: $required.into_value()?,)+
                    $($optional: $optional.into_value(),)+
                }))();
                crate::issue::Issues::none_or(issues, whole)
            }

            /// A builder with a setter for each field.
            pub fn builder() -> $builder {
                $builder::default()
            }
        }

        $(#[$builder_doc])*
        #[derive(Clone, Debug, Default)]
        #[must_use = "a builder makes nothing until `build`"]
        pub struct $builder {
            $($required: Option<$required_type>,)+
            $($optional: Option<$optional_type>,)+
            issues: Vec<crate::issue::Issue>,
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
                let mut missing = Vec::new();
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
