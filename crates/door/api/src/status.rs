//! `/status`: who is registered where, and what looks wrong.

use admin::{EmergencyReach, Page, PeerDetail, PeerRow, Query, RegistrationRow, TrunkRow, WarningRow};
use axum::{
    Json,
    extract::{Path, State},
};

use crate::{
    app::App,
    json::{Asked, Id},
    problem::Problem,
};

/// Lists registrations between exchanges: ours at others, then those of others with us.
#[utoipa::path(get, path = "/status/registrations", tag = "status", operation_id = "list_registrations",
    responses((status = 200, description = "All of them.", body = Page<RegistrationRow>)))]
pub(crate) async fn registrations(State(app): State<App>) -> Result<Json<Page<RegistrationRow>>, Problem> {
    let items = app.admin.registrations().await?;
    Ok(Json(Page { total: items.len() as u64, items }))
}

/// Lists lines and trunks, with where they can be reached.
#[utoipa::path(get, path = "/status/peers", tag = "status", operation_id = "list_peers", params(Query),
    responses((status = 200, description = "A page.", body = Page<PeerRow>)))]
pub(crate) async fn peers(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<PeerRow>>, Problem> {
    Ok(Json(app.admin.peers(&query).await?))
}

/// Shows one line, by its username, or one trunk, by its name or username.
#[utoipa::path(get, path = "/status/peers/{name}", tag = "status", operation_id = "read_peer",
    params(("name" = String, Path, description = "A username, or a trunk's name.")),
    responses((status = 200, description = "Everything about it.", body = PeerDetail)))]
pub(crate) async fn peer(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<Json<PeerDetail>, Problem> {
    Ok(Json(app.admin.peer(&name).await?))
}

/// Lists trunks with how they stand, why, and what to do about it.
#[utoipa::path(get, path = "/status/trunks", tag = "status", operation_id = "list_trunk_states", params(Query),
    responses((status = 200, description = "A page.", body = Page<TrunkRow>)))]
pub(crate) async fn trunks(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<TrunkRow>>, Problem> {
    Ok(Json(app.admin.trunk_states(&query).await?))
}

/// Shows how one trunk stands.
#[utoipa::path(get, path = "/status/trunks/{id}", tag = "status", operation_id = "read_trunk_state",
    params(("id" = u32, Path, description = "The trunk's id.")),
    responses((status = 200, description = "How it stands.", body = TrunkRow)))]
pub(crate) async fn trunk(State(app): State<App>, Id(id): Id) -> Result<Json<TrunkRow>, Problem> {
    Ok(Json(app.admin.trunk_state(id).await?))
}

/// Says what becomes of each emergency number in each context that has lines: the trunks that it leaves by.
#[utoipa::path(get, path = "/status/emergency", tag = "status", operation_id = "list_emergency",
    responses((status = 200, description = "Every number in every context.", body = Page<EmergencyReach>)))]
pub(crate) async fn emergency(State(app): State<App>) -> Json<Page<EmergencyReach>> {
    Json(app.admin.emergency())
}

/// Lists what is allowed in the configuration but probably not meant.
#[utoipa::path(get, path = "/status/warnings", tag = "status", operation_id = "list_warnings",
    responses((status = 200, description = "Each as data and in a sentence.", body = Page<WarningRow>)))]
pub(crate) async fn warnings(State(app): State<App>) -> Json<Page<WarningRow>> {
    let items = app.admin.warnings();
    Json(Page { total: items.len() as u64, items })
}
