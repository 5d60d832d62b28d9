//! `/health`: for whoever only wants to know that we live, or that calls are taken. Nobody is asked who he is.

use admin::Readiness;
use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;

/// That we live.
#[derive(Serialize, ToSchema)]
pub(crate) struct Alive {
    /// Always `ok`.
    status: &'static str,
}

/// Says that the server lives. Nobody is asked who he is, so nothing else is said.
#[utoipa::path(get, path = "/health", tag = "about", operation_id = "health",
    responses((status = 200, description = "It lives.", body = Alive)))]
pub(crate) async fn health() -> Json<Alive> {
    Json(Alive { status: "ok" })
}

/// Says that the process lives and answers; whoever restarts processes asks this.
#[utoipa::path(get, path = "/health/live", tag = "about", operation_id = "health_live",
    responses((status = 200, description = "It lives.", body = Alive)))]
pub(crate) async fn live() -> Json<Alive> {
    Json(Alive { status: "ok" })
}

/// Whether calls are taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct Ready {
    /// `ok`; `ending` where no new calls are taken, since the exchange is about to end; `stuck` where it does not answer.
    status: &'static str,
}

/// Says whether calls are taken; whoever sends calls to several exchanges asks this. A disk that fails keeps no call away, and is
/// told elsewhere.
#[utoipa::path(get, path = "/health/ready", tag = "about", operation_id = "health_ready",
    responses((status = 200, description = "Calls are taken.", body = Ready),
        (status = 503, description = "No new calls are taken.", body = Ready)))]
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, Json<Ready>) {
    let (code, status) = match app.admin.readiness().await {
        Readiness::Ready => (StatusCode::OK, "ok"),
        Readiness::Ending => (StatusCode::SERVICE_UNAVAILABLE, "ending"),
        Readiness::Stuck => (StatusCode::SERVICE_UNAVAILABLE, "stuck"),
    };
    (code, Json(Ready { status }))
}
