//! `/sounds`: the sound files that callers hear.

use admin::{Page, Query, SoundRow};
use axum::{
    Json,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    app::{App, BASE},
    auth::Caller,
    json::{Asked, body},
    problem::Problem,
};

/// How a WAV file is sent. There are several names for it in use.
const WAV: &str = "audio/wav";
const OTHER_NAMES: [&str; 3] = ["audio/x-wav", "audio/wave", "audio/vnd.wave"];

/// Under which name a file is kept.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Naming {
    /// Its name: letters, digits, `_` and `-`.
    #[param(min_length = 1, max_length = 80, pattern = "^[A-Za-z0-9_-]+$")]
    name: String,
    /// Write over a file of this name.
    #[serde(default)]
    replace: bool,
}

/// Lists the sound files.
#[utoipa::path(get, path = "/sounds", tag = "sounds", operation_id = "list_sounds", params(Query),
    responses((status = 200, description = "A page.", body = Page<SoundRow>)))]
pub(crate) async fn list(
    State(app): State<App>,
    Asked(query): Asked<Query>,
) -> Result<Json<Page<SoundRow>>, Problem> {
    Ok(Json(app.admin.sounds(&query).await?))
}

/// Keeps a WAV file: PCM of 8 or 16 bits, A-law or mu-law, at 8, 16, 32 or 48 kHz, of at most ten minutes.
#[utoipa::path(post, path = "/sounds", tag = "sounds", operation_id = "upload_sound", params(Naming),
    request_body(content = Vec<u8>, content_type = "audio/wav"),
    responses((status = 201, description = "It is kept.", body = SoundRow)))]
pub(crate) async fn upload(
    State(app): State<App>,
    Caller(actor): Caller,
    Asked(naming): Asked<Naming>,
    request: Request,
) -> Result<Response, Problem> {
    if !is_wav(request.headers()) {
        return Err(Problem::wrong_type(WAV));
    }
    let file = body(request, &app).await?;
    let row = app.admin.put_sound(&actor, &naming.name, file.into(), naming.replace).await?;
    let location = HeaderValue::from_str(&format!("{BASE}/sounds/{}", row.name));
    let mut response = (StatusCode::CREATED, Json(row)).into_response();
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Reads a sound file, as it was uploaded.
#[utoipa::path(get, path = "/sounds/{name}", tag = "sounds", operation_id = "read_sound",
    params(("name" = String, Path, description = "Its name.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "audio/wav")))]
pub(crate) async fn read(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Problem> {
    let file = app.admin.sound(&name).await?;
    // Another file may be uploaded under the same name.
    let headers = [(header::CONTENT_TYPE, WAV), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, file).into_response())
}

/// Deletes a sound file that nothing leads to.
#[utoipa::path(delete, path = "/sounds/{name}", tag = "sounds", operation_id = "delete_sound",
    params(("name" = String, Path, description = "Its name.")),
    responses((status = 204, description = "It is gone.")))]
pub(crate) async fn delete(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    app.admin.delete_sound(&actor, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn is_wav(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == WAV || OTHER_NAMES.contains(&essence.as_str())
}
