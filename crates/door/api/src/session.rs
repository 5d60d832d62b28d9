//! `/session`: signing in to the web admin, and out; and what everybody may change about himself.

use admin::{Me, SignedIn};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::Secret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    app::App,
    auth::{Caller, Whence},
    cookie::{SessionCookie, Site},
    json::JsonBody,
    problem::Problem,
};

/// What is typed to sign in.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    /// The username, in any case.
    username: String,
    /// The password.
    password: Secret,
}

/// A password in place of another.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The present one.
    current: Secret,
    /// The new one, at least 10 characters.
    password: Secret,
}

/// What everybody may change about himself.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preferences {
    /// The language of the pages, `en` or `fr`.
    language: String,
}

/// Signs in: sets the cookie of a session. After a wrong password the same source must wait before it tries the same username
/// again, 1 s to 60 s.
#[utoipa::path(post, path = "/session", tag = "session", operation_id = "sign_in", request_body = Login,
    responses((status = 200, description = "Who is signed in now.", body = Me),
        (status = 401, description = "The username or the password is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many were wrong: Retry-After says when to come again.", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    Whence(source): Whence,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Response, Problem> {
    refuse_foreign(&headers)?;
    let Login { username, password } = body.read()?;
    Ok(signed_in(&app, app.admin.sign_in(source, &username, password).await?))
}

/// Signing somebody in from a page that is not ours could have him work in the name of another.
pub(crate) fn refuse_foreign(headers: &HeaderMap) -> Result<(), Problem> {
    match Site::of(headers) {
        Site::Foreign => Err(Problem::foreign()),
        Site::Ours | Site::Unsaid => Ok(()),
    }
}

/// Answers somebody who has just signed in.
pub(crate) fn signed_in(app: &App, signed_in: SignedIn) -> Response {
    let mut response = Json(signed_in.me).into_response();
    if let Some(cookie) = app.cookies.set(&signed_in.cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Says who asks, and what he may do.
#[utoipa::path(get, path = "/session", tag = "session", operation_id = "read_session",
    responses((status = 200, description = "Who asks.", body = Me)))]
pub(crate) async fn read(State(app): State<App>, Caller(actor): Caller) -> Result<Json<Me>, Problem> {
    Ok(Json(app.admin.me(&actor).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session", operation_id = "sign_out",
    responses((status = 204, description = "Nobody is signed in any more.")))]
pub(crate) async fn sign_out(
    State(app): State<App>,
    SessionCookie(cookie): SessionCookie,
) -> Result<Response, Problem> {
    app.admin.sign_out(&cookie).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cleared) = app.cookies.clear() {
        response.headers_mut().insert(header::SET_COOKIE, cleared);
    }
    Ok(response)
}

/// Changes the language of whoever is signed in.
#[utoipa::path(patch, path = "/session", tag = "session", operation_id = "update_session", request_body = Preferences,
    responses((status = 200, description = "How it is now.", body = Me)))]
pub(crate) async fn update(
    State(app): State<App>,
    SessionCookie(cookie): SessionCookie,
    body: JsonBody,
) -> Result<Json<Me>, Problem> {
    let Preferences { language } = body.read()?;
    Ok(Json(app.admin.change_own_language(&cookie, &language).await?))
}

/// Changes the password of whoever is signed in. His other sessions end.
#[utoipa::path(put, path = "/session/password", tag = "session", operation_id = "change_own_password",
    request_body = PasswordChange, responses((status = 204, description = "The new one holds.")))]
pub(crate) async fn change_password(
    State(app): State<App>,
    SessionCookie(cookie): SessionCookie,
    Whence(source): Whence,
    body: JsonBody,
) -> Result<StatusCode, Problem> {
    let PasswordChange { current, password } = body.read()?;
    app.admin.change_own_password(source, &cookie, current, password).await?;
    Ok(StatusCode::NO_CONTENT)
}
