//! `/audit`: who looked at which password, insisted on a weak one, took a backup, or changed who may come in.

use admin::{AuditRow, Page, Query};
use axum::{Json, extract::State};

use crate::{app::App, auth::Caller, json::Asked, problem::Problem};

/// Lists what somebody may have to answer for, the newest first; `order=id` gives the oldest first.
#[utoipa::path(get, path = "/audit", tag = "revisions", operation_id = "list_audit", params(Query),
    responses((status = 200, description = "A page.", body = Page<AuditRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<AuditRow>>, Problem> {
    Ok(Json(app.admin.audit(&actor, &query).await?))
}
