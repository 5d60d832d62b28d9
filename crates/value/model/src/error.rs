//! What is wrong with a draft or with an edit: which field, which problem, and what to do about it.
//!
//! Doors show these as they are: the UI beside the field, the API as problem+json, the CLI a line each.

use std::fmt;

use serde::Serialize;

use crate::{
    context::ContextKind, login_password::WeakLogin, mention::Mention, password::Weakness, range::RangeKind,
    sound::SoundFault,
};

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Which edit of the list, counted from 0.
    pub change: usize,
    /// The field's path within that edit, such as `line[0].extension`; empty where the whole edit is wrong.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
    /// What to do about it.
    pub remedy: String,
}

impl FieldError {
    /// Names a problem of a field; the remedy follows from the problem.
    pub fn new(field: impl Into<String>, problem: Problem) -> Self {
        let remedy = problem.remedy();
        Self { change: 0, field: field.into(), problem, remedy }
    }

    /// Says which edit of a list it is about.
    pub fn of_change(mut self, change: usize) -> Self {
        self.change = change;
        self
    }

    /// Puts the path of the containing field in front.
    pub fn within(mut self, outer: &str) -> Self {
        self.field = match (outer.is_empty(), self.field.is_empty()) {
            (true, _) => self.field,
            (_, true) => outer.to_owned(),
            _ => format!("{outer}.{}", self.field),
        };
        self
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        write!(f, "{}; {}", self.problem, self.remedy)
    }
}

impl std::error::Error for FieldError {}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FieldProblem))]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Problem {
    /// It is required and not there.
    Missing,
    /// It has more characters or entries than allowed.
    TooLong {
        /// The most that is allowed.
        max: usize,
    },
    /// It holds a character that it must not hold.
    BadCharacters {
        /// What it may hold.
        allowed: &'static str,
    },
    /// It is none of the words known here.
    UnknownWord {
        /// The word that was given.
        word: String,
        /// The words that are known.
        known: &'static str,
    },
    /// It is no column of the list.
    NoColumn {
        /// The columns that there are.
        known: Vec<String>,
    },
    /// The file cannot be played to callers.
    BadSound {
        /// Why not.
        reason: SoundFault,
    },
    /// A number is too small or too large.
    OutOfRange {
        /// Smallest value allowed.
        min: u32,
        /// Largest value allowed.
        max: u32,
    },
    /// The text has not the form that the field needs.
    BadForm {
        /// The form that it needs, by example.
        form: &'static str,
    },
    /// A pattern cannot be read.
    BadPattern {
        /// Why not.
        why: &'static str,
    },
    /// It names something that does not exist.
    Unknown {
        /// The kind of thing.
        noun: &'static str,
        /// The name that was given.
        name: String,
    },
    /// It names several things.
    Ambiguous {
        /// The kind of thing.
        noun: &'static str,
        /// The name that was given.
        name: String,
    },
    /// Another thing already has it.
    Taken {
        /// Who has it, in words.
        by: String,
        /// The noun that has it, where it is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        who: Option<Mention>,
    },
    /// It cannot go: others rely on it.
    InUse {
        /// Who relies on it.
        by: Vec<Mention>,
        /// How many others do, whom the list has no room for.
        more: usize,
    },
    /// The number lies outside the context's ranges of its kind.
    OutsideRanges {
        /// The context's name.
        context: String,
        /// The kind of range that has no room for it.
        kind: RangeKind,
    },
    /// The context is of a kind that does not hold this.
    WrongContextKind {
        /// The context's name.
        context: String,
        /// What it is.
        is: ContextKind,
        /// What it should be.
        wanted: ContextKind,
    },
    /// Stripping leaves nothing of the shortest number that matches.
    StripsEverything {
        /// Digits that can be stripped at most.
        most: usize,
    },
    /// The password is easy to guess.
    WeakPassword {
        /// Why it is.
        reason: Weakness,
        /// The same in words.
        why: &'static str,
    },
    /// The password of a person who signs in is easy to guess.
    WeakLogin {
        /// Why it is.
        reason: WeakLogin,
        /// Fewest characters.
        min: usize,
    },
    /// It is not the password.
    WrongPassword,
    /// Nobody else could administer the exchange.
    LastAdministrator,
    /// It was fixed when the thing was made.
    Fixed,
    /// The field only makes sense together with another.
    Needs {
        /// The other field.
        other: &'static str,
    },
    /// The file has the column twice.
    ColumnTwice,
    /// The row has more or fewer cells than the file has columns.
    RaggedRow,
    /// Another row of the file is about the same.
    RowTwice {
        /// The line of that row.
        line: u64,
    },
    /// The exchange does nothing with it yet.
    NotSupported,
    /// It was changed again since, so it cannot be put back as it was.
    ChangedLater {
        /// The latest revision that changed it.
        revision: u64,
    },
    /// The history does not have the password of that time.
    PasswordNotKept,
}

