//! A value of the wrong kind, said in words: what serde says of it is for programmers. Never decides what is right.

/// What is wrong with a field that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The field's path; empty where the whole is wrong.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do about it; empty where nothing better can be said.
    pub remedy: String,
}

impl Misread {
    /// Puts into words what serde says of the value at a path.
    pub fn of(path: &str, said: &str) -> Self {
        let said = said.trim_end();
        let (message, remedy) = wrong_kind(said)
            .or_else(|| no_number(said))
            .or_else(|| wrong_word(said))
            .unwrap_or_else(|| (said.to_owned(), String::new()));
        let mut field = if path == "." { String::new() } else { path.to_owned() };
        // The path of a field that is missing, of one that is there twice, and of one that TOML knows by its table alone, ends
        // at what holds it.
        let named = ["missing field `", "duplicate field `", "unknown field `"]
            .iter()
            .find_map(|start| said.strip_prefix(start)?.split('`').next());
        if let Some(name) = named.filter(|name| field.rsplit(['.', ']']).next() != Some(name)) {
            field = if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") };
        }
        Self { field, message, remedy }
    }
}

/// `invalid type: string "three", expected u32`.
fn wrong_kind(said: &str) -> Option<(String, String)> {
    let rest = ["invalid type: ", "invalid value: "].iter().find_map(|start| said.strip_prefix(start))?;
    let (found, wanted) = rest.rsplit_once(", expected ")?;
    let (wanted, remedy) = kind(wanted)?;
    Some((format!("should be {wanted}, not {}", thing(found)), remedy.to_owned()))
}

/// Says what is wanted, and how it is written.
fn kind(expected: &str) -> Option<(String, &'static str)> {
    let range = |max: u64| (format!("a whole number from 0 to {max}"), "write digits and nothing else");
    Some(match expected {
        "u8" => range(u8::MAX.into()),
        "u16" => range(u16::MAX.into()),
        "u32" => range(u32::MAX.into()),
        "u64" | "usize" => ("a whole number, 0 or more".to_owned(), "write digits and nothing else"),
        "a boolean" => ("true or false".to_owned(), "write true or false"),
        "a string" => ("text".to_owned(), "put it in quotes"),
        "a sequence" => ("a list".to_owned(), "put it in brackets, as in [\"a\", \"b\"]"),
        "a map" | "map" => ("a group of fields".to_owned(), "write each field with its value"),
        group if group.starts_with("struct ") => {
            ("a group of fields".to_owned(), "write each field with its value")
        }
        _ => return None,
    })
}

/// Names a value as people do: `the text "three"`.
fn thing(found: &str) -> String {
    let bare = |kind: &str| found.strip_prefix(kind).map(|value| value.trim_matches('`').to_owned());
    if let Some(text) = found.strip_prefix("string ") {
        return format!("the text {text}");
    }
    if let Some(number) = bare("integer ").or_else(|| bare("floating point ")) {
        return format!("the number {number}");
    }
    if let Some(truth) = bare("boolean ") {
        return truth;
    }
    match found {
        "map" => "a group of fields".to_owned(),
        "sequence" => "a list".to_owned(),
        "null" | "unit value" | "Option value" => "nothing".to_owned(),
        other => other.to_owned(),
    }
}

/// What the standard library says of text that is no number or no truth, as in a query.
fn no_number(said: &str) -> Option<(String, String)> {
    let whole = |why: &str| {
        Some((format!("should be a whole number, 0 or more{why}"), "write digits and nothing else".into()))
    };
    match said {
        "invalid digit found in string" => whole(""),
        "cannot parse integer from empty string" => whole(", and is empty"),
        "number too large to fit in target type" => {
            Some(("is too large a number".into(), "write a smaller one".into()))
        }
        "provided string was not `true` or `false`" => {
            Some(("should be true or false".into(), "write true or false".into()))
        }
        _ => None,
    }
}

/// ``unknown variant `x`, expected one of `a`, `b` ``, and the like.
fn wrong_word(said: &str) -> Option<(String, String)> {
    let words = |known: &str| {
        let known = known.trim_start_matches("one of ").replace(" or ", ", ").replace('`', "");
        if known.contains(',') { format!("use one of {known}") } else { format!("use {known}") }
    };
    if let Some(range) = said.strip_prefix("is not within ") {
        return Some((said.to_owned(), format!("use {range}")));
    }
    if said.starts_with("missing field `") {
        return Some(("is required".into(), "give a value".into()));
    }
    if said.starts_with("duplicate field `") {
        return Some(("is there twice".into(), "leave one of the two out".into()));
    }
    if said.starts_with("unknown field `") {
        let remedy =
            said.rsplit_once(", expected ").map_or("leave it out".to_owned(), |(_, known)| words(known));
        return Some(("unknown field".into(), remedy));
    }
    let (word, known) = said.strip_prefix("unknown variant `")?.split_once("`, expected ")?;
    Some((format!("{word:?} is not known here"), words(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_wrong_kind_is_said_in_words() {
        for (path, said, expected) in [
            (
                "trunk[0].port",
                "invalid type: string \"three\", expected u16",
                "trunk[0].port: should be a whole number from 0 to 65535, not the text \"three\"; write digits and nothing else",
            ),
            (
                "sip.udp",
                "invalid type: string \"0.0.0.0\", expected a sequence",
                "sip.udp: should be a list, not the text \"0.0.0.0\"; put it in brackets, as in [\"a\", \"b\"]",
            ),
            (
                "a",
                "invalid type: integer `5`, expected a string",
                "a: should be text, not the number 5; put it in quotes",
            ),
            (
                "a",
                "invalid type: null, expected struct Trunk",
                "a: should be a group of fields, not nothing; write each field with its value",
            ),
            (
                "limit",
                "invalid digit found in string",
                "limit: should be a whole number, 0 or more; write digits and nothing else",
            ),
            (
                ".",
                "unknown field `nam`, expected `name` or `kind`",
                "nam: unknown field; use one of name, kind",
            ),
            (
                "line[0].nam",
                "unknown field `nam`, there are no fields",
                "line[0].nam: unknown field; leave it out",
            ),
            ("line[0]", "missing field `files`", "line[0].files: is required; give a value"),
            ("kind", "unknown variant `x`, expected `user`", "kind: \"x\" is not known here; use user"),
            ("limit", "is not within 0 to 10000", "limit: is not within 0 to 10000; use 0 to 10000"),
            ("a", "something else", "a: something else; "),
        ] {
            let Misread { field, message, remedy } = Misread::of(path, said);
            assert_eq!(format!("{field}: {message}; {remedy}"), expected);
        }
    }
}
