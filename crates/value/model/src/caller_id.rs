//! Caller identity as people see it: a name and a number, and how an incoming call edits the name.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::Problem,
    text::{Label, Number},
};

/// A caller's name, number, or both: `"Alice Lab" <201>`, `"Alice Lab"`, `<201>` or `201`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CallerId {
    /// The name shown.
    pub name: Option<Label>,
    /// The number shown.
    pub number: Option<Number>,
}

/// Longest caller id as text.
const TEXT_MAX: usize = 160;

const BAD_CALLER_ID: Problem = Problem::BadForm { form: "\"Alice Lab\" <201>, or 201" };

impl CallerId {
    /// Reads a caller id.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        if raw.chars().count() > TEXT_MAX {
            return Err(Problem::TooLong { max: TEXT_MAX });
        }
        let raw = raw.trim();
        let (name, number) = match raw.strip_suffix('>').and_then(|raw| raw.rsplit_once('<')) {
            Some((name, number)) => (name.trim(), Some(number)),
            None if Number::parse(raw).is_ok() => ("", Some(raw)),
            None => (raw, None),
        };
        let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
        if name.contains(['"', '<', '>']) {
            return Err(BAD_CALLER_ID);
        }
        let number = number.map(Number::parse).transpose().map_err(|_| BAD_CALLER_ID)?;
        let name = Some(name).filter(|name| !name.is_empty()).map(Label::parse).transpose()?;
        match name.is_none() && number.is_none() {
            true => Err(Problem::Missing),
            false => Ok(Self { name, number }),
        }
    }
}

impl fmt::Display for CallerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, &self.number) {
            (Some(name), Some(number)) => write!(f, "\"{name}\" <{number}>"),
            (Some(name), None) => write!(f, "\"{name}\""),
            (None, Some(number)) => write!(f, "<{number}>"),
            (None, None) => Ok(()),
        }
    }
}

impl TryFrom<String> for CallerId {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<CallerId> for String {
    fn from(caller_id: CallerId) -> Self {
        caller_id.to_string()
    }
}

/// How a text changes the caller's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum CallerIdMode {
    /// The text goes in front of the name.
    Prepend,
    /// The text replaces the name.
    Overwrite,
    /// The text goes behind the name.
    Append,
}

/// What an incoming call does to the caller's name, so that who answers knows which number was called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallerIdEdit {
    /// Where the text goes.
    pub mode: CallerIdMode,
    /// The text.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub text: Label,
}

impl CallerIdEdit {
    /// Edits a name; where there is none, the text alone is shown.
    pub fn edit(&self, name: &str) -> String {
        match (self.mode, name.is_empty()) {
            (CallerIdMode::Overwrite, _) | (_, true) => self.text.to_string(),
            (CallerIdMode::Prepend, false) => format!("{} {name}", self.text),
            (CallerIdMode::Append, false) => format!("{name} {}", self.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(raw: &str) -> (Option<String>, Option<String>) {
        let id = CallerId::parse(raw).unwrap();
        (id.name.map(String::from), id.number.map(String::from))
    }

    #[test]
    fn name_and_number_are_told_apart() {
        assert_eq!(parts("\"Alice Lab\" <201>"), (Some("Alice Lab".into()), Some("201".into())));
        assert_eq!(parts("Alice <201>"), (Some("Alice".into()), Some("201".into())));
        assert_eq!(parts("+39055"), (None, Some("+39055".into())));
        assert_eq!(parts("\"Front desk\""), (Some("Front desk".into()), None));
    }

    #[test]
    fn what_would_break_a_header_is_refused() {
        for raw in ["", "\"a\"b\" <1>", "x <y>", "<1> <2>", "a\r\nb", "<>"] {
            assert!(CallerId::parse(raw).is_err(), "{raw:?}");
        }
    }

    #[test]
    fn the_printed_form_is_read_back() {
        for raw in ["\"Alice Lab\" <201>", "<201>", "\"Alice\""] {
            assert_eq!(CallerId::parse(raw).unwrap().to_string(), raw);
        }
    }

    #[test]
    fn an_edit_puts_its_text_where_the_mode_says() {
        let edit = |mode| CallerIdEdit { mode, text: Label::parse("Sales").unwrap() }.edit("Bob");
        assert_eq!(edit(CallerIdMode::Prepend), "Sales Bob");
        assert_eq!(edit(CallerIdMode::Append), "Bob Sales");
        assert_eq!(edit(CallerIdMode::Overwrite), "Sales");
    }
}