impl Problem {
    /// Says what to do about it.
    fn remedy(&self) -> String {
        match self {
            Self::Missing => "give a value".into(),
            Self::TooLong { max } => format!("use at most {max}"),
            Self::BadCharacters { allowed } => format!("use {allowed}"),
            Self::UnknownWord { known, .. } => format!("use one of {known}"),
            Self::BadSound { .. } => {
                "use a WAV file, PCM of 16 bits, mono, with 8000 or 16000 samples a second".into()
            }
            Self::NoColumn { known } => format!("use one of {}", known.join(", ")),
            Self::OutOfRange { min, max } => format!("use {min} to {max}"),
            Self::BadForm { form } => format!("write it like {form}"),
            Self::BadPattern { .. } => {
                "write digits, X (0-9), Z (1-9), N (2-9), [sets], and . or ! at the end".into()
            }
            Self::Unknown { noun, .. } => format!("create the {noun} first, or choose one that exists"),
            Self::Ambiguous { noun: "user", name } => {
                format!("add the username of a line, as in {name} (alice), or refer to the user by the id")
            }
            Self::Ambiguous { .. } => "refer to it by its id".into(),
            Self::Taken { .. } => "choose another, or change the other one first".into(),
            Self::InUse { .. } => "change or delete those first".into(),
            Self::OutsideRanges { context, kind } => {
                format!("choose a number inside the ranges for {kind}, or add a range to context {context}")
            }
            Self::WrongContextKind { wanted, .. } => format!("choose a context of kind {wanted}"),
            Self::StripsEverything { most } => format!("strip at most {most}"),
            Self::WeakPassword { .. } => {
                "choose a longer one, or say weak_password = true if it must be so".into()
            }
            Self::WeakLogin { min, .. } => {
                format!("use at least {min} characters that nobody would try: four words will do")
            }
            Self::WrongPassword => "type it again".into(),
            Self::LastAdministrator => "make another administrator first".into(),
            Self::Fixed => "leave it, or make a new one".into(),
            Self::Needs { other } => format!("set {other} too"),
            Self::ColumnTwice => "leave one of the two out".into(),
            Self::RaggedRow => "put a comma between all cells, and quotes around those that hold one".into(),
            Self::RowTwice { .. } => {
                "leave one of the two out, or tell them apart by id, username or number".into()
            }
            Self::NotSupported => "leave it empty".into(),
            Self::ChangedLater { revision } => {
                format!("undo revision {revision} first, or change it by hand")
            }
            Self::PasswordNotKept => "make it anew, with a new password".into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is required"),
            Self::TooLong { max } => write!(f, "is longer than {max}"),
            Self::BadCharacters { .. } => f.write_str("holds a character that is not allowed"),
            Self::UnknownWord { word, .. } => write!(f, "{word:?} is not known here"),
            Self::BadSound { reason } => reason.fmt(f),
            Self::NoColumn { .. } => f.write_str("is no column"),
            Self::OutOfRange { min, max } => write!(f, "is not within {min} to {max}"),
            Self::BadForm { .. } => f.write_str("has the wrong form"),
            Self::BadPattern { why } => write!(f, "is not a pattern: {why}"),
            Self::Unknown { noun, name } => write!(f, "there is no {noun} {name}"),
            Self::Ambiguous { noun, name } => write!(f, "there are several of {noun} {name}"),
            Self::Taken { by, .. } => write!(f, "is taken by {by}"),
            Self::InUse { by, more } => {
                let names: Vec<String> = by.iter().map(Mention::to_string).collect();
                write!(f, "is in use by {}", names.join(", "))?;
                if *more > 0 { write!(f, ", {more} more") } else { Ok(()) }
            }
            Self::OutsideRanges { context, kind } => {
                write!(f, "is outside the ranges for {kind} of context {context}")
            }
            Self::WrongContextKind { context, is, wanted } => {
                write!(f, "context {context} is {is}, not {wanted}")
            }
            Self::StripsEverything { .. } => {
                f.write_str("leaves nothing of the shortest number that matches")
            }
            Self::WeakPassword { why, .. } => write!(f, "is easy to guess: {why}"),
            Self::WeakLogin { reason, .. } => write!(f, "is easy to guess: {}", reason.words()),
            Self::WrongPassword => f.write_str("is not the password"),
            Self::LastAdministrator => f.write_str("is the last administrator who can sign in"),
            Self::Fixed => f.write_str("cannot change"),
            Self::Needs { other } => write!(f, "is missing {other}"),
            Self::ColumnTwice => f.write_str("is there twice"),
            Self::RaggedRow => f.write_str("has more or fewer cells than there are columns"),
            Self::RowTwice { line } => write!(f, "is about the same user as line {line}"),
            Self::NotSupported => f.write_str("is not something that this exchange does"),
            Self::ChangedLater { revision } => write!(f, "was changed since, by revision {revision}"),
            Self::PasswordNotKept => f.write_str("had a password that the history does not have"),
        }
    }
}

/// Most names that one "in use" message lists.
const USERS_LISTED: usize = 10;

/// Most characters that are repeated of a word that is not known.
const WORD_SHOWN: usize = 64;

