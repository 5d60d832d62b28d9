//! `/revisions`: who changed the configuration, when and how; and the way back.

use admin::{Page, Query, RevisionDetail, RevisionRow, site::Plan};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::App,
    auth::Caller,
    changed::changed,
    json::{Asked, Id},
    problem::Problem,
};

/// Whether something is done, or only said what it would do.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Trying {
    /// Say what would change, and change nothing.
    #[serde(default)]
    pub(crate) dry_run: bool,
}

/// Lists the changes of the configuration, the newest first; `order=number` gives the oldest first. The search looks at the
/// author, at the words, at the number, and into the nouns before and after.
#[utoipa::path(get, path = "/revisions", tag = "revisions", operation_id = "list_revisions", params(Query),
    responses((status = 200, description = "A page.", body = Page<RevisionRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<RevisionRow>>, Problem> {
    Ok(Json(app.admin.history(&query).await?))
}

/// Reads one change, with what it did to each field; passwords are never shown.
#[utoipa::path(get, path = "/revisions/{number}", tag = "revisions", operation_id = "read_revision",
    params(("number" = u32, Path)), responses((status = 200, description = "It.", body = RevisionDetail)))]
pub(crate) async fn read(State(app): State<App>, Id(number): Id) -> Result<Json<RevisionDetail>, Problem> {
    Ok(Json(app.admin.revision(number.into()).await?))
}

/// Undoes exactly what one revision changed, as a new revision. It is refused where something of it was changed again since, or
/// the rest of the configuration relies on it: `errors` names each noun and why.
#[utoipa::path(post, path = "/revisions/{number}/undo", tag = "revisions", operation_id = "undo_revision",
    params(("number" = u32, Path), Trying),
    responses((status = 200, description = "What was changed, or would be.", body = Plan,
        headers(("X-Revision" = u64, description = "The revision that this change made; absent where everything was so already.")))))]
pub(crate) async fn undo(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(number): Id,
    Asked(trying): Asked<Trying>,
) -> Result<Response, Problem> {
    Ok(changed(StatusCode::OK, app.admin.undo(&actor, number.into(), trying.dry_run).await?))
}

/// Makes the configuration as it stood after a revision, passwords included, as a new revision.
#[utoipa::path(post, path = "/revisions/{number}/restore", tag = "revisions", operation_id = "restore_revision",
    params(("number" = u32, Path), Trying),
    responses((status = 200, description = "What was changed, or would be.", body = Plan,
        headers(("X-Revision" = u64, description = "The revision that this change made; absent where everything was so already.")))))]
pub(crate) async fn restore(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(number): Id,
    Asked(trying): Asked<Trying>,
) -> Result<Response, Problem> {
    Ok(changed(StatusCode::OK, app.admin.restore_revision(&actor, number.into(), trying.dry_run).await?))
}
