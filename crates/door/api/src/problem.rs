//! Errors as problem+json (RFC 9457): the one table from `admin`'s errors to HTTP's.

use admin::{BackupFault, BulkError, Conflict, Error, Misread, NotKept, site::SiteError};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::{FieldError, Mention, Permission};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong, in a sentence.
    detail: String,
    /// What is wrong with which field.
    errors: Vec<ProblemField>,
    /// Where the whole request is refused: why, as data, for pages that say it in their own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Cause>,
}

/// Why whoever asked was not let in, or not to do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "code")]
enum Cause {
    /// Nobody is signed in, or not any more, and no token was sent.
    SignInNeeded,
    /// The token is not known, or not any more.
    UnknownToken,
    /// The username or the password is wrong.
    WrongLogin,
    /// Too many passwords were wrong.
    TooSoon {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// The role of whoever asked does not allow it.
    Forbidden {
        /// What it would have to allow.
        needs: Permission,
    },
    /// A page of another site sent it.
    ForeignSite,
    /// There is an administrator already.
    SetupDone,
    /// The set-up link is of an earlier start.
    WrongSetupToken,
    /// Too much is asked at once.
    Busy,
    /// The file is no backup of an exchange.
    NotABackup,
    /// The backup is damaged.
    DamagedBackup,
    /// A later release made the backup.
    NewerBackup {
        /// Its schema.
        found: u64,
        /// The latest that is known here.
        known: u64,
    },
    /// The backup is larger than is taken.
    BackupTooLarge {
        /// Most bytes that are taken.
        max: u64,
    },
    /// The trunk is being tested already.
    TestRunning,
    /// The trunk was tested with a call just now.
    TestTooSoon {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// There was such a call, and the messages of calls are not kept.
    MessagesOff,
    /// There was such a call, but its messages have made room for newer ones, or the exchange was started since.
    MessagesGone {
        /// Megabytes that are kept of all calls.
        megabytes: u32,
    },
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct ProblemField {
    /// The field's path, such as `line[0].extension`; empty where the whole is wrong.
    field: String,
    /// What is wrong with it.
    message: String,
    /// What to do about it.
    remedy: String,
    /// The problem as data: a code, and what belongs to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<model::Problem>,
    /// The noun that is at fault, where the request is about several.
    #[serde(skip_serializing_if = "Option::is_none")]
    noun: Option<Mention>,
    /// The site file.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The line of the site file.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

/// How soon a client that found us busy may come again, in seconds.
const BUSY_WAIT_S: u64 = 1;

impl Problem {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or_default().to_owned();
        Self {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: vec![],
            cause: None,
        }
    }

    fn because(mut self, cause: Cause) -> Self {
        self.cause = Some(cause);
        self
    }

    fn with(mut self, errors: Vec<ProblemField>) -> Self {
        self.errors = errors;
        self
    }

    /// Asks for a token.
    pub(crate) fn who_are_you() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "send a token, as `Authorization: Bearer TOKEN`; `strowger token create NAME` on the server makes one",
        )
        .because(Cause::SignInNeeded)
    }

    /// The session has ended, or there never was one.
    pub(crate) fn nobody_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "nobody is signed in, or not any more: sign in")
            .because(Cause::SignInNeeded)
    }

    /// A page of another site acts in the name of whoever is signed in.
    pub(crate) fn foreign() -> Self {
        Self::new(StatusCode::FORBIDDEN, "the request does not come from a page of the web admin")
            .because(Cause::ForeignSite)
    }

    /// The token that was sent is none of ours, or none any more.
    pub(crate) fn unknown_token() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "this token is not known here: `strowger token list` on the server shows which there are, `strowger token create NAME` makes one",
        )
        .because(Cause::UnknownToken)
    }

    /// There is nothing under this path.
    pub(crate) fn no_such_page() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "there is nothing under this path; /api/v1/openapi.json lists what there is",
        )
    }

    /// The path is right, the method is not.
    pub(crate) fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "this path does not take this method")
    }

    /// A limit is reached.
    pub(crate) fn busy(what: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, format!("{what}; try again"))
    }

    /// The request took too long.
    pub(crate) fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "the request took too long")
    }

    /// The body has not the type that is read here.
    pub(crate) fn wrong_type(wanted: &str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("the body must be {wanted}: say so in Content-Type"),
        )
    }

    /// The body is too large, or broke off.
    pub(crate) fn unreadable_body(status: StatusCode, detail: String) -> Self {
        Self::new(status, detail)
    }

    /// The request is not in the form that it must have.
    pub(crate) fn malformed(detail: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// One field of the body has the wrong type, or is not known.
    pub(crate) fn wrong_field(field: String, message: String, remedy: &str) -> Self {
        Self::misread(StatusCode::UNPROCESSABLE_ENTITY, Misread { field, message, remedy: remedy.to_owned() })
    }

    /// A parameter of the query has the wrong form, or is not known.
    pub(crate) fn wrong_parameter(misread: Misread) -> Self {
        Self::misread(StatusCode::BAD_REQUEST, misread)
    }

    fn misread(status: StatusCode, misread: Misread) -> Self {
        let Misread { field, message, remedy } = misread;
        let detail = if field.is_empty() { message.clone() } else { format!("{field}: {message}") };
        let wrong = ProblemField { field, message, remedy, cause: None, noun: None, file: None, line: None };
        Self::new(status, detail).with(vec![wrong])
    }

    /// There is no such thing.
    pub(crate) fn not_found(noun: &str, name: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no {noun} {name}"))
    }
}