impl Problem {
    /// Says that a word is none of those that are known.
    pub fn unknown_word(word: &str, known: &'static str) -> Self {
        Self::UnknownWord { word: word.chars().take(WORD_SHOWN).collect(), known }
    }

    /// Says that a thing is in use, naming at most ten of those who use it.
    pub fn in_use(mut by: Vec<Mention>) -> Self {
        let more = by.len().saturating_sub(USERS_LISTED);
        by.truncate(USERS_LISTED);
        Self::InUse { by, more }
    }

    /// Says that a noun has it.
    pub(crate) fn taken(who: Mention) -> Self {
        Self::Taken { by: who.to_string(), who: Some(who) }
    }

    /// Says that something that is no noun has it.
    pub fn taken_by(what: impl Into<String>) -> Self {
        Self::Taken { by: what.into(), who: None }
    }
}

/// Collects what is wrong while a draft is read, so that all of it is told at once.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<FieldError>);

impl Findings {
    /// Keeps the value, or notes what is wrong with the field.
    pub(crate) fn keep<T>(&mut self, field: &str, checked: Result<T, Problem>) -> Option<T> {
        checked.map_err(|problem| self.0.push(FieldError::new(field, problem))).ok()
    }

    /// Keeps the part, or notes its errors under the field's path.
    pub(crate) fn keep_part<T>(&mut self, field: &str, checked: Result<T, Vec<FieldError>>) -> Option<T> {
        checked.map_err(|errors| self.0.extend(errors.into_iter().map(|e| e.within(field)))).ok()
    }

    /// Keeps every entry of a list, noting errors as `field[index]`.
    pub(crate) fn keep_each<D, T>(
        &mut self,
        field: &str,
        drafts: Option<Vec<D>>,
        parse: impl Fn(D) -> Result<T, Vec<FieldError>>,
    ) -> Option<Vec<T>> {
        let drafts = drafts.unwrap_or_default();
        if drafts.len() > LIST_MAX {
            self.0.push(FieldError::new(field, Problem::TooLong { max: LIST_MAX }));
            return None;
        }
        let parts: Vec<_> = drafts
            .into_iter()
            .enumerate()
            .map(|(i, draft)| self.keep_part(&format!("{field}[{i}]"), parse(draft)))
            .collect();
        parts.into_iter().collect()
    }

    /// Notes a problem.
    pub(crate) fn note(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldError::new(field, problem));
    }

    /// Gives the noun where all its parts were kept and nothing was noted, else everything that was noted.
    pub(crate) fn finish<T>(self, noun: Option<T>) -> Result<T, Vec<FieldError>> {
        match noun {
            Some(noun) if self.0.is_empty() => Ok(noun),
            _ => Err(self.0),
        }
    }
}

/// Most entries of a list inside one noun (ranges, includes, trunks, patterns, lines): far more than any site has, few enough
/// that one edit cannot exhaust memory.
pub const LIST_MAX: usize = 10_000;

/// Asks for a value that must be there.
pub(crate) fn required<T>(value: Option<T>) -> Result<T, Problem> {
    value.ok_or(Problem::Missing)
}

/// Reads a text that may be missing or empty.
pub(crate) fn optional<T>(
    raw: Option<String>,
    parse: impl Fn(&str) -> Result<T, Problem>,
) -> Result<Option<T>, Problem> {
    raw.filter(|raw| !raw.is_empty()).map(|raw| parse(&raw)).transpose()
}

/// Reads a number that has a default and bounds.
pub(crate) fn bounded(value: Option<u32>, default: u32, min: u32, max: u32) -> Result<u32, Problem> {
    let value = value.unwrap_or(default);
    match (min..=max).contains(&value) {
        true => Ok(value),
        false => Err(Problem::OutOfRange { min, max }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::NounKind;

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut findings = Findings::default();
        let a: Option<u32> = findings.keep("a", bounded(Some(9), 1, 0, 5));
        let b: Option<u32> = findings.keep("b", required(None));
        let errors = findings.finish(a.zip(b)).unwrap_err();
        assert_eq!(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_path_grows_from_the_inside_out() {
        let error = FieldError::new("username", Problem::Missing).within("line[0]").within("user");
        assert_eq!(error.field, "user.line[0].username");
        assert_eq!(FieldError::new("", Problem::Missing).within("x").field, "x");
    }

    #[test]
    fn an_error_reads_as_a_sentence_with_its_remedy() {
        let error = FieldError::new(
            "did",
            Problem::OutsideRanges { context: "Incalls".into(), kind: RangeKind::Incall },
        );
        assert_eq!(
            error.to_string(),
            "did: is outside the ranges for incall of context Incalls; \
             choose a number inside the ranges for incall, or add a range to context Incalls"
        );
    }

    #[test]
    fn a_crowd_of_users_is_counted_not_listed() {
        let line = |id: u32| Mention { noun: NounKind::Line, id, name: id.to_string() };
        let problem = Problem::in_use((0..500).map(line).collect());
        assert!(problem.to_string().ends_with("line 8, line 9, 490 more"), "{problem}");
    }
}
