//! What a command comes to: text to show, or a failure that says what to do about it.

use std::{
    fmt,
    io::{self, ErrorKind},
};

use serde_json::{Value, json};

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
        /// What kind of failure the system named, where it was the system.
        kind: Option<ErrorKind>,
        /// What the system said.
        why: String,
    },
    /// The server refused.
    Refused(Box<Problem>),
    /// The command line, or what it names, makes no sense.
    Usage(String),
    /// The command line itself is wrong, in a way that only the command can see.
    CommandLine(String),
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

    /// Adds what to do where the server knows no such thing.
    pub(crate) fn where_missing(self, remedy: &'static str) -> Self {
        match self {
            Self::Refused(problem) if problem.status == NOT_FOUND => {
                Self::Refused(Box::new(Problem { remedy, ..*problem }))
            }
            other => other,
        }
    }

    /// Returns it as JSON, for programs that asked for that.
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Refused(problem) => {
                let Problem { status, detail, errors, .. } = problem.as_ref();
                json!({ "error": { "message": self.to_string(), "status": status, "detail": detail, "errors": errors } })
            }
            other => json!({ "error": { "message": other.to_string() } }),
        }
    }
}

/// HTTP's status for what is not there.
const NOT_FOUND: u16 = 404;

/// HTTP's status for those who have not said who they are.
const UNAUTHORIZED: u16 = 401;

/// What the API calls it where no token was sent.
const SIGN_IN_NEEDED: &str = "sign_in_needed";

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoServer { place: Place::Socket(path), kind: Some(ErrorKind::PermissionDenied), why } => {
                write!(
                    f,
                    "the server at {} belongs to another user: {why}\nRun the command as that user or as root (sudo), or give \
                     --url URL --token TOKEN.",
                    path.display()
                )
            }
            Self::NoServer { place: Place::Socket(path), kind: Some(ErrorKind::ConnectionRefused), why } => {
                write!(
                    f,
                    "the server of {} is not running any more: {why}\nStart it again with `strowger serve`.",
                    path.display()
                )
            }
            Self::NoServer { place: Place::Socket(path), why, .. } => {
                write!(
                    f,
                    "no server found at {}: {why}\nStart one with `strowger serve`, or say where it is: --data-dir DIR \
                     (its data directory, on this host) or --url URL --token TOKEN.",
                    path.display()
                )
            }
            Self::NoServer { place: Place::Url(url), why, .. } => {
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
            Self::Usage(text) | Self::CommandLine(text) => f.write_str(text),
            Self::Io { what, source } => {
                write!(f, "{what}: {source}")?;
                match source.kind() {
                    ErrorKind::NotFound => f.write_str(
                        "\nIs the name right? It is looked for from the directory that you are in.",
                    ),
                    ErrorKind::PermissionDenied => f.write_str(
                        "\nIt belongs to another user, or its rights forbid it: `ls -l` shows both.",
                    ),
                    _ => Ok(()),
                }
            }
            Self::Strange(text) => {
                write!(f, "the server's answer cannot be read: {text}\nAre both of the same version?")
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.errors.iter().map(FieldProblem::to_string).collect::<Vec<_>>();
        if self.status == UNAUTHORIZED && self.cause.code == SIGN_IN_NEEDED {
            // What the server says of it is for those who write HTTP.
            return f.write_str(
                "the server asks for a token; `strowger token create NAME` on its host makes one\n\
                 Give it with --token TOKEN, or in STROWGER_TOKEN.",
            );
        }
        let headline = match (self.detail.is_empty(), self.title.is_empty()) {
            (false, _) => self.detail.clone(),
            (true, false) => self.title.clone(),
            (true, true) => format!("refused with status {}", self.status),
        };
        match lines.is_empty() {
            true => f.write_str(&headline)?,
            false => f.write_str(&lines.join("\n"))?,
        }
        match self.remedy {
            "" => Ok(()),
            remedy => write!(f, "\n{remedy}"),
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
        let text = Failure::NoServer {
            place,
            kind: Some(ErrorKind::NotFound),
            why: "No such file or directory".into(),
        }
        .to_string();
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
    fn a_socket_that_is_not_ours_or_not_served_any_more_is_told_apart() {
        let at = |kind| {
            let place = Place::Socket("d/strowger.sock".into());
            Failure::NoServer { place, kind: Some(kind), why: "no".into() }.to_string()
        };
        assert!(at(ErrorKind::PermissionDenied).contains("belongs to another user"));
        assert!(at(ErrorKind::ConnectionRefused).contains("is not running any more"));
    }

    #[test]
    fn a_server_that_wants_a_token_says_where_to_give_one_and_nothing_of_http() {
        let text = Problem::read(401, r#"{"detail":"send a token, as `Authorization: Bearer TOKEN`","cause":{"code":"sign_in_needed"}}"#)
            .to_string();
        assert!(text.contains("--token TOKEN") && !text.contains("Bearer"), "{text}");
        let unknown = Problem::read(
            401,
            r#"{"detail":"this token is not known here","cause":{"code":"unknown_token"}}"#,
        );
        assert_eq!(unknown.to_string(), "this token is not known here");
    }

    #[test]
    fn what_is_not_there_and_a_file_that_is_not_come_with_a_remedy() {
        let problem = Problem { status: 404, detail: "there is no call 12".into(), ..Problem::default() };
        let failure = Failure::Refused(Box::new(problem)).where_missing("`strowger calls` lists them.");
        assert_eq!(failure.to_string(), "there is no call 12\n`strowger calls` lists them.");
        let failure = Failure::io("cannot read the site file x.toml")(ErrorKind::NotFound.into());
        assert!(failure.to_string().contains("Is the name right?"), "{failure}");
    }

    #[test]
    fn a_program_gets_a_failure_as_json_with_its_fields() {
        let error = FieldProblem { field: "codecs".into(), message: "no".into(), ..FieldProblem::default() };
        let problem = Problem { status: 422, errors: vec![error], ..Problem::default() };
        let json = Failure::Refused(Box::new(problem)).json();
        assert_eq!(
            (&json["error"]["status"], &json["error"]["errors"][0]["field"]),
            (&json!(422), &json!("codecs"))
        );
        assert_eq!(Failure::Usage("no".into()).json(), json!({"error": {"message": "no"}}));
    }
}
