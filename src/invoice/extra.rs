//! What the bank tells beyond what is documented.

use std::fmt;
use std::ops::Index;

use serde::ser::{Error, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::output::ToJson;

/// One JSON value, letter by letter as the bank wrote it. `Debug` prints nothing of it, since it can be anything.
///
/// By serde_json it serialises as it is, by others as the text that it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Json(Box<str>);

impl Json {
    /// The text is known to be JSON.
    pub(crate) fn known(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json(…)")
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(&self.0).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl ToJson for Json {
    fn write(&self, json: &mut String) {
        json.push_str(&self.0);
    }
}

/// Members by their names, each name once, in the order in which they came. They are equal in any order.
#[derive(Clone, Default)]
pub struct Extra(Vec<(Box<str>, Json)>);

impl Extra {
    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// Every name with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts a value in the place of what has its name.
    pub(super) fn set(&mut self, name: &str, value: Option<Json>) {
        self.0.retain(|(own, _)| **own != *name);
        self.0.extend(value.map(|value| (name.into(), value)));
    }
}

/// # Panics
/// Where there is no such name.
impl Index<&str> for Extra {
    type Output = Json;

    #[expect(clippy::expect_used, reason = "what an index does")]
    fn index(&self, name: &str) -> &Json {
        self.get(name).expect("the record has such a member")
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

/// The names alone.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
