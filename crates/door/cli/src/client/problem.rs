//! A refusal as the API writes it (RFC 9457 problem details).

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Problem {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The kind of problem, in words.
    pub(crate) title: String,
    /// This occurrence, in words.
    pub(crate) detail: String,
    /// The fields at fault.
    pub(crate) errors: Vec<FieldProblem>,
    /// Why the whole request was refused.
    pub(crate) cause: Cause,
    /// What to do about it, where the command knows.
    #[serde(skip)]
    pub(crate) remedy: &'static str,
}

/// Why a whole request was refused, as data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Cause {
    /// What the API calls it.
    pub(crate) code: String,
}

/// One field at fault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct FieldProblem {
    /// The site file that it is in.
    pub(crate) file: String,
    /// The line of that file, from 1.
    pub(crate) line: Option<usize>,
    /// Its path.
    pub(crate) field: String,
    /// What is wrong, in words.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) remedy: String,
}

impl Problem {
    /// Reads a refusal's body; one that is no problem document becomes its detail.
    pub(crate) fn read(status: u16, body: &str) -> Self {
        let read =
            serde_json::from_str::<Value>(body).ok().and_then(|json| serde_json::from_value(json).ok());
        let problem = read.unwrap_or_else(|| Self { detail: body.trim().to_owned(), ..Self::default() });
        Self { status, ..problem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_document_is_read_with_its_fields() {
        let body = r#"{"type":"about:blank","title":"Invalid","status":422,
            "errors":[{"field":"name","message":"is missing","remedy":"give a value","line":3,"problem":{"code":"missing"}}]}"#;
        let problem = Problem::read(422, body);
        assert_eq!(problem.title, "Invalid");
        assert_eq!(problem.errors[0].line, Some(3));
        assert_eq!(problem.errors[0].remedy, "give a value");
    }

    #[test]
    fn a_body_that_is_no_problem_document_is_shown_as_it_is() {
        assert_eq!(Problem::read(502, "Bad Gateway\n").detail, "Bad Gateway");
        assert_eq!(Problem::read(500, "").status, 500);
    }
}
