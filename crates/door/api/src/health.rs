//! `/health`: for whoever only wants to know that we live.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

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
