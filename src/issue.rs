//! What is wrong with a payload, as data.
//!
//! An [`Issue`] says where (`path`), which rule (`code`) and the numbers and names a message needs (`params`). The
//! codes are stable: a program may match on them. Texts for people are in [`message`](crate::message).

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

/// One step of an [`Issue::path`]: a member's name or a list's index, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A member of an object, by its name.
    Name(Cow<'static, str>),
    /// An item of a list, counted from 0.
    Index(usize),
}

impl From<&'static str> for Segment {
    fn from(name: &'static str) -> Self {
        Self::Name(Cow::Borrowed(name))
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl Serialize for Segment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Name(name) => serializer.serialize_str(name),
            Self::Index(index) => serializer.serialize_u64(*index as u64),
        }
    }
}

/// One broken rule: where, and which.
///
/// Serialises as `{"path": ["searchParameters", 0, "method"], "code": "not_in_list", "params": {"allowed": […]}}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The way from the payload's root to the value; empty for the payload itself.
    pub path: Vec<Segment>,
    /// The broken rule with its numbers and names.
    pub reason: Reason,
}

impl Issue {
    /// An issue of one top-level member.
    #[must_use]
    pub fn of(field: &'static str, reason: Reason) -> Self {
        Self { path: vec![field.into()], reason }
    }

    /// The stable snake_case code of the broken rule.
    #[must_use]
    pub fn code(&self) -> Code {
        self.reason.code()
    }

    /// The path in the notation of JavaScript: `searchParameters[0].method`. A name that is no identifier there stands
    /// in quotes and escaped, `["a\nb"]`, so that it can be written to a log.
    #[must_use]
    pub fn path_text(&self) -> String {
        let mut text = String::new();
        for segment in &self.path {
            match segment {
                Segment::Index(index) => text.push_str(&format!("[{index}]")),
                Segment::Name(name) if !is_identifier(name) => text.push_str(&format!("[{name:?}]")),
                Segment::Name(name) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(name);
                }
            }
        }
        text
    }
}

fn is_identifier(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$';
    name.bytes().next().is_some_and(is_letter) && name.bytes().all(|byte| is_letter(byte) || byte.is_ascii_digit())
}

/// `invoice_id: too_long (max 15, actual 17)`.
impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path_text())?;
        }
        write!(f, "{}", self.reason)
    }
}

impl Serialize for Issue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut issue = serializer.serialize_struct("Issue", 3)?;
        issue.serialize_field("path", &self.path)?;
        issue.serialize_field("code", self.code().as_str())?;
        issue.serialize_field("params", &Params(&self.reason))?;
        issue.end()
    }
}

/// Every issue of one payload: at least one, in the order of the payload's members; then the members that are missing.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Issues(Vec<Issue>);

impl Issues {
    /// `Ok(value)` where nothing is wrong, else all that is.
    pub(crate) fn none_or<T>(issues: Vec<Issue>, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if issues.is_empty() => Ok(value),
            _ => Err(Self(issues)),
        }
    }
}

impl From<Issue> for Issues {
    fn from(issue: Issue) -> Self {
        Self(vec![issue])
    }
}

impl std::ops::Deref for Issues {
    type Target = [Issue];
    fn deref(&self) -> &[Issue] {
        &self.0
    }
}

impl IntoIterator for Issues {
    type Item = Issue;
    type IntoIter = std::vec::IntoIter<Issue>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// `invoice_id: too_long (max 15, actual 17); amount: required`.
impl fmt::Display for Issues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, issue) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{issue}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Issues {}

/// The JSON type of a value that should have been of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// a number
    Number,
    /// a text
    String,
    /// a list
    Array,
    /// an object
    Object,
}

impl Kind {
    /// JSON's own name of the type.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// One number or name that a message needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Param {
    /// A count, a length, a limit.
    Number(u32),
    /// A name or a decimal number.
    Text(&'static str),
    /// The values that are allowed.
    List(&'static [&'static str]),
    /// A character, shown as `U+202E` so that it never acts on the page that shows it.
    Character(char),
}

impl fmt::Display for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::List(list) => f.write_str(&list.join(", ")),
            Self::Character(character) => write!(f, "U+{:04X}", u32::from(*character)),
        }
    }
}

impl Serialize for Param {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_u32(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => list.serialize(serializer),
            Self::Character(_) => serializer.collect_str(self),
        }
    }
}

