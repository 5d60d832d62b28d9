//! `/revisions`: who changed the configuration, when and how.

use admin::{Page, Query, RevisionRow};
use axum::{Json, extract::State};

use crate::{app::App, json::Asked, problem::Problem};

/// Lists the changes of the configuration, the newest first; only `limit` and `offset` are looked at.
#[utoipa::path(get, path = "/revisions", tag = "revisions", operation_id = "list_revisions", params(Query),
    responses((status = 200, description = "A page.", body = Page<RevisionRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<RevisionRow>>, Problem> {
    Ok(Json(app.admin.history(&query).await?))
}
