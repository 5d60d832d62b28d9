//! What a command comes to: text to show, or a failure that says what to do about it.

use std::{fmt, io};

use crate::client::{FieldProblem, Place, Problem};

/// What a command has to show.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// For standard output.
    pub(crate) text: String,
    /// For standard error, a line each; they change nothing about success.
    pub(crate) warnings: Vec<String>,
    /// The command did its work and the answer is no (`dialplan match` found nothing).
    pub(crate) negative: bool,
}

impl From<String> for Shown {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// A command's outcome.
pub(crate) type Answer = Result<Shown, Failure>;

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody answers where the server should be.
    NoServer {
        /// Where it was looked for.
        place: Place,
        /// What the system said.
        why: String,
    },
    /// The server refused.
    Refused(Problem),
    /// The command line, or what it names, makes no sense.
    Usage(String),
    /// A file or the terminal failed.
    Io {
        /// What was to be done.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// The server answered something that this version does not understand.
    Strange(String),
}

impl Failure {
    /// Wraps what the system said about `what`.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoServer { place: Place::Socket(path), why } => {
                write!(
                    f,
                    "no server found at {}: {why}\nStart one with `strowger serve`, or say where it is: --data-dir DIR \
                     (its data directory, on this host) or --url URL --token TOKEN.",
                    path.display()
                )
            }
            Self::NoServer { place: Place::Url(url), why } => {
                write!(
                    f,
                    "no server answers at {url}: {why}\nIs it running, and is this the `api: URL` that it printed?"
                )?;
                match why.contains("certificate") {
                    true => f.write_str(
                        "\nA certificate that the server made itself is trusted by --fingerprint and the SHA-256 that it \
                         printed at its start.",
                    ),
                    false => Ok(()),
                }
            }
            Self::Refused(problem) => problem.fmt(f),
            Self::Usage(text) => f.write_str(text),
            Self::Io { what, source } => write!(f, "{what}: {source}"),
            Self::Strange(text) => {
                write!(f, "the server's answer cannot be read: {text}\nAre both of the same version?")
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.errors.iter().map(FieldProblem::to_string).collect::<Vec<_>>();
        let headline = match (self.detail.is_empty(), self.title.is_empty()) {
            (false, _) => self.detail.clone(),
            (true, false) => self.title.clone(),
            (true, true) => format!("refused with status {}", self.status),
        };
        match lines.is_empty() {
            true => f.write_str(&headline)?,
            false => f.write_str(&lines.join("\n"))?,
        }
        match self.status {
            401 => f.write_str("\nGive one that the server knows: --token TOKEN, or in STROWGER_TOKEN."),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.file.as_str(), self.line) {
            ("", None) => {}
            ("", Some(line)) => write!(f, "line {line}: ")?,
            (file, None) => write!(f, "{file}: ")?,
            (file, Some(line)) => write!(f, "{file}:{line}: ")?,
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)?;
        match self.remedy.is_empty() {
            true => Ok(()),
            false => write!(f, " ({})", self.remedy),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_server_is_reported_with_the_ways_to_find_one() {
        let place = Place::Socket("strowger-data/strowger.sock".into());
        let text = Failure::NoServer { place, why: "No such file or directory".into() }.to_string();
        for part in ["strowger-data/strowger.sock", "strowger serve", "--data-dir", "--url"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn a_field_error_is_one_line_with_field_problem_and_remedy() {
        let error = FieldProblem {
            field: "stripnum".into(),
            message: "strips everything".into(),
            remedy: "strip at most 4".into(),
            file: "b.toml".into(),
            line: Some(7),
        };
        let problem =
            Problem { status: 422, title: "Unprocessable".into(), errors: vec![error], ..Problem::default() };
        assert_eq!(problem.to_string(), "b.toml:7: stripnum: strips everything (strip at most 4)");
    }

    #[test]
    fn a_refused_token_says_where_to_give_one() {
        let problem = Problem { status: 401, detail: "no token".into(), ..Problem::default() };
        assert!(problem.to_string().contains("--token TOKEN"));
    }
}
