//! `/calls`: calls in progress.

use admin::{Page, Query, live::CallRow};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};

use crate::{app::App, auth::Caller, json::Asked, problem::Problem};

/// Lists the calls in progress, the oldest first.
#[utoipa::path(get, path = "/calls", tag = "calls", operation_id = "list_calls", params(Query),
    responses((status = 200, description = "A page.", body = Page<CallRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<CallRow>>, Problem> {
    Ok(Json(app.admin.calls(&query).await?))
}

/// Hangs a call up.
#[utoipa::path(delete, path = "/calls/{id}", tag = "calls", operation_id = "hang_up_call",
    params(("id" = String, Path, description = "The call's id.")),
    responses((status = 204, description = "It is being hung up.")))]
pub(crate) async fn hang_up(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    app.admin.hang_up(&actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
