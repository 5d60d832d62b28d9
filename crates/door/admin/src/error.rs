//! Why an act was not done. Doors have one table each from these to their own answers.

use std::fmt;

use model::{FieldError, Mention, NounId, Permission, Problem, Role};

use crate::{live, site::SiteError};

/// An act that was not done; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for breaks rules; all of them are told.
    #[error("{}", lines(.0))]
    Fields(Vec<FieldError>),
    /// There is no such thing.
    #[error("there is no {noun} {name}")]
    NotFound {
        /// What kind of thing.
        noun: &'static str,
        /// Which one was asked for.
        name: String,
    },
    /// Others rely on it: the error names them.
    #[error("{0}")]
    InUse(FieldError),
    /// Nouns cannot be put back as they were: each says why.
    #[error("{}", lines(.0))]
    Conflicts(Vec<Conflict>),
    /// One act on many nouns breaks rules; all of them are told, with the noun.
    #[error("{}", lines(.0))]
    Bulk(Vec<BulkError>),
    /// A site file cannot be read, or breaks rules.
    #[error("{}", lines(.0))]
    Site(Vec<SiteError>),
    /// A file is no backup that can be restored.
    #[error("{0}")]
    Backup(BackupFault),
    /// Whoever asked may not do this.
    #[error("a role that may {} is needed, and {} is none", needs.word(), role.word())]
    Forbidden {
        /// What he would have to be allowed.
        needs: Permission,
        /// What he is.
        role: Role,
    },
    /// Nobody has this username and password, or nobody is signed in any more.
    #[error("the username or the password is wrong")]
    WrongLogin,
    /// Too many wrong passwords came before.
    #[error("too many wrong passwords: try again in {wait_s} s")]
    TooSoon {
        /// How long to wait.
        wait_s: u64,
    },
    /// Too many people sign in at once.
    #[error("too many people sign in at once: try again")]
    Busy,
    /// There is an administrator already.
    #[error("the exchange is set up already: sign in")]
    SetupDone,
    /// The set-up link is not the one that was printed at this start.
    #[error(
        "this set-up link does not hold: take the one that the exchange printed when it was last started"
    )]
    WrongSetupToken,
    /// The trunk is being tested already.
    #[error("this trunk is being tested already: wait for that to end")]
    TestRunning,
    /// The trunk was tested with a call just now.
    #[error("this trunk was tested with a call just now: try again in {wait_s} s, or test it without a call")]
    TestTooSoon {
        /// How long to wait.
        wait_s: u64,
    },
    /// There was such a call, but not its messages any more.
    #[error("the messages of this call are not kept any more: {0}")]
    NotKept(NotKept),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] store::Error),
    /// The exchange does not answer any more.
    #[error(transparent)]
    Gone(#[from] live::Gone),
    /// An act ended half way in a way that it must not.
    #[error("the act was interrupted by a fault of the exchange: {0}")]
    Interrupted(&'static str),
}

/// A noun that cannot be put back as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Which noun.
    pub id: NounId,
    /// Which noun, in words.
    pub noun: Mention,
    /// Why not.
    pub error: FieldError,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { noun, error, .. } = self;
        match error.field.as_str() {
            "" => write!(f, "{noun} {}; {}", error.problem, error.remedy),
            field => write!(f, "{noun}: {field}: {}; {}", error.problem, error.remedy),
        }
    }
}

/// Why the messages of a call are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// None are kept at all.
    Off,
    /// They made room for newer ones, or the exchange was started after the call.
    MadeRoom {
        /// The memory for all of them.
        megabytes: u32,
    },
}

impl std::fmt::Display for NotKept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Off => f.write_str("kept_messages_mb of the SIP settings is 0, which keeps none"),
            Self::MadeRoom { megabytes } => write!(
                f,
                "they made room for newer ones ({megabytes} MB are kept: kept_messages_mb of the SIP settings), or the exchange was started since"
            ),
        }
    }
}

/// What is wrong with one of many nouns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkError {
    /// Which of them.
    pub noun: Mention,
    /// What is wrong.
    pub error: FieldError,
}

impl fmt::Display for BulkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { noun, error } = self;
        match error.field.as_str() {
            "" => write!(f, "{noun} {}; {}", error.problem, error.remedy),
            _ => write!(f, "{noun}: {error}"),
        }
    }
}

/// Why a file cannot be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupFault {
    /// It is something else.
    #[error("the file is no backup of an exchange: give one that `strowger backup` or the web admin made")]
    NotABackup,
    /// It was a backup.
    #[error("the backup is damaged: take an earlier one")]
    Damaged,
    /// A later release made it.
    #[error(
        "the backup has schema {found}, and this release knows {known}: restore it with the release that made it"
    )]
    Newer {
        /// Its schema.
        found: u64,
        /// The latest that is known here.
        known: u64,
    },
    /// It is larger than is taken.
    #[error("the backup has more than {max} bytes")]
    TooLarge {
        /// The most that are taken.
        max: u64,
    },
}

impl Error {
    /// Refuses one field.
    pub(crate) fn field(field: &str, problem: Problem) -> Self {
        Self::Fields(vec![FieldError::new(field, problem)])
    }

    /// Says that there is no such thing.
    pub(crate) fn not_found(noun: &'static str, name: impl ToString) -> Self {
        Self::NotFound { noun, name: name.to_string() }
    }
}

impl From<Vec<FieldError>> for Error {
    /// A deletion that others prevent is a conflict, everything else is what was typed.
    fn from(errors: Vec<FieldError>) -> Self {
        match errors.as_slice() {
            [only] if only.field.is_empty() && matches!(only.problem, Problem::InUse { .. }) => {
                Self::InUse(only.clone())
            }
            _ => Self::Fields(errors),
        }
    }
}

fn lines<T: ToString>(errors: &[T]) -> String {
    errors.iter().map(T::to_string).collect::<Vec<_>>().join("\n")
}
