//! `/restart`: the process that runs, and going on in a new one.

use admin::Run;
use axum::{Json, extract::State, http::StatusCode};

use crate::{app::App, auth::Caller, problem::Problem};

/// Shows the process that runs: since when, its release, and how many calls it has.
#[utoipa::path(get, path = "/restart", tag = "about", operation_id = "read_run",
    responses((status = 200, description = "The process.", body = Run)))]
pub(crate) async fn read(State(app): State<App>) -> Result<Json<Run>, Problem> {
    Ok(Json(app.admin.run().await?))
}

/// Has the exchange go on in a new process, as after an upgrade: answered calls go on, calls that ring may be answered for half a
/// minute first. What keeps it from being done is said with 409. It has happened when `started_ms` is another.
#[utoipa::path(post, path = "/restart", tag = "about", operation_id = "restart",
    responses((status = 202, description = "It begins; this is the process that ends.", body = Run)))]
pub(crate) async fn restart(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<(StatusCode, Json<Run>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(app.admin.restart(&actor).await?)))
}
