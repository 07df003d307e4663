//! What the bank tells beyond what is documented.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Index;

use serde::ser::{Error, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::output::ToJson;

/// One JSON value, letter by letter as the bank wrote it. `Debug` prints nothing of it, since it can be anything.
///
/// It serialises as serde_json's `RawValue`: by serde_json as it is, by others as that type does there. What serde_json cannot hold
/// as a value (`1e400`) is an error of `serde_json::to_value`, not of `to_string`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
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

/// Members by their names, each name once, in the order of the names.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Vec<(Box<str>, Json)>);

impl Extra {
    /// Of members in the order of their names.
    pub(super) fn of(sorted: impl IntoIterator<Item = (impl Into<Box<str>>, impl Into<Box<str>>)>) -> Self {
        Self(sorted.into_iter().map(|(name, value)| (name.into(), Json::known(value))).collect())
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        let place = self.0.binary_search_by(|(own, _)| (**own).cmp(name)).ok()?;
        self.0.get(place).map(|(_, value)| value)
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

/// The names alone.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