impl From<u32> for Param {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}
impl From<&'static str> for Param {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}
impl From<&'static [&'static str]> for Param {
    fn from(list: &'static [&'static str]) -> Self {
        Self::List(list)
    }
}
impl From<char> for Param {
    fn from(character: char) -> Self {
        Self::Character(character)
    }
}
impl From<Kind> for Param {
    fn from(kind: Kind) -> Self {
        Self::Text(kind.as_str())
    }
}

struct Params<'a>(&'a Reason);

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, param) in self.0.params().into_iter().flatten() {
            map.serialize_entry(name, &param)?;
        }
        map.end()
    }
}

/// `too_long (max 15, actual 17)`: the code and its params, for logs and for programmers.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code().as_str())?;
        let mut open = " (";
        for (name, param) in self.params().into_iter().flatten() {
            write!(f, "{open}{name} {param}")?;
            open = ", ";
        }
        if open == ", " { f.write_str(")") } else { Ok(()) }
    }
}

impl std::error::Error for Reason {}

/// Declares each rule once: its variant with typed params, its stable code.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $({ $($param:ident: $type:ty),+ })? = $code:literal),+ $(,)?) => {
        /// A broken rule with what a message needs to tell it.
        ///
        /// Lengths are in Unicode scalar values, positions in the same and counted from 0.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum Reason {
            $($(#[$doc])* #[allow(missing_docs)] $name $({ $($param: $type),+ })?),+
        }

        /// The stable code of a [`Reason`]: what a program matches on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name),+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code's text: snake_case ASCII, never renamed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }

        impl Reason {
            /// The stable code.
            #[must_use]
            pub const fn code(&self) -> Code {
                match self { $(Self::$name { .. } => Code::$name),+ }
            }

            /// The params by name; `None` fills the places that this reason does not use.
            #[must_use]
            pub fn params(&self) -> [Option<(&'static str, Param)>; 2] {
                let mut params = [None; 2];
                match *self {
                    $(Self::$name $({ $($param),+ })? => {
                        $(let mut slots = params.iter_mut();
                        $(if let Some(slot) = slots.next() {
                            *slot = IntoParam::into_param($param).map(|param| (stringify!($param), param));
                        })+)?
                    })+
                }
                params
            }
        }
    };
}

/// A param may be absent (a suggestion where nothing is near).
trait IntoParam {
    fn into_param(self) -> Option<Param>;
}
impl<T: Into<Param>> IntoParam for T {
    fn into_param(self) -> Option<Param> {
        Some(self.into())
    }
}
impl IntoParam for Option<&'static str> {
    fn into_param(self) -> Option<Param> {
        self.map(Into::into)
    }
}