impl From<BackupFault> for Cause {
    fn from(fault: BackupFault) -> Self {
        match fault {
            BackupFault::NotABackup => Self::NotABackup,
            BackupFault::Damaged => Self::DamagedBackup,
            BackupFault::Newer { found, known } => Self::NewerBackup { found, known },
            BackupFault::TooLarge { max } => Self::BackupTooLarge { max },
        }
    }
}

impl From<FieldError> for ProblemField {
    fn from(error: FieldError) -> Self {
        Self {
            field: error.field,
            message: error.problem.to_string(),
            remedy: error.remedy,
            cause: Some(error.problem),
            noun: None,
            file: None,
            line: None,
        }
    }
}

impl From<Conflict> for ProblemField {
    fn from(conflict: Conflict) -> Self {
        let message = format!("{} {}", conflict.noun, conflict.error.problem);
        Self { noun: Some(conflict.noun), message, ..conflict.error.into() }
    }
}

impl From<BulkError> for ProblemField {
    fn from(error: BulkError) -> Self {
        Self { noun: Some(error.noun), ..error.error.into() }
    }
}

impl From<SiteError> for ProblemField {
    fn from(error: SiteError) -> Self {
        Self {
            field: error.field,
            message: error.message,
            remedy: error.remedy,
            cause: None,
            noun: None,
            file: Some(error.file),
            line: error.line,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::Fields(errors) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
                .with(errors.into_iter().map(ProblemField::from).collect()),
            Error::Bulk(errors) => Self::new(bulk_status(&errors), detail)
                .with(errors.into_iter().map(ProblemField::from).collect()),
            Error::Site(errors) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
                .with(errors.into_iter().map(ProblemField::from).collect()),
            Error::Conflicts(conflicts) => Self::new(StatusCode::CONFLICT, detail)
                .with(conflicts.into_iter().map(ProblemField::from).collect()),
            Error::Backup(fault) => {
                let status = match fault {
                    BackupFault::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
                    BackupFault::NotABackup | BackupFault::Damaged | BackupFault::Newer { .. } => {
                        StatusCode::UNPROCESSABLE_ENTITY
                    }
                };
                Self::new(status, detail).because(fault.into())
            }
            Error::Forbidden { needs, .. } => {
                Self::new(StatusCode::FORBIDDEN, detail).because(Cause::Forbidden { needs })
            }
            Error::WrongLogin => Self::new(StatusCode::UNAUTHORIZED, detail).because(Cause::WrongLogin),
            Error::TooSoon { wait_s } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, detail).because(Cause::TooSoon { wait_s })
            }
            Error::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, detail).because(Cause::Busy),
            Error::SetupDone => Self::new(StatusCode::FORBIDDEN, detail).because(Cause::SetupDone),
            Error::WrongSetupToken => {
                Self::new(StatusCode::FORBIDDEN, detail).because(Cause::WrongSetupToken)
            }
            Error::TestRunning => Self::new(StatusCode::CONFLICT, detail).because(Cause::TestRunning),
            Error::TestTooSoon { wait_s } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, detail).because(Cause::TestTooSoon { wait_s })
            }
            Error::NotKept(NotKept::Off) => {
                Self::new(StatusCode::NOT_FOUND, detail).because(Cause::MessagesOff)
            }
            Error::NotKept(NotKept::MadeRoom { megabytes }) => {
                Self::new(StatusCode::NOT_FOUND, detail).because(Cause::MessagesGone { megabytes })
            }
            Error::NotFound { .. } => Self::new(StatusCode::NOT_FOUND, detail),
            Error::InUse(error) => Self::new(StatusCode::CONFLICT, detail).with(vec![error.into()]),
            Error::Gone(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, detail),
            // What the disk says is for the log: it may name paths.
            Error::Storage(source) => {
                tracing::error!(error = %source, "a request failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the database failed: the server's log says how")
            }
            Error::Interrupted(what) => {
                tracing::error!(what, "a request was interrupted");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
            }
        }
    }
}

/// What others rely on is a conflict, everything else is what was typed.
fn bulk_status(errors: &[BulkError]) -> StatusCode {
    let in_use = |error: &BulkError| {
        error.error.field.is_empty() && matches!(error.error.problem, model::Problem::InUse { .. })
    };
    if errors.iter().all(in_use) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let wait_s = match self.cause {
            Some(Cause::TooSoon { wait_s } | Cause::TestTooSoon { wait_s }) => Some(wait_s),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => Some(BUSY_WAIT_S),
            _ => None,
        };
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait_s) = wait_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
        }
        response
    }
}
