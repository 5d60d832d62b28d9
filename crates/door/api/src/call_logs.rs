//! `/call-logs`: calls that were.

use admin::{CallLogEntry, CallLogPage, CallLogQuery};
use axum::{
    Json,
    extract::{Path, State},
};

use crate::{app::App, json::Asked, problem::Problem};

/// Lists calls, the newest first; `order=started` gives the oldest first.
#[utoipa::path(get, path = "/call-logs", tag = "call logs", operation_id = "list_call_logs", params(CallLogQuery),
    responses((status = 200, description = "A page.", body = CallLogPage)))]
pub(crate) async fn list(
    State(app): State<App>,
    Asked(query): Asked<CallLogQuery>,
) -> Result<Json<CallLogPage>, Problem> {
    Ok(Json(app.admin.call_logs(&query).await?))
}

/// Reads one call, with its media and with why it went where it went.
#[utoipa::path(get, path = "/call-logs/{id}", tag = "call logs", operation_id = "read_call_log",
    params(("id" = String, Path, description = "The call's id.")),
    responses((status = 200, description = "Everything about it.", body = CallLogEntry)))]
pub(crate) async fn one(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<CallLogEntry>, Problem> {
    Ok(Json(app.admin.call_log(&id).await?))
}
