//! Whatever an organization keeps about itself: a JSON object that is written and read as text.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::Code;

/// A JSON object of a bounded size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Metadata(Map<String, Value>);

impl Metadata {
    /// The most that can be written.
    pub const MAX_KIB: u16 = 16;
    /// The most levels in each other; the object itself is the first.
    pub const MAX_DEPTH: u16 = 16;
    const MAX_BYTES: usize = Self::MAX_KIB as usize * 1024;

    /// Says where the text stops making sense. Nothing at all is an empty object.
    pub fn parse(text: &str) -> Result<Self, Code> {
        if text.len() > Self::MAX_BYTES {
            return Err(Code::TooLarge(Self::MAX_KIB));
        }
        if text.trim().is_empty() {
            return Ok(Self(Map::new()));
        }
        // Before it is read: the reader goes down as deep as the text does.
        if brackets_in_each_other(text) > usize::from(Self::MAX_DEPTH) {
            return Err(Code::TooDeep(Self::MAX_DEPTH));
        }
        let value: Value = serde_json::from_str(text).map_err(|error| Code::JsonAt {
            line: number(error.line()),
            // At the end of the text it names the place before its first character.
            column: number(error.column()).max(1),
        })?;
        // Numbers can be longer than they were typed, and what is shown is sent again.
        let is_too_large = value.to_string().len() > Self::MAX_BYTES;
        let Value::Object(object) = value else { return Err(Code::NotAnObject) };
        if is_too_large {
            return Err(Code::TooLarge(Self::MAX_KIB));
        }
        if object.iter().any(|(key, value)| key.contains('\0') || has_nul(value)) {
            return Err(Code::ForbiddenCharacters);
        }
        Ok(Self(object))
    }

    /// As it is shown, to be read and to be sent again: in lines, unless these alone would make it too large for that.
    pub fn show(object: &Value) -> String {
        let in_lines = format!("{object:#}");
        if in_lines.len() > Self::MAX_BYTES { object.to_string() } else { in_lines }
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn brackets_in_each_other(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => (),
        }
    }
    deepest
}

/// The database can hold it in no text.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(object) => object.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_taken_and_nothing_is_an_empty_one() {
        for text in ["", " \n", "{}", r#"{"cost centre": 42, "tags": ["a", {"b": null}]}"#] {
            assert!(Metadata::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (text, line, column) in [("{\n  \"a\": 1,\n  b\n}", 3, 3), ("{\"a\":}", 1, 6), ("{", 1, 1), ("{} x", 1, 4)]
        {
            assert_eq!(Metadata::parse(text), Err(Code::JsonAt { line, column }), "{text}");
        }
        for text in ["[]", "1", "null", "\"x\""] {
            assert_eq!(Metadata::parse(text), Err(Code::NotAnObject), "{text}");
        }
        assert_eq!(Metadata::parse(r#"{"a": ["\u0000"]}"#), Err(Code::ForbiddenCharacters));
        assert_eq!(Metadata::parse(r#"{"\u0000": 1}"#), Err(Code::ForbiddenCharacters));
    }

    #[test]
    fn what_is_shown_can_be_sent_again() {
        let numbers = format!("{{\"a\":[{}1]}}", "1,".repeat(5_000));
        for text in [numbers.as_str(), r#"{"b": 1, "a": {"c": [2]}}"#] {
            let kept = Metadata::parse(text);
            assert!(kept.is_ok(), "{text}");
            assert_eq!(Metadata::parse(&Metadata::show(&serde_json::from_str(text).unwrap())), kept);
        }
        assert_eq!(Metadata::show(&serde_json::json!({ "a": 1 })), "{\n  \"a\": 1\n}");
    }

    #[test]
    fn size_and_depth_are_bounded() {
        let long = |bytes: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(bytes - 8));
        assert!(Metadata::parse(&long(16 * 1024)).is_ok());
        assert_eq!(Metadata::parse(&long(16 * 1024 + 1)), Err(Code::TooLarge(16)));
        assert_eq!(Metadata::parse(&long(1 << 20)), Err(Code::TooLarge(16)));
        let deep = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
        assert!(Metadata::parse(&deep(16)).is_ok());
        for levels in [17, 5_000] {
            assert_eq!(Metadata::parse(&deep(levels)), Err(Code::TooDeep(16)));
        }
        // 4,000 numbers of three letters, each of which is one of twelve.
        let numbers = format!("{{\"a\":[{}1]}}", "1e9,".repeat(4_000));
        assert!(numbers.len() < 16 * 1024);
        assert_eq!(Metadata::parse(&numbers), Err(Code::TooLarge(16)));
        // A bracket within a text opens nothing.
        assert!(Metadata::parse(&format!("{{\"a\":\"\\\"{}\"}}", "[".repeat(100))).is_ok());
    }
}