reasons! {
    /// The text is not JSON, or more follows the JSON value.
    MalformedJson { line: u32, column: u32 } = "malformed_json",
    /// A mandatory field is absent.
    Required = "required",
    /// The payload has no such field; `suggestion` is the nearest name it has.
    UnknownField { suggestion: Option<&'static str> } = "unknown_field",
    /// The field is given more than once.
    DuplicateField = "duplicate_field",
    /// A text was expected.
    NotString { actual: Kind } = "not_string",
    /// A number was expected.
    NotNumber { actual: Kind } = "not_number",
    /// A list was expected.
    NotArray { actual: Kind } = "not_array",
    /// An object was expected.
    NotObject { actual: Kind } = "not_object",
    /// The text is empty, or nothing but white space.
    Empty = "empty",
    /// The text is shorter than the rule allows.
    TooShort { min: u32, actual: u32 } = "too_short",
    /// The text is longer than the rule allows.
    TooLong { max: u32, actual: u32 } = "too_long",
    /// Half of a UTF-16 surrogate pair (`"\ud800"`): no text of Unicode.
    LoneSurrogate = "lone_surrogate",
    /// A control character, U+0000 and line breaks among them.
    ControlCharacter { character: char, position: u32 } = "control_character",
    /// A character that turns the direction of the text around it and so can make a description read as another.
    BidiControl { character: char, position: u32 } = "bidi_control",
    /// Something else than the digits 0 to 9.
    NotDigits = "not_digits",
    /// Not a UUID in its hyphenated form.
    NotUuid = "not_uuid",
    /// Not an e-mail address.
    NotEmail = "not_email",
    /// The phone number does not begin with +7.
    PhonePrefix = "phone_prefix",
    /// Not exactly ten digits after +7; `actual` is how many characters there are.
    PhoneDigits { expected: u32, actual: u32 } = "phone_digits",
    /// The link does not begin with `https://` or `http://`.
    LinkNotAbsolute = "link_not_absolute",
    /// The link's host or port is not one.
    LinkHost = "link_host",
    /// The link carries a user name or a password.
    LinkCredentials = "link_credentials",
    /// A character that a URL cannot hold as it is (it must be percent-encoded).
    LinkCharacter { position: u32 } = "link_character",
    /// Not a number of days followed by `d`.
    ExpirePeriodFormat = "expire_period_format",
    /// The number is outside the range.
    OutOfRange { min: u32, max: u32 } = "out_of_range",
    /// The value is none of those allowed.
    NotInList { allowed: &'static [&'static str] } = "not_in_list",
    /// The amount is zero or less.
    NotPositive = "not_positive",
    /// The amount has more decimals than a tiyn shows.
    TooManyDecimals { max: u32 } = "too_many_decimals",
    /// The amount is above the largest that stays exact in every JSON number.
    TooLarge { max: &'static str } = "too_large",
    /// Not a finite number: NaN or an infinity (JavaScript only, JSON has none).
    NotFinite = "not_finite",
    /// Not a decimal number.
    NotDecimal = "not_decimal",
    /// Not a whole number.
    NotInteger = "not_integer",
    /// A search without a condition on `invoice_id`.
    InvoiceIdCondition = "invoice_id_condition",
    /// Fewer values than the search method takes.
    TooFewValues { min: u32, actual: u32 } = "too_few_values",
    /// More values than the search method takes.
    TooManyValues { max: u32, actual: u32 } = "too_many_values",
    /// A value for `like` has no `%`.
    NoPercent = "no_percent",
    /// The record has no such field; `suggestion` is the nearest name it has.
    UnknownRecordField { suggestion: Option<&'static str> } = "unknown_record_field",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serialises_as_path_code_params() {
        let issue = Issue {
            path: vec!["searchParameters".into(), 0.into(), "method".into()],
            reason: Reason::NotInList { allowed: &["=", "like"] },
        };
        assert_eq!(
            serde_json::to_string(&issue).unwrap(),
            r#"{"path":["searchParameters",0,"method"],"code":"not_in_list","params":{"allowed":["=","like"]}}"#
        );
        assert_eq!(issue.path_text(), "searchParameters[0].method");
    }

    #[test]
    fn a_path_writes_no_raw_character() {
        let cases = [
            ("post_link", "x.post_link"),
            ("$1", "x.$1"),
            ("", r#"x[""]"#),
            ("1a", r#"x["1a"]"#),
            ("a.b", r#"x["a.b"]"#),
            ("a\r\n\"\\", r#"x["a\r\n\"\\"]"#),
            ("\u{202e}\u{1b}", r#"x["\u{202e}\u{1b}"]"#),
        ];
        for (name, expected) in cases {
            let path = vec!["x".into(), Segment::Name(name.into())];
            assert_eq!(Issue { path, reason: Reason::Required }.path_text(), expected);
        }
    }

    #[test]
    fn an_absent_param_is_left_out() {
        let known = Issue::of("x", Reason::UnknownField { suggestion: Some("amount") });
        let lost = Issue::of("x", Reason::UnknownField { suggestion: None });
        assert_eq!(known.reason.to_string(), "unknown_field (suggestion amount)");
        assert_eq!(lost.reason.to_string(), "unknown_field");
        assert!(serde_json::to_string(&lost).unwrap().ends_with(r#""params":{}}"#));
    }

    #[test]
    fn displays_every_issue_and_no_raw_character() {
        let issues = Issues(vec![
            Issue::of("invoice_id", Reason::TooLong { max: 15, actual: 17 }),
            Issue::of("description", Reason::BidiControl { character: '\u{202e}', position: 3 }),
            Issue { path: vec![], reason: Reason::NotObject { actual: Kind::Null } },
        ]);
        assert_eq!(
            issues.to_string(),
            "invoice_id: too_long (max 15, actual 17); description: bidi_control (character U+202E, position 3); \
             not_object (actual null)"
        );
    }

    #[test]
    fn codes_are_distinct_snake_case() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()));
            assert!(code.as_str().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        }
    }
}
