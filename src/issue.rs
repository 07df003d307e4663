//! What is wrong with a payload, as data.
//!
//! An [`Issue`] says where (`path`), which rule (`code`) and the numbers and names a message needs (`params`). The
//! codes are stable: a program may match on them. Texts for people are in [`message`](crate::message).

mod fault;
mod reason;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::digits;
use crate::output::{self, Object, ToJson, name};
use crate::rule::text::judge;

pub use reason::{Code, Kind, Param, Reason};

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
    /// in quotes, and what breaks a line or turns its direction is escaped, `["a\u{A}b"]`, so that it can be written to a
    /// log.
    #[must_use]
    pub fn path_text(&self) -> String {
        let mut text = String::new();
        self.push_path(&mut text);
        text
    }

    fn push_path(&self, text: &mut String) {
        for (place, segment) in self.path.iter().enumerate() {
            match segment {
                Segment::Index(index) => {
                    text.push('[');
                    digits::push(text, *index as u64, 10, 1);
                    text.push(']');
                }
                Segment::Name(name) if !is_identifier(name) => quote(text, name),
                Segment::Name(name) => {
                    if place > 0 {
                        text.push('.');
                    }
                    text.push_str(name);
                }
            }
        }
    }

    fn push_to(&self, text: &mut String) {
        self.push_path(text);
        text.push_str(if self.path.is_empty() { "" } else { ": " });
        self.reason.push_to(text);
    }
}

/// Writes a name in brackets and quotes. Not by `Debug`, whose tables of what is printable are 5 KB of wasm.
fn quote(text: &mut String, name: &str) {
    text.push_str("[\"");
    for character in name.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            _ if judge(character.into()).is_some() => {
                text.push_str("\\u{");
                digits::push(text, u32::from(character).into(), 16, 1);
                text.push('}');
            }
            _ => text.push(character),
        }
    }
    text.push_str("\"]");
}

fn is_identifier(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$';
    name.bytes().next().is_some_and(is_letter) && name.bytes().all(|byte| is_letter(byte) || byte.is_ascii_digit())
}

/// `invoice_id: too_long (max 15, actual 17)`.
impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push_to(&mut text);
        f.write_str(&text)
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

impl core::ops::Deref for Issues {
    type Target = [Issue];
    fn deref(&self) -> &[Issue] {
        &self.0
    }
}

impl IntoIterator for Issues {
    type Item = Issue;
    type IntoIter = alloc::vec::IntoIter<Issue>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// `invoice_id: too_long (max 15, actual 17); amount: required`.
impl fmt::Display for Issues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Issues {
    /// What is displayed, made without `fmt`: in the Worker that weighs more than all that is displayed there.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(256);
        for issue in &self.0 {
            text.push_str(if text.is_empty() { "" } else { "; " });
            issue.push_to(&mut text);
        }
        text
    }
}

impl core::error::Error for Issues {}

impl fmt::Display for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Param {
    fn text(&self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }

    fn push_to(&self, text: &mut String) {
        match self {
            Self::Number(number) => digits::push(text, (*number).into(), 10, 1),
            Self::Text(own) => text.push_str(own),
            Self::List(list) => text.push_str(&list.join(", ")),
            Self::Character(character) => {
                text.push_str("U+");
                digits::push(text, u32::from(*character).into(), 16, 4);
            }
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

impl ToJson for Segment {
    fn write(&self, json: &mut String) {
        match self {
            Self::Name(name) => (**name).write(json),
            Self::Index(index) => index.write(json),
        }
    }
}

impl ToJson for Issue {
    fn write(&self, json: &mut String) {
        let (code, params) = (self.code().as_str(), Params(&self.reason));
        output::object(
            json,
            &[(name!("path"), Some(&self.path)), (name!("code"), Some(&code)), (name!("params"), Some(&params))],
        );
    }
}

impl ToJson for Issues {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

impl ToJson for Param {
    fn write(&self, json: &mut String) {
        match self {
            Self::Number(number) => number.write(json),
            Self::List(list) => list.write(json),
            Self::Text(_) | Self::Character(_) => self.text().write(json),
        }
    }
}

impl ToJson for Params<'_> {
    fn write(&self, json: &mut String) {
        let mut object = Object::begin(json);
        for (name, param) in self.0.params().iter().flatten() {
            param.write(object.member(name));
        }
        object.end();
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
        f.write_str(&self.text())
    }
}

impl Reason {
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }

    fn push_to(&self, text: &mut String) {
        text.push_str(self.code().as_str());
        let mut open = " (";
        for (name, param) in self.params().into_iter().flatten() {
            text.push_str(open);
            text.push_str(name);
            text.push(' ');
            param.push_to(text);
            open = ", ";
        }
        text.push_str(if open == ", " { ")" } else { "" });
    }
}

impl core::error::Error for Reason {}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn serialises_as_path_code_params() {
        let issue = Issue {
            path: vec!["searchParameters".into(), 0.into(), "method".into()],
            reason: Reason::NotInList { allowed: &["=", "like"] },
        };
        assert_eq!(issue.to_json(), serde_json::to_string(&issue).unwrap());
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
            ("a\r\n\"\\", r#"x["a\u{D}\u{A}\"\\"]"#),
            ("\u{202e}\u{1b}", r#"x["\u{202E}\u{1B}"]"#),
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
        assert!(lost.to_json().ends_with(r#""params":{}}"#));
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
