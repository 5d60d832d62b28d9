//! What stands in one cell of a file, and how it is kept from being a formula: names come from phones and from other exchanges,
//! and a spreadsheet would compute what begins like one.

use std::borrow::Cow;

use serde_json::Value;

/// What stands between the entries of a list.
const BETWEEN: &str = "; ";

/// What tells a spreadsheet that text is text.
const QUOTE: char = '\'';

/// Writes a value as people read it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is) => is.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(BETWEEN),
        Value::Object(fields) => {
            let field = |name: &str| fields.get(name).map(text);
            match (field("pattern"), field("start"), fields.iter().next()) {
                // An outgoing call's pattern is what it is known by.
                (Some(pattern), _, _) => pattern,
                // A range of a context.
                (_, Some(start), _) => {
                    let end = field("end").filter(|end| !end.is_empty() && *end != start);
                    let span = end.map_or(start.clone(), |end| format!("{start}-{end}"));
                    format!("{} {span}", field("for").unwrap_or_default()).trim().to_owned()
                }
                // A destination: `{"user": "Alice Lab"}`.
                (_, _, Some((kind, value))) => format!("{kind} {}", text(value)),
                (_, _, None) => String::new(),
            }
        }
    }
}

/// Puts a quote in front of what a spreadsheet would compute.
pub(super) fn defused(text: &str) -> Cow<'_, str> {
    match is_formula(text) {
        true => Cow::Owned(format!("{QUOTE}{text}")),
        false => Cow::Borrowed(text),
    }
}

/// Takes the quote away again.
pub(crate) fn undefused(text: &str) -> &str {
    text.strip_prefix(QUOTE).filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// Says whether a text would be computed, or begins with quotes and then with what would be: so that nothing is lost on the way.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(QUOTE).starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_would_be_computed_is_quoted_and_comes_back_as_it_was() {
        for formula in ["=1+1", "+39055", "-2", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''+1"] {
            assert_eq!(defused(formula), format!("'{formula}"));
            assert_eq!(undefused(&defused(formula)), formula);
        }
        for harmless in ["", "Alice", "1-2", "'tis", "a=b", "'"] {
            assert_eq!(defused(harmless), harmless);
            assert_eq!(undefused(harmless), harmless);
        }
    }

    #[test]
    fn nested_values_are_written_as_people_read_them() {
        for (value, expected) in [
            (json!(["a", "b"]), "a; b"),
            (json!({"user": "Alice Lab"}), "user Alice Lab"),
            (json!("echo"), "echo"),
            (json!([{"pattern": "_**99.", "stripnum": 4}]), "_**99."),
            (json!([{"for": "user", "start": "200", "end": "299"}]), "user 200-299"),
            (json!([{"for": "incall", "start": "101"}]), "incall 101"),
            (json!(null), ""),
            (json!(true), "true"),
            (json!({}), ""),
        ] {
            assert_eq!(text(&value), expected, "{value}");
        }
    }
}
