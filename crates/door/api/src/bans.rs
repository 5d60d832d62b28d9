//! `/security/bans`: who is shut out for guessing passwords over SIP.

use admin::{BanOf, BanRow, Page, Query};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};

use crate::{app::App, auth::Caller, json::Asked, problem::Problem};

/// Lists who is shut out for guessing passwords over SIP, the latest first.
#[utoipa::path(get, path = "/security/bans", tag = "security", operation_id = "list_bans", params(Query),
    responses((status = 200, description = "A page.", body = Page<BanRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<BanRow>>, Problem> {
    Ok(Json(app.admin.bans(&query).await?))
}

/// Lets an address in again, or one account from there, and forgets what it did.
#[utoipa::path(delete, path = "/security/bans/{address}", tag = "security", operation_id = "lift_ban",
    params(("address" = String, Path, description = "The address."), BanOf),
    responses((status = 204, description = "It is heard again.")))]
pub(crate) async fn lift(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(address): Path<String>,
    Asked(of): Asked<BanOf>,
) -> Result<StatusCode, Problem> {
    app.admin.lift_ban(&actor, &address, of).await?;
    Ok(StatusCode::NO_CONTENT)
}
