//! `/lines/{id}/secrets`, `/trunks/{id}/secrets`: passwords, shown to whoever may see them. It is a POST, because it is an act: the
//! audit has it.

use admin::ShownSecrets;
use axum::{Json, extract::State};

use crate::{app::App, auth::Caller, json::Id, problem::Problem};

/// Shows the password of a line. The audit notes who looked.
#[utoipa::path(post, path = "/lines/{id}/secrets", tag = "lines", operation_id = "show_line_secrets",
    params(("id" = u32, Path)), responses((status = 200, description = "The password.", body = ShownSecrets)))]
pub(crate) async fn of_line(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
) -> Result<Json<ShownSecrets>, Problem> {
    Ok(Json(app.admin.line_secrets(&actor, id).await?))
}

/// Shows the passwords of a trunk. The audit notes who looked.
#[utoipa::path(post, path = "/trunks/{id}/secrets", tag = "trunks", operation_id = "show_trunk_secrets",
    params(("id" = u32, Path)), responses((status = 200, description = "The passwords.", body = ShownSecrets)))]
pub(crate) async fn of_trunk(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id,
) -> Result<Json<ShownSecrets>, Problem> {
    Ok(Json(app.admin.trunk_secrets(&actor, id).await?))
}
