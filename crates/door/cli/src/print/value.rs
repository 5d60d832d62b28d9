//! JSON values as a person would write them.

use serde_json::Value;

use super::printable::printable_cell;

/// Writes a value into one cell: text bare, lists with commas, objects as `key value`, without what is not
/// there.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => printable_cell(text),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        Value::Object(object) => {
            let told = object.iter().filter(|(_, value)| !value.is_null());
            told.map(|(key, value)| format!("{key} {}", cell(value))).collect::<Vec<_>>().join(" ")
        }
    }
}

/// Writes one field of an object into a cell; empty where it is not there.
pub(crate) fn cell_of(object: &Value, field: &str) -> String {
    object.get(field).map(cell).unwrap_or_default()
}

/// Writes an object's fields, a line each; what is nested is indented.
pub(crate) fn fields(value: &Value) -> String {
    let mut out = String::new();
    write_fields(value, "", &mut out);
    out
}

fn write_fields(value: &Value, indent: &str, out: &mut String) {
    let Value::Object(object) = value else { return };
    let width = object.keys().map(|key| key.chars().count()).max().unwrap_or_default();
    for (key, value) in object {
        let deeper = format!("{indent}  ");
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                out.push_str(&format!("{indent}{key}\n"));
                write_fields(value, &deeper, out);
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for item in items {
                    out.push_str(&format!("{indent}{key}\n"));
                    write_fields(item, &deeper, out);
                }
            }
            _ => {
                let line = format!("{indent}{key:<width$}  {}", cell(value));
                out.push_str(&format!("{}\n", line.trim_end()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_cell_has_no_brackets_and_no_quotes() {
        assert_eq!(cell(&json!(["gsm", "ulaw"])), "gsm, ulaw");
        assert_eq!(cell(&json!({"user": "Alice Lab"})), "user Alice Lab");
        assert_eq!(cell(&json!("echo")), "echo");
        assert_eq!(cell(&Value::Null), "");
    }

    #[test]
    fn fields_stand_one_on_a_line_and_what_is_nested_is_indented() {
        let trunk =
            json!({"id": 4, "name": "xivo-trunk", "register": {"enabled": true}, "range": [{"start": "1"}]});
        let text = fields(&trunk);
        assert!(text.contains("name      xivo-trunk\n"), "{text}");
        assert!(text.contains("register\n  enabled  yes\n"), "{text}");
        assert!(text.contains("range\n  start  1\n"), "{text}");
    }
}
