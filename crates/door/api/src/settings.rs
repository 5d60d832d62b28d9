//! `/settings/sip`: the general SIP settings.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use model::GeneralDraft;

use crate::{app::App, auth::Caller, changed::changed, json::JsonBody, problem::Problem};

/// Reads the general SIP settings.
#[utoipa::path(get, path = "/settings/sip", tag = "settings", operation_id = "read_settings",
    responses((status = 200, description = "The settings.", body = GeneralDraft)))]
pub(crate) async fn read(State(app): State<App>) -> Json<GeneralDraft> {
    Json(app.admin.settings())
}

/// Sets all of them; what is left out takes its default.
#[utoipa::path(put, path = "/settings/sip", tag = "settings", operation_id = "replace_settings",
    request_body = GeneralDraft,
    responses((status = 200, description = "How they are now.", body = GeneralDraft,
        headers(("X-Revision" = u64, description = "The revision that this change made; absent where everything was so already.")))))]
pub(crate) async fn replace(
    State(app): State<App>,
    Caller(actor): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    Ok(changed(StatusCode::OK, app.admin.replace_settings(&actor, body.read()?).await?))
}

/// Sets some of them; what is left out stays as it is.
#[utoipa::path(patch, path = "/settings/sip", tag = "settings", operation_id = "update_settings",
    request_body = GeneralDraft,
    responses((status = 200, description = "How they are now.", body = GeneralDraft,
        headers(("X-Revision" = u64, description = "The revision that this change made; absent where everything was so already.")))))]
pub(crate) async fn update(
    State(app): State<App>,
    Caller(actor): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    Ok(changed(StatusCode::OK, app.admin.update_settings(&actor, body.read()?).await?))
}
