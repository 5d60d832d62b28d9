//! `/users/import`: users from a CSV file.

use admin::{Changed, ImportRow, ImportTotals, ImportVerb, Imported};
use axum::{
    extract::{FromRequest, Request, State},
    http::{StatusCode, header},
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    auth::Caller,
    changed::changed,
    json::{Asked, body},
    problem::{Problem, ProblemField},
    revisions::Trying,
};

/// What is read here.
const CSV: &str = "text/csv";

/// A file.
pub(crate) struct CsvFile(Vec<u8>);

impl<S: Send + Sync> FromRequest<S> for CsvFile {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case(CSV) {
            return Err(Problem::wrong_type(CSV));
        }
        Ok(Self(body(request, state).await?.into()))
    }
}

/// What comes of a row.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportedRow {
    /// Its line in the file, counted from 1; the header is the first.
    line: u64,
    /// Whom it is about.
    name: String,
    /// What comes of it.
    verb: ImportVerb,
    /// What is wrong with it; the fields are columns.
    errors: Vec<ProblemField>,
}

/// What comes of a file.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportedFile {
    /// Its rows, in their order.
    rows: Vec<ImportedRow>,
    /// How many do what.
    totals: ImportTotals,
    /// It was done. Where a row is refused none is done.
    applied: bool,
    /// The revision that was made; none where nothing was changed.
    revision: Option<u64>,
}

/// Imports users from a CSV file with XiVO's columns, all rows or none: each is answered with what comes of it. With `dry_run`
/// nothing is changed. A file that was exported can be imported again. A column that is not known is refused by its name.
#[utoipa::path(post, path = "/users/import", tag = "users", operation_id = "import_users", params(Trying),
    request_body(content = String, content_type = "text/csv",
        example = "firstname,lastname,exten,context,sip_username\r\nAlice,Lab,201,default,alice\r\n"),
    responses((status = 200, description = "What comes, or came, of each row.", body = ImportedFile,
        headers(("X-Revision" = u64, description = "The revision that this change made; absent where everything was so already.")))))]
pub(crate) async fn users(
    State(app): State<App>,
    Caller(actor): Caller,
    Asked(trying): Asked<Trying>,
    file: CsvFile,
) -> Result<Response, Problem> {
    let Changed { value, revision } = app.admin.import_users(&actor, file.0, trying.dry_run).await?;
    Ok(changed(StatusCode::OK, Changed { value: ImportedFile::of(value, revision), revision }))
}

impl ImportedFile {
    fn of(imported: Imported, revision: Option<u64>) -> Self {
        let Imported { rows, totals, applied } = imported;
        let row = |row: ImportRow| {
            let ImportRow { line, name, verb, errors } = row;
            ImportedRow { line, name, verb, errors: errors.into_iter().map(ProblemField::from).collect() }
        };
        Self { rows: rows.into_iter().map(row).collect(), totals, applied, revision }
    }
}
