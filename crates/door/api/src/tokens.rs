//! `/tokens`: who may ask over TCP.

use crate::{app::App, auth::Caller, json::JsonBody, problem::Problem};
use admin::{NewToken, Page, TokenDraft, TokenRow};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};

/// Lists the tokens by name, never what they are.
#[utoipa::path(get, path = "/tokens", tag = "tokens", operation_id = "list_tokens",
    responses((status = 200, description = "All of them.", body = Page<TokenRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<Json<Page<TokenRow>>, Problem> {
    let items = app.admin.tokens(&actor).await?;
    Ok(Json(Page { total: items.len() as u64, items }))
}

/// Makes a token. It is shown this once.
#[utoipa::path(post, path = "/tokens", tag = "tokens", operation_id = "create_token",
    request_body = TokenDraft,
    responses((status = 201, description = "The token.", body = NewToken)))]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    body: JsonBody,
) -> Result<(StatusCode, Json<NewToken>), Problem> {
    Ok((StatusCode::CREATED, Json(app.admin.create_token(&actor, body.read()?).await?)))
}

/// Deletes a token: it opens nothing from now on.
#[utoipa::path(delete, path = "/tokens/{name}", tag = "tokens", operation_id = "delete_token",
    params(("name" = String, Path, description = "The token's name.")),
    responses((status = 204, description = "It is gone.")))]
pub(crate) async fn delete(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    app.admin.delete_token(&actor, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
