//! `/administrators`: people who sign in to the web admin.

use admin::{AdministratorRow, Page, Query};
use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::AdministratorDraft;

use crate::{
    app::{App, BASE},
    auth::Caller,
    json::{Asked, Id, JsonBody},
    problem::Problem,
};

/// Lists the administrators.
#[utoipa::path(get, path = "/administrators", tag = "administrators", operation_id = "list_administrators", params(Query),
    responses((status = 200, description = "A page.", body = Page<AdministratorRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<AdministratorRow>>, Problem> {
    Ok(Json(app.admin.administrators(&actor, &query).await?))
}

/// Makes an administrator.
#[utoipa::path(post, path = "/administrators", tag = "administrators", operation_id = "create_administrator",
    request_body = AdministratorDraft,
    responses((status = 201, description = "What was made.", body = AdministratorRow)))]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let created = app.admin.create_administrator(&actor, body.read()?).await?;
    let location = HeaderValue::from_str(&format!("{BASE}/administrators/{}", created.id));
    let mut response = (StatusCode::CREATED, Json(created)).into_response();
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Reads one administrator.
#[utoipa::path(get, path = "/administrators/{id}", tag = "administrators", operation_id = "read_administrator",
    params(("id" = u32, Path)), responses((status = 200, description = "It.", body = AdministratorRow)))]
pub(crate) async fn read(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
) -> Result<Json<AdministratorRow>, Problem> {
    Ok(Json(app.admin.administrator(&actor, id.into()).await?))
}

/// Sets some fields of one administrator. A new password, or being disabled, ends its sessions. The last administrator who can
/// sign in and do everything stays so.
#[utoipa::path(patch, path = "/administrators/{id}", tag = "administrators", operation_id = "update_administrator",
    params(("id" = u32, Path)), request_body = AdministratorDraft,
    responses((status = 200, description = "How it is now.", body = AdministratorRow)))]
pub(crate) async fn update(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<Json<AdministratorRow>, Problem> {
    Ok(Json(app.admin.update_administrator(&actor, id.into(), body.read_fields_of(id)?).await?))
}

/// Deletes one administrator; its sessions end.
#[utoipa::path(delete, path = "/administrators/{id}", tag = "administrators", operation_id = "delete_administrator",
    params(("id" = u32, Path)), responses((status = 204, description = "It is gone.")))]
pub(crate) async fn delete(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    app.admin.delete_administrator(&actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
