//! `/security/limits`, `/security/stops` and `/security/alerts`: what calls to the outside may cost, and who is told.

use admin::{AlertTest, LimitsView, Page, Query, StopRow};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};

use crate::{app::App, auth::Caller, json::Asked, problem::Problem};

/// Shows what is used of the limits on calls, with the limits and the classes of destination that are shipped. The limits themselves are part of
/// the general settings.
#[utoipa::path(get, path = "/security/limits", tag = "security", operation_id = "read_limits",
    responses((status = 200, description = "How they stand.", body = LimitsView)))]
pub(crate) async fn limits(State(app): State<App>) -> Result<Json<LimitsView>, Problem> {
    Ok(Json(app.admin.limits().await?))
}

/// Lists the calls that are stopped because a limit was passed, the latest first.
#[utoipa::path(get, path = "/security/stops", tag = "security", operation_id = "list_stops", params(Query),
    responses((status = 200, description = "A page.", body = Page<StopRow>)))]
pub(crate) async fn stops(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<StopRow>>, Problem> {
    Ok(Json(app.admin.stops(&query).await?))
}

/// Lifts a stop: calls are placed again, and counted anew.
#[utoipa::path(delete, path = "/security/stops/{id}", tag = "security", operation_id = "lift_stop",
    params(("id" = String, Path, description = "The stop, such as user-7-premium.")),
    responses((status = 204, description = "Calls are placed again.")))]
pub(crate) async fn lift(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    app.admin.lift_stop(&actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a test to the webhook and to those who get an e-mail, and says what came of it.
#[utoipa::path(post, path = "/security/alerts/test", tag = "security", operation_id = "test_alert",
    responses((status = 200, description = "What came of it.", body = AlertTest)))]
pub(crate) async fn test_alert(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<Json<AlertTest>, Problem> {
    Ok(Json(app.admin.test_alert(&actor).await?))
}
